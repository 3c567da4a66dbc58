"""One line on the terminal that says how far a run is, once it has lasted for a second."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Iterator

import click

from . import console, layout

_TICK_S = 0.25


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

    @contextlib.contextmanager
    def ticking(self, text: str) -> Iterator[None]:
        """Show the text and the seconds since as long as the block lasts: for what cannot say how far it is."""
        over = threading.Event()

        def tick() -> None:
            while not over.wait(_TICK_S):
                self.show(f"{text}, {self.seconds:.0f} s")

        thread = threading.Thread(target=tick, daemon=True)
        if self.wanted:
            thread.start()
        try:
            yield
        finally:
            over.set()
            if self.wanted:
                thread.join()
            self.clear()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            click.echo("\r\x1b[K", err=True, nl=False, color=True)
            self.shown = ""
