"""
The JSON Schemas of everything that stands on disk or leaves a command as JSON, made from the models.

    python -m specdev.schemas          write schemas/*.schema.json
    python -m specdev.schemas --check  say whether they are current

Differences to what pydantic writes: a union that is told apart by `kind` becomes `if … then`, because a validator
can then say what is wrong with the kind that was meant; a field that may be left out is not null, but in settings null
is for what is not to be sent; every field has a description; each schema stands alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from .ask_output import Ask
from .checks import KINDS
from .compiler.planning.proposal import Kept
from .config import Config
from .diagnostics import SEVERITIES
from .model import Evidence, Prd, Task
from .model_output import Doctor, Review
from .outputs import SHOWN, Graph, Next, Status, Verified
from .proposed import Proposals
from .resources import SCHEMAS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://specdev.dev/schemas/v1/"

Schema = dict[str, Any]


def build() -> dict[str, Schema]:
    """Every schema by its name: what stands on disk (`prd`, `task`, `check` …), and the outputs of commands."""
    return {name: _with_head(name, make()) for name, make in SOURCES.items()}


def render(schema: Schema) -> str:
    """The text of a schema file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> list[str]:
    """Write the files that are not current; their names."""
    changed = stale(folder)
    texts = {f"{name}.schema.json": render(schema) for name, schema in build().items()}
    for name in changed:
        (folder / name).write_text(texts[name], encoding="utf-8")
    return changed


def stale(folder: Path) -> list[str]:
    """The names of schema files in `folder` that are missing or differ from what the models say."""
    found = []
    for name, schema in build().items():
        path = folder / f"{name}.schema.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != render(schema):
            found.append(path.name)
    return found


def _with_head(name: str, schema: Schema) -> Schema:
    head = {"$schema": DRAFT, "$id": f"{BASE}{name}.schema.json"}
    return head | {key: schema[key] for key in ("title", "description") if key in schema} | schema


def _of_model(model: type[BaseModel], *, nulls: bool = False) -> Schema:
    schema = model.model_json_schema()
    _tidy(schema, nulls=nulls)
    return schema


def _task() -> Schema:
    schema = _of_model(Task)
    check = _check()
    schema["$defs"] = {**schema.get("$defs", {}), **check.pop("$defs"), "Check": check}
    schema["properties"]["checks"]["items"] = {"$ref": "#/$defs/Check"}
    return schema


def _proposed() -> Schema:
    schema = _of_model(Proposals)
    check = _check()
    schema["$defs"] = {**schema["$defs"], **check.pop("$defs"), "Check": check}
    field = schema["$defs"]["Proposal"]["properties"]["check"]
    schema["$defs"]["Proposal"]["properties"]["check"] = {
        "$ref": "#/$defs/Check",
        "description": field["description"],
    }
    return schema


def _check() -> Schema:
    """One check: the fields that all have, then those of its kind."""
    return _by_kind("Check", "One executable acceptance check; `kind` says which fields it has.", KINDS)


def _show() -> Schema:
    return _by_kind("Show", "`specdev show ID --format json`: a task, an item or a check.", SHOWN, nulls=True)


def _by_kind(title: str, description: str, kinds: Mapping[str, type[BaseModel]], *, nulls: bool = False) -> Schema:
    _, schema = models_json_schema([(model, "validation") for model in kinds.values()])
    _tidy(schema, nulls=nulls)
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": {"kind": {"enum": list(kinds), "description": "Which of them it is."}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{model.__name__}"},
            }
            for kind, model in kinds.items()
        ],
        "$defs": schema["$defs"],
    }


_STAMP = {"type": "string", "description": "sha256: and 64 hexadecimal digits."}
_RECORDS: dict[str, tuple[str, list[Schema]]] = {
    "approved": ("What a person approved.", [{"type": "string", "description": "Item."}, _STAMP]),
    "body": ("A task's body as it was generated.", [{"type": "string", "description": "Task."}, _STAMP]),
    "check": (
        "A check that a person edited, added or took out, and why.",
        [
            {"type": "string", "description": "Check."},
            {"type": "string", "description": "Task."},
            {"type": "string", "description": "Who."},
            {"type": "string", "description": "Why."},
            {"type": "string", "description": "Seal as generated; empty: added."},
            {"type": "string", "description": "Seal as the person wants it; empty: taken out."},
            {"type": "string", "description": "Digest of the stamps of what it covers."},
        ],
    ),
    "file": ("A generated file as it was written.", [{"type": "string", "description": "Path."}, _STAMP]),
    "item": (
        "An identity that was given out.",
        [
            {"type": "string", "description": "Item."},
            {"type": "string", "description": "Its kind."},
            _STAMP,
            {"type": "array", "items": {"type": "string"}, "description": "The headings it stands under."},
            {"type": "string", "description": "Stands for its words alone."},
        ],
    ),
    "seal": ("A task's checks and their files.", [{"type": "string", "description": "Task."}, _STAMP]),
    "task": (
        "A task's identity.",
        [
            {"type": "string", "description": "Task."},
            {"type": "string", "description": "Its file, below the spec's folder."},
            {"type": "string", "description": "The planner's name for what it does."},
        ],
    ),
    "vision": ("The document that was compiled.", [{"type": "string", "description": "Path."}, _STAMP]),
}


