"""`specdev checks`: what a person changes is judged, sealed, recorded and kept."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import CASES, Project

from specdev import yamlio
from specdev.lock import parse

VISION = (CASES / "visions" / "notes.md").read_text(encoding="utf-8")
LOCK = "specs/jotter/specdev.lock"
WHY = ("--by", "Ann", "--because", "ADD-1 says so")


@pytest.fixture
def made(project) -> Project:
    """A split project, and the check that its first requirement with an example got."""
    found = project({"vision.md": VISION})
    for words in (["plan", "vision.md"], ["split"]):
        assert found.run(*words).status == 0
    return found


def task_of(project: Project, item: str) -> tuple[str, dict, str]:
    """Path, front matter and body of the task that covers the item."""
    for path, text in project.files.items():
        if "/tasks/" in path:
            front = yamlio.front_matter(text)
            data = yamlio.load(front.text, path).data
            if item in data.get("covers", ()):
                return path, data, front.body
    raise LookupError(item)


def check_of(project: Project, item: str) -> dict:
    _, data, _ = task_of(project, item)
    return next(check for check in data["checks"] if item in check["covers"])


def records(project: Project) -> dict:
    return dict(parse(project.files[LOCK], LOCK)[0].checks)


def findings(project: Project, *codes: str) -> list[str]:
    data = json.loads(project.run("validate", "--format", "json").out)
    return [found["code"] for found in data["diagnostics"] if found["code"] in codes or found["severity"] == "error"]


def edited(project: Project, item: str, **fields) -> str:
    """The number of the item's check, after a person has given it these fields."""
    check = {**check_of(project, item), **fields}
    result = project.run("checks", "edit", check["id"], "--from", "-", *WHY, stdin=yamlio.dump(check))
    assert result.status == 0, result.err + result.out
    return check["id"]


def test_a_check_is_edited_sealed_and_recorded(made):
    path, before, body = task_of(made, "ADD-1")
    number = edited(made, "ADD-1", timeout_s=7)
    _, after, new_body = task_of(made, "ADD-1")
    assert check_of(made, "ADD-1")["timeout_s"] == 7
    assert after["seal"] != before["seal"]
    record = records(made)[number]
    assert (record.task, record.who, record.why) == (before["id"], "Ann", "ADD-1 says so")
    assert record.old
    assert record.new
    assert findings(made, "SD143", "SD509", "SD510") == []
    assert new_body == body  # the page does not speak of time limits
    assert path in made.files


def test_the_page_says_what_the_edited_check_says(made):
    check = check_of(made, "ADD-1")
    head = {key: check[key] for key in ("id", "covers", "timeout_s")}
    expect = {"exit": 4, "stderr": {"contains": "no such shop"}}
    text = json.dumps({**head, "kind": "command", "run": ["jotter", "add", "oats"], "expect": expect})
    result = made.run("checks", "edit", check["id"], "--from", "-", *WHY, stdin=text)
    assert result.status == 0, result.err
    _, _, body = task_of(made, "ADD-1")
    line = next(line for line in body.splitlines() if line.startswith(f"**{check['id']}**"))
    assert "run `jotter add oats`" in line
    assert "contains `no such shop`" in line
    assert findings(made, "SD143", "SD509") == []


def test_split_has_nothing_to_do_after_an_edit_and_keeps_it_after_a_change(made):
    number = edited(made, "ADD-1", timeout_s=7)
    files = made.files
    assert made.run("split").out == "jotter: nothing to do, the tasks are current\n"
    assert made.files == files
    made.write({"specdev.yaml": "limits: {prompt_words: 1400}\n"})
    result = made.run("split")
    assert (result.status, "SD140" in result.out) == (0, False)
    assert check_of(made, "ADD-1")["timeout_s"] == 7
    assert records(made)[number].who == "Ann"
    assert findings(made, "SD143", "SD509", "SD510") == []


def test_words_that_change_under_an_edited_check_are_said_until_it_is_confirmed(made):
    number = edited(made, "ADD-1", timeout_s=7)
    made.write({"vision.md": VISION.replace("and print `added 1`", "and print `added 1` in one line")})
    assert made.run("plan", "vision.md").status == 0
    result = made.run("split")
    assert result.status == 0
    assert check_of(made, "ADD-1")["timeout_s"] == 7
    assert "SD510" in result.out
    assert findings(made, "SD510") == ["SD510"]
    number = check_of(made, "ADD-1")["id"]
    assert (
        made.run("checks", "edit", number, "--from", "-", *WHY, stdin=made.run("checks", "show", number).out).status
        == 0
    )
    assert findings(made, "SD509", "SD510") == []


