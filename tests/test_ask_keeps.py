"""What becomes of answers: a split tells them in the tasks they are for, and later plans lose none."""

from __future__ import annotations

import json
import re

import pytest
from conftest import Project
from interviewing import (
    ASKING,
    LOCK,
    PAGE,
    PRD,
    VAGUE,
    VISION,
    answers,
    asked,
    changed,
    planned,
    separated,
    take,
    tasks,
)
from jsonschema import Draft202012Validator

from specdev import schemas


@pytest.fixture
def made(project) -> Project:
    return planned(project)


@pytest.fixture
def split(made) -> Project:
    return separated(made)


# -- tasks


@pytest.mark.parametrize(
    ("name", "item"),
    [(VAGUE, "DROP-1"), ("Q-001", "LIST-1")],
    ids=["about an item", "near to what it speaks of"],
)
def test_a_split_rewrites_only_the_tasks_that_an_answer_is_for(split, name, item):
    before = split.files
    result = take(split, {name: "UTF-8, below 50 ms"}, "--format", "json")
    touched = [task["path"] for task in json.loads(result.out)["tasks"]]
    assert tasks(result.files) == tasks(before)
    assert split.run("split").status == 0
    assert [path for path in changed(before, split.files) if path in tasks(split.files)] == touched
    for path, text in tasks(split.files).items():
        assert ("Decided: UTF-8, below 50 ms" in text) is (path in touched)
    assert any(item in split.files[path] for path in touched)
    assert 0 < len(touched) < len(tasks(before))


def test_an_answer_that_is_near_to_nothing_reaches_every_task(split):
    before = tasks(split.files)
    assert take(split, {"Q-002": "Zoe"}, "--split").status == 0
    assert all(
        "Who pays for the hosting? Decided: Zoe" in text for name, text in tasks(split.files).items() if name in before
    )


def test_affected_tasks_are_named_and_split_updates_them(split):
    result = take(split, {VAGUE: "below 50 ms"})
    (line,) = re.findall(r"^  (T\d+)  .+$", result.out, re.MULTILINE)
    assert result.out.endswith("Next: `specdev split jotter` tells it in 1 task and leaves the others as they are\n")
    split.run("ask", "--answers", "-", "--split", stdin=f"{VAGUE}: below 10 ms")
    (path,) = [name for name in tasks(split.files) if f"/{line}-" in name]
    assert "Decided: below 10 ms" in split.files[path]
    assert split.run("split").out == "jotter: nothing to do, the tasks are current\n"
    data = json.loads(take(split, {VAGUE: "below 5 ms"}, "--split", "--format", "json").out)
    assert list(Draft202012Validator(schemas.build()["ask"]).iter_errors(data)) == []
    assert (data["answered"], [task["id"] for task in data["tasks"]]) == ([VAGUE], [line])
    assert data["written"] == [PAGE, PRD, LOCK]
    assert path in data["split"][0]["written"]


def test_the_answer_to_what_it_is_built_with_decides_the_language(project):
    text = "# Sum\n\n## Features\n\n- It must add the numbers of a file.\n- It must print the sum.\n"
    made = project({"vision.md": text})
    made.run("plan", "vision.md")
    assert "Python is assumed" in made.run("split").out
    (name,) = (one["id"] for one in asked(made)["questions"] if one["code"] == "SD309")
    assert take(made, {name: "Go, on Linux"}).status == 0
    assert "assumed" not in made.run("split").out
    (page,) = (text for path, text in made.files.items() if path.startswith("specs/sum/tasks/"))
    assert "It is written in Go." in page


# -- later plans


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("## Goals", "More about it.\n\n\n## Goals"),
        lambda text: text + "\n\n",
    ],
    ids=["nothing", "lines moved", "white space"],
)
def test_a_later_plan_keeps_the_answers(made, change):
    assert take(made, {"Q-001": "UTF-8", VAGUE: "below 50 ms"}).status == 0
    made.write({"vision.md": change(ASKING)})
    result = made.run("plan", "vision.md")
    assert result.status == 0
    assert "SD71" not in json.dumps(json.loads(made.run("plan", "vision.md", "--format", "json").out))
    assert answers(made) == {"Q-001": "UTF-8", VAGUE: "below 50 ms"}


