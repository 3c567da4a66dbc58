"""
A task says what is not its work.

An agent that does not know what others do builds it as well, and the two versions collide. A section "Out of scope"
names what stands next to the task and belongs to another one.

Fails:

    id: T001
    body: |
      # T001 Parse

      Read entries.
    ---
    id: T002

Passes:

    id: T001
    body: |
      # T001 Parse

      Read entries.

      ## Out of scope

      - Reports: another task writes them.
    ---
    id: T002
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD621",
    "info",
    "task `{name}` does not say what is out of its scope",
    help="add a section `Out of scope` with a line for each neighbour",
    page=__doc__,
)

_HEADING = re.compile(
    r"^#{1,6}[^\n]*(?:out of scope|not in scope|non-goal|not part of|außerhalb|nicht ziel|hors (?:du )?périmètre"
    r"|fuera de alcance|fuera del alcance|fora d[eo] escopo|范围外|不在范围)",
    re.IGNORECASE | re.MULTILINE,
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    if task.siblings and not _HEADING.search(task.file.body):
        yield CODE.at(task.in_body(0, 1), name=task.row.id)
