"""How a task is judged: checks from what it covers, and the same in words for its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...checks.describe import describe
from ...checks.reports import marker
from ...checks.requests_in_words import service_start
from ...checks.seal import used_files
from ...checks.synthesise import Profile, synthesise
from ..planning.planned import Planned
from ..planning.target import Target
from .examples import with_own_detail
from .scene import Scene


def judge(shared: Scene, task: Planned, number_: str, profile: Profile) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """
    The task's checks: synthesised from what it covers, and for a frame that it stands at all.

    Each task is also judged by the vision's examples that belong to it.
    """
    items = [with_own_detail(item) for item in task.items]
    found = synthesise(
        items,
        shared.prd,
        task_id=number_,
        profile=profile,
        late=shared.waiting.get(task.name),
        examples=shared.examples.get(task.name, ()),
    )
    checks = list(found.checks)
    checks = [_runnable({**check, "id": f"{number_}.{n}"}, shared.plan.target) for n, check in enumerate(checks, 1)]
    if task.role == "integration":  # others have built what it proves: its tests, too, would pass on their work
        checks = [{**check, "before": "pass"} for check in checks]
    if not checks or (task.name == "scaffold" and len(checks) < MOST_CHECKS):
        checks.append(_runnable(_stands(shared, task, f"{number_}.{len(checks) + 1}"), shared.plan.target))
    used = used_files(checks)
    return checks, {path: text for path, text in found.files.items() if path in used}


MOST_CHECKS = 7
"""SD605."""


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
    starts = Counter(start for check in checks if (start := service_start(check)))
    told, times = starts.most_common(1)[0] if starts else ("", 0)
    told = told if times > 1 else ""
    first = [f"The service that requests are sent to, anew for each check: {told}."] if told else []
    if any(map(_is_outside, checks)):
        first.append("`PYTHONPATH` names the repository.")
    if len(by_name) < 2:
        return [*first, *(describe(check, told=told) for check in checks)]
    others = [*first, *(describe(check, told=told) for check in checks if check not in by_name)]
    ids = [name for check in by_name for name in _listed(check["select"])]
    names = ", ".join(f"`{marker(i)}`" for i in ids)
    label = f"{by_name[0]['id']} to {by_name[-1]['id'].rpartition('.')[2]}"
    return [
        *others,
        f"**{label}**: for each of {names} there is at least one test with that in its name (upper or lower "
        f"case), all such "
        f"tests pass with {by_name[0]['runner']}, none is skipped.",
    ]


def _is_outside(check: Mapping[str, Any]) -> bool:
    """Whether a module of the repository is run in a folder of the check's own."""
    runs = [part for part in (check, check.get("service") or {}, *(check.get("steps") or ())) if part.get("run")]
    outside = "{scratch}" in (check.get("cwd"), (check.get("service") or {}).get("cwd"))
    return outside and any(list(part["run"])[:2] == ["python", "-m"] for part in runs)


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
