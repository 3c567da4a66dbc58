"""
Two requirements say nearly the same with different numbers.

One of them is out of date. An agent that gets the one cannot know of the other, and both have checks:
one will always fail. Keep one, or say what tells them apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, Statement, View, named

CODE = code(
    "SD403",
    "warning",
    "{id} says {this}, {other} says {that}",
    help="keep one of them, or say what tells them apart",
    page=__doc__,
)

_AMOUNT = re.compile(
    r"(?P<value>\d+(?:[.,]\d+)*)\s*(?P<unit>%|ms|s|sec|seconds?|sekunden?|segundos?|secondes?|min|minutes?|minuten|minutos?|"
    r"hours?|stunden?|horas?|heures?|days?|tagen?|días?|jours?|kb|mb|gb|tb|users?|nutzer|benutzer|usuarios?|requests?|characters?|zeichen|"
    r"caracteres|px|fps|秒|分|%)(?!\w)",
    re.IGNORECASE,
)
_ALIKE = 0.75  # common words among all words from which two statements are about the same thing
_COMPARED = 120  # statements with one unit that are compared with each other at most


def find(view: View) -> Iterator[Doubt]:
    by_unit: dict[str, list[tuple[Statement, str, frozenset[str]]]] = defaultdict(list)
    for statement in view.statements:
        amounts = {m["unit"].lower(): m["value"] for m in _AMOUNT.finditer(statement.item.text)}
        about = frozenset(t for t in statement.tokens if not t[0].isdigit()) if amounts else frozenset()
        for unit, value in amounts.items():
            by_unit[unit].append((statement, value, about))
    told: set[tuple[str, str]] = set()
    for unit, group in sorted(by_unit.items()):
        for place, (one, value, about) in enumerate(group[:_COMPARED]):
            for other, second, also in group[place + 1 : _COMPARED]:
                pair = (one.item.id, other.item.id)
                if value != second and pair not in told and _alike(about, also):
                    told.add(pair)
                    yield _doubt(view, one, other, f"{value} {unit}", f"{second} {unit}")


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= _ALIKE * len(one | other)


def _doubt(view: View, one: Statement, other: Statement, this: str, that: str) -> Doubt:
    return Doubt(
        view.at(CODE, other, id=other.item.id, this=that, other=one.item.id, that=this),
        title=f"Which holds: {this} ({one.item.id}) or {that} ({other.item.id})?",
        text=(f"{named(one.item)} says {this}; {named(other.item)} says {that}. Which one holds?"),
        about=(one.item.id, other.item.id),
        why="Both cannot be met, and each would have its own check.",
        suggestions=(this, that, "both, in different situations"),
    )
