"""A project whose PRD has open questions, for the tests of `specdev ask`."""

from __future__ import annotations

import json

from conftest import CASES, Project
from jsonschema import Draft202012Validator

from specdev import schemas, yamlio

VISION = (CASES / "visions" / "notes.md").read_text(encoding="utf-8")
OPEN = """
## Open questions

- Which encoding has `notes.txt`, and what does `jotter list` do with other bytes?
- Who pays for the hosting?
"""
ASKING = VISION.replace("It must remove the note", "It must remove the note fast") + OPEN
FOLDER = "specs/jotter"
PRD, PAGE, LOCK = (f"{FOLDER}/{name}" for name in ("prd.yaml", "prd.md", "specdev.lock"))
VAGUE = "Q-SD204-DROP-1"


def planned(project) -> Project:
    """A planned project with two questions of the vision and some of rules."""
    found: Project = project({"vision.md": ASKING})
    assert found.run("plan", "vision.md").status == 0
    return found


def separated(found: Project) -> Project:
    """The project with tasks, more of them than so short a vision needs."""
    found.write({"specdev.yaml": "limits: {requirements: 2}\n"})
    assert found.run("split").status == 0
    assert len(tasks(found.files)) > 3
    return found


def asked(project: Project, *words: str) -> dict:
    result = project.run("ask", "--format", "json", *words)
    data = json.loads(result.out)
    assert list(Draft202012Validator(schemas.build()["ask"]).iter_errors(data)) == []
    return data


def answers(project: Project) -> dict[str, str]:
    """Question to answer, as prd.yaml says."""
    prd = yamlio.load(project.files[PRD], PRD).data
    return {one["id"]: one.get("answer", "") for one in prd["open_questions"] if one.get("answer")}


def take(project: Project, given: object, *words: str):
    return project.run("ask", "--answers", "-", *words, stdin=json.dumps(given))


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def tasks(files: dict[str, str]) -> dict[str, str]:
    """The files of tasks and of their checks."""
    return {name: text for name, text in files.items() if name.startswith((f"{FOLDER}/tasks/", f"{FOLDER}/checks/"))}
