"""
The settings of a project: specdev.yaml over the defaults of the config schema.

The defaults stand in one place, the models; here they are read from the schema that is made from them, because
commands that only look start faster without the models.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from . import source, yamlio
from .diagnostics import Diagnostic
from .resources import SCHEMAS

FILE = "specdev.yaml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings say; where the file has a mistake, the default stands."""

    values: Mapping[str, Any]
    """Every key of the config schema, with its default where the file does not give it."""
    text: str = ""
    """The file as read; empty where there is none."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the file's form; the schema is judged by `validate`."""

    @property
    def specs(self) -> str:
        """The folder that holds one folder a product."""
        return str(self.values["specs"]).rstrip("/")

    @property
    def ignore(self) -> frozenset[str]:
        """Codes that are not reported."""
        return frozenset(map(str, self.values["ignore"]))

    def limit(self, name: str) -> int:
        """A limit of the task graph's rules, such as `requirements`."""
        value: int = self.values["limits"][name]
        return value


@cache
def schema(name: str) -> dict[str, Any]:
    """The shipped schema of that name, such as `task`."""
    data: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_bytes())
    return data


def load(root: Path) -> Settings:
    """The settings of the project at `root`; without a file the defaults."""
    path = root / FILE
    config = schema("config")
    defaults = _defaults(config, config)
    if not path.is_file():
        return Settings(defaults)
    text, _, found = source.read_text(path, root)
    if text is None or found:
        return Settings(defaults, text or "", tuple(found))
    loaded = yamlio.load(text, FILE)
    given = loaded.data if isinstance(loaded.data, dict) else {}
    return Settings(_over(defaults, given, config, config), text, loaded.diagnostics)


def _defaults(node: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """The default of every property, nested objects included."""
    found = {}
    for key, field in node.get("properties", {}).items():
        name = field.get("$ref", "").rpartition("/")[2]
        nested = _defaults(root["$defs"][name], root) if name else {}
        found[key] = {**nested, **field.get("default", {})} if name else field.get("default")
    return found


def _over(
    defaults: Mapping[str, Any], given: Mapping[str, Any], node: Mapping[str, Any], root: Mapping[str, Any]
) -> dict[str, Any]:
    """The defaults with what is given over them; a value of another type is a mistake, and passed over."""
    found = dict(defaults)
    for key, value in given.items():
        old, field = defaults.get(key), node.get("properties", {}).get(key, {})
        if isinstance(old, dict) and isinstance(value, dict):
            found[key] = _over(old, value, root["$defs"].get(field.get("$ref", "").rpartition("/")[2], {}), root)
        elif key in defaults and _same_type(value, old, field):
            found[key] = value
    return found


def _same_type(value: Any, old: Any, field: Mapping[str, Any]) -> bool:
    """Whether the value may stand for the old one: whole numbers are numbers, null is for what may be null."""
    if value is None:
        return {"type": "null"} in field.get("anyOf", ())
    return type(value) is type(old) or (type(value) is int and type(old) is float)
