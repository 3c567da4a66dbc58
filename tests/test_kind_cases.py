"""
Every kind of check on real files and programs, from the cases in cases/kinds.

A case is a `check` of the kind that the file is named for, and the outcome and how the reason begins that it `gives`
(a regular expression where the text itself is not found). `files` are laid into the product, `spec` below the spec's
folder: texts, bytes, or `{text, times, then}` for a text that is repeated, and `then` as often again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CASES
from test_check_kinds import workspace  # noqa: F401 -- a fixture

from specdev.checks import KINDS
from specdev.checks.base import Workspace

FOUND = [
    pytest.param(path.stem, case, id=f"{path.stem} {number}", marks=[pytest.mark.slow] if case.get("slow") else [])
    for path in sorted((CASES / "kinds").glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]


def lay(files: dict[str, Any], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            content = content["text"] * content["times"] + content.get("then", "") * content["times"]
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(("kind", "case"), FOUND)
def test_case(kind: str, case: dict[str, Any], workspace: Workspace) -> None:  # noqa: F811
    lay(case.get("files", {}), workspace.tree)
    lay(case.get("spec", {}), workspace.spec)
    check = {"id": "T001.1", "covers": ["FR-001"], "timeout_s": 20, "kind": kind, **case["check"]}
    result = KINDS[kind].model_validate(check).execute(workspace)
    outcome, detail = case["gives"]
    assert result.outcome == outcome, result.detail
    assert result.detail.startswith(detail) or re.match(detail, result.detail), result.detail
    assert bool(result.detail) == bool(detail)


def test_every_kind_has_a_case_that_passes_and_one_that_does_not() -> None:
    outcomes: dict[str, set[bool]] = {name: set() for name in KINDS}
    for param in FOUND:
        kind, case = param.values
        outcomes[str(kind)].add(case["gives"][0] == "passed")
    assert {name for name, found in outcomes.items() if found != {True, False}} == {"review"}
