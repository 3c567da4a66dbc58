"""The schema of an answer on the wire: the subset that all engines take, and wide enough for every right answer."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, create_model

from specdev.llm.forms import misfits, strict, wired
from specdev.llm.wire import KEPT, wire
from specdev.model import Criterion, Item, Term

ALLOWED = KEPT | {"additionalProperties"}


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Point(BaseModel):
    """A point."""

    model_config = ConfigDict(extra="forbid")
    at: tuple[int, int] = Field(description="Left and top.")
    label: str = ""


class Word(BaseModel):
    """A pattern that only Python's own engine reads."""

    model_config = ConfigDict(regex_engine="python-re")
    text: Annotated[str, Field(pattern=r"^(?!x)[a-z]+$")]


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: Annotated[float, Field(gt=0)]


class Square(BaseModel):
    kind: Literal["square"]
    side: int


Shape = Annotated[Circle | Square, Field(discriminator="kind")]
POINTS = st.builds(Point, at=st.tuples(st.integers(), st.integers()), label=st.text())
SHAPES = st.builds(Circle, kind=st.just("circle"), radius=st.floats(0.1, 9)) | st.builds(
    Square, kind=st.just("square"), side=st.integers()
)
FIELDS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (str, st.text()),
    (int, st.integers()),
    (bool, st.booleans()),
    (float, st.floats(allow_nan=False, allow_infinity=False)),
    (Colour, st.sampled_from(Colour)),
    (Literal["a", "b"], st.sampled_from(["a", "b"])),
    (Literal["one"], st.just("one")),
    (str | None, st.none() | st.text()),
    (Annotated[str, Field(pattern=r"^[a-z]+$", min_length=1, max_length=5000)], st.from_regex(r"\A[a-w]+\Z")),
    (Annotated[int, Field(ge=1, le=9, multiple_of=3)], st.sampled_from([3, 6, 9])),
    (list[str], st.lists(st.text())),
    (Annotated[tuple[Point, ...], Field(min_length=0, max_length=3)], st.lists(POINTS, max_size=3).map(tuple)),
    (tuple[int, str], st.tuples(st.integers(), st.text())),
    (Point | None, st.none() | POINTS),
    (Shape, SHAPES),
    (list[Shape], st.lists(SHAPES)),
    (Word, st.builds(Word, text=st.from_regex(r"\A[a-w]+\Z"))),
    (set[int], st.sets(st.integers())),
]


def keywords(node: Any) -> set[str]:
    """All keywords of a schema, names of properties and definitions left out."""
    if isinstance(node, list):
        return set().union(*map(keywords, node))
    if not isinstance(node, Mapping):
        return set()
    found = set(node)
    for key, value in node.items():
        if key in ("properties", "$defs"):
            found |= set().union(*map(keywords, value.values()))
        elif key not in ("enum", "const", "required"):
            found |= keywords(value)
    return found


def objects(node: Any) -> list[Mapping[str, Any]]:
    if isinstance(node, list):
        return [one for part in node for one in objects(part)]
    if not isinstance(node, Mapping):
        return []
    inner = [one for part in node.values() for one in objects(part)]
    return [node, *inner] if "properties" in node and node.get("type") == "object" else inner


@given(st.data(), st.lists(st.sampled_from(FIELDS), min_size=1, max_size=6))
def test_every_right_answer_fits_and_the_subset_is_kept(data, fields):
    given_ = {f"f{number}": kind for number, kind in enumerate(fields)}
    form = create_model(
        "Form", **{name: (kind, Field(description="d", title="t")) for name, (kind, _) in given_.items()}
    )
    answer = form(**{name: data.draw(values) for name, (_, values) in given_.items()})
    schema = wire(form)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(answer.model_dump_json()))
    assert keywords(schema) <= ALLOWED
    assert schema["type"] == "object"
    assert list(schema["properties"]) == list(given_)
    for one in objects(schema):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
    assert json.dumps(wire(form)) == json.dumps(schema)


@pytest.mark.parametrize("form", [Item, Criterion, Term, Point])
def test_our_own_models_have_a_wire_schema(form):
    assert keywords(wire(form)) <= ALLOWED


def test_a_schema_in_full():
    class Drawing(BaseModel):
        """What was drawn."""

        shape: Shape
        points: list[Point] = []

    assert wire(Drawing) == {
        "type": "object",
        "description": "What was drawn.",
        "properties": {
            "shape": {"anyOf": [{"$ref": "#/$defs/Circle"}, {"$ref": "#/$defs/Square"}]},
            "points": {"type": "array", "items": {"$ref": "#/$defs/Point"}},
        },
        "required": ["shape", "points"],
        "additionalProperties": False,
        "$defs": {
            "Circle": {
                "type": "object",
                "properties": {"kind": {"type": "string", "const": "circle"}, "radius": {"type": "number"}},
                "required": ["kind", "radius"],
                "additionalProperties": False,
            },
            "Point": {
                "type": "object",
                "description": "A point.",
                "properties": {
                    "at": {"type": "array", "description": "Left and top.", "items": {"type": "integer"}},
                    "label": {"type": "string"},
                },
                "required": ["at", "label"],
                "additionalProperties": False,
            },
            "Square": {
                "type": "object",
                "properties": {"kind": {"type": "string", "const": "square"}, "side": {"type": "integer"}},
                "required": ["kind", "side"],
                "additionalProperties": False,
            },
        },
    }


class Endless(BaseModel):
    inner: Endless | None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (create_model("Wide", **{f"f{n}": (str, ...) for n in range(101)}), "Wide has 101 properties, 100 are allowed"),
        (Endless, "Endless has 7 levels or more, 5 are allowed"),
        (create_model("Any", x=(Any, ...)), "Any.x takes anything: engines want to know what"),
        (create_model("Map", x=(dict[str, int], ...)), "Map.x takes anything: engines want to know what"),
        (
            create_model("Lists", x=(list[list[Any]], ...)),
            "Lists.x.items.items takes anything: engines want to know what",
        ),
    ],
)
def test_forms_that_no_engine_holds(form, words):
    with pytest.raises(ValueError, match="^" + words + "$"):
        wire(form)


def test_a_form_tells_its_wire_schema_and_judges_as_before():
    other = wired(Point)
    assert other.model_json_schema() == {**wire(Point), "title": "Point"}
    assert other.__name__ == "Point"
    assert wired(Point) is other
    with pytest.raises(ValueError, match="at"):
        other.model_validate({"label": "x"})
    assert wired(create_model("A[int]", x=(int, ...))).__name__ == "A_int_"


def test_strict_leaves_other_forms_alone():
    assert strict({"response_format": {"type": "json_object"}, "model": "m"}, Point) == {
        "response_format": {"type": "json_object"},
        "model": "m",
    }


def test_misfits_in_plain_words():
    with pytest.raises(ValueError, match="Point") as caught:
        Point.model_validate({"at": [1, "x"], "lable": 1, "label": 2, "b": 1, "c": 2})
    assert misfits(caught.value) == (
        "`at.1`: input should be a valid integer, unable to parse string as an integer; "
        "`label`: input should be a valid string; `lable`: extra inputs are not permitted; and 2 more"
    )
    assert misfits(ValueError("a\nb")) == "a b"
