"""Requirements that have a heading of their own: a story, a feature, a persona, a phase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block, Section
from ..lexicon import words
from . import identifiers, priorities
from .drafts import Draft, Drafts, Scope
from .entries import EntryReader
from .markup import label, plain, sentences
from .roles import LISTED, REQUIREMENTS, Roles
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
class HeadedReader:
    """Recognises sections that are one item, and makes drafts of them."""

    wording: Wording
    entries: EntryReader
    drafts: Drafts
    roles: Roles

    def head(self, section: Section, scope: Scope, outer: Scope) -> Head | None:
        """What makes `section` one item; None where it only groups items or says nothing itself."""
        lexicon = self.wording.lexicon
        mark, bare = priorities.bracketed(section.raw, lexicon)
        own = identifiers.leading(bare, lexicon, heading=True)
        if own is None:
            own = identifiers.leading(section.title, lexicon, heading=True) or identifiers.trailing(bare)
        if own and own.container:
            return None
        below = _line_identifier(section)
        if own or below:
            return self._identified(section, scope, outer, own, below, mark)
        if scope.role == "milestone" and outer.role in ("milestone", "deferred") and section.blocks:
            return Head("milestone", "", section.title, mark)
        if scope.own or scope.role != outer.role:
            within = scope.role in REQUIREMENTS and outer.role in REQUIREMENTS and not section.recovered
            return Head(scope.role, "", section.title, mark) if within and self._short(section) else None
        return self._unidentified(section, scope, mark)

    def _identified(
        self, section: Section, scope: Scope, outer: Scope, own: identifiers.Identifier | None, below: str, mark: str
    ) -> Head | None:
        identifier = own.text if own else below
        if self._groups(section):
            return None
        said = (own.kind if own else "") or identifiers.kind_of(identifier)
        role = outer.role
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
            kind = said or ("functional" if role == "deferred" else "")
        if role == "deferred":
            kind = kind if kind in REQUIREMENTS else "functional"
        if not kind:
            return None
        title = plain(own.rest) if own else section.title
        return Head(kind, identifier, title.strip(" :–—-"), mark)

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
            and words(own.rest)
            and not text.lstrip().startswith("[")
        )

    def _story(self, section: Section) -> bool:
        for block in section.blocks[:3]:
            if block.kind in ("paragraph", "code") and self.wording.story(block.text):
                return True
            if block.kind == "list":
                told = sum(1 for e in block.children if self.wording.story(e.text))
                if told == 1 or (told == 0 and _story_parts(block, self.wording)):
                    return True
        return False

    def _unidentified(self, section: Section, scope: Scope, mark: str) -> Head | None:
        """A heading without an identifier, where the role of the section above says what its parts are."""
        kinds = {block.kind for block in section.blocks}
        role = scope.role
        if self._story(section) and role in ("user_story", "functional", ""):
            return Head("user_story", "", section.title, mark)
        if role == "persona" and kinds & {"paragraph", "list"} and "table" not in kinds and not section.sections:
            return Head("persona", "", section.title, mark)
        if role == "milestone" and section.blocks:
            return Head("milestone", "", section.title, mark)
        if role == "deferred" and "list" not in kinds and "table" not in kinds and not section.sections:
            return Head("functional", "", section.title, mark)
        if (
            role in ("risk", "assumption", "open_question", "goal")
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
        if role in REQUIREMENTS and not section.recovered and self._short(section):
            return Head(role, "", section.title, mark)
        return None

    def _first_is_prose(self, section: Section) -> bool:
        return section.blocks[0].kind == "paragraph" and not self.wording.introduces(section.blocks[0].text)

    def _short(self, section: Section) -> bool:
        """One short statement under a heading that names it, or a heading that is the statement itself."""
        if section.sections and any(not s.recovered for s in section.sections):
            return False
        statements = [b for b in section.blocks if b.kind in ("paragraph", "list", "table", "quote")]
        statements = [b for b in statements if not (b.kind == "paragraph" and self._aside(b))]
        if not statements or statements[0].kind != "paragraph":
            return ":" in section.title and not statements and bool(words(section.title.split(":", 1)[1]))
        if any(b.kind in ("list", "table") for b in statements) or len(statements) > 1:
            return False
        found = sentences(statements[0].text)
        obliged = sum(1 for s in found if self.wording.obliged(s.text))
        return len(found) <= _SENTENCES and obliged <= 1

    def _aside(self, block: Block) -> bool:
        found = label(block.text)
        return bool(found and self.wording.label_role(found.name) in ("rationale", "priority", "background"))

    # -- the draft

    def read(self, section: Section, scope: Scope, head: Head) -> tuple[int, list[Block], list[Section]]:
        """(number of the draft, blocks behind the statement, subsections that are left to walk)."""
        blocks = [b for b in section.blocks if b.kind not in ("rule",)]
        statement, rest = self._statement(blocks, head)
        end = max([section.span.lines[1], *(b.span.lines[1] for b in statement)])
        body = "\n\n".join(t for b in statement if (t := self._body(b, head)))
        mark = head.marker or self._marker(section)
        title = head.title or section.title
        if head.kind == "user_story" and body:
            text = body
        else:
            text = f"{title}\n{body}" if body and title else body or title
        number = self.drafts.add(
            Draft(
                kind=head.kind,
                text=text,
                lines=(section.span.line, end),
                path=scope.path[:-1],
                title=title,
                identifier=head.identifier,
                marker=mark,
                heading_marker=scope.marker if not mark else "",
                modal_text=text,
                deferred=scope.deferred,
                parent=None if head.kind != "acceptance" else scope.parent,
            )
        )
        return number, rest, list(section.sections)

    def _body(self, block: Block, head: Head) -> str:
        if block.kind == "paragraph":
            text = block.text.strip()
            if head.identifier and identifiers.standalone(text):
                return ""
            if head.identifier and text.split("\n")[0].strip(" `*[]()") == head.identifier:
                return "\n".join(text.split("\n")[1:])
            found = label(text)
            told = (
                found
                and found.bold
                and (self.wording.label_role(found.name) == "user_story" or self.wording.story(found.rest))
            )
            if found and told and not self.wording.story(f"{found.name} {found.rest.split(',')[0]}, I want it"):
                return found.rest
            return text
        return self.entries.raw(block.span.line, block.span.lines[1])

    def _statement(self, blocks: Sequence[Block], head: Head) -> tuple[list[Block], list[Block]]:
        """The blocks of the statement, and those behind it: rationale, criteria, examples."""
        if head.kind in ("persona", "milestone"):
            return list(blocks), []
        taken: list[Block] = []
        for place, block in enumerate(blocks):
            if not self._belongs(block, taken, head):
                return _without_trailing_code(taken, list(blocks[place:]))
            taken.append(block)
        return _without_trailing_code(taken, [])

    def _belongs(self, block: Block, taken: Sequence[Block], head: Head) -> bool:
        if block.kind == "comment":
            return False
        if block.kind == "paragraph":
            return self._statement_paragraph(block, taken, head)
        if block.kind == "list":
            return self._statement_list(block, taken, head)
        if block.kind == "code":
            return (head.kind == "user_story" and not taken and self.wording.story(block.text)) or bool(
                taken and self.wording.introduces(taken[-1].text)
            )
        return False

    def _statement_paragraph(self, block: Block, taken: Sequence[Block], head: Head) -> bool:
        text = block.text.strip()
        if priorities.trailing(text, self.wording.lexicon):
            return False
        found = label(text)
        name = found.name if found else plain(text).rstrip(":：") if plain(text).endswith((":", "：")) else ""
        role = self.wording.label_role(name) if name else ""
        if role in (
            "rationale",
            "acceptance",
            "background",
            "meta",
            "design",
            "priority",
            "risk",
            "open_question",
            "assumption",
            "metric",
        ):
            return False
        if head.identifier and identifiers.standalone(text):
            return True
        prose = [b for b in taken if b.kind == "paragraph" and not identifiers.standalone(b.text)]
        if head.kind == "user_story" and prose:
            return self.wording.story("\n".join([*(b.text for b in prose), text])) and not self.wording.story(
                "\n".join(b.text for b in prose)
            )
        return len(prose) < 1 or (head.kind != "user_story" and self._continues(text, taken))

    def _continues(self, text: str, taken: Sequence[Block]) -> bool:
        """Does a paragraph go on with the sentence or the list before it?"""
        if taken and taken[-1].kind == "list":
            return True
        return bool(taken) and (self.wording.obliged(text) or text[:1].islower())

    def _statement_list(self, block: Block, taken: Sequence[Block], head: Head) -> bool:
        if any(e.checked is not None for e in block.children) or any(
            self.wording.scenario(e.text) for e in block.children
        ):
            return False
        if head.kind == "user_story":
            return (any(self.wording.story(e.text) for e in block.children) and not taken) or _story_parts(
                block, self.wording
            )
        return True

    def _marker(self, section: Section) -> str:
        for block in section.blocks:
            lines = (
                block.text.split("\n")
                if block.kind == "paragraph"
                else [e.text for e in block.children]
                if block.kind == "list"
                else []
            )
            for line in lines:
                if mark := priorities.trailing(line, self.wording.lexicon):
                    return mark
        return ""


def _story_parts(block: Block, wording: Wording) -> bool:
    """Is the list one story, a line for the role, one for the want, one for the benefit?"""
    joined = " ".join(e.text for e in block.children)
    return 2 <= len(block.children) <= 4 and wording.story(joined)


def _without_trailing_code(taken: list[Block], rest: list[Block]) -> tuple[list[Block], list[Block]]:
    """An example fence at the end completes a statement without being part of it."""
    cut = len(taken)
    while cut > 1 and taken[cut - 1].kind == "code" and not taken[cut - 2].text.rstrip().endswith((":", "：")):
        cut -= 1
    return taken[:cut], [*taken[cut:], *rest]


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


def without_parent(scope: Scope) -> Scope:
    return replace(scope, parent=None)
