"""
Words by what their inflections share, and the words of a message that are values.
"""

from __future__ import annotations

import re

from ...vocabulary import METAVARIABLES

_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "is",
        "was",
        "are",
        "no",
        "not",
        "and",
        "or",
        "for",
        "with",
        "as",
        "it",
        "from",
        "since",
        "until",
        "el",
        "la",
        "los",
        "un",
        "una",
        "de",
        "del",
        "en",
        "al",
        "por",
        "le",
        "les",
        "des",
        "du",
        "au",
        "aux",
        "à",
        "et",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "ein",
        "eine",
        "im",
        "am",
        "um",
        "zu",
        "von",
        "und",
        "ist",
        "war",
        "seit",
        "bis",
        "nach",
        "o",
        "os",
        "da",
        "do",
        "em",
        "min",
        "sec",
        "ms",
    ]
)


def strangers(text: str, prose: frozenset[str]) -> list[str]:
    """The words of a message that the document uses in messages alone: values, most likely."""
    found = re.findall(r"(?<![\w'’-])[^\W\d_][\w-]*", text)
    return [
        word for word in found if word.lower() not in _SMALL and stem(word) not in prose and word not in METAVARIABLES
    ]


def stem(word: str) -> str:
    """What inflections of a word share: its first letters (start, started; stop, stopped; add, added)."""
    word = word.lower()
    for _ in range(2):
        for end in ("ing", "ed", "es", "s", "en", "te", "t", "e", "n"):
            if word.endswith(end) and len(word) - len(end) >= 3:
                word = word[: -len(end)]
                break
    word = word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
    return word[:5]


def holds(message: str, value: str) -> bool:
    """Whether the message holds the value as words of its own."""
    return bool(value) and bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", message))
