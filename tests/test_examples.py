"""The products in examples/: their artifacts are what specdev makes of their visions today, and break no rule."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import Project

from specdev import yamlio

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/vision.md"))


@pytest.fixture(params=NAMES)
def example(request, tmp_path) -> tuple[Project, Project]:
    """The folder as committed, and a fresh one with the vision alone."""
    committed = EXAMPLES / request.param
    fresh = tmp_path / request.param
    fresh.mkdir()
    for name in ("vision.md", "specdev.yaml"):
        shutil.copy(committed / name, fresh / name)
    return Project(committed), Project(fresh)


def test_the_artifacts_are_current(example):
    committed, fresh = example
    assert fresh.run("plan", "vision.md").status == 0
    assert fresh.run("approve").status == 0
    assert fresh.run("split").status == 0
    made, wanted = fresh.files, committed.files
    assert sorted(made) == sorted(path for path in wanted if not path.startswith("reference/"))
    for path, text in made.items():
        assert text == wanted[path], f"{path} is not current: run `make examples`"


def test_no_rule_finds_an_error_or_a_warning(example):
    committed, fresh = example
    shutil.copytree(committed.root / "specs", fresh.root / "specs")
    result = fresh.run("validate", "--format", "json")
    found = json.loads(result.out)["diagnostics"]
    serious = [d for d in found if d["severity"] in ("error", "warning")]
    # a library around one type is built in one row: its tasks work on the same class
    assert [(d["code"], d["path"], d["message"]) for d in serious if d["code"] != "SD618"] == []


def test_every_must_is_covered_and_checked(example):
    committed, _ = example
    covered: set[str] = set()
    checked: set[str] = set()
    for path, text in committed.files.items():
        if "/tasks/" in path:
            head = yamlio.load(yamlio.front_matter(text).text, path).data
            covered |= set(head.get("covers", ()))
            checked |= {item for check in head["checks"] for item in check["covers"] if check["kind"] != "review"}
    prd_path = next(path for path in committed.files if path.endswith("prd.yaml"))
    prd = yamlio.load(committed.files[prd_path], prd_path).data
    wanted = {item["id"] for item in prd["requirements"] if item["priority"] != "wont"}
    assert wanted <= covered
    assert wanted <= checked


def test_the_parts_of_a_section_are_built_in_its_order(example):
    committed, _ = example
    last: dict[str, int] = {}
    for path, text in sorted(committed.files.items()):
        if "/tasks/" in path:
            title = yamlio.load(yamlio.front_matter(text).text, path).data["title"]
            for section, part in re.findall(r"([^,]+) \((\d+) of \d+\)", title):
                assert int(part) == last.get(section.strip(), 0) + 1, title
                last[section.strip()] = int(part)


def test_no_page_says_a_paragraph_twice(example):
    committed, _ = example
    for path, text in committed.files.items():
        if "/tasks/" in path:
            text = re.sub(
                r"(?s)The files that they use, below.*?(?=\n## |\nThese commands)", "", text
            )  # shown as they are
            said = [re.sub(r"^\*\*[^*]+\*\*[^:]*: ", "", part) for part in text.split("\n\n")]
            said = [part for part in said if len(part) > 60]  # two checks may begin alike: in order, in an empty folder
            assert [part for part in said if said.count(part) > 1] == [], path


def test_a_library_is_tried_where_its_names_are_told(example):
    """Examples import only what the items of their task or of tasks before it name; those of the last task anything."""
    committed, _ = example
    heads = {}
    for path, text in committed.files.items():
        if "/tasks/" in path:
            head = yamlio.load(yamlio.front_matter(text).text, path).data
            heads[head["id"]] = head
    prd_path = next(path for path in committed.files if path.endswith("prd.yaml"))
    prd = yamlio.load(committed.files[prd_path], prd_path).data
    words = {item["id"]: f"{item.get('lead', '')} {item['text']}" for item in prd["requirements"]}
    told: dict[str, str] = {}
    for name in sorted(heads):  # numbers follow the order of work
        before = "".join(told[need] for need in heads[name].get("needs", ()))
        told[name] = before + "".join(words.get(item, "") for item in heads[name].get("covers", ()))
        for check in heads[name]["checks"] if name != max(heads) else ():
            if check.get("run", ())[:3] == ["python", "-m", "doctest"]:
                folder = prd_path.rpartition("/")[0]
                text = "".join(committed.files[f"{folder}/{path}"] for path in check["files_in"])
                for imported in re.findall(r"(?m)^>>> from \w+ import (\w+)$", text):
                    assert re.search(rf"`[^`]*\b{imported}\b[^`]*`", told[name]), (name, imported)
