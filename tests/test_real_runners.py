"""
The runners of other languages, run for real on the projects in cases/runners; those that this machine does not have
are skipped.

A file is named for its runner, or says which `runner` it is for, which `program` it needs, and a `probe` that must
succeed on its first case. Its projects have the files `always`, and in `file` the `head` and the `body` of a case; the
check for FR-5 `gives` an outcome, and its reason `says` some words. jest and vitest are looked for below the folder
that the variable SPECDEV_NODE_MODULES names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CASES
from test_check_kinds import execute, workspace  # noqa: F401 -- a fixture

from specdev.checks.base import Workspace
from specdev.checks.environment import environment

IN_MODULES = ("jest", "vitest")
MODULES = Path(os.environ.get("SPECDEV_NODE_MODULES", "/nowhere"))
FOUND = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (CASES / "runners").glob("*.yaml")}
PARAMS = [
    pytest.param(runner, case, id=f"{runner} {number}")
    for runner in sorted(FOUND)
    for number, case in enumerate(FOUND[runner]["cases"], 1)
]


@cache
def available(runner: str) -> bool:
    """Whether the machine has the runner, and it starts."""
    if runner in IN_MODULES:
        return (MODULES / ".bin" / runner).exists() and shutil.which("npx") is not None
    given = FOUND[runner]
    program = shutil.which(given.get("program", runner))
    words = ["version"] if runner == "go" else ["--version"]
    if program is None or subprocess.run([program, *words], capture_output=True, check=False).returncode:
        return False
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), given, given["cases"][0])
        probe = given.get("probe", ["true"])
        return subprocess.run(probe, cwd=folder, capture_output=True, check=False).returncode == 0


def lay(folder: Path, given: dict[str, Any], case: dict[str, Any]) -> None:
    """The files of a case."""
    files = {**given["always"], case.get("file", given["file"]): given.get("head", "") + case["body"] + "\n"}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("runner", "case"), PARAMS)
def test_case(runner: str, case: dict[str, Any], workspace: Workspace) -> None:  # noqa: F811
    if not available(runner):
        pytest.skip(f"{runner} is not installed")
    if runner in IN_MODULES:
        (workspace.tree / "node_modules").symlink_to(MODULES)
    given = FOUND[runner]
    lay(workspace.tree, given, case)
    tree = workspace.tree
    variables = environment(folder=tree.parent, tree=tree, original=tree, bin_folder=workspace.bin)
    text = f"kind: test\nrunner: {given.get('runner', runner)}\nselect: FR-5\ntimeout_s: 100"
    result = execute(replace(workspace, environment=variables), text)
    assert result.outcome == case["gives"], result.detail
    assert case.get("says", "") in result.detail
