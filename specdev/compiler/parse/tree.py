"""From the flat tokens to headings and blocks. The walk keeps its own stack: nesting costs no recursion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from ...diagnostics import Diagnostic, Span, code
from ...document import Block
from .entries import task_box
from .lines import Text, around
from .markup import html_blocks
from .paragraphs import merge_lists, paragraph_blocks
from .tables import has_pipe, pipe_row

UNCLOSED = code(
    "SD107",
    "warning",
    "code fence is never closed",
    help="write a line `{marker}` where the code ends",
    page="A code fence is opened here and no line closes it. Markdown then takes everything to the end of the "
    "document as code. The compiler ends the code before the next heading that follows a blank line; where there "
    "is none, the rest of the document is code and nothing in it is read as a requirement.",
)

LONGEST_UNDERLINED = 20
"""Words. A longer paragraph right above a `---` line is no heading: the line is there to set it apart."""

_CONTAINERS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of Markdown, or one that was recovered: then its level is how deep it stands below the real one."""

    raw: str
    level: int
    span: Span
    recovered: str = ""


@dataclass(slots=True)
class _Frame:
    """A container that is open."""

    kind: str
    first: int
    end: int
    column: int
    marker: str = ""
    children: list[Block] = field(default_factory=list)


class TreeBuilder:
    """Walks the tokens once; `flow` then holds the document's headings and outermost blocks in order."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.flow: list[Block | Heading] = []
        self.diagnostics: list[Diagnostic] = []
        self._frames: list[_Frame] = []
        self._quotes = 0
        self._cursor = (-1, 0)
        """A line and the character behind the last container mark in it."""

    def build(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind == "paragraph_open":
                self._paragraph(*_range(token), tokens[index + 1].content)
                index += 3
                continue
            if kind == "heading_open":
                self._heading(token, tokens[index + 1].content)
                index += 3
                continue
            if kind == "table_open":
                while tokens[index].type != "table_close":
                    index += 1
                self._table(*_range(token))
            elif kind in _CONTAINERS:
                self._open(_CONTAINERS[kind], token)
            elif kind.endswith("_close"):
                self._close()
            else:
                self._leaf(token)
            index += 1

    def _column(self, line: int) -> int:
        """Where the next block starts in `line`: behind the marks of the containers around it, from 0."""
        raw = self.text.lines[line]
        at = 0
        if self._cursor[0] == line:
            at = self._cursor[1]
        else:
            for _ in range(self._quotes):
                at = raw.find(">", at) + 1 or at
        while at < len(raw) and raw[at] in " \t":
            at += 1
        return min(at, max(0, len(raw) - 1))

    def _add(self, *blocks: Block) -> None:
        if self._frames:
            self._frames[-1].children += blocks
        else:
            self.flow += blocks

    def _open(self, kind: str, token: Token) -> None:
        first, end = _range(token)
        column = self._column(first)
        marker = token.info + token.markup if kind == "item" else ""
        if kind == "quote":
            self._quotes += 1
        if kind != "list":
            self._cursor = (first, column + max(1, len(marker)))
        self._frames.append(_Frame(kind, first, end, column, marker))

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.kind == "list":
            self._add(Block("list", around(frame.children), "", tuple(frame.children), frame.children[0].marker))
        elif frame.kind == "item":
            self._add(self._item(frame))
        else:
            self._quotes -= 1
            self._add(Block("quote", self._around(frame), children=tuple(frame.children)))

    def _around(self, frame: _Frame) -> Span:
        span = self.text.span(frame.first, frame.end, frame.column)
        if frame.children and frame.children[-1].span.end_line > span.end_line:
            span = replace(
                span, end_line=frame.children[-1].span.end_line, end_column=frame.children[-1].span.end_column
            )
        return span

    def _item(self, frame: _Frame) -> Block:
        children = merge_lists(frame.children)
        own = next((n for n, child in enumerate(children) if child.kind != "comment"), len(children))
        words = ""
        if own < len(children) and children[own].kind == "paragraph":
            words = children.pop(own).text
        elif not children:
            # Markdown stops at its nesting limit; the words are kept.
            lines = self.text.lines[frame.first : frame.end]
            words = "\n".join(
                [lines[0][frame.column + len(frame.marker) :].strip(), *map(str.strip, lines[1:])]
            ).strip()
        words, checked, status = task_box(words)
        return Block("item", self._around(frame), words, tuple(children), frame.marker, checked, status)

    def _paragraph(self, first: int, end: int, content: str) -> None:
        self._add(*paragraph_blocks(self.text, first, end, content))

    def _heading(self, token: Token, content: str) -> None:
        first, end = _range(token)
        if token.markup == "-" and len(content.split()) > LONGEST_UNDERLINED:
            self._paragraph(first, end - 1, content)
            self._add(Block("rule", self.text.span(end - 1, end, self._column(end - 1))))
            return
        span = self.text.span(first, end, self._column(first))
        if self._frames:
            self._add(Block("paragraph", span, content))
        else:
            self.flow.append(Heading(" ".join(content.split("\n")), int(token.tag[1]), span))

    def _table(self, first: int, end: int) -> None:
        """A pipe table; lines without any pipe at its end are text that somebody wrote right below it."""
        lines = self.text.lines
        stop = end
        while stop > first + 2 and not has_pipe(lines[stop - 1]):
            stop -= 1
        starts = [self._column(number) for number in range(first, stop)]
        rows = [pipe_row(self.text.path, n, lines[n], at) for n, at in enumerate(starts, first) if n != first + 1]
        span = self.text.span(first, stop, starts[0])
        self._add(Block("table", span, header=rows[0], rows=tuple(rows[1:])))
        if stop < end:
            below = [lines[number][self._column(number) :].strip() for number in range(stop, end)]
            self._paragraph(stop, end, "\n".join(below))

    def _leaf(self, token: Token) -> None:
        first, end = _range(token)
        if token.type == "html_block":
            for block, is_text in html_blocks(self.text, first, token.content):
                self._add(replace(block, kind="paragraph") if is_text else block)
            return
        if token.type == "hr":
            self._add(Block("rule", self.text.span(first, end, self._column(first))))
            return
        if token.type == "code_block":
            self._add(Block("code", self.text.span(first, end, self._column(first)), token.content.rstrip("\n")))
            return
        span = self.text.span(first, end, self._column(first))
        self._add(Block("code", span, token.content.rstrip("\n"), info=token.info.strip()))
        if not self._closed(token, first, end):
            opening = Span(span.path, span.line, span.column, span.line, len(self.text.lines[first].rstrip()))
            self.diagnostics.append(UNCLOSED.at(opening, marker=token.markup))

    def _closed(self, token: Token, first: int, end: int) -> bool:
        closing = self.text.lines[end - 1].strip(" \t>") if end - 1 > first else ""
        return len(closing) >= len(token.markup) and not closing.strip(token.markup[0])


def _range(token: Token) -> tuple[int, int]:
    """First line and the line after the last, from 0."""
    assert token.map is not None
    return token.map[0], token.map[1]
