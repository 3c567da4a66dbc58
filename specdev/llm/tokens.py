"""
How many tokens a text has, estimated without a vocabulary.

The weights were fitted to o200k_base on English, Markdown, Python, JavaScript, JSON and Chinese: median within 7 % on
texts that were held out, nine in ten within 14 %. Other vocabularies give up to 15 % more, which `bound` covers.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile(
    r"(?P<word>[A-Za-z]+)|(?P<digit>[0-9])|(?P<ideograph>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])"
    r"|(?P<lines>\n+)|(?P<blanks>[^\S\n]{2,})|[^\S\n]|(?P<letters>\w+)|(?P<marks>[^\w\s]+)"
)
_DIGIT, _IDEOGRAPH, _LINES, _BLANKS = 0.80, 0.736, 1.742, 1.399
_WORD, _LONG, _LETTERS, _MARK = 0.872, 0.196, 0.607, 0.616
_FLAT = {"digit": _DIGIT, "ideograph": _IDEOGRAPH, "lines": _LINES, "blanks": _BLANKS}


@lru_cache(maxsize=64)
def count(text: str) -> int:
    """Tokens of the text, the likely number."""
    found = 0.0
    for match in _PIECES.finditer(text):
        kind, length = match.lastgroup, match.end() - match.start()
        if kind == "word":
            found += _WORD + _LONG * max(length - 6, 0)
        elif kind == "marks":
            found += _MARK * (1 + (length - 1) / 2)
        elif kind == "letters":
            found += _LETTERS * length
        elif kind:
            found += _FLAT[kind]
    return round(found)


def bound(*texts: str) -> int:
    """Tokens that are set aside for the texts together: rather too many."""
    return int(sum(map(count, texts)) * 1.15) + 16
