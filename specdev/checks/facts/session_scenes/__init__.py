"""Scenes at a prompt: commands, with the state they need, and what they print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ....model import Item, Prd
from ..fact import Fact, Gap
from ..knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class World:
    """What the whole PRD tells about this way to reach the product."""

    known: Knowledge


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells."""
    return World(known)


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The scenes of an item."""
    yield from ()
