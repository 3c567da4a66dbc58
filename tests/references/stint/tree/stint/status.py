"""The commands `status` and `report`."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from stint import Refusal, clock
from stint.log_file import parser
from stint.log_file_2 import Log, duration, read_log

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def status(words: list[str]) -> int:
    options = parser("status")
    clock.add_option(options)
    given = options.parse_args(words)
    log = read_log(given.file)
    now = clock.now(given.at)
    running = log.running()
    if not running:
        print("idle")
        return 0
    _, stint = running
    note = f" ({stint.note})" if stint.note else ""
    print(f"{stint.project} for {duration(stint.minutes(now))}{note}")
    return 0


def report(words: list[str]) -> int:
    options = parser("report")
    options.add_argument("--from", metavar="DATE", dest="first")
    options.add_argument("--to", metavar="DATE", dest="last")
    options.add_argument("--csv", action="store_true")
    given = options.parse_args(words)
    log = read_log(given.file)
    totals = add_up(log, read_date(given.first), read_date(given.last))
    for line in as_csv(totals) if given.csv else as_text(totals):
        print(line)
    return 0


def read_date(text: str | None) -> date | None:
    """The date of the form `YYYY-MM-DD`. Refusal for another form and for a date that does not exist."""
    if text is None:
        return None
    try:
        if not DATE.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"bad date: {text}", 2) from None


def add_up(log: Log, first: date | None, last: date | None) -> dict[str, int]:
    """Minutes by project, sorted by name, of the finished stints that start on or between the two days."""
    totals: dict[str, int] = defaultdict(int)
    for stint, end in log.finished():
        day = stint.start.date()
        if (first is None or first <= day) and (last is None or day <= last):
            totals[stint.project] += stint.minutes(end)
    return dict(sorted(totals.items()))


def as_text(totals: dict[str, int]) -> list[str]:
    if not totals:
        return ["nothing to report"]
    rows = [*totals.items(), ("total", sum(totals.values()))]
    width = max(len(name) for name, _ in rows)
    return [f"{name:<{width}}  {duration(minutes)}" for name, minutes in rows]


def as_csv(totals: dict[str, int]) -> list[str]:
    return ["project,minutes", *(f"{name},{minutes}" for name, minutes in totals.items())]


COMMANDS = {"status": status, "report": report}
