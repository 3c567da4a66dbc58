"""The schemas, the fast yes, and the words for a no."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from specdev import quick, schemas
from specdev.explain_schema import explain, field_name
from specdev.resources import SCHEMAS

BUILT = schemas.build()


def test_the_files_are_current():
    assert schemas.stale(SCHEMAS) == [], "run python -m specdev.schemas"
    assert sorted(path.name for path in SCHEMAS.glob("*.json")) == sorted(f"{name}.schema.json" for name in BUILT)


def test_writing_makes_them_current(tmp_path):
    assert schemas.write(tmp_path) == [f"{name}.schema.json" for name in BUILT]
    assert schemas.write(tmp_path) == []
    assert schemas.stale(tmp_path) == []


def subschemas(node: Any):
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key in ("properties", "$defs"):
                for inner in value.values():
                    yield from subschemas(inner)
            elif key not in ("default", "enum", "const"):
                yield from subschemas(value)
    elif isinstance(node, list):
        for inner in node:
            yield from subschemas(inner)


@pytest.mark.parametrize("name", BUILT)
def test_each_is_a_schema_that_stands_alone_and_says_what_fields_hold(name):
    schema = BUILT[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://specdev.dev/schemas/v1/{name}.schema.json"
    assert schema["title"]
    for node in subschemas(schema):
        assert node.get("$ref", "#/$defs/").startswith("#/$defs/")
        assert "oneOf" not in node
        for key, field in node.get("properties", {}).items():
            assert field.get("description") or set(field) == {"const"}, f"{name}: {key} has no description"
        if node.get("type") == "object" and "allOf" not in node:
            assert "additionalProperties" in node


TASK = {
    "specdev": 1,
    "id": "T003",
    "title": "Report unbalanced transactions",
    "role": "slice",
    "covers": ["FR-004", "FR-005"],
    "needs": ["T001"],
    "because": {"T001": "it makes the package"},
    "owns": ["src/check.py", "tests/**"],
    "size": {"prompt_tokens": 1480, "read_tokens": 3100, "minutes": 30},
    "checks": [
        {
            "id": "T003.1",
            "covers": ["FR-004"],
            "kind": "command",
            "run": ["ledger", "check", "a.ledger"],
            "files_in": {"a.ledger": "checks/a.ledger"},
            "timeout_s": 10,
            "expect": {"exit": [1, 2], "stderr": {"contains": ["line 7"], "not": {"contains": "Traceback"}}},
        },
        {
            "id": "T003.2",
            "covers": ["FR-005"],
            "kind": "test",
            "runner": "pytest",
            "select": "FR-005",
            "min_count": 1,
            "timeout_s": 1.5,
        },
    ],
    "stamps": {"FR-004": "sha256:00"},
}
PRD = {
    "specdev": 1,
    "product": "Ledger",
    "slug": "ledger",
    "vision": {"path": "vision.md", "digest": "sha256:" + "0" * 64},
    "requirements": [
        {
            "id": "FR-004",
            "kind": "functional",
            "title": "Report",
            "text": "It reports.",
            "priority": "must",
            "source": [{"path": "vision.md", "lines": [41, 42]}],
            "acceptance": [{"id": "FR-004.1", "kind": "acceptance", "text": "It does."}],
        }
    ],
}
VALID = {
    "task": TASK,
    "prd": PRD,
    "config": {"specs": "specs", "limits": {"checks": 3}, "ignore": ["SD606"]},
    "lock": ["item", "FR-1", "functional", "sha256:0", ["Goals"], "00"],
    "evidence": {"check": "T001.1", "task": "T001", "outcome": "passed", "exit": None},
    "diagnostics": {"diagnostics": [], "summary": dict.fromkeys(("errors", "warnings", "infos", "hints", "files"), 0)},
}


@pytest.mark.parametrize("name", VALID)
def test_good_documents_fit(name):
    assert explain(VALID[name], BUILT[name]) == []
    assert quick.compiled(BUILT[name])(VALID[name])


def places(data: Any, path: tuple = ()):
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places(value, (*path, index))


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["", " ", "T1", "T001", "FR-004", "../x", "/x", "command", "file", "test", "must", "contains", "a" * 130]
    ),
    st.lists(st.sampled_from(["a", "", "T001", 3]), max_size=3),
    st.dictionaries(st.sampled_from(["kind", "id", "run", "path", "exit", "x"]), st.sampled_from(["a", 1]), max_size=3),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(VALID)), st.data())
def test_the_fast_yes_agrees_with_the_slow_validator(name, draw):
    data = {"it": copy.deepcopy(VALID[name])}
    for _ in range(draw.draw(st.integers(1, 3))):
        *way, last = draw.draw(st.sampled_from([("it", *p) for p in places(data["it"])]))
        node: Any = data
        for step in way:
            node = node[step]
        if draw.draw(st.booleans()) and isinstance(node, dict) and way:
            del node[last]
        else:
            node[last] = draw.draw(junk)
    slow = Draft202012Validator(BUILT[name]).is_valid(data["it"])
    assert quick.compiled(BUILT[name])(data["it"]) == slow
    assert bool(explain(data["it"], BUILT[name])) != slow


@pytest.mark.parametrize("schema", [{"uniqueItems": True}, {"properties": {"a": {"format": "date"}}}, {"const": [1]}])
def test_an_unknown_keyword_never_gives_a_yes(schema):
    assert not quick.compiled(schema)({"a": "2020-01-01"})


FAULTS = {
    "slip of the pen": ({"ownz": []}, "unknown field `ownz`, did you mean `owns`?", ("ownz",)),
    "other choice": (
        {"role": "slise"},
        "`role`: `slise` is not one of scaffold, contract, slice, spike, integration",
        ("role",),
    ),
    "number for text": ({"title": 1.1}, "`title`: 1.1 is not text", ("title",)),
    "no value": ({"title": None}, "`title`: has no value, text is wanted", ("title",)),
    "text for list": ({"covers": "FR-1"}, "`covers`: `FR-1` is not a list of texts", ("covers",)),
    "form": ({"id": "X1"}, "`id`: `X1` does not have the right form", ("id",)),
    "outside": ({"owns": ["../x"]}, "`owns[0]`: `../x` does not have the right form", ("owns", 0)),
    "bound": ({"size": {"prompt_tokens": 1, "minutes": 0}}, "`size.minutes`: 0 is less than 1", ("size", "minutes")),
    "missing": ({"size": {"minutes": 1}}, "field `prompt_tokens` is missing in `size`", ("size",)),
    "too long": ({"title": "x" * 121}, "`title`: has 121 characters, at most 120 are wanted", ("title",)),
}


@pytest.mark.parametrize(("change", "words", "path"), FAULTS.values(), ids=FAULTS)
def test_words_for_a_task(change, words, path):
    assert [(f.which.template.format(**f.facts), f.path) for f in explain({**TASK, **change}, BUILT["task"])] == [
        (words, path)
    ]


CHECKS = {
    "wrong type in a union": ({"run": 3}, ["`run`: 3 is not a list of texts or text"]),
    "unknown kind": ({"kind": "commnd"}, None),
    "deep in a matcher": (
        {"expect": {"stdout": {"contans": "x"}}},
        ["unknown field `contans`, did you mean `contains`?"],
    ),
    "element of a list": ({"run": ["a", 3]}, ["`run[1]`: 3 is not text"]),
    "name of a file": (
        {"files_in": {"/abs": "x"}},
        ["`files_in`: the key `/abs` does not have the right form"],
    ),
    "two at once": (
        {"timeout_s": 0, "covers": "FR-1"},
        ["`covers`: `FR-1` is not a list of texts", "`timeout_s`: 0 is not more than 0"],
    ),
}


@pytest.mark.parametrize(("change", "words"), CHECKS.values(), ids=CHECKS)
def test_words_for_a_check(change, words):
    found = [f.which.template.format(**f.facts) for f in explain({**TASK["checks"][0], **change}, BUILT["check"])]
    if words is None:
        (message,) = found
        assert message.startswith("`kind`: `commnd` is not one of command, ")
    else:
        assert sorted(found) == words


def test_hints_say_what_to_write():
    (fault,) = explain({**TASK, "title": 1.1}, BUILT["task"])
    assert fault.hint == 'to make it text write it in quotes: "1.1"'
    (fault,) = explain({**TASK, "colour": 1}, BUILT["task"])
    assert fault.hint.startswith("fields are: specdev, id, title, role, covers")


def test_field_name():
    assert field_name(("checks", 0, "expect", "exit")) == "checks[0].expect.exit"


def test_rendering_is_json():
    assert all(json.loads(schemas.render(schema)) == schema for schema in BUILT.values())
