"""
An example would be a check if one more thing were told.

`stopped acme after 1:30` can only be checked when the document tells which commands lead to it. What is asked for
here decides whether a machine proves the statement or the agent that builds it. A transcript answers best: the
commands in order, with what they print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...checks.facts import collect, study
from ...diagnostics import code
from .view import Doubt, View

CODE = code(
    "SD311",
    "info",
    "{id}: an example cannot be checked as it stands: {missing}",
    help="show it: a transcript, or a request with its answer, from an empty state on",
    page=__doc__,
)

_MARKED = re.compile(r"[`\"“„«「]")
"""Without code and quotations an item holds no example."""
_SHOWN = 160
"""Characters of the document's words that a question repeats."""


def find(view: View) -> Iterator[Doubt]:
    wanted = [s for s in view.statements if _MARKED.search(f"{s.item.text}{s.item.detail}{s.item.acceptance}")]
    if not wanted:
        return
    known = study(view.prd)
    for statement in wanted:
        item = statement.item
        gaps = {gap.missing: gap for gap in collect(item, known)[1]}
        for missing, gap in gaps.items():
            words = " ".join(gap.quote.split())
            yield Doubt(
                view.at(CODE, statement, id=item.id, missing=missing),
                title=f"What leads to the example of {item.id}?",
                text=f"{item.id}: {missing}. It says: {words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}",
                about=(item.id,),
                why="What can be run proves the statement; the rest is judged by tests that its builder writes.",
                suggestions=(
                    "a transcript: the commands in order, with what they print",
                    "the request and its answer, with what was stored before",
                    "leave it to the tests that are written with it",
                ),
            )
