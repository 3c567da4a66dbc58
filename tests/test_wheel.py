"""The wheel holds all that is needed: built, installed where no checkout is, and used from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from specdev import __version__

ROOT = Path(__file__).parent.parent
VISION = """\
# Ledger

Plain-text bookkeeping on the command line.

## Requirements

- `ledger check FILE` must exit with status 1 when a transaction is not balanced.
- `ledger balance FILE` must print the balance of every account.
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from the source distribution, as an index would do it."""
    out = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT))
    [found] = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of programs of a fresh environment with the wheel; what it depends on is lent by ours, offline."""
    base = tmp_path_factory.mktemp("fresh")
    call(sys.executable, "-m", "venv", "--without-pip", str(base))
    python = base / "bin" / "python"
    call(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    own = Path(call(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (own / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    return python.parent


def call(*words: str, cwd: Path | None = None) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_templates_schemas_and_data_are_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("templates", "specdev/templates"), ("schemas", "specdev/schemas")):
        files = [path.relative_to(ROOT / folder) for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
        assert files
        assert {f"{inside}/{path.as_posix()}" for path in files} <= names
    assert {"specdev/py.typed", f"specdev-{__version__}.dist-info/licenses/LICENSE"} <= names
    data = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "specdev").rglob("*.yaml"))]
    assert set(data) <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "bench/"))]


def test_the_installed_program_is_the_wheel_and_not_the_checkout(installed, tmp_path):
    assert call(str(installed / "specdev"), "--version", cwd=tmp_path) == f"specdev {__version__}\n"
    place = call(str(installed / "python"), "-c", "import specdev; print(specdev.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(installed.parent)


def test_the_installed_program_compiles_a_vision(installed, tmp_path):
    (tmp_path / "vision.md").write_text(VISION)
    program = str(installed / "specdev")
    call(program, "plan", "vision.md", cwd=tmp_path)
    call(program, "split", cwd=tmp_path)
    call(program, "validate", cwd=tmp_path)
    assert call(program, "status", cwd=tmp_path).startswith("Ledger (specs/ledger)\n  PRD")
    assert list((tmp_path / "specs" / "ledger" / "tasks").glob("T*.md"))
