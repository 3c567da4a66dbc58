"""
A requirement holds a placeholder: TBD, TODO, ???, "to be defined".

An agent that meets a placeholder invents a value. Say the value, or say who decides it and until when.
Names in angle brackets such as `<file>` are no placeholders: commands are written so.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View, named

CODE = code(
    "SD201",
    "warning",
    "placeholder `{word}` in {id}",
    help="say the value, or answer the question in the PRD",
    page=__doc__,
)


def find(view: View) -> Iterator[Doubt]:
    phrases = view.lexicon.lists["placeholders"]
    for statement in view.statements:
        text = statement.bare
        match = phrases.find(statement.tokens, text)
        if match is None:
            continue
        word = " ".join(statement.tokens[match.start : match.start + match.size]) or "???"
        yield Doubt(
            view.at(CODE, statement, word=word, id=statement.item.id),
            title=f"What stands for the placeholder in {statement.item.id}?",
            text=f"{named(statement.item)} says `{word}`. What is meant?",
            about=(statement.item.id,),
            why="What is left open is decided by whoever builds it.",
        )
