"""
Validate a data file of the product against a JSON Schema.

`instance` is a JSON, YAML, TOML or CSV file below the repository, `schema_file` a JSON Schema (2020-12 where it does
not say which) below the spec's folder; it refers to nothing outside itself. With `valid: false` the file must not be
valid.

Passes where the file has a name:

    id: T006.1
    covers: [FR-020]
    kind: schema
    instance: config/default.json
    schema_file: checks/config.schema.json
    timeout_s: 10

Fails where there is no such file:

    id: T006.2
    covers: [FR-020]
    kind: schema
    instance: config/none.json
    schema_file: checks/config.schema.json
    timeout_s: 10
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from xml.etree.ElementTree import Element

import jsonschema
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]
from pydantic import Field
from referencing.exceptions import Unresolvable

from ..model import Glob
from .base import BaseCheck, Result, Workspace
from .readers import MOST_BYTES, UnreadableData, read_data
from .search import Unjudged, search


class SchemaCheck(BaseCheck):
    """Validate a data file against a JSON Schema."""

    kind: Literal["schema"] = Field(description="Always `schema`.")
    instance: Annotated[Glob, Field(description="The data file, below the repository.")]
    schema_file: Annotated[Glob, Field(description="The JSON Schema, below the spec's folder.")]
    format: Annotated[
        Literal["json", "jsonl", "yaml", "toml", "csv"] | None,
        Field(description="Where the file's ending does not say it."),
    ] = None
    valid: Annotated[bool, Field(description="false: the file must not be valid.")] = True

    def _execute(self, workspace: Workspace) -> Result:
        try:
            schema = json.loads((workspace.spec / self.schema_file).read_text(encoding="utf-8"))
            kind = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
            kind.check_schema(schema)
        except (OSError, ValueError, jsonschema.SchemaError) as error:
            return Result("error", f"schema `{self.schema_file}` cannot be used: {str(error).splitlines()[0]}")
        path = workspace.tree / self.instance
        if not path.is_file():
            return Result("failed", f"`{self.instance}` does not exist")
        try:
            with path.open("rb") as file:
                data = read_data(file.read(MOST_BYTES + 1), self.format or path.suffix.removeprefix("."))
        except UnreadableData as error:
            return Result("failed" if self.valid else "passed", f"`{self.instance}` {error}" if self.valid else "")
        if isinstance(data, Element):
            raise Unjudged("a JSON Schema says nothing about XML")
        # a registry that knows the drafts and fetches nothing
        extended: Any = jsonschema.validators.extend(kind, {"pattern": _pattern})  # type: ignore[no-untyped-call]
        validator = extended(schema, registry=REGISTRY)
        try:
            return self._judge(jsonschema.exceptions.best_match(validator.iter_errors(data)))
        except Unresolvable as error:
            return Result("error", f"schema `{self.schema_file}` cannot be used: `{error.ref}` is not in it")

    def _judge(self, error: Any) -> Result:
        if (error is None) == self.valid:
            return Result("passed")
        return Result(
            "failed", f"`{self.instance}` is valid" if error is None else f"{error.json_path}: {error.message}"[:400]
        )


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[jsonschema.ValidationError]:
    """The keyword `pattern`, with a time limit."""
    if isinstance(instance, str) and not search(pattern, instance):
        yield jsonschema.ValidationError(f"{instance[:200]!r} does not match {pattern!r}")
