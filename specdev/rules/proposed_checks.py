"""
A proposed check belongs to a task that is there, can be run, can fail, and brings the files it uses.

specs/<slug>/proposed.yaml holds checks that a model proposes. Nothing is judged by them until `specdev checks prove`
has seen them fail on the base commit and taken them into their tasks; it takes none that breaks this rule. Mend the
proposal, or delete it.

Fails:

    id: T001
    ---
    specdev: 1
    proposals:
      - {task: T001, by: m, check: {id: T001.p1, covers: [FR-001], kind: command, run: [calc], timeout_s: 5}}

Passes:

    id: T001
    ---
    specdev: 1
    proposals:
      - task: T001
        by: m
        check: {id: T001.p1, covers: [FR-001], kind: command, run: [calc], timeout_s: 5, expect: {exit: 0}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..checks.lint import lint
from ..checks.seal import used_files
from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code("SD739", "error", "{problem}", help="mend it, or delete it: nothing is judged by it yet", page=__doc__)


def check(spec: Spec) -> Iterator[Diagnostic]:
    tasks = {task.id for task in spec.tasks} | spec.unreadable
    for index, proposal in enumerate(spec.proposed):
        for problem in _problems(proposal, tasks, spec.folder.rpartition("/")[2]):
            yield CODE.at(spec.places.at(spec.proposed_path, ("proposals", index, "check")), problem=problem)


def _problems(proposal: Mapping[str, Any], tasks: set[str], product: str) -> Iterator[str]:
    check, task = proposal.get("check"), proposal.get("task")
    if not isinstance(check, dict):
        return
    if task not in tasks:
        yield f"it is proposed for {task}, and there is no such task"
    yield from (problem for _, problem in lint(check, (product,)))
    brought = proposal.get("files")
    for name in used_files([check]):
        if not isinstance(brought, dict) or name not in brought:
            yield f"it uses `{name}`, which is not among its `files`"
