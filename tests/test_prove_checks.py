"""`specdev checks prove`: proposals that fail before the work are taken and sealed, the others stay and are said."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
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
    SORTED,
    VISION,
    answer,
    by_task,
    check,
    propose,
    says,
    settle,
    step,
)
from scripted_endpoint import Scripted
from verifying import commit, git

from specdev import yamlio
from specdev.lock import parse
from specdev.yamlio import dump

MAIN = """import sys
from pathlib import Path

store = Path("notes.txt")
notes = [line.split("\\t") for line in store.read_text().splitlines()] if store.exists() else []
command, *rest = sys.argv[1:]
if command == "add":
    number = 1 + max((int(number) for number, _ in notes), default=0)
    store.write_text("".join(f"{n}\\t{t}\\n" for n, t in [*notes, (number, rest[0])]))
    print(f"added {number}")
elif command == "list":
    for number, text in notes:
        print(f"{number}  {text}")
"""
LAID = check(
    step("jotter", "list", stdout=[says("1  milk")]),
    files=[{"path": "notes.txt", "text": "1\tmilk\n"}],
    quote=ORDER,
    covers="LIST-1",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A split project with three proposals that nobody has tried."""
    project = settle(Project(tmp_path_factory.mktemp("prepared")))
    with Scripted(by_task({"LIST-2": answer(command=[GOOD, SORTED, LAID])})) as endpoint:
        assert propose(project, endpoint.url).status == 0
    commit(project.root)
    return project.root


@pytest.fixture
def proposed(prepared: Path, tmp_path: Path) -> Project:
    shutil.copytree(prepared, tmp_path / "project")
    return Project(tmp_path / "project")


def build(project: Project) -> Project:
    return project.write({"jotter/__init__.py": "", "jotter/__main__.py": MAIN})


def waiting(project: Project) -> list[dict[str, Any]]:
    text = project.files.get(PROPOSED)
    return yamlio.load(text, PROPOSED).data["proposals"] if text else []


def checks(project: Project) -> dict[str, dict[str, Any]]:
    """The checks of T003 by number."""
    path = next(path for path in project.files if "/tasks/T003" in path)
    data = yamlio.load(yamlio.front_matter(project.files[path]).text, path).data
    return {one["id"]: one for one in data["checks"]}


def records(project: Project) -> dict[str, Any]:
    return dict(parse(project.files[LOCK], LOCK)[0].checks)


def errors(project: Project) -> list[str]:
    found = json.loads(project.run("validate", "--format", "json").out)["diagnostics"]
    return [one["message"] for one in found if one["severity"] == "error"]


def rewrite(project: Project, change: dict[str, Any]) -> None:
    """The first proposal alone, with these fields in its check."""
    one = waiting(project)[0]
    one["check"] |= change
    project.write({PROPOSED: dump({"specdev": 1, "proposals": [one]})})


def test_what_fails_on_the_base_is_taken_sealed_and_passes_after_the_work(proposed):
    before = checks(proposed)
    result = proposed.run("checks", "prove", "--yes")
    assert result.status == 0, result.out + result.err
    after = checks(proposed)
    new = [name for name in after if name not in before]
    assert new == ["T003.7", "T003.8", "T003.9"]
    assert {name: after[name] for name in before} == before
    assert PROPOSED not in proposed.files
    base = git(proposed.root, "rev-parse", "HEAD")
    record = records(proposed)["T003.8"]
    assert (record.task, record.who, record.old) == ("T003", "scripted (model)", "")
    assert record.why == f"proven red on {base[:12]}: {ORDER}".replace("  ", " ")
    assert "scripted (model)" in proposed.run("checks", "list").out
    assert errors(proposed) == []
    (laid,) = after["T003.9"]["files_in"].values()
    assert proposed.files[f"{FOLDER}/{laid}"] == "1\tmilk\n"
    build(proposed)
    verified = proposed.run("verify", *new, "--yes", "--base", base, "--format", "json")
    assert [(one["outcome"], one["before"]) for one in json.loads(verified.out)["checks"]] == [("passed", "failed")] * 3


