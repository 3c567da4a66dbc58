"""
An ID names one thing: one item of the PRD, one task, one check.

Traces, stamps and evidence go by ID. Where two things share one, what is proven for the first counts for the second.
Give the later one an ID of its own.

Fails:

    id: T001
    checks:
      - {id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 60}
      - {id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 60}

Passes:

    id: T001
    checks:
      - {id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 60}
      - {id: T001.2, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 60}
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Span, code
from .context import Spec

CODE = code(
    "SD410", "error", "{kind} ID `{name}` is used twice, first in {first}", help="give this one its own", page=__doc__
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], Span | None] = {}
    for way, item in spec.items:
        if ("item", item["id"]) in first:
            here = next(where for where, other in spec.items if other["id"] == item["id"])
            place = spec.in_prd(*here, "id")
            yield CODE.at(spec.in_prd(*way, "id"), kind="item", name=item["id"], first=f"line {place.line}")
        first["item", item["id"]] = None
    tasks: dict[str, str] = {}
    checks: dict[str, str] = {}
    for task in spec.tasks:
        if task.id in tasks:
            yield CODE.at(spec.in_task(task, "id"), kind="task", name=task.id, first=tasks[task.id])
        tasks.setdefault(task.id, task.path)
        for index, row in enumerate(task.checks):
            if row.id in checks:
                span = spec.in_task(task, "checks", index, "id")
                where = "this file" if checks[row.id] == task.path else checks[row.id]
                yield CODE.at(span, kind="check", name=row.id, first=where)
            checks.setdefault(row.id, task.path)
