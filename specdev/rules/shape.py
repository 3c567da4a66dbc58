"""
A task waits for few others, and no chain of tasks is long.

A task with more than five needs starts late and leans on many things at once; a chain of more than eight tasks takes
long whatever is done in parallel, and a mistake at its begin shows at its end. Let tasks need a contract instead of
each other, or join small ones.

Fails:

    id: T001
    ---
    id: T002
    ---
    id: T003
    ---
    id: T004
    ---
    id: T005
    ---
    id: T006
    ---
    id: T007
    needs: [T001, T002, T003, T004, T005, T006]

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

CODE = code("SD617", "warning", "{problem}", page=__doc__)

MOST_NEEDS = 5
MOST_WAVES = 8


def check(spec: Spec) -> Iterator[Diagnostic]:
    for task in spec.tasks:
        if len(task.needs) > MOST_NEEDS and task.role != "integration":
            problem = f"task `{task.id}` needs {len(task.needs)} others, the limit is {MOST_NEEDS}"
            yield CODE.at(spec.in_task(task, "needs"), problem=problem, hint="let it need a contract that they share")
    if len(spec.waves) > MOST_WAVES:
        chain = graph.critical_path(spec.needs, dict.fromkeys(spec.needs, 1))
        last = spec.by_id[chain[-1]]
        shown = " → ".join(chain if len(chain) <= 12 else [*chain[:6], "…", *chain[-5:]])
        problem = f"a chain of {len(chain)} tasks, the limit is {MOST_WAVES}"
        yield CODE.at(spec.in_task(last, "needs"), problem=problem, hint=shown)
