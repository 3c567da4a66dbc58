"""
What goes to the terminal: notes and errors for people on standard error, data for programs on standard output.

Text from documents passes `clean` before it is printed, so that no control sequence in it reaches a terminal.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from dataclasses import dataclass
from typing import IO, Any

import click

COMPLETION_VARIABLE = "_SPECDEV_COMPLETE"
"""Set by a shell that wants words completed; `bash_complete`, `zsh_complete` or `fish_complete`."""

_SHOWN = {
    **{code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))},
    **{code: f"\\u{code:04x}" for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
"""C0, DEL and C1 control characters, and the marks that turn the direction of writing, as what they are."""
_SHOWN_IN_LINES = {code: text for code, text in _SHOWN.items() if chr(code) not in "\n\t"}


@dataclass(frozen=True, slots=True)
class Shell:
    """The options before the verb that commands may ask for (`click.Context.obj`); colour is `click.Context.color`."""

    quiet: bool = False
    """Notes are not printed."""


def clean(text: str, *, lines: bool = False) -> str:
    """`text` with control characters made visible (`\\x1b`); with `lines`, line ends and tabs stay."""
    return text.translate(_SHOWN_IN_LINES if lines else _SHOWN)


def note(text: str) -> None:
    """A line for people on standard error, unless `-q` was given."""
    shell = _context_obj()
    if not shell.quiet:
        click.echo(text, err=True)


def put_json(data: Any, *, large: bool = False) -> None:
    """
    `data` as one JSON document on standard output; characters stand as themselves.

    A `large` document is put into one line unless a person looks on, because indenting takes longer than compiling.
    """
    indent = None if large and not sys.stdout.isatty() else 2
    click.echo(json.dumps(data, ensure_ascii=False, indent=indent))


def wants_color(stream: IO[Any] | None = None) -> bool:
    """Whether to colour what goes to `stream` (None: standard output): as the options say, else if it is a terminal."""
    ctx = click.get_current_context(silent=True)
    if ctx is not None and ctx.color is not None:
        return ctx.color
    return (stream or sys.stdout).isatty()


def fail(message: str, hint: str, status: int, *, color: bool | None = None) -> int:
    """`status`, after the message and the hint went to standard error; `color` None: if that is a terminal."""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {message}", err=True, color=color)
    if hint:
        click.echo(f"  hint: {hint}", err=True)
    return status


def make_tolerant() -> None:
    """From now on a character that the terminal's encoding lacks is printed as `\\u2192` and stops nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def abandon_output() -> None:
    """Standard output takes no more: what is still buffered goes nowhere, so that Python's own exit stays quiet."""
    with contextlib.suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _context_obj() -> Shell:
    ctx = click.get_current_context(silent=True)
    return ctx.obj if ctx is not None and isinstance(ctx.obj, Shell) else Shell()