def findings(project: Project, *codes: str) -> list[tuple[str, str]]:
    data = json.loads(project.run("plan", "vision.md", "--format", "json").out)
    return [(one["code"], one["message"].split()[0]) for one in data["diagnostics"] if one["code"] in codes]


def test_an_answer_to_what_nobody_asks_any_more_is_kept_and_said(made):
    assert take(made, {"Q-001": "UTF-8", VAGUE: "below 50 ms"}).status == 0
    made.write({"vision.md": VISION})
    assert findings(made, "SD711", "SD712") == [("SD712", "Q-001"), ("SD712", VAGUE)]
    assert answers(made) == {"Q-001": "UTF-8", VAGUE: "below 50 ms"}
    assert made.run("validate").status == 0
    files = made.files
    assert findings(made, "SD712") == [("SD712", VAGUE)]  # the other one is as one that a person wrote
    assert made.files == files
    made.write({"vision.md": VISION.replace("DROP-1", "DROP-7")})
    assert findings(made, "SD712") == [("SD712", VAGUE)]
    assert made.run("validate").status == 0  # it does not speak of DROP-1 any more
    assert answers(made) == {"Q-001": "UTF-8", VAGUE: "below 50 ms"}


def test_an_answer_stays_where_the_question_reads_differently_and_that_is_said(made):
    assert take(made, {"Q-001": "UTF-8"}).status == 0
    made.write(
        {"vision.md": ASKING.replace("Which encoding has `notes.txt`, and", "Which encoding has `notes.txt`, or")}
    )
    assert findings(made, "SD711", "SD712") == [("SD711", "Q-001")]
    assert answers(made) == {"Q-001": "UTF-8"}
    assert findings(made, "SD711", "SD712") == []


GAPS = (
    "For a locked note it prints `note 7 is locked`.",
    "After a crash it prints `repaired 3 lines`.",
    "After a storm it prints `gave up on 4 notes`.",
)
"""What leads to these messages is told nowhere, so each of them is asked about."""


def with_gaps(*sentences: str) -> str:
    told = "For a number that does not exist it prints `no note 7` to stderr and exits with 1."
    text = VISION.replace(told, " ".join(sentences))
    return text.replace("print `added 1`.", "print a number.").replace("print `dropped 1`.", "say so.")


@pytest.fixture
def gaps(project) -> tuple[Project, str, str]:
    """A planned project, and the first two of three questions about one item."""
    made = project({"vision.md": with_gaps(*GAPS)})
    made.run("plan", "vision.md")
    first, second, _ = (one["id"] for one in asked(made)["questions"] if one["id"].startswith("Q-SD311-DROP-2"))
    return made, first, second


def test_an_answer_goes_with_the_words_of_its_question_not_with_its_number(gaps):
    made, first, second = gaps
    assert take(made, {second: "for the second"}).status == 0
    made.write({"vision.md": with_gaps(*GAPS[1:])})
    assert findings(made, "SD711", "SD712") == []
    assert answers(made) == {first: "for the second"}
    assert "repaired 3 lines" in asked(made, first)["questions"][0]["text"]


def test_an_answer_does_not_pass_to_another_question_that_takes_over_its_number(gaps):
    made, first, _ = gaps
    assert take(made, {first: "for the first"}).status == 0
    made.write({"vision.md": with_gaps(*GAPS[1:])})
    for _ in range(2):
        assert findings(made, "SD711", "SD712") == [("SD712", f"{first}-before")]
        assert answers(made) == {f"{first}-before": "for the first"}
        assert "repaired 3 lines" in asked(made, first)["questions"][0]["text"]
    assert made.run("validate").status == 0
