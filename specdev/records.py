"""
Files of records that only grow: one JSON object a line.

A line that a killed process has cut off is passed over by readers, and ended by the next writer.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


def append(place: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Add the records in one write, which a killed process cannot take back; `sync` brings them to the disk."""
    with _opened(place) as file:
        _add(file, records)


@dataclass(slots=True)
class Shared:
    """A file of records that several programs read and add to at the same time."""

    place: Path
    _known: int = 0
    """Bytes that were read, up to the end of a record."""
    _file: tuple[int, int] = (0, 0)
    """Device and number of the file that was read."""

    @contextlib.contextmanager
    def held(self) -> Iterator[Held]:
        """The file, which nobody else holds meanwhile; that ends with the process, however it ends."""
        with _opened(self.place) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield Held(self, file)


@dataclass(frozen=True, slots=True)
class Held:
    """A shared file, as long as it is ours alone."""

    shared: Shared
    file: IO[bytes]

    def news(self) -> tuple[bool, list[dict[str, Any]]]:
        """
        The records that came since the last time, our own too, and whether they are all that there are: so it is the
        first time, and where somebody has put another file in its place.
        """
        ours, facts = self.shared, os.fstat(self.file.fileno())
        anew = ours._file != (facts.st_dev, facts.st_ino) or facts.st_size < ours._known
        self.file.seek(0 if anew else ours._known)
        raw = self.file.read()
        whole = raw[: raw.rfind(b"\n") + 1]  # what has no end yet is ended by the next writer, and passed over then
        ours._known, ours._file = self.file.tell() - len(raw) + len(whole), (facts.st_dev, facts.st_ino)
        return anew, list(_read(whole))

    def append(self, record: Mapping[str, Any]) -> None:
        """Add the record."""
        self.file.seek(0, os.SEEK_END)
        _add(self.file, [record])
        self.file.flush()


def sync(place: Path) -> None:
    """Wait until all that was appended is on the disk."""
    if place.exists():
        with place.open("ab") as file:
            os.fsync(file.fileno())


def read(place: Path) -> Iterator[dict[str, Any]]:
    """The records that can be read, in order; none where there is no file."""
    try:
        raw = place.read_bytes()
    except FileNotFoundError:
        return
    yield from _read(raw)


def _read(raw: bytes) -> Iterator[dict[str, Any]]:
    for line in raw.splitlines():
        try:
            data: Any = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            yield data


def _add(file: IO[bytes], records: Iterable[Mapping[str, Any]]) -> None:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    file.write((b"\n" if _cut_off(file) else b"") + text.encode())


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
