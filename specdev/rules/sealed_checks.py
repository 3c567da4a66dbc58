"""
The checks of a task, and the files they use, are those that were sealed.

A check decides what counts as done, so nobody may change one in passing: not an agent that cannot meet it, not a
person by a slip. `specdev split` seals what it writes, and `specdev checks edit`, `add` and `remove` seal again, with
a name and a reason in specdev.lock. A check, a file under checks/ or a seal that was changed in any other way is
reported here, and `specdev verify` gives the outcome `error` for the whole task.

Fails:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: command, run: [calc, "1"], timeout_s: 5, expect: {exit: 0}}]
    seal: sha256:0000000000000000000000000000000000000000000000000000000000000000

Passes:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: command, run: [calc, "1"], timeout_s: 5, expect: {exit: 0}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.seal import broken_seal, read_used, seal
from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD509",
    "error",
    "`{name}`: {problem}",
    help="restore them from version control, or change them with `specdev checks edit`",
    page=__doc__,
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    sealed, pinned = task.row.seal, task.lock.seals.get(task.row.id, "")
    if not sealed and not pinned:
        return
    checks = [check for _, check in task.checks()]
    files, gone = read_used(task.spec_folder, checks)
    problem = f"file `{gone}` of its checks is missing" if gone else broken_seal(sealed, pinned, seal(checks, files))
    if problem:
        yield CODE.at(task.at("seal" if sealed else "checks"), name=task.row.id, problem=problem)
