"""What an answer owes to what is stored: things that are there already, unknown ones, none so far, replaced ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..fact import Fact, Gap
from ..lazily import lazy
from . import words
from .answers import column, refusal
from .api import BODY_METHODS, Creator, Endpoint, names_it
from .marks import whole
from .sayings import Saying
from .stage import Stage, Untold, spelled, unknown
from .values import another, is_time, right
from .world import World, fact


def exists(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """The same thing is made twice."""
    if (saying.status or 0) < 400 or not words.EXISTS.search(saying.plain):
        return
    creator = world.making(saying)
    if creator is None or creator.endpoint.method != "POST":
        yield Gap(saying.item, saying.quote, "what is sent twice is not told")
        return
    stage = world.stage()
    body = stage.make(creator)
    stage.ask("POST", stage.path(creator.endpoint), refusal(saying), json=body)
    yield fact(saying, stage)


def missing(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """Something unknown is asked for, by every endpoint that the clause speaks of."""
    if not missing_told(saying):
        return
    stage = world.stage()
    for endpoint in affected(saying, world):
        try:
            _ask_unknown(stage, endpoint, saying, world)
        except Untold:
            continue
    if stage.exchanges:
        yield fact(saying, stage)
    else:
        yield Gap(saying.item, saying.quote, "which request asks for something unknown is not told")


def missing_told(saying: Saying) -> bool:
    """Whether the clause tells the answer for something that is not there."""
    if saying.status == 404 and _ONLY_LABEL.match(saying.plain) and saying.about and saying.about.places:
        return True  # the cell of a row: "Errors: 404"
    if saying.listed and words.UNKNOWN.search(saying.plain):
        return True  # "`not_found` (unknown path or ticket)"
    unknown_thing = words.UNKNOWN.search(saying.near) and not words.UNKNOWN_PATH.search(saying.plain)
    return (saying.status or 0) >= 400 and bool(unknown_thing) and not words.EXISTS.search(saying.plain)


_ONLY_LABEL = lazy(r"^\W*(?:errors?|fehler|error(?:es)?|erreurs?|erros?)?\W*$", re.I)


def affected(saying: Saying, world: World) -> list[Endpoint]:
    """The endpoints that ask for what is unknown."""
    if saying.endpoints:
        found = list(saying.endpoints)
    elif saying.paths:
        every = bool(words.EVERY_CALL.search(saying.plain))
        found = [one for path in saying.paths for one in world.api.below(path) if every or one.path == path]
    elif saying.about and (saying.headed or _goes_on(saying)):
        found = [saying.about]
    elif saying.about and _place_named(saying.about, saying, world):
        thing = world.api.creator(saying.about, saying.about.places[-1])
        found = [one for one in world.api.endpoints if thing in (world.api.creator(one, place) for place in one.places)]
    else:
        found = _of_noun(saying, world)
    makes = [one.endpoint for one in world.api.creators.values() if one.endpoint.method == "PUT"]
    return [one for one in found if one.places and one not in makes]


def _goes_on(saying: Saying) -> bool:
    """Whether its item has named an endpoint before."""
    return any(before.endpoints for before in saying.before)


def _place_named(endpoint: Endpoint, saying: Saying, world: World) -> bool:
    """Whether the clause speaks of what the endpoint's last place names."""
    return bool(endpoint.places) and world.api.creator(endpoint, endpoint.places[-1]) in world.named(saying)


def _of_noun(saying: Saying, world: World) -> list[Endpoint]:
    """Every endpoint with a place for the thing that the clause says is unknown."""
    named = world.named(saying)
    general = saying.listed or words.EVERY_CALL.search(saying.plain) or re.search(r"\bids?\b", saying.plain, re.I)
    if len(named) != 1 or not general:
        return []
    return [
        one for one in world.api.endpoints if any(world.api.creator(one, place) is named[0] for place in one.places)
    ]


def _ask_unknown(stage: Stage, endpoint: Endpoint, saying: Saying, world: World) -> None:
    place = _unknown_place(endpoint, saying, world)
    path = endpoint.path.replace("{" + place + "}", unknown(world.api, endpoint, place))
    for other in endpoint.places:
        if other != place:
            path = path.replace("{" + other + "}", stage.thing(endpoint, other))
    request = {}
    if endpoint.method in BODY_METHODS:
        maker = world.api.creator(endpoint, place)
        creator = world.creator(endpoint) or maker
        if creator is None:
            raise Untold("what is sent is not told")
        request["json"] = stage.body(creator, 1 if creator is maker else 0)
    stage.ask(endpoint.method, path, refusal(saying), **request)


