"""Sections that are one item: a story, a feature, a persona, a phase under a heading of its own."""

from __future__ import annotations

from dataclasses import dataclass

from ...document import Block, Section
from ..words import words, wordy
from . import identifiers, priorities
from .drafts import Scope
from .markup import label, plain, sentences
from .roles import LISTED, REQUIREMENTS
from .statements import Statements, holds_fact
from .wording import Wording

_SENTENCES = 3  # a headed statement without an identifier is short; more is prose about a topic


@dataclass(frozen=True, slots=True)
class Head:
    """What makes a section one item."""

    kind: str
    identifier: str = ""
    title: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True)
class HeadFinder:
    """Tells which sections are one item."""

    wording: Wording
    statements: Statements
    series: frozenset[str] = frozenset()
    """Letters by which headings are numbered: "R1 …", "R2 …" make "R" one."""

    def head(self, section: Section, scope: Scope, outer: Scope) -> Head | None:
        """What makes `section` one item; None where it only groups items or says nothing itself."""
        lexicon = self.wording.lexicon
        mark, bare = priorities.bracketed(section.raw, lexicon)
        own = identifiers.leading(bare, lexicon, heading=True, series=self.series)
        if own is None:
            own = identifiers.leading(section.title, lexicon, heading=True) or identifiers.trailing(bare)
        if own and own.container:
            return None
        below = _line_identifier(section)
        if own or below:
            return self._identified(section, outer.role, own, below, mark)
        if scope.role == "milestone" and outer.role in ("milestone", "deferred") and section.blocks:
            return Head("milestone", "", section.title, mark)
        if scope.own or scope.role != outer.role:
            within = scope.role in REQUIREMENTS and outer.role in REQUIREMENTS and not section.recovered
            named = within and self._short(section, named=True)
            return Head(scope.role, "", section.title, mark) if named else None
        return self._unidentified(section, scope, mark)

    def _identified(
        self, section: Section, role: str, own: identifiers.Identifier | None, below: str, mark: str
    ) -> Head | None:
        identifier = own.text if own else below
        if self._groups(section):
            return None
        said = (own.kind if own else "") or identifiers.kind_of(identifier)
        if self._story(section):
            kind = "user_story"
        elif role == "persona":
            kind = "persona"
        elif (
            role in LISTED
            and not (role == "functional" and said)
            and not (role in REQUIREMENTS and said in REQUIREMENTS)
        ):
            kind = role
        else:
            # Whoever numbers headings numbers what is to be built, where nothing else is said.
            kind = said or ("functional" if role in ("deferred", "") and (below or self._shaped(own)) else "")
        if role == "deferred":
            kind = kind if kind in REQUIREMENTS else "functional"
        if not kind:
            return None
        title = plain(own.rest) if own else section.title
        return Head(kind, identifier, title.strip(" :–—-"), mark)

    @staticmethod
    def _shaped(own: identifiers.Identifier | None) -> bool:
        return own is not None and bool(identifiers.standalone(own.text))

    def _groups(self, section: Section) -> bool:
        """Does the section hold items with identifiers of their own?"""
        lexicon = self.wording.lexicon
        for sub in section.sections:
            if _line_identifier(sub) or identifiers.leading(sub.raw, lexicon, heading=True):
                return True
        for block in section.blocks:
            if block.kind == "list":
                ids = sum(1 for e in block.children if self._defines(e.text))
                if ids * 2 > len(block.children):
                    return True
            if block.kind == "table" and block.header and len(block.header.cells) > 2:
                return True
        return False

    def _defines(self, text: str) -> bool:
        """Does a list entry give an identifier to a statement of its own, and not only refer to one?"""
        own = identifiers.leading(text, self.wording.lexicon)
        return bool(
            own
            and not own.container
            and own.kind != "acceptance"
            and wordy(own.rest)
            and not text.lstrip().startswith("[")
        )

    def _story(self, section: Section) -> bool:
        for block in section.blocks[:3]:
            if block.kind in ("paragraph", "code") and self.wording.story(block.text):
                return True
            if block.kind == "list":
                told = sum(1 for e in block.children if self.wording.story(e.text))
                if told == 1 or (told == 0 and story_parts(block, self.wording)):
                    return True
        return False

    def _unidentified(self, section: Section, scope: Scope, mark: str) -> Head | None:
        """A heading without an identifier, where the role of the section above says what its parts are."""
        kinds = {block.kind for block in section.blocks}
        role = scope.role
        if self._story(section) and role in ("user_story", "functional", ""):
            return Head("user_story", "", section.title, mark)
        if role == "persona" and kinds & {"paragraph", "list"} and "table" not in kinds and _one_piece(section):
            return Head("persona", "", section.title, mark)
        if role == "milestone" and section.blocks:
            return Head("milestone", "", section.title, mark)
        if role == "deferred" and "list" not in kinds and "table" not in kinds and not section.sections:
            return Head("functional", "", section.title, mark)
        if (
            role in ("risk", "assumption", "open_question", "goal")
            and (not scope.weak or bool(section.number))
            and kinds
            and not kinds & {"list", "table"}
            and not section.sections
        ):
            return Head(role, "", section.title, mark)
        if (
            role == "user_story"
            and not scope.weak
            and "paragraph" in kinds
            and not kinds & {"table"}
            and not section.sections
        ):
            return Head("user_story", "", section.title, mark) if self._first_is_prose(section) else None
        if role in REQUIREMENTS and not scope.weak and not section.recovered and self._short(section):
            return Head(role, "", section.title, mark)
        return None

    def _first_is_prose(self, section: Section) -> bool:
        return section.blocks[0].kind == "paragraph" and not self.wording.introduces(section.blocks[0].text)

    def _short(self, section: Section, *, named: bool = False) -> bool:
        """
        One short statement under a heading that names it, or a heading that is the statement itself.

        `named`: the heading is a usual one for such a requirement ("Branding"), and no mere topic ("Trust").
        """
        if section.sections and any(not s.recovered for s in section.sections):
            return False
        statements = [b for b in section.blocks if b.kind in ("paragraph", "list", "table", "quote")]
        statements = [b for b in statements if not (b.kind == "paragraph" and self._aside(b))]
        if not statements or statements[0].kind != "paragraph":
            return ":" in section.title and not statements and bool(words(section.title.split(":", 1)[1]))
        if any(b.kind in ("list", "table") for b in statements) or len(statements) > 1:
            return False
        found = sentences(statements[0].text)
        needs = sum(1 for s in found if self._need(s.text, named=named))
        return len(found) <= _SENTENCES and needs <= 1

    def _need(self, text: str, *, named: bool) -> bool:
        if self.wording.obliged(text) or (not named and self.wording.able(text)):
            return True
        return self.statements.exact and holds_fact(text, named=True)

    def _aside(self, block: Block) -> bool:
        found = label(block.text)
        return bool(found and self.wording.label_role(found.name) in ("rationale", "priority", "background"))


def story_parts(block: Block, wording: Wording) -> bool:
    """Is the list one story, a line for the role, one for the want, one for the benefit?"""
    joined = " ".join(e.text for e in block.children)
    return 2 <= len(block.children) <= 4 and wording.story(joined)


def _one_piece(section: Section) -> bool:
    """Has the section no headings of its own below it, bold labels aside?"""
    return all(sub.recovered for sub in section.sections)


def _line_identifier(section: Section) -> str:
    """An identifier on a line of its own directly below the heading, or empty."""
    if not section.blocks or section.blocks[0].kind != "paragraph":
        return ""
    first = section.blocks[0].text.strip().split("\n")[0].strip()
    found = identifiers.standalone(first)
    if found:
        return found
    bare = first.strip("`")
    return bare.strip() if first.startswith("`") and "~" in bare and len(bare.split()) <= 2 else ""
