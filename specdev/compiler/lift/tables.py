"""
The items in tables.

A table is read by its header; where the header says nothing, by what the section is about and by what the
cells hold. Group rows, comparisons and metadata give nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...document import Block, Row
from ..lexicon import Lexicon
from ..words import fold, words
from . import identifiers, priorities
from .columns import Columns, columns, comparison, field_table, group_row, identifier_of, text_of
from .drafts import Draft, Drafts, Scope, TermDraft
from .markup import plain
from .roles import LISTED, REQUIREMENTS
from .rows import RowReader
from .wording import Wording

_VALUES = (("status",), ("id",), ("category",))
"""What the first column of a table of codes or options may look like; it is what each row is about."""


@dataclass(frozen=True, slots=True)
class TableReader:
    """Turns tables into drafts."""

    lexicon: Lexicon
    wording: Wording
    drafts: Drafts
    rows: RowReader

    def read(self, table: Block, scope: Scope, lead: str) -> list[int]:
        """The numbers of the drafts that the rows of `table` gave."""
        cols = columns(table, self.lexicon)
        if scope.role in REQUIREMENTS and (levels := self._levels(cols)):
            return self._ratings(table, levels, scope, lead)
        kind = self._kind(table, cols, scope)
        if kind == "glossary":
            self._terms(table)
            return []
        if scope.described and kind == "functional" and cols.meanings[:1] in _VALUES and self._exact(table):
            cols = Columns(cols.names, ("title", *cols.meanings[1:]))
        if not kind:
            self.drafts.skip(table.span.line, scope.role or "table")
            return []
        found: list[int] = []
        stories = kind in ("functional", "user_story") and any(self._told(r, cols) for r in table.rows)
        group = ""
        for row in table.rows:
            if group_row(row, cols) or (stories and not cols.has("id") and self._level_row(row, cols)):
                self.drafts.skip(row.span.line, "group")
                group = " ".join(dict.fromkeys(plain(cell.text) for cell in row.cells if words(cell.text)))
                continue
            found.extend(self.rows.read(row, cols, kind, scope, "\n".join(part for part in (lead, group) if part)))
        return found

    def _levels(self, cols: Columns) -> dict[int, str]:
        """The columns that are levels of one scale, as in "very good | good | normal"; empty where they are none."""
        names = [fold(name) for name in cols.names]
        for scale in self.lexicon.scales:
            if sum(name in scale for name in names) < 3:
                continue
            levels = {i: name for i, name in enumerate(names) if name in scale}
            if len(levels) >= 3 and len(levels) == len(cols.names) - 1:
                return levels
        return {}

    def _ratings(self, table: Block, levels: dict[int, str], scope: Scope, lead: str) -> list[int]:
        """An item per row; its priority is the level whose column is ticked."""
        found = []
        for row in table.rows:
            ticked = [name for i, name in levels.items() if i < len(row.cells) and row.cells[i].text.strip()]
            if words(text_of(row, 0)) and ticked:
                found.append(
                    self.drafts.add(
                        Draft(
                            kind=scope.role,
                            text=text_of(row, 0),
                            lines=row.span.lines,
                            path=scope.path,
                            marker=ticked[0],
                            lead=lead,
                            deferred=scope.deferred,
                        )
                    )
                )
        return found

    def _told(self, row: Row, cols: Columns) -> bool:
        """Does a cell of the row hold a user story?"""
        return any(
            m != "criteria" and self.wording.story(c.text) for c, m in zip(row.cells, cols.meanings, strict=False)
        )

    def _level_row(self, row: Row, cols: Columns) -> bool:
        """Among stories: the row of an epic or a feature, which the stories below it break down."""
        return not self._told(row, cols) and cols.has("criteria") and not words(text_of(row, cols.at("criteria")))

    def _kind(self, table: Block, cols: Columns, scope: Scope) -> str:
        """The kind of the items in `table`; empty where it holds none."""
        if scope.role == "meta" or comparison(table, cols):
            return ""
        if cols.has("story") or (cols.has("role", "want") and scope.role not in ("persona",)):
            return "user_story"
        if scope.role in LISTED:
            return self._listed(cols, scope)
        if scope.role == "glossary":
            return "glossary"
        if scope.role == "deferred":
            return "functional"
        if self._stack(cols, scope):
            return "constraint"
        return self._by_header(table, cols, scope)

    def _listed(self, cols: Columns, scope: Scope) -> str:
        if cols.has("question") and scope.role not in REQUIREMENTS:
            return "open_question"
        if cols.has("risk", "mitigation"):
            return "risk"
        if scope.role in ("goal",) and cols.has("metric"):
            return "metric"
        if field_table(cols):
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
        if scope.described and self._exact(table):
            return "functional"
        return "functional" if self._normative(table) else ""

    def _exact(self, table: Block) -> bool:
        """Is every row about one name or number of the product: a code, an option, a status?"""
        firsts = [text_of(row, 0).strip() for row in table.rows]
        return bool(firsts) and all(one.startswith("`") or one.isdigit() for one in firsts)

    def _identified(self, table: Block, cols: Columns) -> str:
        """An identifier of the rows where most of them have one and the table says what they are for."""
        place = cols.at("id")
        if place is None or len(cols.names) < 2:
            return ""
        ids = [identifier_of(row, place) for row in table.rows]
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

    def _terms(self, table: Block) -> None:
        for row in table.rows:
            cells = [cell.text.strip() for cell in row.cells]
            if len(cells) >= 2 and words(cells[0]) and words(cells[1]):
                self.drafts.terms.append(
                    TermDraft(plain(cells[0]), " — ".join(c for c in cells[1:] if c), row.span.lines)
                )
