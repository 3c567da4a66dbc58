"""
Whether the product remembers, by what a transcript shows: a later command prints what an earlier one was given.

    $ rota join ana
    $ rota list
    ana             was given to `join`
"""

from __future__ import annotations

import re

from .lazily import lazy
from .markdown import PROMPT
from .serving import launched

_WORD = lazy(r"(?<![\w-])[^\W\d_][\w-]{2,}")


def remembers(text: str, name: str) -> bool:
    """Whether a command of a transcript in the text prints a word that only a command before it was given."""
    given: dict[str, str] = {}
    verb, own = "", ""
    for row in text.split("\n"):
        prompt = PROMPT.match(row)
        words = launched(prompt["line"]).split() if prompt else []
        if prompt:
            verb, own = (words[1], prompt["line"]) if words[:1] == [name] and len(words) > 1 else ("", "")
            given |= {word: verb for word in words[2:] if verb and _WORD.fullmatch(word) and word not in given}
        elif row.strip().startswith(("```", "~~~")):
            given, verb = {}, ""
        elif verb and any(given.get(word, verb) != verb and not _holds(own, word) for word in _WORD.findall(row)):
            return True
    return False


def _holds(line: str, word: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line))
