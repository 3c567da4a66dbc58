"""
What must not be is checked as well.

Tests show what happens; a prohibition needs a check that would notice the forbidden thing: a check of kind `absent`, or
any other one that is written for it. A requirement with "must not" that no check covers is easily broken unseen.

Fails:

    requirements:
      - {id: FR-001, kind: functional, title: Net, text: It must not open a connection, priority: should, source: []}
    ---
    id: T001
    covers: [FR-001]
    checks: [{id: T001.1, covers: [FR-002], kind: test, runner: pytest, select: FR-002, timeout_s: 5}]

Passes:

    requirements:
      - {id: FR-001, kind: functional, title: Net, text: It must not open a connection, priority: should, source: []}
    ---
    id: T001
    covers: [FR-001]
    checks: [{id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 5}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD622",
    "info",
    "`{name}` forbids something, and no check would notice it",
    help="add a check of kind `absent`, or a test for it",
    page=__doc__,
)

_FORBIDS = re.compile(
    r"\b(?:must|shall|should|may)\s+not\b|\bmust\s+never\b|\b(?:darf|dürfen|soll|sollen)\s+(?:\w+\s+)?(?:nicht|keine?n?)\b"
    r"|\bno\s+debe[n]?\b|\bne\s+doit\s+pas\b|\bnão\s+deve[m]?\b",
    re.IGNORECASE,
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    if not spec.tasks:
        return
    proven = {name for task in spec.tasks for row in task.checks if row.kind != "review" for name in row.covers}
    for name, (way, item) in spec.requirements.items():
        text = item.get("text")
        waits = item.get("priority") in ("must", "could", "wont")  # must: must_without_check says so
        if isinstance(text, str) and not waits and name not in proven and _FORBIDS.search(text):
            yield CODE.at(spec.in_prd(*way, "text"), name=name)
