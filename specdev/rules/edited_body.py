"""
A task's text differs from what was generated.

That is allowed: a person made it better, and `specdev split` keeps it. It is said so that a reviewer knows, and because
later changes of the PRD do not reach an edited text by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import lock
from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD143",
    "info",
    "the text of task `{name}` was edited by hand",
    help="`specdev split` keeps it as it is",
    page=__doc__,
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    generated = task.lock.bodies.get(task.row.id)
    if generated is not None and lock.digest(task.file.body) != generated:
        yield CODE.at(task.in_body(0, 1), name=task.row.id)
