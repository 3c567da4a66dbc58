"""Findings of a model, held against vision and PRD: which stand on words that are there, and why others do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...console import clean
from ...model import Criterion, Item, Prd
from .. import grounding
from . import quotes
from .faults import Fault
from .forms import Clash, Finding

_STOPS = " .,:;!?-"
_BESIDE = 2
"""Words beside what items say, such as a priority, that want nothing by themselves."""
LONGEST = 2000
"""Characters of what a model says that are kept."""


@dataclass(slots=True)
class Judge:
    """Knows the vision and the items of one PRD."""

    prd: Prd
    lines: Sequence[str]
    """Of the vision."""
    place: str
    """The PRD's own file, for items that stand in no line of the vision."""
    text: str
    """Its text."""
    items: dict[str, Item | Criterion] = field(init=False)
    """Items and criteria by id."""
    _words: dict[str, str] = field(init=False)
    """Id to all plain words of the item."""
    _statements: list[tuple[str, str]] = field(init=False)
    """Ids with the plain words of what they want, where these are more than a name."""
    _ids: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.items = {}
        for item in self.prd.items():
            self.items[item.id] = item
            self.items.update({criterion.id: criterion for criterion in item.acceptance})
        self._words = {name: " ".join(map(grounding.normal, _texts(item))) for name, item in self.items.items()}
        plain = ((name, grounding.normal(item.text).strip(_STOPS)) for name, item in self.items.items())
        known = [(name, words) for name, words in plain if len(words.split()) > 2 or not words.isascii()]
        self._statements = sorted(known, key=lambda one: -len(one[1]))
        self._ids = {name.casefold(): name for name in self.items}

    def finding(self, finding: Finding, lines: tuple[int, int] | None) -> Fault | str:
        """The fault that the finding tells of these lines, or of none, or what is wrong with the finding."""
        item = self._id(finding.item)
        if finding.item and not item and finding.kind != "missing":
            return f"there is no item `{finding.item}`; take an id of those that were given"
        if not item and finding.kind not in ("missing", "contradictory"):
            return "`item` must name the item that has the fault"
        if not finding.problem.strip():
            return "`problem` says nothing"
        place = self._place(finding.quote, lines, finding.line) if lines else None
        if finding.kind == "missing":
            return self._not_missing(finding, place) or self._fault(finding, "", place)
        if place is None and not (item and self._says(item, finding.quote)):
            where = "the lines of the vision or in the item" if item else "the lines of the vision"
            return _nowhere(finding.quote, where)
        return self._fault(finding, item, place)

    def clash(self, clash: Clash) -> Fault | str:
        """The contradiction, or what is wrong with it."""
        first, second = self._id(clash.first), self._id(clash.second)
        if not first or not second:
            return f"there is no item `{clash.second if first else clash.first}`; take an id of those that were given"
        if first == second:
            return "`first` and `second` are the same item"
        if not clash.problem.strip():
            return "`problem` says nothing"
        for name, quote in ((first, clash.first_quote), (second, clash.second_quote)):
            if not self._says(name, quote):
                return _nowhere(quote, f"the words of `{name}`")
        path, lines = self.where(first)
        if path != self.place and (place := self._place(clash.first_quote, lines, None)):
            lines = place.lines
        said = (_said(clash.first_quote), _said(clash.problem), _said(clash.suggestion))
        return Fault("contradictory", first, second, path, lines, 1, 0, *said)

    def where(self, name: str) -> tuple[str, tuple[int, int]]:
        """Where an item stands: in the vision, else in the PRD."""
        for source in self.items[name].source:
            if source.path == self.prd.vision.path and source.lines[1] <= len(self.lines):
                return source.path, source.lines
        line = re.compile(rf"\bid: *[\"']?{re.escape(name)}[\"']? *(,|\}}|$)")
        number = next((n for n, text in enumerate(self.text.splitlines(), 1) if line.search(text)), 1)
        return self.place, (number, number)

    def _id(self, name: str | None) -> str:
        """The id as the PRD writes it; empty for none of its."""
        return self._ids.get((name or "").strip().strip("[]`").casefold(), "")

    def _place(self, quote: str, lines: tuple[int, int], line: int | None) -> grounding.Place | None:
        """Where the words stand, nearest to line number `line` of these lines; None for nowhere."""
        if not quotes.plain(quote):
            return None
        at = lines[0] + line - 1 if line else lines[0]
        return grounding.find(quotes.bare(quote), self.lines, lines, (at, at), quotes.LEAST)

    def _says(self, name: str, quote: str) -> bool:
        wanted = quotes.plain(quote)
        return bool(wanted) and wanted in self._words[name]

    def _not_missing(self, finding: Finding, place: grounding.Place | None) -> str:
        if place is None:
            return _nowhere(finding.quote, "the lines of the vision")
        saying = self._saying([quotes.plain(part) for part in quotes.cells(finding.quote)])
        if not saying:
            return ""
        named = ", ".join(f"`{name}`" for name in dict.fromkeys(saying))
        return f"these words stand in {named}: if that says them wrongly, it is no `missing`; else leave it out"

    def _saying(self, parts: Sequence[str]) -> list[str]:
        """The items that say these plain words, several together where it takes them; none where some are left over."""
        left = "\n".join(parts)
        saying: list[str] = []
        for name, words in self._statements:
            if words in left:
                left, saying = left.replace(words, "\n").replace(name.casefold(), "\n"), [*saying, name]
        beside = []
        for part in filter(None, (part.strip(_STOPS) for part in left.split("\n"))):
            if name := next((name for name, words in self._words.items() if part in words), ""):
                saying.append(name)
            else:
                beside.append(part)
        return saying if all(len(part.split()) <= _BESIDE for part in beside) else []

    def _fault(self, finding: Finding, item: str, place: grounding.Place | None) -> Fault:
        column, end = 1, 0
        if place is None:
            path, lines = self.where(item)
            quote = _said(finding.quote)
        else:
            path, lines, quote = self.prd.vision.path, place.lines, _said(place.text)
            at = self.lines[lines[0] - 1].find(place.text) if lines[0] == lines[1] else -1
            column, end = (at + 1, at + len(place.text)) if at >= 0 else (1, 0)
        said = (quote, _said(finding.problem), _said(finding.suggestion))
        return Fault(finding.kind, item, "", path, lines, column, end, *said)


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings of one answer, told apart."""

    faults: tuple[Fault, ...]
    rejected: tuple[tuple[Any, str], ...]
    """Findings that stand on nothing, and why."""


def told_apart(pairs: Iterable[tuple[Any, Fault | str]]) -> Judged:
    """The findings with what came of them as faults and as rejected ones."""
    faults: dict[tuple[str, ...], Fault] = {}
    rejected: list[tuple[Any, str]] = []
    for finding, found in pairs:
        if isinstance(found, Fault):
            faults.setdefault(found.key, found)
        else:
            rejected.append((finding, found))
    return Judged(tuple(faults.values()), tuple(rejected))


def _texts(item: Item | Criterion) -> list[str]:
    if isinstance(item, Criterion):
        return [item.text]
    return [item.text, item.title, item.lead, item.detail, *(criterion.text for criterion in item.acceptance)]


def _nowhere(quote: str, where: str) -> str:
    if not quotes.plain(quote):
        return "`quote` is too short to show anything"
    return f"`quote` does not stand in {where}: copy the words exactly"


def _said(text: str) -> str:
    """Words of a model on one line, control characters shown."""
    return clean(" ".join(text.split()))[:LONGEST]
