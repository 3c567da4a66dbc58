"""What the lines of the log mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from stint import Refusal
from stint.log_file import read_lines

TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
PROJECT = re.compile(r"[a-z][a-z0-9-]*")
RUNNING = "-"


@dataclass(frozen=True)
class Stint:
    """One line of the log; `end` is None while it runs."""

    start: datetime
    end: datetime | None
    project: str
    note: str = ""

    def line(self) -> str:
        end = self.end.isoformat(timespec="minutes") if self.end else RUNNING
        return "\t".join((self.start.isoformat(timespec="minutes"), end, self.project, self.note))

    def minutes(self, end: datetime) -> int:
        return int((end - self.start).total_seconds()) // 60


@dataclass(frozen=True)
class Log:
    """The lines as they stand in the file, and what each means: None for a comment and for an empty line."""

    lines: list[str]
    stints: list[Stint | None]

    def running(self) -> tuple[int, Stint] | None:
        """The running stint and the place of its line."""
        for place, stint in enumerate(self.stints):
            if stint and stint.end is None:
                return place, stint
        return None

    def finished(self) -> Iterator[tuple[Stint, datetime]]:
        """The stints that have ended, each with its end."""
        for stint in self.stints:
            if stint and stint.end is not None:
                yield stint, stint.end


def read_log(path: str) -> Log:
    """The log in the file. Refusal where a line cannot be read."""
    lines = read_lines(path)
    stints: list[Stint | None] = []
    for number, line in enumerate(lines, start=1):
        try:
            stints.append(None if line == "" or line.startswith("#") else read_line(line))
        except ValueError:
            raise Refusal(f"{path}:{number}: cannot read this line", 3) from None
    return Log(lines, stints)


def read_line(line: str) -> Stint:
    """The stint of a line. ValueError where it is none."""
    start, end, project, note = line.split("\t")
    if not PROJECT.fullmatch(project):
        raise ValueError(project)
    return Stint(read_time(start), None if end == RUNNING else read_time(end), project, note)


def read_time(text: str) -> datetime:
    """The time of the form `YYYY-MM-DDTHH:MM`. ValueError for another form and for a time that does not exist."""
    if not TIME.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def duration(minutes: int) -> str:
    """Hours and minutes, as in `1:05`."""
    return f"{minutes // 60}:{minutes % 60:02d}"
