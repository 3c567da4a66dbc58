"""A bug of ours, as a report that can be pasted into an issue."""

from __future__ import annotations

import os
import platform
import shlex
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from . import __version__, console

ISSUES = "https://specdev.dev/bugs"
REPORT = ".specdev/bug-report.md"


def tell(error: Exception, words: Sequence[str]) -> int:
    """Status 3, after standard error said where the report is; it stands there itself where no `.specdev/` is."""
    text = report(error, words)
    place = _write(text)
    console.fail(
        f"this is a bug in specdev: {console.clean(_summary(error))}",
        f"please send {place or 'the report below'} to {ISSUES}; look first for words that should stay private",
        3,
    )
    if place is None:
        click.echo(text, err=True)
    return 3


def report(error: Exception, words: Sequence[str]) -> str:
    """Versions, call and traceback in Markdown; the home folder is written `~`."""
    trace = "".join(traceback.format_exception(error))
    text = (
        f"## {_summary(error)}\n\n"
        f"specdev {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}\n\n"
        f"~~~~text\n$ {shlex.join(['specdev', *words])}\n{trace}~~~~\n"
    )
    home = os.path.expanduser("~")
    return console.clean(text.replace(home, "~") if len(home) > 1 else text, lines=True)


def _write(text: str) -> str | None:
    """The report's path, where the folder or one above it has been used by specdev and lets itself be written."""
    here = Path.cwd()
    base = next((folder for folder in (here, *here.parents) if (folder / ".specdev").is_dir()), None)
    if base is None:
        return None
    try:
        (base / REPORT).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return str(base / REPORT)


def _summary(error: Exception) -> str:
    return " ".join("".join(traceback.format_exception_only(error)).split())
