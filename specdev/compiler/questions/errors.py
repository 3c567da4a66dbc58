"""
No requirement says what happens when something goes wrong.

Missing files, wrong input, no network: somebody decides what the product does then, and it should not be an
agent in passing. Say for each input what makes it invalid and what the user gets to see.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View

CODE = code(
    "SD308",
    "info",
    "no requirement says what happens on an error",
    help="say what makes an input invalid and what is shown then",
    page=__doc__,
)

_FEW = 3  # requirements; a vision with fewer is a note, not a specification


def find(view: View) -> Iterator[Doubt]:
    if len(view.statements) < _FEW:
        return
    phrases = view.lexicon.lists["error_words"]
    criteria = (c.text for item in view.items for c in item.acceptance)
    texts = [*(item.text for item in view.items), *criteria]
    if any(phrases.find(view.tokens(text), text) for text in texts):
        return
    yield Doubt(
        view.whole(CODE),
        title="What happens when something goes wrong?",
        text="No requirement tells what the product does with wrong input or when something it needs is missing.",
        why="Error behaviour that nobody decided is decided while coding, differently in every place.",
        suggestions=(
            "stop with a message and a non-zero status",
            "show the error beside the input",
            "retry, then report",
        ),
    )
