"""
Nothing is lost between PRD and tasks: every requirement is covered by a task.

A requirement that no task covers is never built. Requirements of priority could and wont may wait. Run `specdev
split`, or add the ID to `covers` of the task that makes it true.

Fails:

    requirements:
      - {id: FR-001, kind: functional, title: One, text: One, priority: must, source: []}
      - {id: FR-002, kind: functional, title: Two, text: Two, priority: should, source: []}
    ---
    id: T001
    covers: [FR-001]

Passes:

    requirements:
      - {id: FR-001, kind: functional, title: One, text: One, priority: must, source: []}
      - {id: FR-002, kind: functional, title: Two, text: Two, priority: could, source: []}
    ---
    id: T001
    covers: [FR-001]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD601",
    "error",
    "no task covers requirement `{name}`",
    help="run `specdev split`, or add it to `covers` of the task that makes it true",
    page=__doc__,
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    if not spec.tasks or spec.unreadable:
        return
    covered = {name for task in spec.tasks for name in task.covers}
    for name, (way, item) in spec.requirements.items():
        if name not in covered and item.get("priority") not in ("could", "wont"):
            yield CODE.at(spec.in_prd(*way, "id"), name=name)
