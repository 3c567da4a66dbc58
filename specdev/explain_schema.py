"""
What is wrong with data that does not fit its schema, in words for people; all of it, not the first.

Loaded only when there is something to explain: jsonschema takes a tenth of a second to import.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .diagnostics import Code, code
from .yamlio import Path

WRONG_VALUE = code(
    "SD130",
    "error",
    "`{field}`: {problem}",
    page="A field holds something that its format does not allow: another type, a word that is not one of the choices, "
    "a number out of range, text of another form. The message says what is allowed; docs/formats.md describes every "
    "field. A text that looks like a number, such as a version `1.10`, needs quotes to be text.",
)
UNKNOWN_FIELD = code(
    "SD131",
    "error",
    "unknown field `{field}`{guess}",
    page="The format has no field of that name here, so nothing would ever read it. Most often it is a slip of the "
    "pen; the hint lists the fields that there are. To keep a note, write it as a comment: `# …`.",
)
MISSING_FIELD = code(
    "SD132",
    "error",
    "field `{field}` is missing in {where}",
    page="A field that the format needs is not there. docs/formats.md says what it holds.",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    path: Path
    """The value that it is about."""
    key: bool
    """Whether it is about the key, not the value."""
    which: Code
    facts: Mapping[str, str]
    hint: str = ""


_LISTED = 70
"""Characters of choices that stand in a message, which is cut after 120; longer lists go to the hint."""


def explain(data: Any, schema: Mapping[str, Any]) -> list[Fault]:
    """Every fault of the data, by place in the schema's order; empty for data that fits."""
    validator = Draft202012Validator(schema)
    return list(_faults(validator.iter_errors(data), schema))


def _faults(errors: Iterable[ValidationError], schema: Mapping[str, Any]) -> Iterator[Fault]:
    for error in errors:
        path = tuple(error.absolute_path)
        make = _BY_KEYWORD.get(str(error.validator))
        if make is not None:
            yield from make(error, path, schema)
        else:
            yield from _one(_value(error, path, f"{_shown(error.instance)} is not {_wanted(error.schema, schema)}"))


def _one(fault: Fault) -> Iterator[Fault]:
    yield fault


def _value(error: ValidationError, path: Path, problem: str, hint: str = "") -> Fault:
    return Fault(path, False, WRONG_VALUE, {"field": field_name(path), "problem": problem}, hint)


def field_name(path: Path) -> str:
    """`checks[0].run` for ("checks", 0, "run")."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "the document"


def _type(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    wanted = _wanted(error.schema, root)
    value = error.instance
    if value is None:
        yield _value(error, path, f"has no value, {wanted} is wanted")
        return
    hint = ""
    if error.validator_value == "string" and isinstance(value, int | float):
        hint = f'to make it text write it in quotes: "{json.dumps(value)}"'
    elif error.validator_value == "array" and isinstance(value, str):
        hint = f"a list of one is written [{value}]" if len(value) < 40 else "a list is written [first, second]"
    yield _value(error, path, f"{_shown(value)} is not {wanted}", hint)


def _enum(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    allowed: Any = error.validator_value
    choices = [str(choice) for choice in allowed]
    guess, listed = _guess(str(error.instance), choices), ", ".join(choices)
    if len(listed) <= _LISTED:
        yield _value(error, path, f"{_shown(error.instance)} is not one of {listed}", guess)
    else:
        hint = "; ".join(part for part in (guess, f"choices are: {listed}") if part)
        yield _value(error, path, f"{_shown(error.instance)} is not one of the {len(choices)} choices", hint)


def _const(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    yield _value(error, path, f"{_shown(error.instance)} is not {_shown(error.validator_value)}")


def _pattern(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    description = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    hint = description or f"the form is {error.validator_value}"
    yield _value(error, path, f"{_shown(error.instance)} does not have the right form", hint)


def _length(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    value: Any = error.instance
    size, limit = len(value), error.validator_value
    noun = "characters" if isinstance(value, str) else "entries"
    if not size:
        yield _value(error, path, "is empty")
    else:
        bound = "at least" if str(error.validator).startswith("min") else "at most"
        yield _value(error, path, f"has {size} {noun}, {bound} {limit} are wanted")


_BOUNDS = {
    "minimum": "less than",
    "maximum": "more than",
    "exclusiveMinimum": "not more than",
    "exclusiveMaximum": "not less than",
}


def _bound(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    yield _value(error, path, f"{error.instance} is {_BOUNDS[str(error.validator)]} {error.validator_value}")


def _additional(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    known = list(error.schema.get("properties", ())) if isinstance(error.schema, dict) else []
    value: Any = error.instance
    for key in value:
        if key not in known:
            guess = _guess(str(key), known)
            facts = {"field": str(key), "guess": f", {guess}" if guess else ""}
            yield Fault((*path, key), True, UNKNOWN_FIELD, facts, f"fields are: {', '.join(known)}")


def _required(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    # jsonschema reports each missing field as an error of its own, and names it only in the message.
    wanted: Any = error.validator_value
    key = next((key for key in wanted if error.message.startswith(repr(key))), "")
    properties = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    where = f"`{field_name(path)}`" if path else "the document"
    description = properties.get(key, {}).get("description", "")
    yield Fault(path, False, MISSING_FIELD, {"field": key, "where": where}, description)


def _any_of(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of the branch that was meant: the one that takes values of this type."""
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
    meant = [
        found
        for found in branches.values()
        if not any(inner.validator == "type" and not inner.relative_path for inner in found)
    ]
    if len(meant) == 1:
        yield from _faults(meant[0], root)
    else:
        yield _value(error, path, f"{_shown(error.instance)} is not {_wanted(error.schema, root)}")


