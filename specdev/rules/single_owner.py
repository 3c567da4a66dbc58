"""
One task owns a requirement: it makes it true, and its checks prove it.

Where two tasks cover one requirement, each may leave it to the other, and both write it where neither does. Keep it
in one task's `covers`; in the other it may stand under `applies`. The task that proves the whole may prove it once
more.

Fails:

    id: T001
    covers: [FR-001]
    ---
    id: T002
    covers: [FR-001]

Passes:

    id: T001
    covers: [FR-001]
    ---
    id: T002
    covers: [FR-002]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD603",
    "warning",
    "`{name}` is covered by `{first}` already",
    help="leave it to one of the two; list it under `applies` in the other",
    page=__doc__,
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    owner: dict[str, str] = {}
    for task in spec.tasks:
        for index, name in enumerate(task.covers):
            first = owner.setdefault(name, task.id)
            if first != task.id:
                yield CODE.at(spec.in_task(task, "covers", index), name=name, first=first)
        for number, row in enumerate(task.checks):
            for index, name in enumerate(row.covers):
                first = owner.setdefault(name, task.id)
                again = name in task.covers or task.role == "integration"
                if first != task.id and not again:
                    yield CODE.at(spec.in_task(task, "checks", number, "covers", index), name=name, first=first)