def test_the_proof_is_kept_as_verify_keeps_it(proposed):
    base = git(proposed.root, "rev-parse", "HEAD")
    proposed.run("checks", "prove", "--yes")
    proofs = (proposed.root / ".specdev/proofs/jotter.jsonl").read_text().splitlines()
    assert [(one["check"], one["base"], one["outcome"]) for one in map(json.loads, proofs)] == [
        (name, base, "failed") for name in ("T003.7", "T003.8", "T003.9")
    ]
    build(proposed)
    proposed.run("verify", "T003.7", "T003.8", "T003.9", "--yes", "--base", base)
    assert (proposed.root / ".specdev/proofs/jotter.jsonl").read_text().splitlines() == proofs  # nothing was run again


def test_a_later_split_keeps_what_was_taken(proposed):
    proposed.run("checks", "prove", "--yes")
    taken = {name: one for name, one in checks(proposed).items() if name > "T003.6"}
    assert proposed.run("split").out == "jotter: nothing to do, the tasks are current\n"
    proposed.write({"vision.md": VISION.replace("and print `added 1`", "and print `added 1` in one line")})
    assert proposed.run("plan", "vision.md").status == 0
    assert proposed.run("split").status == 0
    after = checks(proposed)
    assert [one for one in after.values() if one in taken.values()] == [*taken.values()]
    assert errors(proposed) == []


def test_a_check_that_passes_on_the_base_is_vacuous_and_stays(proposed):
    build(proposed)
    commit(proposed.root)
    before = {name: text for name, text in proposed.files.items() if name != PROPOSED}
    result = proposed.run("checks", "prove", "--yes")
    assert result.status == 1
    assert result.out.count("warning[SD738]") == 3
    assert "T003.p1 is not taken: it passes on the base, so it proves nothing" in result.out
    assert {name: text for name, text in proposed.files.items() if name != PROPOSED} == before
    assert [one["outcome"] for one in waiting(proposed)] == ["passed"] * 3
    assert errors(proposed) == []
    # on the commit before the work they fail, whatever stands in the working tree
    result = proposed.run("checks", "prove", "--yes", "--base", "HEAD~1")
    assert (result.status, PROPOSED in proposed.files) == (0, False)


def test_what_cannot_be_judged_on_the_base_stays(proposed):
    build(proposed).write({"jotter/__main__.py": "import time\ntime.sleep(60)\n"})
    commit(proposed.root)
    rewrite(proposed, {"timeout_s": 1})
    result = proposed.run("checks", "prove", "--yes")
    assert result.status == 1
    assert "T003.p1 is not taken: it cannot be judged on the base: stopped after 1 s" in result.out
    assert [one["outcome"] for one in waiting(proposed)] == ["error"]


@pytest.mark.parametrize(
    "change",
    [{"kind": "command", "shell": True}, {"files_in": ["checks/none.txt"]}, {"covers": ["LIST-9"]}],
    ids=["broken", "a file it does not bring", "an item that is not there"],
)
def test_a_proposal_that_is_broken_by_hand_is_not_taken(change, proposed):
    rewrite(proposed, change)
    before = checks(proposed)
    result = proposed.run("checks", "prove", "--yes")
    assert (result.status, "SD738" in result.out) == (1, True)
    assert checks(proposed) == before
    assert len(waiting(proposed)) == 1


def test_drop_removes_what_was_not_taken_and_nothing_else(proposed):
    build(proposed)
    commit(proposed.root)
    result = proposed.run("checks", "prove", "T003.p1", "--yes", "--drop")
    assert (result.status, "1 dropped" in result.out) == (1, True)
    assert [one["check"]["id"] for one in waiting(proposed)] == ["T003.p2", "T003.p3"]
    proposed.run("checks", "prove", "all", "--yes", "--drop")
    assert PROPOSED not in proposed.files


def test_generated_tests_stay_unless_they_are_to_be_replaced(proposed, tmp_path):
    shutil.copytree(proposed.root, tmp_path / "other")
    proposed.run("checks", "prove", "--yes")
    assert {"T003.5", "T003.6"} <= checks(proposed).keys()
    other = Project(tmp_path / "other")
    kept = yamlio.dump({**checks(other)["T003.6"], "timeout_s": 9})
    why = ("--by", "Ann", "--because", "it is quick")
    assert other.run("checks", "edit", "T003.6", "--from", "-", *why, stdin=kept).status == 0
    result = other.run("checks", "prove", "--yes", "--replace")
    assert (result.status, "have checks of their own now: T003.5\n" in result.err) == (0, True)
    assert [name for name in checks(other) if name > "T003.4"] == ["T003.6", "T003.7", "T003.8", "T003.9"]
    assert errors(other) == []
    other.write({"specdev.yaml": "limits: {prompt_words: 1400}\n"})
    assert other.run("split").status == 0
    assert "LIST-1" not in [item for one in checks(other).values() if one["kind"] == "test" for item in one["covers"]]


