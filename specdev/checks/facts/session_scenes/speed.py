"""
How long a command may take on much data: the sample's line, as many times as is told.

    A report over 100,000 lines must take less than 2 seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model import Item
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..markdown import Sentence, pieces
from .acting import plain
from .phrases import FASTER, MANY_LINES, SECONDS
from .world import World


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """Bounds on the time of one command over a told number of lines."""
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                yield from _bound(item.id, piece.text, world)


def _bound(item: str, sentence: str, world: World) -> Iterator[Fact | Gap]:
    many, faster = MANY_LINES.search(sentence), FASTER.search(sentence)
    limits = list(SECONDS.finditer(sentence))
    if not many or not faster or len(limits) != 1:
        return
    named = [
        command
        for name, command in world.interface.commands.items()
        if len(name) == 1 and re.search(rf"\b{re.escape(name[0])}\b", sentence, re.I) and not command.places
    ]
    special = set(world.store.marks.values())
    lines = [line for line in world.store.sample if not special & set(world.store.cells(line).items())]
    call = plain(named[0], world) if len(named) == 1 else None
    if call is None or not world.store.file or not lines:
        yield Gap(item, sentence, "a line of the input, and the command that reads it, are not told")
        return
    count = int(re.sub(r"\D", "", many["number"]))
    number = float(limits[0]["number"].replace(",", "."))
    unit = "ms" if limits[0]["unit"].lower().startswith("m") else "s"
    bound = {"lt" if faster["strict"] else "le": int(number) if number.is_integer() else number}
    name = world.store.file
    yield Fact(
        item,
        "bench",
        sentence,
        (Run(call),),
        {name: f"{lines[0]}\n"},
        {"unit": unit, "expect": bound},
        times={name: count},
    )
