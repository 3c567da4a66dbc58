"""
Make the tapes of a vision anew: the real requests of specdev with the answers of answers.yaml.

    python tests/recorded/record.py shed

A question that answers.yaml does not answer is printed and fails; so that a changed prompt needs new answers only where
it asks something else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from planning_models import answering, purpose, section  # noqa: E402
from scripted_endpoint import Scripted  # noqa: E402


def record(name: str) -> int:
    """Write the tapes of one folder; the status of the last command."""
    folder = HERE / name
    case = yaml.safe_load((folder / "answers.yaml").read_text(encoding="utf-8"))
    good = answering(case)

    def turn(body: dict[str, Any]) -> dict[str, Any]:
        kind = purpose(body)
        known = section(body) in case["answers"] if kind == "section" else kind in case
        if not known:
            print(body["messages"][1]["content"], file=sys.stderr)
            return {"status": 400, "error": "answers.yaml has no answer"}
        return good(body)

    with Scripted(turn) as endpoint, tempfile.TemporaryDirectory() as place:
        for file in ("vision.md", "specdev.yaml"):
            shutil.copy(folder / file, place)
        words = ["plan", "vision.md", "--strict", "--base-url", endpoint.url, "--record", str(folder / "plan.jsonl")]
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent)}
        return subprocess.run([sys.executable, "-m", "specdev", *words], cwd=place, env=environment).returncode


if __name__ == "__main__":
    sys.exit(record(sys.argv[1]))
