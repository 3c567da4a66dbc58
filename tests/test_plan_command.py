"""`specdev plan` and `specdev approve`: from a vision to a PRD that people edit."""

from __future__ import annotations

import json
import os
import re

import pytest
from conftest import CASES, Project

VISION = (CASES / "visions" / "notes.md").read_text(encoding="utf-8")
PRD = "specs/jotter/prd.yaml"


def planned(project, vision: str = VISION) -> Project:
    found = project({"vision.md": vision})
    result = found.run("plan", "vision.md")
    assert (result.status, result.err) == (0, "")
    return found


def without_places(prd: str) -> str:
    """The PRD's text without line numbers and digest: what must not change when lines move."""
    return re.sub(r"lines: \[\d+, \d+\]|digest: sha256:\w+|- \d+\n|lines? \d+", "", prd)


def test_plan_writes_the_prd_and_says_what_was_found(project):
    found = project({"vision.md": VISION})
    result = found.run("plan", "vision.md")
    assert result.status == 0
    assert result.out.startswith("Jotter (vision.md)\n")
    assert "9 functional" in result.out
    assert "Next: read specs/jotter/prd.md" in result.out
    assert set(result.files) == {
        "vision.md",
        "specs/.schemas/prd.schema.json",
        "specs/jotter/prd.md",
        PRD,
        "specs/jotter/specdev.lock",
    }
    for name in ("FILE-1", "FILE-2", "ADD-1", "ADD-2", "LIST-1", "LIST-2", "DROP-1", "DROP-2"):
        assert f"id: {name}\n" in result.files[PRD]
        assert f"### {name}\n" in result.files["specs/jotter/prd.md"]


def test_dry_run_prints_the_prd_and_writes_nothing(project):
    found = project({"vision.md": VISION})
    result = found.run("plan", "vision.md", "--dry-run", "--format", "json")
    assert result.status == 0
    prd = json.loads(result.out)
    assert [item["id"] for item in prd["requirements"]][:3] == ["FR-001", "FILE-1", "FILE-2"]
    assert prd["requirements"][2]["source"] == [{"path": "vision.md", "lines": [18, 18]}]
    assert set(result.files) == {"vision.md"}


def test_every_line_of_the_vision_is_accounted_for(project):
    result = project({"vision.md": VISION}).run("plan", "vision.md", "--dry-run", "--format", "json")
    prd = json.loads(result.out)
    held: set[int] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "lines" in node:
                held.update(range(node["lines"][0], node["lines"][1] + 1))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(prd)
    lines = VISION.splitlines()
    left = [line for number, line in enumerate(lines, 1) if line.strip() and number not in held]
    assert [line for line in left if not line.startswith("#")] == []


def test_planning_twice_changes_nothing(project):
    found = planned(project)
    before = found.files
    assert found.run("plan", "vision.md").status == 0
    assert found.files == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\n\n" + text,
        lambda text: text.replace("## Goals", "A new paragraph about the weather.\n\n## Goals"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("## Commands", "## What it does"),
    ],
    ids=["blank lines", "a paragraph above", "crlf", "byte order mark", "a renamed heading"],
)
def test_identities_survive(project, change):
    found = planned(project)
    before = re.findall(r"  - id: (.*)", found.files[PRD])
    found.write({"vision.md": change(VISION)})
    assert found.run("plan", "vision.md").status == 0
    assert [i for i in re.findall(r"  - id: (.*)", found.files[PRD]) if not i.startswith("Q-")] == [
        i for i in before if not i.startswith("Q-")
    ]


def test_moved_lines_change_only_line_numbers(project):
    found = planned(project)
    before = found.files[PRD]
    found.write({"vision.md": VISION.replace("## Commands", "\n\n\n## Commands")})
    assert found.run("plan", "vision.md").status == 0
    assert without_places(found.files[PRD]) == without_places(before)


def test_what_a_person_edited_stays(project):
    found = planned(project)
    edited = found.files[PRD].replace("Numbers are given once and never again.", "Numbers are never reused.")
    edited = edited.replace("  - id: ADD-2\n", "  # asked Kim\n  - id: ADD-2\n")
    found.write({PRD: edited, "vision.md": VISION + "\n- Starting must take less than 50 ms.\n"})
    assert found.run("plan", "vision.md").status == 0
    after = found.files[PRD]
    assert "Numbers are never reused." in after
    assert "  # asked Kim\n  - id: ADD-2\n" in after
    assert "Starting must take less than 50 ms." in after


def test_a_conflict_between_person_and_vision_is_said(project):
    found = planned(project)
    edited = found.files[PRD].replace("Numbers are given once and never again.", "Numbers are never reused.")
    found.write({PRD: edited, "vision.md": VISION.replace("given once and never again", "given again after a drop")})
    result = found.run("plan", "vision.md")
    assert result.status == 0
    assert "warning[SD709]: FILE-1 was edited in the PRD" in result.out
    assert "Numbers are never reused." in found.files[PRD]


