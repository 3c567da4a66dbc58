"""What a rule gets to see: one product's files as data, and places for what it has to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import graph, source, yamlio
from ..diagnostics import Span
from ..lock import Lock
from ..settings import Settings
from ..store import TaskRow
from ..taskfile import TaskFile

REQUIREMENT_KINDS = frozenset({"functional", "quality", "constraint"})
"""Kinds of items that are requirements, as in model.REQUIREMENT_KINDS (which needs the models)."""


class Places:
    """Where values stand in the files of a project; a file is read and searched when it is first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, tuple[str, int]] = {}
        self._found: dict[str, yamlio.Positions] = {}

    def give(self, file: TaskFile) -> None:
        """Take the text of a task file that was read already."""
        self.take(file.path, file.front, 2)

    def take(self, path: str, text: str, line: int = 1) -> None:
        """Take YAML that was read already; it begins on that line of the file."""
        self._texts[path] = (text, line)

    def at(self, path: str, keys: yamlio.Path = (), *, key: bool = False) -> Span:
        """The span of a value (or its key); of what it stands in where it is not there itself."""
        if path not in self._found:
            text, line = self._text(path)
            self._found[path] = yamlio.positions(text, line)
        found = self._found[path]
        if key and keys in found.keys:
            return found.keys[keys].span(path)
        while keys and keys not in found.values:
            keys = keys[:-1]
        place = found.values.get(keys)
        if place is None:
            return Span(path)
        if not keys:
            return Span(path, place.line, place.column)
        return place.span(path)

    def _text(self, path: str) -> tuple[str, int]:
        if path not in self._texts:
            text = source.read_text(self.root / path, self.root)[0] or ""
            front = yamlio.front_matter(text)
            self._texts[path] = (front.text, front.line) if front.line and path.endswith(".md") else (text, 1)
        return self._texts[path]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task file, for rules that need no other."""

    file: TaskFile
    row: TaskRow
    settings: Settings
    places: Places
    lock: Lock
    siblings: bool
    """Whether the product has other tasks."""

    def at(self, *keys: str | int) -> Span:
        """Where a value of the front matter stands."""
        return self.places.at(self.file.path, keys)

    def in_body(self, offset: int, end: int) -> Span:
        """The place of body[offset:end], which stands in one line."""
        before = self.file.body[:offset]
        column = offset - before.rfind("\n")
        return Span(self.file.path, self.file.body_line + before.count("\n"), column, 0, column + end - offset - 1)

    @property
    def spec_folder(self) -> Path:
        """The spec's folder on disk: files that checks use are named from it."""
        return self.places.root / self.file.path.rpartition("/tasks/")[0]

    def checks(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The checks that are mappings, with their index."""
        checks = self.file.data.get("checks")
        if isinstance(checks, list):
            yield from ((i, check) for i, check in enumerate(checks) if isinstance(check, dict))


@dataclass(frozen=True)
class Spec:
    """One product: its PRD, its tasks, the lock, the settings."""

    folder: str
    """Relative to the project."""
    prd: Mapping[str, Any]
    """As read; empty where there is none or it is broken."""
    tasks: tuple[TaskRow, ...]
    """By file name; tasks whose file cannot be read are left out."""
    lock: Lock
    settings: Settings
    places: Places
    unreadable: frozenset[str] = field(default_factory=frozenset)
    """IDs of tasks whose files cannot be read, from their names: what names them is not wrong."""
    proposed: tuple[Mapping[str, Any], ...] = ()
    """Checks that a model proposes, as read."""

    @property
    def prd_path(self) -> str:
        return f"{self.folder}/prd.yaml"

    @property
    def proposed_path(self) -> str:
        return f"{self.folder}/proposed.yaml"

    def in_task(self, task: TaskRow, *keys: str | int) -> Span:
        """Where a value of a task's front matter stands."""
        return self.places.at(task.path, keys)

    def in_prd(self, *keys: str | int) -> Span:
        """Where a value of the PRD stands."""
        return self.places.at(self.prd_path, keys)

    @cached_property
    def items(self) -> tuple[tuple[yamlio.Path, Mapping[str, Any]], ...]:
        """Every item of the PRD that has an ID, criteria after the item they stand in, with its way."""
        return tuple(_items(self.prd))

    @cached_property
    def requirements(self) -> dict[str, tuple[yamlio.Path, Mapping[str, Any]]]:
        """The requirements by ID: way and item."""
        wanted = ((item["id"], (way, item)) for way, item in self.items if item.get("kind") in REQUIREMENT_KINDS)
        found: dict[str, tuple[yamlio.Path, Mapping[str, Any]]] = {}
        for name, entry in wanted:
            found.setdefault(name, entry)
        return found

    @cached_property
    def by_id(self) -> dict[str, TaskRow]:
        """The tasks by ID, the first where an ID stands twice."""
        return {task.id: task for task in reversed(self.tasks)}

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """The task graph, in the order of the files; needs that name no task are left out."""
        rows = {task.id: task for task in self.tasks}
        return {name: tuple(need for need in self.by_id[name].needs if need in rows) for name in rows}

    @cached_property
    def waves(self) -> list[list[str]]:
        """The tasks by waves; empty where tasks need each other in a circle."""
        try:
            return graph.waves(self.needs)
        except graph.CycleError:
            return []

    @cached_property
    def minutes(self) -> dict[str, int]:
        return {name: task.minutes for name, task in self.by_id.items()}


def _items(prd: Mapping[str, Any]) -> Iterator[tuple[yamlio.Path, Mapping[str, Any]]]:
    for group, entries in prd.items():
        if not isinstance(entries, list):
            continue
        for index, item in enumerate(entries):
            if not isinstance(item, dict) or not isinstance(item.get("id"), str):
                continue
            yield (group, index), item
            criteria = item.get("acceptance")
            for place, criterion in enumerate(criteria if isinstance(criteria, list) else ()):
                if isinstance(criterion, dict) and isinstance(criterion.get("id"), str):
                    yield (group, index, "acceptance", place), criterion
