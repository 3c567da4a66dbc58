"""What is in a project, and the index that makes asking fast."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specdev.errors import SpecdevError
from specdev.store import CheckRow, TaskRow, load_tasks, products

TEXT = """\
---
specdev: 1
id: T001
title: Parse
covers: [FR-001]
needs: [T000]
owns: [src/a.py]
size: {prompt_tokens: 10, minutes: 20}
checks:
  - {id: T001.1, covers: [FR-001], kind: test, timeout_s: 3}
seal: sha256:00
---
# T001
"""
ROW = TaskRow(
    path="specs/ledger/tasks/T001-parse.md",
    id="T001",
    title="Parse",
    role="slice",
    covers=("FR-001",),
    applies=(),
    needs=("T000",),
    owns=("src/a.py",),
    reads=(),
    prompt_tokens=10,
    read_tokens=0,
    minutes=20,
    seal="sha256:00",
    checks=(CheckRow("T001.1", "test", ("FR-001",)),),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "specs/ledger/tasks"
    folder.mkdir(parents=True)
    (folder / "T001-parse.md").write_text(TEXT)
    os.utime(folder / "T001-parse.md", ns=(10**18, 10**18))
    return tmp_path


def test_products(root):
    (root / "specs/notes").mkdir()
    (root / "specs/api").mkdir()
    (root / "specs/api/prd.yaml").write_text("specdev: 1\n")
    assert products(root) == ["api", "ledger"]
    assert products(root / "specs") == []
    (root / "specdev.yaml").write_text("specs: elsewhere\n")
    assert products(root) == []


def test_rows(root):
    assert load_tasks(root, "ledger") == [ROW]
    assert load_tasks(root, "ledger") == [ROW]


def test_no_such_product(root):
    with pytest.raises(SpecdevError) as stopped:
        load_tasks(root, "leger")
    assert (stopped.value.message, stopped.value.hint) == ("no product `leger`", "there are: ledger")


def test_the_index_notices_every_change(root):
    folder = root / "specs/ledger/tasks"
    load_tasks(root, "ledger")
    (folder / "T001-parse.md").write_text(TEXT.replace("Parse", "Purse"))  # the same size
    assert [row.title for row in load_tasks(root, "ledger")] == ["Purse"]
    (folder / "T001-parse.md").write_text(TEXT)
    assert load_tasks(root, "ledger") == [ROW]
    (folder / "T002-x.md").write_text(TEXT.replace("T001", "T002"))
    (folder / ".T003.md.swp").write_text("")
    (folder / ".T004.md").write_text("")
    assert [row.id for row in load_tasks(root, "ledger")] == ["T001", "T002"]
    (folder / "T001-parse.md").unlink()
    assert [row.id for row in load_tasks(root, "ledger")] == ["T002"]


BROKEN = {
    "binary": (b"\x00", "specs/ledger/tasks/T009-b.md:1:1: error[SD111]: a NUL byte at offset 0: this is no text file"),
    "no data": (b"# T009\n", "error[SD124]"),
    "yaml": (b"---\na: [\n---\n", "error[SD122]"),
}


@pytest.mark.parametrize(("raw", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read_has_a_row_with_its_problem(root, raw, problem):
    (root / "specs/ledger/tasks/T009-b.md").write_bytes(raw)
    good, bad = load_tasks(root, "ledger")
    assert (good, bad.id, bad.covers) == (ROW, "T009", ())
    assert problem in bad.problem


def test_wrong_types_are_empty(root):
    text = "---\nid: 3\ntitle: [x]\ncovers: FR-1\nneeds: [T001, 2]\nsize: big\nchecks: [1, {id: 2}]\n---\n"
    (root / "specs/ledger/tasks/T001-parse.md").write_text(text)
    (row,) = load_tasks(root, "ledger")
    assert (row.id, row.title, row.covers, row.needs, row.minutes) == ("", "", (), ("T001",), 0)
    assert row.checks == (CheckRow("", "", ()),)


@pytest.mark.parametrize("junk", ["", "[]", '{"version": "0.1.0", "data": {"T001-parse.md": [1]}}', "\x00"])
def test_a_broken_index_is_no_index(root, junk):
    load_tasks(root, "ledger")
    (kept,) = (root / ".specdev/cache").glob("tasks-*.json")
    kept.write_text(junk)
    assert load_tasks(root, "ledger") == [ROW]
