"""
Validate a data file of the product against a JSON Schema.

`instance` is a JSON, YAML or TOML file below the repository, `schema_file` a JSON Schema (2020-12 where it does not say
which) below the spec's folder. With `valid: false` the file must not be valid.

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
from typing import Annotated, Any, Literal

import jsonschema
from pydantic import Field

from ..model import Glob
from .base import BaseCheck, Result, Workspace
from .tables import UnreadableData, read_data


class SchemaCheck(BaseCheck):
    """Validate a data file against a JSON Schema."""

    kind: Literal["schema"] = Field(description="Always `schema`.")
    instance: Annotated[Glob, Field(description="The data file, below the repository.")]
    schema_file: Annotated[Glob, Field(description="The JSON Schema, below the spec's folder.")]
    valid: Annotated[bool, Field(description="false: the file must not be valid.")] = True

    def execute(self, workspace: Workspace) -> Result:
        try:
            schema = json.loads((workspace.spec / self.schema_file).read_text(encoding="utf-8"))
            validator = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
            validator.check_schema(schema)
        except (OSError, ValueError, jsonschema.SchemaError) as error:
            return Result("error", f"schema `{self.schema_file}` cannot be used: {str(error).splitlines()[0]}")
        path = workspace.tree / self.instance
        if not path.is_file():
            return Result("failed", f"`{self.instance}` does not exist")
        try:
            data = read_data(path.read_text(encoding="utf-8", errors="replace"), path.suffix.removeprefix("."))
        except UnreadableData as error:
            return Result(
                "passed" if not self.valid else "failed", "" if not self.valid else f"`{self.instance}`: {error}"
            )
        return self._judge(jsonschema.exceptions.best_match(validator(schema).iter_errors(data)))

    def _judge(self, error: Any) -> Result:
        if (error is None) == self.valid:
            return Result("passed")
        return Result(
            "failed", f"`{self.instance}` is valid" if error is None else f"{error.json_path}: {error.message}"[:400]
        )
