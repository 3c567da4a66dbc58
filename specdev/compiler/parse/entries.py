"""
Lists that Markdown does not know: lines of a paragraph that start like entries.

    Access needs:            a paragraph "Access needs:" and a list of two
        1. the right tenant
        2. a role

    • one                    a list of one, which holds a list of one
      ◦ two

    **FR1**: log in··        a list of two without markers (·· is Markdown's hard line break)
    **FR2**: log out
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ...document import Block
from .lines import Text, around

DEEPEST = 40
"""Levels of a recovered list; what is indented further stands on the last."""

BULLETS = "•‣◦▪●○■□∙⁃"
"""Characters that are a bullet wherever a line starts with them."""

EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"

_ID = r"[A-Z][A-Z0-9]{0,9}(?:[-_.][A-Z0-9]{1,6}){0,3}"
_ENTRY = re.compile(
    rf"""[ \t]*(?:
        (?P<bullet>[{BULLETS}])[ \t]*
      | (?P<dot>·)[ \t]+
      | (?P<dash>[–—])[ \t]+
      | (?P<hyphen>[*+-])[ \t]+
      | (?P<tight>-)(?=[^\W\d_]|\*\*)
      | (?P<number>\(?\d{{1,3}}[.)])[ \t]+
      | (?P<letter>\(?[a-z][.)])[ \t]+
      | (?P<emoji>(?:[{EMOJI}]|[0-9]\ufe0f?\u20e3)[\ufe0e\ufe0f\u200d{EMOJI}]*)[ \t]+
      | (?P<label>(?=
            (?:\*\*|__)[^*\n]{{1,80}}?(?:[:：](?:\*\*|__)|(?:\*\*|__)[ \t]*(?:[:：]|[–—-][ \t]))
          | (?:\*\*|__|\[)\[?(?=[^*_ \]]*\d){_ID}(?:\*\*|__|\])
          | (?=\S*\d){_ID}[ \t]*[:.)–—-][ \t]
        ))
    )(?=\S)""",
    re.VERBOSE,
)
_HARD_BREAK = re.compile(r"(?:(?<! )[ ]{2,}|\\|<br[ \t]*/?>[ \t]*)$")
_BOX = re.compile(r"\[([ xX✓✔]?|[^\w\s\[\]()])\](?:[ \t]+|$)")


class Line(NamedTuple):
    """A line of a paragraph."""

    number: int
    """In the document, from 0."""
    indent: int
    text: str
    """Without the indentation; spaces at the end may be a hard line break."""


class _Mark(NamedTuple):
    kind: str
    marker: str
    length: int


@dataclass(slots=True)
class _Entry:
    mark: _Mark
    lines: list[Line]
    children: list[_Entry] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.mark.marker if self.mark.kind in ("bullet", "dot") else self.mark.kind


def task_box(text: str) -> tuple[str, bool | None, str]:
    """
    The text behind a task box, whether it is checked, and the character in the box.

    `[x]` is checked, `[ ]` and `[]` are not; any other character, as in `[-]` or `[~]`, says neither: None.
    """
    if not text.startswith("[") or not (match := _BOX.match(text)):
        return text, None, ""
    status = match[1] or " "
    checked = True if status in "xX✓✔" else False if status == " " else None
    return text[match.end() :], checked, status


def may_hold_entries(lines: list[str]) -> bool:
    return any(_ENTRY.match(line) for line in lines)


def split_entries(text: Text, lines: list[Line]) -> Iterator[tuple[str, list[Line], Block | None]]:
    """
    The paragraph's parts in order: ("paragraph", its lines, None) or ("list", [], the list).

    A list ends where a line is indented less than all its entries.
    """
    marks = _marks(lines)
    plain: list[Line] = []
    entries: list[_Entry] = []
    indent = 0
    for line in lines:
        mark = marks.get(line.number)
        if entries and mark is None and line.indent < indent:
            yield "list", [], _list(text, entries)
            entries = []
        if mark is not None:
            if plain:
                yield "paragraph", plain, None
                plain = []
            indent = min(indent, line.indent) if entries else line.indent
            entries.append(_Entry(mark, [line]))
        elif entries:
            entries[-1].lines.append(line)
        else:
            plain.append(line)
    if plain:
        yield "paragraph", plain, None
    if entries:
        yield "list", [], _list(text, entries)


def _marks(lines: list[Line]) -> dict[int, _Mark]:
    """The entries' marks by line number, of those kinds only for which the paragraph gives evidence enough."""
    found: dict[str, list[tuple[int, _Mark]]] = {}
    for index, line in enumerate(lines):
        if (match := _ENTRY.match(line.text)) and match.lastgroup:
            mark = _Mark(match.lastgroup, match[match.lastgroup], match.end())
            found.setdefault(mark.kind, []).append((index, mark))
    kept = {kind: marks for kind, marks in found.items() if kind != "label" and _likely(kind, marks, lines)}
    if not kept and "label" in found and _labelled([index for index, _ in found["label"]], lines):
        kept = {"label": found["label"]}
    return {lines[index].number: mark for marks in kept.values() for index, mark in marks}