def test_force_goes_back_to_the_generated_check(made):
    before = check_of(made, "ADD-1")
    number = edited(made, "ADD-1", timeout_s=7)
    assert made.run("split", "--force", number.partition(".")[0]).status == 0
    assert check_of(made, "ADD-1") == before
    assert records(made) == {}


def test_editing_back_leaves_no_record(made):
    before = check_of(made, "ADD-1")
    edited(made, "ADD-1", timeout_s=7)
    edited(made, "ADD-1", timeout_s=before["timeout_s"])
    assert records(made) == {}


ADDED = "covers: [ADD-1]\nkind: golden\nrun: [jotter, list]\nexpected_file: checks/list.txt\ntimeout_s: 5\n"


def test_an_added_check_and_its_file_stay(made):
    path, data, _ = task_of(made, "ADD-1")
    made.write({"specs/jotter/checks/list.txt": "1\tmilk\n"})
    assert made.run("checks", "add", data["id"], "--from", "-", *WHY, stdin=ADDED).status == 0
    number = f"{data['id']}.{len(data['checks']) + 1}"
    assert task_of(made, "ADD-1")[1]["checks"][-1]["id"] == number
    assert records(made)[number].old == ""
    made.write({"specdev.yaml": "limits: {prompt_words: 1400}\n"})
    assert made.run("split").status == 0
    assert task_of(made, "ADD-1")[1]["checks"][-1]["expected_file"] == "checks/list.txt"
    assert made.files["specs/jotter/checks/list.txt"] == "1\tmilk\n"
    assert findings(made, "SD509", "SD510") == []
    made.write({"specs/jotter/checks/list.txt": "1\tbread\n"})
    assert findings(made, "SD509") == ["SD509"]
    same = made.run("checks", "show", number).out
    assert made.run("checks", "edit", number, "--from", "-", *WHY, stdin=same).status == 0
    assert findings(made, "SD509") == []
    assert made.run("checks", "remove", number, *WHY).status == 0
    assert records(made) == {}
    assert made.run("split").status == 0
    assert made.files["specs/jotter/checks/list.txt"] == "1\tbread\n", "a file of a person's is never removed"
    assert path in made.files


def test_a_removed_check_stays_out(made):
    _, data, _ = task_of(made, "ADD-1")
    number = data["checks"][-1]["id"]
    assert made.run("checks", "remove", number, *WHY).status in (0, 1)  # a must may be without a check now
    made.write({"specdev.yaml": "limits: {prompt_words: 1400}\n"})
    made.run("split")
    assert number not in [check["id"] for check in task_of(made, "ADD-1")[1]["checks"]]
    assert records(made)[number].new == ""


def test_a_check_that_no_task_has_a_place_for_is_named(made):
    number = edited(made, "FILE-1", timeout_s=7)
    start, end = VISION.index("## The note file"), VISION.index("## Commands")
    made.write({"vision.md": VISION[:start] + VISION[end:]})
    assert made.run("plan", "vision.md").status == 0
    result = made.run("split")
    assert [line for line in result.out.splitlines() if "SD144" in line] == [
        f"{LOCK}:1:1: warning[SD144]: no task covers what Ann wrote check `{number}` for; it is left out"
    ]
    assert records(made) == {}
    assert findings(made) == []


def test_a_check_of_an_item_that_is_gone_stays_in_its_task_and_is_found(made):
    number = edited(made, "DROP-1", timeout_s=7)
    start, end = VISION.index("### `jotter drop"), VISION.index("## Constraints")
    made.write({"vision.md": VISION[:start] + VISION[end:]})
    assert made.run("plan", "vision.md").status == 0
    assert made.run("split").status == 1
    assert [record.task for record in records(made).values()] == [number.partition(".")[0]]
    assert set(findings(made)) == {"SD411"}


def test_a_check_that_is_not_utf_8(made):
    name = check_of(made, "ADD-1")["id"]
    call = [sys.executable, "-m", "specdev", "checks", "edit", name, "--from", "-", *WHY]
    done = subprocess.run(call, cwd=made.root, input=b"\xff\xfe", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"error: cannot read `-`: it is not UTF-8\n")


WRONG = {
    "no expectation": ("kind: command\ncovers: [ADD-1]\nrun: [jotter]\ntimeout_s: 5\n", "SD502"),
    "no time limit": ("kind: command\ncovers: [ADD-1]\nrun: [jotter]\nexpect: {exit: 0}\n", "SD132"),
    "slip of the pen": ("kind: command\ncovers: [ADD-1]\nrunn: [jotter]\ntimeout_s: 5\nexpect: {exit: 0}\n", "SD131"),
    "neither run nor steps": ("kind: command\ncovers: [ADD-1]\ntimeout_s: 5\nexpect: {exit: 0}\n", "SD511"),
    "unknown item": ("kind: file\ncovers: [ADD-99]\npath: a\ntimeout_s: 5\nexpect: {exists: true}\n", "SD511"),
    "no such file": (ADDED, "SD511"),
    "number of another": ("id: T001.1\n" + ADDED, "SD511"),
    "no mapping": ("- 7\n", "SD511"),
    "no YAML": ("a: [\n", "SD122"),
}


