"""
A requirement begins with "it", "this" or "they", and several things could be meant.

Task files quote requirements one by one. A sentence of the same paragraph that comes before is quoted with it;
where there is none, name the actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View, named

CODE = code(
    "SD206",
    "info",
    "`{word}` in {id} may mean several things",
    help="name what does it",
    page=__doc__,
)

# "It shall be possible", "it is required" mean nobody: they are no pronouns.
_PRONOUN = re.compile(
    r"^(?P<word>it|this|that|these|those|they|es|dies|diese|dieser|dieses)\s+(?:\w+\s+){0,2}?"
    r"(?:shall|must|should|will|can|supports?|allows?|provides?|enables?|muss|müssen|soll|sollen|kann|können)\b"
    r"(?! be (?:possible|necessary|required|able)| möglich)",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Doubt]:
    for statement in view.statements:
        match = _PRONOUN.match(statement.bare)
        if match is None or statement.item.lead:
            # What stands before it, and is quoted with it, says what it is about.
            continue
        word = match["word"].lower()
        yield Doubt(
            view.at(CODE, statement, word=word, id=statement.item.id),
            title=f"Who is `{word}` in {statement.item.id}?",
            text=f"{named(statement.item)} begins with `{word}`. What does it?",
            about=(statement.item.id,),
            why="The sentence is quoted on its own in a task, without the text around it.",
        )
