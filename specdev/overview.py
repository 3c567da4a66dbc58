"""
A product at a glance, for commands that look and change nothing: PRD, tasks, and what is verified.

Nothing here loads the models, so that looking starts fast. A PRD is read as its schema wants it or not at all; a task
that cannot be read is set aside. `validate` explains both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from . import cache, evidence, graph, quick, settings, source, store, transaction, yamlio
from .bulk import no_collection
from .chart import Node, State
from .errors import SpecdevError, UsageError
from .store import TaskRow

REQUIREMENT_KINDS = ("functional", "quality", "constraint")
OPTIONAL_PRIORITIES = ("could", "wont")
"""Requirements that need no task."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is known of one product."""

    root: Path
    slug: str
    folder: str
    """Relative to the root."""
    prd: Mapping[str, Any]
    """prd.yaml as data; empty where there is none."""
    tasks: tuple[TaskRow, ...]
    """In the order of their files; of two with one id the first. What cannot be read is in `unreadable`."""
    unreadable: tuple[TaskRow, ...]
    records: Mapping[str, evidence.Record]
    """By check; what was run last stands last."""
    states: Mapping[str, State]
    """By task."""

    @property
    def name(self) -> str:
        return str(self.prd.get("product") or self.slug)

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        return {task.id: task.needs for task in self.tasks}

    def items(self) -> Iterator[Mapping[str, Any]]:
        """Every item of every group of the PRD, in its order."""
        for group in self.prd.values():
            if isinstance(group, list):
                yield from (entry for entry in group if "id" in entry)  # a glossary has none

    def open_questions(self) -> list[Mapping[str, Any]]:
        return [item for item in self.items() if item["kind"] == "open_question" and not item.get("answer")]

    def required(self) -> list[str]:
        """The requirements that must have a task: all but those that could be or will not be done."""
        return [
            item["id"]
            for item in self.items()
            if item["kind"] in REQUIREMENT_KINDS and item.get("priority") not in OPTIONAL_PRIORITIES
        ]

    def nodes(self) -> list[Node]:
        """The tasks as a view draws them."""
        return [
            Node(task.id, task.title, task.minutes, task.needs, task.covers, self.states[task.id])
            for task in self.tasks
        ]

    def with_state(self, *states: State) -> list[TaskRow]:
        return [task for task in self.tasks if self.states[task.id] in states]


def find(start: Path, slug: str = "") -> list[Overview]:
    """
    The products of the project that `start` stands in, or the one called `slug`.

    Raises UsageError where there is none, SpecdevError where a PRD is not as its schema wants it.
    """
    root = source.find_root(start)
    transaction.recover(root)
    slugs = store.products(root)
    if not slugs:
        raise UsageError("there is no PRD yet", "run `specdev plan vision.md` first")
    if slug and slug not in slugs:
        raise UsageError(f"there is no product `{slug}`", f"there are: {', '.join(slugs)}")
    with no_collection():
        return [look(root, name) for name in slugs if name == (slug or name)]


def look(root: Path, slug: str) -> Overview:
    """What is known of the product with that slug."""
    rows = {row.id or row.path: row for row in reversed(store.load_tasks(root, slug))}
    in_order = sorted(rows.values(), key=lambda row: row.path)
    tasks = tuple(row for row in in_order if not row.problem and row.id)
    records = evidence.latest(root, slug)
    return Overview(
        root,
        slug,
        source.relative(store.spec_folder(root, slug), root),
        load_prd(root, slug),
        tasks,
        tuple(row for row in in_order if row.problem or not row.id),
        records,
        _states(tasks, records),
    )


def load_prd(root: Path, slug: str) -> Mapping[str, Any]:
    """
    The PRD of a product as data, kept beside the caches because large YAML takes seconds to read.

    Empty where there is no prd.yaml. Raises SpecdevError where it is not as its schema wants it.
    """
    path = store.spec_folder(root, slug) / "prd.yaml"
    try:
        found = path.stat()
    except FileNotFoundError:
        return {}
    name = source.relative(path, root)
    mark = list(cache.signature(name, found))
    kept = cache.read(root, f"prd-{slug}")
    if isinstance(kept, dict) and kept.get("mark") == mark and isinstance(kept.get("prd"), dict):
        prd: dict[str, Any] = kept["prd"]
        return prd
    prd = _read_prd(path, name, root)
    if found.st_mtime_ns < cache.settled_before(root):
        cache.write(root, f"prd-{slug}", {"mark": mark, "prd": prd})
    return prd


def _read_prd(path: Path, name: str, root: Path) -> dict[str, Any]:
    text, _, found = source.read_text(path, root)
    loaded = yamlio.load(text or "", name)
    problems = [str(each) for each in (*found, *loaded.diagnostics) if each.severity == "error"]
    if not problems and not _is_prd(loaded.data):
        problems = [f"{name} is not as its schema wants it"]
    if problems:
        raise SpecdevError(problems[0], f"run `specdev validate {name}` to see every mistake with its place")
    data: dict[str, Any] = loaded.data
    return data


def _is_prd(data: Any) -> bool:
    schema = settings.schema("prd")
    if quick.compiled(schema)(data):
        return True
    return bool(import_module("jsonschema").Draft202012Validator(schema).is_valid(data))


def _states(tasks: Sequence[TaskRow], records: Mapping[str, evidence.Record]) -> dict[str, State]:
    judged = {task.id: evidence.state([check.id for check in task.checks], task.seal, records) for task in tasks}
    verified = {task for task, state in judged.items() if state == "verified"}
    ready = frozenset(graph.ready({task.id: task.needs for task in tasks}, verified))
    return {task: _state(judged[task], task in ready) for task in judged}


def _state(judged: str, is_ready: bool) -> State:
    if judged == "verified":
        return "verified"
    if judged == "failed":
        return "failed"
    return "ready" if is_ready else "waiting"