@pytest.mark.parametrize(("text", "code"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(made, text, code):
    _, data, _ = task_of(made, "ADD-1")
    before = made.files
    result = made.run("checks", "add", data["id"], "--from", "-", *WHY, stdin=text)
    assert result.status == 1
    assert f"error[{code}]" in result.err
    assert result.files == before


def test_a_reason_is_needed(made):
    number = check_of(made, "ADD-1")["id"]
    result = made.run("checks", "edit", number, "--from", "-", "--by", "Ann", stdin="kind: file\n")
    assert (result.status, result.err.splitlines()[0]) == (2, "error: why is not told")


def test_what_was_changed_by_hand_is_not_sealed_in_passing(made):
    path, data, _ = task_of(made, "ADD-1")
    assert len(data["checks"]) > 1
    made.write({path: made.files[path].replace("timeout_s: 30", "timeout_s: 31", 1)})
    last = data["checks"][-1]
    words = ("checks", "edit", last["id"], "--from", "-", *WHY)
    result = made.run(*words, stdin=yamlio.dump({**last, "timeout_s": 9}))
    assert (result.status, "changed by hand" in result.err) == (2, True)
    assert findings(made, "SD509") == ["SD509"]
    assert made.run(*words, "--accept-changes", stdin=yamlio.dump({**last, "timeout_s": 9})).status == 0
    assert findings(made, "SD509") == []


def test_the_editor_of_the_environment_is_used(made, monkeypatch):
    number = check_of(made, "ADD-1")["id"]
    script = "import sys, pathlib, re; p = pathlib.Path(sys.argv[1]);"
    script += " p.write_text(re.sub('timeout_s: .*', 'timeout_s: 8', p.read_text()))"
    made.write({"editor.py": script})
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {made.root / 'editor.py'}")
    result = made.run("checks", "edit", number, *WHY)
    assert result.status == 0, result.err
    assert check_of(made, "ADD-1")["timeout_s"] == 8


def test_the_template_of_a_kind_holds_its_manual_and_is_no_check_yet(made, monkeypatch):
    _, data, _ = task_of(made, "ADD-1")
    script = "import sys, pathlib, os; p = pathlib.Path(sys.argv[1]); print(p.read_text()); os.utime(p, (1, 1))"
    made.write({"editor.py": script})
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {made.root / 'editor.py'}")
    result = made.run("checks", "add", data["id"], "--kind", "http", *WHY, subprocess=True)
    assert result.status == 1
    assert "# Start the service, send requests, look at the answers." in result.out
    assert "kind: http" in result.out
    assert "error[SD132]" in result.err


def test_git_says_who(made):
    subprocess.run(["git", "init", "-q"], cwd=made.root, check=True)
    for key, value in (("user.name", "Bea"), ("user.email", "bea@example.org")):
        subprocess.run(["git", "config", key, value], cwd=made.root, check=True)
    check = check_of(made, "ADD-1")
    text = yamlio.dump({**check, "timeout_s": 7})
    assert made.run("checks", "edit", check["id"], "--from", "-", "--because", "slow disk", stdin=text).status == 0
    assert records(made)[check["id"]].who == "Bea <bea@example.org>"


def test_list_and_show(made):
    number = edited(made, "ADD-1", timeout_s=7)
    listed = json.loads(made.run("checks", "list", "--format", "json").out)["checks"]
    assert [row["edited"] for row in listed if row["id"] == number] == [
        {"who": "Ann", "why": "ADD-1 says so", "how": "edited"}
    ]
    task = number.partition(".")[0]
    text = made.run("checks", "list", task.lower()).out
    assert {line.partition(".")[0] for line in text.splitlines()} == {task}
    assert "edited by Ann: ADD-1 says so" in text
    shown = made.run("checks", "show", number).out
    assert shown.startswith("# edited by Ann: ADD-1 says so\n")
    assert yamlio.load(shown, "x").data == check_of(made, "ADD-1")
    data = json.loads(made.run("checks", "show", number, "--format", "json").out)
    assert (data["check"], data["edited"]["who"]) == (check_of(made, "ADD-1"), "Ann")
    assert made.run("checks", "show", task).status == 2
