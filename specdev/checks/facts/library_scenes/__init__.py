"""
Scenes with a library: calls, and what they return or raise.

An item's scenes become one file of examples for Python's own doctest. What is called, and with which values, comes
from the document: its calls, its example texts, its lists of words. Each reader knows one manner of speaking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ....model import Item, Prd
from ..fact import Fact, Gap
from ..knowledge import Knowledge
from . import examples, failures, forms, handed, laws, members, shape, size, values
from .script import Scene, document, interface
from .talk import UNTOLD, Place, alone
from .world import World, read_world

Reader = Callable[[Place, World], Iterator[Scene | Gap]]

READERS: tuple[Reader, ...] = (
    examples.fenced,
    examples.tabled,
    examples.lifted,
    values.read,
    handed.examples_for,
    failures.read,
    shape.subclasses,
    shape.returned,
    shape.imported,
    shape.hashable,
    shape.attributes,
    shape.frozen,
    shape.printed,
    *laws.READERS,
    *forms.READERS,
    *members.READERS,
    size.lines,
)
"""One manner of speaking each; what several of them find in a sentence is told once."""


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells of the library."""
    return read_world(prd, known)


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The scenes of an item as examples, in one file those that use the same names."""
    scenes: list[Scene] = []
    gaps: list[Gap] = []
    if item.kind in UNTOLD or not world.api.package:
        return
    for place in world.items.get(item.id) or alone(item):
        for reader in READERS:
            for found in reader(place, world):
                if isinstance(found, Gap):
                    gaps.append(found)
                elif document([found], world.api):
                    scenes.append(found)
    groups: dict[frozenset[str], list[Scene]] = {}
    for scene in scenes:
        groups.setdefault(interface(scene.lines, world.api), []).append(scene)
    for uses, together in groups.items():
        quote = "\n".join(dict.fromkeys(scene.quote for scene in together))
        yield Fact(item.id, "doctest", quote, body={"text": document(together, world.api)}, names=uses)
    yield from gaps
