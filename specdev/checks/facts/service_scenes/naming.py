"""How the things that a service makes are named in paths and shown: what PUT makes under a name that is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..lazily import any_of
from .api import Api, Creator, Field, names_it
from .constraints import learn
from .sayings import Saying

_SHOWN = any_of(
    r"\b(?:shown|returned|represented|rendered|displayed|looks?)\b[^.;]{0,30}\b(?:as|like)\b",
    r"\b(?:dargestellt|gezeigt) als\b|\bsieht so aus\b|\bse (?:muestra|representa) como\b",
    r"\best (?:affiché|représenté)e? comme\b|\bé mostrad[oa] como\b",
)


def learn_shapes(api: Api, sayings: list[Saying]) -> None:
    """Keep how the clauses say that things are always shown, and samples of their fields in it."""
    for saying in sayings:
        shown = saying.answer if isinstance(saying.answer, Mapping) else saying.request
        if saying.status or not isinstance(shown, Mapping) or not _SHOWN.search(saying.plain):
            continue
        lead = "".join(mark.text for mark in saying.marks[:1] if mark.kind == "text")
        nouns = re.findall(r"[^\W\d_]{3,}", lead)
        found = [one for one in api.creators.values() if any(names_it(noun, one.endpoint.last) for noun in nouns)]
        if len(found) == 1 and found[0].shape is None:
            found[0].shape = shown
            for name, value in shown.items():
                if name in found[0].fields and found[0].fields[name].example is None:
                    found[0].fields[name].example = value


_THE = r"^\W*(?:(?:the|an?|each|every|der|die|das|eine?|jede[rs]?|el|la|un[ao]?|cada|l[ea]|une?|chaque|os?|uma?)\s+)?"


def learn_places(api: Api, sayings: list[Saying]) -> None:
    """Keep what the clauses demand of the names in the paths of PUT."""
    for creator in api.creators.values():
        if creator.endpoint.method != "PUT":
            continue
        creator.placed = Field(creator.endpoint.places[-1], type="string")
        for shown in (creator.shape, creator.answer):
            value = shown.get(creator.placed.name) if isinstance(shown, Mapping) else None
            if isinstance(value, str) and creator.placed.example is None:
                creator.placed.example = value
        for saying in sayings:
            if (saying.status or 200) < 400 and speaks_of(saying, creator):
                learn(creator.placed, saying.text, list(saying.marks))


def speaks_of(saying: Saying, creator: Creator) -> bool:
    """Whether the clause begins with the name of the place, under the endpoint or in its section."""
    name = creator.placed.name if creator.placed else ""
    if not name or saying.endpoint is None or not saying.endpoint.path.startswith(creator.endpoint.path.split("/{")[0]):
        return False
    return bool(re.match(rf"{_THE}`?{re.escape(name)}\b", saying.text, re.I))
