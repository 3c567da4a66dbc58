"""
A task covers few requirements: up to seven.

Small tasks succeed; with every further requirement more of them are missed. Split the task. The limit is
`limits.requirements` in specdev.yaml.

Fails:

    id: T001
    covers: [FR-001, FR-002, FR-003, FR-004, FR-005, FR-006, FR-007, FR-008]

Passes:

    id: T001
    covers: [FR-001, FR-002, FR-003, FR-004, FR-005, FR-006, FR-007]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD606", "warning", "task `{name}` covers {number} items, the limit is {limit}", help="split it", page=__doc__
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    limit = task.settings.limit("requirements")
    if len(task.row.covers) > limit:
        yield CODE.at(task.at("covers"), name=task.row.id, number=len(task.row.covers), limit=limit)
