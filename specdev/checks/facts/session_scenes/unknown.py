"""
Names that nothing introduced, where the document tells the message for each kind of thing.

    Unknown names give `no such member: NAME` or `no such chore: NAME`.

A kind is known from what is said of a second one: `already a member: ana`. Every command that is given a member is
tried before there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....model import Item
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..lazily import lazy
from ..markdown import Sentence, pieces, spans
from .filling import fill
from .interface import Command
from .introduced import ALREADY_A, introductions
from .phrases import OTHERWISE
from .world import World

_NO_SUCH = lazy(
    r"^(?P<label>(?:no such|unknown|unbekannte[rs]?|kein|keine|no existe|inconnue?|desconhecid[oa]) (?P<kind>[\w-]+)): "
    r"(?P<place>[A-Z]{2,}|<[^<>]+>)$"
)


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """Every command that is given something of the kind, before there is one."""
    kinds = introducers(world)
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if not isinstance(piece, Sentence) or not OTHERWISE.search(piece.text):
                continue
            for span in spans(piece.text):
                said = _NO_SUCH.match(span.text) if span.kind == "code" else None
                if said and (writer := kinds.get(said["kind"])):
                    for command in world.interface.commands.values():
                        yield from _tried(item.id, piece.text, said["label"], writer, command, world)


def introducers(world: World) -> Mapping[str, tuple[str, ...]]:
    """Kind of thing to the words of the command that adds one."""
    found: dict[str, tuple[str, ...]] = {}
    for told in world.messages():
        if (said := ALREADY_A.search(told.text)) and told.command and told.command.words:
            found.setdefault(said["kind"], told.command.words)
    return found


def _tried(
    item: str, quote: str, label: str, writer: tuple[str, ...], command: Command, world: World
) -> Iterator[Fact]:
    values = world.needed(command)
    if command.words == writer or command.unclear:
        return
    for value in dict.fromkeys(values.values()):
        one = world.introduced.get(value)
        before = introductions(command, values, world, but=value)
        call = fill(command, values)
        if one and one.command == writer and before is not None and call:
            expect = world.errors.expect(f"{label}: {value}", world.store.file, label=label, state=True)
            yield Fact(item, "command", quote, (*before, Run(call, expect)))
