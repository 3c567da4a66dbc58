"""
How a scene comes about: calls with the document's values in their places, and the calls that must go before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...vocabulary import READERS, WRITERS
from .. import words
from ..calls import Call
from ..fact import Run
from ..lazily import lazy
from .clock import DAWN, Moment, clock_time, moments
from .filling import bound, fill
from .interface import Command
from .phrases import NOTHING_YET
from .stems import stem, strangers
from .told import Told
from .world import NUMBERED, World


@dataclass(frozen=True, slots=True)
class Bound:
    """A message whose values are all accounted for."""

    call: Call
    before: tuple[Run, ...] = ()
    missing: str = ""
    """Why it cannot be played; then the rest is empty."""


def plain(command: Command, world: World, options: tuple[str, ...] = ()) -> Call | None:
    """The call with the document's values in the places that must be filled."""
    values = {place.name: world.value(command, place.name) for place in command.places if not place.optional}
    return None if command.unclear else fill(command, values, options)


def holds(message: str, value: str) -> bool:
    """Whether the message holds the value as words of its own."""
    return bool(value) and bool(re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", message))


def bind(told: Told, world: World, message: str = "") -> Bound:
    """The call that gives the message, with what must be stored before it, where every value in it is told."""
    command = told.command
    message = message or told.text
    nothing = Call()
    if command is None or command.unclear:
        return Bound(nothing, missing=f"the command that prints `{message}` is not told")
    timed = world.clock.sets(command)
    times = moments(message, timed=timed or _counts_time(world))
    if times is None or (times and not timed and any(moment.kind != "past" for moment in times)):
        return Bound(nothing, missing=f"how the times in `{message}` come about is not told")
    if times and not told.fails and all(moment.kind == "past" for moment in times) and not _others(command, world):
        times = [replace(moment, kind="time") for moment in times]  # what the command begins is since now
    values = bound(command, told.call) if told.call else _values(command, world, message)
    empty = next((place.name for place in command.places if not place.optional and not values.get(place.name)), "")
    if empty:
        return Bound(nothing, missing=f"a value for {empty.upper()} that gives `{message}` is not told")
    state = _state(told, command, world, message, times)
    if isinstance(state, str):
        return Bound(nothing, missing=state)
    before, began = state
    if left := _unexplained(message, command, world, values, times, before):
        return Bound(nothing, missing=f"where `{left}` in `{message}` comes from is not told")
    options = _clock_words(command, world, times, began, bool(before))
    if options is None:
        return Bound(nothing, missing=f"how the times in `{message}` come about is not told")
    call = told.call or fill(command, values, options)
    return Bound(call, before) if call else Bound(nothing, missing=f"how `{message}` comes about is not told")


def _values(command: Command, world: World, message: str) -> dict[str, str]:
    """Place to value: those that must be filled, and those that may be where the message shows their value."""
    found = {}
    for place in command.places:
        value = world.value(command, place.name)
        if not place.optional or holds(message, value):
            found[place.name] = value
    return found


def _others(command: Command, world: World) -> bool:
    """Whether another command may have stored what this one shows: it has places of its own, or this one has none."""
    return not command.places or any(c.places and c.words != command.words for c in world.interface.commands.values())


def _counts_time(world: World) -> bool:
    return bool(world.clock.option)


def _state(
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
    values = {
        place.name: value
        for place in writer.places
        if (value := world.value(writer, place.name)) and (not place.optional or holds(message, value))
    }
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


def _unexplained(
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


def _clock_words(
    command: Command, world: World, times: list[Moment], began: int, staged: bool
) -> tuple[str, ...] | None:
    """The words that set the clock of the call; None where the times do not agree."""
    if not world.clock.sets(command):
        return ()
    wanted = {moment.minutes for moment in times if moment.kind == "time"}
    wanted |= {began + moment.minutes for moment in times if moment.kind == "duration" and staged}
    if any(moment.kind == "duration" for moment in times) and not staged:
        return None
    if not wanted and not staged:
        return ()
    if len(wanted) > 1 or any(minutes >= 24 * 60 for minutes in wanted):
        return None
    if not wanted and not world.clock.time:
        return ()
    moment = wanted.pop() if wanted else began
    return world.clock.words(command, clock_time(moment)) or None


def expected(told: Told, world: World, message: str = "", *, fails: bool = False) -> dict[str, Any]:
    """What is told of the message as the `expect` of a step; of an error the message is a part of what comes out."""
    found: dict[str, Any] = {} if told.exit is None else {"exit": told.exit}
    message = message or told.text
    if told.fails or fails:
        found[told.stream or "output"] = {"contains": [message]}
    else:
        found[told.stream or "stdout"] = message
    if told.unchanged and world.store.file:
        found["unchanged"] = [world.store.file]
    return found


WITHOUT_ANY = lazy(
    r"\b(?:without|with no|no) (?:any|a single) \w+|\bohne (?:einen|eine|ein|jeden|jede|irgend\w+) \w+"
    r"|\bsin ning[úu]na? \w+"
    r"|\bsans (?:aucune?|le moindre|la moindre) \w+|\bsem (?:nenhuma?|qualquer) \w+",
    re.I,
)


def is_empty(told: Told) -> bool:
    """Whether the message is what an empty folder gives."""
    condition = words.CONDITION.search(told.after)
    text = f"{told.before} … {told.after[condition.start() :] if condition else ''}"
    return bool(words.EMPTY_STATE.search(text) or NOTHING_YET.search(text) or WITHOUT_ANY.search(text))


def ground(command: Command, world: World) -> tuple[tuple[Run, ...], dict[str, str]]:
    """Runs and files that give a command something to work on, where the document tells them."""
    for told in world.of(command):
        if not told.fails and (played := bind(told, world)) and not played.missing and played.before:
            return played.before, {}
    empty = any(is_empty(told) for told in world.of(command))
    if empty and world.store.file and world.store.sample:
        return (), {world.store.file: "".join(f"{line}\n" for line in world.store.sample)}
    return (), {}
