"""docs/checks.md: what a check proves, and every kind with its manual from the module that executes it."""

from __future__ import annotations

import inspect
import sys

from ..checks import matchers
from ..checks.kinds import KINDS

INTRO = """# Checks

A check is an executable acceptance test in a task's front matter. The fields of each kind stand in
[formats.md](formats.md#check).

## What a check proves

A check must fail before the work and pass after it. `specdev verify TASK` runs it on a fresh copy of the repository, in
a process group of its own, with an empty HOME and a clean environment, and kills all of it at the timeout.
`--base REF` runs each check on that commit first.

| Outcome | Meaning |
|---|---|
| `passed` | it ran, and everything it expects holds |
| `failed` | it ran, and something it expects does not hold |
| `error` | it could not be judged: a tool is missing, tests could not be collected, the time was up |
| `vacuous` | it passes before the work as well, so it proves nothing |
| `skipped` | it was not run: no consent, or a `review` that only a person can give |

Zero tests, or tests that were all skipped, are no pass. Nothing is executed before a person has agreed to what will
run in this repository; `--yes` agrees for CI. `plan`, `split`, `validate` and the hook execute nothing.

## Where checks come from

`specdev split` makes them from what the vision states: a transcript with its output, a command with its exit status or
message, an endpoint with its answer, a file, a threshold, a prohibition. Each names the items it covers and quotes the
words it came from. What is only inferred is not asserted: a wrong check is worse than none. A requirement without a
concrete fact gets a `test` check: tests that carry its ID in their names must exist and pass. Examples that belong to
no requirement judge the task that can show them, most often the one that proves the whole.

A seal fixes a task's checks and the files they use: what was changed in any other way than by `specdev checks` is an
error. `specdev checks edit T003.1` opens a check in your editor (`--from FILE` takes it from a program), `add` and
`remove` do what they say. Each wants a reason, seals the task again and leaves a record in specdev.lock; a later
`specdev split` keeps what you decided, and SD510 says when the words under it change. A check that you took out stays
out as long as it would be generated the same. `specdev split --force T003` goes back to the generated ones.

## What is said before they run

`specdev validate` reads every check and executes none. It says what is certain from the words alone: a check that
passes whatever happens ([SD502](diagnostics.md#sd502)), one that leans on the machine it runs on
([SD504](diagnostics.md#sd504)), a bound on time that says
nothing of repeats or machine ([SD507](diagnostics.md#sd507)), one that can never pass
([SD508](diagnostics.md#sd508)). A check that may be good is left alone; what only a run can tell is told by
`verify --base`.
"""


def checks_page() -> str:
    """The page; the kinds in the order of KINDS."""
    parts = [INTRO, "## Kinds\n"]
    for name, model in KINDS.items():
        parts.append(f"### {name}\n\n{_manual(model.__module__)}\n")
    parts.append(f"## Matchers\n\n{_manual(matchers.__name__)}\n")
    return "\n".join(parts)


def _manual(module: str) -> str:
    """The docstring of a loaded module."""
    return inspect.cleandoc(sys.modules[module].__doc__ or "")
