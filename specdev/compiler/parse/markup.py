"""
Raw HTML: comments, tables and the rest.

Tags are found by one pattern instead of `html.parser`, whose reading of broken mark-up differs between
releases of Python: the same document must give the same tree everywhere.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...diagnostics import Span
from ...document import Block, Cell, Row
from .lines import Text

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*[\"']?\s*(\d{1,4})", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TAGS_OF_TABLES = re.compile(r"<(/?)table\b", re.IGNORECASE)
_SEPARATORS = frozenset({"br", "hr"})
_PARTS = frozenset({"li", "p", "div"})

WIDEST = 100
"""A table's columns at most, and the rows that a cell can span: a `rowspan="9999"` must not fill the memory."""


class _Markup:
    """A block's raw HTML, and where in the document its characters stand."""

    def __init__(self, text: Text, first: int, content: str) -> None:
        """`content` starts in line `first` (from 0); container marks are removed from it."""
        self.text = text
        self.first = first
        self.content = content.rstrip()
        self.starts = [0]
        self.starts += [match.end() for match in re.finditer("\n", self.content)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1) of a character; what a container put in front of the line is counted in."""
        row = bisect_right(self.starts, offset) - 1
        start = self.starts[row]
        stop = self.starts[row + 1] - 1 if row + 1 < len(self.starts) else len(self.content)
        raw = self.text.lines[self.first + row].rstrip()
        removed = len(raw) - len(self.content[start:stop].rstrip())
        return self.first + row + 1, max(0, offset - start + removed) + 1

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from `start` up to `end`, white space at the end left out."""
        while end > start + 1 and self.content[end - 1].isspace():
            end -= 1
        return Span(self.text.path, *self.place(start), *self.place(max(start, end - 1)))

    def skip(self, offset: int) -> int:
        """The first character at or behind `offset` that is not white space."""
        while offset < len(self.content) and self.content[offset].isspace():
            offset += 1
        return offset

    def block(self, kind: str, start: int, end: int) -> Block:
        return Block(kind, self.span(start, end), self.content[start:end].rstrip())


def html_blocks(text: Text, first: int, content: str) -> Iterator[tuple[Block, bool]]:
    """
    The blocks of the raw HTML `content` that starts in line `first` (from 0).

    A block's flag says that it is no HTML but text: what follows a comment on the comment's last line.
    """
    markup = _Markup(text, first, content)
    content = markup.content
    at = markup.skip(0)
    while at < len(content):
        end = len(content)
        if content.startswith("<!--", at):
            end = content.find("-->", at + 2) + 3
            end = end if end > 2 else len(content)
            yield markup.block("comment", at, end), False
        elif table := _TABLE.search(content, at):
            if table.start() > at:
                end = table.start()
                yield markup.block("html", at, end), not content.startswith("<", at)
            else:
                end = _table_end(content, at)
                yield _table(markup, at, end), False
        else:
            yield markup.block("html", at, end), not content.startswith("<", at)
        at = markup.skip(end)


def _table_end(content: str, at: int) -> int:
    """Behind the `</table>` that closes the table at `at`; the end of all where there is none."""
    depth = 0
    for tag in _TAGS_OF_TABLES.finditer(content, at):
        depth += -1 if tag[1] else 1
        if depth == 0:
            end = content.find(">", tag.end())
            return len(content) if end < 0 else end + 1
    return len(content)


