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
concrete fact gets a `test` check: tests that carry its ID in their names must exist and pass.

A seal fixes a task's checks and the files they use.

### Scenes with a service

What a sentence leaves out is taken from the whole document: endpoints, valid bodies from examples or from what is told
of their fields, what must be stored before, and how the service is started.

| The document says | What is sent |
|---|---|
| what a field must be, and the answer otherwise | bodies that break it in every reading; the ends of what is allowed |
| it exists already; a second one with the same key replaces it | the same twice; then the list |
| it is unknown; nothing is stored yet; it is deleted | every endpoint that is spoken of, in that state |
| a list and its order; a query that limits it | things made in another order; both ends where they are included |
| a level below, from or above thresholds | a value on each side of each threshold |
| a body that is no JSON, an unknown path, the type of all answers | such requests to every endpoint they concern |
| it survives a restart; a default port or file | the service is started again, or without the option |

Ids that the service makes up are carried over (`capture`) and never expected by value. Where requests need a login, a
valid body is not told, or a condition is told in words only, nothing is sent: `split` says what is missing.
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
