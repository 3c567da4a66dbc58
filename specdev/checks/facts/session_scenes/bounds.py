"""
Values of options at the ends of their range, and just beyond.

    | `--every DAYS` | 1 to 365 | required | `--every must be 1 to 365` |
    `--days N` (0 to 30, else `--days must be 0 to 30`)
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ....model import Item
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..lazily import any_of
from ..markdown import Sentence, pieces, spans
from .acting import bind, is_empty
from .filling import fill
from .interface import Command, Option
from .introduced import introductions
from .tabled import RANGE, owner, tables
from .world import World

_ELSE = any_of(r"\b(?:else|otherwise|sonst|andernfalls|si no|sinon|senão|caso contrário)\b[^.;`]*$")


@dataclass(frozen=True, slots=True)
class Bounded:
    """An option of a command with its range and what is said of other values."""

    command: Command
    option: Option
    low: int
    high: int
    error: str
    quote: str


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """Both sides of both ends of every range that the item tells with its error."""
    for found in (*_rows(item, world), *_told(item, world)):
        yield from _played(item.id, found, world)


def _rows(item: Item, world: World) -> Iterator[Bounded]:
    """The range of a row of a table of options."""
    for rows in tables(world.items.values()):
        row = next((row for row in rows if row.item.id == item.id), None)
        command = owner(rows, world.interface) if row else None
        if row and command and row.range and row.error and (option := command.option(row.option.name)):
            yield Bounded(command, option, *row.range, row.error, item.text)


def _told(item: Item, world: World) -> Iterator[Bounded]:
    """Ranges of a sentence whose error follows: `0 to 30, else` and the message."""
    for text in whole(item)[1:]:
        for piece in pieces(text):
            found = spans(piece.text) if isinstance(piece, Sentence) else []
            for number, span in enumerate(found):
                lead = found[number - 1].text if number and found[number - 1].kind == "text" else ""
                ranges = list(RANGE.finditer(lead.replace("\n", " ")))
                if span.kind == "text" or len(ranges) != 1 or not _ELSE.search(lead[ranges[0].end() :]):
                    continue
                low, high = int(ranges[0]["low"]), int(ranges[0]["high"])
                name = next((s.text.split()[0] for s in reversed(found[:number]) if s.text.startswith("-")), "")
                having = [(c, o) for c in world.interface.commands.values() if (o := c.option(name)) and o.value]
                own = re.search(r"--?[\w-]+", span.text)
                if len(having) == 1 and (own is None or own[0] == name):
                    yield Bounded(*having[0], low, high, span.text, piece.text if isinstance(piece, Sentence) else "")


def _played(item: str, found: Bounded, world: World) -> Iterator[Fact]:
    command, option = found.command, found.option
    values = world.needed(command)
    before = introductions(command, values, world)
    if before is None or command.unclear or found.low >= found.high or not option.value:
        return
    accepted: dict[str, Any] = {"output": {"not_contains": [found.error]}}
    if world.errors.codes and _succeeds(command, world):
        accepted = {"exit": 0}
    beyond = [number for number in (found.low - 1, found.high + 1) if number >= 0]
    calls = {number: fill(command, {**values, option.name: str(number)}) for number in (*beyond, found.low, found.high)}
    if not all(calls.values()):
        return
    refused = [world.errors.expect(found.error, world.store.file, value=True) for _ in beyond]
    runs = [Run(call, told) for number, told in zip(beyond, refused, strict=True) if (call := calls[number])]
    for number in (found.low, found.high):
        if call := calls[number]:
            # what is refused changes nothing, what is accepted may: so each has a folder of its own
            yield Fact(item, "command", found.quote, (*before, *runs, Run(call, copy.deepcopy(accepted))))
            runs = []


def _succeeds(command: Command, world: World) -> bool:
    """Whether the document tells what the command prints with no more stored than what it is given."""
    told = [one for one in world.of(command) if not one.fails and not one.options]
    return any(is_empty(one) or (not one.call and not bind(one, world).missing) for one in told)
