"""Scenes at a prompt: commands, with the state they need, and what they print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ....model import Item, Prd
from ..fact import Fact, Gap
from ..knowledge import Knowledge
from . import bounds, echoes, empties, files, formats, general, lines, messages, reports, shown, speed, totals, unknown
from .learning import study as _study
from .world import World

PLAYS: tuple[Callable[[Item, World], Iterator[Fact | Gap]], ...] = (
    messages.play,
    shown.play,
    empties.play,
    files.play,
    unknown.play,
    bounds.play,
    echoes.play,
    formats.play,
    lines.play,
    reports.play,
    totals.play,
    general.play,
    speed.play,
)
"""Every kind of scene: what an item gives for it."""


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells about the product's commands."""
    return _study(prd, known)


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The scenes of an item."""
    if item.id not in world.told:
        return
    for scenes in PLAYS:
        for found in scenes(item, world):
            yield replace(found, uses=_uses(found, item, world)) if isinstance(found, Fact) else found


def _uses(fact: Fact, item: Item, world: World) -> tuple[frozenset[str], ...]:
    """The items that introduce or describe the commands which the scene runs; none where the item itself does."""
    groups: dict[frozenset[str], None] = {}
    for run in fact.runs:
        said = run.call.written.split() if run.call.line else [world.known.name, *run.call.arguments]
        said = said if said[:1] == [world.known.name] else [world.known.name, *said]
        command = world.interface.named(" ".join(said[:4]), world.known)
        about = (world.introducing(command) or world.about(command)) if command else frozenset()
        if about and item.id not in about:
            groups.setdefault(about)
    return tuple(groups)
