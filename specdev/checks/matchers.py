"""
What a value must look like: one algebra for text, numbers, lists and JSON values.

    stdout: "7"                                    a plain value means `equals`
    stdout: {contains: ["2 rows", "done"]}         a list under contains means all of them
    stderr: {not: {matches: "^Traceback"}}         matches searches with Python's `re`, ^ and $ are line edges
    duration: {between: [0, 2.5]}
    stdout: {equals: "…", normalize: [ansi, paths]}

Every condition of one matcher must hold. For text, `equals` and a plain string ignore line ends at the very
end of both sides and read CRLF as LF, because no document says whether its last line ends; nothing else is forgiven.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Mapping, Sized
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator

from ..model import Artifact
from .regex import problem
from .search import search

Normaliser = Literal["ansi", "crlf", "trailing_space", "paths", "timestamps"]
Number = int | float
Texts = Annotated[str | tuple[str, ...], Field(description="A text, or a list of texts: then all of them.")]


class Matcher(Artifact):
    """Conditions on one value; all that are given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", regex_engine="python-re", serialize_by_alias=True)

    equals: Annotated[Any, Field(description="The value itself; for text, line ends at the very end do not count.")] = (
        None
    )
    contains: Annotated[
        Texts | None, Field(description="Text that occurs; a list: all of them. In a list value: an element.")
    ] = None
    not_contains: Annotated[Texts | None, Field(description="Text that does not occur; a list: none of them.")] = None
    matches: Annotated[
        Texts | None, Field(description="Regular expression (Python) that is found somewhere; ^ and $ are line edges.")
    ] = None
    starts_with: Annotated[str | None, Field(description="How the text begins.")] = None
    ends_with: Annotated[
        str | None, Field(description="How the text ends; line ends at the very end do not count.")
    ] = None
    line_count: Annotated[int | Matcher | None, Field(description="Number of lines; an empty text has none.")] = None
    len: Annotated[int | Matcher | None, Field(description="Number of characters, elements or keys.")] = None
    gt: Annotated[Number | None, Field(description="Greater than; text is read as a number.")] = None
    ge: Annotated[Number | None, Field(description="Greater than or equal to.")] = None
    lt: Annotated[Number | None, Field(description="Less than.")] = None
    le: Annotated[Number | None, Field(description="Less than or equal to.")] = None
    between: Annotated[tuple[Number, Number] | None, Field(description="Lowest and highest value, both included.")] = (
        None
    )
    one_of: Annotated[tuple[Any, ...] | None, Field(description="One of these values.")] = None
    all: Annotated[tuple[Matcher, ...] | None, Field(description="Every one of these matchers holds.")] = None
    any: Annotated[tuple[Matcher, ...] | None, Field(description="At least one of these matchers holds.")] = None
    not_: Annotated[Matcher | None, Field(alias="not", description="This matcher does not hold.")] = None
    json_: Annotated[
        Any, Field(alias="json", description="The text is JSON with this value; the order of keys does not matter.")
    ] = None
    normalize: Annotated[
        tuple[Normaliser, ...],
        Field(description="What is taken out of the text before it is compared; both sides are treated alike."),
    ] = ()

    @field_validator("matches")
    @classmethod
    def _compiles(cls, patterns: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
        for pattern in _many(patterns or ()):
            if reason := problem(pattern):
                raise ValueError(f"not a regular expression: {reason}")
        return patterns

    def conditions(self) -> dict[str, Any]:
        """The conditions that are given, by name; `normalize` is none."""
        given = {name: getattr(self, name) for name in OPERATORS if name in self.model_fields_set}
        return {name: value for name, value in given.items() if value is not None or name in ("equals", "json_")}

    def mismatch(self, value: Any) -> str:
        """Why `value` does not match, in words; empty where it does. Unjudged where a pattern takes too long."""
        value = normalise(value, self.normalize)
        for name, wanted in self.conditions().items():
            wanted = normalise(wanted, self.normalize) if name in _TEXTUAL else wanted
            if not OPERATORS[name](wanted, value):
                return f"{_LABELS.get(name, name)} {_shown(wanted)}, got {_shown(value)}"
        return ""


Expected = Annotated[str | Matcher, Field(description="Text it must equal, or a matcher.")]


def mismatch(expected: Any, value: Any) -> str:
    """Why `value` is not what is expected (a Matcher, else the value itself); empty where it is."""
    matcher = expected if isinstance(expected, Matcher) else Matcher(equals=expected)
    return matcher.mismatch(value)


def normalise(value: Any, steps: tuple[Normaliser, ...]) -> Any:
    """Texts (also inside a list) after every step, in the order of NORMALISERS; other values as they are."""
    if isinstance(value, tuple | list):
        return type(value)(normalise(part, steps) for part in value)
    if isinstance(value, str):
        for name, step in NORMALISERS.items():
            if name in steps:
                value = step(value)
    return value


NORMALISERS: dict[Normaliser, Callable[[str], str]] = {
    # CSI and OSC sequences of ECMA-48: colours, cursor moves, window titles, links
    "ansi": lambda text: re.sub(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))", "", text),
    "crlf": lambda text: text.replace("\r\n", "\n"),
    "trailing_space": lambda text: "\n".join(line.rstrip(" \t") for line in text.split("\n")),
    "paths": lambda text: re.sub(r"(?<![\w:/.])(?:/[\w.+@~-]+){2,}/([\w.+@~-]+)", r"<path>/\1", text),
    # dates and times of ISO 8601, and clock times
    "timestamps": lambda text: re.sub(
        r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d:\d\d:\d\d(?:\.\d+)?",
        "<time>",
        text,
    ),
}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ("" if value is None else str(value))


