"""
Which absent program is a missing tool, and which is the product that nobody has built yet.

A check that cannot run because its tools are missing says nothing about the product: its outcome is error. A check
that cannot run because the product's own command does not exist has failed: that is what it looks like before the
task is done.
"""

from __future__ import annotations

import re
from typing import Literal

from .process import FLOODED, Completed
from .vocabulary import TOOLS

TOOL_MODULES = frozenset(("pytest", "unittest", "pip", "tox", "nox", "mypy", "ruff", "build", "coverage", "behave"))
"""Python modules that are tools when started with `python -m`."""


def absent_part(done: Completed) -> tuple[Literal["failed", "error"], str] | None:
    """Outcome and reason where a program could not do its work because it, or its module, is not there."""
    if done.missing:
        if done.missing in TOOLS:
            return "error", f"missing tool: {done.missing}"
        return "failed", f"command `{done.missing}` does not exist or cannot be started"
    module = absent_module(done)
    if module and module in TOOL_MODULES:
        return "error", f"missing tool: Python module {module}"
    if module:
        return "failed", f"Python module `{module}` does not exist"
    if done.exit == 127 and done.argv[:1] == ("sh",):
        return _absent_in_shell(done)
    return None


def cut_short(done: Completed, limit_s: float) -> tuple[Literal["failed", "error"], str] | None:
    """Outcome and reason where what a program printed cannot be judged, because it is not whole."""
    if done.timed_out:
        return "error", f"stopped after {limit_s:g} s"
    if part := absent_part(done):
        return part
    if done.flooded:
        return "error", FLOODED
    if done.exit is not None and done.exit < 0:
        return "failed", f"signal {-done.exit} ended the program"
    return None


def absent_module(done: Completed) -> str:
    """The module of `python -m NAME` that the interpreter did not find; else empty."""
    argv = done.argv
    if len(argv) < 3 or not argv[0].rpartition("/")[2].startswith("python") or argv[1] != "-m" or done.exit != 1:
        return ""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = lines[-1] if len(lines) == 1 else ""
    # the interpreter's own message is one line; an import that fails inside the product comes with a traceback
    found = re.search(r": No module named '?([\w.]+)'?(?:;|$)|: No module named ([\w.]+)\.__main__", last)
    return argv[2] if found else ""


def _absent_in_shell(done: Completed) -> tuple[Literal["failed", "error"], str]:
    """Status 127 is the shell's own word for a command that it did not find."""
    words = re.findall(r"(\S+): (?:command )?not found", done.stderr.decode("utf-8", "replace"))
    for word in words:
        if word in TOOLS:
            return "error", f"missing tool: {word}"
    return "failed", f"command `{words[-1] if words else '?'}` does not exist"
