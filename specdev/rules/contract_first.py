"""
A task that reads what another task writes comes after it.

Where it does not need that task, the file may not be there yet when the agent starts, or be half of what it will be.
Add the task to `needs`, or take the file out of `reads` and write the interface into the text.

Fails:

    id: T001
    owns: [src/model.py]
    ---
    id: T002
    reads: [src/model.py]

Passes:

    id: T001
    owns: [src/model.py]
    ---
    id: T002
    needs: [T001]
    reads: [src/model.py]
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import globs
from ..diagnostics import Diagnostic, code
from ..store import TaskRow
from .context import Spec

CODE = code(
    "SD613",
    "warning",
    "task `{name}` reads `{file}`, which `{owner}` writes, and does not need that task",
    help="add `{owner}` to `needs`, or write the interface into the text",
    page=__doc__,
)


def check(spec: Spec) -> Iterator[Diagnostic]:
    """Only files that are named are judged: with a glob an agent reads what is there."""
    owners: dict[str, TaskRow] = {}
    for task in spec.tasks:
        for pattern in task.owns:
            if globs.is_literal(pattern):
                owners.setdefault(pattern, task)
    for task in spec.tasks:
        for index, file in enumerate(task.reads):
            owner = owners.get(file)
            if owner and owner.id != task.id and not _after(spec, task.id, owner.id):
                yield CODE.at(spec.in_task(task, "reads", index), name=task.id, file=file, owner=owner.id)


def _after(spec: Spec, task: str, other: str) -> bool:
    """Whether `task` needs `other`, directly or not."""
    todo, seen = [task], {task}
    while todo:
        for need in spec.needs.get(todo.pop(), ()):
            if need == other:
                return True
            if need not in seen:
                seen.add(need)
                todo.append(need)
    return False
