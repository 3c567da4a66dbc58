"""
The values of options that a message repeats.

    ana is away 2025-06-09 to 2025-06-15 (7 days)       --from 2025-06-09 --until 2025-06-15
    bins every 7 days from 2025-06-05, 3 points         --every 7, --points 3
"""

from __future__ import annotations

import re

from .clock import DAY
from .interface import Command, Option

_DATES = frozenset(("date", "day", "datum", "tag", "fecha", "día", "jour", "data", "dia"))
"""Names of the value of an option that takes a day."""
_NOTHING = frozenset(("n", "number", "num", "count", "value", "zahl", "anzahl", "número", "nombre", "valor"))
"""Names of a value that say nothing of what it is."""


def repeated(command: Command, message: str) -> dict[str, str]:
    """Option to the value that the message shows for it; only those where no other can be meant."""
    found = _days(command, message)
    for option in command.options:
        if option.value and option.name not in found and (number := _number(option, message)):
            found[option.name] = number
    return found


def _days(command: Command, message: str) -> dict[str, str]:
    """The days of the message in the order of the options that need one, where there are as many."""
    days = DAY.findall(message)
    dated = [option.name for option in command.options if option.required and option.value in _DATES]
    return dict(zip(dated, days, strict=True)) if len(days) == len(dated) else {}


def _number(option: Option, message: str) -> str:
    """The number beside the option's own name, or before the name of its value; empty where there are two."""
    word = re.escape(option.name.lstrip("-").removesuffix("s"))
    before = re.findall(rf"(?<![\w-]){word}s?\s+(\d+)(?![\w.:-])", message, re.I)
    unit = "" if option.value in _NOTHING else rf"|{re.escape(option.value.removesuffix('s'))}s?"
    behind = re.findall(rf"(?<![\w.:-])(\d+)\s+(?:{word}s?{unit})\b", message, re.I)
    found = set(before) or set(behind)
    return found.pop() if len(found) == 1 else ""
