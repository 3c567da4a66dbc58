"""
Which command brings a value into the world, so that others can be given it.

    $ rota join ana             `ana` is first spoken of by `join`,
    $ rota done bins --by ana   so whoever wants `ana` joins her before
    already a member: ana       `join` says so of a second one
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ...vocabulary import READERS
from .. import words
from ..calls import read
from ..fact import Run
from ..knowledge import Knowledge
from ..lazily import lazy
from ..transcripts import Turn
from .filling import bound, chosen
from .interface import Command, Interface
from .staging import stage
from .told import Told
from .world import Introduction, World

ALREADY_A = lazy(
    r"\b(?:already an?|bereits eine?|schon eine?|ya (?:es|hay) una?|déjà une?|já (?:é|há) uma?) "
    r"(?P<kind>[\w-]+): (?P<value>\S+)$",
    re.I,
)


def study(
    transcripts: Iterable[tuple[Turn, ...]], messages: Iterable[Told], interface: Interface, known: Knowledge
) -> Mapping[str, Introduction]:
    """Value to what introduces it; only where one command alone does."""
    found: dict[str, dict[tuple[str, ...], Introduction]] = {}
    for turns in transcripts:
        for value, one in _first(turns, interface, known):
            found.setdefault(value, {}).setdefault(one.command, one)
    for told in messages:
        if (said := ALREADY_A.search(told.text)) and told.command:
            found.setdefault(said["value"], {}).setdefault(told.command.words, Introduction(told.command.words))
    return {value: next(iter(ones.values())) for value, ones in found.items() if len(ones) == 1}


def _first(turns: tuple[Turn, ...], interface: Interface, known: Knowledge) -> Iterator[tuple[str, Introduction]]:
    """The values that a transcript first gives to a command of which another command takes one, with that command."""
    first: dict[str, tuple[Introduction, str]] = {}
    again: set[tuple[tuple[str, ...], str]] = set()
    for turn in turns:
        call = read(turn.line, known.names)
        command = interface.named(turn.line, known) if call and call.product and call.words else None
        if not call or not command or not command.words or words.ERROR_TEXT.search(" ".join(turn.output)):
            continue
        places = bound(command, call)
        for name, value in (*places.items(), *chosen(command, call)):
            if value in first and command.words != first[value][0].command:
                again.add((first[value][0].command, first[value][1]))
            elif re.match(r"[^\W\d]", value):
                first.setdefault(value, (Introduction(command.words, call), name))
    for value, (one, name) in first.items():
        if (one.command, name) in again and not name.startswith("-"):
            yield value, one


def introductions(
    command: Command, values: Mapping[str, str], world: World, message: str = "", but: str = ""
) -> tuple[Run, ...] | None:
    """The runs that introduce what a command is given, without the value `but`; None where one cannot be run."""
    runs: list[Run] = []
    for name, value in values.items():
        if value not in world.introduced and _refers(command, name, world):
            return None
        one = world.introduced.get(value)
        writer = world.interface.commands.get(one.command) if one else None
        if not one or not writer or value == but or writer.words == command.words or writer.words[0] in READERS:
            continue
        if value in world.given(writer, message).values():
            staged = stage(writer, world, message)
            new = staged[0] if staged else ()
        else:
            new = (Run(one.call),) if one.call else ()
        if not new:
            return None
        runs += [run for run in new if run not in runs]
    return tuple(runs)


def _refers(command: Command, name: str, world: World) -> bool:
    """Whether examples give the command values there that another command introduces."""
    found = [world.introduced.get(value) for value in world.seen.get((command.words, name), ())]
    return any(one and one.command != command.words for one in found)
