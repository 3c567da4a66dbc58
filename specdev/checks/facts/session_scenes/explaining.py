"""
Whether every value in a message is accounted for: by the call, by what was stored, by the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from ..fact import Run
from .clock import DAY, Moment
from .interface import Command
from .stems import holds, strangers
from .world import NUMBERED, World

_DAYS = r"(?:days?|tage?n?|días?|jours?|dias?)"


def unexplained(
    message: str,
    command: Command,
    world: World,
    values: Mapping[str, str],
    times: list[Moment],
    before: tuple[Run, ...],
) -> str:
    """A value in the message that neither the call nor what was stored gives; empty where all are told."""
    rest = message
    given = [*values.values(), *(word for run in before for word in run.call.words[1:])]
    if world.known.today.usual:
        rest = rest.replace(world.known.today.usual, " ")
    for moment in times:
        rest = rest.replace(moment.text, " ")
    for value in sorted(filter(None, given), key=len, reverse=True):
        rest = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", " ", rest)
    # the first that is stored in an empty folder is number 1
    numbers: list[str] = [n for n in re.findall(r"\d(?:[\d.,:]*\d)?", rest) if n != "1" or not _numbers(world)]
    numbers = [n for n in numbers if not _follows(n, rest, given) and (n != "0" or before)]
    if numbers:
        return numbers[0]
    absent = [value for name, value in values.items() if not holds(message, value) and name not in NUMBERED]
    strange = strangers(rest, world.prose) if absent else []
    return strange[0] if strange else ""


def _follows(number: str, rest: str, given: Iterable[str]) -> bool:
    """Whether the number counts the days between the two that are given: `2025-06-09 to 2025-06-15 (7 days)`."""
    days = [date.fromisoformat(value) for value in given if DAY.fullmatch(value)]
    apart = abs((days[1] - days[0]).days) if len(days) == 2 else -1
    return number in (str(apart), str(apart + 1)) and bool(re.search(rf"\b{number} {_DAYS}\b", rest))


def _numbers(world: World) -> bool:
    return any(place.name in NUMBERED for c in world.interface.commands.values() for place in c.places)
