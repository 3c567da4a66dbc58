"""
From what items state to the checks of a task, offline and the same every time.

Concrete facts become concrete checks, each of which covers the item whose words it quotes. An item without one gets a
`test` check: whoever does the task writes tests that carry the item's ID in their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model import Item, Prd
from .base import SCRATCH
from .facts import Fact, Gap, Knowledge, collect, study
from .fixed import static
from .reports import marker
from .started import Start, service, start

MAX_CHECKS = 7
"""Checks of one task (rule SD605)."""

TEST_TIMEOUT_S = 120
QUOTE_LENGTH = 400
"""Characters of the vision's words that a check quotes; longer ones are cut at a line end."""


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


@dataclass(slots=True)
class _Draft:
    """A check in the making."""

    covers: list[str]
    steps: list[dict[str, Any]]
    """For a command check its steps, for an http check its exchanges."""
    fixtures: dict[str, str]
    quote: str
    start: Start
    service: dict[str, Any] | None = None
    """For an http check how the service is started."""
    whole: dict[str, Any] | None = None
    """For other kinds the check itself, without what all kinds have."""

    def same(self, other: _Draft) -> bool:
        """Whether both check the same."""
        mine, its = ((d.steps, d.fixtures, d.service, d.whole) for d in (self, other))
        return mine == its


_STUDIED: list[tuple[Prd, Knowledge]] = []


def knowledge(prd: Prd) -> Knowledge:
    """What the whole PRD tells; kept for the PRD that was asked for last, because every task asks again."""
    if not _STUDIED or _STUDIED[0][0] is not prd:
        _STUDIED[:] = [(prd, study(prd))]
    return _STUDIED[0][1]


def synthesise(items: Sequence[Item], prd: Prd, *, task_id: str, profile: Profile) -> Synthesis:
    """The checks of the task that covers `items`: concrete ones in the items' order, then tests for the rest."""
    known = knowledge(prd)
    started = start(profile.run_prefix, known.name)
    drafts: list[_Draft] = []
    gaps: list[Gap] = []
    for item in items:
        found, missing = collect(item, known)
        gaps += missing
        for fact in found:
            draft = _draft(fact, started, profile, known)
            if draft:
                _keep(drafts, draft)
            elif fact.kind == "http":
                gaps.append(Gap(item.id, fact.quote, "how the service is started, and on which port, is not told"))
    drafts = _within(drafts, known, MAX_CHECKS if _all_covered(items, drafts) else MAX_CHECKS - 1)
    files: dict[str, str] = {}
    checks = [_check(draft, f"{task_id}.{number}", task_id, files) for number, draft in enumerate(drafts, 1)]
    rest = [item.id for item in items if not any(item.id in draft.covers for draft in drafts)]
    checks += _tests(rest, len(checks), task_id, profile)
    return Synthesis(tuple(checks), files, tuple(gaps))


def _all_covered(items: Iterable[Item], drafts: Sequence[_Draft]) -> bool:
    covered = {identifier for draft in drafts for identifier in draft.covers}
    return all(item.id in covered for item in items)


def _draft(fact: Fact, started: Start | None, profile: Profile, known: Knowledge) -> _Draft | None:
    if fact.kind == "http":
        found = service(known, started) if started else None
        return (
            _Draft([fact.item], list(fact.body["exchanges"]), {}, fact.quote, started, found)
            if found and started
            else None
        )
    if found := static(fact, profile.language, started):
        return _Draft([fact.item], [], dict(fact.fixtures), fact.quote, Start(()), whole=found)
    if fact.kind == "doctest":
        if profile.language != "python":
            return None
        name = f"{marker(fact.item)}.txt"
        step = {"run": ["python", "-m", "doctest", name], "expect": {"exit": 0}}
        return _Draft([fact.item], [step], {name: fact.body["text"]}, fact.quote, Start(("python",)))
    if started is None or fact.kind != "command" or not fact.asserts:
        return None
    steps = []
    for run in fact.runs:
        step = run.call.step(started.prefix)
        if run.expect:
            step["expect"] = dict(run.expect)
        steps.append(step)
    return _Draft([fact.item], steps, dict(fact.fixtures), fact.quote, started)


