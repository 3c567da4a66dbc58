"""Every rule's docstring: what it says fails does fail, what it says passes does pass."""

from __future__ import annotations

import importlib
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from specdev import rules
from specdev.checks.seal import seal
from specdev.lock import Lock, digest
from specdev.lock import dump as dump_lock
from specdev.validation import validate
from specdev.yamlio import dump, load

MODULES = {name: importlib.import_module(f"specdev.rules.{name}") for name in rules.RULES}
BODY = "# Do it\n\n## Out of scope\n\n- All else.\n"
EXAMPLE = re.compile(r"^(Fails|Passes):\n\n((?: {4}.*\n|\n)+)", re.MULTILINE)


def examples(name: str) -> dict[str, str]:
    page = MODULES[name].__doc__ or ""
    return {kind: textwrap.dedent(text).strip() + "\n" for kind, text in EXAMPLE.findall(page + "\n")}


def fragments(text: str) -> list[dict[str, Any]]:
    found = []
    for part in re.split(r"^---\n", text, flags=re.MULTILINE):
        loaded = load(part, "example")
        assert loaded.diagnostics == ()
        found.append(loaded.data)
    return found


def task(fragment: dict[str, Any]) -> dict[str, Any]:
    """The fragment with what it leaves out."""
    name = fragment["id"]
    number = int(name[1:])
    covers = fragment.get("covers", [f"FR-{number:03}"])
    default = [
        {"id": f"{name}.1", "covers": covers[:1], "kind": "test", "runner": "pytest", "select": "x", "timeout_s": 60}
    ]
    return {
        "specdev": 1,
        "title": "Do it",
        "covers": covers,
        "owns": [f"src/{name}/a.py"],
        "size": {"prompt_tokens": 100, "minutes": 30},
        "checks": default if covers else [],
        **{key: value for key, value in fragment.items() if key != "body"},
    }


def write(root: Path, text: str) -> None:
    """The example as a project: what it names is there."""
    parts = fragments(text)
    tasks = [
        (task(part), part.get("body", f"# {part['id']}\n\n## Out of scope\n\n- All else.\n"))
        for part in parts
        if "specdev" not in part and "id" in part
    ]
    named = {name for data, _ in tasks for source in (data, *data["checks"]) for name in source["covers"]}
    given = next((part for part in parts if "requirements" in part), {"requirements": []})
    known = {item["id"] for item in given["requirements"]}
    added = [
        {"id": name, "kind": "functional", "title": name, "text": name, "priority": "must", "source": []}
        for name in sorted(named - known)
    ]
    prd = {
        "specdev": 1,
        "product": "Example",
        "slug": "example",
        "vision": {"path": "vision.md", "digest": digest("")},
        "requirements": [*given["requirements"], *added],
    }
    folder = root / "specs/example"
    (folder / "tasks").mkdir(parents=True)
    for part in parts:
        if "proposals" in part:
            (folder / "proposed.yaml").write_text(dump(part), encoding="utf-8")
    (folder / "prd.yaml").write_text(dump(prd), encoding="utf-8")
    for data, body in tasks:
        (folder / f"tasks/{data['id']}-x.md").write_text(f"---\n{dump(data)}---\n{body}", encoding="utf-8")


def codes_of(root: Path) -> set[str]:
    return {found.code for found in validate(root).diagnostics}


BY_LOCK = ("edited_body", "edited_check")
"""Rules that compare with the lock, which an example does not show."""
WITH_EXAMPLES = [name for name in rules.RULES if name not in BY_LOCK]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_docstring_is_true(tmp_path, name):
    cases = examples(name)
    assert sorted(cases) == ["Fails", "Passes"], "a rule's docstring shows what fails and what passes"
    code = MODULES[name].CODE.name
    write(tmp_path / "fails", cases["Fails"])
    write(tmp_path / "passes", cases["Passes"])
    assert code in codes_of(tmp_path / "fails")
    assert code not in codes_of(tmp_path / "passes")
    assert not codes_of(tmp_path / "fails") & {"SD130", "SD131", "SD132"}, "an example fits the schema"
    assert not codes_of(tmp_path / "passes") & {"SD130", "SD131", "SD132"}, "an example fits the schema"


