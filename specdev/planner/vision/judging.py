"""
What of a model's reading of a section holds: every quotation found, every name known, no fact lost or invented.

What does not hold is a complaint, in words that the model can be told; what it then still has wrong is left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...compiler.lift.drafts import PRIORITISED, Asked, Draft, TermDraft
from ...compiler.words import words
from ...document import Document
from .. import grounding
from ..grounding import Place
from ..portions import Portion
from .answers import Addition, Reading
from .edits import Added, Changed, Edits, facts, overlap, spoken, title

QUESTIONS = 3
"""Questions of one section, and as many proposals: more nobody reads."""
_FEW = 3
"""Items with an identifier or a priority that may be dropped in any section; else at most half of them."""


@dataclass(slots=True)
class _Sorted:
    """Additions by what becomes of them."""

    added: list[Added] = field(default_factory=list)
    changed: dict[int, Changed] = field(default_factory=dict)
    proposed: list[Asked] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the answers for one portion; `listed` are its drafts by the names that the model was told."""

    document: Document
    portion: Portion
    listed: Mapping[str, tuple[int, Draft]]

    def edits(self, reading: Reading) -> Edits:
        """What of the answer holds, with a complaint for all that does not."""
        sorted_ = self._sorted(reading)
        added, lost = self._without_loss(_distinct(sorted_.added))
        keys = frozenset(one.key for one in added)
        changed = {**sorted_.changed, **self._changed(reading, keys)}
        dropped, unfounded = self._dropped(reading)
        gone = {number for one in added for number in one.replaces}
        both = [
            f"{name} is dropped and kept at once"
            for name, (number, _) in self.listed.items()
            if number in dropped and (number in changed or number in gone)
        ]
        complaints = [*self._unknown(reading), *self._crowded(reading), *sorted_.complaints, *lost, *unfounded, *both]
        return Edits(
            tuple(replace(one, accepts=self._accepted(str(one.accepts), keys)) for one in added),
            {number: one for number, one in changed.items() if number not in gone},
            {number: why for number, why in dropped.items() if number not in changed and number not in gone},
            (*self._questions(reading), *sorted_.proposed[:QUESTIONS]),
            tuple(self._terms(reading)),
            tuple(dict.fromkeys(complaints)),
        )

    def _sorted(self, reading: Reading) -> _Sorted:
        """The additions by what becomes of them."""
        found = _Sorted()
        for one in reading.additions[: self._most]:
            place = self._place(one.quote, one) if one.quote else None
            if place is None:
                found.complaints += [_not_there(one.quote)] if one.quote else []
                found.proposed.append(_proposal(one))
            elif (same := self._same(place, one)) is not None:
                lean = self._lean(one.leans_on, place.lines, place.text)
                if same[1].kind != one.kind or lean:
                    found.changed[same[0]] = Changed(one.kind, before=lean)
            elif complaint := self._torn(place, one, reading):
                found.complaints.append(complaint)
            else:
                found.added.append(self._added(one, place))
        return found

    def _changed(self, reading: Reading, keys: Collection[str]) -> dict[int, Changed]:
        found = {}
        for one in reading.corrections:
            if one.item in self.listed:
                number, draft = self.listed[one.item]
                kind = one.kind or draft.kind
                priority = (one.priority or "") if kind in PRIORITISED else ""
                accepts = self._accepted(one.accepts or "", keys)
                lean = self._lean(one.leans_on, draft.lines, draft.text)
                found[number] = Changed(kind, priority, title(one.title, draft.text), accepts, lean)
        return found

    def _dropped(self, reading: Reading) -> tuple[dict[int, str], list[str]]:
        """(number of a draft to why it is none, complaints about those without a reason)."""
        found, complaints = {}, []
        for one in reading.dropped:
            if one.item in self.listed and len(words(one.reason)) > 1:
                found[self.listed[one.item][0]] = spoken(one.reason)
            elif one.item in self.listed:
                complaints.append(f"{one.item} was dropped without a reason")
        marked = [number for number, draft in self.listed.values() if draft.identifier or draft.marker]
        lost = [number for number in marked if number in found]
        if len(lost) > max(_FEW, len(marked) / 2):
            complaints.append(f"{len(lost)} of {len(marked)} items with an identifier or a priority cannot be dropped")
            found = {number: why for number, why in found.items() if number not in lost}
        return found, complaints

    def _accepted(self, name: str, keys: Collection[str]) -> int | str:
        if name in self.listed:
            return self.listed[name][0]
        return name if name in keys else ""

    @property
    def _most(self) -> int:
        """Items that a portion can hold at most: a few on each line, as cells of a table can be."""
        first, last = self.portion.lines
        return 10 + 3 * (last - first + 1)

    def _unknown(self, reading: Reading) -> Iterator[str]:
        named = [one.item for one in reading.corrections] + [one.item for one in reading.dropped]
        named += [name for one in reading.additions[: self._most] for name in one.instead_of]
        for name in dict.fromkeys(named):
            if name not in self.listed:
                yield f"there is no item {spoken(name)[:20]} in the list"

    def _crowded(self, reading: Reading) -> Iterator[str]:
        if len(reading.additions) > self._most:
            yield f"{len(reading.additions)} additions are too many for this section: at most {self._most}"

    def _place(self, quote: str | None, one: Addition) -> Place | None:
        before = self.portion.lines[0] - 1
        at = (before + one.first_line, before + one.last_line)
        return grounding.find(quote or "", self.document.lines, self.portion.lines, at)

    def _same(self, place: Place, one: Addition) -> tuple[int, Draft] | None:
        """The listed item that has these very words, so that it is no addition."""
        said = grounding.normal(place.text)
        for name, (number, draft) in self.listed.items():
            if grounding.normal(draft.text) == said and overlap(draft.lines, place.lines):
                return (number, draft) if set(one.instead_of) <= {name} else None
        return None

    def _torn(self, place: Place, one: Addition, reading: Reading) -> str:
        """Why the words cannot stand beside the listed items; empty where they can."""
        said = grounding.normal(place.text)
        gone = {*one.instead_of, *(drop.item for drop in reading.dropped)}
        for name, (_, draft) in self.listed.items():
            words_of = grounding.normal(draft.text)
            if name in one.instead_of and not overlap(draft.lines, place.lines):
                return f"{one.key} cannot take the place of {name}, which stands in other lines"
            inside = said in words_of or words_of in said
            if name not in gone and overlap(draft.lines, place.lines) and inside:
                return f"the words of {one.key} are those of {name}: name it in instead_of, or leave them to it"
        return ""

    def _added(self, one: Addition, place: Place) -> Added:
        before = [self.listed[name] for name in one.instead_of if name in self.listed]
        numbers = tuple(number for number, _ in before)
        old = before[0][1] if before else None
        draft = Draft(
            kind=one.kind,
            text=place.text,
            lines=place.lines,
            path=old.path if old else (),
            title=title(one.title, place.text),
            identifier=old.identifier if old else "",
            marker=old.marker if old else "",
            heading_marker=old.heading_marker if old else "",
            modal_text=place.text,
            lead=old.lead if old else "",
            before=self._lean(one.leans_on, place.lines, place.text),
            deferred=bool(old and old.deferred),
            priority=(one.priority or "") if one.kind in PRIORITISED else "",
        )
        return Added(draft, one.key, numbers, one.accepts or "")

    def _lean(self, quote: str | None, at: tuple[int, int], text: str) -> str:
        """The sentence that the words lean on, as the document has it; empty where there is none."""
        document = self.document.lines
        found = grounding.find(quote, document, (1, len(document)), at) if quote else None
        return found.text if found and found.text not in text else ""

    def _without_loss(self, added: Sequence[Added]) -> tuple[list[Added], list[str]]:
        """The additions without those that would lose an exact fact of an item that they take the place of."""
        instead: dict[int, list[Added]] = defaultdict(list)
        for one in added:
            for number in one.replaces:
                instead[number].append(one)
        names = {number: (name, draft) for name, (number, draft) in self.listed.items()}
        complaints: list[str] = []
        refused: set[str] = set()
        for number, ones in instead.items():
            name, old = names[number]
            held = grounding.normal("\n".join(one.draft.text for one in ones))
            lost = [fact for fact in facts(old.text) if grounding.normal(fact) not in held]
            if lost:
                told = ", ".join(lost[:3])
                complaints.append(f"{name} also says {told}: no addition that takes its place has it")
                refused |= {one.key for one in ones}
        return [one for one in added if one.key not in refused], complaints

    def _questions(self, reading: Reading) -> Iterator[Asked]:
        for one in reading.questions[:QUESTIONS]:
            place = (
                grounding.find(one.quote, self.document.lines, self.portion.lines, self.portion.lines)
                if one.quote
                else None
            )
            if len(words(one.text)) > 2:
                yield Asked(
                    spoken(one.text),
                    spoken(one.why),
                    tuple(filter(None, map(spoken, one.suggestions[:4]))),
                    place.lines if place else self.portion.lines,
                    bool(place),
                )

    def _terms(self, reading: Reading) -> Iterator[TermDraft]:
        for one in reading.terms:
            place = grounding.find(one.quote, self.document.lines, self.portion.lines, self.portion.lines)
            if (
                place
                and grounding.normal(one.term).strip()
                and grounding.normal(one.term) in grounding.normal(place.text)
            ):
                yield TermDraft(spoken(one.term)[:80], place.text, place.lines)


def _distinct(added: Sequence[Added]) -> list[Added]:
    """The additions, each words once and each key once."""
    seen: set[tuple[object, ...]] = set()
    keys: set[str] = set()
    found = []
    for one in added:
        sign = (one.draft.lines, grounding.normal(one.draft.text), one.draft.kind == "acceptance")
        if sign not in seen and one.key not in keys:
            found.append(one)
        seen.add(sign)
        keys.add(one.key)
    return found


def _not_there(quote: str | None) -> str:
    shown = spoken(quote or "")
    return f"these words do not stand in the section: {json.dumps(shown[:160], ensure_ascii=False)}"


def _proposal(one: Addition) -> Asked:
    """What the vision does not say, as a question whether it should."""
    said = spoken(one.quote or one.title or "")
    text = f"Nothing in the vision says “{said}”: is it wanted?"
    return Asked(text, "a model proposed it", ("yes, as written", "no"), proposed=True)
