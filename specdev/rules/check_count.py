"""
A task has one to seven checks, one of them executable, and one that fails before the work is done.

Without an executable check only the agent's word says that the task is done. With more than seven, agents lose some:
what they follow falls with the number of instructions; split the task. A check that passes before the work proves
nothing about it; only a task of role `integration` may consist of such checks, because others have built what it
proves. The limit is `limits.checks` in specdev.yaml.

Fails:

    id: T001
    checks: []

Passes:

    id: T001
    checks:
      - {id: T001.1, covers: [FR-001], kind: test, runner: pytest, select: FR-001, timeout_s: 60}
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code("SD605", "error", "task `{name}` {problem}", page=__doc__)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    row, limit = task.row, task.settings.limit("checks")
    executable = [entry for entry in row.checks if entry.kind != "review"]
    if not executable and row.role != "spike":
        yield CODE.at(
            task.at("checks"),
            name=row.id,
            problem="has no executable check",
            hint="add one: a command with its expected output, a test, a file",
        )
        return
    if len(row.checks) > limit:
        problem = f"has {len(row.checks)} checks, {limit} are the most an agent keeps in view"
        yield CODE.at(task.at("checks"), name=row.id, problem=problem, severity="warning", hint="split the task")
    befores = [check.get("before", "fail") for _, check in task.checks() if check.get("kind") != "review"]
    if befores and "fail" not in befores and row.role != "integration":
        problem = "has no check that fails before the work is done"
        hint = "leave `before` out of the check that shows the work"
        yield CODE.at(task.at("checks"), name=row.id, problem=problem, severity="warning", hint=hint)
