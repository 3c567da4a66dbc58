"""
A requirement lets go of itself: "if possible", "where appropriate", "as needed".

Whoever builds it decides that it was not possible. Say when it holds, and what happens where it does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View, named

CODE = code(
    "SD202",
    "info",
    "escape clause `{word}` in {id}",
    help="say when it holds and what happens where it does not",
    page=__doc__,
)


def find(view: View) -> Iterator[Doubt]:
    phrases = view.lexicon.lists["escape"]
    for statement in view.statements:
        match = phrases.find(statement.tokens) if statement.item.priority in ("must", "should") else None
        if match is None:
            continue
        word = " ".join(statement.tokens[match.start : match.start + match.size])
        yield Doubt(
            view.at(CODE, statement, word=word, id=statement.item.id),
            title=f"When does {statement.item.id} not hold?",
            text=(f"{named(statement.item)} says `{word}`. When does it hold, and what happens otherwise?"),
            about=(statement.item.id,),
            why="A condition that nobody can check makes the whole requirement optional.",
        )
