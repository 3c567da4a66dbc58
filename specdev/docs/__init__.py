"""
The pages of docs/ that are generated, so that they are never older than the code.

    python -m specdev.docs            write them
    python -m specdev.docs --check    status 1 where one is not current; writes nothing

A new page is one function without arguments that gives its text, and one row in PAGES.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .. import resources
from .checks_page import checks_page
from .cli_page import cli_page
from .diagnostics_page import diagnostics_page
from .formats_page import formats_page

PAGES: dict[str, Callable[[], str]] = {
    "docs/checks.md": checks_page,
    "docs/cli.md": cli_page,
    "docs/diagnostics.md": diagnostics_page,
    "docs/formats.md": formats_page,
}
"""Path in the repository to the function that gives the page."""


def stale(root: Path = resources.ROOT) -> dict[str, str]:
    """The pages below `root` that are missing or not current, with the text they should have."""
    wanted = {name: page() for name, page in PAGES.items()}
    return {name: text for name, text in wanted.items() if _text(root / name) != text}


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
