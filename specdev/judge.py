"""
One file judged on its own: its text, its form, its schema, and for a task the rules that need no other file.

Many task files are judged in two processes. A file that fits its schema gets a fast yes; only what does not fit is
explained, by a module that is loaded then.
"""

from __future__ import annotations

import gc
import importlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

from . import quick, rules, settings, source, store, taskfile, yamlio
from .diagnostics import Code, Diagnostic
from .lock import Lock
from .rules.context import Places, TaskView
from .store import TaskRow

MANY = 1000
"""Task files from which a second process pays for its start."""
_CHUNK = 250
"""Files that a process takes at once."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What is known when the task files of one product are judged."""

    root: Path
    settings: settings.Settings
    lock: Lock
    siblings: bool
    """Whether the product has more than one task."""

    def task(self, path: str) -> tuple[TaskRow, list[Diagnostic]]:
        """The facts about a task file (path below the root) and what is wrong with it by itself."""
        text, found = read(path, self.root)
        if text is None or found:
            return store.unreadable(path, str(found[0])), found
        file, problems = taskfile.parse(text, path)
        if not file.data:
            return store.unreadable(path, str(problems[0])), list(problems)
        places = Places(self.root)
        places.give(file)
        wrong = list(faults(file.data, "task", path, places))
        row = store.row_of(file)
        view = TaskView(file, row, self.settings, places, self.lock, self.siblings)
        said = [one for check in _task_rules() for one in check(view)]
        if wrong:  # what a rule misses may be the field with the slip of the pen
            said = [one for one in said if one.span != places.at(path)]
        return row, [*problems, *wrong, *said]


@cache
def _task_rules() -> list[Callable[[TaskView], Iterator[Diagnostic]]]:
    return rules.task_rules()


@cache
def _fits(name: str) -> quick.Check:
    return quick.compiled(settings.schema(name))


def read(path: str, root: Path) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file below the root and what is wrong with it as text."""
    text = source.read_plain(f"{root}/{path}")
    if text is not None:
        return text, []
    text, _, found = source.read_text(root / path, root)
    return text, found


def document(path: str, name: str, root: Path, places: Places, *, empty: Any = None) -> tuple[Any, list[Diagnostic]]:
    """The data of a YAML file (None where it is broken), judged by the schema of that name; `empty` for no data."""
    text, found = read(path, root)
    if text is None or found:
        return None, found
    loaded = yamlio.load(text, path)
    if loaded.data is None and loaded.diagnostics:
        return None, list(loaded.diagnostics)
    data = empty if loaded.data is None else loaded.data
    return data, [*loaded.diagnostics, *faults(data, name, path, places)]


class _Fault(Protocol):
    """What `explain_schema.Fault` has."""

    path: yamlio.Path
    key: bool
    which: Code
    facts: Mapping[str, str]
    hint: str


def faults(data: Any, name: str, path: str, places: Places) -> Iterator[Diagnostic]:
    """What does not fit the schema of that name."""
    if _fits(name)(data):
        return
    explain = importlib.import_module(".explain_schema", __package__).explain
    for fault in cast("Sequence[_Fault]", explain(data, settings.schema(name))):
        span = places.at(path, fault.path, key=fault.key)
        yield fault.which.at(span, hint=fault.hint, severity=None, **fault.facts)


Judged = list[tuple[TaskRow, list[Diagnostic]]]


def begin(judge: Judge, paths: Sequence[str]) -> Callable[[], Judged]:
    """Begin to judge task files; the function that is given back waits for the results, in the order of `paths`."""
    if len(paths) < MANY or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        return lambda: [judge.task(path) for path in paths]
    return _begin_in_two(judge, paths)


def _begin_in_two(judge: Judge, paths: Sequence[str]) -> Callable[[], Judged]:
    """The work in two forked processes, which have what this one has loaded; what is sent back is plain data."""
    futures = importlib.import_module("concurrent.futures")
    forking = importlib.import_module("multiprocessing").get_context("fork")
    _task_rules(), _fits("task")
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    pool = futures.ProcessPoolExecutor(2, mp_context=forking, initializer=_prepare, initargs=(judge,))
    parts = pool.map(_judge_chunk, chunks)

    def finish() -> Judged:
        with pool:
            return [(cast("TaskRow", store.from_fields(fields)), found) for part in parts for fields, found in part]

    return finish


_judge_here: list[Judge] = []
"""In a forked process: what it judges with."""


def _prepare(judge: Judge) -> None:
    gc.disable()
    _judge_here[:] = [judge]


def _judge_chunk(paths: Sequence[str]) -> list[tuple[list[Any], list[Diagnostic]]]:
    (judge,) = _judge_here
    return [(store.as_fields(row), found) for row, found in map(judge.task, paths)]
