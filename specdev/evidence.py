"""
What the checks of a product gave, on this machine: `.specdev/evidence/<slug>.jsonl`.

One record a line, in the order in which the checks were run; the last one of a check counts. Only `verify` and `run`
write it. A line that was cut off by a killed process is passed over: its check simply counts as not run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from . import transaction

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


def append(root: Path, slug: str, records: Iterable[Record]) -> None:
    """Add the records, in one write that reached the disk when this returns."""
    transaction.state_folder(root)
    place = path(root, slug)
    place.parent.mkdir(exist_ok=True)
    text = "".join(json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in records)
    with place.open("ab") as file:
        file.write(_line_end(place) + text.encode())
        file.flush()
        os.fsync(file.fileno())


def latest(root: Path, slug: str) -> dict[str, Record]:
    """The last record of each check, by the check's id; what was run last stands last."""
    found: dict[str, Record] = {}
    try:
        lines = path(root, slug).read_bytes().splitlines()
    except FileNotFoundError:
        return found
    for line in lines:
        record = _record(line)
        if record is not None:
            found.pop(record.check, None)  # so that the order is that of the last runs
            found[record.check] = record
    return found


def state(checks: Collection[str], seal: str, records: Mapping[str, Record]) -> str:
    """
    `verified`, `failed` or `open`, for a task with these checks and this seal.

    Evidence for other checks than those that stand in the task now (its seal differs) counts for nothing.
    """
    current = [records[check] for check in checks if check in records]
    current = [record for record in current if not seal or not record.seal or record.seal == seal]
    if any(record.outcome not in ("passed", "skipped") for record in current):
        return "failed"
    passed = sum(record.outcome == "passed" for record in current)
    return "verified" if checks and passed == len(checks) else "open"


def _line_end(place: Path) -> bytes:
    """A line end, where the last record was cut off."""
    with place.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return b""
        file.seek(-1, os.SEEK_END)
        return b"" if file.read(1) == b"\n" else b"\n"


def _record(line: bytes) -> Record | None:
    try:
        data: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(data, dict) or not all(isinstance(data.get(key), str) for key in ("check", "task", "outcome")):
        return None
    known = {key: value for key, value in data.items() if key in _FIELDS}
    return Record(**{**known, "command": tuple(data.get("command") or ())})
