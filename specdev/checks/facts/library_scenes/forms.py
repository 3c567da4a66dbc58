"""
The form of a text that a function reads, tried on the document's examples.

    The text is a number and a unit, as in `3.5 kg` or `-2 m`.         White space around it is ignored.
    The decimal separator is a point; a comma is an error.             `1e3 m` is one thousand metres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .. import words
from ..fact import Gap
from ..lazily import lazy
from . import wording
from .samples import taker
from .script import Scene, raises
from .talk import Place
from .world import World


def _texts(function: str, world: World) -> list[str]:
    """Valid texts for the function, from its examples."""
    listed = [*world.samples.texts.get(function, ())]
    return list(dict.fromkeys([*listed, *(s.text for s in world.samples.calls(function) if s.text)]))


def accepted(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The text is …, as in `3.5 kg`, `3.5kg` or `-2 m`: all of these are read."""
    function = taker(place, world.api)
    listed = [text for text in world.samples.texts.get(function, ()) if text in place.codes]
    kind = world.api.returned(function)
    if listed and wording.AS_IN.search(place.words.partition("~")[0]):
        values = ", ".join(map(repr, listed))
        checked = f"[isinstance({function}(text), {kind}) for text in [{values}]]"
        taken = f">>> for text in [{values}]:\n...     _ = {function}(text)\n"
        yield Scene(f">>> {checked}\n{[True] * len(listed)}\n" if kind else taken, place.text)
    if listed and wording.SINGLE_SPACE.search(place.words) and (error := failing(place, function, world)):
        spaced = next((text for text in listed if text.count(" ") == 1), "")
        if spaced:
            yield Scene(raises(f"{function}({spaced.replace(' ', '  ')!r})", error), place.text)


def space_ignored(place: Place, world: World) -> Iterator[Scene | Gap]:
    """White space around the whole text is ignored."""
    function = taker(place, world.api)
    texts = _texts(function, world)
    if not wording.SPACE_IGNORED.search(place.words) or words.NOT.search(place.words.partition("ignor")[0]):
        return
    if not texts or wording.SPACE_INSIDE.search(place.words) or words.CONDITION.search(place.words):
        return
    text = texts[0]
    blank = not re.search(r"\b(?:spaces?|leerzeichen|espacios?|espaces?|espaços?)\b", place.words, re.I)
    outside = f" \t{text}\n" if blank or re.search(r"white ?space", place.words, re.I) else f"  {text} "
    yield Scene(f">>> {function}({outside!r}) == {function}({text!r})\nTrue\n", place.text)


def comma(place: Place, world: World) -> Iterator[Scene | Gap]:
    """A comma is an error."""
    function = taker(place, world.api)
    text = next((text for text in _texts(function, world) if re.search(r"\d\.\d", text)), "")
    if not text or not wording.COMMA_ERROR.search(place.words):
        return
    if error := failing(place, function, world):
        wrong = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
        yield Scene(raises(f"{function}({wrong!r})", error), place.text)
    else:
        yield Gap(place.item.id, place.text, "which exception it is, is not told")


def number_words(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`1e3 m` is one thousand metres."""
    found = place.spans
    function = taker(place, world.api)
    if function not in world.samples.texts and not any(s.text for s in world.samples.calls(function)):
        return
    for code, gap in pairwise(found):
        told = wording.EXPONENT.search(gap.text) if code.kind == "code" and gap.kind == "text" else None
        number = re.match(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+", code.text)
        if not told or not number or not wording.RETURNS.match(gap.text.strip()) or words.NOT.search(gap.text):
            continue
        if len(gap.text[: told.start()].split()) > 2 or re.search(
            r"\b(?:hundred|thousand|and)\b", gap.text[told.end() :].split(",")[0]
        ):
            continue
        plain = code.text.replace(number[0], str(_count(told)), 1)
        yield Scene(f">>> {function}({code.text!r}) == {function}({plain!r})\nTrue\n", place.text)


def _count(told: re.Match[str]) -> int:
    groups = [group for group in told.groups() if group]
    total = 1
    for group in groups:
        total *= wording.COUNTS[group.lower()]
    return total


def failing(place: Place, function: str, world: World) -> str:
    """The exception that the function raises for a text of the wrong form; empty where it is not told."""
    for places in world.items.values():
        for other in places:
            if other.title != place.title or not wording.RAISES.search(other.words):
                continue
            about = re.search(rf"`(?:\w+\.)?{function}(?:\(\w*\))?`", other.text)
            errors = [code for code in other.codes if world.api.error(code)]
            if about and errors and wording_of_form(other):
                return errors[0]
    return ""


_NO_FORM = lazy(
    r"\b(?:no such form|not (?:have|of|in|match\w*) (?:this|that|such an?|the) (?:form|format|shape)"
    r"|cannot be (?:read|parsed)|invalid|malformed|any other|anything else|"
    r"nicht (?:diese|die) form|keine solche form|ungültig\w*|inválid\w+|invalide|no tiene esa forma|otherwise"
    r"|sonst)\b",
    re.I,
)


def wording_of_form(place: Place) -> bool:
    return bool(_NO_FORM.search(place.words))


READERS = (accepted, space_ignored, comma, number_words)