def _many(wanted: Any) -> tuple[Any, ...]:
    return tuple(wanted) if isinstance(wanted, tuple | list) else (wanted,)


def _number(value: Any) -> float | None:
    """The value as a number, text included; None where it is none."""
    if isinstance(value, int | float):
        return None if isinstance(value, bool) else value
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _equals(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, str) and isinstance(value, str):
        return _unended(wanted) == _unended(value)
    return same(wanted, value)


def same(wanted: Any, value: Any) -> bool:
    """Whether both are the same data: 1 is 1.0, but not true, and a list is not a text."""
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    if isinstance(wanted, Mapping) and isinstance(value, Mapping):
        return wanted.keys() == value.keys() and all(same(part, value[name]) for name, part in wanted.items())
    if isinstance(wanted, list | tuple) and isinstance(value, list | tuple):
        return len(wanted) == len(value) and all(map(same, wanted, value))
    return bool(wanted == value)


def _unended(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\r\n")


def _has(value: Any, part: Any) -> bool:
    if isinstance(value, str):
        return _text(part) in value
    if isinstance(value, list | tuple):
        return any(same(part, entry) for entry in value)
    return isinstance(value, Mapping) and part in value


def _compare(wanted: Any, value: Any, holds: Callable[[float, float], bool]) -> bool:
    number = _number(value)
    return number is not None and holds(number, wanted)


def _is_json(wanted: Any, value: Any) -> bool:
    try:
        return same(wanted, json.loads(_text(value)))
    except (ValueError, RecursionError):
        return False


def _size(wanted: Any, value: Any) -> bool:
    return isinstance(value, Sized) and not mismatch(wanted, len(value))


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": _equals,
    "contains": lambda wanted, value: all(_has(value, part) for part in _many(wanted)),
    "not_contains": lambda wanted, value: not any(_has(value, part) for part in _many(wanted)),
    "matches": lambda wanted, value: all(search(pattern, _text(value)) for pattern in _many(wanted)),
    "starts_with": lambda wanted, value: _text(value).startswith(wanted),
    "ends_with": lambda wanted, value: _unended(_text(value)).endswith(_unended(wanted)),
    "line_count": lambda wanted, value: not mismatch(wanted, len(_text(value).splitlines())),
    "len": _size,
    "gt": lambda wanted, value: _compare(wanted, value, operator.gt),
    "ge": lambda wanted, value: _compare(wanted, value, operator.ge),
    "lt": lambda wanted, value: _compare(wanted, value, operator.lt),
    "le": lambda wanted, value: _compare(wanted, value, operator.le),
    "between": lambda wanted, value: (
        _compare(wanted[0], value, operator.ge) and _compare(wanted[1], value, operator.le)
    ),
    "one_of": lambda wanted, value: any(_equals(choice, value) for choice in wanted),
    "all": lambda wanted, value: all(not matcher.mismatch(value) for matcher in wanted),
    "any": lambda wanted, value: any(not matcher.mismatch(value) for matcher in wanted),
    "not_": lambda wanted, value: bool(wanted.mismatch(value)),
    "json_": lambda wanted, value: _is_json(wanted, value),
}
"""Condition to its test: (what is wanted, the value) -> whether it holds."""

_TEXTUAL = ("equals", "contains", "not_contains", "starts_with", "ends_with", "one_of")
_LABELS = {
    "not_": "not",
    "json_": "expected the JSON",
    "equals": "expected",
    "contains": "expected to contain",
    "matches": "expected to match",
}


def _shown(value: Any) -> str:
    """A value for a message: at most 400 characters, its middle left out."""
    text = str(value.model_dump(exclude_unset=True, by_alias=True)) if isinstance(value, Matcher) else repr(value)
    return text if len(text) <= 400 else f"{text[:250]} … {text[-140:]}"
