"""
The `project` fixture: a folder with files, in which the real command line runs.

    result = project({"vision.md": "# Ledger\\n"}).run("plan", "vision.md")
    assert (result.status, result.out, result.err) == (0, "…", "…")
    assert result.files["specs/ledger/prd.yaml"] == "…"
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from verifying import root, temporary, token  # noqa: F401  fixtures for all tests

from specdev.__main__ import main

# a loaded machine is slow, which is no fault of a test; the build server tries the same examples every time
settings.register_profile(
    "specdev", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("specdev")

collect_ignore = ["references"]
"""The tests in there belong to products of their own."""

CASES = Path(__file__).parent / "cases"
OURS = frozenset({".git", ".specdev"})
"""Folders that hold no artifact; they are left out of `files`."""


@dataclass(frozen=True)
class Result:
    """What one call gave; `files` are all files of the project after it, as text."""

    status: int
    out: str
    err: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Project:
    """A folder that specdev is run in."""

    root: Path

    def run(self, *words: str, stdin: str = "", subprocess: bool = False) -> Result:
        """`specdev WORDS…` in this process, or in one of its own (slower, and what happens on import is seen)."""
        status, out, err = (self._spawn if subprocess else self._call)(words, stdin)
        return Result(status, out, err, self.files)

    def write(self, files: Mapping[str, str | bytes]) -> Project:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    @property
    def files(self) -> dict[str, str]:
        paths = (path.relative_to(self.root) for path in sorted(self.root.rglob("*")) if path.is_file())
        return {
            path.as_posix(): (self.root / path).read_text(encoding="utf-8", errors="replace")
            for path in paths
            if path.parts[0] not in OURS
        }

    def _call(self, words: tuple[str, ...], stdin: str) -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        try:
            with contextlib.chdir(self.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = main(words)
        finally:
            sys.stdin = before
        return status, _text(out), _text(err)

    def _spawn(self, words: tuple[str, ...], stdin: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "specdev", *words]
        done = subprocess.run(command, cwd=self.root, input=stdin, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Help pages are 80 columns wide, nothing is coloured, and `python` is ours, wherever the tests run."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Callable[[Mapping[str, str | bytes]], Project]]:
    """`project({path: content})` makes the folder; it is the same one for all calls of a test."""
    folder = tmp_path / "project"

    def make(files: Mapping[str, str | bytes] | None = None) -> Project:
        folder.mkdir(exist_ok=True)
        return Project(folder).write(files or {})

    yield make
    # A child that is still there would keep the folder busy and hide a fault of ours.
    with contextlib.suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regen", action="store_true", help="write the expected files of tests/cases anew, then read the diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("views/tree.txt", text)` compares with the file below tests/cases; `pytest --regen` writes it."""

    def compare(name: str, text: str) -> None:
        path = CASES / name
        if request.config.getoption("--regen"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