@pytest.mark.parametrize("name", rules.RULES)
def test_each_rule_is_one_thing_with_a_page(name):
    module = MODULES[name]
    assert module.CODE.page == module.__doc__
    assert hasattr(module, "check") != hasattr(module, "check_task")


def test_every_module_is_registered():
    folder = Path(rules.__file__).parent
    assert sorted(path.stem for path in folder.glob("*.py")) == sorted([*rules.RULES, "__init__", "context"])


def test_an_edited_body_is_said(tmp_path):
    write(tmp_path, "id: T001\nbody: |\n  # T001\n")
    lock = tmp_path / "specs/example/specdev.lock"
    lock.write_text(dump_lock(Lock(bodies={"T001": digest("# T001\n")})))
    assert "SD143" not in codes_of(tmp_path)
    lock.write_text(dump_lock(Lock(bodies={"T001": digest("# T001 other\n")})))
    found = [str(d) for d in validate(tmp_path).diagnostics if d.code == "SD143"]
    assert found == ["specs/example/tasks/T001-x.md:16:1: info[SD143]: the text of task `T001` was edited by hand"]


def test_a_seal_by_hand_and_a_changed_file_are_found(tmp_path):
    write(tmp_path, "id: T001\n")
    lock = tmp_path / "specs/example/specdev.lock"
    lock.write_text(dump_lock(Lock(seals={"T001": "sha256:" + 64 * "a"})))
    found = [str(d) for d in validate(tmp_path).diagnostics if d.code == "SD509"]
    place = "specs/example/tasks/T001-x.md:8:3: error[SD509]: `T001`:"
    assert found == [
        f"{place} the checks were sealed anew by hand: specdev.lock has the seal aaaaaaaaaaaa, the task has none"
    ]
    (tmp_path / "specs/example/checks").mkdir()
    fixture = tmp_path / "specs/example/checks/a.txt"
    fixture.write_text("7\n")
    check = {"id": "T001.1", "covers": ["FR-001"], "kind": "golden", "run": ["calc"], "expected_file": "checks/a.txt"}
    check |= {"timeout_s": 5}
    digest_ = seal([check], {"checks/a.txt": "7\n"})
    lock.write_text(dump_lock(Lock(seals={"T001": digest_})))
    path = tmp_path / "specs/example/tasks/T001-x.md"
    data = load(path.read_text().split("---\n")[1], "x").data
    path.write_text(f"---\n{dump({**data, 'checks': [check], 'seal': digest_})}---\n# x\n")
    assert "SD509" not in codes_of(tmp_path)
    fixture.write_text("8\n")
    (found,) = (d for d in validate(tmp_path).diagnostics if d.code == "SD509")
    assert re.search("the seal is [0-9a-f]{12}, what is there has [0-9a-f]{12}", found.message)


LEANING = {
    "see another task": ("Use it, see T004.", "see T004"),
    "as above": ("Write it as described above.", "as described above"),
    "another task's text": ("The format is defined in task T004.", "defined in task T004"),
    "the vision": ("See the vision for more.", "See the vision"),
}
STANDING = {
    "own words": "Use `parse(text)`.",
    "code span": "Print `see T004` on a line.",
    "fence": "```\nas described above\n```\n",
    "address": "See [the standard](https://example.org/a).",
    "own heading": "# A b\n\nSee [it](#a-b).\n",
    "numbers above a limit": "Values above 5 are errors.",
    "who does it": "- Parsing (T004).",
}


@pytest.mark.parametrize(("body", "words"), LEANING.values(), ids=LEANING)
def test_leaning_is_found(tmp_path, body, words):
    write(tmp_path, dump({"id": "T001", "body": f"# T001\n\n{body}\n"}))
    found = [d for d in validate(tmp_path).diagnostics if d.code == "SD610"]
    assert [d.message for d in found] == [f"the text leans on something that is not in it: `{words}`"]


@pytest.mark.parametrize("body", STANDING.values(), ids=STANDING)
def test_standing_alone_is_left_alone(tmp_path, body):
    write(tmp_path, dump({"id": "T001", "body": f"# T001\n\n{body}\n"}))
    assert "SD610" not in codes_of(tmp_path)


