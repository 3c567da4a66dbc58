"""Judging files: places, wording, what a path means, the cache, and what is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from specdev import judge
from specdev.errors import SpecdevError, UsageError
from specdev.validation import Report, validate
from specdev.yamlio import dump

DIGEST = "sha256:" + "0" * 64


def item(name: str, **more: object) -> dict:
    return {"id": name, "kind": "functional", "title": name, "text": f"It does {name}.", "source": [], **more}


def prd(*items: dict) -> str:
    head = {"specdev": 1, "product": "Ledger", "slug": "ledger", "vision": {"path": "vision.md", "digest": DIGEST}}
    return dump({**head, "requirements": list(items)})


def task(number: int, **more: object) -> str:
    name, covers = f"T{number:03}", f"FR-{number:03}"
    check = {"id": f"{name}.1", "covers": [covers], "kind": "test", "runner": "pytest", "select": covers}
    data = {
        "specdev": 1,
        "id": name,
        "title": f"Do {covers}",
        "covers": [covers],
        "needs": [],
        "owns": [f"src/{name}.py"],
        "size": {"prompt_tokens": 100, "minutes": 30},
        "checks": [{**check, "timeout_s": 60}],
    }
    return f"---\n{dump({**data, **more})}---\n# {name}\n\n## Out of scope\n\n- All else.\n"


def project(root: Path, tasks: int = 2) -> Path:
    folder = root / "specs/ledger/tasks"
    folder.mkdir(parents=True)
    (root / "specs/ledger/prd.yaml").write_text(prd(*(item(f"FR-{n:03}") for n in range(1, tasks + 1))))
    for number in range(1, tasks + 1):
        (folder / f"T{number:03}-do.md").write_text(task(number))
    return root


def lines(report: Report) -> list[str]:
    return [str(found) for found in report.diagnostics]


def test_a_clean_project(tmp_path):
    assert validate(project(tmp_path)) == Report((), 3)
    assert validate(tmp_path / "empty") == Report((), 0) if (tmp_path / "empty").mkdir() is None else True


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


FAULTS = {
    "unknown field": ("owns:", "ownz:", ["7:1: error[SD131]: unknown field `ownz`, did you mean `owns`?"]),
    "other choice": ("title: Do FR-001", "title: x\nrole: slise", None),
    "wrong type": ("title: Do FR-001", "title: 1.10", ["4:8: error[SD130]: `title`: 1.1 is not text"]),
    "in a check": (
        "kind: test",
        "kind: tst",
        ["12:11: error[SD130]: `checks[0].kind`: `tst` is not one of"],
    ),
    "missing": (
        "    timeout_s: 60\n",
        "",
        ["10:5: error[SD132]: field `timeout_s` is missing in `checks[0]`"],
    ),
    "twice": ("needs: []", "needs: []\nneeds: []", ["7:1: error[SD120]: key `needs` stands twice in one mapping"]),
    "broken": ("needs: []", "needs: [", ["8:1: error[SD122]: not valid YAML"]),
    "no front matter": ("---\n", "", ["1:1: error[SD124]: no front matter"]),
}


@pytest.mark.parametrize(("old", "new", "found"), FAULTS.values(), ids=FAULTS)
def test_faults_have_a_place_in_the_front_matter(tmp_path, old, new, found):
    project(tmp_path)
    edit(tmp_path / "specs/ledger/tasks/T001-do.md", old, new)
    own = [line for line in lines(validate(tmp_path)) if "T001-do.md" in line and "error" in line]
    if found is None:
        found = [
            "5:7: error[SD130]: `role`: `slise` is not one of scaffold, contract, slice, spike, integration",
        ]
    path = "specs/ledger/tasks/T001-do.md:"
    assert [line[: len(path + words)] for line, words in zip(own, found, strict=True)] == [path + w for w in found]


def test_everything_is_said_at_once(tmp_path):
    project(tmp_path)
    edit(tmp_path / "specs/ledger/tasks/T001-do.md", "specdev: 1", "specdev: 2\nextra: 1")
    edit(tmp_path / "specs/ledger/tasks/T002-do.md", "needs: []", "needs: [T009, T002]")
    edit(tmp_path / "specs/ledger/prd.yaml", "kind: functional", "kind: functionnal")
    (tmp_path / "specdev.yaml").write_text("specdev: 1\nlimits: {check: 3}\n")
    (tmp_path / "specs/ledger/specdev.lock").write_text("oops\n")
    assert lines(validate(tmp_path)) == [
        "specdev.yaml:2:10: error[SD131]: unknown field `check`, did you mean `checks`?",
        "specs/ledger/prd.yaml:9:11: error[SD130]: `requirements[0].kind`: `functionnal` is not one of the 13 choices",
        "specs/ledger/specdev.lock:1:1: error[SD150]: not a record of the lock: the line is not a JSON array",
        "specs/ledger/tasks/T001-do.md:2:10: error[SD130]: `specdev`: 2 is not 1",
        "specs/ledger/tasks/T001-do.md:3:1: error[SD131]: unknown field `extra`",
        "specs/ledger/tasks/T002-do.md:6:9: error[SD411]: `needs` names `T009`, and there is no such task",
        "specs/ledger/tasks/T002-do.md:6:15: error[SD411]: `needs` names `T002`, and there is no such other task",
    ]


def test_a_broken_task_does_not_make_others_wrong(tmp_path):
    project(tmp_path)
    edit(tmp_path / "specs/ledger/tasks/T002-do.md", "needs: []", "needs: [T001]")
    (tmp_path / "specs/ledger/tasks/T001-do.md").write_bytes(b"---\n\xff\n---\n")
    assert lines(validate(tmp_path)) == [
        "specs/ledger/tasks/T001-do.md:2:1: error[SD110]: not UTF-8: byte 0xff at offset 4"
    ]


def test_named_files_are_judged_and_what_they_break_elsewhere(tmp_path):
    project(tmp_path, 3)
    edit(tmp_path / "specs/ledger/tasks/T001-do.md", "needs: []", "needs: [T002]")
    edit(tmp_path / "specs/ledger/tasks/T002-do.md", "needs: []", "needs: [T001]")
    edit(tmp_path / "specs/ledger/tasks/T003-do.md", "minutes: 30", "minutes: 300")
    edit(tmp_path / "specs/ledger/tasks/T003-do.md", "specdev: 1", "specdev: 3")
    named = validate(tmp_path, ["specs/ledger/tasks/T001-do.md"])
    assert (lines(named), named.files) == (
        ["specs/ledger/tasks/T002-do.md:6:9: error[SD604]: tasks need each other in a circle: T001 → T002 → T001"],
        1,
    )
    assert len(validate(tmp_path, ["specs"]).diagnostics) == len(validate(tmp_path).diagnostics) == 4
    assert validate(tmp_path, ["specs/ledger/prd.yaml", "specs/ledger"]).files == 4
    assert validate(tmp_path, [str(tmp_path / "specs/ledger/tasks")]).files == 3


def test_a_path_that_is_not_ours(tmp_path):
    project(tmp_path)
    (tmp_path / "README.md").write_text("x\n")
    with pytest.raises(UsageError, match=r"`README\.md` is no file that validate knows"):
        validate(tmp_path, ["README.md"])
    with pytest.raises(UsageError, match=r"there is no file `specs/ledger/tasks/T009\.md`"):
        validate(tmp_path, ["specs/ledger/tasks/T009.md"])
    with pytest.raises(UsageError, match=r"is not in the project"):
        validate(tmp_path / "specs", ["../README.md"])


def test_ignored_with_a_reason(tmp_path):
    project(tmp_path)
    path = tmp_path / "specs/ledger/tasks/T001-do.md"
    edit(path, "minutes: 30", "minutes: 300")
    name = "specs/ledger/tasks/T001-do.md"
    warning = f"{name}:8:37: warning[SD612]: task `T001` takes 300 minutes, the limit is 60"
    assert lines(validate(tmp_path)) == [warning]
    edit(path, "specdev: 1", "specdev: 1  # specdev:ignore SD606 SD612 measured twice")
    assert lines(validate(tmp_path)) == []
    edit(path, "SD612 measured twice", "SD612")
    reported = f"{name}:2:13: warning[SD160]: `specdev:ignore SD606 SD612` gives no reason and is not followed"
    assert lines(validate(tmp_path)) == [reported, warning]
    (tmp_path / "specdev.yaml").write_text("specdev: 1\nignore: [SD612]\n")
    assert lines(validate(tmp_path)) == []
    (tmp_path / "specdev.yaml").write_text("specdev: 1\nlimits: {minutes: 400}\n")
    assert lines(validate(tmp_path)) == []


def age(root: Path) -> None:
    """Make every file old enough for a cache to trust it."""
    for path in root.rglob("*"):
        if path.is_file() and ".specdev" not in path.parts:
            os.utime(path, ns=(10**18, 10**18))


def test_an_unchanged_project_is_remembered_and_every_change_is_noticed(tmp_path):
    project(tmp_path)
    age(tmp_path)
    first = validate(tmp_path)
    cached = tmp_path / ".specdev/cache/validate.json"
    assert cached.is_file()
    assert validate(tmp_path) == first
    path = tmp_path / "specs/ledger/tasks/T001-do.md"
    edit(path, "minutes: 30", "minutes: 99")  # the same size
    assert [d.code for d in validate(tmp_path).diagnostics] == ["SD612"]
    edit(path, "minutes: 99", "minutes: 30")
    assert validate(tmp_path) == first
    age(tmp_path)
    validate(tmp_path)
    path.unlink()
    assert [d.code for d in validate(tmp_path).diagnostics] == ["SD601"]


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"version": "0.1.0", "data": [1, 2, 3]}', b"\xff", b"[" * 9999])
def test_a_broken_cache_is_no_cache(tmp_path, junk):
    project(tmp_path)
    age(tmp_path)
    first = validate(tmp_path)
    for path in (tmp_path / ".specdev/cache").iterdir():
        path.write_bytes(junk)
    assert validate(tmp_path) == first


def test_what_is_remembered_is_what_was_found(tmp_path):
    project(tmp_path)
    edit(tmp_path / "specs/ledger/tasks/T001-do.md", "covers: [FR-001]\nneeds", "covers: [FR-099]\nneeds")
    age(tmp_path)
    first = validate(tmp_path)
    assert first.diagnostics
    assert validate(tmp_path) == first


def test_two_processes_find_the_same(tmp_path):
    project(tmp_path, judge.MANY + 20)
    edit(tmp_path / "specs/ledger/tasks/T777-do.md", "specdev: 1", "specdev: 7")
    edit(tmp_path / "specs/ledger/tasks/T013-do.md", "minutes: 30", "minutes: 300")
    together = validate(tmp_path)
    assert [d.code for d in together.diagnostics] == ["SD612", "SD620", "SD130"]
    assert set(validate(tmp_path, ["specs"]).diagnostics) == set(together.diagnostics)


HOOK = """
import sys
from specdev.__main__ import main
status = main(["validate", "specs/ledger/tasks/T001-do.md"])
heavy = ("jsonschema", "pydantic", "jinja2", "markdown_it", "multiprocessing")
print(status, *(name for name in heavy if name in sys.modules))
"""


def hook(root: Path) -> str:
    done = subprocess.run([sys.executable, "-c", HOOK], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_good_file_loads_nothing_heavy(tmp_path):
    project(tmp_path)
    path = "specs/ledger/tasks/T001-do.md"
    assert hook(tmp_path) == "0 errors in 1 file\n0\n"
    edit(tmp_path / path, "specdev: 1", "specdev: 2")
    assert hook(tmp_path).splitlines()[-1] == "1 jsonschema"


def test_a_settings_file_of_comments(tmp_path):
    project(tmp_path)
    (tmp_path / "specdev.yaml").write_text("# nothing yet\n")
    assert validate(tmp_path) == Report((), 4)


def test_a_missing_root(tmp_path):
    with pytest.raises(SpecdevError):
        validate(tmp_path / "none", ["specs/x/prd.yaml"])
