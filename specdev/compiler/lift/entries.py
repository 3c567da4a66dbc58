"""The entries of lists: which are items, what belongs to them, what only labels the entries below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block, Document
from ..lexicon import words
from . import identifiers, priorities
from .drafts import Draft, Drafts, Scope
from .markup import LEADING_SYMBOLS, label, plain
from .roles import LISTED, REQUIREMENTS, SILENT
from .wording import Wording

_BOX = re.compile(r"^\[[ xX~-]\]\s+")
_DOTTED = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3})+)[.)]?\s+")
_ENUMERATION = 3  # nested entries that together are one list of libraries
_LABEL_WORDS = 6


@dataclass(frozen=True, slots=True)
class EntryReader:
    """Turns lists into drafts."""

    document: Document
    wording: Wording
    drafts: Drafts

    def read(self, block: Block, scope: Scope, lead: str) -> list[int]:
        """The numbers of the drafts that the entries of a list gave."""
        if self._fields(block):
            self.drafts.skip(block.span.line, "metadata")
            return []
        kind = self._kind(block, scope)
        if kind == "constraint" and _code_only(block):
            return [self._whole_list(block, scope, lead)]
        if not kind and not self._telling(block, scope):
            self.drafts.skip(block.span.line, scope.role or "list")
            return []
        numbers: list[int] = []
        entries = list(block.children)
        at = 0
        while at < len(entries):
            steps = self._steps(entries, at) if kind in ("acceptance", "functional", "user_story") else 1
            if steps > 1:
                numbers.append(self._scenario(entries[at : at + steps], scope, lead))
            else:
                numbers.extend(self._entry(entries[at], kind, scope, lead))
            at += steps
        return numbers

    def _fields(self, block: Block) -> bool:
        """Are the entries fields of the document: version, author, status?"""
        found = sum(1 for e in block.children if not e.children and self.wording.metadata(e.text))
        return found * 2 >= len(block.children) and found > 1

    def _whole_list(self, block: Block, scope: Scope, lead: str) -> int:
        first, last = block.span.lines
        text = self.raw(first, last)
        return self.drafts.add(
            Draft(
                "constraint", text, (first, last), scope.path, title=scope.title, heading_marker=scope.marker, lead=lead
            )
        )

    # -- what the list holds

    def _kind(self, block: Block, scope: Scope) -> str:
        """The kind of the entries by the section, else by what they say; empty where they are no items."""
        if scope.role == "deferred":
            return "functional"
        if scope.role in LISTED:
            return scope.role
        texts = [entry.text for entry in block.children]
        lexicon = self.wording.lexicon
        if scope.role in SILENT:
            told = sum(1 for text in texts if self.wording.story(text))
            return "user_story" if told * 2 > len(texts) else ""
        ids = [found for text in texts if (found := identifiers.leading(text, lexicon))]
        if ids and len(ids) * 2 >= len(texts):
            return ids[0].kind or "functional"
        if sum(1 for text in texts if self.wording.story(text)) * 2 >= len(texts):
            return "user_story"
        obliged = sum(1 for text in texts if self.wording.obliged(text) or priorities.bracketed(text, lexicon)[0])
        if obliged * 2 >= len(texts):
            return "functional"
        if scope.marker or scope.deferred:
            return "functional"
        promised = self.wording.obliged(scope.lead) or self.wording.able(scope.lead)
        return "functional" if scope.lead and self.wording.introduces(scope.lead) and promised else ""

    def _telling(self, block: Block, scope: Scope) -> bool:
        """Is there an entry that says by its own label, identifier or form what it is?"""
        if scope.role in ("meta", "glossary"):
            return False
        return any(self._own_role(entry, scope) for entry in block.children)

    def _own_role(self, entry: Block, scope: Scope) -> str:
        """The role an entry claims for itself against its section."""
        text = _BOX.sub("", entry.text)
        found = label(text)
        if found and words(found.rest):
            role = self.wording.label_role(found.name)
            if role == "rationale" or role == "priority":
                return ""
            if (
                role in LISTED
                and scope.role in ("", "background")
                and (found.bold or role in ("goal", "non_goal", "persona"))
            ):
                return role
            if role in ("risk", "open_question", "user_story", "acceptance", "non_goal") and scope.role in REQUIREMENTS:
                return role
            if scope.role == "functional" and (role == "quality" or self.wording.names_quality(found.name)):
                return "quality"
        if scope.role in ("", "background", "functional", "quality", "goal") and self.wording.story(text):
            return "user_story"
        if scope.role in ("", "functional", "goal") and self.wording.crossed(text):
            return "non_goal"
        if scope.role == "" and self.wording.scenario(text):
            return "acceptance"
        if scope.role in ("", "background", "design"):
            own = identifiers.leading(text, self.wording.lexicon)
            if own and not own.container and own.kind and words(own.rest):
                return own.kind
        return ""

    # -- one entry

    def _entry(self, entry: Block, kind: str, scope: Scope, lead: str) -> list[int]:
        text = _BOX.sub("", entry.text).strip()
        if self._silent(entry, text, kind):
            return []
        if kind and self._example(entry, text):
            return []
        if numbered := self._numbered(entry, text):
            return self._below_numbers(entry, numbered, kind, scope, lead)
        if _strip_marks(text) == "" and entry.children:
            return self._nested(entry, scope, lead)
        own_role = self._own_role(entry, scope)
        kind = own_role or kind
        if not kind:
            return []
        if self._labels_only(entry, text, kind):
            return self._below_label(entry, text, kind, scope, lead)
        number = self._item(entry, text, kind, scope, lead)
        return [number, *self._inside(entry, scope, number)]

    def _silent(self, entry: Block, text: str, kind: str) -> bool:
        """Entries that give nothing: placeholders, answered questions, entries that say there is none."""
        if not words(text) and not entry.children:
            self.drafts.skip(entry.span.line, "empty")
            return True
        if text and self.wording.placeholder(text) and not entry.children:
            self.drafts.skip(entry.span.line, "template")
            return True
        if kind == "open_question" and (entry.checked or self.wording.resolved(self._whole(entry))):
            self.drafts.skip(entry.span.line, "answered")
            return True
        return False

    def _example(self, entry: Block, text: str) -> bool:
        """An entry "Example: …" or "Note: …" completes the entry before it."""
        found = label(text)
        role = self.wording.label_role(found.name) if found and words(found.rest) else ""
        last = len(self.drafts.items) - 1
        if role != "rationale" or last < 0 or not 0 < entry.span.line - self.drafts.items[last].lines[1] <= 2:
            return False
        self.drafts.attach(last, self.raw(*entry.span.lines))
        self.drafts.skip(entry.span.line, "detail")
        return True

    def _labels_only(self, entry: Block, text: str, kind: str) -> bool:
        """Is the entry a mere label of the entries nested in it?"""
        nested = [child for child in entry.children if child.kind == "list"]
        if not nested or kind in ("persona", "milestone", "user_story"):
            return False
        if identifiers.leading(text, self.wording.lexicon) or priorities.bracketed(text, self.wording.lexicon)[0]:
            return False
        below = [child.text for block in nested for child in block.children]
        count = len(words(plain(text)))
        if count > _LABEL_WORDS or self.wording.obliged(text):
            return False
        if plain(text).endswith((":", "：")):
            return not (kind == "constraint" and _names_only(below))
        full = sum(1 for one in below if len(words(one)) >= 6 or label(one))
        return count <= 4 and len(below) >= 2 and full == len(below) and not plain(text).endswith((".", "!"))

    def _below_label(self, entry: Block, text: str, kind: str, scope: Scope, lead: str) -> list[int]:
        name = plain(text).rstrip(":：")
        role = self.wording.label_role(name)
        inner = replace(scope, role=scope.role or kind, lead=name)
        if (
            role in LISTED
            and role != scope.role
            and (scope.role not in ("non_goal", "assumption", "risk", "open_question"))
        ):
            inner = replace(inner, role=role)
        mark = priorities.marker(name, self.wording.lexicon)
        if mark:
            inner = replace(inner, marker=mark)
        self.drafts.skip(entry.span.line, "label")
        return self._nested(entry, inner, f"{lead}\n{name}" if lead and self.wording.obliged(lead) else name)

    def _numbered(self, entry: Block, text: str) -> list[Block]:
        """The statements "1.1 …", "1.2 …" that stand as lines of text below a label "1. Access"; else nothing."""
        lines = text.split("\n")
        marks = [_DOTTED.match(line) for line in lines]
        if (
            len(lines) < 2
            or marks[0]
            or not marks[1]
            or len(words(lines[0])) > _LABEL_WORDS
            or self.wording.obliged(lines[0])
        ):
            return []
        depth = marks[1].group(1).count(".")
        starts = [i for i, mark in enumerate(marks) if mark and mark.group(1).count(".") <= depth]
        found: list[Block] = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            own = "\n".join([_DOTTED.sub("", lines[start]), *lines[start + 1 : end]])
            span = replace(entry.span, line=entry.span.line + start, end_line=entry.span.line + end - 1)
            found.append(Block("item", span, own, marker="-"))
        return found

    def _below_numbers(self, entry: Block, found: list[Block], kind: str, scope: Scope, lead: str) -> list[int]:
        name = plain(entry.text.split("\n")[0])
        self.drafts.skip(entry.span.line, "label")
        numbers = [n for block in found for n in self._entry(block, kind, scope, lead or name)]
        return [*numbers, *self._nested(entry, scope, name)]

    def _nested(self, entry: Block, scope: Scope, lead: str) -> list[int]:
        return [n for child in entry.children if child.kind == "list" for n in self.read(child, scope, lead)]

    def _item(self, entry: Block, text: str, kind: str, scope: Scope, lead: str) -> int:
        own = identifiers.leading(text, self.wording.lexicon)
        identifier = own.text if own and not own.container else ""
        rest = own.rest if own and not own.container else text
        rest = LEADING_SYMBOLS.sub("", rest).strip()
        mark, rest = priorities.bracketed(rest, self.wording.lexicon)
        kind = self._kind_by_content(kind, own.kind if own and own.telling else "", rest, scope)
        body, detail, end, note = self._below(entry)
        whole = "\n".join(part for part in (rest, body) if part) or text
        return self.drafts.add(
            Draft(
                kind=kind,
                text=whole,
                lines=(entry.span.line, end),
                path=scope.path,
                identifier=identifier,
                marker=mark or note,
                heading_marker=scope.marker,
                modal_text=whole,
                lead=lead,
                detail=detail,
                deferred=scope.deferred,
                parent=scope.parent,
            )
        )

    def _kind_by_content(self, kind: str, prefix: str, text: str, scope: Scope) -> str:
        """The section decides, unless the identifier or the form plainly says otherwise."""
        if prefix in REQUIREMENTS and kind in REQUIREMENTS:
            return prefix
        if kind == "functional" and prefix in ("user_story", "acceptance", "risk", "open_question", "non_goal"):
            return prefix
        if kind in ("functional", "quality") and scope.role != "user_story" and self.wording.story(text):
            return "user_story"
        return kind

    def _below(self, entry: Block) -> tuple[str, str, int, str]:
        """(nested lines of the statement, detail, last line of the span, priority marker found in it)."""
        children = list(entry.children)
        trailing: list[Block] = []
        while children and children[-1].kind in ("code", "html", "comment"):
            trailing.insert(0, children.pop())
        note = next(
            (m for c in children for t in _lines_of(c) if (m := priorities.trailing(t, self.wording.lexicon))), ""
        )
        last = children[-1].span.lines[1] if children else self._own_end(entry)
        body = self.raw(children[0].span.line, last) if children else ""
        detail = self.raw(trailing[0].span.line, trailing[-1].span.lines[1]) if trailing else ""
        return body, detail, last, note

    def _own_end(self, entry: Block) -> int:
        if not entry.children:
            return entry.span.lines[1]
        return entry.span.line + entry.text.count("\n")

    def raw(self, first: int, last: int) -> str:
        """The document's lines `first` to `last` without their common indentation."""
        lines = [line.expandtabs(4) for line in self.document.lines[first - 1 : last]]
        indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
        cut = min(indents, default=0)
        return "\n".join(line[cut:].rstrip() for line in lines).strip("\n")

    def _whole(self, entry: Block) -> str:
        return "\n".join([entry.text, *(t for child in entry.children for t in _lines_of(child))])

    # -- what is nested in an item and yet an item of its own

    def _inside(self, entry: Block, scope: Scope, parent: int) -> list[int]:
        numbers: list[int] = []
        if scope.role in ("risk", "open_question", "assumption", "persona", "milestone"):
            return []
        for child in entry.children:
            if child.kind != "list":
                continue
            for nested in child.children:
                numbers.extend(self._nested_item(nested, scope, parent))
        return numbers

    def _nested_item(self, nested: Block, scope: Scope, parent: int) -> list[int]:
        text = _BOX.sub("", nested.text).strip()
        found = label(text)
        role = self.wording.label_role(found.name) if found else ""
        if role == "acceptance" and found:
            inner = replace(scope, role="acceptance", parent=parent)
            if words(found.rest):
                return [self._item(nested, found.rest, "acceptance", inner, "")]
            return self._nested(nested, inner, "")
        kind = self._aside(text, role)
        own = identifiers.leading(text, self.wording.lexicon)
        if own and not own.container and words(own.rest):
            kind = kind or own.kind or self.drafts.items[parent].kind
        elif not kind and priorities.bracketed(text, self.wording.lexicon)[0]:
            kind = self.drafts.items[parent].kind
        if kind == "acceptance":
            scope = replace(scope, role="acceptance", parent=parent)
        if not kind:
            return self._inside(nested, scope, parent)
        return [self._item(nested, text, kind, scope, "")]

    def _aside(self, text: str, role: str) -> str:
        """A risk or a question that stands inside a feature."""
        if role in ("risk", "open_question"):
            return role
        bare = plain(text)
        if bare.endswith(("?", "？")) and "(" not in bare[-30:]:
            return "open_question"
        first = words(bare)[:3]
        found = self.wording.lexicon.roles.find(first)
        return (
            "risk"
            if (found and found.name == "risk" and found.size == 1 and ":" in bare[:20])
            or (found and found.name == "risk" and found.start == 0 and len(words(bare)) > 3)
            else ""
        )

    # -- scenarios over several entries

    def _steps(self, entries: Sequence[Block], at: int) -> int:
        """How many entries from `at` on are the steps of one scenario: 1 where they are none."""
        if self.wording.scenario_step(entries[at].text) not in ("given", "when") or self.wording.scenario(
            entries[at].text
        ):
            return 1
        size, then = 1, False
        while at + size < len(entries):
            step = self.wording.scenario_step(entries[at + size].text)
            if not step or step == "given" or (step == "when" and then):
                break
            then = then or step == "then"
            size += 1
        return size if then else 1

    def _scenario(self, entries: Sequence[Block], scope: Scope, lead: str) -> int:
        first, last = entries[0].span.line, entries[-1].span.lines[1]
        text = "\n".join(self._whole(entry) for entry in entries)
        return self.drafts.add(
            Draft(
                "acceptance", text, (first, last), scope.path, parent=scope.parent, lead=lead, deferred=scope.deferred
            )
        )