@dataclass(slots=True)
class _OpenCell:
    start: int
    head: bool
    rows: int
    columns: int
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    """A table while its tags are read."""

    markup: _Markup
    rows: list[tuple[Row, bool]] = field(default_factory=list)
    carried: dict[int, tuple[Cell, int]] = field(default_factory=dict)
    """Column to the cell of a row above that reaches down, and for how many rows more."""
    open_row: int = -1
    cells: list[_OpenCell] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    in_head: bool = False
    depth: int = 0

    def tag(self, match: re.Match[str]) -> None:
        name, closing = match["name"].lower(), bool(match["close"])
        if name == "table":
            self.depth += -1 if closing else 1
        elif self.depth == 1 and name == "thead":
            self.in_head = not closing
        elif self.depth == 1 and name in ("tbody", "tfoot"):
            self.end_row(match.start())
            self.in_head = False
        elif self.depth == 1 and name == "tr":
            self.end_row(match.end() if closing else match.start())
            self.open_row = -1 if closing else match.start()
        elif self.depth == 1 and name in ("td", "th"):
            self.end_cell(match.start())
            if not closing:
                self.begin_cell(match, name == "th")
        else:
            self.inner(match, name, closing)

    def begin_cell(self, match: re.Match[str], head: bool) -> None:
        if self.open_row < 0:
            self.open_row = match.start()
        wanted = {name.lower(): min(max(int(count), 1), WIDEST) for name, count in _SPAN.findall(match["attributes"])}
        self.cells.append(_OpenCell(match.end(), head, wanted.get("rowspan", 1), wanted.get("colspan", 1)))

    def end_cell(self, offset: int) -> None:
        if len(self.ends) < len(self.cells):
            self.ends.append(offset)

    def inner(self, match: re.Match[str], name: str, closing: bool) -> None:
        """A tag inside a cell: `<br>` and `<hr>` stay, list entries and paragraphs are set apart by a `<br>`."""
        if len(self.ends) == len(self.cells):
            return
        words = self.cells[-1].words
        if name in _SEPARATORS:
            words.append(match[0])
        elif name in _PARTS and not closing and "".join(words).strip():
            words.append("<br>")

    def data(self, words: str) -> None:
        if len(self.ends) < len(self.cells):
            self.cells[-1].words.append(words)

    def end_row(self, offset: int) -> None:
        """The row that is open becomes a Row; cells that reach into it from above are repeated."""
        self.end_cell(offset)
        if self.open_row < 0 or not (self.cells or self.carried):
            return
        row: list[Cell] = []
        spanned: set[int] = set()
        carried: dict[int, tuple[Cell, int]] = {}
        for opened, end in zip(self.cells, self.ends, strict=True):
            self._carry(row, spanned, carried)
            cell = self._cell(opened, end)
            for extra in range(min(opened.columns, WIDEST - len(row))):
                if opened.rows > 1:
                    carried[len(row)] = (cell, opened.rows - 1)
                if extra:
                    spanned.add(len(row))
                row.append(cell)
        self._carry(row, spanned, carried)
        head = bool(self.cells) and (self.in_head or all(cell.head for cell in self.cells))
        span = self.markup.span(self.open_row, offset)
        self.rows.append((Row(tuple(row), span, frozenset(spanned)), head))
        self.carried, self.cells, self.ends, self.open_row = carried, [], [], -1

    def _carry(self, row: list[Cell], spanned: set[int], carried: dict[int, tuple[Cell, int]]) -> None:
        """Fill the next columns of `row` as far as cells from above reach into them."""
        while len(row) in self.carried:
            cell, left = self.carried[len(row)]
            if left > 1:
                carried[len(row)] = (cell, left - 1)
            spanned.add(len(row))
            row.append(cell)

    def _cell(self, opened: _OpenCell, end: int) -> Cell:
        start = self.markup.skip(opened.start)
        words = " ".join(html.unescape("".join(opened.words)).split())
        return Cell(words, self.markup.span(start if start < end else opened.start, end))


def _table(markup: _Markup, start: int, end: int) -> Block:
    """The table's rows; its header is the first row where that is in a `<thead>` or has nothing but `<th>`."""
    grid = _Grid(markup)
    first = start
    for match in _TAG.finditer(markup.content, start, end):
        grid.data(markup.content[start : match.start()])
        grid.tag(match)
        start = match.end()
    grid.data(markup.content[start:end])
    grid.end_row(end)
    rows = tuple(row for row, _ in grid.rows)
    header = rows[0] if grid.rows and grid.rows[0][1] else None
    return Block("table", markup.span(first, end), header=header, rows=rows[1:] if header else rows)
