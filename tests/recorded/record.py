"""
Make the tapes of a vision anew: the real requests of specdev with the answers of answers.yaml.

    python tests/recorded/record.py shed

A question that answers.yaml does not answer is printed with its key, and left to the rules; so that a changed prompt
needs new answers only where it asks something else. Keys: the heading of a section, `whole`, `components`, the title of
a task, `checks` with the first item of a task; a second question about the same has ` again` behind it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from decomposing_model import form, task  # noqa: E402
from planning_models import full, purpose, section  # noqa: E402
from scripted_endpoint import Scripted  # noqa: E402

TAPES = {
    "plan.jsonl": ["plan", "vision.md"],
    "split.jsonl": ["split"],
    "checks.jsonl": ["checks", "propose"],
}
"""Tape to the command that asks its questions, in this order."""


def key(body: Mapping[str, Any]) -> str:
    """Which answer a request wants."""
    kind, again = form(dict(body)), " again" if len(body["messages"]) > 2 else ""
    user = body["messages"][1]["content"]
    if kind in ("Reading", "Reconciliation"):
        return (section(body) if purpose(body) == "section" else "whole") + again
    if kind == "TaskWords":
        return task(dict(body))[0].strip() + again
    if kind == "Checks":
        found = re.search(r"^[A-Z]+-\d+", user, re.M)
        return f"checks {found[0] if found else ''}{again}"
    return ("parts" if "The component, in the words" in user else "components") + again


def turn(answers: Mapping[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The answer as an endpoint gives it, or a refusal where there is none."""
    wanted = key(body)
    if wanted not in answers:
        print(f"=== {wanted} ===\n{body['messages'][-1]['content']}\n", file=sys.stderr)
        return {"status": 400, "error": "answers.yaml has no answer"}
    said = answers[wanted]
    kind = purpose(body) if form(body) in ("Reading", "Reconciliation") else ""
    return {"content": full(kind, said) if kind else json.dumps(said)}


def record(name: str) -> None:
    """Write the tapes of one folder."""
    folder = HERE / name
    answers = yaml.safe_load((folder / "answers.yaml").read_text(encoding="utf-8"))
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent)}
    with Scripted(lambda body: turn(answers, body)) as endpoint, tempfile.TemporaryDirectory() as place:
        for file in ("vision.md", "specdev.yaml"):
            shutil.copy(folder / file, place)
        for tape, words in TAPES.items():
            told = [*words, "--base-url", endpoint.url, "--record", str(folder / tape)]
            subprocess.run([sys.executable, "-m", "specdev", *told], cwd=place, env=environment, check=True)


if __name__ == "__main__":
    record(sys.argv[1])
