"""
What a table's columns mean, and the drafts in its rows.

A table is read by its header; where the header says nothing, by what the section is about and by what the
cells hold. Group rows, comparisons and metadata give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block, Row
from ..lexicon import Lexicon, fold, words
from . import identifiers, priorities
from .drafts import Draft, Drafts, Scope, TermDraft
from .markup import clip, plain
from .roles import LISTED, REQUIREMENTS
from .wording import Wording

_SEPARATOR = re.compile(r"<br\s*/?>|<hr\s*/?>|\n", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|(?<=[\s>;。；]))(?:\(?\d{1,2}[.)、]|[①-⑳])(?!\d)\s*(?=\S)")
_BULLET = re.compile(r"^\s*(?:[-*•·–▪]|\(?\d{1,2}[.)、]|[①-⑳]|\[[ xX]?\])\s*")
_TICK = re.compile(r"^(?:[✅✔✓☑❌✗✘⚠️🟢🔴🟡\s–—-]|n/?a|yes|no|ja|nein|sí|si|oui|non|none)*$", re.IGNORECASE)
_ASIDE = frozenset({"rationale", "status", "mitigation", "date", "trace", "answer", "category"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; a meaning may have several columns."""

    names: tuple[str, ...]
    """The header cells as written, without mark-up."""
    meanings: tuple[str, ...]
    """One per column; empty where the header says nothing."""

    def at(self, meaning: str) -> int | None:
        return self.meanings.index(meaning) if meaning in self.meanings else None

    def has(self, *meanings: str) -> bool:
        return all(meaning in self.meanings for meaning in meanings)


def columns(table: Block, lexicon: Lexicon) -> Columns:
    """The columns of `table`; of several that look like identifiers only the one that tells the rows apart is."""
    found = _by_header(table, lexicon)
    places = [i for i, m in enumerate(found.meanings) if m == "id"]
    if len(places) < 2:
        return found

    def told(place: int) -> int:
        return len({_identifier(row, place) for row in table.rows} - {""})

    own = max(places, key=lambda place: (told(place), place))
    meanings = tuple("category" if m == "id" and i != own else m for i, m in enumerate(found.meanings))
    return Columns(found.names, meanings)


def _by_header(table: Block, lexicon: Lexicon) -> Columns:
    """The columns of `table` by its header; without a header every column is unknown."""
    if table.header is None:
        width = max((len(row.cells) for row in table.rows), default=0)
        return Columns(("",) * width, ("",) * width)
    names = tuple(plain(cell.text) for cell in table.header.cells)
    return Columns(names, tuple(_meaning(name, lexicon) for name in names))


def _meaning(name: str, lexicon: Lexicon) -> str:
    if name.strip() in ("#", "№", "Nº", "N°"):
        return "id"
    tokens = words(name)
    if found := lexicon.headers.whole(tokens, name):
        return found.name
    head = name.split("(")[0].strip()
    if head and head != name and (found := lexicon.headers.whole(words(head), head)):
        return found.name
    if (
        (tokens and re.fullmatch(r"id|ids|\w{1,4}id", tokens[0] if len(tokens) == 1 else ""))
        or (tokens and tokens[0] == "id")
        or (len(tokens) > 1 and tokens[-1] == "id")
    ):
        return "id"
    if role := lexicon.roles.whole(tokens, name):
        return {"acceptance": "criteria", "open_question": "question", "user_story": "story"}.get(
            role.name,
            role.name
            if role.name in ("risk", "metric", "milestone")
            else "statement"
            if role.name in REQUIREMENTS
            else "",
        )
    matches = [m for m in lexicon.headers.all(tokens, name) if m.size * 2 >= len(tokens)]
    return max(matches, key=lambda m: (m.size, m.start)).name if matches else ""


