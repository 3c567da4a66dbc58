"""
Whether every value in a message is accounted for: by the call, by what was stored, by the clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..fact import Run
from .clock import Moment
from .interface import Command
from .stems import strangers
from .world import NUMBERED, World


def holds(message: str, value: str) -> bool:
    """Whether the message holds the value as words of its own."""
    return bool(value) and bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", message))


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
    for moment in times:
        rest = rest.replace(moment.text, " ")
    for value in sorted(filter(None, given), key=len, reverse=True):
        rest = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", " ", rest)
    # the first that is stored in an empty folder is number 1
    numbers: list[str] = [n for n in re.findall(r"\d(?:[\d.,:]*\d)?", rest) if n != "1" or not _numbers(world)]
    if numbers:
        return numbers[0]
    absent = [value for name, value in values.items() if not holds(message, value) and name not in NUMBERED]
    strange = strangers(rest, world.prose) if absent else []
    return strange[0] if strange else ""


def _numbers(world: World) -> bool:
    return any(place.name in NUMBERED for c in world.interface.commands.values() for place in c.places)
