"""
Files of records that only grow: one JSON object a line.

A line that a killed process has cut off is passed over by readers, and ended by the next writer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any


def append(place: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Add the records in one write, which a killed process cannot take back; `sync` brings them to the disk."""
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    with _opened(place) as file:
        file.write((b"\n" if _cut_off(file) else b"") + text.encode())


def sync(place: Path) -> None:
    """Wait until all that was appended is on the disk."""
    if place.exists():
        with place.open("ab") as file:
            os.fsync(file.fileno())


def read(place: Path) -> Iterator[dict[str, Any]]:
    """The records that can be read, in order; none where there is no file."""
    try:
        lines = place.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            data: Any = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            yield data


def _opened(place: Path) -> IO[bytes]:
    try:
        return place.open("a+b")
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        return place.open("a+b")


def _cut_off(file: IO[bytes]) -> bool:
    """Whether the last record has no end."""
    if not file.tell():
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"
