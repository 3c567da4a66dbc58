"""
A requirement rests on a word that everybody reads differently: fast, easy, robust, appropriate.

Nobody can check "fast". Say what is observed, under which conditions, and the number that is good enough.
Requirements that hold a number besides the word are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View, named

CODE = code(
    "SD204",
    "warning",
    "vague `{word}` in {id}",
    help="say what is observed and the number that is good enough",
    page=__doc__,
)

_NUMBER = re.compile(r"\d")


def find(view: View) -> Iterator[Doubt]:
    phrases = view.lexicon.lists["vague"]
    for statement in view.statements:
        if _NUMBER.search(statement.bare) or statement.item.acceptance:
            continue
        match = phrases.find(statement.tokens, statement.bare)
        if match is None:
            continue
        word = " ".join(statement.tokens[match.start : match.start + match.size])
        if not word:
            continue
        yield Doubt(
            view.at(CODE, statement, word=word, id=statement.item.id),
            title=f"When is {statement.item.id} `{word}` enough?",
            text=(f"{named(statement.item)}: what does `{word}` mean here, so that it can be checked?"),
            about=(statement.item.id,),
            why="A word without a measure cannot be checked.",
            suggestions=(
                "a number with its unit and conditions",
                "an example with the expected result",
                "leave the word out",
            ),
        )
