"""
Lines of the stored file that are no entries: those that cannot be read, and those that mean nothing.

    When a line cannot be read, every command prints `stint.log:3: cannot read this line`
    Lines that start with `#` and empty lines are kept where they are and mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model import Item
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..lazily import lazy
from ..markdown import Sentence, pieces, spans
from .acting import expected, plain
from .formats import anywhere, writer_of
from .phrases import AS_GIVEN, BEGINS, COMMENTS, EMPTY_LINES, KEPT, NO_LINE
from .staging import stage
from .told import Told
from .world import World

_PLACE = lazy(r"^(?P<file>[\w.-]+):(?P<line>\d+): ")
BAD = "no entry"
"""A line that cannot be read where entries have several fields: it has one."""
REMARK = "a remark"


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """What an item says of such lines."""
    for told in world.told[item.id]:
        if (place := _PLACE.match(told.text)) and NO_LINE.search(told.quote):
            yield from _unreadable(told, place["file"], int(place["line"]), world)
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence) and (mark := _comment(piece.text)):
                yield from _nothing(item.id, piece.text, mark, world)


def _unreadable(told: Told, file: str, number: int, world: World) -> Iterator[Fact | Gap]:
    store = world.store
    if file != store.file or len(store.fields) < 2:
        yield Gap(told.item, told.quote, f"what a line of `{file}` holds is not told")
        return
    before = list(store.sample)[: number - 1]
    remarks = [f"{mark} {REMARK}" for mark in comment_marks(world)][:1] * (number - 1 - len(before))
    if len(before) + len(remarks) < number - 1:
        yield Gap(told.item, told.quote, f"what can stand in the lines before line {number} is not told")
        return
    content = "".join(f"{line}\n" for line in (*remarks, *before, BAD))
    commands = world.interface.commands.values() if told.every else [told.command] if told.command else []
    runs = [Run(call, expected(told, world)) for c in commands if (call := plain(c, world))]
    if not runs:
        return
    fixtures = {store.file: content}
    if AS_GIVEN.search(told.quote) and store.option:
        name = f"elsewhere/{store.file}"
        call = anywhere(runs[-1].call, store.option, name, next(iter(commands)), ";")
        runs.append(Run(call, {told.stream or "output": {"contains": [told.text.replace(file, name)]}}))
        fixtures[name] = content
    yield Fact(told.item, "command", told.quote, tuple(runs), fixtures)


def comment_marks(world: World) -> list[str]:
    """What lines start with that mean nothing."""
    sentences = (
        piece.text for item in world.items.values() for piece in pieces(item.text) if isinstance(piece, Sentence)
    )
    return [mark for sentence in sentences if (mark := _comment(sentence))]


def _comment(sentence: str) -> str:
    """What lines start with that the sentence says mean nothing; empty where it says no such thing."""
    codes = [span.text for span in spans(sentence) if span.kind == "code"]
    if len(codes) == 1 and re.fullmatch(r"[#;%/!-]{1,2}", codes[0]) and BEGINS.search(sentence):
        return codes[0] if COMMENTS.search(sentence) else ""
    return ""


def _nothing(item: str, quote: str, mark: str, world: World) -> Iterator[Fact]:
    """Remarks around the lines of an example change nothing of what it prints, and stay where they are."""
    file = world.store.file
    blank = ("",) if EMPTY_LINES.search(quote) else ()
    for example in world.examples[:1]:
        lines = (f"{mark} {REMARK}", *blank, *example.lines, f"{mark} {REMARK}")
        content = "".join(f"{line}\n" for line in lines)
        runs = list(example.runs)
        if KEPT.search(quote) and (writer := writer_of(world)) and (staged := stage(writer, world)):
            kept = {"files": [{"path": file, "contains": [content]}]}
            runs += [*staged[0][:-1], Run(staged[0][-1].call, kept)]
        yield Fact(item, "command", quote, tuple(runs), {file: content})