def _lock() -> Schema:
    """One line of the lock; the file holds one record a line."""
    return {
        "title": "Lock record",
        "description": "One line of specdev.lock: a JSON array whose first field names the kind of record.",
        "type": "array",
        "prefixItems": [{"enum": list(_RECORDS), "description": "The kind of record."}],
        "minItems": 3,
        "allOf": [
            {
                "if": {"prefixItems": [{"const": kind}]},
                "then": {
                    "description": text,
                    "prefixItems": [{"const": kind}, *fields],
                    "minItems": len(fields) + 1,
                    "maxItems": len(fields) + 1,
                },
            }
            for kind, (text, fields) in _RECORDS.items()
        ],
    }


def _object(description: str, properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _diagnostics() -> Schema:
    count = {"type": "integer", "minimum": 0}
    place = {"type": "integer", "minimum": 0}
    one = _object(
        "One finding.",
        {
            "code": {"type": "string", "pattern": "^SD[0-9]{3}$", "description": "`specdev explain CODE` tells more."},
            "severity": {"enum": list(SEVERITIES), "description": "error fails the command; see --strict."},
            "path": {"type": "string", "description": "Relative to the project, with forward slashes."},
            "line": place | {"minimum": 1, "description": "First line, from 1."},
            "column": place | {"minimum": 1, "description": "First column, from 1, in characters."},
            "end_line": place | {"description": "Last line; 0: the same."},
            "end_column": place | {"description": "Last column; 0: not known."},
            "message": {"type": "string", "description": "What is wrong."},
            "hint": {"type": "string", "description": "What to do; may be empty."},
            "url": {"type": "string", "description": "The page of the code."},
        },
    )
    summary = _object(
        "How many of each.",
        {f"{name}s": count | {"description": f"Number of {name}s."} for name in SEVERITIES}
        | {"files": count | {"description": "Number of files that were judged."}},
    )
    envelope = _object(
        "What a command that finds faults prints with `--format json`.",
        {"diagnostics": {"type": "array", "items": one, "description": "The findings, by place."}, "summary": summary},
    )
    return {"title": "Diagnostics"} | envelope


SOURCES: dict[str, Callable[[], Schema]] = {
    "prd": lambda: _of_model(Prd),
    "task": _task,
    "proposed": _proposed,
    "check": _check,
    "config": lambda: _of_model(Config, nulls=True),
    "lock": _lock,
    "decomposition": lambda: _of_model(Kept),
    "evidence": lambda: _of_model(Evidence, nulls=True),
    "diagnostics": _diagnostics,
    "ask": lambda: _of_model(Ask, nulls=True),
    "doctor": lambda: _of_model(Doctor, nulls=True),
    "review": lambda: _of_model(Review, nulls=True),
    "status": lambda: _of_model(Status, nulls=True),
    "next": lambda: _of_model(Next, nulls=True),
    "verify": lambda: _of_model(Verified, nulls=True),
    "graph": lambda: _of_model(Graph, nulls=True),
    "show": _show,
}


def _tidy(schema: Schema, *, nulls: bool = False) -> None:
    """Drop generated titles and null, give fields without a description that of what they hold; in place."""
    definitions = schema.get("$defs", {})
    for node in _nodes(schema):
        choices = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
        if len(choices) < len(node.get("anyOf", ())) and not nulls:
            _without_null(node, choices)
        _keys_as_names(node)
        for field in node.get("properties", {}).values():
            field.pop("title", None)
            if "description" not in field:
                field["description"] = _borrowed(field, definitions)


def _without_null(node: Schema, choices: list[Schema]) -> None:
    node.pop("anyOf")
    if node.get("default", "") is None:
        node.pop("default")
    if len(choices) == 1:
        node.update({key: value for key, value in choices[0].items() if key not in node})
    else:
        node["anyOf"] = choices


def _keys_as_names(node: Schema) -> None:
    """A mapping whose keys have a pattern: other keys are refused, where pydantic lets them pass."""
    patterns = node.get("patternProperties", {})
    if len(patterns) == 1 and "additionalProperties" not in node:
        ((pattern, values),) = node.pop("patternProperties").items()
        node["propertyNames"] = {**node.get("propertyNames", {}), "pattern": pattern}
        node["additionalProperties"] = values


def _borrowed(field: Schema, definitions: Mapping[str, Schema]) -> str:
    """The first sentence about what the field holds, or about its elements."""
    reference = field.get("$ref") or field.get("items", {}).get("$ref", "")
    text: str = definitions.get(reference.rpartition("/")[2], {}).get("description", "")
    return text.split("\n")[0]


def _nodes(schema: Any) -> Iterator[Schema]:
    """Every subschema, outermost first."""
    todo = [schema]
    while todo:
        node = todo.pop()
        if not isinstance(node, dict):
            continue
        yield node
        for key in ("$defs", "properties"):
            todo += node.get(key, {}).values()
        for key in ("anyOf", "allOf", "oneOf", "prefixItems"):
            todo += node.get(key, ())
        todo += [node.get(key) for key in ("items", "additionalProperties", "if", "then", "not")]


def main(words: list[str]) -> int:
    """0, or with `--check` 1 where a file is not current."""
    checking = "--check" in words
    names = stale(SCHEMAS) if checking else write(SCHEMAS)
    for name in names:
        print(f"schemas/{name} {'is not current: run python -m specdev.schemas' if checking else 'written'}")
    return 1 if checking and names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
