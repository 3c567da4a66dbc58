"""
Sentences that go on with what the one before them said of its commands.

    `calc --help` prints …, and `calc --version` prints …. Both exit with 0.
    `calc --table 4` prints the digits. The first line is `0` and the last line is `3`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from . import words
from .lazily import lazy
from .statement import Statement

_ALL = lazy(
    r"^\W*(?:(?P<two>both|beide|ambos|ambas|les deux)|(?P<three>all three|alle drei|los tres|tous les trois)"
    r"|(?P<any>all of them|each of them|sie alle|todos ellos|tous))"
    r"\s+(?:(?:of them|commands?|calls?|aufrufe|befehle)\s+)?",
    re.I,
)
_FIRST = r"(?:its|the) first (?:output )?line (?:is|reads) `(?P<first>[^`]+)`"
_LAST = r"(?:its|the) last (?:line |one )?(?:is|reads) `(?P<last>[^`]+)`"
_LINES = lazy(rf"\W*{_FIRST}(?:,? and {_LAST})?\W*", re.I)


def go_on(sentence: str, before: Sequence[Statement]) -> bool:
    """Add to the statements of the sentence before what this one says of them all, or of the output's ends."""
    status = _same_end(sentence, before)
    told: dict[str, Any] = _lines(sentence, before) if status is None else {"exit": status}
    for statement in before if told else ():
        statement.expect |= told
        statement.quote = f"{statement.quote} {sentence}"
    return bool(told)


def _same_end(sentence: str, before: Sequence[Statement]) -> int | None:
    """The exit status that the sentence tells of all commands of the sentence before; None where it tells none."""
    found = _ALL.match(sentence)
    ended = words.EXIT.match(sentence[found.end() :]) if found else None
    if not found or not ended or words.CONDITION.search(sentence) or len(sentence) > found.end() + ended.end() + 2:
        return None
    count = 2 if found["two"] else 3 if found["three"] else max(len(before), 2)
    if len(before) != count or any(not one.calls or "exit" in one.expect for one in before):
        return None
    return int(next(group for group in ended.groups() if group))


def _lines(sentence: str, before: Sequence[Statement]) -> dict[str, Any]:
    """How the output of the one command of the sentence before begins, and how it ends, where the sentence says so."""
    found = _LINES.fullmatch(sentence)
    if not found or len(before) != 1 or len(before[0].calls) != 1 or {"stdout", "output"} & before[0].expect.keys():
        return {}
    if not found["last"]:
        return {"stdout": {"starts_with": found["first"]}}
    if found["last"] == found["first"]:
        return {}
    return {"stdout": {"starts_with": f"{found['first']}\n", "ends_with": f"\n{found['last']}"}}
