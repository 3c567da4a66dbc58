"""
What a person decided about a task's checks, laid over the checks that are generated.

A decision is known by the seal of the generated check it was about (`CheckRecord.old`), so it finds that check again
under another number. Where the generated check is another one by now, what both cover decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...checks.seal import own_seal, used_files
from ...lock import CheckRecord

Checks = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Decision:
    """A check that a person edited, added or took out."""

    id: str
    record: CheckRecord
    path: str
    """The task file that it stands in, below the project."""
    covers: tuple[str, ...]
    check: Mapping[str, Any] | None
    """As the person wants it; None where it was taken out."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What it uses: path below the spec's folder to content."""
    now: str = ""
    """Its number after it was laid over the generated checks."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The checks of a task, what was generated for them, and what a person brought."""

    checks: Checks
    files: Mapping[str, str]
    kept: Mapping[str, bytes]
    """Files of a person's checks: never written, never removed."""
    decisions: tuple[Decision, ...]
    """Those that found their place here."""

    @property
    def sealed(self) -> dict[str, str | bytes]:
        """All files that the checks use."""
        every: dict[str, str | bytes] = {**self.files, **self.kept}
        return {path: every[path] for path in used_files(self.checks) if path in every}


def distribute(tasks: Mapping[str, Iterable[str]], decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """
    The decisions by the task they belong to now; `tasks` is number to covered items.

    It is the task with the old number as long as it covers any of the same items or none does, else the one that
    covers most of them. What has neither belongs nowhere.
    """
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        home = decision.record.task
        common = {number: len(set(covers) & set(decision.covers)) for number, covers in tasks.items()}
        best = max(common, key=lambda number: (common[number], number == home), default="")
        if not common.get(home) and common.get(best):
            home = best
        if home in tasks:
            found.setdefault(home, []).append(decision)
    return found


def lay_over(number: str, checks: Checks, files: Mapping[str, str], decisions: Sequence[Decision]) -> Judged:
    """The generated checks of a task with a person's decisions laid over them; numbers of generated ones stay."""
    kept = {path: content for decision in decisions for path, content in decision.files.items()}
    result: dict[str, dict[str, Any] | None] = {check["id"]: check for check in checks}
    seals = {check["id"]: own_seal(check, files) for check in checks}
    free = dict(result)
    placed: list[Decision] = []
    last = max([len(checks), *(_place(decision.id) for decision in decisions if decision.record.task == number)])
    for decision in sorted(decisions, key=lambda decision: decision.record.old not in seals.values()):
        name = _match(decision, free, seals)
        if not name:
            if decision.check is None:
                continue  # what was taken out is not generated any more
            name = decision.id if decision.record.task == number and decision.id not in result else ""
        if not name:
            last += 1
            name = f"{number}.{last}"
        free.pop(name, None)
        result[name] = {**decision.check, "id": name} if decision.check is not None else None
        placed.append(replace(decision, now=name, record=decision.record._replace(task=number)))
    left = [check for _, check in sorted(result.items(), key=lambda entry: _place(entry[0])) if check is not None]
    used = used_files(left)
    own = {path: text for path, text in files.items() if path in used and path not in kept}
    return Judged(left, own, {path: content for path, content in kept.items() if path in used}, tuple(placed))


def _match(decision: Decision, free: Mapping[str, Any], seals: Mapping[str, str]) -> str:
    """The generated check that the decision is about; empty for none."""
    if not decision.record.old:
        return ""
    same = [name for name in free if seals[name] == decision.record.old]
    alike = [
        name
        for name, check in free.items()
        if set(check["covers"]) & set(decision.covers)
        and (name == decision.id or (decision.check is not None and check["kind"] == decision.check.get("kind")))
    ]
    return next(iter((*same, *sorted(alike, key=lambda name: name != decision.id))), "")


def _place(name: str) -> int:
    """The number of a check in its task; 0 where it has none."""
    number = name.rpartition(".")[2]
    return int(number) if number.isdigit() else 0
