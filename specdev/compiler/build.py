"""From a plan to the texts of its files: numbers, checks, pages, front matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment

from .. import graph, lock, yamlio
from ..checks.describe import describe
from ..checks.reports import marker
from ..checks.seal import seal, used_files
from ..checks.synthesise import Profile, synthesise
from ..model import Config, Context, Item, Prd, Size, Source, Task
from . import templates
from .page import Page, Scene, page, scene, shortened
from .passages import count_words, tokens
from .plan import Plan
from .planned import Planned
from .surroundings import with_facts
from .target import Target

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

    @property
    def text(self) -> str:
        return f"---\n{front(self.task)}---\n{self.body}"


@dataclass(frozen=True, slots=True)
class Known:
    """A task of an earlier split: its role and what it covered."""

    role: str
    covers: frozenset[str]


def build(
    prd: Prd, plan: Plan, config: Config, root: Path, known: Mapping[str, Known] | None = None
) -> tuple[TaskFile, ...]:
    """Every task of the plan, in the order of the numbers. Deterministic; reads templates, writes nothing."""
    ids = number(plan, known or {})
    shared = scene(prd, plan, ids)
    env = templates.environment(root)
    language = plan.target.language
    profile = Profile(plan.target.runner, language.name, plan.target.run, language.test_command)
    built = [_task(shared, task, ids, profile, config, env, root) for task in plan.tasks]
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
    shared: Scene, task: Planned, ids: Mapping[str, str], profile: Profile, config: Config, env: Environment, root: Path
) -> TaskFile:
    number_ = ids[task.name]
    checks, files = _checks(shared, task, number_, profile)
    base = page(shared, task, _in_words(checks))
    header = {"id": number_, "title": _heading(task)}
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
        checks=tuple(checks),
        seal=seal(checks, files),
        stamps={item.id: lock.stamp(_meaning(item)) for item in task.items},
    )
    return TaskFile(model, f"tasks/{number_}-{file_slug(_heading(task))}.md", body, count_words(body), files)


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


def _meaning(item: Item) -> dict[str, Any]:
    return item.model_dump(mode="json")


def _body(env: Environment, header: Mapping[str, str], found: Page) -> str:
    values = {name: getattr(found, name) for name in Page.__slots__}
    text = templates.fill(env, "task.md.j2", task=header, **values)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _checks(
    shared: Scene, task: Planned, number_: str, profile: Profile
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """
    The task's checks: synthesised from what it covers, and for a frame that it stands at all.

    The task that holds the whole is also judged by the vision's examples that belong to no single item.
    """
    examples = _examples(shared.prd) if task.name in ("whole", "product") else []
    items = [_with_own_detail(item) for item in task.items]
    found = synthesise((*items, *examples), shared.prd, task_id=number_, profile=profile)
    checks = [kept for check in found.checks if (kept := _without_examples(check))]
    checks = [_runnable({**check, "id": f"{number_}.{n}"}, shared.plan.target) for n, check in enumerate(checks, 1)]
    if not checks or task.role == "scaffold":
        checks.append(_runnable(_stands(shared, task, f"{number_}.{len(checks) + 1}"), shared.plan.target))
    used = used_files(checks)
    return checks, {path: text for path, text in found.files.items() if path in used}


_CALLED = re.compile(r"(?:https?://)?(?:localhost|127\.0\.0\.1|[\w.-]+):\d+(/[\w-]*)")


def _with_own_detail(item: Item) -> Item:
    """
    The item without an example that is about others.

    A transcript behind a table stands beside its last row; it proves the row only where both name the same resource.
    """
    called = set(_CALLED.findall(item.detail))
    own = f"{item.text} {item.lead} {' '.join(item.section)}"
    if called and not any(path in own for path in called):
        return item.model_copy(update={"detail": ""})
    return item


_EXAMPLE = "@example-"
"""How the identifiers of examples begin, that are items only for the synthesis."""


def _examples(prd: Prd) -> list[Item]:
    """The code blocks among the context, each with the paragraph before it, in the form of items."""
    found = []
    used = {part.strip() for item in prd.items() for part in (_with_own_detail(item).detail, item.lead) if part}
    before: Context | None = None
    for number, block in enumerate(prd.context):
        if block.block == "code" and block.text.strip() not in used:
            lead = before.text if before and before.block == "paragraph" and before.section == block.section else ""
            source = Source(path=prd.vision.path, lines=block.lines)
            text = lead or "An example"
            found.append(
                Item.model_construct(
                    id=f"{_EXAMPLE}{number}",
                    kind="functional",
                    title=text[:80],
                    text=text,
                    priority="none",
                    section=block.section,
                    lead="",
                    detail=block.text,
                    source=(source,),
                    acceptance=(),
                    depends_on=(),
                )
            )
        before = block
    return found


def _without_examples(check: Mapping[str, Any]) -> dict[str, Any]:
    """The check covering items alone; empty where it only asks for tests that name an example."""
    covers = [item for item in check["covers"] if not item.startswith(_EXAMPLE)]
    if check["kind"] == "test":
        if not covers:
            return {}
        select = [item for item in _listed(check["select"]) if not item.startswith(_EXAMPLE)]
        return {**check, "covers": covers, "select": select if len(select) > 1 else select[0]}
    return {**check, "covers": covers}


def _listed(select: str | Sequence[str]) -> list[str]:
    return [select] if isinstance(select, str) else list(select)


def _runnable(check: dict[str, Any], target: Target) -> dict[str, Any]:
    """A test check with the command that its runner needs told."""
    if check["kind"] == "test" and check["runner"] in ("junit", "custom") and "command" not in check:
        check = {**check, "command": list(target.language.test_command)}
        if check["runner"] == "junit":
            check["report"] = "target/surefire-reports/*.xml"
    return check


def _in_words(checks: Sequence[Mapping[str, Any]]) -> list[str]:
    """The checks in words; those that only ask for tests by name share one sentence."""
    by_name = [check for check in checks if check["kind"] == "test" and check.get("min_count", 1) == 1]
    if len(by_name) < 2:
        return [describe(check) for check in checks]
    others = [describe(check) for check in checks if check not in by_name]
    ids = [name for check in by_name for name in _listed(check["select"])]
    names = ", ".join(f"`{marker(i)}`" for i in ids)
    label = f"{by_name[0]['id']} to {by_name[-1]['id'].rpartition('.')[2]}"
    return [
        *others,
        f"**{label}**: for each of {names} there is at least one test with that in its name (upper or lower "
        f"case), all such "
        f"tests pass with {by_name[0]['runner']}, none is skipped. They cannot pass before the work is done.",
    ]


def _stands(shared: Scene, task: Planned, check_id: str) -> dict[str, Any]:
    """What a task without requirements is judged by: its entry file is there, or its tests pass."""
    target = shared.plan.target
    covers = [item.id for item in (*task.items, *task.riders)][:5]
    if task.role == "scaffold":
        return {
            "id": check_id,
            "covers": covers,
            "kind": "file",
            "path": target.entry,
            "timeout_s": 10,
            "expect": {"exists": True},
        }
    select = task.name.replace("-", "_")
    return {
        "id": check_id,
        "covers": covers,
        "kind": "test",
        "runner": target.runner,
        "select": select,
        "min_count": 1,
        "timeout_s": 300,
    }


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
