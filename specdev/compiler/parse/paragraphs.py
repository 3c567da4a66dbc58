"""What stands in a paragraph: running text, definitions, comments, and lists and tables that Markdown missed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from ...document import Block
from .entries import BULLETS, Line, may_hold_entries, split_entries
from .lines import Text, around
from .tables import is_delimiter, pipe_row

_DEFINITION = re.compile(
    r"""[ \t]*\[[^\[\]]{1,999}\]:[ \t]*(?:<[^<>]*>|(?=\S*[./\#:@])\S+)"""
    r"""(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$"""
)
_Node = TypeVar("_Node")
_FOOTNOTE = re.compile(r"[ \t]*\[\^[^\[\]\s]{1,100}\]:")


def paragraph_blocks(text: Text, first: int, end: int, content: str) -> list[Block]:
    """
    The blocks of a paragraph in the lines from `first` to `end` (from 0, end exclusive).

    `content` is the paragraph as Markdown has it: container marks removed, and white space at both ends.
    """
    rows = content.split("\n")
    if len(rows) != end - first:
        first = _aligned(text, first, end, rows[0])
    if not _special(rows, content):
        if "\n " in content or "\n\t" in content:
            content = "\n".join([row.lstrip() for row in rows])
        return [_plain(text, first, first + len(rows), content)] if content else []
    found: list[Block] = []
    for kind, lines in _parts(_lines(text, first, rows)):
        found += _blocks(text, kind, lines)
    return found


def merge_lists(blocks: Sequence[_Node]) -> list[_Node | Block]:
    """The same with neighbouring recovered lists of one bullet made one list: people put blank lines between."""
    merged: list[_Node | Block] = []
    for marker, group in groupby(blocks, _bullet):
        nodes = list(group)
        lists = [node for node in nodes if isinstance(node, Block)]
        if not marker or len(lists) == 1:
            merged += nodes
            continue
        merged.append(Block("list", around(lists), "", tuple(i for block in lists for i in block.children), marker))
    return merged


def _bullet(node: object) -> str:
    return node.marker if isinstance(node, Block) and node.kind == "list" and node.marker in BULLETS else ""


def _aligned(text: Text, first: int, end: int, row: str) -> int:
    """The line in which the content starts, where lines of odd white space were stripped off in front."""
    wanted = row.rstrip()
    return next((number for number in range(first, end) if text.lines[number].rstrip().endswith(wanted)), first)


def _special(rows: list[str], content: str) -> bool:
    """Whether a paragraph may be more than running text."""
    if content[:1] in ("[", "|") or "<!--" in content or "\n|" in content:
        return True
    return may_hold_entries(rows)


def _lines(text: Text, first: int, rows: list[str]) -> list[Line]:
    """The rows with their indentation; that of the first, which Markdown strips, is seen by the second's."""
    stripped = [row.lstrip() for row in rows]
    indents = [len(row.expandtabs(4)) - len(line.expandtabs(4)) for row, line in zip(rows, stripped, strict=True)]
    if len(rows) > 1:
        columns = [_column(text, first + n, stripped[n]) for n in (0, 1)]
        indents[0] = max(0, columns[0] - (columns[1] - (len(rows[1]) - len(stripped[1]))))
    return [Line(first + n, indent, line) for n, (indent, line) in enumerate(zip(indents, stripped, strict=True))]


def _parts(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines in groups: comment, definition or text."""
    plain: list[Line] = []
    closers = deque(index for index, line in enumerate(lines) if "-->" in line.text)
    index = 0
    while index < len(lines):
        kind, stop = _part(lines, index, closers, bool(plain))
        if kind == "text":
            plain.append(lines[index])
        else:
            if plain:
                yield "text", plain
                plain = []
            yield kind, lines[index:stop]
        index = stop
    if plain:
        yield "text", plain


def _part(lines: list[Line], index: int, closers: deque[int], inside: bool) -> tuple[str, int]:
    """What starts in line `index`, and the line after it; `inside`: running text stands right above."""
    line = lines[index].text
    if line.startswith("<!--"):
        while closers and closers[0] < index:
            closers.popleft()
        if closers and lines[closers[0]].text.rstrip().endswith("-->"):
            return "comment", closers[0] + 1
    if inside or not line.startswith("["):
        return "text", index + 1
    if _FOOTNOTE.match(line):
        stop = index + 1
        while stop < len(lines) and not lines[stop].text.startswith(("[", "<!--")):
            stop += 1
        return "definition", stop
    return ("definition" if _DEFINITION.match(line) else "text"), index + 1


def _blocks(text: Text, kind: str, lines: list[Line]) -> list[Block]:
    if kind != "text":
        return [_joined(text, kind, lines)]
    if len(lines) > 1 and all(line.text.startswith("|") for line in lines):
        return [_table(text, lines)]
    parts = split_entries(text, lines)
    return [block or _joined(text, "paragraph", plain) for _, plain, block in parts]


def _table(text: Text, lines: list[Line]) -> Block:
    """A table with a delimiter row that does not fit its header, or with none: then it has no header."""
    headed = is_delimiter(lines[1].text.rstrip())
    kept = [line for line in lines if not is_delimiter(line.text.rstrip())]
    rows = [
        pipe_row(text.path, line.number, text.lines[line.number], _column(text, line.number, line.text))
        for line in kept
    ]
    first, end = lines[0].number, lines[-1].number + 1
    span = text.span(first, end, _column(text, first, lines[0].text))
    if headed and not is_delimiter(lines[0].text.rstrip()):
        return Block("table", span, header=rows[0], rows=tuple(rows[1:]))
    return Block("table", span, rows=tuple(rows))


def _joined(text: Text, kind: str, lines: list[Line]) -> Block:
    words = "\n".join([line.text for line in lines]).rstrip()
    first = lines[0]
    return Block(kind, text.span(first.number, lines[-1].number + 1, _column(text, first.number, first.text)), words)


def _plain(text: Text, first: int, end: int, content: str) -> Block:
    return Block("paragraph", text.span(first, end, _column(text, first, content.split("\n", 1)[0])), content)


def _column(text: Text, number: int, words: str) -> int:
    """Where `words`, with which line `number` ends, start in it (from 0)."""
    return max(0, len(text.lines[number].rstrip()) - len(words.rstrip()))
