"""
Every kind of check in every situation (tests/cases/outcomes), as `specdev verify` runs it.

What comes out is right, and nothing is left: no process, no temporary folder, no change in the user's files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CASES
from verifying import running

from specdev import evidence
from specdev.checks import KINDS
from specdev.outcomes import Options
from specdev.verification import verify

FILES = sorted((CASES / "outcomes").glob("*.yaml"))
MATRIX = [
    pytest.param(path.stem, case, id=f"{path.stem} {case['name']}")
    for path in FILES
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def filled(value: Any, token: str) -> Any:
    """The value with {token} filled in, all the way down."""
    if isinstance(value, str):
        return value.replace("{token}", token)
    if isinstance(value, dict):
        return {key: filled(inner, token) for key, inner in value.items()}
    return [filled(inner, token) for inner in value] if isinstance(value, list) else value


def write(root: Path, kind: str, case: dict[str, Any]) -> None:
    """A repository with the product, and a task with the check."""
    spec = {f"specs/x/{name}": text for name, text in case.get("spec", {}).items()}
    for name, text in {**case.get("product", {}), **spec}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755 if text.startswith("#!") else 0o644)
    check = {"id": "T001.1", "covers": ["FR-1"], "kind": kind, "timeout_s": 20, **case["check"]}
    task = yaml.safe_dump({"specdev": 1, "id": "T001", "title": "x", "checks": [check]})
    (root / "specs/x/tasks").mkdir(parents=True)
    (root / "specs/x/tasks/T001-x.md").write_text(f"---\n{task}---\n# x\n", encoding="utf-8")


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and content of all files but those that verify keeps."""
    paths = (path for path in sorted(root.rglob("*")) if ".specdev" not in path.parts)
    return {str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"") for path in paths}


@pytest.mark.parametrize(("kind", "case"), MATRIX)
def test_outcome(kind: str, case: dict[str, Any], token: str, tmp_path: Path, temporary: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    write(root, kind, filled(case, token))
    before = tree(root)
    (outcome,) = verify(root, (), Options(), yes=True)
    wanted = case.get("detail", "")
    detail = outcome.detail[: len(wanted) - 1] + "…" if wanted.endswith("…") else outcome.detail
    assert (outcome.outcome, detail) == (case["outcome"], wanted)
    assert evidence.latest(root, "x")["T001.1"].outcome == case["outcome"]
    assert running(token) == []
    assert list(temporary.iterdir()) == []
    assert tree(root) == before


def test_every_kind_has_its_cases() -> None:
    assert {path.stem for path in FILES} == set(KINDS)
