"""Where the walk is: what a heading, or a label above a list, says about what stands below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from ...document import Section
from ..words import words
from . import priorities
from .drafts import Scope
from .markup import plain
from .roles import LISTED, REQUIREMENTS, SILENT, Roles
from .wording import Wording

_TITLE_ROLES = frozenset({"functional", "quality", "user_story", "goal", "acceptance"})
"""What the document's own title may say about the sections below it that say nothing themselves."""


_NEVER_DEFERRED = frozenset({"milestone", "risk", "open_question", "metric"})
_LEADING = frozenset({"goal", "non_goal", "persona", "risk", "acceptance", "deferred", "open_question"})
"""Roles that a sentence above a list can give it by one phrase of several words."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """Makes the scopes of sections and lists."""

    wording: Wording
    roles: Roles
    unsaid: str = ""
    """The role of what stands under headings that say nothing."""

    _FORMAL: ClassVar[frozenset[str]] = frozenset({"mandatory", "required"})
    """Behind the usual title of a section these say that the section must be there, as templates do."""

    def titled(self, section: Section) -> Scope:
        """The scope of the document's title: what it says holds where a heading below says nothing."""
        found = self.roles.of(section.title)
        if found and not (found.whole or found.last) and found.name != "functional":
            found = None
        if found is None or found.name not in _TITLE_ROLES:
            found = self.roles.named(section.title, frozenset({"functional"}))
        if found and found.name == "functional" and self._stated(section):
            found = None
        return Scope(role=found.name if found else self.unsaid, title=section.title, weak=True)

    def _stated(self, section: Section) -> bool:
        """Do headings below say for themselves where the requirements are, so that the title need not?"""
        for sub in section.walk():
            said = self.roles.of(sub.title) if sub is not section else None
            if said and said.name in ("functional", "user_story") and (said.whole or said.share > 0.4):
                return True
        return False

    def enter(self, section: Section, outer: Scope) -> Scope:
        """The scope of a section inside `outer`."""
        lexicon = self.wording.lexicon
        mark, bare = priorities.bracketed(section.raw, lexicon)
        name = plain(bare) if mark else section.title
        title = priorities.bracketed(section.title, lexicon)[1] or section.title
        role, own = self.roles.inherit("" if outer.weak else outer.role, title)
        if outer.weak and not own:
            role = outer.role
        if section.recovered == "bold" and not own:
            labelled = self.wording.label_role(section.title)
            listed = labelled in LISTED and not (labelled in REQUIREMENTS and outer.role in SILENT)
            if listed or labelled == "rationale":
                role, own = ("background" if labelled == "rationale" else labelled), True
        if own and mark and mark in self._FORMAL:
            mark = ""
        heading_mark = mark or priorities.marker(name, lexicon) or self._leading_level(name)
        deferred = (outer.deferred or role == "deferred") and role not in _NEVER_DEFERRED
        if heading_mark and role == "" and outer.role == "":
            role, own = "functional", True
        return Scope(
            role=role,
            path=(*outer.path, title),
            title=section.title,
            marker=heading_mark or outer.marker,
            deferred=deferred,
            parent=outer.parent if role == "acceptance" else None,
            own=own,
            weak=outer.weak and not own and role == outer.role,
        )

    def _leading_level(self, title: str) -> str:
        """A priority word with which a heading begins: "Must have features", "Sollkriterien"."""
        tokens = words(title)
        found = self.wording.lexicon.priorities.starts(tokens)
        if found and (found.size >= 2 or found.whole or len(tokens) <= 3) and found.start == 0:
            return " ".join(tokens[: found.size])
        return ""

    def led(self, scope: Scope, lead: str) -> Scope:
        """The scope with what a label directly above a list says about it."""
        text = plain(lead).rstrip(":：") if lead else ""
        if not text or len(words(text)) > 12:
            return replace(scope, lead=lead)
        role = self.wording.label_role(text) if len(words(text)) <= 6 else ""
        if not role and scope.role in ("", "background"):
            found = self.wording.lexicon.roles.all(words(text), text)
            role = next((m.name for m in found if m.name in _LEADING and m.size >= 2), "")
        if role == "rationale":
            return replace(scope, role="background", lead=lead)
        if role in LISTED and (
            scope.role in ("", "background") or role not in REQUIREMENTS or scope.role == "user_story"
        ):
            return replace(scope, role=role, lead=lead)
        if role == "deferred":
            return replace(scope, role="deferred", deferred=True, lead=lead)
        mark = priorities.marker(text, self.wording.lexicon)
        return replace(scope, lead=lead, marker=mark or scope.marker)