def test_every_circle_is_reported_where_it_closes(tmp_path):
    needs = {"T001": ["T002"], "T002": ["T005"], "T003": ["T004"], "T004": ["T003"], "T005": ["T002", "T001"]}
    write(tmp_path, "---\n".join(dump({"id": name, "needs": wanted}) for name, wanted in needs.items()))
    found = [str(d) for d in validate(tmp_path).diagnostics if d.code == "SD604"]
    message = "error[SD604]: tasks need each other in a circle:"
    assert found == [
        f"specs/example/tasks/T004-x.md:15:9: {message} T003 → T004 → T003",
        f"specs/example/tasks/T005-x.md:15:9: {message} T002 → T005 → T002",
        f"specs/example/tasks/T005-x.md:15:15: {message} T001 → T002 → T005 → T001",
    ]


OWNS = {
    "one folder in two ways": (["src/", "src/a.py"], True),
    "a folder's own name": (["src/**", "src"], True),
    "dot": (["./src/a.py", "src/a.py"], True),
    "same beginning": (["tests/test_a*.py", "tests/test_*b.py"], True),
    "other beginning": (["tests/test_a*.py", "tests/test_b*.py"], False),
    "longer name": (["src/a.py", "src/a.pyi"], False),
    "glob before the folder": (["**/a.py", "src/a.py"], True),
    "folder and longer folder": (["src/a/**", "src/ab/**"], False),
}


@pytest.mark.parametrize(("owns", "overlap"), OWNS.values(), ids=OWNS)
def test_overlap(tmp_path, owns, overlap):
    write(tmp_path, "---\n".join(dump({"id": f"T00{n}", "owns": [pattern]}) for n, pattern in enumerate(owns, 1)))
    assert ("SD608" in codes_of(tmp_path)) == overlap


def test_many_globs_in_one_folder_take_no_time(tmp_path):
    write(tmp_path, "---\n".join(dump({"id": f"T{n}", "owns": [f"tests/test_{n}_*.py"]}) for n in range(1000, 1900)))
    assert "SD608" not in codes_of(tmp_path)


SCENARIOS = {
    "Given a user, when she logs in, then her name is shown": [],
    "Given a user who was away when it began, when she logs in, then she is told when it ends": [],
    "Given a user, when she logs in": ["scenario of `FR-001` has no `then`"],
    "Given a user, then her name is shown": ["scenario of `FR-001` has no `when`"],
    "Given a user. When she logs in, then it is shown. When she logs out, then it is gone.": [
        "scenario of `FR-001` has two `when`: it is two scenarios"
    ],
    "Given a user\nWhen she logs in\nThen it is shown\nWhen she logs out\nThen it is gone": [
        "scenario of `FR-001` has two `when`: it is two scenarios"
    ],
    "When somebody logs in, her name is shown": [],
}


@pytest.mark.parametrize("text", SCENARIOS)
def test_the_shape_of_a_scenario(tmp_path, text):
    item = {"id": "FR-001", "kind": "functional", "title": "Log in", "text": text, "source": []}
    write(tmp_path, dump({"requirements": [item]}))
    assert [found.message for found in validate(tmp_path).diagnostics if found.code == "SD506"] == SCENARIOS[text]


@pytest.mark.parametrize(("needs", "found"), [([], True), (["T001"], False), (["T002"], False)])
def test_a_check_may_show_what_an_earlier_task_made_true(tmp_path, needs, found):
    run = {"kind": "command", "run": ["calc"], "timeout_s": 5, "expect": {"exit": 0}}
    tasks = [
        {"id": "T001", "covers": ["FR-001"]},
        {"id": "T002", "covers": ["FR-002"], "needs": ["T001"]},
        {"id": "T003", "covers": ["FR-003"], "needs": needs, "checks": [{"id": "T003.1", "covers": ["FR-001"], **run}]},
    ]
    write(tmp_path, "---\n".join(dump(task) for task in tasks))
    assert ("SD603" in codes_of(tmp_path)) == found
