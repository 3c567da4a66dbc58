"""
The Markdown parser: markdown-it's block rules, with three of them mended.

Inline rules are off: only the place and the content of a block are needed. Reference definitions are
left as paragraphs, so that their lines are not lost (see `paragraphs`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence, heading, html_block
from markdown_it.token import Token

MAX_NESTING = 402
"""Levels; a list takes two, a quote one. 200 nested lists fit, and Python's 1,000 frames hold twice as many levels."""

_OPENING = re.compile(r" {0,3}(`{3,}|~{3,})")
_CLOSING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_TIGHT_HEADING = re.compile(r"(#{2,6})([^\W_].*|\*\*.*)")
_CLOSING_MARKS = re.compile(r"[ \t]#+[ \t]*$")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def markdown_tokens(lines: Sequence[str]) -> list[Token]:
    """The flat block tokens of `lines`; `Token.map` counts from 0, its end is exclusive."""
    return _markdown().parse("\n".join(lines), {"scan": _Scan(lines)})


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    markdown.disable(["inline", "text_join", "reference"])
    markdown.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    markdown.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    markdown.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    return markdown


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence that nobody closes ends before the next heading, not at the end of the document."""
    if state.level == 0 and not silent:
        end = _scan(state).fence_end(start, end)
    return fence(state, start, end, silent)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table in HTML goes on to its `</table>`, over blank lines too."""
    if not html_block(state, start, end, silent):
        return False
    token = state.tokens[-1] if state.tokens else None
    if silent or state.level or token is None or "<table" not in token.content.lower():
        return True
    closed = _scan(state).table_end(start, state.line)
    if closed > state.line:
        state.line = closed
        token.map = [start, closed]
        token.content = state.getLines(start, closed, 0, True)
    return True


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`##Goals` without a space is a heading too; `#goals` is not: that is a tag."""
    if heading(state, start, end, silent):
        return True
    begin = state.bMarks[start] + state.tShift[start]
    if state.level or state.is_code_block(start) or not state.src.startswith("##", begin):
        return False
    match = _TIGHT_HEADING.fullmatch(state.src[begin : state.eMarks[start]])
    if match and not silent:
        state.line = start + 1
        tag = f"h{len(match[1])}"
        opening, words = state.push("heading_open", tag, 1), state.push("inline", "", 0)
        state.push("heading_close", tag, -1)
        opening.map = [start, state.line]
        opening.markup = match[1]
        words.content = _CLOSING_MARKS.sub("", match[2]).strip()
    return match is not None


def _scan(state: StateBlock) -> _Scan:
    scan = state.env["scan"]
    assert isinstance(scan, _Scan)
    return scan


@dataclass(frozen=True)
class _Scan:
    """What the mended rules must know of lines further down, found in one pass so that parsing stays linear."""

    lines: Sequence[str]

    @cached_property
    def breaks(self) -> list[int]:
        """Heading lines that follow a blank line."""
        pairs = zip(self.lines, self.lines[1:], strict=False)
        return [n for n, (above, line) in enumerate(pairs, 1) if not above.strip() and _HEADING.match(line)]

    @cached_property
    def closers(self) -> dict[str, tuple[list[int], list[int]]]:
        """For each fence character the lines that can close a fence, and the longest run from there on."""
        found: dict[str, tuple[list[int], list[int]]] = {"`": ([], []), "~": ([], [])}
        for number in range(len(self.lines) - 1, -1, -1):
            if match := _CLOSING.match(self.lines[number]):
                numbers, longest = found[match[1][0]]
                longest.append(max(len(match[1]), longest[-1] if longest else 0))
                numbers.append(number)
        for numbers, longest in found.values():
            numbers.reverse()
            longest.reverse()
        return found

    @cached_property
    def table_closers(self) -> dict[int, int]:
        """Line of each `<table` to the line of its `</table`; a heading below a blank line ends the search."""
        breaks = set(self.breaks)
        found: dict[int, int] = {}
        still_open: list[int] = []
        for number, line in enumerate(self.lines):
            if number in breaks:
                still_open.clear()
            if "<" not in line:
                continue
            for tag in _TABLE_TAG.finditer(line):
                if not tag[1]:
                    still_open.append(number)
                elif still_open:
                    first = still_open.pop()
                    found[first] = max(number, found.get(first, 0))
        return found

    def fence_end(self, start: int, end: int) -> int:
        """Where a fence that opens in line `start` must end at the latest: `end`, or before a heading."""
        opening = _OPENING.match(self.lines[start])
        if not opening:
            return end
        numbers, longest = self.closers[opening[1][0]]
        later = bisect_right(numbers, start)
        if later < len(numbers) and longest[later] >= len(opening[1]):
            return end
        heading = bisect_right(self.breaks, start)
        return self.breaks[heading] if heading < len(self.breaks) else end

    def table_end(self, start: int, end: int) -> int:
        """The line after the last `</table>` that belongs to a table opened in the lines from `start` to `end`."""
        return max(self.table_closers.get(number, 0) for number in range(start, end)) + 1
