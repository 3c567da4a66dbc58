"""Values that are handed to the function that is spoken of: `roman` raises `ValueError` for `0` and `4000`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import words
from ..lazily import lazy
from ..markdown import Span
from . import wording
from .expressions import UNKNOWN, free, has_call, literal
from .samples import spoken
from .script import Scene, raises
from .talk import JOINTS, Place
from .world import World

_FOR = lazy(
    r"^\s*:\s*$|^\s*:?,?\s*\(?(?:e\.g\.|as in|for example|for instance|z\. ?B\.|zum Beispiel|wie in"
    r"|por ejemplo|par exemple|por exemplo|"
    r"for|on|when given|given|if given|bei|für|para|pour|with|mit)\s*,?\s*(?:the (?:text|input|string)\s+)?$",
    re.I,
)


def examples_for(place: Place, world: World) -> Iterator[Scene]:
    """Values for the function that is spoken of: `roman` raises `ValueError` for `0` and `4000`."""
    found = place.spans
    for number in range(2, len(found)):
        gap, span = found[number - 1], found[number]
        error = found[number - 2].text.rpartition(".")[2] if found[number - 2].kind == "code" else ""
        if span.kind != "code" or gap.kind != "text" or not _FOR.match(gap.text) or not world.api.error(error):
            continue
        lead = found[number - 3].text if number > 2 else ""
        function = spoken(place, world.api)
        told = world.api.functions.get(function)
        if has_call(span.text) and world.api.needed(span.text) is not None and free(span.text):
            if wording.RAISES.search(lead) and not words.NOT.search(" ".join(lead.split()[-2:])):
                yield Scene(raises(span.text, error), place.text)
            continue
        if not told or told.required != 1 or told.owner or not wording.RAISES.search(lead) or words.NOT.search(lead):
            continue
        for value in _values(found, number):
            yield Scene(raises(f"{function}({value})", error), place.text)


def _values(found: list[Span], number: int) -> Iterator[str]:
    from_here = found[number:]
    names = [span.text for span in from_here if span.kind == "code"]
    joints = [span.text.strip().strip(",").strip() for span in from_here[1::2]]
    for place, name in enumerate(names):
        if place and (place > len(joints) or joints[place - 1] not in JOINTS):
            return
        if literal(name) is UNKNOWN:
            return
        yield name
