"""
What a command gives in an empty folder, told by what there is none of.

    Without members it prints `no members`.
    An empty list prints `nothing due`.
    `--json` prints an array; an empty list is `[]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ....model import Item
from .. import words
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..lazily import any_of, lazy
from ..markdown import Sentence, pieces, spans
from .acting import expected, is_empty
from .filling import fill
from .told import Told
from .unknown import introducers
from .world import World

_LACKING = (
    r"\b(?:without(?: any)?|with no|there are no|ohne|keine|sin|no hay|sans|sem) (?P<kind>[\w-]+?)(?:s|e|en|n)?\b"
)
_EMPTY_IS = any_of(
    r"\ban empty (?:list|result|report|array) is\s*$",
    r"\beine leere liste ist\s*$|\buna lista vacía es\s*$|\bune liste vide est\s*$|\buma lista vazia é\s*$",
)
_JSON = lazy(r"^(?:\[\]|\{\})$")


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """What the item says a command without places gives where nothing is stored."""
    for told in world.told[item.id]:
        yield from _printed(told, world)
    subject = world.subjects.get(item.id)
    for text in whole(item)[1:]:
        for piece in pieces(text):
            found = spans(piece.text) if isinstance(piece, Sentence) and subject else []
            for number, span in enumerate(found):
                lead = found[number - 1].text if number else ""
                names = [s.text for s in found[:number] if s.kind == "code" and s.text.startswith("-")]
                if subject and span.kind == "code" and _EMPTY_IS.search(lead) and len(names) < 2:
                    switches = all((option := subject.option(name)) and not option.value for name in names)
                    call = fill(subject, {}, tuple(names)) if switches and not subject.unclear else None
                    if call:
                        yield Fact(item.id, "command", _text(piece), (Run(call, {"stdout": _shown(span.text)}),))


def _text(piece: Any) -> str:
    return piece.text if isinstance(piece, Sentence) else ""


def _shown(text: str) -> Any:
    """JSON is compared as data."""
    return {"json": json.loads(text)} if _JSON.match(text) else text


def _printed(told: Told, world: World) -> Iterator[Fact]:
    """The message of a command of which the paragraph speaks, or of a kind of thing that there is none of."""
    command = told.command
    if command is None or command.unclear or told.call or told.options or told.every:
        return
    kind = re.search(_LACKING, told.before, re.I)
    lacking = bool(kind) and kind is not None and kind["kind"].lower() in introducers(world)
    said = is_empty(told) and bool(words.EMPTY_STATE.search(told.before)) and world.subjects.get(told.item) is command
    if (lacking or said) and (call := fill(command, {})):
        yield Fact(told.item, "command", told.quote, (Run(call, expected(told, world)),))
