"""Text as words that can be compared: folded, without accents, equal words being one object."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from sys import intern

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'"}


def _folding() -> dict[int, str]:
    table = {}
    for number in range(0xC0, 0x250):
        letter = chr(number).lower()
        plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        table[number] = _GERMAN.get(letter, plain)
    table[ord("’")] = "'"
    return table


_FOLD = _folding()


def fold(text: str) -> str:
    """`text` in lower case and without accents: how phrases are compared."""
    return text.lower() if text.isascii() else text.lower().translate(_FOLD)


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`; "Non-Goals: won't" gives ("non", "goals", "won't"). Equal words are one object."""
    return tuple(map(intern, _WORD.findall(fold(text))))


def wordy(text: str) -> bool:
    """Does `text` hold a word at all?"""
    return _WORD.search(text) is not None


def unspaced(text: str) -> bool:
    """Does `text` hold a script that is written without spaces?"""
    return not text.isascii() and _UNSPACED.search(text) is not None
