"""
What a check leaves running, found and ended.

Every process of a check carries a marker in its environment. Where the system lets a process adopt the orphans below
it (Linux), whatever a program starts stays a child of the process that called `adopt`, however often it forks and
whatever it does to its session and its environment; so a look at our own children finds all of it. Elsewhere, and for
what a killed run left behind, processes are found by marker and by working folder, where /proc shows them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

MARKER = "SPECDEV_CHECK"
"""Environment variable that marks every process of a check; its value is a folder that the check has for itself."""

_PR_SET_CHILD_SUBREAPER = 36
_PATIENCE_S = 10.0
_adopting = False


def adopt() -> bool:
    """
    From now on the orphans of our children become our children; whether the system can do that.

    For a process that starts nothing but checks: `end` then ends every child it has.
    """
    global _adopting
    if sys.platform == "linux":
        _adopting = bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    return _adopting


def end(marker: str) -> None:
    """End what is left of a check, after its own program was waited for."""
    if _adopting:
        _end_children()
    elif marker:
        sweep(marker)


def sweep(folder: str) -> None:
    """End every process that is marked with the folder or works in it, until two looks in a row find none."""
    clean = 0
    for _ in range(20):
        found = [pid for pid in _processes() if _belongs(pid, folder)]
        _kill(found)
        clean = 0 if found else clean + 1
        if clean == 2:
            return
        # a process shows no environment while it is being replaced by exec, and one just forked is not listed yet
        time.sleep(0.002)


def _end_children() -> None:
    """Kill and reap until there is no child; a process that cannot be killed is given up after a while."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        try:
            reaped, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not reaped:
            _kill(_below(os.getpid()))
            time.sleep(0.0005)


def _below(top: int) -> list[int]:
    """The processes that `top` started, and those that they started."""
    children: dict[int, list[int]] = {}
    for pid in _processes():
        with contextlib.suppress(OSError, ValueError):
            # the name, in brackets, may hold anything; behind it stand the state and the parent
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
            children.setdefault(int(fields[1]), []).append(pid)
    found: list[int] = []
    todo = [top]
    while todo:
        below = children.pop(todo.pop(), [])
        found += below
        todo += below
    return found


def _belongs(pid: int, folder: str) -> bool:
    inside = (folder, f"{folder}/")
    with contextlib.suppress(OSError):
        place = os.readlink(f"/proc/{pid}/cwd").removesuffix(" (deleted)")
        if place == inside[0] or place.startswith(inside[1]):
            return True
    return any(value == inside[0] or value.startswith(inside[1]) for value in _markers(pid))


def _markers(pid: int) -> Iterator[str]:
    try:
        entries = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return
    for entry in entries:
        name, _, value = entry.partition(b"=")
        if name == MARKER.encode():
            yield os.fsdecode(value)


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _processes() -> list[int]:
    """Process ids other than ours, where the system shows them."""
    try:
        names = os.listdir("/proc")
    except OSError:
        return []
    return [int(name) for name in names if name.isdigit() and int(name) != os.getpid()]
