"""The entries of lists: which are items, what belongs to them, what only labels the entries below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block
from ..words import words, wordy
from . import identifiers, priorities
from .drafts import Draft, Drafts, Scope
from .listing import BOX, ListSense, code_only
from .markup import LEADING_SYMBOLS, label, plain
from .roles import LISTED
from .verbatim import Verbatim


@dataclass(frozen=True, slots=True)
class EntryReader:
    """Turns lists into drafts."""

    verbatim: Verbatim
    drafts: Drafts
    sense: ListSense

    def read(self, block: Block, scope: Scope, lead: str) -> list[int]:
        """The numbers of the drafts that the entries of a list gave."""
        if self.sense.fields(block):
            self.drafts.skip(block.span.line, "metadata")
            return []
        kind = self.sense.kind(block, scope)
        if kind == "constraint" and code_only(block):
            return [self._whole_list(block, scope, lead)]
        if not kind and not self.sense.telling(block, scope):
            self.drafts.skip(block.span.line, scope.role or "list")
            return []
        numbers: list[int] = []
        entries = list(block.children)
        at = 0
        while at < len(entries):
            steps = self.sense.steps(entries, at) if kind in ("acceptance", "functional", "user_story") else 1
            if steps > 1:
                numbers.append(self._scenario(entries[at : at + steps], scope, lead))
            else:
                numbers.extend(self._entry(entries[at], kind, scope, lead))
            at += steps
        return numbers

    def _whole_list(self, block: Block, scope: Scope, lead: str) -> int:
        first, last = block.span.lines
        text = self.raw(first, last)
        return self.drafts.add(
            Draft(
                "constraint", text, (first, last), scope.path, title=scope.title, heading_marker=scope.marker, lead=lead
            )
        )

    # -- what the list holds

    # -- one entry

    def _entry(self, entry: Block, kind: str, scope: Scope, lead: str) -> list[int]:
        text = BOX.sub("", entry.text).strip()
        if self._silent(entry, text, kind):
            return []
        if kind and self._example(entry, text):
            return []
        if numbered := self.sense.numbered(entry, text):
            return self._below_numbers(entry, numbered, kind, scope, lead)
        if _strip_marks(text) == "" and entry.children:
            return self._nested(entry, scope, lead)
        own_role = self.sense.own_role(entry, scope)
        kind = own_role or kind
        if not kind:
            return []
        if self.sense.labels_only(entry, text, kind):
            return self._below_label(entry, text, kind, scope, lead)
        number = self._item(entry, text, kind, scope, lead)
        return [number, *self._inside(entry, scope, number)]

    def _silent(self, entry: Block, text: str, kind: str) -> bool:
        """Entries that give nothing: placeholders, answered questions, entries that say there is none."""
        if not words(text) and not entry.children:
            self.drafts.skip(entry.span.line, "empty")
            return True
        if text and self.sense.wording.placeholder(text) and not entry.children:
            self.drafts.skip(entry.span.line, "template")
            return True
        if kind == "open_question" and (entry.checked or self.sense.wording.resolved(self._whole(entry))):
            self.drafts.skip(entry.span.line, "answered")
            return True
        return False

    def _example(self, entry: Block, text: str) -> bool:
        """An entry "Example: …" or "Note: …" completes the entry before it."""
        found = label(text)
        role = self.sense.wording.label_role(found.name) if found and wordy(found.rest) else ""
        last = len(self.drafts.items) - 1
        if role != "rationale" or last < 0 or not 0 < entry.span.line - self.drafts.items[last].lines[1] <= 2:
            return False
        self.drafts.attach(last, self.raw(*entry.span.lines))
        self.drafts.skip(entry.span.line, "detail")
        return True

    def _below_label(self, entry: Block, text: str, kind: str, scope: Scope, lead: str) -> list[int]:
        name = plain(text).rstrip(":：")
        role = self.sense.wording.label_role(name)
        inner = replace(scope, role=scope.role or kind, lead=name)
        if (
            role in LISTED
            and role != scope.role
            and (scope.role not in ("non_goal", "assumption", "risk", "open_question"))
        ):
            inner = replace(inner, role=role)
        mark = priorities.marker(name, self.sense.wording.lexicon)
        if mark:
            inner = replace(inner, marker=mark)
        self.drafts.skip(entry.span.line, "label")
        return self._nested(entry, inner, f"{lead}\n{name}" if lead and self.sense.wording.obliged(lead) else name)

    def _below_numbers(self, entry: Block, found: list[Block], kind: str, scope: Scope, lead: str) -> list[int]:
        name = plain(entry.text.split("\n")[0])
        self.drafts.skip(entry.span.line, "label")
        numbers = [n for block in found for n in self._entry(block, kind, scope, lead or name)]
        return [*numbers, *self._nested(entry, scope, name)]

    def _nested(self, entry: Block, scope: Scope, lead: str) -> list[int]:
        return [n for child in entry.children if child.kind == "list" for n in self.read(child, scope, lead)]

    def _item(self, entry: Block, text: str, kind: str, scope: Scope, lead: str) -> int:
        own = identifiers.leading(text, self.sense.wording.lexicon)
        identifier = own.text if own and not own.container else ""
        text, aside = self.sense.without_asides(text)
        if aside:
            own = identifiers.leading(text, self.sense.wording.lexicon)
        if aside and kind == "acceptance" and scope.parent is not None:
            # What stands below the last criterion without an indent belongs to the requirement.
            self.drafts.attach(scope.parent, aside)
            aside = ""
        rest = own.rest if own and not own.container else text
        rest = LEADING_SYMBOLS.sub("", rest).strip()
        mark, rest = priorities.bracketed(rest, self.sense.wording.lexicon)
        kind = self.sense.kind_by_content(kind, own.kind if own and own.telling else "", rest, scope)
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
                detail="\n\n".join(part for part in (aside, detail) if part),
                deferred=scope.deferred,
                parent=scope.parent,
            )
        )

    def _below(self, entry: Block) -> tuple[str, str, int, str]:
        """(nested lines of the statement, detail, last line of the span, priority marker found in it)."""
        children = list(entry.children)
        trailing: list[Block] = []
        while children and children[-1].kind in ("code", "html", "comment"):
            trailing.insert(0, children.pop())
        note = next(
            (m for c in children for t in _lines_of(c) if (m := priorities.trailing(t, self.sense.wording.lexicon))), ""
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
        """The document's lines `first` to `last` as they stand in an item."""
        return self.verbatim.raw(first, last)

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
        text = BOX.sub("", nested.text).strip()
        found = label(text)
        role = self.sense.wording.label_role(found.name) if found else ""
        if role == "acceptance" and found:
            inner = replace(scope, role="acceptance", parent=parent)
            if wordy(found.rest):
                return [self._item(nested, found.rest, "acceptance", inner, "")]
            return self._nested(nested, inner, "")
        kind = self.sense.aside(text, role)
        own = identifiers.leading(text, self.sense.wording.lexicon)
        if own and not own.container and wordy(own.rest):
            kind = kind or own.kind or self.drafts.items[parent].kind
        elif not kind and priorities.bracketed(text, self.sense.wording.lexicon)[0]:
            kind = self.drafts.items[parent].kind
        if kind == "acceptance":
            scope = replace(scope, role="acceptance", parent=parent)
        if not kind:
            return self._inside(nested, scope, parent)
        return [self._item(nested, text, kind, scope, "")]

    # -- scenarios over several entries

    def _scenario(self, entries: Sequence[Block], scope: Scope, lead: str) -> int:
        first, last = entries[0].span.line, entries[-1].span.lines[1]
        text = "\n".join(self._whole(entry) for entry in entries)
        return self.drafts.add(
            Draft(
                "acceptance", text, (first, last), scope.path, parent=scope.parent, lead=lead, deferred=scope.deferred
            )
        )


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
