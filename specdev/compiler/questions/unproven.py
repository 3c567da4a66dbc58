"""
Requirements of the highest priority have neither an acceptance criterion nor a concrete fact.

A fact is a number, a command, a file name, a message: something a check can look for. Where there is none, the
agent writes the test that judges its own work. All such requirements are asked about in one question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import code
from .view import Doubt, View

CODE = code(
    "SD310",
    "info",
    "{count} of {total} requirements that must hold have no criterion and no concrete fact: {ids}",
    help="add an acceptance criterion, or an example with the expected result",
    page=__doc__,
)

_FACT = re.compile(r"\d|`|\"|“|„|«|「")
_NAMED = 8  # identifiers that the message names


def find(view: View) -> Iterator[Doubt]:
    musts = [s for s in view.statements if s.item.priority == "must" and s.item.kind == "functional"]
    bare = [s.item.id for s in musts if not s.item.acceptance and not _FACT.search(f"{s.item.text} {s.item.detail}")]
    if not bare:
        return
    names = ", ".join(bare[:_NAMED]) + (f" and {len(bare) - _NAMED} more" if len(bare) > _NAMED else "")
    yield Doubt(
        view.whole(CODE, count=len(bare), total=len(musts), ids=names),
        title=f"How would anybody see that {bare[0]} holds?"
        if len(bare) == 1
        else "How would anybody see that these hold?",
        text=f"{names}: what can be observed when it is done? An example with input and expected result is best.",
        about=tuple(bare[:40]),
        why="Without a fact to check, the agent that builds it also decides what counts as built.",
        suggestions=("an example with the expected result", "a criterion: given, when, then", "a person reviews it"),
    )
