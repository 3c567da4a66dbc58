"""The lock: one record a line, and what a stamp stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdev.lock import CheckRecord, ItemRecord, Lock, TaskRecord, digest, dump, parse, stamp, text_key

LOCK = Lock(
    approved={"FR-002": "sha256:b", "FR-001": "sha256:a"},
    bodies={"T001": "sha256:c"},
    checks={"T001.2": CheckRecord("T001", "Ann <ann@example.org>", "the word order", "sha256:g", "", "sha256:h")},
    files={"prd.md": "sha256:d"},
    items={"FR-001": ItemRecord("functional", "sha256:a", ("Ziele", "Nähe"), "00ff")},
    seals={"T001": "sha256:e"},
    tasks={"T001": TaskRecord("tasks/T001-a.md", "slice:FR-001")},
    visions={"vision.md": "sha256:f"},
)
TEXT = """\
["approved", "FR-001", "sha256:a"]
["approved", "FR-002", "sha256:b"]
["body", "T001", "sha256:c"]
["check", "T001.2", "T001", "Ann <ann@example.org>", "the word order", "sha256:g", "", "sha256:h"]
["file", "prd.md", "sha256:d"]
["item", "FR-001", "functional", "sha256:a", ["Ziele", "Nähe"], "00ff"]
["seal", "T001", "sha256:e"]
["task", "T001", "tasks/T001-a.md", "slice:FR-001"]
["vision", "vision.md", "sha256:f"]
"""


def test_there_and_back():
    assert dump(LOCK) == TEXT
    assert parse(TEXT, "specdev.lock") == (LOCK, [])
    assert parse(TEXT + "\n" + TEXT, "specdev.lock") == (LOCK, [])


def test_every_broken_line_is_reported_and_the_others_are_read():
    text = (
        '<<<<<<< ours\n["seal", "T001", "a"]\n=======\n["seal", "T001", "b"]\n>>>>>>> theirs\n'
        'nonsense\n["stone", "x"]\n["task", "T002"]\n["vision", "v.md", "c"]\n'
    )
    lock, found = parse(text, "s/specdev.lock")
    assert lock == Lock(seals={"T001": "a"}, visions={"v.md": "c"})
    assert [str(d) for d in found] == [
        "s/specdev.lock:1:1: error[SD150]: not a record of the lock: a merge conflict that was not resolved",
        "s/specdev.lock:3:1: error[SD150]: not a record of the lock: a merge conflict that was not resolved",
        "s/specdev.lock:4:1: error[SD151]: `seals` of `T001` stands twice in the lock, first in line 2",
        "s/specdev.lock:5:1: error[SD150]: not a record of the lock: a merge conflict that was not resolved",
        "s/specdev.lock:6:1: error[SD150]: not a record of the lock: the line is not a JSON array",
        "s/specdev.lock:7:1: error[SD150]: not a record of the lock: `stone` is no kind of record "
        "(there are: approved, body, check, file, item, seal, task, vision)",
        "s/specdev.lock:8:1: error[SD150]: not a record of the lock: "
        "a field of the `task` record is missing or has a wrong type",
    ]


ITEM = {
    "id": "FR-1",
    "kind": "functional",
    "title": "Report",
    "text": "The tool **reports** `a * b` and\nexits.",
    "priority": "must",
    "source": [{"path": "vision.md", "lines": [4, 5]}],
    "acceptance": [{"id": "FR-1.1", "kind": "acceptance", "text": "It _does_."}],
    "depends_on": ["FR-3", "FR-2"],
}
SAME = {
    "re-wrapped": {"text": "The tool **reports**\n`a * b` and exits."},
    "emphasis": {"text": "The tool *reports* `a * b` and ~~exits~~."},
    "title, place and name": {"title": "Other", "source": [], "id": "FR-9", "section": ["X"]},
    "order of dependencies": {"depends_on": ["FR-2", "FR-3"]},
    "criterion's name and emphasis": {"acceptance": [{"id": "x", "text": "It does."}]},
}
OTHER = {
    "words": {"text": "The tool **reports** `a * b` or\nexits."},
    "code": {"text": "The tool **reports** `a b` and\nexits."},
    "priority": {"priority": "should"},
    "kind": {"kind": "quality"},
    "criterion": {"acceptance": [{"id": "x", "text": "It does not."}]},
    "no criterion": {"acceptance": []},
    "dependencies": {"depends_on": ["FR-2"]},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_stamp_passes_over_what_changes_no_meaning(change):
    assert stamp({**ITEM, **change}) == stamp(ITEM)


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_stamp_notices_a_change_of_meaning(change):
    assert stamp({**ITEM, **change}) != stamp(ITEM)


def test_stamp_is_pinned():
    """A stamp stands in people's locks: it must never change for the same item."""
    assert stamp(ITEM) == "sha256:ebb5d971f92670add8dc51079bd2af4bf9cacf0d21c8e033a7101a84ab60a5f2"
    assert text_key("Ein *Text*") == text_key("ein  text")
    assert digest("a") == digest(b"a") == "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


@given(st.text(), st.text())
def test_words_do_not_run_together_over_fields(first, second):
    one = {**ITEM, "acceptance": [{"text": first}, {"text": second}]}
    two = {**ITEM, "acceptance": [{"text": f"{first} {second}"}]}
    assert stamp(one) != stamp(two)