def test_what_it_did_is_told_to_programs(proposed):
    result = proposed.run("checks", "prove", "T003", "--yes", "--format", "json")
    told = json.loads(result.out)
    assert told["taken"][0] == {"spec": "jotter", "task": "T003", "proposal": "T003.p1", "id": "T003.7"}
    assert (len(told["taken"]), told["left"]) == (3, [])
    assert [one["code"] for one in told["diagnostics"]] == ["SD605"]  # nine checks are many


def test_a_task_that_was_changed_by_hand_is_not_sealed_again(proposed):
    path = next(path for path in proposed.files if "/tasks/T003" in path)
    text = proposed.files[path].replace("exit: 1", "exit: 2")
    assert text != proposed.files[path]
    proposed.write({path: text})
    result = proposed.run("checks", "prove", "--yes")
    assert (result.status, "were changed by hand" in result.out) == (1, True)
    assert proposed.files[path] == text
    assert len(waiting(proposed)) == 3


def test_a_link_that_leads_out_of_the_project_is_not_written_through(proposed, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (proposed.root / FOLDER / "checks").symlink_to(outside)
    result = proposed.run("checks", "prove", "T003.p3", "--yes")
    assert (result.status, "leads out of the project" in result.err) == (1, True)
    assert [*outside.iterdir()] == []
    assert len(waiting(proposed)) == 3


def test_nothing_runs_before_a_person_has_agreed(proposed):
    before = proposed.files
    result = proposed.run("checks", "prove")
    assert (result.status, result.out) == (2, "")
    assert "python -m jotter list" in result.err
    assert "nothing was executed" in result.err
    assert proposed.files == before


def test_a_person_is_asked_at_a_terminal(proposed):
    for said, status, left in ((b"n\n", 2, 3), (b"y\n", 0, 0)):
        here, there = pty.openpty()
        words = [sys.executable, "-m", "specdev", "checks", "prove"]
        with subprocess.Popen(words, cwd=proposed.root, stdin=there, stdout=there, stderr=there) as process:
            os.close(there)
            os.write(here, said)
            shown = b""
            try:
                while chunk := os.read(here, 4096):
                    shown += chunk
            except OSError:  # the other end is gone
                pass
        os.close(here)
        assert b"Run them?" in shown
        assert (process.returncode, len(waiting(proposed))) == (status, left)


def test_calls_that_make_no_sense(proposed):
    assert proposed.run("checks", "prove", "T001", "--yes").status == 2
    result = proposed.run("checks", "prove", "--yes", "--base", "nowhere")
    assert (result.status, "`nowhere` is no commit" in result.err) == (2, True)
    (proposed.root / PROPOSED).unlink()
    result = proposed.run("checks", "prove", "--yes")
    assert (result.status, "specdev checks propose" in result.err) == (2, True)


@pytest.mark.parametrize("after", ["written", 0.5, 0.8, 1.1])
def test_a_killed_run_leaves_whole_files_and_the_next_one_ends_it(after, proposed):
    words = [sys.executable, "-m", "specdev", "checks", "prove", "--yes"]
    before = {name: text for name, text in proposed.files.items() if "/tasks/T003" in name or name == PROPOSED}
    process = subprocess.Popen(words, cwd=proposed.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + (60 if after == "written" else after)
    watched = [proposed.root / name for name in before]

    def changed() -> bool:
        try:
            return any(one.read_text() not in before.values() for one in watched)
        except FileNotFoundError:
            return True

    while process.poll() is None and time.monotonic() < until:
        if after == "written" and changed():
            break
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = proposed.run("checks", "prove", "--yes")
    assert again.status in (0, 2), again.err  # 2: all of them were taken
    assert [name for name in checks(proposed) if name > "T003.6"] == ["T003.7", "T003.8", "T003.9"]
    assert PROPOSED not in proposed.files
    assert errors(proposed) == []
