"""docs/formats.md: every file and every JSON output, field by field, from schemas/."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .. import resources
from .markdown import NOTICE, anchor, code, table

Schema = Mapping[str, Any]
Links = Mapping[str, str]
"""Name of a definition in the schema at hand to the heading of the section that describes it."""

INTRODUCTION = """
# Formats

What stands on disk and what `--format json` prints. Each has a JSON Schema (draft 2020-12) in `schemas/`; an editor
that knows the schema completes and checks while you type. Unknown fields are errors.
"""
BOUNDS = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "exclusiveMaximum": "< {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
}


@dataclass(slots=True)
class Page:
    """The sections so far; a definition that several schemas hold is described once, where it comes first."""

    home: dict[str, str]
    """Digest of a definition to the heading of its section."""
    parts: list[str]


def formats_page() -> str:
    """The page's text."""
    page = Page({}, [NOTICE, INTRODUCTION])
    for path in sorted(resources.SCHEMAS.glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        page.parts += ["\n", describe(schema, path.name.removesuffix(".schema.json"), page)]
    return "".join(page.parts)


def describe(schema: Schema, name: str, page: Page) -> str:
    """The section of one schema: the object itself, then what it is made of and was not described before."""
    defs: Mapping[str, Schema] = schema.get("$defs", {})
    fresh: list[str] = []
    links: dict[str, str] = {}
    for key, part in defs.items():
        same = json.dumps([key, part], sort_keys=True)
        if same not in page.home:
            page.home[same] = f"{name}: {key}"
            fresh.append(key)
        links[key] = page.home[same]
    parts = [f"## {name}\n", _lead(schema), _fields(schema, links), _variants(schema, links)]
    for key in fresh:
        parts += [f"\n### {links[key]}\n", _lead(defs[key])]
        if "properties" in defs[key]:
            parts += [_fields(defs[key], links), _variants(defs[key], links)]
        else:
            parts.append(f"\n{_type(defs[key], links)}\n")
    return "".join(parts)


def _lead(schema: Schema) -> str:
    text = str(schema.get("description", "")).strip()
    return f"\n{text}\n" if text else ""


def _fields(schema: Schema, links: Links) -> str:
    required = schema.get("required", ())
    rows = [
        (code(field), _type(part, links), _presence(field, part, required), str(part.get("description", "")))
        for field, part in schema.get("properties", {}).items()
    ]
    found = table(("Field", "Type", "Default", "Meaning"), rows)
    return f"\n{found}" if found else ""


def _variants(schema: Schema, links: Links) -> str:
    """What `if`/`then` say: one row a kind, with the object or the entries that it has."""
    rows = []
    for case in schema.get("allOf", ()):
        then = case.get("then", {})
        if "$ref" in then:
            rows.append((code(case["if"]["properties"]["kind"]["const"]), next(_kinds(then, links)), ""))
        elif "prefixItems" in then:
            kind, *rest = then["prefixItems"]
            entries = ", ".join(str(part.get("description", "")).rstrip(".").lower() for part in rest)
            rows.append((code(kind["const"]), entries, str(then.get("description", ""))))
    found = table(("Kind", "Holds", "Meaning"), rows)
    return f"\n{found}" if found else ""


def _presence(field: str, part: Schema, required: Any) -> str:
    if field in required:
        return "required"
    return code(json.dumps(part["default"], ensure_ascii=False)) if "default" in part else ""


def _type(part: Schema, links: Links) -> str:
    """A field's type in words, with what bounds it."""
    bounds = [_bound(words, part[key]) for key, words in BOUNDS.items() if key in part and not _says_nothing(part, key)]
    if "pattern" in part:
        bounds.append(f"pattern {code(part['pattern'])}")
    return ", ".join([" or ".join(_kinds(part, links)), *bounds])


def _bound(words: str, limit: int) -> str:
    return "not empty" if words.startswith("at least") and limit == 1 else words.format(limit)


def _says_nothing(part: Schema, key: str) -> bool:
    """The number of entries is told by `prefixItems` already."""
    return "prefixItems" in part and key in ("minItems", "maxItems")


def _kinds(part: Schema, links: Links) -> Iterator[str]:
    if "$ref" in part:
        heading = links[str(part["$ref"]).rsplit("/", 1)[-1]]
        yield f"[{heading.split(': ')[-1]}](#{anchor(heading)})"
    elif "const" in part:
        yield code(json.dumps(part["const"], ensure_ascii=False))
    elif "enum" in part:
        yield from (code(str(value)) for value in part["enum"])
    elif "anyOf" in part or "oneOf" in part:
        yield from (_type(each, links) for each in part.get("anyOf", part.get("oneOf", ())))
    elif part.get("type") == "array":
        yield _array(part, links)
    elif part.get("type") == "object" and isinstance(part.get("additionalProperties"), dict):
        yield f"object of {_inner(part['additionalProperties'], links)}"
    elif isinstance(part.get("type"), list):
        yield from part["type"]
    else:
        yield str(part.get("type", "any"))


def _array(part: Schema, links: Links) -> str:
    if "prefixItems" in part:
        return f"[{', '.join(_type(each, links) for each in part['prefixItems'])}]"
    return f"list of {_inner(part['items'], links)}" if part.get("items") else "list"


def _inner(part: Schema, links: Links) -> str:
    words = _type(part, links)
    return f"({words})" if ", " in words or " or " in words else words
