"""
Calls and the values in their places: from a usage and values to a call, and back.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from ..calls import PRODUCT, Call
from .interface import Command


def fill(command: Command, values: Mapping[str, str], options: tuple[str, ...] = ()) -> Call | None:
    """The call with the values in its places and behind its options; None where one that must be there has none."""
    line: list[str] = [PRODUCT, *command.words]
    for part in command.parts:
        if isinstance(part, str):
            line.append(part)
        elif value := values.get(part.name):
            if value.startswith("-"):
                return None
            line.append(value)
        elif not part.optional:
            return None
    for option in command.options:
        if (option.required or values.get(option.name)) and option.name not in options:
            value = values.get(option.name, "")
            if option.value and (not value or value.startswith("-")):
                return None
            line += [option.name, value] if option.value else [option.name]
    line += options
    return Call(tuple(line), written=shlex.join(line[1:]))


def bound(command: Command, call: Call) -> dict[str, str]:
    """Place to value of a call; empty where the words do not fit the command's places."""
    rest = list(call.arguments[len(command.words) :])
    plain: list[str] = []
    while rest:
        word = rest.pop(0)
        option = command.option(word.partition("=")[0]) if word.startswith("-") else None
        if option and option.value and "=" not in word and rest:
            rest.pop(0)
        elif not word.startswith("-"):
            plain.append(word)
    fixed = [part for part in command.parts if isinstance(part, str)]
    plain = [word for word in plain if word not in fixed]
    required = [place for place in command.places if not place.optional]
    if not len(required) <= len(plain) <= len(command.places) or any(place.many for place in command.places):
        return {}
    places = command.places if len(plain) > len(required) else required
    return {place.name: word for place, word in zip(places, plain, strict=False)}


def chosen(command: Command, call: Call) -> Iterator[tuple[str, str]]:
    """Name and value of the options that a call gives values to."""
    words = call.arguments
    for word, following in zip(words, (*words[1:], ""), strict=False):
        name, equals, value = word.partition("=")
        option = command.option(name) if word.startswith("-") else None
        value = value if equals else following
        if option and option.value and value and not value.startswith("-"):
            yield option.name, value
