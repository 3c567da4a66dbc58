"""
A fast yes for JSON Schema: a schema becomes nested functions, once, and then a document costs microseconds.

Yes is exact; no only means that the slow validator, which can explain, has to look. Known are the keywords that
our own schemas use; a schema with any other one never gets a yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]

_NOTES = frozenset({"$schema", "$id", "$defs", "title", "description", "default", "examples"})


class _UnknownKeyword(Exception):
    """The schema says something that is not known here."""


def compiled(schema: Mapping[str, Any]) -> Check:
    """A function that is true for data that is surely valid. Data is JSON-like, no deeper than the stack allows."""
    try:
        return _Compiler(schema).build(schema) or _always
    except _UnknownKeyword:
        return lambda value: False


def _always(value: Any) -> bool:
    return True


def _never(value: Any) -> bool:
    return False


class _Compiler:
    """Builds the functions of one schema document; each `$ref` target is built once."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.definitions: Mapping[str, Any] = root.get("$defs", {})
        self.built: dict[str, Check] = {}

    def build(self, schema: Any) -> Check | None:
        """None for a schema that everything fits."""
        if schema is True or schema == {}:
            return None
        if schema is False:
            return _never
        parts: list[Check | None] = []
        seen = set(schema) - _NOTES
        chosen = [(keywords, maker) for keywords, maker in _MAKERS if seen & keywords]
        for keywords, maker in chosen:
            seen -= keywords
            judged_there = maker is _type and any(_FOR_TYPE.get(other) == schema["type"] for _, other in chosen)
            if not judged_there:
                parts.append(maker(self, schema))
        if seen:
            raise _UnknownKeyword(", ".join(sorted(seen)))
        return _all([part for part in parts if part is not None])

    def reference(self, name: str) -> Check:
        """The function of `#/$defs/NAME`; it may be asked for while it is being built."""
        if not name.startswith("#/$defs/"):
            raise _UnknownKeyword(name)
        if name not in self.built:
            self.built[name] = lambda value: self.built[name](value)
            self.built[name] = self.build(self.definitions[name.removeprefix("#/$defs/")]) or _always
        return self.built[name]


def _all(parts: list[Check]) -> Check | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    if len(parts) == 2:
        first, second = parts
        return lambda value: first(value) and second(value)
    return lambda value: all(part(value) for part in parts)


