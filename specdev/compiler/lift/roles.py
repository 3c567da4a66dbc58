"""What a section is about: its heading looked up in the lexicon, weighed against the section above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from ...model import ItemKind
from ..lexicon import Lexicon
from ..phrases import Match
from ..words import unspaced, words

REQUIREMENTS = frozenset({"functional", "quality", "constraint"})
LISTED = frozenset(get_args(ItemKind))
"""Roles whose list entries and table rows are items."""
SILENT = frozenset({"background", "design", "meta", "glossary"})
"""Roles whose text is not lifted, apart from what plainly is a goal, a non-goal or an obligation."""

_ABSORBED: dict[str, frozenset[str]] = {
    # An outer role, and the roles that a heading below it must name outright to be taken for one.
    "non_goal": LISTED | SILENT | {"deferred"},
    "deferred": frozenset({"functional", "quality", "constraint", "goal", "design", "persona", "user_story"}),
    "constraint": frozenset({"functional", "goal", "background"}),
    "quality": frozenset({"functional", "design", "goal", "constraint"}),
    "persona": frozenset({"functional", "goal", "quality", "background"}),
    "milestone": frozenset({"functional", "goal", "quality", "deferred", "design", "metric", "constraint"}),
    "user_story": frozenset(
        {"functional", "quality", "persona", "goal", "design", "metric", "constraint", "glossary", "meta", "milestone"}
    ),
    "risk": frozenset({"functional", "quality", "constraint", "design", "assumption"}),
    "open_question": frozenset(
        {"functional", "quality", "constraint", "design", "goal", "persona", "user_story", "meta"}
    ),
    "design": frozenset({"functional", "quality", "goal", "persona", "glossary"}),
    "meta": frozenset({"functional", "quality", "goal"}),
    "acceptance": frozenset({"functional", "quality", "goal", "persona", "design", "constraint", "user_story", "meta"}),
}
_STICKY: dict[str, frozenset[str]] = {
    # Roles that a heading below cannot leave at all, even by name.
    "non_goal": frozenset({"functional", "quality", "constraint", "persona", "user_story", "design", "deferred"}),
    "deferred": frozenset({"functional", "quality", "constraint", "design"}),
    "open_question": frozenset({"functional", "quality", "constraint", "design", "user_story"}),
    "milestone": frozenset({"goal", "deferred", "metric"}),
    "design": frozenset({"functional", "quality", "goal", "persona"}),
    "risk": frozenset({"functional", "quality", "constraint"}),
}
_JOINERS = frozenset(["and", "und", "y", "e", "et", "&", "i", "och", "en", "ve", "a"])


@dataclass(slots=True)
class Roles:
    """Looks headings up, each once."""

    lexicon: Lexicon
    _seen: dict[str, Match | None] = field(default_factory=dict)

    def of(self, title: str) -> Match | None:
        """What `title` says, by the phrase that tells most; None where it says nothing."""
        if title not in self._seen:
            self._seen[title] = self._look_up(title)
        return self._seen[title]

    def named(self, title: str, among: frozenset[str]) -> Match | None:
        """The longest phrase in `title` for one of the roles `among`."""
        found = [m for m in self.lexicon.roles.all(words(title), title) if m.name in among]
        return max(found, key=lambda m: (m.size, m.start), default=None)

    def _look_up(self, title: str) -> Match | None:
        head = title.split(" (")[0].split("（")[0].split(" - ")[0].split(" – ")[0].strip() or title
        for part in dict.fromkeys((title, head)):
            tokens = words(part)
            if whole := self.lexicon.roles.whole(tokens, part):
                return whole
        tokens = words(head)
        found = self.lexicon.roles.all(tokens, head)
        return self._best(found) if found else None

    def _best(self, found: Sequence[Match]) -> Match:
        """The longest phrase; among equals the one in the place of the phrase's main word."""
        inner = [m for m in found if not any(_holds(other, m) for other in found)]
        by_place = -1 if self.lexicon.head_first else 1
        return max(inner, key=lambda m: (m.size, m.start * by_place))

    def inherit(self, outer: str, title: str) -> tuple[str, bool]:
        """(role, is it the heading's own) of a section titled `title` inside one of role `outer`."""
        found = self.of(title)
        if found is None:
            return outer, False
        if found.name == outer:
            return outer, True
        strong = found.whole or found.size >= 3 or (found.share >= 0.6 and found.size > 1)
        if found.name in _STICKY.get(outer, frozenset()):
            return outer, False
        if outer and not strong and found.name in _ABSORBED.get(outer, frozenset()):
            return outer, False
        if outer in ("functional", "background") and not (strong or found.share > 0.5):
            # "Search architecture" is design; "Target dependencies" is a feature and no constraint.
            kept = found.name not in ("design", "quality") or unspaced(title) or not self._head(found)
            if kept:
                return outer, False
        if not strong and not self._head(found):
            return outer, False
        return found.name, True

    def _head(self, found: Match) -> bool:
        """Does the phrase stand where the main word of a heading stands, or fill most of it?"""
        if found.share > 0.5:
            return True
        return found.start == 0 if self.lexicon.head_first else found.last or (found.start == 0 and found.size >= 2)


def _holds(outer: Match, inner: Match) -> bool:
    return (
        outer is not inner
        and outer.start <= inner.start
        and inner.start + inner.size <= outer.start + outer.size
        and outer.size > inner.size
    )
