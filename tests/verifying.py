"""What tests of `verify` share: a repository, its product, its tasks, and ways to run the checks."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from specdev.checks.seal import seal
from specdev.checks.selection import select
from specdev.commands.verify import command
from specdev.outcomes import Options
from specdev.verification import verify

_tokens = itertools.count(100_000_000 + os.getpid() * 1000)


MAIN = (
    "import sys\n\n\ndef main():\n    print(sum(map(int, sys.argv[1:])))\n\n\nif __name__ == '__main__':\n    main()\n"
)
PYPROJECT = '[project]\nname = "calc"\nversion = "1"\n[project.scripts]\ncalc = "calc.__main__:main"\n'
TEST = "from calc.__main__ import main\n\n\ndef test_FR_001(capsys, monkeypatch):\n"
TEST += "    monkeypatch.setattr('sys.argv', ['calc', '3', '4'])\n    main()\n"
TEST += "    assert capsys.readouterr().out == '7\\n'\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose first commit holds nothing but a README."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "README.md").write_text("# Calc\n")
    (folder / ".gitignore").write_text(".specdev/\n")
    commit(folder)
    return folder


def git(folder: Path, *words: str) -> str:
    names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **names}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")


def product(folder: Path) -> None:
    """The product as it is when the task is done."""
    (folder / "calc").mkdir(exist_ok=True)
    (folder / "calc" / "__main__.py").write_text(MAIN)
    (folder / "pyproject.toml").write_text(PYPROJECT)


def task(folder: Path, *checks: str, number: str = "T001", sealed: bool = False, **files: str) -> list[dict[str, Any]]:
    """A task file with these checks (YAML flow mappings without id, covers and time limit)."""
    spec = folder / "specs" / "calc"
    (spec / "tasks").mkdir(parents=True, exist_ok=True)
    (spec / "checks").mkdir(exist_ok=True)
    for name, text in files.items():
        (spec / "checks" / f"{name}.txt").write_text(text)
    lines = [
        f"  - {{id: {number}.{n}, covers: [FR-00{n}], timeout_s: 30, {words}}}" for n, words in enumerate(checks, 1)
    ]
    text = "\n".join(["---", "specdev: 1", f"id: {number}", "title: x", "checks:", *lines, "---", "# x", ""])
    path = spec / "tasks" / f"{number}-x.md"
    path.write_text(text)
    data = [dict(entry.data) for entry in select(folder) if entry.task == number]
    if sealed:
        digest = seal(data, {f"checks/{name}.txt": text_ for name, text_ in files.items()})
        path.write_text(text.replace("title: x", f'title: x\nseal: "{digest}"'))
    return data


def outcomes(root: Path, *selectors: str, **options: Any) -> list[tuple[str, str, str | None, str]]:
    found = verify(root, selectors, Options(**options), yes=True)
    return [(outcome.id, outcome.outcome, outcome.before, outcome.detail) for outcome in found]


RUN = 'kind: command, run: [python, -m, calc, "3", "4"], cwd: "{scratch}", expect: {stdout: "7"}'
SCRIPT = 'kind: command, run: [calc, "3", "4"], expect: {stdout: "7"}'


def invoke(root: Path, *words: str) -> Result:
    before = os.getcwd()
    os.chdir(root)
    try:
        return CliRunner().invoke(command, list(words), color=False)
    finally:
        os.chdir(before)


def start(root: Path, *words: str, **streams: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "specdev", "verify", *words], cwd=root, **streams)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary files are made, empty."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def token() -> str:
    """A number that no other test uses, to sleep for."""
    return str(next(_tokens))


def running(token: str) -> list[str]:
    """The processes that have the token in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if token.encode() in path.read_bytes():
                found.append(path.read_bytes().decode())
    return found
