"""
The JSON Schema of an answer as every constrained decoder takes it.

What engines reject or read differently is left out (patterns, formats, lengths over what they unroll, defaults,
discriminators): the model's own validator looks at it afterwards and asks again. Every object is closed and wants all
its properties, so that what a form leaves open is null or an empty list there. The subset and its reasons: measured on
llguidance, xgrammar, outlines and llama.cpp, and OpenAI's list for `strict`; numeric limits are OpenAI's and Azure's,
the smaller of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

KEPT = frozenset(("type", "enum", "const", "description", "items", "properties", "anyOf", "$ref", "$defs", "required"))
"""Keywords that all of them enforce; `required` and `additionalProperties` are made anew."""
PROPERTIES = 100
"""Azure's limit on all properties of a schema; OpenAI's is 5000."""
DEPTH = 5
"""Azure's limit on nested objects; OpenAI's is 10."""


@cache
def wire(model: type[BaseModel]) -> dict[str, Any]:
    """
    The schema of the answer `model`: an object whose properties come in the order of their declaration.

    It is made once and belongs to all: nobody changes it.

    Raises ValueError where the model is too large, too deep or too open for it: a fault of ours, not of a document.
    """
    told = model.model_json_schema()
    if "$ref" in told:  # a model that holds itself
        told = {**told["$defs"][told["$ref"].rpartition("/")[2]], "$defs": told["$defs"]}
    schema: dict[str, Any] = _plain(told)
    if (found := _properties(schema)) > PROPERTIES:
        raise ValueError(f"{model.__name__} has {found} properties, {PROPERTIES} are allowed")
    if (levels := _depth(schema, schema, 0)) > DEPTH:
        raise ValueError(f"{model.__name__} has {levels} levels or more, {DEPTH} are allowed")
    if place := _open(schema, model.__name__):
        raise ValueError(f"{place} takes anything: engines want to know what")
    return schema


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, Mapping):
        return node
    if "$ref" in node:  # engines pass over what stands beside a reference
        return {"$ref": node["$ref"]}
    if "oneOf" in node:
        node = {**node, "anyOf": node["oneOf"]}
    if len(whole := node.get("allOf", ())) == 1:
        return _plain(whole[0])
    if "prefixItems" in node:  # a tuple: a list of any of its types
        kinds = [one for number, one in enumerate(node["prefixItems"]) if one not in node["prefixItems"][:number]]
        node = {**node, "items": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}}
    found = {key: _part(key, value) for key, value in node.items() if key in KEPT}
    if "properties" in found:
        found["required"] = list(found["properties"])
        found["additionalProperties"] = False
    return found


def _part(key: str, value: Any) -> Any:
    """The value of a keyword; names of properties and definitions are no keywords."""
    if key in ("properties", "$defs"):
        return {name: _plain(one) for name, one in value.items()}
    return value if key in ("enum", "const", "description", "required", "type") else _plain(value)


def _open(node: Mapping[str, Any], place: str) -> str:
    """The first place that has no type of its own, an object without properties or a list without items."""
    if not node.keys() & {"type", "enum", "const", "anyOf", "$ref"}:
        return place
    if (node.get("type") == "object" and "properties" not in node) or (
        node.get("type") == "array" and "items" not in node
    ):
        return place
    inner = {**node.get("properties", {}), **node.get("$defs", {})}
    inner |= {f"{number}": one for number, one in enumerate(node.get("anyOf", ()))}
    inner |= {"items": node["items"]} if "items" in node else {}
    return next((found for name, one in inner.items() if (found := _open(one, f"{place}.{name}"))), "")


def _properties(node: Any) -> int:
    if isinstance(node, list):
        return sum(map(_properties, node))
    if not isinstance(node, Mapping):
        return 0
    return len(node.get("properties", ())) + sum(map(_properties, node.values()))


def _depth(node: Any, root: Mapping[str, Any], level: int) -> int:
    """Nested objects, references followed; a schema that holds itself counts as too deep."""
    if level > DEPTH + 1:
        return level
    if isinstance(node, list):
        return max((_depth(one, root, level) for one in node), default=level)
    if not isinstance(node, Mapping):
        return level
    if "$ref" in node:
        return _depth(root["$defs"][node["$ref"].rpartition("/")[2]], root, level)
    inner = level + ("properties" in node)
    parts = [*node.get("properties", {}).values(), node.get("items"), node.get("anyOf")]
    return max((_depth(part, root, inner) for part in parts), default=inner)
