"""A test module for pytest, with one test a check; a check that is an error is an error there too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..checks.describe import describe
from ..checks.reports import marker
from .bundle import FOLDER
from .kit import File, Kit

_HEAD = '''\
"""
{heading}

    pytest {file}                             judges the product in the working folder
    SPECDEV_TREE=PRODUCT pytest {file}        judges the one in that folder
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CHECKS = {checks}


@pytest.fixture
def verdict(request):
    """What the check of the test gave: passed or failed, and why."""
    command = [sys.executable, HERE / "{runner}" / "run.py", HERE / "{name}", CHECKS[request.node.name]]
    tree = os.environ.get("SPECDEV_TREE", os.getcwd())
    done = subprocess.run([*command, "--tree", tree, "--format", "json"], capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError(done.stderr)
    (found,) = json.loads(done.stdout)["checks"]
    if found["outcome"] == "skipped":
        pytest.skip(found["detail"])
    if found["outcome"] == "error":
        raise RuntimeError(found["detail"])
    return found["outcome"], found["detail"]
'''


def files(kit: Kit) -> Mapping[str, File]:
    """The test module, and beside it a folder with the checks and the runner."""
    file = f"test_{marker(kit.name)}.py"
    names = {_name(check): check["id"] for check in kit.checks}
    listed = "".join(f"    {name!r}: {number!r},\n" for name, number in names.items())
    heading = _in_docstring("\n".join(kit.heading()[:2]).strip())
    head = _HEAD.format(heading=heading, file=file, checks=f"{{\n{listed}}}", runner=FOLDER, name=kit.name)
    tests = "".join(_test(check) for check in kit.checks)
    return {file: File((head + tests).encode()), **kit.beside(kit.name)}


def _name(check: Mapping[str, Any]) -> str:
    return "test_" + "__".join(marker(part) for part in [check["id"], *check["covers"]])


def _test(check: Mapping[str, Any]) -> str:
    words = _in_docstring(describe(check)).replace("\n", "\n    ")
    return f'\n\ndef {_name(check)}(verdict):\n    """{words} """\n    assert verdict == ("passed", "")\n'


def _in_docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
