"""
Errors that repeat the value they are about: that value is given in the place that the message or the sentence names.

    For another name it prints `bad project name: Acme!`            start 'Acme!'
    A date that does not exist gives `bad date: 2025-02-30`         report --from 2025-02-30
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model import Item
from ..fact import Fact, Gap, Run
from ..lazily import lazy
from ..markdown import spans
from .acting import expected, ground, is_empty
from .filling import fill
from .interface import Command, Option, Place
from .introduced import introductions
from .names import other_names
from .phrases import ALREADY, NO_LINE, OR_ELSE, OTHERWISE
from .stems import holds, stem
from .told import Told, label
from .world import NUMBERED, World

_QUOTED = lazy(r"'([^']+)'|\"([^\"]+)\"|`([^`]+)`|„([^“”]+)[“”]|«\s?([^»]+?)\s?»|“([^”]+)”")


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The errors of an item that repeat a value."""
    for told in world.told[item.id]:
        if told.every or told.options or told.call or is_empty(told) or ALREADY.search(told.before):
            continue
        wrong = OTHERWISE.search(told.before) or OTHERWISE.search(told.text) or OR_ELSE.search(told.before)
        if NO_LINE.search(told.quote) or not wrong:
            continue
        yield from _played(told, world)


def _played(told: Told, world: World) -> Iterator[Fact | Gap]:
    value = repeated(told.text)
    scenes = []
    for command, target in _targets(told, world):
        number = re.findall(r"(?<![\w.])\d+(?![\w.])", told.text)
        if not value and isinstance(target, Place) and target.name in NUMBERED and len(number) == 1:
            value = number[0]
        if not value:
            break
        if scene := _scene(told, world, command, target, value):
            scenes.append(scene)
    if not scenes:
        yield Gap(told.item, told.quote, f"the call that gives `{told.text}` is not told")
    yield from scenes


def repeated(message: str) -> str:
    """The value that a message repeats: what is quoted in it, or what stands behind its colon."""
    quoted = [next(group for group in found.groups() if group) for found in _QUOTED.finditer(message)]
    if len(quoted) == 1:
        return quoted[0]
    head, colon, tail = message.rpartition(": ")
    head = re.sub(r"^[\w-]+: (?=.)", "", head)  # the program's name, or the word error
    if quoted or not colon or len(tail.split()) > 2 or ":" in head:
        return ""
    # `error: division by zero`: a phrase in lower-case words is no value
    return "" if len(tail.split()) > 1 and re.fullmatch(r"[a-z ]+", tail) else tail.strip()


def _targets(told: Told, world: World) -> list[tuple[Command, Place | Option]]:
    """The places and options that the message is about."""
    spoken = {stem(word) for word in re.findall(r"[^\W\d_]+", label(told.text))}
    options = _named_options(told, world)
    if options:
        fitting = [pair for pair in options if stem(pair[1].value) in spoken] or options
        if told.command and (places := _places(told.command, spoken)):
            return [(told.command, places[0])] if fitting is options and len(places) == 1 else []
        return list(fitting)
    command = told.command
    if command is None:
        return list(_of_all(told, world, spoken))
    if command.unclear:
        return []
    places = _places(command, spoken)
    required = [place for place in command.places if not place.optional]
    if len(places) == 1:
        return [(command, places[0])]
    valued = [option for option in command.options if option.value and stem(option.value) in spoken]
    if valued and not places:
        return [(command, option) for option in valued]
    said = {stem(word) for word in re.findall(r"[^\W\d_]+", f"{told.before} {told.story}")}
    if not places and len(named := _places(command, said)) == 1:
        return [(command, named[0])]
    return [(command, required[0])] if not places and len(required) == 1 and len(command.places) == 1 else []


def _of_all(told: Told, world: World, spoken: set[str]) -> Iterator[tuple[Command, Place | Option]]:
    """What every command is given of the kind that a rule for all of them is about: `Dates must exist`."""
    first = re.findall(r"[^\W\d_]+", told.quote)[:1]
    if not first or stem(first[0]) not in spoken or not OR_ELSE.search(told.before):
        return
    for command in world.interface.commands.values():
        if not command.unclear:
            yield from ((command, option) for option in command.options if stem(option.value) == stem(first[0]))


def _places(command: Command, spoken: set[str]) -> list[Place]:
    return [place for place in command.places if {stem(word) for word in re.split(r"[\W_]+", place.name)} & spoken]


def _named_options(told: Told, world: World) -> list[tuple[Command, Option]]:
    """The options that the sentences around the message name, of every command that has them."""
    named = [span.text.split()[0] for span in spans(f"{told.story} {told.before}") if span.text.startswith("-")]
    return [
        (command, option)
        for name in dict.fromkeys(named)
        for command in world.interface.commands.values()
        if not command.unclear and (option := command.option(name)) and option.value
    ]


def _scene(told: Told, world: World, command: Command, target: Place | Option, value: str) -> Fact | None:
    values = world.needed(command)
    if isinstance(target, Place):
        if world.value(command, target.name) == value:
            return None
        options: tuple[str, ...] = ()
        values[target.name] = value
    else:
        options = () if target.required else (target.name, value)
        values |= {target.name: value} if target.required else {}
    call = fill(command, values, options)
    if call is None or any(holds(value, other) for other in values.values() if other and other != value):
        return None
    before, fixtures = ground(command, world)
    first = introductions(command, values, world, but=value) if not before else ()
    if first is None:
        return None
    before = (*first, *before)
    runs = [*before, Run(call, expected(told, world, fails=True))]
    if isinstance(target, Place):
        runs += other_names(told, world, command, target, value)
    return Fact(told.item, "command", told.quote, tuple(runs), fixtures)