@dataclass(frozen=True, slots=True)
class TableReader:
    """Turns tables into drafts."""

    lexicon: Lexicon
    wording: Wording
    drafts: Drafts

    def read(self, table: Block, scope: Scope, lead: str) -> list[int]:
        """The numbers of the drafts that the rows of `table` gave."""
        cols = columns(table, self.lexicon)
        kind = self._kind(table, cols, scope)
        if kind == "glossary":
            self._terms(table)
            return []
        if not kind:
            self.drafts.skip(table.span.line, _reason(scope))
            return []
        found: list[int] = []
        stories = kind in ("functional", "user_story") and sum(1 for r in table.rows if self._told(r, cols)) > 0
        for row in table.rows:
            if _group_row(row, cols) or (stories and not cols.has("id") and self._level_row(row, cols)):
                self.drafts.skip(row.span.line, "group")
                continue
            found.extend(self._row(row, cols, kind, scope, lead))
        return found

    def _told(self, row: Row, cols: Columns) -> bool:
        """Does a cell of the row hold a user story?"""
        return any(
            m != "criteria" and self.wording.story(c.text) for c, m in zip(row.cells, cols.meanings, strict=False)
        )

    def _level_row(self, row: Row, cols: Columns) -> bool:
        """Among stories: the row of an epic or a feature, which the stories below it break down."""
        return not self._told(row, cols) and cols.has("criteria") and not words(_text(row, cols.at("criteria")))

    # -- what the table is about

    def _kind(self, table: Block, cols: Columns, scope: Scope) -> str:
        """The kind of the items in `table`; empty where it holds none."""
        if scope.role == "meta" or _comparison(table, cols):
            return ""
        if cols.has("story") or (cols.has("role", "want") and scope.role not in ("persona",)):
            return "user_story"
        if scope.role in LISTED:
            return self._listed(table, cols, scope)
        if scope.role == "glossary":
            return "glossary"
        if scope.role == "deferred":
            return "functional"
        if self._stack(cols, scope):
            return "constraint"
        return self._by_header(table, cols, scope)

    def _listed(self, table: Block, cols: Columns, scope: Scope) -> str:
        if cols.has("question") and scope.role not in REQUIREMENTS:
            return "open_question"
        if cols.has("risk", "mitigation"):
            return "risk"
        if scope.role in ("goal",) and cols.has("metric"):
            return "metric"
        if _field_table(table, cols, self.lexicon):
            return ""
        return scope.role

    def _stack(self, cols: Columns, scope: Scope) -> bool:
        """Layers or areas with the products chosen for them: a technology stack."""
        if scope.role not in ("", "design", "background"):
            return False
        technology = any(self.lexicon.lists["technology_words"].whole(words(name), name) for name in cols.names)
        return (
            technology
            and len(cols.names) >= 2
            and self.lexicon.lists["technology_words"].whole(words(cols.names[0]), cols.names[0]) is None
        )

    def _by_header(self, table: Block, cols: Columns, scope: Scope) -> str:
        """The kind where the section does not say it."""
        if cols.has("risk", "mitigation"):
            return "risk"
        if cols.has("question"):
            return "open_question"
        if cols.has("metric", "target"):
            return "metric"
        if cols.has("criteria") and not cols.has("statement") and not cols.has("title"):
            return "acceptance"
        if scope.role in ("background", "design"):
            return "functional" if cols.has("id", "priority") else ""
        written = self._identified(table, cols)
        if written:
            return identifiers.kind_of(written) or "functional"
        if cols.has("priority") and (cols.has("statement") or cols.has("title")):
            return "functional"
        normative = [cols.names[i] for i, m in enumerate(cols.meanings) if m == "statement"]
        if any(
            (role := self.lexicon.roles.whole(words(name), name)) and role.name in REQUIREMENTS for name in normative
        ):
            return "functional"
        return "functional" if self._normative(table) else ""

    def _identified(self, table: Block, cols: Columns) -> str:
        """An identifier of the rows where most of them have one and the table says what they are for."""
        place = cols.at("id")
        if place is None or len(cols.names) < 2:
            return ""
        ids = [_identifier(row, place) for row in table.rows]
        ids = [i for i in ids if i]
        return ids[0] if ids and len(ids) * 2 >= len(table.rows) else ""

    def _normative(self, table: Block) -> bool:
        """Do half of the rows hold an obligation?"""
        count = sum(
            1
            for row in table.rows
            if any(priorities.modal(c.text, self.lexicon) in ("must", "should") for c in row.cells)
        )
        return bool(table.rows) and count * 2 >= len(table.rows)

    # -- rows

    def _row(self, row: Row, cols: Columns, kind: str, scope: Scope, lead: str) -> list[int]:
        base = self._base(row, cols, scope, lead)
        if base.identifier and kind in REQUIREMENTS and len(re.sub(r"[^A-Za-z]", "", base.identifier)) > 1:
            kind = _by_prefix(base.identifier, kind)
        if kind == "user_story":
            return self._story(row, cols, base)
        if cols.has("criteria") and kind in REQUIREMENTS:
            return self._with_criteria(row, cols, base, kind)
        if kind == "persona" and not scope.own and cols.at("role") is None and cols.has("priority"):
            kind = "functional"
        return self._statement(row, cols, base, kind)

    def _base(self, row: Row, cols: Columns, scope: Scope, lead: str) -> Draft:
        """What every draft of a row shares: identifier, priority, traces, asides, lines."""
        place, level, trace = cols.at("id"), cols.at("priority"), cols.at("trace")
        identifier = _identifier(row, place) if place is not None else ""
        mark = self._marker(cols.names[level], _text(row, level)) if level is not None else ""
        traces = tuple(identifiers.references(plain(_text(row, trace)))) if trace is not None else ()
        asides = [
            f"{cols.names[i]}: {_text(row, i)}"
            for i, meaning in enumerate(cols.meanings)
            if meaning in _ASIDE and i < len(row.cells) and _text(row, i) and not (i == trace and len(traces) == 1)
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
            parts = split_cell(_text(row, place))
            if len(parts) > 1 and sum(1 for p in parts if self.wording.story(p)) * 2 >= len(parts):
                stories = [replace(base, kind="user_story", text=p, parent=None) for p in parts if words(p)]
                return [self.drafts.add(story) for story in stories]
            text = _text(row, place)
        else:
            text = " ".join(
                f"{cols.names[i]} {_text(row, i)}"
                for m in ("role", "want", "benefit")
                if (i := _last(cols, m)) is not None and _text(row, i)
            )
        if not words(text):
            return []
        title_place = cols.at("title")
        title = plain(_text(row, title_place)) if title_place is not None else ""
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
        parts = split_cell(_text(row, place), announced=True)
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
        hidden = {i for i, m in enumerate(cols.meanings) if m in _ASIDE or m in ("id", "priority", "hidden")}
        if kind == "constraint" and not cols.has("statement") and (layer := cols.at("category")) is not None:
            # "Storage | PostgreSQL" says little without the layer.
            hidden.discard(layer)
            base = replace(base, detail=base.detail.replace(f"{cols.names[layer]}: {_text(row, layer)}", "").strip())
        if (
            base.identifier == ""
            and (place := cols.at("id")) is not None
            and not re.fullmatch(r"[\d.\s]*", plain(_text(row, place)))
        ):
            hidden.discard(place)
        content = [
            i for i in range(len(row.cells)) if i not in hidden and words(_text(row, i)) and i not in row.spanned
        ]
        if not content:
            content = [
                i
                for i in sorted(hidden)
                if i < len(row.cells)
                and cols.meanings[i] in ("category", "rationale", "date", "trace")
                and words(_text(row, i))
            ][:1]
        if not content:
            return []
        own = identifiers.leading(_text(row, content[0]), self.lexicon) if not base.identifier else None
        if own and not own.container and words(own.rest):
            base = replace(base, identifier=own.text)
            row = _replace_cell(row, content[0], own.rest)
        told = [i for i in content if cols.meanings[i] != "criteria" and self.wording.story(_text(row, i))]
        if len(told) == 1 and kind in ("functional", "user_story"):
            meanings = tuple(
                "story" if i == told[0] else "" if m == "story" else m for i, m in enumerate(cols.meanings)
            )
            return self._story(row, Columns(cols.names, meanings), base)
        if len(content) == 1:
            return self._parts(_text(row, content[0]), base, kind)
        title, text = self._joined(row, cols, content)
        return [self._add(replace(base, kind=kind, text=text, title=title))]

    def _parts(self, text: str, base: Draft, kind: str) -> list[int]:
        parts = split_cell(text) if kind != "persona" else [text]
        numbers = []
        for part in parts:
            mark, rest = priorities.bracketed(part, self.lexicon)
            numbers.append(self._add(replace(base, kind=kind, text=rest or part, marker=base.marker or mark)))
        return numbers

    def _joined(self, row: Row, cols: Columns, content: Sequence[int]) -> tuple[str, str]:
        """(title, text) of a row with several columns of content: the title cell first."""
        first = next((i for m in ("title",) if (i := cols.at(m)) in content), content[0])
        assert first is not None
        title = plain(_text(row, first))
        rest = [i for i in content if i != first]
        if len(rest) == 1 and cols.meanings[rest[0]] in ("statement", "target", ""):
            return clip(title), f"{_text(row, first)}: {_text(row, rest[0])}"
        lines = [
            f"{cols.names[i]}: {_text(row, i)}" if i < len(cols.names) and cols.names[i] else _text(row, i)
            for i in rest
        ]
        return clip(title), "\n".join([_text(row, first), *lines])

    def _others(self, row: Row, cols: Columns, used: set[int]) -> str:
        return "\n".join(
            f"{cols.names[i]}: {_text(row, i)}"
            for i in range(min(len(row.cells), len(cols.names)))
            if i not in used and cols.meanings[i] not in _ASIDE and words(_text(row, i))
        )

    def _add(self, draft: Draft) -> int:
        mark, text = ("", draft.text) if draft.marker else priorities.bracketed(draft.text, self.lexicon)
        return self.drafts.add(
            replace(draft, text=text, marker=draft.marker or mark, modal_text=draft.modal_text or text)
        )

    def _terms(self, table: Block) -> None:
        for row in table.rows:
            cells = [cell.text.strip() for cell in row.cells]
            if len(cells) >= 2 and words(cells[0]) and words(cells[1]):
                self.drafts.terms.append(
                    TermDraft(plain(cells[0]), " — ".join(c for c in cells[1:] if c), row.span.lines)
                )


def split_cell(text: str, *, announced: bool = False) -> list[str]:
    """
    The parts that an author separated in a cell: numbered parts, bullets, `<br>` and `<hr>`; else all of it.

    `announced`: a first part that ends in a colon only announces the others, and is left out.
    """
    lines = [line.strip() for line in _SEPARATOR.split(text) if line.strip()]
    parts: list[str] = []
    for line in lines:
        numbers = list(_NUMBERED.finditer(line))
        if len(numbers) >= 2 and numbers[0].start() == 0:
            bounds = [*(n.start() for n in numbers), len(line)]
            parts.extend(line[a:b].strip() for a, b in zip(bounds, bounds[1:], strict=False))
        else:
            parts.append(line)
    if len(parts) > 1 and parts[0].endswith((":", "：")):
        parts = parts[1:] if announced else ["\n- ".join(parts)]
    elif len(parts) > 1 and not _separate(parts):
        return [" ".join(parts)]
    return [_BULLET.sub("", part).strip(" ;") for part in parts if words(part)]


def _separate(parts: Sequence[str]) -> bool:
    """Do the parts stand for themselves, or is one sentence only broken over lines?"""
    marked = sum(1 for part in parts if _BULLET.match(part))
    if marked * 2 >= len(parts):
        return True
    started = sum(1 for part in parts[1:] if not part[:1].islower() and len(words(part)) >= 2)
    return started == len(parts) - 1


def _text(row: Row, place: int | None) -> str:
    return row.cells[place].text.strip() if place is not None and place < len(row.cells) else ""


def _replace_cell(row: Row, place: int, text: str) -> Row:
    cells = tuple(replace(cell, text=text) if i == place else cell for i, cell in enumerate(row.cells))
    return replace(row, cells=cells)


def _identifier(row: Row, place: int | None) -> str:
    return identifiers.cell(_text(row, place))


def _last(cols: Columns, meaning: str) -> int | None:
    """The last column of a meaning: "Stakeholder | As a | I want" has its role in the second."""
    places = [i for i, m in enumerate(cols.meanings) if m == meaning]
    return places[-1] if places else None


def _by_prefix(identifier: str, kind: str) -> str:
    said = identifiers.kind_of(identifier)
    return said if said in ("quality", "constraint", "user_story") and kind == "functional" else kind


def _group_row(row: Row, cols: Columns) -> bool:
    """Does the row only name a group of the rows below it?"""
    filled = [i for i, cell in enumerate(row.cells) if cell.text.strip(" *_`-–—:") and i not in row.spanned]
    if not filled:
        return True
    if any(i < len(cols.meanings) and cols.meanings[i] in ("question", "risk", "story") for i in filled):
        return False
    if len(row.cells) == 1 and len(cols.names) > 1:
        return True
    if len(cols.names) < 2 and len(row.cells) < 2:
        return False
    texts = {fold(plain(cell.text)) for cell in row.cells}
    if len(texts) == 1 and len(row.cells) > 1:
        return True
    return (
        len(filled) == 1
        and len(words(row.cells[filled[0]].text)) <= 6
        and not identifiers.standalone(row.cells[filled[0]].text)
    )


def _comparison(table: Block, cols: Columns) -> bool:
    """Products side by side: most cells behind the first column are ticks and crosses."""
    if len(cols.names) < 3 or cols.has("priority") or cols.has("status"):
        return False
    cells = [cell.text.strip() for row in table.rows for cell in row.cells[1:]]
    ticks = sum(1 for text in cells if (text and _TICK.match(text)) or text[:1] in "✅❌✔✗⚠")
    return bool(cells) and ticks * 3 >= len(cells)


def _field_table(table: Block, cols: Columns, lexicon: Lexicon) -> bool:
    """Two columns of field and value that describe one thing and not a list of things."""
    if len(cols.names) != 2:
        return False
    return fold(cols.names[0]) in (
        "field",
        "feld",
        "campo",
        "champ",
        "property",
        "key",
        "attribute",
        "eigenschaft",
        "propiedad",
        "字段",
        "项目",
    )


def _reason(scope: Scope) -> str:
    return scope.role or "table"
