"""
The vision holds no requirement that could be built.

Nothing was found that says what the product does: no list under a heading such as "Requirements" or "Features",
no statement with must or should, no user story. Write at least one of them, one per line.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View

CODE = code(
    "SD320",
    "warning",
    "no requirement found",
    help="list what the product does, one statement a line, under a heading such as `Requirements`",
    page=__doc__,
)


def find(view: View) -> Iterator[Doubt]:
    if view.statements or any(item.kind == "user_story" for item in view.items):
        return
    yield Doubt(
        view.whole(CODE),
        title="What does the product do?",
        text="No requirement was found in the vision. What must the product do? One statement a line is enough.",
        why="Without a requirement there is nothing to build and nothing to check.",
    )
