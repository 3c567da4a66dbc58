"""
Tasks are of similar size: the largest takes at most four times the median.

A task far larger than the others holds up what waits for it, and was mostly not thought through as well. Split it.

Fails:

    id: T001
    size: {prompt_tokens: 100, minutes: 50}
    ---
    id: T002
    size: {prompt_tokens: 100, minutes: 10}
    ---
    id: T003
    size: {prompt_tokens: 100, minutes: 10}

Passes:

    id: T001
    size: {prompt_tokens: 100, minutes: 40}
    ---
    id: T002
    size: {prompt_tokens: 100, minutes: 10}
    ---
    id: T003
    size: {prompt_tokens: 100, minutes: 10}
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD620",
    "warning",
    "task `{name}` takes {number} minutes, {times} times the median",
    help="split it",
    page=__doc__,
)

MOST = 4
_FEWEST = 3
"""Tasks; of two, one is always far from the median."""


def check(spec: Spec) -> Iterator[Diagnostic]:
    sized = [task for task in spec.tasks if task.minutes > 0]
    if len(sized) < _FEWEST:
        return
    ordered = sorted(task.minutes for task in sized)
    median = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    for task in sized:
        if task.minutes > MOST * median:
            times = f"{task.minutes / median:.1f}"
            yield CODE.at(spec.in_task(task, "size", "minutes"), name=task.id, number=task.minutes, times=times)
