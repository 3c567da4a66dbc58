"""From a plan to the texts of its files: numbers, checks, pages, front matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment

from ... import graph, lock, yamlio
from ...checks.seal import seal
from ...checks.synthesise import Profile
from ...config import Config
from ...model import Prd, Size, Task
from ..planning.passages import count_words, tokens
from ..planning.plan import Plan
from ..planning.planned import Planned
from ..planning.target import Target
from . import templates
from .decided import Decision, Judged, distribute, lay_over
from .fixtures import shown
from .judging import in_words, judge
from .page import Page, page, shortened
from .scene import Scene, scene
from .surroundings import with_facts

FRAME_MARGIN = 40
"""Words kept free below the limit, for lines that the count of the facts does not see."""


READ_TOKENS = 900
"""Estimated tokens of a file that is still to be written, for SD611; files that exist are measured."""


@dataclass(frozen=True, slots=True)
class TaskFile:
    """One task as it will stand on disk."""

    task: Task
    path: str
    """Below the spec's folder."""
    body: str
    words: int
    files: Mapping[str, str]
    """Files that its checks need: path below the spec's folder to text."""
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """Files that a person brought for them: never written, never removed."""
    decisions: tuple[Decision, ...] = ()
    """What a person decided about its checks."""

    @property
    def text(self) -> str:
        return f"---\n{front(self.task)}---\n{self.body}"


@dataclass(frozen=True, slots=True)
class Known:
    """A task of an earlier split: its role and what it covered."""

    role: str
    covers: frozenset[str]


def build(
    prd: Prd,
    plan: Plan,
    config: Config,
    root: Path,
    known: Mapping[str, Known] | None = None,
    decisions: Sequence[Decision] = (),
) -> tuple[TaskFile, ...]:
    """Every task of the plan, in the order of the numbers. Deterministic; reads templates, writes nothing."""
    ids = number(plan, known or {})
    decided = distribute({ids[task.name]: [item.id for item in task.items] for task in plan.tasks}, decisions)
    shared = scene(prd, plan, ids)
    env = templates.environment(root)
    language = plan.target.language
    profile = Profile(plan.target.runner, language.name, plan.target.run, language.test_command)
    built = []
    for task in plan.tasks:
        checks, files = judge(shared, task, ids[task.name], profile)
        judged = lay_over(ids[task.name], checks, files, decided.get(ids[task.name], ()))
        built.append(_task(shared, task, ids, judged, config, env, root))
    return tuple(sorted(built, key=lambda file: file.task.id))


def number(plan: Plan, known: Mapping[str, Known]) -> dict[str, str]:
    """
    Task name to number: T001, T002 … in an order in which they can be done.

    A task that covers mostly what an earlier one covered keeps that one's number; new ones get the next free.
    """
    order = graph.order(plan.needs)
    tasks = {task.name: task for task in plan.tasks}
    ids: dict[str, str] = {}
    free = set(known)
    pairs = sorted(
        (-score, order.index(name), old)
        for name in order
        for old, before in known.items()
        if (score := _same(tasks[name], before)) > 0
    )
    for _, place, old in pairs:
        if old in free and order[place] not in ids:
            ids[order[place]] = old
            free.discard(old)
    last = max((int(old[1:]) for old in known), default=0)
    for name in order:
        if name not in ids:
            last += 1
            ids[name] = f"T{last:03d}"
    return ids


def _same(task: Planned, before: Known) -> float:
    """How much a planned task is the earlier one: share of covered items in common, 1 for an equal frame."""
    covers = frozenset(item.id for item in task.items)
    if not covers and not before.covers:
        return 1.0 if task.role == before.role and task.name in ("scaffold", "whole") else 0.0
    both = len(covers & before.covers)
    return both / len(covers | before.covers) if covers | before.covers else 0.0


def front(task: Task) -> str:
    """The front matter as YAML: fields in the model's order, empty ones left out."""
    data = {key: value for key, value in task.model_dump(mode="json").items() if value not in ("", [], {}, None)}
    return yamlio.dump(data)


