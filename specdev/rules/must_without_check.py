"""
What must be, must be checkable: each requirement of priority `must` has an executable check in some task.

Without one nobody ever knows whether it holds. A check of kind `review` does not count: it asks a person. Where the
requirement has no concrete fact, a `test` check makes the agent write tests that name it.

Fails:

    id: T001
    covers: [FR-001]
    checks:
      - {id: T001.1, covers: [FR-002], kind: test, runner: pytest, select: FR-002, timeout_s: 60}

Passes:

    id: T001
    covers: [FR-001]
    checks:
      - {id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 60}
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD501",
    "error",
    "must-have `{name}` has no executable check in any task",
    help="add a check that covers it to the task that covers it, or run `specdev split` again",
    page=__doc__,
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    if not spec.tasks:
        return
    proven = {name for task in spec.tasks for row in task.checks if row.kind != "review" for name in row.covers}
    for name, (way, item) in spec.requirements.items():
        if item.get("priority") == "must" and name not in proven and not _by_criteria(item, proven):
            yield CODE.at(spec.in_prd(*way, "id"), name=name)


def _by_criteria(item: object, proven: set[str]) -> bool:
    """Whether every acceptance criterion of the item is checked instead."""
    criteria = item.get("acceptance") if isinstance(item, dict) else None
    names = [c.get("id") for c in criteria if isinstance(c, dict)] if isinstance(criteria, list) else []
    return bool(names) and all(name in proven for name in names)
