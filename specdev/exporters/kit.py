"""What the formats are made from: one task, its checks as data, and the files that they use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import source, store, taskfile
from ..checks.describe import describe
from ..checks.kinds import KINDS
from ..checks.places import needs_library
from ..checks.seal import read_used
from ..checks.selection import Planned, select
from ..errors import SpecdevError
from . import bundle

YAML = ("yaml", "yml")


@dataclass(frozen=True, slots=True)
class File:
    """One file of an export."""

    content: bytes
    executable: bool = False


@dataclass(frozen=True, slots=True)
class Kit:
    """One task with its checks."""

    root: Path
    slug: str
    task: Mapping[str, Any]
    """Its front matter."""
    body: str
    checks: tuple[dict[str, Any], ...]
    """As validated: what is left out has its default."""
    used: Mapping[str, bytes] = field(default_factory=dict)
    """Files that the checks use: path below the spec's folder to content."""

    @property
    def id(self) -> str:
        return str(self.task.get("id", ""))

    @property
    def name(self) -> str:
        """What the task is called among those of all products."""
        return f"{self.slug}-{self.id}"

    @property
    def title(self) -> str:
        return " ".join(str(self.task.get("title", "")).split())

    def heading(self) -> tuple[str, ...]:
        """What the head of a generated file says: the task, how it is used, each check in words."""
        lines = [f"{self.id} {self.title} ({self.slug}): acceptance checks, written by `specdev export`."]
        if needed := self.needs():
            lines.append(f"Needs {', '.join(needed)}.")
        words = [line for check in self.checks for line in describe(check).splitlines() if line.strip()]
        return (*lines, "", *words)

    def needs(self) -> tuple[str, ...]:
        """What must be there to judge the checks, besides the product and what it is started with."""
        libraries = {library for check in self.checks for library in _libraries(check)}
        runners = {str(check["runner"]) for check in self.checks if check["kind"] == "test"}
        tools = sorted(runners & {"pytest", "jest", "vitest", "node", "go", "cargo", "bats"})
        return ("Python 3.11 or newer", *sorted(libraries), *tools)

    def libraries(self) -> tuple[str, ...]:
        """Python libraries that the runner needs, as they are installed."""
        return tuple(sorted({library for check in self.checks for library in _libraries(check)}))

    def seconds(self) -> float:
        """How long the checks may take at most."""
        return float(sum(check["timeout_s"] for check in self.checks))

    def beside(self, folder: str) -> dict[str, File]:
        """The checks and their files in `folder`, with the runner beside it."""
        above = folder.rpartition("/")[0]
        prefix = f"{above}/" if above else ""
        data = {"spec": self.slug, "task": self.id, "seal": self.task.get("seal", ""), "checks": self.checks}
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        return {
            f"{folder}/checks.json": File(text.encode()),
            **{f"{folder}/files/{path}": File(content) for path, content in self.used.items()},
            **{f"{prefix}{path}": File(content.encode()) for path, content in bundle.runner().items()},
        }


def kits(root: Path, selectors: Sequence[str]) -> list[Kit]:
    """
    The tasks that the selectors name, each with its chosen checks.

    Raises UsageError for a selector that names nothing, SpecdevError for a check that could not be run.
    """
    chosen: dict[tuple[str, str], list[Planned]] = {}
    for entry in select(root, selectors):
        chosen.setdefault((entry.slug, entry.task), []).append(entry)
    broken = [f"{entry.id}: {entry.problem}" for entries in chosen.values() for entry in entries if entry.problem]
    if broken:
        raise SpecdevError("; ".join(broken), "what `specdev verify` cannot run is not exported")
    return [_kit(root, slug, task, entries) for (slug, task), entries in chosen.items()]


def _kit(root: Path, slug: str, task: str, entries: Sequence[Planned]) -> Kit:
    row = next(row for row in store.load_tasks(root, slug) if row.id == task)
    text, _, _ = source.read_text(root / row.path, root)
    parsed, _ = taskfile.parse(text or "", row.path)
    used, _ = read_used(store.spec_folder(root, slug), [entry.data for entry in entries])
    return Kit(root, slug, parsed.data, parsed.body, tuple(_plain(entry) for entry in entries), used)


def _plain(entry: Planned) -> dict[str, Any]:
    """The check as data that needs no validation any more."""
    check = KINDS[str(entry.data["kind"])].model_validate(entry.data)
    return check.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _libraries(check: Mapping[str, Any]) -> set[str]:
    """The libraries without which the check is an error."""
    found = {"jsonschema"} if check["kind"] == "schema" else set()
    path = str(check.get("path") or check.get("instance") or "")
    form = check.get("format") or path.rpartition(".")[2].lower()
    if check["kind"] == "data" and any(needs_library(condition["at"]) for condition in check["expect"]):
        found.add("python-jsonpath")
    return found | ({"PyYAML"} if check["kind"] in ("data", "schema") and form in YAML else set())