def _keep(drafts: list[_Draft], draft: _Draft) -> None:
    """Add the draft; where the same is checked already, that check covers this item too."""
    for other in drafts:
        if other.same(draft):
            other.covers += [identifier for identifier in draft.covers if identifier not in other.covers]
            return
    drafts.append(draft)


def _within(drafts: list[_Draft], known: Knowledge, limit: int) -> list[_Draft]:
    """
    At most `limit` drafts.

    Single commands of one item are put together as steps of one check where commands store nothing; what is still
    too much is left out from the end, but never an item's only check.
    """
    if len(drafts) > limit and not known.stateful:
        drafts = _merged(drafts)
    while len(drafts) > limit:
        for place in range(len(drafts) - 1, -1, -1):
            others = {identifier for n, draft in enumerate(drafts) if n != place for identifier in draft.covers}
            if set(drafts[place].covers) <= others:
                del drafts[place]
                break
        else:
            break
    return drafts


def _merged(drafts: list[_Draft]) -> list[_Draft]:
    found: list[_Draft] = []
    for draft in drafts:
        last = next((other for other in found if other.covers == draft.covers and _fit(other, draft)), None)
        if last:
            last.steps += draft.steps
            last.fixtures |= draft.fixtures
            last.quote = f"{last.quote}\n{draft.quote}" if draft.quote not in last.quote else last.quote
        else:
            found.append(draft)
    return found


def _fit(one: _Draft, other: _Draft) -> bool:
    """Whether both can share a folder: the same service or none, and no file with two contents."""
    if one.service != other.service or one.whole or other.whole:
        return False
    both = one.fixtures.keys() & other.fixtures.keys()
    return all(one.fixtures[name] == other.fixtures[name] for name in both)


def _check(draft: _Draft, identifier: str, task_id: str, files: dict[str, str]) -> dict[str, Any]:
    if draft.whole:
        laid = {"files_in": _laid(draft.fixtures, identifier, task_id, files)} if draft.fixtures else {}
        return {"id": identifier, "covers": list(draft.covers), **draft.whole, **laid, "quote": _cut(draft.quote)}
    if draft.service:
        head = {"id": identifier, "covers": list(draft.covers), "kind": "http", "service": draft.service}
        return {**head, "exchanges": draft.steps, "timeout_s": 2 * draft.start.timeout_s, "quote": _cut(draft.quote)}
    check: dict[str, Any] = {"id": identifier, "covers": list(draft.covers), "kind": "command"}
    steps = [*(dict(step) for step in draft.start.build), *draft.steps]
    if len(steps) == 1:
        step = dict(steps[0])
        expect = step.pop("expect", {})
        check |= step
    else:
        expect = {}
        check["steps"] = steps
    check["cwd"] = SCRATCH
    if draft.fixtures:
        check["files_in"] = _laid(draft.fixtures, identifier, task_id, files)
    check["timeout_s"] = draft.start.timeout_s
    if expect:
        check["expect"] = expect
    check["quote"] = _cut(draft.quote)
    return check


def _laid(
    fixtures: Mapping[str, str], identifier: str, task_id: str, files: dict[str, str]
) -> list[str] | dict[str, str]:
    """`files_in` for the fixtures, which are put into `files`; a name with two contents gets a folder of its own."""
    laid: dict[str, str] = {}
    for name, text in fixtures.items():
        path = f"checks/{task_id}/{name}"
        if files.get(path, text) != text:
            path = f"checks/{task_id}/{identifier}/{name}"
        files[path] = text
        laid[name] = path
    return list(laid.values()) if all("/" not in name for name in laid) else laid


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


def _cut(quote: str) -> str:
    quote = quote.strip()
    if len(quote) <= QUOTE_LENGTH:
        return quote
    cut = quote[:QUOTE_LENGTH]
    return cut.rpartition("\n")[0] or cut.rpartition(" ")[0] or cut
