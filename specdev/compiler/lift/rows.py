"""The drafts in a row of a table: a statement or several, a story with its criteria."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Row
from ..lexicon import Lexicon
from ..words import words, wordy
from . import identifiers, priorities
from .cells import split_cell
from .columns import Columns, identifier_of, last, text_of
from .drafts import Draft, Drafts, Scope
from .markup import clip, plain
from .roles import REQUIREMENTS
from .wording import Wording

_ASIDE = frozenset({"rationale", "status", "mitigation", "date", "trace", "answer", "category"})

_FALLBACK = ("category", "rationale", "date", "trace")
"""Columns that are the statement where the row has no other."""
_NUMBER = re.compile(r"[\d.\s]*")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Turns rows into drafts."""

    lexicon: Lexicon
    wording: Wording
    drafts: Drafts

    def read(self, row: Row, cols: Columns, kind: str, scope: Scope, lead: str) -> list[int]:
        base = self._base(row, cols, scope, lead)
        if base.identifier and kind in REQUIREMENTS and len(re.sub(r"[^A-Za-z]", "", base.identifier)) > 1:
            kind = _by_prefix(base.identifier, kind)
        if kind == "user_story":
            return self._story(row, cols, base)
        if cols.has("criteria") and (kind in REQUIREMENTS or kind == "milestone"):
            return self._with_criteria(row, cols, base, kind)
        if kind == "persona" and not scope.own and cols.at("role") is None and cols.has("priority"):
            kind = "functional"
        return self._statement(row, cols, base, kind)

    def _base(self, row: Row, cols: Columns, scope: Scope, lead: str) -> Draft:
        """What every draft of a row shares: identifier, priority, traces, asides, lines."""
        place, level, trace = cols.at("id"), cols.at("priority"), cols.at("trace")
        identifier = identifier_of(row, place) if place is not None else ""
        mark = self._marker(cols.names[level], text_of(row, level)) if level is not None else ""
        traces = tuple(identifiers.references(plain(text_of(row, trace)))) if trace is not None else ()
        asides = [
            f"{cols.names[i]}: {text_of(row, i)}"
            for i, meaning in enumerate(cols.meanings)
            if meaning in _ASIDE and i < len(row.cells) and text_of(row, i) and not (i == trace and len(traces) == 1)
        ]
        return Draft(
            kind="functional",
            text="",
            lines=row.span.lines,
            path=scope.path,
            identifier=identifier,
            marker=mark,
            heading_marker=scope.marker,
            lead=lead,
            deferred=scope.deferred,
            parent=scope.parent,
            traces=traces,
            detail="\n".join(asides),
        )

    def _marker(self, header: str, text: str) -> str:
        """The priority in a cell; below "Required" or "Must" a yes and a no tell it."""
        tokens = words(header)
        answer = (
            self.lexicon.lists["yes_words"].whole(words(text), text),
            self.lexicon.lists["no_words"].whole(words(text), text),
        )
        named = self.lexicon.priorities.whole(tokens, header)
        if named and named.name == "must":
            return "must" if answer[0] else "could" if answer[1] else priorities.marker(text, self.lexicon, column=True)
        if answer[1]:
            return "wont"
        return priorities.marker(text, self.lexicon, column=True)

    def _story(self, row: Row, cols: Columns, base: Draft) -> list[int]:
        place = cols.at("story")
        if place is not None:
            parts = split_cell(text_of(row, place))
            if len(parts) > 1 and sum(1 for p in parts if self.wording.story(p)) * 2 >= len(parts):
                stories = [replace(base, kind="user_story", text=p, parent=None) for p in parts if words(p)]
                return [self.drafts.add(story) for story in stories]
            text = text_of(row, place)
        else:
            text = " ".join(
                f"{cols.names[i]} {text_of(row, i)}"
                for m in ("role", "want", "benefit")
                if (i := last(cols, m)) is not None and text_of(row, i)
            )
        if not words(text):
            return []
        title_place = cols.at("title")
        title = plain(text_of(row, title_place)) if title_place is not None else ""
        used = {
            i
            for m in ("story", "role", "want", "benefit", "title", "id", "priority", "criteria")
            if (i := cols.at(m)) is not None
        }
        others = self._others(row, cols, used)
        detail = "\n".join(part for part in (base.detail, others) if part)
        number = self.drafts.add(
            replace(base, kind="user_story", text=text, title=title, detail=detail, parent=None, modal_text="")
        )
        return [number, *self._criteria(row, cols, base, number)]

    def _criteria(self, row: Row, cols: Columns, base: Draft, parent: int) -> list[int]:
        place = cols.at("criteria")
        if place is None:
            return []
        parts = split_cell(text_of(row, place), announced=True)
        return [
            self.drafts.add(Draft("acceptance", part, base.lines, base.path, parent=parent, deferred=base.deferred))
            for part in parts
            if words(part)
        ]

    def _with_criteria(self, row: Row, cols: Columns, base: Draft, kind: str) -> list[int]:
        cut = Columns(cols.names, tuple("hidden" if m == "criteria" else m for m in cols.meanings))
        numbers = self._statement(row, cut, base, kind)
        return [*numbers, *(self._criteria(row, cols, base, numbers[0]) if numbers else [])]

    def _statement(self, row: Row, cols: Columns, base: Draft, kind: str) -> list[int]:
        """A draft per part of the statement of `row`."""
        layer = cols.at("category") if kind == "constraint" and not cols.has("title") else None
        if layer is not None:
            # "Storage | PostgreSQL" says little without the layer: it is part of the statement, no aside.
            base = replace(base, detail=base.detail.replace(f"{cols.names[layer]}: {text_of(row, layer)}", "").strip())
        content = self._content(row, cols, base, layer)
        if not content:
            return []
        own = identifiers.leading(text_of(row, content[0]), self.lexicon) if not base.identifier else None
        if own and not own.container and wordy(own.rest):
            base = replace(base, identifier=own.text)
            row = _replace_cell(row, content[0], own.rest)
        known = [i for i in content if i < len(cols.meanings)]
        told = [i for i in known if cols.meanings[i] != "criteria" and self.wording.story(text_of(row, i))]
        if len(told) == 1 and kind in ("functional", "user_story"):
            others = tuple("" if m == "story" else m for m in cols.meanings)
            meanings = (*others[: told[0]], "story", *others[told[0] + 1 :])
            return self._story(row, Columns(cols.names, meanings), base)
        if len(content) == 1:
            return self._parts(text_of(row, content[0]), base, kind)
        title, text = self._joined(row, cols, content)
        if _NUMBER.fullmatch(title) and (head := self._head(cols, content)):
            base = replace(base, lead="\n\n".join(part for part in (base.lead, head) if part))
        return [self._add(replace(base, kind=kind, text=text, title=title))]

    def _head(self, cols: Columns, content: Sequence[int]) -> str:
        """The header of the columns; without it a number in the first one (a status, a code) says nothing."""
        return ": ".join(cols.names[i] for i in content if i < len(cols.names) and cols.names[i])

    def _content(self, row: Row, cols: Columns, base: Draft, layer: int | None) -> list[int]:
        """The columns that make up the statement; where there is none, the first aside that says something."""
        hidden = {i for i, m in enumerate(cols.meanings) if m in _ASIDE or m in ("id", "priority", "hidden")} - {layer}
        place = cols.at("id")
        if not base.identifier and place is not None and not _NUMBER.fullmatch(plain(text_of(row, place))):
            hidden.discard(place)
        filled = [i for i in range(len(row.cells)) if _says(text_of(row, i)) and i not in row.spanned]
        content = [i for i in filled if i not in hidden]
        return content or [i for i in filled if i in hidden and cols.meanings[i] in _FALLBACK][:1]

    def _parts(self, text: str, base: Draft, kind: str) -> list[int]:
        parts = split_cell(text) if kind != "persona" else [text]
        numbers = []
        for part in parts:
            mark, rest = priorities.bracketed(part, self.lexicon)
            said = rest or part
            draft = replace(base, kind=kind, text=said, marker=base.marker or mark, modal_text=base.modal_text or said)
            numbers.append(self.drafts.add(draft))
        return numbers

    def _joined(self, row: Row, cols: Columns, content: Sequence[int]) -> tuple[str, str]:
        """(title, text) of a row with several columns of content: the title cell first."""
        first = next((i for m in ("title",) if (i := cols.at(m)) in content), content[0])
        assert first is not None
        title = plain(text_of(row, first))
        rest = [i for i in content if i != first]
        meaning = cols.meanings[rest[0]] if rest and rest[0] < len(cols.meanings) else ""
        if len(rest) == 1 and meaning in ("statement", "target", ""):
            return clip(title), f"{text_of(row, first)}: {text_of(row, rest[0])}"
        lines = [
            f"{cols.names[i]}: {text_of(row, i)}" if i < len(cols.names) and cols.names[i] else text_of(row, i)
            for i in rest
        ]
        return clip(title), "\n".join([text_of(row, first), *lines])

    def _others(self, row: Row, cols: Columns, used: set[int]) -> str:
        return "\n".join(
            f"{cols.names[i]}: {text_of(row, i)}"
            for i in range(min(len(row.cells), len(cols.names)))
            if i not in used and cols.meanings[i] not in _ASIDE and words(text_of(row, i))
        )

    def _add(self, draft: Draft) -> int:
        mark, text = ("", draft.text) if draft.marker else priorities.bracketed(draft.text, self.lexicon)
        return self.drafts.add(
            replace(draft, text=text, marker=draft.marker or mark, modal_text=draft.modal_text or text)
        )


def _says(cell: str) -> bool:
    """Whether a cell holds words, or code: `""` is a value."""
    return wordy(cell) or re.search(r"`[^`\s]", cell) is not None


def _replace_cell(row: Row, place: int, text: str) -> Row:
    cells = tuple(replace(cell, text=text) if i == place else cell for i, cell in enumerate(row.cells))
    return replace(row, cells=cells)


def _by_prefix(identifier: str, kind: str) -> str:
    said = identifiers.kind_of(identifier)
    return said if said in ("quality", "constraint", "user_story") and kind == "functional" else kind
