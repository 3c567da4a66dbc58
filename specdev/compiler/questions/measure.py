"""
A quality has no number: "the system is reliable", "pages load quickly".

Qualities are checked by measuring. Say the value, the load or the data it holds for, and how it is measured.
Qualities with acceptance criteria, and those that are yes or no ("works offline"), are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View, named

CODE = code(
    "SD218",
    "info",
    "quality {id} has no measure",
    help="say the value and the conditions it holds under",
    page=__doc__,
)

_MEASURED = re.compile(r"\d|\b(?:wcag|aa|iso|din|owasp|gdpr|dsgvo|tls|https|oauth|rfc)\b", re.IGNORECASE)


def find(view: View) -> Iterator[Doubt]:
    phrases = view.lexicon.lists["vague"]
    for statement in view.statements:
        item = statement.item
        if item.kind != "quality" or item.acceptance or _MEASURED.search(f"{item.text} {item.detail}"):
            continue
        if not phrases.find(statement.tokens, statement.bare) and len(statement.tokens) > 6:
            continue
        yield Doubt(
            view.at(CODE, statement, id=item.id),
            title=f"How is {item.id} measured?",
            text=f"{named(item)}: which value must be reached, and under which conditions?",
            about=(item.id,),
            why="A quality that is not measured is met by whatever is built.",
            suggestions=(
                "a threshold with unit, load and environment",
                "a standard and its level",
                "a review by a person",
            ),
        )
