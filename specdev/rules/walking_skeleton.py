"""
The first slice of the product runs from end to end.

A task in the first wave of slices whose check starts the product shows early that the parts fit, and gives every later
task something to run. Where no task of that wave has a check that runs something, mistakes in the frame show late.

Fails:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: file, path: a.py, timeout_s: 5, expect: {exists: true}}]
    ---
    id: T002
    checks: [{id: T002.1, covers: [FR-002], kind: file, path: b.py, timeout_s: 5, expect: {exists: true}}]
    ---
    id: T003
    needs: [T001]

Passes:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: command, run: [calc, --help], timeout_s: 5, expect: {exit: 0}}]
    ---
    id: T002
    ---
    id: T003
    needs: [T001]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD614",
    "warning",
    "no task of the first wave of slices has a check that runs the product",
    help="give `{name}` a check that starts it, such as a command",
    page=__doc__,
)

_FEWEST = 3
"""Tasks; a graph with fewer is its own first slice."""
_RUNNING = frozenset({"command", "http", "test", "golden", "bench"})
_BEFORE = frozenset({"scaffold", "contract", "spike"})


def check(spec: Spec) -> Iterator[Diagnostic]:
    if len(spec.tasks) < _FEWEST:
        return
    for wave in spec.waves:
        slices = [spec.by_id[name] for name in wave if spec.by_id[name].role not in _BEFORE]
        if not slices:
            continue
        if not any(row.kind in _RUNNING for task in slices for row in task.checks):
            yield CODE.at(spec.in_task(slices[0], "checks"), name=slices[0].id)
        return
