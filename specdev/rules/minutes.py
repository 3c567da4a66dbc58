"""
A task takes a person at most an hour.

How long a task takes an experienced engineer says best whether an agent can finish it. Split what takes longer. The
limit is `limits.minutes` in specdev.yaml: 20 for small models, 60 as a rule, 180 for the strongest.

Fails:

    id: T001
    size: {prompt_tokens: 100, minutes: 240}

Passes:

    id: T001
    size: {prompt_tokens: 100, minutes: 60}
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD612",
    "warning",
    "task `{name}` takes {number} minutes, the limit is {limit}",
    help="split it",
    page=__doc__,
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    limit = task.settings.limit("minutes")
    if task.row.minutes > limit:
        yield CODE.at(task.at("size", "minutes"), name=task.row.id, number=task.row.minutes, limit=limit)
