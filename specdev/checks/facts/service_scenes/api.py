"""A service as its document tells it: endpoints, what is sent to them, and what the fields must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

HOLE = "\u2026"
"""A value that the document leaves out."""

FIELD = "\u2025"
"""The name of the field that is wrong."""

BODY_METHODS = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method and a path, whose places stand as `{name}`."""

    method: str
    path: str

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(part for part in self.path.split("/") if part)

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(part[1:-1] for part in self.segments if part[:1] == "{")

    def collection(self, place: str) -> str:
        """The path before the place."""
        return self.path.partition("/{" + place + "}")[0]

    @property
    def last(self) -> str:
        """The last part of the path that is no place: what the endpoint is about."""
        return next((part for part in reversed(self.segments) if part[:1] != "{"), "")


@dataclass(slots=True)
class Field:
    """What the document says of one field of a body."""

    name: str
    type: str = ""
    """integer, number, string, boolean, time, or empty where it is not told."""
    low: float | None = None
    high: float | None = None
    """The lowest and highest value, both allowed."""
    shortest: int | None = None
    longest: int | None = None
    """Numbers of characters, both allowed."""
    chars: frozenset[str] = frozenset()
    """The kinds of characters it consists of: lower, upper, letter, digit, hyphen, underscore; empty: any."""
    vague: bool = False
    """Words tell more of its form than is understood, so no text of it can be made up."""
    pattern: str = ""
    choices: tuple[Any, ...] = ()
    starts: tuple[str, ...] = ()
    """What it begins with: one of these."""
    example: Any = None
    altered: bool = False
    """The answer is shown with another value than was sent."""
    served: bool = False
    """The service makes it up, so it is not sent."""
    required: bool | None = None
    default: Any = HOLE
    """What it is where it is not sent."""
    first: str = ""
    """What it begins with: letter, lower, upper or digit."""
    step: int = 1
    """It is a multiple of this."""
    listed: bool = False
    """The document names it as a field of the body."""
    items: tuple[str, ...] = ()
    """IDs of the items that say what it must be."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One field is less than another."""

    less: str
    more: str
    strict: bool


@dataclass(slots=True)
class Creator:
    """An endpoint that makes things, and what is sent to it."""

    endpoint: Endpoint
    fields: dict[str, Field] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    examples: list[Mapping[str, Any]] = field(default_factory=list)
    """Bodies that it accepts."""
    refused: list[tuple[Mapping[str, Any], Any]] = field(default_factory=list)
    """Bodies that it is shown to refuse, and the answers."""
    answer: Any = None
    """An example of its answer."""
    shape: Any = None
    """An example of how such a thing is always shown."""
    placed: Field | None = None
    """What its own path names, where PUT makes that."""
    status: int | None = None
    """What it answers with."""
    unique: set[str] = field(default_factory=set)
    """Fields of which no two things have the same value."""

    def known(self, name: str) -> Field:
        return self.fields.setdefault(name, Field(name))

    @property
    def sent(self) -> tuple[str, ...]:
        """Names of the fields that are sent: those of the example, else those that are told."""
        if self.examples:
            return tuple(self.examples[0])
        return tuple(name for name, told in self.fields.items() if not told.served)

    @property
    def collection(self) -> str:
        """The path under which the things stand that it makes."""
        path = self.endpoint.path
        return path.rpartition("/")[0] if self.endpoint.method == "PUT" and path.endswith("}") else path

    @property
    def altered(self) -> frozenset[str]:
        """Names of the fields whose value the answer shows differently."""
        return frozenset(name for name, told in self.fields.items() if told.altered)

    @property
    def answered(self) -> frozenset[str]:
        """Names of the fields that its answer is known to have."""
        given = {name for shown in (self.answer, self.shape) if isinstance(shown, Mapping) for name in shown}
        return frozenset(given | {name for name, told in self.fields.items() if told.served})


@dataclass(slots=True)
class Api:
    """The service."""

    endpoints: list[Endpoint] = field(default_factory=list)
    base: str = ""
    """What all paths begin with, where the document leaves it out of them."""
    creators: dict[str, Creator] = field(default_factory=dict)
    """Path of the endpoint to what makes things there."""
    homes: dict[tuple[str, ...], Creator] = field(default_factory=dict)
    """Section with a table of fields to what has them."""

    def add(self, endpoint: Endpoint) -> None:
        """Add the endpoint, unless its path names one thing: `/items/7`."""
        if any(re.search(r"\d", part) and not re.match(r"v\d+$|\{", part) for part in endpoint.segments):
            return
        if endpoint not in self.endpoints:
            self.endpoints.append(endpoint)
        if endpoint.method == "POST" and endpoint.path not in self.creators:
            self.creators[endpoint.path] = Creator(endpoint)

    def has(self, method: str, path: str) -> Endpoint | None:
        return next((one for one in self.endpoints if one.method == method and one.path == path), None)

    def creator(self, endpoint: Endpoint, place: str) -> Creator | None:
        """What makes the things that the place names: by the path before it, else by the name alone."""
        if found := self.creators.get(endpoint.collection(place)):
            return found
        named = [one for one in self.creators.values() if place in one.answered or place in one.sent]
        return named[0] if len(named) == 1 and place != "id" else None

    def matching(self, path: str) -> Iterator[Endpoint]:
        """The endpoints whose path this one is, with its places filled in."""
        wanted = [part for part in path.partition("?")[0].split("/") if part]
        for one in self.endpoints:
            parts = one.segments
            if len(parts) == len(wanted) and all(
                part[:1] == "{" or part == given for part, given in zip(parts, wanted, strict=True)
            ):
                yield one

    def below(self, path: str) -> list[Endpoint]:
        """The endpoints at this path and under it."""
        return [one for one in self.endpoints if one.path == path or one.path.startswith(f"{path}/")]


def endpoint(method: str, path: str) -> Endpoint:
    """The endpoint, with `:id` and `<id>` as `{id}` and without its query."""
    plain = path.partition("?")[0]
    plain = re.sub(r"/:(\w+)", r"/{\1}", plain)
    plain = re.sub(r"/<(?:\w+:)?(\w+)>", r"/{\1}", plain)
    plain = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", plain)
    return Endpoint(method, plain.rstrip("/") or "/")


_PLURALS = ("ies", "es", "en", "s", "e", "n")


def names_it(word: str, segment: str) -> bool:
    """Whether the word is a noun for the things at a path's part: "Station" for stationen, "Messwert" for werte."""
    word, segment = word.lower(), segment.lower()
    stems = {segment, *(segment.removesuffix(end) for end in _PLURALS), re.sub(r"ies$", "y", segment)}
    words = {word, *(word.removesuffix(end) for end in _PLURALS), re.sub(r"ies$", "y", word)}
    shared = {stem for stem in stems if len(stem) >= 3}
    return bool(shared & words) or any(one.endswith(stem) for stem in shared if len(stem) >= 4 for one in words)
