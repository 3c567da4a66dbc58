"""
Times: how the document lets a command be told what time it is, and the times and durations in its messages.

    `start` and `stop` take `--at TIME`, which stands for the current time, as `HH:MM`.
    started acme at 09:00            a time
    stopped acme after 1:30          a duration
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..lazily import lazy
from ..markdown import spans
from .interface import Command, Interface, parse
from .phrases import LASTS, NOW, SINCE

DAWN = 9 * 60
"""When a scene begins where no message says so, in minutes of the day."""

_FORM = lazy(r"^(?:(?:YYYY|JJJJ|AAAA)-MM-(?:DD|TT|JJ)(?P<glue>[T ])?)?(?P<time>(?:HH|hh|SS|ss):MM)?$")
_TIME = lazy(r"(?<![\d:.-])(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)(?![\d:])")
_SPELT = lazy(r"(?<![\w.])(?:(?P<hours>\d+)\s?h(?:ours?)?\s?)?(?P<minutes>\d+)\s?min(?:utes?|uten|utos)?\b")


@dataclass(frozen=True, slots=True)
class Clock:
    """How a command is told what time it is."""

    option: str = ""
    commands: frozenset[tuple[str, ...]] = frozenset()
    """The commands that take the option."""
    time: bool = False
    """It takes a time of the day alone."""
    full: str = ""
    """What stands between date and time where it takes both; empty where it does not."""
    date: bool = False
    """It takes a date alone."""

    def words(self, command: Command, moment: str) -> tuple[str, ...]:
        """The words that set the clock of a command; none where it has none or takes no such form."""
        return (self.option, moment) if self.sets(command) and self.takes(moment) else ()

    def sets(self, command: Command) -> bool:
        return bool(self.option) and command.words in self.commands

    def takes(self, moment: str) -> bool:
        if re.fullmatch(r"\d\d:\d\d", moment):
            return self.time
        if re.fullmatch(r"\d{4}-\d\d-\d\d", moment):
            return self.date
        return bool(self.full) and bool(re.fullmatch(rf"\d{{4}}-\d\d-\d\d{self.full}\d\d:\d\d", moment))


def study(interface: Interface, sentences: Callable[[], Iterator[str]]) -> Clock:
    """The clock that the document tells; one that does nothing where it tells none."""
    for sentence in sentences():
        found = spans(sentence)
        text = " ".join(span.text for span in found if span.kind == "text")
        if not NOW.search(text):
            continue
        for span in found:
            usage = parse(span.text) if span.kind == "code" and span.text.startswith("-") else None
            option = usage.options[0].name if usage and len(usage.options) == 1 else ""
            commands = frozenset(c.words for c in interface.commands.values() if option and c.option(option))
            if commands:
                forms = [form for s in found if s.kind == "code" and (form := _FORM.match(s.text)) and s.text]
                return Clock(
                    option,
                    commands,
                    time=any(form["time"] and not form[0].startswith(("Y", "J", "A")) for form in forms),
                    full=next((form["glue"] for form in forms if form["time"] and form["glue"]), ""),
                    date=any(not form["time"] for form in forms),
                )
    return Clock()


@dataclass(frozen=True, slots=True)
class Moment:
    """A time or a duration in a message."""

    kind: Literal["time", "past", "duration"]
    """`past`: the time of what was done before."""
    minutes: int
    text: str
    lead: str
    """The message before it."""
    end: int
    """Where it ends in the message."""


def moments(message: str, *, timed: bool) -> list[Moment] | None:
    """The times and durations of a message; None where it is not clear which one is told. `timed`: there is a clock."""
    found: list[Moment] = []
    for spelt in _SPELT.finditer(message):
        minutes = 60 * int(spelt["hours"] or 0) + int(spelt["minutes"])
        found.append(Moment("duration", minutes, spelt[0], message[: spelt.start()], spelt.end()))
    for time in _TIME.finditer(message):
        lead = message[: time.start()]
        minutes = 60 * int(time["hours"]) + int(time["minutes"])
        lasts = bool(LASTS.search(lead))
        if SINCE.search(lead) and len(time["hours"]) == 2:
            kind: Literal["time", "past", "duration"] = "past"
        elif lasts and len(time["hours"]) == 1:
            kind = "duration"
        elif not lasts and len(time["hours"]) == 2 and int(time["hours"]) < 24:
            kind = "time"
        elif timed:
            return None
        else:
            continue
        found.append(Moment(kind, minutes, time[0], lead, time.end()))
    return found


def clock_time(minutes: int) -> str:
    """Minutes of the day as `09:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


DAY = lazy(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


def shifted(text: str, days: int) -> str:
    """The text with every day of the calendar in it so many days later."""
    return DAY.sub(lambda found: _later(found[0], days), text)


def _later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day