def _type(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    names = schema["type"]
    checks = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return checks[0] if len(checks) == 1 else lambda value: any(check(value) for check in checks)


_TYPES: dict[str, Check] = {
    "string": lambda value: value.__class__ is str,
    "object": lambda value: value.__class__ is dict,
    "array": lambda value: value.__class__ is list,
    "boolean": lambda value: value is True or value is False,
    "null": lambda value: value is None,
    "integer": lambda value: value.__class__ is int or (value.__class__ is float and value.is_integer()),
    "number": lambda value: value.__class__ is int or value.__class__ is float,
}


def _enum(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    allowed = schema["enum"]
    _only_plain(allowed)
    if all(isinstance(value, str) for value in allowed):
        words = frozenset(allowed)
        return lambda value: value.__class__ is str and value in words
    return lambda value: any(_equal(value, one) for one in allowed)


def _const(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    wanted = schema["const"]
    _only_plain([wanted])
    return lambda value: _equal(value, wanted)


def _equal(value: Any, wanted: Any) -> bool:
    """Equality of JSON, where true is not 1."""
    return bool(value == wanted) and (value.__class__ is bool) == (wanted.__class__ is bool)


def _only_plain(values: list[Any]) -> None:
    if any(isinstance(value, dict | list) for value in values):
        raise _UnknownKeyword("const or enum of structures")


def _reference(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    return compiler.reference(schema["$ref"])


def _text(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", float("inf"))
    found = re.compile(schema["pattern"]).search if "pattern" in schema else None
    others = schema.get("type") != "string"

    def check(value: Any) -> bool:
        if value.__class__ is not str:
            return others
        return shortest <= len(value) <= longest and (found is None or found(value) is not None)

    return check


def _number(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")

    def check(value: Any) -> bool:
        if value.__class__ is not int and value.__class__ is not float:
            return True
        return (
            (low is None or value >= low)
            and (high is None or value <= high)
            and (above is None or value > above)
            and (below is None or value < below)
        )

    return check


def _array(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    fewest, most = schema.get("minItems", 0), schema.get("maxItems", float("inf"))
    first = [compiler.build(part) or _always for part in schema.get("prefixItems", ())]
    rest = compiler.build(schema.get("items", True))
    count = len(first)
    others = schema.get("type") != "array"

    def check(value: Any) -> bool:
        if value.__class__ is not list:
            return others
        if not fewest <= len(value) <= most:
            return False
        if first and not all(part(entry) for part, entry in zip(first, value, strict=False)):
            return False
        if rest is not None:
            for entry in value[count:] if count else value:
                if not rest(entry):
                    return False
        return True

    return check


def _object(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    fields = {key: compiler.build(part) or _always for key, part in schema.get("properties", {}).items()}
    required = frozenset(schema.get("required", ()))
    other = compiler.build(schema.get("additionalProperties", True)) or _always
    name = compiler.build(schema.get("propertyNames", True))
    others = schema.get("type") != "object"

    def check(value: Any) -> bool:
        if value.__class__ is not dict:
            return others
        if not required <= value.keys():
            return False
        for key, entry in value.items():
            if not fields.get(key, other)(entry) or key.__class__ is not str:
                return False
        return name is None or all(map(name, value))

    return check


def _any_of(compiler: _Compiler, schema: Mapping[str, Any]) -> Check:
    parts = [compiler.build(part) or _always for part in schema["anyOf"]]
    return lambda value: any(part(value) for part in parts)


def _all_of(compiler: _Compiler, schema: Mapping[str, Any]) -> Check | None:
    chosen = _by_field(compiler, schema["allOf"])
    if chosen is not None:
        return chosen
    return _all([part for part in map(compiler.build, schema["allOf"]) if part is not None])


def _by_field(compiler: _Compiler, parts: list[Mapping[str, Any]]) -> Check | None:
    """`if FIELD is X then …` for one field and many X, as one look-up; None for other lists of conditions."""
    asked = [_asked(part) for part in parts]
    fields = {found[0] for found in asked if found}
    choices = {
        found[1]: compiler.build(part["then"]) or _always for found, part in zip(asked, parts, strict=True) if found
    }
    if len(fields) != 1 or len(choices) < len(parts):
        return None
    (field,) = fields

    def check(value: Any) -> bool:
        if value.__class__ is not dict:  # then every condition holds
            return all(choice(value) for choice in choices.values())
        chosen = value.get(field)
        return chosen.__class__ is not str or choices.get(chosen, _always)(value)

    return check


def _asked(part: Mapping[str, Any]) -> tuple[str, str] | None:
    """Field and text of `{if: {properties: {FIELD: {const: TEXT}}, required: [FIELD]}, then: …}`, else None."""
    condition = part.get("if")
    if part.keys() != {"if", "then"} or not isinstance(condition, dict):
        return None
    (field,) = required if len(required := condition.get("required", ())) == 1 else (None,)
    text = condition.get("properties", {}).get(field, {}).get("const")
    plain = {"properties": {field: {"const": text}}, "required": [field]}
    return (field, text) if isinstance(field, str) and isinstance(text, str) and condition == plain else None


def _condition(compiler: _Compiler, schema: Mapping[str, Any]) -> Check | None:
    if "if" not in schema:
        return None  # `then` alone says nothing
    condition = compiler.build(schema["if"]) or _always
    then = compiler.build(schema.get("then", True)) or _always
    otherwise = compiler.build(schema.get("else", True)) or _always
    return lambda value: then(value) if condition(value) else otherwise(value)


_MAKERS: tuple[tuple[frozenset[str], Callable[[_Compiler, Mapping[str, Any]], Check | None]], ...] = (
    (frozenset({"type"}), _type),
    (frozenset({"enum"}), _enum),
    (frozenset({"const"}), _const),
    (frozenset({"minLength", "maxLength", "pattern"}), _text),
    (frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}), _number),
    (frozenset({"items", "prefixItems", "minItems", "maxItems"}), _array),
    (frozenset({"properties", "required", "additionalProperties", "propertyNames"}), _object),
    (frozenset({"$ref"}), _reference),
    (frozenset({"anyOf"}), _any_of),
    (frozenset({"allOf"}), _all_of),
    (frozenset({"if", "then", "else"}), _condition),
)

_FOR_TYPE: dict[Any, str] = {_text: "string", _array: "array", _object: "object"}
"""These judge the type as well, where the schema names just that one: a call less for every value."""
