"""
Keeping the comments that people add to a generated YAML file.

A comment belongs to the entry before which it stands, or on whose line it ends. Entries are known by their way
from the top, list entries that are mappings by their `id`: so comments stay with an item that moves. A comment
whose entry is gone moves to the end of the nearest group that is still there; none is lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .careful import Path, Place
from .reading import load, positions

Key = tuple[str, ...]
"""An entry's way from the top that survives moving: `("requirements", "[FR-004]", "text")`."""

_MAYBE = re.compile(r"(?:^|(?<=[ \t]))#")
_GENERATED = "# yaml-language-server:"
"""A comment that is generated: the new text's own stands."""


@dataclass(frozen=True, slots=True)
class _Comment:
    text: str
    anchor: Key
    kind: str
    """`before` an entry, at the `line` end of an entry, or at the `end` of a group (its anchor)."""


@dataclass(frozen=True, slots=True)
class _Entry:
    key: Key
    line: int
    """Of its key or dash, from 0; -1 for the document itself."""
    column: int
    end: int
    """Its last line."""

    @property
    def indent(self) -> int:
        """Where the entries of the group stand that it is the head of; a list entry's keys stand at its own column."""
        return 0 if not self.key else self.column + (0 if self.key[-1].startswith("[") else 2)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A text, its entries in order, and for each line the columns that belong to a scalar."""

    data: Any
    lines: list[str]
    entries: dict[Key, _Entry]
    order: list[_Entry]
    scalars: dict[int, list[tuple[int, int]]]
    spilling: set[int]
    """Lines whose scalar goes on in the next line: nothing can be put behind it."""


def merge_comments(old_text: str, new_text: str) -> str:
    """`new_text` with the comments of `old_text` that it lacks; unchanged where either cannot be read."""
    if "#" not in old_text:
        return new_text
    old, new = _layout(old_text), _layout(new_text)
    if old is None or new is None:
        return new_text
    wanted = Counter(_settled(c, new) for c in _comments(old) if not c.text.startswith(_GENERATED))
    missing = list((wanted - Counter(_comments(new))).elements())
    if not missing:
        return new_text
    merged = _insert(new, missing)
    if load(merged, "").data == new.data:
        return merged
    return "".join([new_text, *(comment.text + "\n" for comment in missing)])


def _layout(text: str) -> _Layout | None:
    """None for a text that is broken or holds no mapping or list."""
    loaded = load(text, "")
    if not loaded.data or not isinstance(loaded.data, dict | list):
        return None
    places = positions(text)
    lines = text.splitlines()
    entries: dict[Key, _Entry] = {(): _Entry((), -1, 0, len(lines) - 1)}
    names: dict[Path, Key] = {(): ()}
    same: Counter[Key] = Counter()
    scalars: dict[int, list[tuple[int, int]]] = {}
    spilling: set[int] = set()
    for path, place in sorted(places.values.items(), key=lambda entry: (entry[1][:2], len(entry[0]))):
        value = _at(loaded.data, path)
        if not isinstance(value, dict | list):
            _cover(lines, place, scalars, spilling)
        if not path or path[:-1] not in names:
            continue
        plain = (*names[path[:-1]], _name(value, path[-1]))
        same[plain] += 1
        key = plain if same[plain] == 1 else (*plain[:-1], f"{plain[-1]}#{same[plain]}")
        names[path] = key
        begin = places.keys.get(path, place)
        entries[key] = _Entry(key, begin.line - 1, begin.column - 1, place.end_line - 1)
    order = sorted(entries.values(), key=lambda entry: (entry.line, len(entry.key)))
    return _Layout(loaded.data, lines, entries, order, scalars, spilling)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _name(value: Any, step: str | int) -> str:
    if isinstance(step, str):
        return step
    if isinstance(value, Mapping):
        return f"[{value.get('id', value.get('term', step))}]"
    return f"[{step if isinstance(value, list) else value}]"


def _cover(lines: list[str], place: Place, scalars: dict[int, list[tuple[int, int]]], spilling: set[int]) -> None:
    """Note which columns of which lines a scalar takes; the head of a block text may have a comment."""
    first, last = place.line - 1, place.end_line - 1
    block = lines[first][place.column - 1 : place.column] in ("|", ">") and last > first
    for number in range(first + block, last + 1):
        start = place.column - 1 if number == first else 0
        end = place.end_column if number == last and place.end_column else len(lines[number])
        scalars.setdefault(number, []).append((start, end))
        if number < last:
            spilling.add(number)


def _comments(layout: _Layout) -> list[_Comment]:
    """Every comment with what it belongs to, in order."""
    found: list[_Comment] = []
    for number, line in enumerate(layout.lines):
        if "#" not in line:
            continue
        covered = layout.scalars.get(number, ())
        starts = (m.start() for m in _MAYBE.finditer(line))
        column = next((c for c in starts if not any(first <= c < end for first, end in covered)), None)
        if column is not None:
            found.append(_comment(layout, number, column, alone=not line[:column].strip()))
    return found


def _comment(layout: _Layout, line: int, column: int, *, alone: bool) -> _Comment:
    text = layout.lines[line][column:].rstrip()
    after = bisect_right(layout.order, line, key=lambda entry: entry.line)
    if not alone:
        here = bisect_right(layout.order, line - 1, key=lambda entry: entry.line)
        if here < after:
            return _Comment(text, layout.order[here].key, "line")
    elif after < len(layout.order):
        following = layout.order[after]
        if column <= _indent(layout.lines[following.line]):
            return _Comment(text, following.key, "before")
    return _Comment(text, _group(layout, after, column), "end")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _group(layout: _Layout, after: int, column: int) -> Key:
    """The group whose entries stand at `column`, or the nearest above it."""
    for entry in reversed(layout.order[:after]):
        if entry.column < column or not entry.key:
            return entry.key
        if entry.column == column:
            return entry.key[:-1]
    return ()


def _settled(comment: _Comment, new: _Layout) -> _Comment:
    """The comment at its own anchor, or at the end of the nearest group that is left."""
    if comment.anchor not in new.entries:
        anchor = comment.anchor
        while anchor not in new.entries:
            anchor = anchor[:-1]
        return _Comment(comment.text, anchor, "end")
    if comment.kind == "end":
        return comment
    line = new.entries[comment.anchor].line
    first = new.order[bisect_right(new.order, line - 1, key=lambda entry: entry.line)]
    kind = "before" if line in new.spilling else comment.kind
    return _Comment(comment.text, first.key, kind)


def _insert(layout: _Layout, comments: list[_Comment]) -> str:
    before: dict[int, list[str]] = {}
    behind: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    for comment in comments:
        entry = layout.entries[comment.anchor]
        if comment.kind == "end":
            after.setdefault(entry.end, []).append(" " * entry.indent + comment.text)
        elif comment.kind == "before":
            indent = _indent(layout.lines[entry.line])
            before.setdefault(entry.line, []).append(" " * indent + comment.text)
        else:
            behind.setdefault(entry.line, []).append(comment.text)
    out: list[str] = []
    for number, line in enumerate(layout.lines):
        out += [*before.get(number, ()), "  ".join([line, *behind.get(number, ())]), *after.get(number, ())]
    return "\n".join(out) + "\n"
