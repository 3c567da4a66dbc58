"""
What stands beside a reference: its planted faults (faults.yaml) and the facts of its vision (facts.yaml).

An edit replaces the text `old`, which stands once in `file`, by `new`; without `old` it takes the file away, and
`times` says how often `new` stands there. A fault breaks one rule of the vision. A fact is shown by an edit of its own
or by a fault, whose ID stands in `shown_by`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

REFERENCES = Path(__file__).parent
NAMES = tuple(sorted(path.parent.name for path in REFERENCES.glob("*/faults.yaml")))
KINDS = (
    *("body", "code", "command", "default", "endpoint", "example", "file", "format", "limit"),
    *("message", "name", "number", "option", "order", "rule", "status", "type"),
)
"""What a fact can be about."""


@dataclass(frozen=True)
class Edit:
    """One change to a reference."""

    file: str
    old: str | None = None
    new: str = ""
    times: int = 1

    def apply(self, tree: Path) -> None:
        """Change the file below `tree`. ValueError where `old` does not stand there exactly once."""
        path = tree / self.file
        if self.old is None:
            path.unlink()
            return
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file}: `{self.old}` stands there {text.count(self.old)} times")
        path.write_text(text.replace(self.old, self.new * self.times), encoding="utf-8")


@dataclass(frozen=True)
class Fault:
    """A mistake as a person or an agent makes it."""

    id: str
    broken: str
    """What is wrong, in a sentence."""
    breaks: tuple[str, ...]
    """IDs of the requirements that do not hold any more."""
    edit: Edit


@dataclass(frozen=True)
class Fact:
    """Something that the vision says exactly."""

    id: str
    of: str
    """ID of the requirement it belongs to."""
    kind: str
    quote: str
    """The vision's own words, up to white space."""
    edit: Edit
    """With it the fact does not hold any more."""


def faults(name: str) -> list[Fault]:
    return [
        Fault(entry["id"], entry["broken"], tuple(entry["breaks"]), _edit(entry))
        for entry in _load(name, "faults.yaml")
    ]


def facts(name: str) -> list[Fact]:
    shown = {fault.id: fault.edit for fault in faults(name)}
    return [
        Fact(
            entry["id"],
            entry["of"],
            entry["kind"],
            entry["quote"],
            shown[entry["shown_by"]] if "shown_by" in entry else _edit(entry),
        )
        for entry in _load(name, "facts.yaml")
    ]


def reference(name: str) -> Path:
    """The product as it is when all tasks of the example are done."""
    return REFERENCES / name / "tree"


def copy_of(name: str, target: Path, edit: Edit | None = None) -> Path:
    """A copy of the reference at `target`, with the edit made in it."""
    shutil.copytree(reference(name), target, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    if edit:
        edit.apply(target)
    return target


def _load(name: str, file: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((REFERENCES / name / file).read_text(encoding="utf-8")))


def _edit(entry: Mapping[str, Any]) -> Edit:
    return Edit(**{key: entry[key] for key in ("file", "old", "new", "times") if key in entry})
