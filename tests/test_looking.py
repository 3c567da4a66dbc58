"""status, next, show and graph: whole sessions on one small product, and what they say when something is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest
from conftest import CASES, Project
from jsonschema import Draft202012Validator

from specdev import evidence
from specdev.evidence import Record
from specdev.resources import SCHEMAS

SPEC = CASES / "looking" / "specs" / "ledger"
SEAL = "sha256:" + "1" * 64
OLD_SEAL = "sha256:" + "2" * 64


@pytest.fixture
def ledger(project) -> Project:
    """A product of four tasks, nothing verified."""
    made: Project = project()
    shutil.copytree(SPEC, made.root / "specs" / "ledger")
    return made


@pytest.fixture
def begun(ledger) -> Project:
    """T001 is verified, T003 failed."""
    run = (
        Record("T001.1", "T001", "failed"),
        Record("T003.1", "T003", "passed", SEAL, "0123456789abcdef"),
        Record("T001.1", "T001", "passed"),
        Record("T003.2", "T003", "failed", SEAL, "0123456789abcdef", detail="src/ledger/index.py is missing"),
    )
    evidence.append(ledger.root, "ledger", run)
    return ledger


@pytest.fixture
def session(golden) -> Callable[..., None]:
    """`session(name, project, calls)` compares the transcript of the calls with tests/cases/looking/NAME.txt."""

    def run(name: str, project: Project, calls: list[str]) -> None:
        transcript = ""
        for call in calls:
            result = project.run(*call.split())
            status = f"-> {result.status}\n" if result.status else ""
            transcript += f"$ specdev {call}\n{result.out}{result.err}{status}\n"
        golden(f"looking/{name}.txt", transcript)

    return run


LOOKS = ["status", "next", "graph"]
SHOWS = ["show T003", "show FR-002", "show qr-001", "show FR-002.1", "show OQ-1", "show T003.2", "show T001.1"]


def test_before_anything_is_verified(ledger, session):
    session("planned", ledger, LOOKS)


def test_after_some_checks_were_run(begun, session):
    session("begun", begun, [*LOOKS, *SHOWS])


def test_the_same_as_json(begun, session):
    session("json", begun, [f"{call} --format json" for call in [*LOOKS, "show T003", "show FR-002", "show T003.2"]])


def test_the_prompt_is_the_body_and_nothing_else(ledger):
    for option in ("--prompt", "--body"):
        result = ledger.run("show", "T001", option)
        assert (result.status, result.out, result.err) == (0, "# T001 Read a journal\n\nDo it.\n", "")


def test_calls_that_mean_nothing(ledger, session):
    session(
        "mistakes",
        ledger,
        [
            "show FR-003",
            "show nonsense",
            "show FR-001 --prompt",
            "show T001.1 --body",
            "status --spec leger",
            "next -x",
        ],
    )


def test_all_verified(ledger, session):
    records = [Record(f"T00{n}.1", f"T00{n}", "passed") for n in range(1, 5)]
    evidence.append(ledger.root, "ledger", [*records, Record("T003.2", "T003", "passed")])
    session("done", ledger, ["status", "next"])


def test_evidence_for_other_checks_than_those_that_stand_there_counts_for_nothing(ledger):
    old = [Record(f"T003.{n}", "T003", "passed", OLD_SEAL) for n in (1, 2)]
    evidence.append(ledger.root, "ledger", [Record("T001.1", "T001", "passed"), *old])
    assert states(ledger) == {"T001": "verified", "T002": "ready", "T003": "ready", "T004": "waiting"}


def test_a_record_that_was_cut_off_is_as_if_it_had_not_been_run(begun):
    with evidence.path(begun.root, "ledger").open("ab") as file:
        file.write(b'{"check": "T001.1", "task": "T001", "outc')
    assert states(begun)["T001"] == "verified"
    evidence.append(begun.root, "ledger", [Record("T001.1", "T001", "error")])
    assert states(begun)["T001"] == "failed"


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_shown(ledger, session):
    ledger.write({"specs/ledger/tasks/T002-check.md": "no front matter\n"})
    session("unreadable", ledger, LOOKS)


def test_tasks_that_need_each_other(ledger, session):
    path = "specs/ledger/tasks/T001-read.md"
    ledger.write({path: ledger.files[path].replace("covers:", "needs: [T004]\ncovers:", 1)})
    session("circle", ledger, LOOKS)


def test_a_prd_without_tasks(project, session):
    prd = (SPEC / "prd.yaml").read_text()
    session("draft", project({"specs/ledger/prd.yaml": prd}), ["status", "next", "graph"])
    approved = prd.replace("status: draft", "status: approved")
    assert project({"specs/ledger/prd.yaml": approved}).run("next").out == (
        "Ledger: no tasks yet\nnext: run `specdev split ledger`\n"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("requirements: [\n", "specs/ledger/prd.yaml:1:15: error[SD122]: not valid YAML"),
        ("[]\n", "specs/ledger/prd.yaml is not as its schema wants it"),
        ("specdev: 1\nrequirements: [{id: 3}]\n", "specs/ledger/prd.yaml is not as its schema wants it"),
    ],
    ids=["no YAML", "no mapping", "not as the schema wants it"],
)
def test_a_broken_prd_is_told_and_where_to_see_more(project, text, problem):
    result = project({"specs/ledger/prd.yaml": text}).run("status")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith(f"error: {problem}")
    assert result.err.endswith(
        "\n  hint: run `specdev validate specs/ledger/prd.yaml` to see every mistake with its place\n"
    )


def test_no_product_at_all(project):
    for verb in (["status"], ["next"], ["graph"], ["show", "T001"]):
        result = project({"vision.md": "# Ledger\n"}).run(*verb)
        assert (result.status, result.out) == (2, "")
        assert result.err == "error: there is no PRD yet\n  hint: run `specdev plan vision.md` first\n"


def test_several_products(ledger, session):
    shutil.copytree(SPEC, ledger.root / "specs" / "web")
    session("several", ledger, ["status", "next --spec web", "graph", "show T001", "show T001 --spec web"])


def test_control_characters_in_documents_do_not_reach_the_terminal(ledger):
    path = "specs/ledger/tasks/T001-read.md"
    ledger.write({path: ledger.files[path].replace("title: Read", 'title: "\\e[2J\\u202eRead" #')})
    for call in (["graph"], ["next"], ["show", "T001"], ["show", "FR-001"]):
        result = ledger.run(*call)
        assert "\\x1b[2J\\u202eRead" in result.out
        assert not {"\x1b", "\u202e"} & set(result.out)


def test_looking_twice_says_the_same_and_changes_nothing(begun):
    before = begun.files
    for call in (["status"], ["next"], ["graph"], ["show", "FR-002"]):
        assert begun.run(*call) == begun.run(*call)
    assert begun.files == before


def states(project: Project) -> dict[str, str]:
    tasks = json.loads(project.run("graph", "--format", "json").out)["tasks"]
    return {task["id"]: task["state"] for task in tasks}


@pytest.mark.parametrize(
    "name", ["status", "next", "graph", "show T003", "show FR-002", "show FR-002.1", "show T003.2"]
)
@pytest.mark.parametrize("made", ["ledger", "begun"])
def test_json_is_as_its_schema_says(request, made, name):
    output = json.loads(request.getfixturevalue(made).run(*name.split(), "--format", "json").out)
    schema = json.loads((SCHEMAS / f"{name.split()[0]}.schema.json").read_text())
    assert [error.message for error in Draft202012Validator(schema).iter_errors(output)] == []
