"""The words that a place for arguments may hold, told in lists: the units, the currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import words
from ..lazily import lazy
from . import wording
from .api import Api, expression_of_api, places_lists, plural
from .talk import Place

_WORD = lazy(r"[^\s\"'`(){}\[\],;=]{1,16}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a place for arguments may hold, told in one or more lists."""

    noun: str
    """The parameter or attribute that they are for."""
    groups: tuple[tuple[str, ...], ...]
    closed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for group in self.groups for word in group))

    def group(self, word: str) -> tuple[str, ...]:
        return next((group for group in self.groups if word in group), ())


def read_vocabularies(places: list[Place], api: Api) -> tuple[Vocabulary, ...]:
    """The vocabularies that the places list."""
    nouns = dict.fromkeys(p for f in api.functions.values() for p in f.parameters)
    nouns |= dict.fromkeys(name for told in api.attributes.values() for name in told)
    typed = {name: kind for told in api.attributes.values() for name, kind in told.items()}
    nouns = {noun: None for noun in nouns if typed.get(noun, "") in ("", "str")}
    groups: dict[str, list[tuple[str, ...]]] = {}
    closed: set[str] = set()
    for place in places:
        for number, names in places_lists(place):
            noun = _noun_of(place, number, list(nouns))
            known = {word for told in groups.values() for group in told for word in group}
            if noun and not set(names) <= known and _is_vocabulary(names, place, number, api):
                groups.setdefault(noun, []).append(tuple(names))
    for place in places:
        found = next((n for n in groups if re.search(rf"\b{plural(n)}\b", place.text, re.I)), "")
        if found and wording.CLOSED.search(place.text):
            closed.add(found)
    return tuple(Vocabulary(noun, tuple(told), noun in closed) for noun, told in groups.items())


def _is_vocabulary(names: list[str], place: Place, number: int, api: Api) -> bool:
    before = place.spans[number - 1].text if number else ""
    plain = all(_WORD.fullmatch(n) and not expression_of_api(n, api) and n not in api.variables for n in names)
    told = any(n in attributes for n in names for attributes in api.attributes.values())
    return len(names) > 1 and plain and not told and bool(wording.HAS.search(before)) and not words.NOT.search(before)


def _noun_of(place: Place, number: int, nouns: list[str]) -> str:
    """The parameter or attribute that a list is for: in the sentence, in its title or before it."""
    before = "".join(span.text for span in place.spans[:number])
    said = " ".join(near.text for near in place.before)
    for text in (before, place.title, said):
        fits = [
            noun
            for noun in nouns
            if len(noun) > 2 and re.search(rf"\b{re.escape(plural(noun))}\b|`{noun}`", text, re.I)
        ]
        if len(fits) == 1:
            return fits[0]
    return ""
