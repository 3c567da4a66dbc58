"""
A name that stands for something must be the ID of something.

`covers` and `applies` name items of the PRD, `needs` and `because` name tasks, a check's `covers` names items,
`depends_on` and `about` of an item name items. A name that stands for nothing traces nowhere, and a task that needs a
task which does not exist never becomes ready.

Fails:

    id: T001
    needs: [T009]

Passes:

    id: T001
    needs: [T002]
    ---
    id: T002
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from ..diagnostics import Diagnostic, code
from ..store import TaskRow
from .context import Spec

CODE = code("SD411", "error", "`{field}` names `{name}`, and there is no such {kind}", page=__doc__)


def check(spec: Spec) -> Iterator[Diagnostic]:
    items = {item["id"] for _, item in spec.items}
    tasks = {task.id for task in spec.tasks} | spec.unreadable
    for task in spec.tasks:
        yield from _task(spec, task, items, tasks)
    for way, item in spec.items:
        for field in ("depends_on", "about"):
            names = item.get(field)
            for index, name in enumerate(names if isinstance(names, list) else ()):
                if name not in items:
                    hint = _hint(str(name), items)
                    yield CODE.at(spec.in_prd(*way, field, index), field=field, name=name, kind="item", hint=hint)


def _task(spec: Spec, task: TaskRow, items: Collection[str], tasks: Collection[str]) -> Iterator[Diagnostic]:
    for index, name in enumerate(task.needs):
        if name == task.id or name not in tasks:
            hint = "a task cannot need itself" if name == task.id else _hint(name, tasks)
            kind = "other task" if name == task.id else "task"
            yield CODE.at(spec.in_task(task, "needs", index), field="needs", name=name, kind=kind, hint=hint)
    if not spec.prd:
        return
    for field, names in (("covers", task.covers), ("applies", task.applies)):
        for index, name in enumerate(names):
            if name not in items:
                hint = _hint(name, items)
                yield CODE.at(spec.in_task(task, field, index), field=field, name=name, kind="item", hint=hint)
    for number, row in enumerate(task.checks):
        for index, name in enumerate(row.covers):
            if name not in items:
                span = spec.in_task(task, "checks", number, "covers", index)
                yield CODE.at(span, field="covers", name=name, kind="item", hint=_hint(name, items))


def _hint(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.7)
    return f"did you mean `{close[0]}`?" if close else "write an ID that exists, or take it out"
