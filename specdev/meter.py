"""One line on the terminal that says how far a run is, once it has lasted for a second."""

from __future__ import annotations

import shutil
import sys
import time

import click

from . import console, layout


class Meter:
    """The line; it stays away where nobody looks on, and with `-q`."""

    def __init__(self) -> None:
        ctx = click.get_current_context(silent=True)
        quiet = ctx is not None and isinstance(ctx.obj, console.Shell) and ctx.obj.quiet
        self.wanted = sys.stderr.isatty() and not quiet
        self.begin = time.monotonic()
        self.shown = ""

    @property
    def seconds(self) -> float:
        """Since it was made."""
        return time.monotonic() - self.begin

    def show(self, text: str) -> None:
        """Draw the line anew where it has changed."""
        if not self.wanted or self.seconds < 1:
            return
        line = layout.shorten(console.clean(text), shutil.get_terminal_size().columns - 1)
        if line != self.shown:
            self.shown = line
            click.echo(f"\r{line}\x1b[K", err=True, nl=False, color=True)

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            click.echo("\r\x1b[K", err=True, nl=False, color=True)
            self.shown = ""
