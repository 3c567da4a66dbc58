"""
A check can fail, and for one reason only: what it checks.

It looks like proof and is none where it has no expectation, or one that everything meets (an empty list, the pattern
`.*`, `line_count: {ge: 0}`); where a command ends with the same status whatever the product does (`… || true`, `… |
cat`); and where it judges what it brings itself (`echo`, `cat` of its own file, `python -c "print(7)"`). State the
exit status of the product's own command, a text that must occur, a file that must be there.

Fails:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: command, run: [calc, add, "1"], timeout_s: 5, expect: {stdout: {}}}]

Passes:

    id: T001
    checks: [{id: T001.1, covers: [FR-001], kind: command, run: [calc, add, "1"], timeout_s: 5, expect: {exit: 0}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from ..checks.lint import lint
from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code("SD502", "error", "{problem}", help="state what must come out", page=__doc__)
NOT_HERMETIC = code(
    "SD504",
    "warning",
    "{problem}",
    help="bring what it needs as a file, and start services on this machine",
    page="A check leans on the machine that it runs on: a host on the network, the home folder, an absolute path, the "
    "clock, an install. It may pass here and fail there, today and not tomorrow, with the same product. Lay files it "
    "needs under checks/ (`files_in`), start services by the check itself, and state times in its input.",
)
BARE_BOUND = code(
    "SD507",
    "warning",
    "{problem}",
    help="say how often it is measured, how far it may be off, and on what machine it holds",
    page="A bound on time holds for one machine and one kind of load. Without `repeats`, `tolerance` and `machine` the "
    "check fails by chance on a busy machine, or passes on a fast one with a slow product. The p95 of fewer than 20 "
    "runs is the slowest of them.",
)

IMPOSSIBLE = code(
    "SD508",
    "error",
    "{problem}",
    help="run it by hand against what it should accept",
    page="A check that nothing can meet holds its task up for ever, however good the work is: conditions that exclude "
    "each other, a pattern that is no regular expression (Python's `re`), an exit status above 255, paths that a copy "
    "of the product never holds.",
)

_CODES = {"SD502": CODE, "SD504": NOT_HERMETIC, "SD507": BARE_BOUND, "SD508": IMPOSSIBLE}


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    # the folder of a spec bears the product's name, and so does its command, even where another program has it too
    product = task.file.path.split("/")[-3:-2]
    for index, check in task.checks():
        for name, problem in lint(check, product):
            if name in _CODES:  # SD505, no time limit: the schema says so already
                yield _CODES[name].at(task.at("checks", index, "expect"), problem=problem)