def _likely(kind: str, marks: list[tuple[int, _Mark]], lines: list[Line]) -> bool:
    """Whether lines that start so are entries: a dash or a year at the start of one line is an accident."""
    if kind == "bullet":
        return True
    if kind == "tight":
        return len(marks) == len(lines) > 1
    if kind == "hyphen":
        return marks[-1][0] > 0
    if kind in ("dot", "dash", "emoji"):
        return len(marks) > 1
    if kind == "letter":
        values = [ord(mark.marker.strip("().")) - ord("a") + 1 for _, mark in marks]
        return len(values) > 1 and values == list(range(1, len(values) + 1))
    values = [int(mark.marker.strip("().")) for _, mark in marks]
    first = marks[0][0]
    announced = values[0] == 1 and first > 0 and lines[first - 1].text.rstrip().endswith((":", "："))
    return announced or any(after - before in (0, 1) for before, after in pairwise(values))


def _labelled(indexes: list[int], lines: list[Line]) -> bool:
    """Whether every label starts a line of its own: after a hard break, or in a paragraph of labels only."""
    if len(indexes) < 2:
        return False
    first = indexes[0]
    announced = first == 0 or lines[first - 1].text.rstrip().endswith((":", "："))
    if announced and len(indexes) == len(lines) - first:
        return True
    return all(index == 0 or _HARD_BREAK.search(lines[index - 1].text) for index in indexes)


def _list(text: Text, entries: list[_Entry]) -> Block:
    """The entries as a list, nested by their indentation, and where that is the same by their bullets."""
    top: list[_Entry] = []
    stack: list[_Entry] = []
    for entry in entries:
        while stack and not _below(entry, stack):
            stack.pop()
        (stack[-1].children if stack else top).append(entry)
        stack.append(entry)
    return _list_block(text, top)


def _below(entry: _Entry, stack: list[_Entry]) -> bool:
    """Whether `entry` stands below the last entry of `stack`."""
    above = stack[-1]
    if len(stack) >= DEEPEST:
        return False
    indent, reached = entry.lines[0].indent, above.lines[0].indent
    if indent != reached:
        return indent > reached
    if entry.mark.kind != "bullet" or above.mark.kind not in ("bullet", "number", "label"):
        return False
    return all(other.key != entry.key for other in stack)


def _list_block(text: Text, entries: list[_Entry]) -> Block:
    items = tuple(_item(text, entry) for entry in entries)
    return Block("list", around(items), children=items, marker=items[0].marker)


def _item(text: Text, entry: _Entry) -> Block:
    first, rest = entry.lines[0], entry.lines[1:]
    words = [first.text[entry.mark.length :] if entry.mark.kind != "label" else first.text]
    words += [line.text for line in rest]
    words[-1] = _HARD_BREAK.sub("", words[-1])
    own, checked, status = task_box("\n".join(words).strip())
    children = (_list_block(text, entry.children),) if entry.children else ()
    column = len(text.lines[first.number].rstrip()) - len(first.text.rstrip())
    own_lines = entry.lines[-1].number + 1
    end = children[-1].span.end_line if children else own_lines
    span = text.span(first.number, end, column)
    marker = entry.mark.marker
    return Block("item", span, own, children, marker, checked, status)
