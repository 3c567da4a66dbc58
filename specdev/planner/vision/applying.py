"""Edits that hold, made in the drafts: numbers kept in order, criteria with what they accept, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...compiler.lift.drafts import PRIORITISED, Asked, Draft, Drafts, Dropped
from .. import grounding
from .edits import Added, Changed, Edits

_Key = tuple[str, int | str]
"""("old", number of a draft) or (number of a section, key of an addition in it)."""


@dataclass(slots=True)
class _Entry:
    """A draft on its way into the new order."""

    key: _Key
    draft: Draft
    parent: _Key | None = None


def applied(drafts: Drafts, edits: Sequence[Edits], paths: Mapping[int, tuple[str, ...]]) -> Drafts:
    """
    The drafts with the edits made, in the order of the document; the same drafts where there is nothing to do.

    `paths` gives the headings above a line, for what is new.
    """
    made = _Maker(drafts, paths)
    for number, one in enumerate(edits):
        made.edit(str(number), one)
    return made.drafts()


@dataclass(slots=True)
class _Maker:
    before: Drafts
    paths: Mapping[int, tuple[str, ...]]
    changed: dict[int, tuple[str, Changed]] = field(default_factory=dict)
    gone: dict[int, list[_Key]] = field(default_factory=dict)
    """Number of a draft that is replaced to what has taken its place; to nothing where it was dropped."""
    new: list[_Entry] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    leftovers: list[tuple[tuple[int, int], str]] = field(default_factory=list)

    def edit(self, section: str, edits: Edits) -> None:
        """Take one section's edits in."""
        for one in edits.added:
            key = (section, one.key)
            for number in one.replaces:
                self.gone.setdefault(number, []).append(key)
        for one in edits.added:
            self.new.append(_Entry((section, one.key), self._completed(one, section), _named(section, one.accepts)))
        for number, why in edits.dropped.items():
            self.gone.setdefault(number, [])
            self.dropped.append(Dropped(self.before.items[number], "no item", why))
        for number, correction in edits.changed.items():
            self.changed[number] = (section, correction)
        self.asked += edits.asked
        known = {term.term.casefold() for term in self.before.terms}
        self.before.terms += [term for term in edits.terms if term.term.casefold() not in known]
        self._left(edits.added)

    def drafts(self) -> Drafts:
        """The drafts after all edits."""
        found = self.before
        if not (self.new or self.gone or self.changed or self.asked):
            return found
        entries = [self._old(number, draft) for number, draft in enumerate(found.items) if number not in self.gone]
        if self.new:
            entries = sorted([*entries, *self.new], key=lambda entry: entry.draft.lines[0])
        numbers = {entry.key: number for number, entry in enumerate(entries)}
        items = [self._placed(entry, numbers) for entry in entries]
        return Drafts(
            items,
            found.terms,
            found.reasons,
            [*found.leftovers, *self.leftovers],
            [*found.dropped, *self.dropped],
            [*found.asked, *self.asked],
        )

    def _completed(self, added: Added, section: str) -> Draft:
        """The draft with what completed the items that it takes the place of, in the last one that does."""
        details = [
            detail
            for number in added.replaces
            if self.gone[number][-1] == (section, added.key)
            and (detail := self.before.items[number].detail)
            and grounding.normal(detail) not in grounding.normal(added.draft.text)
        ]
        first = added.draft.identifier and self.gone[added.replaces[0]][0] == (section, added.key)
        return replace(
            added.draft,
            detail="\n\n".join(details),
            path=added.draft.path or self.paths.get(added.draft.lines[0], ()),
            identifier=added.draft.identifier if first else "",
        )

    def _left(self, added: Iterable[Added]) -> None:
        """Words of a replaced item that stand in none of those that replace it are context, as they were."""
        texts: dict[int, str] = {}
        for one in added:
            for number in one.replaces:
                texts[number] = f"{texts.get(number, '')}\n{one.draft.text}"
        for number, text in texts.items():
            old = self.before.items[number]
            held = set(grounding.normal(text).split())
            if not set(grounding.normal(old.text).split()) <= held:
                self.leftovers.append((old.lines, old.text))

    def _old(self, number: int, draft: Draft) -> _Entry:
        parent: _Key | None = None if draft.parent is None else ("old", draft.parent)
        if number in self.changed:
            section, change = self.changed[number]
            priority = (change.priority or draft.priority) if change.kind in PRIORITISED else ""
            draft = replace(draft, kind=change.kind, title=change.title or draft.title, priority=priority)
            draft = replace(draft, before=change.before or draft.before)
            parent = _named(section, change.accepts) or parent
        return _Entry(("old", number), draft, parent)

    def _placed(self, entry: _Entry, numbers: Mapping[_Key, int]) -> Draft:
        parent = entry.parent
        while parent is not None and parent not in numbers:
            parent = next(iter(self.gone.get(int(parent[1]), ())), None) if parent[0] == "old" else None
        at = numbers[parent] if parent is not None and parent != entry.key else None
        return replace(entry.draft, parent=at)


def _named(section: str, accepts: int | str) -> _Key | None:
    if isinstance(accepts, int):
        return ("old", accepts)
    return (section, accepts) if accepts else None
