"""
A task says what it may write, and that is little: one to five files or globs.

Agents succeed far less often when a change goes over many files, and what is not owned cannot be kept apart from what
other tasks write at the same time.

Fails:

    id: T001
    owns: [a.py, b.py, c.py, d.py, e.py, f.py]

Passes:

    id: T001
    owns: ["src/report/**", "tests/test_report.py"]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code("SD607", "warning", "task `{name}` {problem}", page=__doc__)

MOST = 5
"""Entries of `owns`. Of agents' changes to one file half succeed, of those to many files a tenth to a quarter."""


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    row = task.row
    if not row.owns and row.role != "spike":
        hint = "list the files or folders that it may write in `owns`"
        yield CODE.at(task.at("owns"), name=row.id, problem="owns no file", hint=hint)
    elif len(row.owns) > MOST and row.role not in ("scaffold", "integration"):
        problem = f"owns {len(row.owns)} files or globs, the limit is {MOST}"
        yield CODE.at(task.at("owns"), name=row.id, problem=problem, hint="split it, or own one folder")
