"""
From what items state to the checks of a task, offline and the same every time.

Concrete facts become concrete checks, each of which covers the item whose words it quotes. An item without one gets a
`test` check: whoever does the task writes tests that carry the item's ID in their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..model import Item, Prd
from .drafts import Draft, check, draft
from .facts import Fact, Gap, Studied, collect, study
from .joining import keep, together, within
from .started import start

MAX_CHECKS = 7
"""Checks of one task (rule SD605)."""

TEST_TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Profile:
    """What must be known of the repository."""

    runner: str = "pytest"
    """The test runner: pytest, unittest, jest, vitest, node, go, cargo, bats …"""
    language: str = "python"
    run_prefix: tuple[str, ...] = ()
    """How the product's command is started in the repository: ("python", "-m", "ledger"); empty: by its name."""
    test_command: tuple[str, ...] = ()
    """For the runner custom: the command that runs the tests and writes a report to `{report}`."""


@dataclass(frozen=True, slots=True)
class Synthesis:
    """The checks of one task and what they need."""

    checks: tuple[dict[str, Any], ...]
    files: dict[str, str] = field(default_factory=dict)
    """Files that the checks use: path below the spec's folder to text."""
    questions: tuple[Gap, ...] = ()
    """Examples that would be checks if one more thing were told."""


@dataclass(frozen=True, slots=True)
class Late:
    """Facts that are tried in a later task than the one that covers their item, because that builds what they use."""

    here: tuple[Fact, ...] = ()
    """Of items of earlier tasks."""
    elsewhere: tuple[Fact, ...] = ()
    """Of the task's own items."""


@dataclass(frozen=True, slots=True)
class Example:
    """A fact that belongs to no item of the task: it covers only the items in its `also`."""

    fact: Fact
    place: tuple[str, ...] = ()
    """The headings it stands under; where a task would have too many checks, examples of one place are put together."""


_STUDIED: list[tuple[Prd, Studied]] = []


def studied(prd: Prd) -> Studied:
    """What the whole PRD tells; kept for the PRD that was asked for last, because every task asks again."""
    if not _STUDIED or _STUDIED[0][0] is not prd:
        _STUDIED[:] = [(prd, study(prd))]
    return _STUDIED[0][1]


def synthesise(
    items: Sequence[Item],
    prd: Prd,
    *,
    task_id: str,
    profile: Profile,
    late: Late | None = None,
    examples: Sequence[Example] = (),
) -> Synthesis:
    """The checks of the task that covers `items`: concrete ones in the items' order, examples, tests for the rest."""
    late = late or Late()
    read = studied(prd)
    known = read.known
    started = start(profile.run_prefix, known.name)
    here = {item.id for item in items}
    drafts: list[Draft] = []
    gaps: list[Gap] = []
    for item in items:
        found, missing = collect(item, read)
        gaps += missing
        for fact in found:
            if fact in late.elsewhere:
                continue
            if new := draft(fact, started, profile.language, known):
                # what it shows of items of other tasks too is theirs to check
                keep(drafts, replace(new, covers=tuple(one for one in new.covers if one in here)))
            elif fact.kind == "http":
                gaps.append(Gap(item.id, fact.quote, "how the service is started, and on which port, is not told"))
    for new in together([new for fact in late.here if (new := draft(fact, started, profile.language, known))]):
        keep(drafts, new)
    for example in examples:
        if new := draft(example.fact, started, profile.language, known):
            keep(drafts, replace(new, place=("", *example.place)))
    drafts = within(drafts, MAX_CHECKS if _all_covered(items, drafts) else MAX_CHECKS - 1)
    files: dict[str, str] = {}
    checks = [check(one, f"{task_id}.{number}", task_id, known, files) for number, one in enumerate(drafts, 1)]
    rest = [item.id for item in items if not any(item.id in one.covers for one in drafts)]
    checks += _tests(rest, len(checks), task_id, profile)
    return Synthesis(tuple(checks), files, tuple(gaps))


def _all_covered(items: Iterable[Item], drafts: Sequence[Draft]) -> bool:
    covered = {identifier for draft in drafts for identifier in draft.covers}
    return all(item.id in covered for item in items)


def _tests(rest: list[str], before: int, task_id: str, profile: Profile) -> list[dict[str, Any]]:
    """A test check for every ID, or one for all of them where there would be too many checks."""
    reporting = any("{report}" in word for word in profile.test_command)
    own = {"command": list(profile.test_command)} if profile.runner == "custom" and reporting else {}
    groups = [[identifier] for identifier in rest] if before + len(rest) <= MAX_CHECKS else [rest]
    return [
        {
            "id": f"{task_id}.{before + number}",
            "covers": list(group),
            "kind": "test",
            "runner": profile.runner,
            "select": group[0] if len(group) == 1 else list(group),
            "min_count": 1,
            **own,
            "timeout_s": TEST_TIMEOUT_S if profile.runner not in ("cargo", "go") else 600,
        }
        for number, group in enumerate(groups, 1)
        if group
    ]
