"""
Rules over a product's files: one module a rule.

A rule's docstring is its manual page, with front matter (or a PRD) that *Fails* and that *Passes*; `CODE` is its
diagnostic code. A rule for single task files has `check_task(task)`, one for the whole product `check(spec)`.
A new rule is a module and its name in RULES.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import cast

from ..diagnostics import Diagnostic
from .context import Spec, TaskView

RULES: tuple[str, ...] = (
    "duplicate_id",
    "unknown_reference",
    "must_without_check",
    "asserts",
    "sealed_checks",
    "edited_check",
    "proposed_checks",
    "scenario_shape",
    "coverage",
    "invention",
    "single_owner",
    "cycle",
    "check_count",
    "small",
    "write_set",
    "overlap",
    "hot_file",
    "self_contained",
    "prompt_size",
    "minutes",
    "contract_first",
    "walking_skeleton",
    "vertical",
    "shape",
    "parallelism",
    "redundant_need",
    "balance",
    "out_of_scope",
    "prohibition",
    "edited_body",
)
"""The rules, by module name, in the order in which they are applied."""

PROPERTIES: dict[str, str] = {
    "SD503": "A check that passes on the untouched base proves nothing about the work. Only a run can tell: `specdev "
    "verify --base REF` gives the outcome `vacuous`.",
    "SD505": "A check without a time limit can hang for ever. The schema asks for `timeout_s`, so a missing one is "
    "reported as SD132.",
    "SD615": "Regression: later tasks run the smoke check and the checks of what they need again. `specdev run` does "
    "so after every task; no file can break it, so no rule reports it.",
    "SD623": "Determinism: the same input and version give the same files byte for byte, and a small edit changes few "
    "tasks. The tests of specdev show it; no file can break it, so no rule reports it.",
    "SD624": "Unwanted behaviour (if … then …) lives with the task that owns its trigger, or needs it. The planner "
    "keeps them together; the trigger's owner cannot be told from the files alone, so no rule reports it.",
}
"""Codes of the catalogue that no rule here reports, and why."""


def task_rules() -> list[Callable[[TaskView], Iterator[Diagnostic]]]:
    """The rules for single task files."""
    return [
        cast("Callable[[TaskView], Iterator[Diagnostic]]", module.check_task)
        for module in _modules()
        if hasattr(module, "check_task")
    ]


def spec_rules() -> list[Callable[[Spec], Iterator[Diagnostic]]]:
    """The rules for a whole product."""
    return [
        cast("Callable[[Spec], Iterator[Diagnostic]]", module.check)
        for module in _modules()
        if hasattr(module, "check")
    ]


def _modules() -> list[object]:
    return [importlib.import_module(f".{name}", __name__) for name in RULES]
