"""
A requirement ends in "etc.", "and so on", "such as …": it does not say where it ends.

What is not listed is built by nobody, or invented. Write the whole list, or the rule by which it is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View, named

CODE = code(
    "SD203",
    "warning",
    "open end `{word}` in {id}",
    help="write the whole list, or the rule that makes it",
    page=__doc__,
)


def find(view: View) -> Iterator[Doubt]:
    phrases = view.lexicon.lists["open_list"]
    for statement in view.statements:
        match = phrases.find(statement.tokens)
        if match is None:
            continue
        word = " ".join(statement.tokens[match.start : match.start + match.size])
        yield Doubt(
            view.at(CODE, statement, word=word, id=statement.item.id),
            title=f"What else belongs to {statement.item.id}?",
            text=f"{named(statement.item)} ends with `{word}`. What exactly belongs to it?",
            about=(statement.item.id,),
            why="What is not named is either left out or invented.",
            suggestions=("only what is named", "the full list"),
        )
