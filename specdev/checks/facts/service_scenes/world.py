"""What the scenes lean on: the service as it is told, all clauses, and the facts that are made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..fact import Fact, Gap
from ..knowledge import Knowledge
from ..lazily import any_of, lazy
from ..words import NOT
from . import words
from .api import Api, Creator, Endpoint, names_it
from .declared import concerned
from .learning import key
from .provisos import bound
from .sayings import Saying
from .stage import Stage

_OTHERS = any_of(
    r"\b(?:everything|anything|all|every|any) (?:else|other)\b|\ball(?:es|en?) (?:andere|übrigen)\w*\b"
    r"|\btod[oa]s? l[oa]s? demás\b|\btout(?:es)? (?:le|les) (?:reste|autres)\b"
    r"|\btod[oa]s? [oa]s? (?:resto|outr[oa]s)\b",
)
"""More than the endpoints that are named."""


@dataclass(frozen=True, slots=True)
class World:
    """What the whole PRD tells about this way to reach the product."""

    known: Knowledge
    api: Api
    sayings: Mapping[str, Sequence[Saying]]
    played: dict[str, tuple[Fact | Gap, ...]] = field(default_factory=dict)
    """Item ID to its scenes."""

    @property
    def guarded(self) -> bool:
        """Whether the answer depends on who asks."""
        return any(not (one.endpoints or one.headed) or _OTHERS.search(one.quote) for one in self._guards())

    @property
    def guarded_endpoints(self) -> frozenset[Endpoint]:
        """The endpoints that are said to ask who sends the request."""
        return frozenset(one.endpoint for one in self._guards() if one.endpoint)

    def _guards(self) -> list[Saying]:
        told = [one for one in self.every() if words.GUARDED.search(one.text) and not NOT.search(one.plain)]
        return [*told, *(one for one in self.every() if one.status == 401)]

    def stage(self) -> Stage:
        return Stage(self.api)

    def every(self) -> list[Saying]:
        return [saying for group in self.sayings.values() for saying in group]

    def creator(self, endpoint: Endpoint | None) -> Creator | None:
        """What the endpoint makes."""
        return next((one for one in self.api.creators.values() if one.endpoint == endpoint), None)

    def named(self, saying: Saying) -> list[Creator]:
        """The creators of whose things a noun of the clause speaks."""
        nouns = re.findall(r"[^\W\d_]{3,}", saying.plain)
        return [one for one in self.api.creators.values() if any(names_it(noun, one.endpoint.last) for noun in nouns)]

    def making(self, saying: Saying) -> Creator | None:
        """The one creator that a clause on making things speaks of."""
        if own := spoken_of(saying):
            return self.creator(own)
        fielded, named = concerned(self.api, saying), self.named(saying)
        for found in (fielded if saying.names else [], named):
            if len(found) == 1:
                return found[0]
        return self.creator(saying.about)

    def lists(self, creator: Creator) -> Endpoint | None:
        """The endpoint that lists all that the creator makes; None where none is told to."""
        found = self.api.has("GET", creator.collection)
        if found and any(one.endpoint == found and whole_list(one) for one in self.every()):
            return found
        return None

    def shows(self, creator: Creator) -> Endpoint | None:
        """The endpoint that shows one thing that the creator makes."""
        for one in self.api.endpoints:
            ends = one.segments[-1:] and one.segments[-1][:1] == "{"
            if one.method == "GET" and ends and self.api.creators.get(one.collection(one.places[-1])) is creator:
                return one
        return None

    def status(self, endpoint: Endpoint) -> int | None:
        """What the endpoint answers with where nothing is wrong."""
        found = (
            one.status
            for one in self.every()
            if one.endpoint == endpoint and one.status and one.status < 400 and not conditional(one)
        )
        return next(found, None)

    def bound(self, saying: Saying) -> bool:
        """Whether a clause's answer depends on more than that what its path names is there."""
        one = saying.endpoint
        thing = self.api.creator(one, one.places[-1]) if one and one.places else self.creator(one)
        return bound(saying, self.every(), self.api.creators, thing)

    def column(self, creator: Creator) -> str:
        """A sent field in which things differ, or can be made to; empty where there is none."""
        keys = [
            key(creator, place)
            for one in self.api.endpoints
            for place in one.places
            if self.api.creator(one, place) is creator
        ]
        told = [name for name in creator.sent if name in creator.unique]
        free = [name for name in creator.sent if isinstance(creator.fields[name].example, str)]
        free = [name for name in free if not creator.fields[name].choices]
        return next(
            (name for name in (*keys, *told, *free) if name in creator.sent and name not in creator.altered), ""
        )


def spoken_of(saying: Saying) -> Endpoint | None:
    """The endpoint that the clause itself, its item or its heading names."""
    named = [one for earlier in (saying, *reversed(saying.before)) for one in earlier.endpoints]
    return named[0] if named else saying.about if saying.headed else None


_CONDITION = lazy(
    r"\b(?:if|when|otherwise|wenn|falls|sonst|sofern|si|cuando|quand|lorsque|sinon|se|quando|caso)\b", re.I
)


def conditional(saying: Saying) -> bool:
    """Whether the clause holds under a condition only."""
    text = saying.plain
    return bool(
        _CONDITION.search(text)
        or words.EMPTY.search(text)
        or words.EXISTS.search(text)
        or (words.REPLACES.search(text) and words.EXISTING.search(text))
        or (words.REPLACES.search(saying.quote) and words.SAME.search(saying.quote))
    )


_FILTER = lazy(
    r"\b(?:with|whose|that|which|where|only|between|mit|deren|nur|con|que|cuy[oa]s?|solo|avec|dont|qui|seulement|com|cujos?|apenas)\b",
    re.I,
)


def whole_list(saying: Saying) -> bool:
    """Whether the clause says that the answer is the list of all things, not only of some."""
    found = list(words.LIST.finditer(saying.plain))
    if isinstance(saying.answer, Mapping):
        return False  # the list stands in something else
    if not found or (saying.status or 200) >= 400 or any(mark.kind == "query" for mark in saying.marks):
        return False
    rest = re.split(r"[,;.:]", saying.plain[found[-1].end() :])[0]
    return not _FILTER.search(rest) and not words.ONLY.search(saying.plain)


def fact(saying: Saying, stage: Stage, *, quote: str = "", also: tuple[str, ...] = (), **more: Any) -> Fact:
    """The scene as a fact of the clause's item, without captured values that nothing uses."""
    for number, exchange in enumerate(stage.exchanges):
        later = repr(stage.exchanges[number + 1 :])
        used = {name: place for name, place in exchange.get("capture", {}).items() if "{" + name + "}" in later}
        exchange.pop("capture", None)
        if used:
            exchange["capture"] = used
    body = {"exchanges": json.loads(json.dumps(stage.exchanges)), **more}  # nothing is shared between exchanges
    return Fact(saying.item, "http", quote or saying.quote, body=body, also=also)
