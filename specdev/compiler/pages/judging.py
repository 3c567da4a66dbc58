"""How a task is judged: checks from what it covers, and the same in words for its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...checks.describe import describe
from ...checks.facts import Fact, collect
from ...checks.reports import marker
from ...checks.seal import used_files
from ...checks.synthesise import Profile, studied, synthesise
from ...model import Context, Item, Prd, Source
from ..planning.planned import Planned
from ..planning.target import Target
from .scene import Scene


def judge(shared: Scene, task: Planned, number_: str, profile: Profile) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """
    The task's checks: synthesised from what it covers, and for a frame that it stands at all.

    The task that holds the whole is also judged by the vision's examples that belong to no single item.
    """
    examples = _examples(shared.prd) if task.name in ("whole", "product") else []
    items = [_with_own_detail(item) for item in task.items]
    found = synthesise(
        (*items, *examples),
        shared.prd,
        task_id=number_,
        profile=profile,
        ready=lambda fact: not fact.uses or fact.shown_by(_built(shared, task.name)),
        more=tuple(_left_over(shared)) if task.name == "whole" else (),
    )
    checks = [kept for check in found.checks if (kept := _without_examples(check))]
    checks = [_runnable({**check, "id": f"{number_}.{n}"}, shared.plan.target) for n, check in enumerate(checks, 1)]
    if task.role == "integration":  # others have built what it proves; only its tests are not there before
        checks = [check if check["kind"] == "test" else {**check, "before": "pass"} for check in checks]
    if not checks or (task.role == "scaffold" and len(checks) < MOST_CHECKS):
        checks.append(_runnable(_stands(shared, task, f"{number_}.{len(checks) + 1}"), shared.plan.target))
    used = used_files(checks)
    return checks, {path: text for path, text in found.files.items() if path in used}


def _built(shared: Scene, name: str) -> frozenset[str]:
    """IDs of what is built when the task is done; everything where no task comes that could show it later."""
    needs = shared.plan.needs
    if "whole" not in needs:
        return frozenset(shared.owner)
    done = {name}
    waiting = [name]
    while waiting:
        new = [need for need in needs[waiting.pop()] if need not in done]
        done.update(new)
        waiting += new
    tasks = (task for task in shared.plan.tasks if task.name in done)
    return frozenset(item.id for task in tasks for item in (*task.items, *task.riders))


def _left_over(shared: Scene) -> Iterator[Fact]:
    """Facts that could not be shown in the tasks of their items, because they use what other tasks build."""
    read = studied(shared.prd)
    for task in shared.plan.tasks:
        for item in task.items if task.name != "whole" else ():
            for fact in collect(_with_own_detail(item), read)[0]:
                if fact.uses and not fact.shown_by(_built(shared, task.name)):
                    yield fact


MOST_CHECKS = 7
"""SD605."""
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


def in_words(checks: Sequence[Mapping[str, Any]]) -> list[str]:
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
        f"tests pass with {by_name[0]['runner']}, none is skipped.",
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
