"""
Nothing is invented: a task makes something of the PRD true.

Work that traces to no item is work that nobody asked for. Scaffolding, contracts, spikes and integration serve other
tasks and may cover nothing.

Fails:

    id: T001
    role: slice
    covers: []
    checks: []

Passes:

    id: T001
    role: scaffold
    covers: []
    checks: []
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD602",
    "error",
    "task `{name}` covers no item of the PRD",
    help="name the items it makes true in `covers`, or give it the role of a helper, such as scaffold",
    page=__doc__,
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    if task.row.role == "slice" and not task.row.covers:
        yield CODE.at(task.at("covers"), name=task.row.id)