def _names(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    hint = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    facts = {"field": field_name(path), "problem": f"the key {_shown(error.instance)} does not have the right form"}
    key = (*path, error.instance) if isinstance(error.instance, str) else path
    yield Fault(key, True, WRONG_VALUE, facts, hint)


def _pattern_or_name(error: ValidationError, path: Path, root: Mapping[str, Any]) -> Iterator[Fault]:
    yield from (_names if "propertyNames" in error.absolute_schema_path else _pattern)(error, path, root)


_BY_KEYWORD = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern_or_name,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "minimum": _bound,
    "maximum": _bound,
    "exclusiveMinimum": _bound,
    "exclusiveMaximum": _bound,
    "additionalProperties": _additional,
    "required": _required,
    "anyOf": _any_of,
}

_NOUNS = {
    "string": ("text", "texts"),
    "integer": ("a whole number", "whole numbers"),
    "number": ("a number", "numbers"),
    "boolean": ("true or false", "true or false"),
    "object": ("a mapping", "mappings"),
    "array": ("a list", "lists"),
    "null": ("nothing", "nothing"),
}


def _wanted(schema: Any, root: Mapping[str, Any]) -> str:
    """What a schema allows, as a noun: `a list of texts`, `one of must, should`."""
    schema = _resolved(schema, root)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_wanted(part, root) for part in schema["anyOf"]))
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return _shown(schema["const"])
    name = schema.get("type")
    if name == "array" and "items" in schema:
        inner = _resolved(schema["items"], root).get("type")
        return f"a list of {_NOUNS[inner][1]}" if inner in _NOUNS else "a list"
    if isinstance(name, list):
        return " or ".join(_NOUNS[part][0] for part in name)
    return _NOUNS[name][0] if name in _NOUNS else "allowed"


def _resolved(schema: Any, root: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(schema, dict):
        return {}
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    found: Mapping[str, Any] = root.get("$defs", {}).get(name, {}) if name else schema
    return found


def _shown(value: Any) -> str:
    """A value as it can stand in a message."""
    match value:
        case dict():
            return "a mapping"
        case []:
            return "an empty list"
        case list():
            return "a list"
        case "":
            return "empty text"
        case str():
            return f"`{value if len(value) <= 40 else value[:39] + '…'}`"
        case None:
            return "nothing"
        case _:
            return json.dumps(value)


def _guess(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean `{close[0]}`?" if close else ""
