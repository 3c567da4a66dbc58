"""The parts of a table cell, where its author separated several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..words import words

_SEPARATOR = re.compile(r"<br\s*/?>|<hr\s*/?>|\n", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|(?<=[\s>;。；]))(?:\(?\d{1,2}[.)、]|[①-⑳])(?!\d)\s*(?=\S)")
_SEPARATED = re.compile(r"[<\n\d①-⑳]")  # without one of these nothing is separated
_BULLET = re.compile(r"^\s*(?:[-*](?=\s)|[•·–▪]|\(?\d{1,2}[.)、]|[①-⑳]|\[[ xX]?\])\s*")


def split_cell(text: str, *, announced: bool = False) -> list[str]:
    """
    The parts that an author separated in a cell: numbered parts, bullets, `<br>` and `<hr>`; else all of it.

    `announced`: a first part that ends in a colon announces the others, and is repeated before each of them.
    """
    if not _SEPARATED.search(text):
        part = text.strip()
        return [_BULLET.sub("", part).strip(" ;")] if words(part) else []
    lines = [line.strip() for line in _SEPARATOR.split(text) if line.strip()]
    parts: list[str] = []
    for line in lines:
        numbers = list(_NUMBERED.finditer(line))
        if len(numbers) >= 2 and numbers[0].start() == 0:
            bounds = [*(n.start() for n in numbers), len(line)]
            parts.extend(line[a:b].strip() for a, b in pairwise(bounds))
        else:
            parts.append(line)
    if len(parts) > 1 and parts[0].endswith((":", "：")):
        head = parts[0]
        parts = [f"{head} {_BULLET.sub('', part)}" for part in parts[1:]] if announced else ["\n- ".join(parts)]
    elif len(parts) > 1 and not _separate(parts):
        return [" ".join(parts)]
    return [_BULLET.sub("", part).strip(" ;") for part in parts if words(part)]


def _separate(parts: Sequence[str]) -> bool:
    """Do the parts stand for themselves, or is one sentence only broken over lines?"""
    marked = sum(1 for part in parts if _BULLET.match(part))
    if marked * 2 >= len(parts):
        return True
    started = sum(1 for part in parts[1:] if not part[:1].islower() and len(words(part)) >= 2)
    return started == len(parts) - 1