def test_an_item_that_a_person_took_out_stays_out(project):
    found = planned(project)
    prd = found.files[PRD]
    start = prd.index("  - id: LIST-2\n")
    end = prd.index("  - id: DROP-1\n")
    found.write({PRD: prd[:start] + prd[end:]})
    assert found.run("plan", "vision.md").status == 0
    assert "id: LIST-2" not in found.files[PRD]
    assert "reason: taken out by a person" in found.files[PRD]


def test_approve_pins_and_an_edit_of_the_vision_makes_it_a_draft_again(project):
    found = planned(project)
    result = found.run("approve")
    assert (result.status, result.out.splitlines()[0][:16]) == (0, "jotter: approved")
    assert "status: approved\n" in found.files[PRD]
    assert '["approved", "ADD-1", "sha256:' in found.files["specs/jotter/specdev.lock"]
    assert found.run("plan", "vision.md").status == 0
    assert "status: approved\n" in found.files[PRD]
    found.write({"vision.md": VISION.replace("`added 1`", "`saved 1`")})
    assert found.run("plan", "vision.md").status == 0
    assert "status: draft\n" in found.files[PRD]


def test_several_visions_in_one_repository(project):
    other = VISION.replace("Jotter", "Scribe").replace("jotter", "scribe")
    found = project({"docs/a.md": VISION, "docs/b.md": other})
    assert found.run("plan", "docs/a.md", "docs/b.md").status == 0
    assert {"specs/jotter/prd.yaml", "specs/scribe/prd.yaml"} <= set(found.files)


def test_two_visions_with_one_name_do_not_share_a_folder(project):
    found = project({"a.md": VISION, "b.md": VISION + "\nMore.\n"})
    assert found.run("plan", "a.md").status == 0
    assert found.run("plan", "b.md").status == 0
    assert {"specs/jotter/prd.yaml", "specs/jotter-2/prd.yaml"} <= set(found.files)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SD112"),
        (b"   \n\n", "SD112"),
        (b"# A\n\n\x00\x01binary", "SD111"),
        ("# Übersicht\n".encode("latin-1"), "SD110"),
        ("# A\n".encode("utf-16"), "SD110"),
    ],
    ids=["empty", "blank", "binary", "latin-1", "utf-16"],
)
def test_a_file_that_is_no_document_is_a_finding(project, content, code):
    found = project({"vision.md": content})
    result = found.run("plan", "vision.md")
    assert result.status == 1
    assert f"error[{code}]" in result.out
    assert set(result.files) == {"vision.md"}


def test_a_missing_vision_is_a_usage_error_with_a_hint(project):
    result = project({}).run("plan")
    assert result.status == 2
    assert "there is no vision to plan" in result.err
    assert "specdev plan docs/idea.md" in result.err


def test_a_vision_outside_the_project_can_be_looked_at(project, tmp_path):
    (tmp_path / "elsewhere").mkdir(exist_ok=True)
    (tmp_path / "elsewhere" / "vision.md").write_text(VISION, encoding="utf-8")
    found = project({})
    away = os.path.relpath(tmp_path / "elsewhere" / "vision.md", found.root)
    result = found.run("plan", away, "--dry-run", "--format", "json")
    assert result.status == 0, result.out
    assert json.loads(result.out)["vision"]["path"] == away


@pytest.mark.parametrize("before", ["The file looks so:", "- **FILE-1**: It must look so:"], ids=["paragraph", "entry"])
def test_tabs_in_an_example_stay_tabs(project, before):
    indent = "  " if before.startswith("-") else ""
    fence = f"\n\n{indent}```text\n{indent}a\tb\t\tc\n{indent}```\n"
    vision = f"# Tabs\n\n## Features\n\n{before}{fence}\n- It must print `x`.\n"
    result = project({"vision.md": vision}).run("plan", "vision.md", "--dry-run", "--format", "json")
    held = [text for text in _texts(json.loads(result.out)) if "a\tb\t\tc" in text]
    assert held
    assert not [text for text in _texts(json.loads(result.out)) if "a   b" in text]


def _texts(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for child in children for text in _texts(child)]


def test_strict_says_that_nothing_was_written(project):
    here = project({"vision.md": "# Till\n\nIt rings.\n"})
    text, data = (here.run("plan", "vision.md", "--strict", *more) for more in ((), ("--format", "json")))
    assert (text.status, data.status) == (1, 1)
    assert "Next:" not in text.out
    assert text.out.endswith("\nNothing was written, because of --strict.\n")
    assert json.loads(data.out)["written"] == []
    assert set(text.files) == {"vision.md"}


def test_several_visions_are_one_document_of_json(project):
    here = project({"a.md": "# Till\n\n- It must ring.\n", "b.md": "# Safe\n\n- It must lock.\n"})
    told = json.loads(here.run("plan", "a.md", "b.md", "--format", "json").out)
    assert ["specs/till/prd.yaml" in told[0]["written"], "specs/safe/prd.yaml" in told[1]["written"]] == [True, True]
    drafts = json.loads(here.run("plan", "a.md", "b.md", "--dry-run", "--format", "json").out)
    assert [prd["product"] for prd in drafts] == ["Till", "Safe"]
