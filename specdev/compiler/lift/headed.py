"""The draft of a section that is one item: its statement, and what stands behind the statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block, Section
from ..words import words
from . import identifiers, priorities
from .drafts import Draft, Drafts, Scope
from .entries import EntryReader
from .heads import Head, story_parts
from .markup import label, plain
from .wording import Wording


@dataclass(frozen=True, slots=True)
class HeadedReader:
    """Makes drafts of sections that are one item."""

    wording: Wording
    entries: EntryReader
    drafts: Drafts

    def read(self, section: Section, scope: Scope, head: Head) -> tuple[int, list[Block]]:
        """(number of the draft, blocks behind the statement)."""
        blocks = self._unfolded([b for b in section.blocks if b.kind not in ("rule",)])
        statement, rest = self._statement(blocks, head)
        end = max([section.span.lines[1], *(b.span.lines[1] for b in statement)])
        identifier, title = self._fields(statement, head, section)
        body = "\n\n".join(t for b in statement if (t := self._body(b, head)))
        mark = head.marker or self._marker(section)
        # A story says all by itself; elsewhere the heading is part of the statement.
        text = body if head.kind == "user_story" and body else "\n".join(part for part in (title, body) if part)
        number = self.drafts.add(
            Draft(
                kind=head.kind,
                text=text,
                lines=(section.span.line, end),
                path=scope.path[:-1],
                title=title,
                identifier=identifier,
                marker=mark,
                heading_marker=scope.marker if not mark else "",
                modal_text=text,
                deferred=scope.deferred,
                parent=None if head.kind != "acceptance" else scope.parent,
            )
        )
        return number, rest

    def _fields(self, statement: Sequence[Block], head: Head, section: Section) -> tuple[str, str]:
        """(identifier, title) from lines "ID: FR1", "Title: Search" at the statement's start, else of the heading."""
        identifier, title = head.identifier, head.title or section.title
        lines = statement[0].text.split("\n")[:4] if statement and statement[0].kind == "paragraph" else []
        for line in lines:
            found = label(line.strip())
            meaning = self.wording.lexicon.headers.whole(words(found.name), found.name) if found else None
            if found and meaning and meaning.name == "id" and identifiers.standalone(found.rest):
                identifier = identifiers.standalone(found.rest)
            elif found and meaning and meaning.name == "title":
                title = plain(found.rest)
        return identifier, title

    def _unfolded(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks, with a list of labelled parts ("**Requirement:** …", "**Rationale:** …") as its parts."""
        found: list[Block] = []
        for block in blocks:
            if block.kind == "list" and self._labelled_parts(block):
                for entry in block.children:
                    end = entry.span.line + entry.text.count("\n")
                    found.append(Block("paragraph", replace(entry.span, end_line=end, end_column=0), entry.text))
                    found.extend(entry.children)
            elif block.kind == "paragraph":
                found.extend(self._labelled_lines(block))
            else:
                found.append(block)
        return found

    def _labelled_lines(self, block: Block) -> list[Block]:
        """A paragraph whose lines begin with labels, as a paragraph for each of them."""
        lines = block.text.split("\n")
        starts = [i for i, line in enumerate(lines) if i == 0 or self._part_label(line)]
        if len(starts) < 2:
            return [block]
        parts = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            span = replace(block.span, line=block.span.line + start, end_line=block.span.line + end - 1, end_column=0)
            parts.append(Block("paragraph", span, "\n".join(lines[start:end])))
        return parts

    def _part_label(self, line: str) -> bool:
        found = label(line) if line.startswith(("**", "__")) else None
        return bool(found and self.wording.label_role(found.name) in ("rationale", "acceptance", "priority"))

    def _labelled_parts(self, block: Block) -> bool:
        names = [label(e.text) for e in block.children]
        bold = [found for found in names if found and found.bold]
        told = {self.wording.label_role(found.name) for found in bold}
        return len(bold) == len(names) and bool(told & {"rationale", "acceptance", "priority"})

    def _body(self, block: Block, head: Head) -> str:
        if block.kind == "paragraph":
            text = block.text.strip()
            if head.identifier and identifiers.standalone(text):
                return ""
            if head.identifier and text.split("\n")[0].strip(" `*[]()") == head.identifier:
                return "\n".join(text.split("\n")[1:])
            found = label(text)
            if found and found.bold and self.wording.story(found.rest):
                return found.rest
            return text
        return self.entries.raw(block.span.line, block.span.lines[1])

    def _statement(self, blocks: Sequence[Block], head: Head) -> tuple[list[Block], list[Block]]:
        """The blocks of the statement, and those behind it: rationale, criteria, examples."""
        if head.kind in ("persona", "milestone"):
            return list(blocks), []
        taken: list[Block] = []
        before: list[Block] = []
        for place, block in enumerate(blocks):
            if (
                not taken
                and block.kind == "paragraph"
                and priorities.trailing(block.text.strip(), self.wording.lexicon)
            ):
                before.append(block)
            elif self._belongs(block, taken, head):
                taken.append(block)
            else:
                return _without_trailing_code(taken, [*before, *blocks[place:]])
        return _without_trailing_code(taken, before)

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
        if found and found.bold and role in ("", "functional") and head.kind != "user_story":
            return True
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
            return (any(self.wording.story(e.text) for e in block.children) and not taken) or story_parts(
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


def _without_trailing_code(taken: list[Block], rest: list[Block]) -> tuple[list[Block], list[Block]]:
    """An example fence at the end completes a statement without being part of it."""
    cut = len(taken)
    while cut > 1 and taken[cut - 1].kind == "code" and not taken[cut - 2].text.rstrip().endswith((":", "：")):
        cut -= 1
    return taken[:cut], [*taken[cut:], *rest]
