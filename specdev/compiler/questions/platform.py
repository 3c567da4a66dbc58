"""
Nothing says with what the product is built, or where it runs.

The first task lays out the repository: it needs a language and a platform. One line under "Constraints" is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View

CODE = code(
    "SD309",
    "info",
    "no language and no platform is named",
    help="name the language and where it runs, under `Constraints`",
    page=__doc__,
)


def find(view: View) -> Iterator[Doubt]:
    if not view.statements:
        return
    phrases = view.lexicon.lists["technologies"]
    told = (view.prd.summary, *(item.text for item in view.items), *(block.text for block in view.prd.context))
    if any(phrases.find(view.tokens(text), text) for text in told):
        return
    yield Doubt(
        view.whole(CODE),
        title="With what is it built, and where does it run?",
        text="The vision names no programming language and no platform. Which ones are wanted?",
        why="The first task sets up the repository and needs to know.",
        suggestions=("what the repository already uses", "Python on the command line", "TypeScript in the browser"),
    )
