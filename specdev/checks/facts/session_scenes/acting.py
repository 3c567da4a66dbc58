"""
How a scene comes about: calls with the document's values in their places, and the calls that must go before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from .. import words
from ..calls import Call
from ..fact import Run
from ..lazily import lazy
from .clock import Moment, clock_time, moments
from .errors import is_error
from .explaining import unexplained
from .filling import bound, chosen, fill
from .interface import Command
from .introduced import introductions
from .phrases import NOTHING_YET
from .staging import stored_for
from .told import Told, label
from .world import World


@dataclass(frozen=True, slots=True)
class Bound:
    """A message whose values are all accounted for."""

    call: Call
    before: tuple[Run, ...] = ()
    missing: str = ""
    """Why it cannot be played; then the rest is empty."""


def plain(command: Command, world: World, options: tuple[str, ...] = ()) -> Call | None:
    """The call with the document's values in the places that must be filled."""
    return None if command.unclear else fill(command, world.needed(command), options)


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
    values = _given(told.call, command) if told.call else world.given(command, message)
    if empty := next((name for name in world.needed(command) if not values.get(name)), ""):
        name = empty if empty.startswith("-") else empty.upper()
        return Bound(nothing, missing=f"a value for {name} that gives `{message}` is not told")
    state = stored_for(told, command, world, message, times)
    if isinstance(state, str):
        return Bound(nothing, missing=state)
    before, began = state
    first = introductions(command, values, world, message)
    if first is None:
        return Bound(nothing, missing=f"how what `{message}` speaks of comes about is not told")
    before = (*(run for run in first if run not in before), *before)
    if left := unexplained(message, command, world, values, times, before):
        return Bound(nothing, missing=f"where `{left}` in `{message}` comes from is not told")
    options = _clock_words(command, world, times, began, bool(before))
    if options is None:
        return Bound(nothing, missing=f"how the times in `{message}` come about is not told")
    call = told.call or fill(command, values, options)
    return Bound(call, before) if call else Bound(nothing, missing=f"how `{message}` comes about is not told")


def _given(call: Call, command: Command) -> dict[str, str]:
    return {**bound(command, call), **dict(chosen(command, call))}


def _others(command: Command, world: World) -> bool:
    """Whether another command may have stored what this one shows: it has places of its own, or this one has none."""
    return not command.places or any(c.places and c.words != command.words for c in world.interface.commands.values())


def _counts_time(world: World) -> bool:
    return bool(world.clock.option)


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
    if not (told.fails or fails):
        found[told.stream or "stdout"] = message
    elif told.stream != "stdout" and told.exit != 0 and is_error(message):
        # what holds for all errors, and what is said of this one
        general = world.errors.expect(message, world.store.file, label=label(message))
        said = {"stderr": {"contains": [message]}} if told.stream else {}
        status = {"exit": found["exit"]} if found else {"exit": general["exit"]} if "exit" in general else {}
        found = {**status, **({} if "stderr" in general else said), **general, **found}
        if told.stream:
            found.pop("output", None)
    else:
        found[told.stream or "output"] = {"contains": [message]}
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
