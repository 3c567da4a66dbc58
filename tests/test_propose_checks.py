"""`specdev checks propose`: what a model writes becomes a proposal or is refused with a reason; nothing is executed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Project
from proposing import (
    FOLDER,
    GOOD,
    LOCK,
    ORDER,
    PROPOSED,
    QUIET,
    SORTED,
    answer,
    by_task,
    check,
    propose,
    says,
    settle,
    step,
)
from scripted_endpoint import Scripted

from specdev import yamlio


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    return settle(Project(folder)).root


@pytest.fixture
def settled(prepared: Path, tmp_path: Path) -> Project:
    """A split project that nothing is built of."""
    shutil.copytree(prepared, tmp_path / "project")
    return Project(tmp_path / "project")


def proposed(project: Project) -> list[dict[str, Any]]:
    text = project.files.get(PROPOSED)
    return yamlio.load(text, PROPOSED).data["proposals"] if text else []


def refusal(project: Project, **kinds: list[Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """The reasons that are given against the checks, and what was proposed all the same."""
    with Scripted(by_task({"LIST-2": answer(**kinds)})) as endpoint:
        result = propose(project, endpoint.url, "T003", "--format", "json")
    assert result.status == 0, result.err
    said = json.loads(result.out)["diagnostics"]
    assert {one["code"] for one in said} <= {"SD736", "SD737"}
    return [one["message"].rpartition("is refused: ")[2] for one in said], proposed(project)


def test_a_proposal_stands_apart_from_the_tasks(settled):
    before = settled.files
    with Scripted(by_task({"LIST-2": answer(command=[GOOD, SORTED])})) as endpoint:
        result = propose(settled, endpoint.url)
    assert result.status == 0, result.err
    assert "2 checks proposed in specs/jotter/proposed.yaml" in result.out
    assert {name: text for name, text in settled.files.items() if name != PROPOSED} == before
    quiet, order = proposed(settled)
    assert (quiet["task"], quiet["by"], quiet["check"]["id"]) == ("T003", "scripted", "T003.p1")
    assert quiet["check"]["run"] == ["python", "-m", "jotter", "list"]
    assert quiet["check"]["cwd"] == "{scratch}"
    assert quiet["check"]["timeout_s"] > 0
    assert quiet["check"]["source"] == {"path": "vision.md", "lines": [35, 35]}
    assert order["check"]["quote"] == ORDER
    assert settled.run("validate").status == 0


def test_only_what_has_no_check_of_its_own_is_asked_about(settled):
    with Scripted(by_task({})) as endpoint:
        propose(settled, endpoint.url)
        questions = [request.body["messages"][1]["content"] for request in endpoint.requests]
        asked = {task: text for text in questions for task in ("FR-001", "LIST-1", "QR-001") if f"\n{task} (" in text}
        assert set(asked) == {"FR-001", "LIST-1", "QR-001"}
        assert "\nADD-1 (" not in asked["LIST-1"]  # its example is a check already
        assert "run `python -m jotter drop 1`" in asked["LIST-1"]  # which the question shows
        propose(settled, endpoint.url, "T003")
        assert "\nADD-1 (" in endpoint.requests[-1].body["messages"][1]["content"]


def test_the_question_holds_the_vocabulary_and_fences_the_document(settled):
    with Scripted(by_task({})) as endpoint:
        propose(settled, endpoint.url, "T003")
        body = endpoint.requests[0].body
    system, user = (message["content"] for message in body["messages"])
    for field in ("`command`: list", "`http`: list", "`quote`: string", "`stdout`: list"):
        assert field in system
    assert "```\nLIST-2 (Commands / jotter list)\n\nWithout notes it prints nothing and exits with 0.\n```" in user
    assert set(body["response_format"]["json_schema"]["schema"]["properties"]) == {
        "command",
        "data",
        "http",
        "file",
        "absent",
    }


RUNS_ELSE = {
    "rm": step("rm", "-rf", "{canary}", exit=0),
    "rm by its path": step("/bin/rm", "-rf", "{canary}", exit=0),
    "a shell": step("sh", "-c", "touch {canary}/owned", exit=0),
    "bash": step("bash", "-c", "jotter list > {canary}/owned", exit=0),
    "true": step("true", exit=0),
    "its own text": step("echo", "nothing", exit=0, stdout=[says("nothing")]),
    "code": step("python", "-c", "print('nothing')", stdout=[says("nothing")]),
    "another module": step("python", "-m", "http.server", exit=0),
    "the network": step("curl", "https://example.net", exit=0),
    "a wrapper": step("env", "jotter", "list", exit=0),
    "a program of the tree": step("./jotter", "list", exit=0),
}


@pytest.mark.parametrize("name", RUNS_ELSE)
def test_nothing_but_the_product_is_run(name, settled, tmp_path):
    canary = tmp_path / "canary"
    canary.mkdir()
    hostile = json.loads(json.dumps(check(RUNS_ELSE[name])).replace("{canary}", str(canary)))
    reasons, left = refusal(settled, command=[hostile, GOOD])
    assert [one["check"]["run"][-1] for one in left] == ["list"]  # the good one is taken all the same
    assert len(reasons) == 1
    assert "runs" in reasons[0] or "leads out" in reasons[0]
    assert [*canary.iterdir()] == []


REFUSED = {
    "an absolute path": (step("jotter", "add", "/etc/passwd", exit=0), {}, "leads out of the folder"),
    "an absolute path in an option": (step("jotter", "list", "--file=/etc/x", exit=0), {}, "leads out of the folder"),
    "the home folder": (step("jotter", "add", "~/x", exit=0), {}, "leads out of the folder"),
    "a folder above": (step("jotter", "add", "../../x", exit=0), {}, "leads out of the folder"),
    "the copy of the tree": (step("jotter", "add", "{tree}/x", exit=0), {}, "leads out of the folder"),
    "a file above": (step("jotter", "list", exit=0), {"files": [{"path": "../x", "text": ""}]}, "no name for a file"),
    "an absolute file": (step("jotter", "list", exit=0), {"files": [{"path": "/x", "text": ""}]}, "no name for a file"),
    "git's folder": (step("jotter", "list", exit=0), {"files": [{"path": ".git/a", "text": ""}]}, "no name for a file"),
    "a huge fixture": (
        step("jotter", "list", exit=0),
        {"files": [{"path": "notes.txt", "text": "1\tx\n" * 10_000}]},
        "32000 are the most",
    ),
    "many steps": ([step("jotter", "list", exit=0)] * 30, {}, "20 are the most"),
    "no steps": ([], {}, "empty"),
    "a control character": (step("jotter", "add", "a\x1b[31m", exit=0), {}, "control character U+001B"),
    "a NUL": (step("jotter", "add", "a\0b", exit=0), {}, "control character U+0000"),
    "turned writing": (step("jotter", "add", "a\u202eb", exit=0), {}, "direction of writing"),
    "an option": (step("jotter", "list", "--verbose", exit=0), {}, "option `--verbose`"),
    "a message": (step("jotter", "list", stdout=[says("no notes yet")]), {}, "expects `no`"),
    "words in another order": (step("jotter", "list", stdout=[says("note every")]), {}, "expects `note every`"),
    "a number": (step("jotter", "list", stdout=[says("9 notes", "contains")]), {}, "expects `9`"),
    "a pattern": (step("jotter", "list", stdout=[says(r"^vacant\b", "matches")]), {}, "expects `vacant`"),
    "a message of another command": (
        step("jotter", "list", stdout=[says("nothing to add")]),
        {},
        "expects `to`",
    ),
    "signs": (step("jotter", "list", stdout=[says("***")]), {}, "expects `***`"),
    "an exit status": (step("jotter", "list", exit=64), {}, "exit status 64"),
    "a file": (
        step("jotter", "list", leaves=[{"path": "jotter.db", "exists": True, "content": []}]),
        {},
        "the file `jotter.db` stands nowhere",
    ),
    "nothing": (step("jotter", "list"), {}, "passes whatever happens"),
    "everything": (step("jotter", "list", stdout=[says(".*", "matches")]), {}, "passes whatever happens"),
    "only a failure": (step("jotter", "list", exit="nonzero"), {}, "a product that crashes would pass it"),
    "no such thing": (
        step("jotter", "list", stdout=[says("nothing", "not_contains")]),
        {},
        "a product that crashes would pass it",
    ),
    "a broken pattern": (step("jotter", "list", stdout=[says("(notes", "matches")]), {}, "is no regular expression"),
    "a quote of its own": (GOOD["steps"], {"quote": "It prints an empty list"}, "quote is not in the words"),
    "no quote": (GOOD["steps"], {"quote": "`"}, "quote is not in the words"),
    "another item": (GOOD["steps"], {"covers": ["FILE-1"]}, "not asked for"),
    "no item": (GOOD["steps"], {"covers": []}, "covers nothing"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_check_is_refused_with_the_reason(name, settled):
    steps, more, wanted = REFUSED[name]
    steps = steps if isinstance(steps, list) else [steps]
    reasons, left = refusal(settled, command=[{**check(*steps), **more}])
    assert left == []
    assert len(reasons) == 1
    assert wanted in reasons[0]
    assert PROPOSED not in settled.files


FAIR = {
    "what it gives itself": check(
        step("jotter", "add", "milk"),
        step("jotter", "list", stdout=[says("1  milk")]),
        quote=ORDER,
        covers="LIST-1",
    ),
    "counting on": SORTED,
    "a shape": check(
        step("jotter", "add", "milk"),
        step("jotter", "list", stdout=[says(r"^\d+  milk$", "matches")]),
        quote=ORDER,
        covers="LIST-1",
    ),
    "typographic quotes and marks": {**GOOD, "quote": "**Without notes**  it prints\nnothing and exits with `0`"},
    "the start as it is typed": check(step("python", "-m", "jotter", "list", exit=0, stdout=[says("")])),
    "a file of its own": check(
        step("jotter", "list", stdout=[says("1  milk")]),
        files=[{"path": "notes.txt", "text": "1\tmilk\n"}],
        quote=ORDER,
        covers="LIST-1",
    ),
}


@pytest.mark.parametrize("name", FAIR)
def test_what_the_words_or_the_check_itself_give_may_be_expected(name, settled):
    reasons, left = refusal(settled, command=[FAIR[name]])
    assert reasons == []
    assert len(left) == 1


def test_files_of_a_check_wait_with_it(settled):
    refusal(settled, command=[FAIR["a file of its own"]])
    (one,) = proposed(settled)
    ((path, text),) = one["files"].items()
    assert (path.startswith("checks/T003/"), path.endswith("/notes.txt"), text) == (True, True, "1\tmilk\n")
    assert one["check"]["files_in"] == {"notes.txt": path}
    assert not (settled.root / FOLDER / "checks").exists()


def test_ten_thousand_checks_are_counted_and_not_read(settled):
    many = [check(step("jotter", "add", f"note{n}", exit=0)) for n in range(10_000)]
    with Scripted([{"content": answer(command=many)}, {"content": answer()}]) as endpoint:
        result = propose(settled, endpoint.url, "T003")
    assert result.status == 0, result.err
    assert "info[SD737]: T003: 9988 more proposed checks were not looked at" in result.out
    assert len(proposed(settled)) == 12


def test_the_model_is_told_once_why_a_check_is_refused(settled):
    wrong = check(step("jotter", "list", exit=0, stdout=[says("no notes yet")]))
    with Scripted([{"content": answer(command=[wrong])}, {"content": answer(command=[GOOD])}]) as endpoint:
        result = propose(settled, endpoint.url, "T003")
        told = endpoint.requests[1].body["messages"]
    assert [message["role"] for message in told] == ["system", "user", "assistant", "user"]
    assert QUIET in told[3]["content"]
    assert "it expects `no`" in told[3]["content"]
    assert "SD736" not in result.out  # mended
    assert len(proposed(settled)) == 1


@pytest.mark.parametrize(
    "content",
    [
        '{"command": [], "shell": []}',
        json.dumps({"command": [{**GOOD, "timeout_s": 9}]}),
        json.dumps({"command": [{**GOOD, "network": True}]}),
        "rm -rf",
    ],
)
def test_an_answer_of_another_form_concerns_its_task_alone(content, settled):
    with Scripted(
        lambda body: {
            "content": content
            if "FR-001" in body["messages"][1]["content"]
            else answer(command=[GOOD] if "LIST-2" in body["messages"][1]["content"] else [])
        }
    ) as endpoint:
        result = propose(settled, endpoint.url)
    assert result.status == 0
    assert "SD735" in result.out
    assert "T002: the model proposed no checks: the answer is not of the form" in result.out
    assert [one["task"] for one in proposed(settled)] == ["T003"]


def test_an_endpoint_that_fails_is_said_and_nothing_is_lost(settled):
    refusal(settled, command=[GOOD])
    before = settled.files[PROPOSED]
    with Scripted([]) as endpoint:
        result = propose(settled, endpoint.url, "T002")
    assert (result.status, "SD735" in result.out) == (1, True)
    assert settled.files[PROPOSED] == before


def test_what_was_proposed_before_gives_way_to_a_new_answer(settled):
    refusal(settled, command=[GOOD, SORTED])
    shutil.rmtree(settled.root / ".specdev" / "cache")
    refusal(settled, command=[SORTED])
    assert [one["check"]["covers"] for one in proposed(settled)] == [["LIST-1"]]
    shutil.rmtree(settled.root / ".specdev" / "cache")
    refusal(settled)
    assert PROPOSED not in settled.files


def test_the_same_answers_give_the_same_bytes_and_a_tape_plays_them_offline(settled, tmp_path):
    with Scripted(by_task({"LIST-2": answer(command=[GOOD, SORTED])})) as endpoint:
        propose(settled, endpoint.url, "--record", str(tmp_path / "tape"))
        calls = len(endpoint.requests)
        first = settled.files[PROPOSED]
        propose(settled, endpoint.url)
        assert (len(endpoint.requests), settled.files[PROPOSED]) == (calls, first)
    shutil.rmtree(settled.root / ".specdev" / "cache")
    (settled.root / PROPOSED).unlink()
    result = propose(settled, endpoint.url, "--replay", str(tmp_path / "tape"), "--offline")
    assert (result.status, settled.files[PROPOSED]) == (0, first)


def test_the_estimate_and_the_requests_are_shown_without_asking(settled):
    before = settled.files
    with Scripted([]) as endpoint:
        estimate = propose(settled, endpoint.url, "--estimate")
        shown = propose(settled, endpoint.url, "--show-requests")
        assert endpoint.requests == []
    assert "about 3 calls" in estimate.out
    assert shown.out.count('"purpose": "checks T00') == 3
    assert settled.files == before


def test_the_estimate_is_data_for_programs(settled):
    with Scripted([]) as endpoint:
        data = json.loads(propose(settled, endpoint.url, "--estimate", "--format", "json").out)
        assert endpoint.requests == []
    assert data["calls"] > 0
    assert data["model"] == "scripted"


def test_without_a_model_it_says_what_to_configure(settled):
    result = settled.run("checks", "propose")
    assert (result.status, "no model is configured" in result.err) == (1, True)


def test_an_unknown_task_is_a_mistake_of_the_call(settled):
    result = propose(settled, "http://127.0.0.1:9/v1", "T099")
    assert (result.status, "T099" in result.err) == (2, True)


BROKEN = {
    "no such task": ("task: T003", "task: T077", "there is no such task"),
    "a check of another kind": ("kind: command", "kind: shell", "kind"),
    "nothing expected": ("exit: 0", "exit: null", ""),
    "no time limit": ("timeout_s: 30", "timeout: 30", "timeout"),
    "a file it does not bring": ("stdin: x", "files_in: [checks/x.txt]", "which is not among its `files`"),
    "files elsewhere": ("by: scripted", 'by: scripted\n    files: {"checks/../../../x": "y"}', "checks/../../../x"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_validate_judges_what_is_proposed(name, settled):
    old, new, wanted = BROKEN[name]
    refusal(settled, command=[check(step("jotter", "list", stdin="x", exit=0))])
    settled.write({PROPOSED: settled.files[PROPOSED].replace(old, new)})
    for words in ((), (PROPOSED,)):
        result = settled.run("validate", *words)
        assert (result.status, wanted in result.out, PROPOSED in result.out) == (1, True, True), result.out


def test_split_leaves_proposals_alone(settled):
    refusal(settled, command=[GOOD])
    before = settled.files[PROPOSED]
    settled.write({"specdev.yaml": "limits: {prompt_words: 1400}\n"})
    assert settled.run("split").status == 0
    assert settled.files[PROPOSED] == before
    assert "T003.p1" not in settled.files[LOCK]
