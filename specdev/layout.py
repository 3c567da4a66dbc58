"""Text laid out in columns: how wide it is, how it is shortened, and numbers in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def shorten(text: str, limit: int) -> str:
    """`text` in one line of at most `limit` columns; what is cut off is marked with `…`."""
    line = " ".join(text.split())
    if width(line) <= limit:
        return line
    kept, used = "", 1
    for char in line:
        used += _columns_of(char)
        if used > limit:
            break
        kept += char
    return kept.rstrip() + "…"


def table(rows: Iterable[Sequence[str]], *, gap: int = 2) -> list[str]:
    """One line a row, cells aligned to the left, nothing behind the last cell."""
    rows = list(rows)
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        (" " * gap).join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 task`, `2 tasks`; `plural` where an s is not enough."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def duration(minutes: int) -> str:
    """Minutes in words: `45 min`, `2 h`, `3 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
