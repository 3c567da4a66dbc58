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

A message alone names neither the call nor the state that leads to it. It is played as a scene where the whole vision
tells both:

| In the vision | What the check does |
|---|---|
| `stint start PROJECT [NOTE]`, a sample line with these fields | the sample's values stand in the command's places |
| `--at TIME`, "which stands for the current time" | every command is told its time, as the message needs it |
| `acme for 0:45` of a command without places | the command that stores `acme` runs before |
| "If one is running already" | the successful call is made twice |
| "For another name it prints `bad project name: Acme!`" | the value is given in the place that the message names |
| `stint.log:3: cannot read this line` | the sample with a line that has no fields at that number |
| "A line holds …", with a sample | the commands that must write these lines |
| "For the log above:" and a transcript | the sample is the input |
| "sorted by name", "on or between", "does not count" | the same with more names, bounds, what must not count |
| "A report over 100,000 lines must take less than 2 seconds" | the sample's line, as many times |

A scene that uses what another task builds stands in the task that proves the whole. Where a value, a time or a state
is told nowhere, nothing is made of the message but a `test` check.

A seal fixes a task's checks and the files they use.
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
