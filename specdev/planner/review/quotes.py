"""What a reviewer quotes, which may be a single word such as `fast`; where it stands is told by `grounding`."""

from __future__ import annotations

import re

from .. import grounding

LEAST = 2
"""Characters of a quotation: it shows a fault, and need not be a whole statement."""
_NUMBER = re.compile(r"^[ \t]*\d+\|[ \t]?", re.MULTILINE)
"""How lines are numbered in a question."""


def numbered(lines: list[str] | tuple[str, ...]) -> str:
    """Lines for a question, numbered from 1, so that it stays the same when what is above them changes."""
    return "\n".join(f"{number}| {line}" for number, line in enumerate(lines, 1))


def bare(quote: str) -> str:
    """The quotation without what a model puts into and around it: numbers of lines, marks of quotation and omission."""
    return _NUMBER.sub("", quote).strip(" \t\r\n\"'“”„‘’.…")


def plain(quote: str) -> str:
    """Its words as `grounding` compares them; empty where they are too few to be told from others."""
    found = grounding.normal(bare(quote)).strip()
    return found if telling(found) else ""


def cells(quote: str) -> list[str]:
    """The cells of a table's rows, which say something each for itself; the quotation itself where it is no such."""
    parts = bare(quote).split("|")
    return parts if len(parts) > 2 else [quote]


def telling(words: str) -> bool:
    """Whether words are enough to be told from others."""
    letters = sum(char.isalnum() for char in words)
    return letters >= 3 or (letters == LEAST and not words.isascii())
