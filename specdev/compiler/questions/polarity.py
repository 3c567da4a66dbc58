"""
One requirement demands what another forbids.

Apart from "not" the two say the same. Keep one, or say when each of them holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, Statement, View, named

CODE = code(
    "SD404",
    "warning",
    "{id} forbids what {other} demands",
    help="keep one of them, or say when each holds",
    page=__doc__,
)


def find(view: View) -> Iterator[Doubt]:
    negations = view.lexicon.lists["negations"]
    if not any(negations.find(statement.tokens) for statement in view.statements):
        return
    demanded: dict[frozenset[str], Statement] = {}
    forbidden: dict[frozenset[str], Statement] = {}
    for statement in view.statements:
        key, negative = _key(statement, view)
        if len(key) < 3:
            continue
        (forbidden if negative else demanded).setdefault(key, statement)
    for key, statement in forbidden.items():
        other = demanded.get(key)
        if other is None:
            continue
        yield Doubt(
            view.at(CODE, statement, id=statement.item.id, other=other.item.id),
            title=f"Does {other.item.id} hold or {statement.item.id}?",
            text=(f"{named(other.item)} demands what {named(statement.item)} forbids. Which one holds?"),
            about=(other.item.id, statement.item.id),
            why="Both cannot be met.",
            suggestions=(other.item.id, statement.item.id),
        )


def _key(statement: Statement, view: View) -> tuple[frozenset[str], bool]:
    """(the words that are neither modal verbs nor negations, is there a negation among the others)."""
    negations = {match.start for match in view.lexicon.lists["negations"].all(statement.tokens)}
    dropped = negations | {match.start for match in view.lexicon.modals.all(statement.tokens)}
    return frozenset(t for i, t in enumerate(statement.tokens) if i not in dropped), bool(negations)