def _code_only(block: Block) -> bool:
    """Is every entry nothing but a name in code, so that the list is one enumeration?"""
    return len(block.children) >= _ENUMERATION and all(
        re.fullmatch(r"`[^`]+`", e.text.strip()) and not e.children for e in block.children
    )


def _names_only(texts: Sequence[str]) -> bool:
    """Are these names of libraries, each with few words, so that the list is one statement?"""
    coded = sum(1 for text in texts if text.lstrip().startswith("`"))
    return len(texts) >= _ENUMERATION and coded * 2 >= len(texts)


def _strip_marks(text: str) -> str:
    return text.strip(" *_-–:：")


def _lines_of(block: Block) -> list[str]:
    """The text of a block and of everything below it, without recursion."""
    found: list[str] = []
    stack = [block]
    while stack:
        one = stack.pop()
        if one.text:
            found.append(one.text)
        stack.extend(reversed(one.children))
    return found


def split_enumeration(text: str, *, labelled: bool = False) -> list[str]:
    """
    The parts of a sentence that lists three or more things in few words each; else the sentence alone.

    The list stands behind a colon, or is the whole sentence where a label was `labelled` off it.
    """
    _, colon, tail = text.partition(":")
    body = tail if colon and len(words(tail)) >= 3 else text if labelled else ""
    if not body:
        return [text]
    parts = [
        p.strip(" .;")
        for p in re.split(r";|,(?![^()]*\))(?:\s+(?:and|or|und|oder|y|o|et|ou|e))?\s|、|，", body)
        if words(p)
    ]
    if len(parts) >= 3 and all(len(words(part)) <= 10 for part in parts):
        return parts
    return [text]
