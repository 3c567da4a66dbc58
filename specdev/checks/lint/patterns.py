"""What a regular expression cannot tell apart, found out by trying it on a few short texts."""

from __future__ import annotations

import re
from functools import lru_cache

from .. import regex

_PLAIN = re.compile(r"\^?(?:[\w \-:/=,;@#%&~'\"<>!]|\\[^\w])+\$?")
"""Patterns that stand for a text of at least one character; most are, and need not be tried."""

_TRIED = ("", "x", "X", "7", " ", "\t", "_", "-", "é", "{}", "a b\n", "\n\n", "0: x", " x ", "Error 1\nx")
_LOOKS = ("(?!", "(?<!")
"""A pattern that says what must not be there matches nearly everything, and still says something."""

_NEVER = re.compile(
    r"^(?:\(\?!\)|\$\^|\$\.|\.\^|\\b\\B|\\B\\b|\[\^\\s\\S\]|\[\^\\d\\D\]|\[\^\\w\\W\]|[\w ]+\\A|\\Z[\w ]+)$"
)
"""The usual ways to write a pattern that matches no text."""


def problem(pattern: str) -> str:
    """Why it is no regular expression; empty where it is one."""
    return "" if _PLAIN.fullmatch(pattern) else regex.problem(pattern)


@lru_cache(4096)
def matches_everything(pattern: str) -> bool:
    """Whether every text matches, as far as short texts and the pattern's own words can show."""
    if _PLAIN.fullmatch(pattern) or problem(pattern):
        return False
    found = regex.compiled(pattern).search
    # texts stay short, so that no pattern takes long
    if not all(found(text) for text in _TRIED):
        return False
    words = re.findall(r"\w{1,12}", pattern)
    return all(found(word) for word in words) and not any(look in pattern for look in _LOOKS)


def matches_nothing(pattern: str) -> bool:
    """Whether no text matches, for the usual ways to write that."""
    return _NEVER.match(pattern) is not None
