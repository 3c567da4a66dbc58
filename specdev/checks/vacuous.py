"""
A check that passes before the work proves nothing.

`specdev verify --base REF` runs every check on the commit REF as well. A check that passes there is vacuous: it would
pass if the task were never done. Tests of a requirement are laid over the base, so that new tests meet the old code.

Fails:

    checks: [{id: T001.1, covers: [FR-001], kind: command, run: ["true"], timeout_s: 5, expect: {exit: 0}}]

What to do: state what the work changes, such as a text that only the finished product prints. A check that guards
what exists already says so with `before: pass`.
"""

from __future__ import annotations

from ..diagnostics import code

CODE = code(
    "SD503",
    "error",
    "it passes on the base too, so it proves nothing",
    help="state what the work changes, or say `before: pass` where the check guards what exists",
    page=__doc__,
)
