"""
Messages that a transcript of the document shows, in the same words with the same or other numbers.

    It prints `bins done by ana, 3 points, next 2025-06-12`.
    $ rota done bins --by ana
    bins done by ana, 3 points, next 2025-06-10         from an empty folder up to here, it is an example of it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model import Item
from ..fact import Fact, Gap, Run
from ..lazily import lazy
from . import messages
from .told import Told
from .world import World

_CHANGING = lazy(r"\d{4}-\d\d-\d\d|\d\d:\d\d|\d+(?:[.,]\d+)*")


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The examples of an item's messages that nothing else plays."""
    wanted = [told for told in world.told[item.id] if told.command and not told.options and not told.fails]
    if not wanted or any(isinstance(found, Fact) for found in messages.play(item, world)):
        return
    for told in wanted:
        for runs in world.sessions:
            number = next((n for n, run in enumerate(runs, 1) if _shows(run, told, world)), 0)
            if number:
                yield Fact(item.id, "command", told.quote, runs[:number])
                break


def _shows(run: Run, told: Told, world: World) -> bool:
    """Whether the run is one of the message's command, and what it must print is a message of the same form."""
    output = run.expect.get("output")
    same = told.command and world.interface.named(run.call.written, world.known) is told.command
    lines = [_form(line) for line in output.split("\n")] if isinstance(output, str) else []
    return bool(same) and len(told.text.split()) > 2 and _form(told.text) in lines


def _form(text: str) -> str:
    """The text without what its numbers are, and without the plural that follows from them."""
    return re.sub(r"(?<=# )(\w+?)s?\b", r"\1", _CHANGING.sub("#", text))
