"""
Tasks must not wait for each other: what `needs` says has no circle.

Each task of a circle waits for another one, so none of them ever becomes ready, nor does what needs them. Take one of
the needs out; mostly one of the two tasks can start from a contract (an interface that is written down) instead.

Fails:

    id: T001
    needs: [T002]
    ---
    id: T002
    needs: [T001]

Passes:

    id: T001
    ---
    id: T002
    needs: [T001]
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import graph
from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD604", "error", "tasks need each other in a circle: {path}", help="take one of these needs out", page=__doc__
)

MOST = 20
"""Circles that are reported of one product; each needs a walk through the whole graph."""


def check(spec: Spec) -> Iterator[Diagnostic]:
    needs = dict(spec.needs)
    for name, wanted in needs.items():
        needs[name] = tuple(need for need in wanted if need != name)  # a task that needs itself: unknown_reference
    for _ in range(MOST):
        path = graph.cycle(needs)
        if path is None:
            return
        closing, first = path[-2], path[-1]
        task = spec.by_id[closing]
        yield CODE.at(spec.in_task(task, "needs", task.needs.index(first)), path=" → ".join(path))
        needs[closing] = tuple(need for need in needs[closing] if need != first)
