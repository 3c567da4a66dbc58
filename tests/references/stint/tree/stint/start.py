"""The commands `start` and `stop`."""

from __future__ import annotations

import dataclasses
import re

from stint import Refusal, clock
from stint.log_file import parser, write_lines
from stint.log_file_2 import PROJECT, Stint, duration, read_log


def start(words: list[str]) -> int:
    options = parser("start")
    options.add_argument("project", metavar="PROJECT")
    options.add_argument("note", metavar="NOTE", nargs="?", default="")
    clock.add_option(options)
    given = options.parse_args(words)
    log = read_log(given.file)
    if not PROJECT.fullmatch(given.project):
        raise Refusal(f"bad project name: {given.project}", 2)
    now = clock.now(given.at)
    running = log.running()
    if running:
        _, stint = running
        raise Refusal(f"already running: {stint.project} since {stint.start:%H:%M}", 1)
    note = re.sub(r"[\t\r\n]", " ", given.note)  # a line holds three tabs and no more
    write_lines(given.file, [*log.lines, Stint(now, None, given.project, note).line()])
    print(f"started {given.project} at {now:%H:%M}")
    return 0


def stop(words: list[str]) -> int:
    options = parser("stop")
    clock.add_option(options)
    given = options.parse_args(words)
    log = read_log(given.file)
    now = clock.now(given.at)
    running = log.running()
    if not running:
        raise Refusal("nothing is running", 1)
    place, stint = running
    if now < stint.start:
        raise Refusal(f"cannot stop at {now:%H:%M}, started at {stint.start:%H:%M}", 2)
    lines = list(log.lines)
    lines[place] = dataclasses.replace(stint, end=now).line()
    write_lines(given.file, lines)
    print(f"stopped {stint.project} after {duration(stint.minutes(now))}")
    return 0


COMMANDS = {"start": start, "stop": stop}
