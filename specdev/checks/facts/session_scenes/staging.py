"""
What must be stored before a message can come out: the commands that store it, and when they ran.
"""

from __future__ import annotations

import re

from ...vocabulary import READERS, WRITERS
from ..fact import Run
from .clock import DAWN, Moment, clock_time, moments
from .filling import fill
from .interface import Command
from .stems import holds, stem
from .told import Told
from .world import NUMBERED, World


def stored_for(
    told: Told, command: Command, world: World, message: str, times: list[Moment]
) -> tuple[tuple[Run, ...], int] | str:
    """The runs that store what the message shows and the call does not give, and when they were; else why not."""
    own = {place.name for place in command.places}
    foreign = {
        (other.words, place.name): other
        for other in world.interface.commands.values()
        for place in other.places
        if other.words != command.words
        and place.name not in own
        and place.name not in NUMBERED
        and not other.unclear
        and holds(message, world.value(other, place.name))
        and _may_store(other, world.value(other, place.name), world)
        and world.value(other, place.name) not in {world.value(command, name) for name in own}
    }
    past = next((moment for moment in times if moment.kind == "past"), None)
    writers = {other.words: other for other in foreign.values()}
    if past and not writers:
        writers = {c.words: c for c in _told_by(past.lead, world) if c.words != command.words}
    if not writers and not past:
        needed = _stored_before(command, world)
        if needed is None:
            return f"what must be stored for `{message}` is not told"
        if not needed:
            return (), DAWN
        writers = needed
    if not writers:
        return f"the command that leads to `{message}` is not told"
    stored = {name: c for name, c in writers.items() if name and name[0] in WRITERS} or writers
    if len(stored) != 1:
        return f"the commands that lead to `{message}` are not told"
    writer = next(iter(stored.values()))
    staged = stage(writer, world, message, past.minutes if past else None)
    return staged or f"the command that leads to `{message}` is not told"


def _may_store(command: Command, value: str, world: World) -> bool:
    """Whether no other command is known to bring the value into the world."""
    one = world.introduced.get(value)
    return one is None or one.command == command.words


def _stored_before(command: Command, world: World) -> dict[tuple[str, ...], Command] | None:
    """
    The command that stores what this one is given, where this one works on what is stored; empty where it does not.

    None where it does, and no command is told that stores it.
    """
    commands = world.interface.commands.values()
    writing = (c for c in commands if c.words and c.words[0] in WRITERS and c.places and c.words != command.words)
    storing = {c.words: c for c in writing}
    if not command.words or command.words[0] in WRITERS or not command.places:
        return {}
    if not storing and command.words[0] not in READERS:
        return {}
    same = {
        name: other
        for name, other in storing.items()
        for place in command.places
        if place.name in NUMBERED
        or (other.place(place.name) and world.value(other, place.name) == world.value(command, place.name))
    }
    return same if len(same) == 1 else None


def _told_by(lead: str, world: World) -> list[Command]:
    """The commands that the last word before a time speaks of: `started at` speaks of `start`."""
    spoken = [stem(word) for word in re.findall(r"[^\W\d_]{3,}", lead)[-2:]]
    return [c for c in world.interface.commands.values() if c.words and stem(c.words[-1]) in spoken]


def stage(
    writer: Command, world: World, message: str = "", at: int | None = None, moment: str = ""
) -> tuple[tuple[Run, ...], int] | None:
    """The run that stores something, with the values of `message`, and when; None where it cannot be run."""
    values = {name: value for name, value in world.given(writer, message).items() if value}
    began = at if at is not None else usual(writer, world)
    options: tuple[str, ...] = ()
    if world.clock.sets(writer) and (world.clock.time or moment):
        options = world.clock.words(writer, moment or clock_time(began))
        if not options:
            return None
    call = fill(writer, values, options) if not writer.unclear else None
    return ((Run(call),), began) if call else None


def usual(command: Command, world: World) -> int:
    """The time at which the command's own message says that it runs."""
    for one in world.of(command):
        if not one.fails and (found := moments(one.text, timed=False)):
            return next((moment.minutes for moment in found if moment.kind == "time"), DAWN)
    return DAWN
