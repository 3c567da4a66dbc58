"""What a view draws: tasks with their needs, and what can be said about the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from . import graph, layout

State = Literal["verified", "failed", "ready", "waiting"]
"""verified: its checks passed · failed: one did not · ready: all it needs is verified · waiting: for what it needs."""


@dataclass(frozen=True, slots=True)
class Node:
    """One task."""

    id: str
    title: str
    minutes: int
    needs: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    state: State = "waiting"


@dataclass(frozen=True, slots=True)
class Chart:
    """A graph without circles; `chart` builds it."""

    title: str
    nodes: tuple[Node, ...]
    """In the order of their files."""
    needs: dict[str, tuple[str, ...]]
    """As declared, without names that are no task."""
    waves: list[list[str]]
    critical_path: list[str]

    def edges(self) -> dict[str, tuple[str, ...]]:
        """The needs that do not follow from others: what a drawing shows."""
        return graph.reduce(self.needs)

    @property
    def minutes(self) -> int:
        """Of all tasks."""
        return sum(node.minutes for node in self.nodes)

    @property
    def critical_minutes(self) -> int:
        """Of the critical path."""
        path = set(self.critical_path)
        return sum(node.minutes for node in self.nodes if node.id in path)

    @property
    def parallelism(self) -> float:
        """How many could work at once on average: all minutes over those of the critical path."""
        return self.minutes / self.critical_minutes if self.critical_minutes else 1.0

    @property
    def summary(self) -> str:
        """`3 tasks in 2 waves, 1 h 30 min of work, 1 h on the critical path`."""
        tasks, waves = layout.count(len(self.nodes), "task"), layout.count(len(self.waves), "wave")
        if not self.nodes:
            return tasks
        work, path = layout.duration(self.minutes), layout.duration(self.critical_minutes)
        return f"{tasks} in {waves}, {work} of work, {path} on the critical path"


def chart(title: str, nodes: Iterable[Node]) -> Chart:
    """The chart of `nodes`. Raises graph.CycleError where tasks need each other."""
    found = tuple(nodes)
    known = {node.id for node in found}
    needs = {node.id: tuple(need for need in node.needs if need in known) for node in found}
    minutes = {node.id: node.minutes for node in found}
    return Chart(title, found, needs, graph.waves(needs), graph.critical_path(needs, minutes))
