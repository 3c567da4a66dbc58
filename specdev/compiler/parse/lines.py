"""The lines of a document and the places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...diagnostics import Span
from ...document import Block


@dataclass(frozen=True, slots=True)
class Text:
    """A document's lines, and what is needed to point at them."""

    path: str
    lines: tuple[str, ...]
    """Without line ends."""
    last: tuple[int, ...]
    """For each line, the index of the nearest line at or above it that is not blank; -1 where there is none."""

    def span(self, first: int, end: int, column: int) -> Span:
        """
        The place from character `column` of line `first` up to, not including, line `end` (all from 0).

        Blank lines at the end are left out; the result counts from 1, as a Span does.
        """
        final = max(first, self.last[end - 1])
        last_column = len(self.lines[final].rstrip())
        if final == first:
            last_column = max(column + 1, last_column)
        return Span(self.path, first + 1, column + 1, final + 1, last_column)

    def for_markdown(self) -> list[str]:
        """The lines with those emptied that are blank to a reader, but not to Markdown: a form feed alone."""
        return [line if self.last[n] == n or not line.strip(" \t") else "" for n, line in enumerate(self.lines)]


def read_lines(path: str, text: str) -> Text:
    """`text` as lines: LF, CRLF and a lone CR end one; a byte order mark in front is dropped."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    last: list[int] = []
    seen = -1
    for number, line in enumerate(lines):
        if line and not line.isspace():
            seen = number
        last.append(seen)
    return Text(path, tuple(lines), tuple(last))


def around(blocks: Sequence[Block]) -> Span:
    """From the first block's start to the last one's end."""
    first, last = blocks[0].span, blocks[-1].span
    return Span(first.path, first.line, first.column, last.end_line, last.end_column)
