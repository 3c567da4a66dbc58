"""
A slice changes what somebody can see: it has a check that looks from outside.

A task that only lays files, or a layer that nothing uses yet, cannot show that it works. Give the slice a check that
runs something (a command, a request, a test), or the role scaffold if it only prepares others. One slice in ten may go
without.

Fails:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: file, path: a.py, timeout_s: 5, expect: {exists: true}}]

Passes:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 5}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD616",
    "info",
    "no check of slice `{name}` looks from outside",
    help="add a command, a request or a test",
    page=__doc__,
)

_INSIDE = frozenset({"file", "absent", "review", "schema"})
_SHARE = 0.1


def check(spec: Spec) -> Iterator[Diagnostic]:
    slices = [task for task in spec.tasks if task.role == "slice"]
    inner = [task for task in slices if task.checks and all(row.kind in _INSIDE for row in task.checks)]
    if len(inner) > _SHARE * len(slices):
        for task in inner:
            yield CODE.at(spec.in_task(task, "checks"), name=task.id)
