"""
Concrete facts that items state: what is run, with which input, and what comes of it.

Only what is stated is a fact. What stands in one sentence, fence or row is read by itself (`collector`); what takes
the rest of the document to be run - which command an error message belongs to, what a valid request looks like, which
state must be there before - is played out by the scenes, one package for each way to reach a product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ...model import Item, Prd
from . import library_scenes, scenario_scenes, service_scenes, session_scenes, usage_scenes
from .calls import Call
from .collector import Collector
from .fact import Fact, Gap, Run
from .knowledge import Knowledge, whole
from .knowledge import study as read_document
from .today import clocked
from .words import DENIED

__all__ = ["Call", "Fact", "Gap", "Knowledge", "Run", "Studied", "collect", "facts", "study"]


class Scenes(Protocol):
    """A way to reach a product, and the scenes that can be played that way."""

    def study(self, prd: Prd, known: Knowledge) -> Any:
        """What the whole PRD tells about this way; handed to `play` for every item."""

    def play(self, item: Item, world: Any) -> Iterator[Fact | Gap]:
        """What the item states, set into scenes that can be run; and what would be a scene if more were told."""


SCENES: Mapping[str, Scenes] = {
    "scenario": scenario_scenes,
    "usage": usage_scenes,
    "session": session_scenes,
    "service": service_scenes,
    "library": library_scenes,
}
"""Way to its scenes: steps as the document tells them, wrong usage, commands at a prompt, requests, calls."""


@dataclass(frozen=True, slots=True)
class Studied:
    """A PRD that was read as a whole."""

    known: Knowledge
    worlds: Mapping[str, Any]
    """What each way of SCENES knows."""
    collected: dict[tuple[str, str, str], tuple[list[Fact], list[Gap]]] = field(default_factory=dict, compare=False)
    """What was collected, by ID and words of the item: planning asks for the same items again and again."""


def study(prd: Prd) -> Studied:
    """What the whole PRD tells."""
    known = read_document(prd)
    return Studied(known, {name: scenes.study(prd, known) for name, scenes in SCENES.items()})


def facts(item: Item, prd: Prd) -> list[Fact]:
    """What `item` states concretely, in the order of its words."""
    return collect(item, study(prd))[0]


def collect(item: Item, studied: Studied) -> tuple[list[Fact], list[Gap]]:
    """The facts of an item, and the examples that lack one thing to be facts."""
    key = (item.id, item.text, item.detail)
    if key not in studied.collected:
        studied.collected[key] = _collect(item, studied)
    return studied.collected[key]


def _collect(item: Item, studied: Studied) -> tuple[list[Fact], list[Gap]]:
    if DENIED.search(f"{item.lead}\n{item.section[-1] if item.section else ''}"):
        return [], []
    collector = Collector(item, studied.known)
    for text in whole(item)[1:]:  # the lead only introduces
        collector.text(text)
    played: list[Fact] = []
    for name, scenes in SCENES.items():
        for found in scenes.play(item, studied.worlds[name]):
            if isinstance(found, Fact):
                played.append(found)
            else:
                collector.gaps.append(found)
    settled = service_scenes.settled(collector.facts, played, studied.worlds["service"])
    kept = [clocked(fact, studied.known.today) for fact in settled]
    # what a scene says of words that it could not play is the better question, so the last one stays
    gaps = {gap.quote: gap for gap in collector.gaps if not any(_played(gap, fact) for fact in kept)}
    return kept, list(gaps.values())


def _played(gap: Gap, fact: Fact) -> bool:
    """Whether the words that lacked something were set into a scene all the same."""
    return gap.quote in fact.quote or fact.quote in gap.quote
