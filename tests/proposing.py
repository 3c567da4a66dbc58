"""What the tests of proposed checks share: a split project in git, and a model that answers by task."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conftest import CASES, Project
from verifying import commit, git

VISION = (CASES / "visions" / "notes.md").read_text(encoding="utf-8")
FOLDER = "specs/jotter"
LOCK = f"{FOLDER}/specdev.lock"
PROPOSED = f"{FOLDER}/proposed.yaml"
KINDS = ("command", "data", "http", "file", "absent")
EMPTY: dict[str, list[Any]] = {kind: [] for kind in KINDS}
QUIET = "Without notes it prints nothing and exits with 0"
ORDER = "print every note as `1  milk`, in the order of the numbers"


def settle(project: Project) -> Project:
    """The vision planned, split and committed, before anything is built."""
    project.write({"vision.md": VISION, ".gitignore": ".specdev/\n"})
    git(project.root, "init", "-q")
    for words in (["plan", "vision.md"], ["split"]):
        assert project.run(*words).status == 0
    commit(project.root)
    return project


def step(*run: str, **more: Any) -> dict[str, Any]:
    return {"run": list(run), "stdin": None, "exit": None, "stdout": [], "stderr": [], "leaves": [], **more}


def says(text: str, how: str = "equals") -> dict[str, str]:
    return {"how": how, "text": text}


def check(*steps: dict[str, Any], quote: str = QUIET, covers: str = "LIST-2", **more: Any) -> dict[str, Any]:
    """A proposed check of the kind `command`, as the model fills it in."""
    return {"quote": quote, "covers": [covers], "files": [], "steps": list(steps), **more}


def answer(**kinds: list[Any]) -> str:
    return json.dumps({**EMPTY, **kinds})


GOOD = check(step("jotter", "list", exit=0, stdout=[says("")]))
SORTED = check(
    step("jotter", "add", "milk"),
    step("jotter", "add", "oats"),
    step("jotter", "list", exit=0, stdout=[says("1  milk\n2  oats")]),
    quote=ORDER,
    covers="LIST-1",
)


def by_task(answers: dict[str, str], otherwise: str = answer()) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A script that answers the question about each task; a question that is asked again gets nothing more."""

    def turn(body: dict[str, Any]) -> dict[str, Any]:
        user = body["messages"][1]["content"]
        again = len(body["messages"]) > 2
        found = next((text for words, text in answers.items() if words in user), otherwise)
        return {"content": answer() if again else found}

    return turn


def propose(project: Project, url: str, *words: str) -> Any:
    return project.run("checks", "propose", *words, "--model", "scripted", "--base-url", url)
