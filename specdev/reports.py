"""Findings as commands show them: for people with the source lines, for programs in an envelope."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import console, formats, source
from .diagnostics import Diagnostic
from .errors import SpecdevError


def envelope(found: Sequence[Diagnostic], files: int = 0) -> dict[str, Any]:
    """`{"diagnostics": […], "summary": {…}}`, as schemas/diagnostics.schema.json describes it."""
    return {"diagnostics": [formats.as_data(each) for each in found], "summary": formats.summary(found, files)}


def show(found: Sequence[Diagnostic], root: Path, *, format: str = "text", files: int = 0) -> None:
    """Print the findings to standard output, in the format of that name."""
    texts: dict[str, str | None] = {}

    def lines_of(path: str) -> str | None:
        if path not in texts:
            try:
                texts[path] = source.read_text(root / path, root)[0]
            except SpecdevError:
                texts[path] = None
        return texts[path]

    text = formats.render(found, format, sources=lines_of, color=console.wants_color(), files=files)
    click.echo(text, nl=False)
