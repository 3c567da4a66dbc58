"""
What one question about grouping holds: items, or whole sections where there are too many items, as lines of JSON.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...compiler.planning.grouping import Group
from ...compiler.planning.passages import item_text, repeats
from ...config import ModelSettings
from ...llm import tokens
from ...model import Item

MOST = 60
"""Units in one question: more are answered worse, and lists of ids get gaps."""
TEXT = 240
"""Characters of an item's words."""
LEAD = 60
"""Characters of the sentence that introduces it."""
TITLES = 8
"""Titles of items that tell what a section is about."""
PROMPT_TOKENS = 2_500
"""What a question holds besides its units."""
LEAST_ROOM = 1_000


@dataclass(frozen=True, slots=True)
class Unit:
    """What a model puts into a component as a whole."""

    id: str
    items: tuple[Item, ...]
    line: str
    """It as JSON."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The units of one question."""

    units: tuple[Unit, ...]
    start: tuple[tuple[str, tuple[str, ...]], ...]
    """The starting list: title and units of each component."""
    of_sections: bool = False

    @property
    def kind(self) -> str:
        """What the units are, for the prompt."""
        return "Its sections" if self.of_sections else "The requirements"

    @property
    def lines(self) -> str:
        return "\n".join(unit.line for unit in self.units)

    @property
    def starting(self) -> str:
        return "\n".join(_json({"title": title, "items": list(names)}) for title, names in self.start)


def room(settings: ModelSettings) -> int:
    """Tokens that the units of a question may have."""
    return max(settings.context_tokens - settings.answer_tokens - PROMPT_TOKENS, LEAST_ROOM)


def ballots(items: Sequence[Item], groups: Sequence[Group], settings: ModelSettings) -> list[Ballot]:
    """
    The questions to ask of the items: one where they fit, else one of their sections, else one for each run of items.

    `groups` is how the rules would group them.
    """
    single = [Unit(item.id, (item,), _line(item)) for item in items]
    most = room(settings)
    if _fit(single, most):
        return [_of_items(single, groups)]
    for depth in range(max((len(item.section) for item in items), default=0), 0, -1):
        sections = _sections(items, depth)
        if len(sections) > 1 and _fit(sections, most):
            return [Ballot(tuple(sections), tuple(_by_parent(sections, depth)), of_sections=True)]
    return [_of_items(run, groups) for run in _runs(single, most)]


def _of_items(units: Sequence[Unit], groups: Sequence[Group]) -> Ballot:
    here = {unit.id for unit in units}
    start = ((group.title, tuple(item.id for item in group.items if item.id in here)) for group in groups)
    return Ballot(tuple(units), tuple(pair for pair in start if pair[1]))


def _sections(items: Sequence[Item], depth: int) -> list[Unit]:
    """Runs of items below one heading of that depth."""
    runs = [tuple(run) for _, run in itertools.groupby(items, key=lambda item: item.section[:depth])]
    return [Unit(f"§{number}", run, _section_line(number, run, depth)) for number, run in enumerate(runs, 1)]


def _by_parent(units: Sequence[Unit], depth: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    for parent, run in itertools.groupby(units, key=lambda unit: unit.items[0].section[: depth - 1]):
        yield " › ".join(parent), tuple(unit.id for unit in run)


def _runs(units: Sequence[Unit], most: int) -> Iterator[list[Unit]]:
    """The units in runs that fit."""
    run: list[Unit] = []
    for unit in units:
        if run and not _fit([*run, unit], most):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _fit(units: Sequence[Unit], most: int) -> bool:
    # each stands once with its words and once with its id
    return len(units) <= MOST and sum(tokens.bound(unit.line) + len(unit.id) // 2 for unit in units) <= most


def _line(item: Item) -> str:
    said: dict[str, object] = {"id": item.id, "kind": item.kind, "priority": item.priority}
    if not repeats(item):
        said["title"] = item.title
    rest = item_text(item).removeprefix(item.lead)
    said |= {"lead": shortened(item.lead, LEAD), "text": shortened(rest, TEXT), "section": " › ".join(item.section)}
    return _json({key: value for key, value in said.items() if value not in ("", "none")})


def _section_line(number: int, run: Sequence[Item], depth: int) -> str:
    titles = [shortened(item.title, 60) for item in run[:TITLES]]
    path = " › ".join(run[0].section[:depth])
    return _json({"id": f"§{number}", "section": path, "requirements": len(run), "about": titles})


def shortened(text: str, most: int) -> str:
    """One line of at most so many characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
