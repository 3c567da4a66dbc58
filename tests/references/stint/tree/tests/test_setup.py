import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_con_001_the_standard_library_alone():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11"
    assert project["dependencies"] == []
    for path in (ROOT / "stint").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "stint"}


def test_con_001_works_in_a_checkout():
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "stint", "status"], cwd=ROOT, env=bare, capture_output=True, check=False
    )
    assert done.stdout == b"idle\n"


def test_con_002_the_log_is_replaced_and_never_written_into(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    before = stint.log.read_bytes()
    os.link(stint.log, stint.folder / "old.log")  # a second name of the file as it is now
    stint("stop", "--at", "2025-03-03T10:00")
    assert (stint.folder / "old.log").read_bytes() == before
    assert stint.log.read_bytes() != before
    assert sorted(path.name for path in stint.folder.iterdir()) == ["old.log", "stint.log"]


def test_con_003_mit_licence():
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "MIT"
