"""
A task names only those needs that do not follow from others.

Where T003 needs T002 and T002 needs T001, T003 need not name T001: it comes after it anyway. The plan stays readable,
and a later change of T002 does not leave a need behind that nobody understands. Where the task uses something of T001
itself, the need may stay: say why in `because`.

Fails:

    id: T001
    ---
    id: T002
    needs: [T001]
    ---
    id: T003
    needs: [T001, T002]

Passes:

    id: T001
    ---
    id: T002
    needs: [T001]
    ---
    id: T003
    needs: [T002]
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import graph
from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD619",
    "info",
    "task `{name}` needs `{need}` through another need already",
    help="take it out of `needs`",
    page=__doc__,
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    if not spec.waves:
        return
    reduced = graph.reduce(spec.needs)
    for task in spec.tasks:
        kept = reduced.get(task.id, ())
        if len(kept) == len(task.needs):
            continue
        for index, need in enumerate(task.needs):
            if need in spec.needs and need not in kept:
                yield CODE.at(spec.in_task(task, "needs", index), name=task.id, need=need)