def _unknown_place(endpoint: Endpoint, saying: Saying, world: World) -> str:
    """The place that names nothing: that of the noun, or of the path that is spoken of; else the last one."""
    for path in saying.paths:
        if "{" in path:
            last = path.rpartition("{")[2].partition("}")[0]
            if last in endpoint.places:
                return last
    for place in endpoint.places:
        creator = world.api.creator(endpoint, place)
        if creator and creator in world.named(saying):
            return place
    return endpoint.places[-1]


def afterwards(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """What is answered for something that was deleted before: "`DELETE /a/{id}` -> 204; afterwards `GET …` …"."""
    if not (saying.status and saying.endpoints and words.AFTERWARDS.search(saying.plain)):
        return
    deletes = [one for earlier in saying.before[-1:] for one in earlier.endpoints if one.method == "DELETE"]
    endpoint = saying.endpoints[0]
    if not deletes or saying.before[-1].quote != saying.quote or not endpoint.places:
        return
    creator = world.api.creator(deletes[0], deletes[0].places[-1]) if deletes[0].places else None
    if world.bound(saying.before[-1]):
        return
    if creator is None or world.api.creator(endpoint, endpoint.places[-1]) is not creator:
        return
    stage = world.stage()
    stage.make(creator)
    status = saying.before[-1].status
    stage.ask("DELETE", stage.path(deletes[0]), {"status": status} if status else {})
    stage.ask(endpoint.method, stage.path(endpoint), refusal(saying))
    yield fact(saying, stage)


def nothing_yet(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """What is answered while nothing is stored."""
    if saying.status is None and saying.answer is None:
        return
    found = words.EMPTY.search(saying.plain)
    if not found or (saying.status or 200) >= 400:
        return
    endpoint = saying.endpoint
    rest = re.findall(r"[^\W\d_]{3,}", saying.plain[found.start() :])
    empty = [
        one
        for one in world.api.creators.values()
        if any(names_it(noun, one.endpoint.last) for noun in rest) and (not endpoint or one.endpoint != endpoint)
    ]
    if endpoint is None or endpoint.method != "GET" or not empty:
        yield Gap(saying.item, saying.quote, "which request is answered so is not told")
        return
    stage = world.stage()
    stage.ask("GET", stage.path(endpoint), _told(saying))
    if any((one.endpoint.path, 0) in stage.made for one in empty):
        yield Gap(saying.item, saying.quote, f"how `{spelled(endpoint)}` is asked without any is not told")
        return
    yield fact(saying, stage)


def _told(saying: Saying) -> dict[str, object]:
    expect: dict[str, object] = {"status": saying.status} if saying.status else {}
    return {**expect, "json": saying.answer} if saying.answer is not None and whole(saying.answer) else expect


def replaced(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """A second thing with the same key takes the place of the first."""
    text = saying.quote
    if saying.status is None or not (words.REPLACES.search(text) and words.SAME.search(text)):
        return
    creator = world.making(saying)
    names = [name for name in saying.names if creator and name in creator.sent]
    names = names or [name for one in saying.before for name in one.names if creator and name in creator.sent]
    other = changed(creator, names) if creator else None
    if creator is None or other is None or not names or creator.endpoint.method != "POST":
        yield Gap(saying.item, text, "what is sent twice is not told")
        return
    name, value = other
    stage = world.stage()
    stage.make(creator)
    stage.make(creator, changes={name: value}, expect={"status": saying.status})
    if listed := world.lists(creator):
        expect = {"data": [{"at": column(name), "equals": [value]}]}
        stage.ask("GET", stage.path(listed), expect)
    if creator.endpoint.places and len(words.SAME.findall(text)) > 1:
        stage.make(creator, within=1)  # the same key elsewhere is another thing
    yield fact(saying, stage)


def changed(creator: Creator, names: list[str]) -> tuple[str, object] | None:
    """A field that is not among `names`, and another value of it."""
    for name in creator.sent:
        value = right(creator.fields[name])
        if name not in names and name not in creator.unique and not is_time(value):
            other = another(creator.fields[name], value, 1)
            if other is not None:
                return name, other
    return None
