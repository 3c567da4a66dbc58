"""`stint("start", "acme")` runs the command in an empty folder; `log` is the log file there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


class Runner:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "stint.log"

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error."""
        done = subprocess.run(
            [sys.executable, "-m", "stint", *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def stint(tmp_path):
    return Runner(tmp_path)
