"""
Path patterns as tasks use them to say what they own and read.

    *      any characters within one name, also none
    ?      one character of a name
    [a-z]  one character of a set; [!a-z] one that is not in it
    **     any number of folders, also none, where it is a whole part; elsewhere it is `*`
    dir/   everything below the folder, like dir/**

Anything else stands for itself; case matters. Whether two patterns can match the same path is decided exactly,
by walking both at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class _Set:
    """The characters of `[…]`: ranges, and whether it means all others."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool

    def has(self, char: str) -> bool:
        return any(low <= char <= high for low, high in self.ranges) is not self.negated


_ANY = _Set((), True)
_MANY = "**"
"""The atom for `*`: two characters, so that it is no character itself."""
_Atom = str | _Set
"""A character, a set of characters, or _MANY."""
_Part = tuple[_Atom, ...]
_DEEP = None
"""The part `**`."""


@lru_cache(maxsize=65536)
def _parsed(pattern: str) -> tuple[_Part | None, ...]:
    """The parts of the pattern; `**` as _DEEP, each once in a row."""
    if pattern.endswith("/"):
        pattern += "**"
    parts: list[_Part | None] = []
    for text in pattern.split("/"):
        if text in (".", ""):
            continue
        part = _DEEP if text == "**" else _atoms(text)
        if part is not _DEEP or not parts or parts[-1] is not _DEEP:
            parts.append(part)
    return tuple(parts)


_ATOM = re.compile(r"\[(!?)(\]?[^\]]*)\]|\*+|.", re.DOTALL)


def _atoms(text: str) -> _Part:
    atoms: list[_Atom] = []
    for found in _ATOM.finditer(text):
        word = found.group()
        if word[0] == "*":
            atoms.append(_MANY)
        elif word == "?":
            atoms.append(_ANY)
        elif found[2] is not None and found[2]:
            atoms.append(_Set(_ranges(found[2]), bool(found[1])))
        else:
            atoms += word
    return tuple(atoms)


def _ranges(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    place = 0
    while place < len(text):
        if text[place + 1 : place + 2] == "-" and place + 2 < len(text):
            found.append((text[place], text[place + 2]))
            place += 3
        else:
            found.append((text[place], text[place]))
            place += 1
    return tuple(found)


def match(pattern: str, path: str) -> bool:
    """Whether the pattern matches the path; both with forward slashes."""
    literal = tuple(tuple(name) for name in path.split("/") if name not in (".", ""))
    return _meet_parts(_parsed(pattern), literal)


def may_overlap(first: str, second: str) -> bool:
    """Whether there is a path that both patterns match."""
    if first == second:
        return True
    a, b = _parsed(first), _parsed(second)
    if a and b and a[0] is not _DEEP and b[0] is not _DEEP and not _meet(a[0], b[0]):
        return False
    return _meet_parts(a, b)


def is_literal(pattern: str) -> bool:
    """Whether the pattern names one path only."""
    return not pattern.endswith("/") and not any(char in pattern for char in "*?[")


def _meet_parts(a: tuple[_Part | None, ...], b: tuple[_Part | None, ...]) -> bool:
    """Whether some path fits both lists of parts. Walks pairs of places, each once."""
    todo = [(0, 0)]
    seen = set(todo)
    while todo:
        i, j = todo.pop()
        if i == len(a) and j == len(b):
            return True
        for step in _part_steps(a, b, i, j):
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return False


def _part_steps(a: tuple[_Part | None, ...], b: tuple[_Part | None, ...], i: int, j: int) -> list[tuple[int, int]]:
    """The pairs of places that follow; `**` ends, or takes one part of the other side."""
    left_deep = i < len(a) and a[i] is _DEEP
    right_deep = j < len(b) and b[j] is _DEEP
    steps = []
    if left_deep:
        steps.append((i + 1, j))
        if j < len(b) and not right_deep:
            steps.append((i, j + 1))
    if right_deep:
        steps.append((i, j + 1))
        if i < len(a) and not left_deep:
            steps.append((i + 1, j))
    if not left_deep and not right_deep and i < len(a) and j < len(b) and _meet(a[i] or (), b[j] or ()):
        steps.append((i + 1, j + 1))
    return steps


@lru_cache(maxsize=65536)
def _meet(a: _Part, b: _Part) -> bool:
    """Whether some name fits both parts."""
    todo = [(0, 0)]
    seen = set(todo)
    while todo:
        i, j = todo.pop()
        if i == len(a) and j == len(b):
            return True
        left = a[i] if i < len(a) else ""
        right = b[j] if j < len(b) else ""
        steps = []
        if left == _MANY:
            steps += [(i + 1, j), (i, j + 1)] if right and right != _MANY else [(i + 1, j)]
        if right == _MANY:
            steps += [(i, j + 1), (i + 1, j)] if left and left != _MANY else [(i, j + 1)]
        if left and right and _MANY not in (left, right) and _common(left, right):
            steps.append((i + 1, j + 1))
        fresh = set(steps) - seen
        seen |= fresh
        todo += sorted(fresh)
    return False


def _common(a: _Atom, b: _Atom) -> bool:
    """Whether one character fits both."""
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    if isinstance(a, str) or isinstance(b, str):
        char, chars = (a, b) if isinstance(a, str) else (b, a)
        assert isinstance(char, str)
        assert isinstance(chars, _Set)
        return chars.has(char)
    # Two sets: a common character lies at an end of a range of one of them, or just outside one.
    return any(a.has(char) and b.has(char) for char in _candidates(a) + _candidates(b))


def _candidates(chars: _Set) -> list[str]:
    ends = [ord(end) for pair in chars.ranges for end in pair]
    near = [code + step for code in ends for step in (-1, 0, 1)]
    return ["a", *(chr(code) for code in near if 0 < code < 0x110000 and code != ord("/"))]