def _task(
    shared: Scene, task: Planned, ids: Mapping[str, str], judged: Judged, config: Config, env: Environment, root: Path
) -> TaskFile:
    number_ = ids[task.name]
    base = page(shared, task, in_words(judged.checks), shown(judged.sealed))
    spec = f"{config.specs.rstrip('/')}/{shared.prd.slug}"
    header = {"id": number_, "title": _heading(task), "spec": spec}
    body = _fitted(env, header, base, shared, task, config.limits.prompt_words)
    target = shared.plan.target
    model = Task(
        specdev=1,
        id=number_,
        title=_heading(task),
        role=task.role,
        covers=tuple(item.id for item in task.items),
        applies=tuple(item.id for item in task.applies),
        needs=tuple(sorted(ids[name] for name in task.needs)),
        because={ids[name]: why for name, why in sorted(task.needs.items(), key=lambda pair: ids[pair[0]])},
        owns=task.owns,
        reads=task.reads,
        size=Size(prompt_tokens=tokens(body), read_tokens=_read_tokens(task, target, root), minutes=task.minutes),
        checks=tuple(judged.checks),
        seal=seal(judged.checks, judged.sealed),
        stamps={item.id: lock.stamp(item.meaning()) for item in task.items},
    )
    path = f"tasks/{number_}-{file_slug(_heading(task))}.md"
    return TaskFile(model, path, body, count_words(body), judged.files, judged.kept, judged.decisions)


def _fitted(env: Environment, header: Mapping[str, str], base: Page, shared: Scene, task: Planned, limit: int) -> str:
    """The page with as much of its surroundings as the limit of words leaves room for."""
    bare = count_words(_body(env, header, shortened(base, 0)))
    base = shortened(base, limit - bare - FRAME_MARGIN)
    room = limit - count_words(_body(env, header, base)) - FRAME_MARGIN
    body = _body(env, header, with_facts(base, shared, task, room))
    while (over := count_words(body) - limit) > 0 and room > 0:
        room -= over + FRAME_MARGIN
        body = _body(env, header, with_facts(base, shared, task, room))
    return body


def _heading(task: Planned) -> str:
    return task.title[:1].upper() + task.title[1:]


def _body(env: Environment, header: Mapping[str, str], found: Page) -> str:
    values = {name: getattr(found, name) for name in Page.__slots__}
    return templates.fill(env, "task.md.j2", task=header, **values)


def _read_tokens(task: Planned, target: Target, root: Path) -> int:
    """Tokens of the files to read: their size where they exist, an estimate where an earlier task writes them."""
    total = 0
    for path in task.reads:
        try:
            total += (root / path).stat().st_size // 4
        except OSError:
            total += READ_TOKENS
    return total


def file_slug(title: str) -> str:
    """At most six words of the title in ASCII; `task` where it has none."""
    title = re.sub(r"[äöüß]", lambda m: {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}[m.group()], title.lower())
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:6])[:50].strip("-") or "task"


def sizes(files: Sequence[TaskFile]) -> dict[str, Any]:
    """What `split` prints: tasks, waves, critical path, parallelism, prompt sizes in tokens and words."""
    needs = {file.task.id: file.task.needs for file in files}
    minutes = {file.task.id: file.task.size.minutes for file in files}
    prompt = sorted(file.task.size.prompt_tokens for file in files)
    waves = graph.waves(needs)
    return {
        "tasks": len(files),
        "waves": waves,
        "critical_path": graph.critical_path(needs, minutes),
        "parallelism": round(graph.parallelism(needs, minutes), 2),
        "minutes": sum(minutes.values()),
        "prompt_tokens": {"median": prompt[len(prompt) // 2] if prompt else 0, "max": prompt[-1] if prompt else 0},
        "words_max": max((file.words for file in files), default=0),
        "checks": sum(len(file.task.checks) for file in files),
    }
