"""
What the checks of a product gave, on this machine: `.specdev/evidence/<slug>.jsonl`.

One record a line, in the order in which the checks were run; the last one of a check counts. Only `verify` and `run`
write it. A line that was cut off by a killed process is passed over: its check simply counts as not run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from . import records, transaction

FOLDER = "evidence"


@dataclass(frozen=True, slots=True)
class Record:
    """One check as it was run; the fields are those of schemas/evidence.schema.json."""

    check: str
    task: str
    outcome: str
    """passed, failed, error, vacuous or skipped."""
    seal: str = ""
    """The task's seal at that time; empty where it had none."""
    commit: str = ""
    command: tuple[str, ...] = ()
    exit: int | None = None
    duration_s: float = 0.0
    output_digest: str = ""
    detail: str = ""


_FIELDS = frozenset(field.name for field in fields(Record))


def path(root: Path, slug: str) -> Path:
    """Where the evidence of a product is."""
    return root / transaction.STATE / FOLDER / f"{slug}.jsonl"


def append(root: Path, slug: str, new: Iterable[Record]) -> None:
    """Add the records; a process that is killed afterwards takes nothing back."""
    transaction.state_folder(root)
    records.append(path(root, slug), (asdict(record) for record in new))


def latest(root: Path, slug: str) -> dict[str, Record]:
    """The last record of each check, by the check's id; what was run last stands last."""
    found: dict[str, Record] = {}
    for data in records.read(path(root, slug)):
        record = _record(data)
        if record is not None:
            found.pop(record.check, None)  # so that the order is that of the last runs
            found[record.check] = record
    return found


def state(checks: Collection[str], seal: str, found: Mapping[str, Record]) -> str:
    """
    `verified`, `failed` or `open`, for a task with these checks and this seal.

    Evidence for other checks than those that stand in the task now (its seal differs) counts for nothing.
    """
    current = [found[check] for check in checks if check in found]
    current = [record for record in current if not seal or not record.seal or record.seal == seal]
    if any(record.outcome not in ("passed", "skipped") for record in current):
        return "failed"
    passed = sum(record.outcome == "passed" for record in current)
    return "verified" if checks and passed == len(checks) else "open"


def _record(data: Mapping[str, Any]) -> Record | None:
    """The record; None where it is not of the form that `append` writes."""
    if not all(isinstance(data.get(key), str) for key in ("check", "task", "outcome")):
        return None
    known = {key: value for key, value in data.items() if key in _FIELDS}
    if not all(isinstance(known.get(key, ""), str) for key in ("seal", "commit", "output_digest", "detail")):
        return None
    if not isinstance(known.get("command", []), list) or not isinstance(known.get("duration_s", 0), int | float):
        return None
    return Record(**{**known, "command": tuple(map(str, known.get("command", ())))})
