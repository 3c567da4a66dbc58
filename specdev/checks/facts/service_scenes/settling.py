"""
What single sentences tell of a service, judged by what the whole document tells of it.

A request that stands completely in one sentence is a fact by itself; but it may need something stored that only
another sentence tells of, or stand below a path that all paths begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..fact import Fact
from . import words
from .api import names_it
from .stage import refers
from .world import World


def settled(facts: Iterable[Fact], played: Iterable[Fact], world: World) -> list[Fact]:
    """The facts without those that would not hold, or that a scene shows too; paths are written out in all of them."""
    played = list(played)
    kept = [fact for fact in facts if fact.kind != "http" or (_holds(fact, world) and not _shown(fact, played))]
    return [_based(fact, world.api.base) for fact in [*kept, *played] if not _guarded(fact, world)]


def _refused(exchange: Mapping[str, Any]) -> bool:
    return exchange["expect"].get("status") in (401, 403)


def _guarded(fact: Fact, world: World) -> bool:
    """Whether a request goes to an endpoint that asks who sends it, and is not refused."""
    guarded = world.guarded_endpoints if fact.kind == "http" else frozenset()
    return any(
        one in guarded and one.method == exchange["request"]["method"] and not _refused(exchange)
        for exchange in (fact.body["exchanges"] if guarded else ())
        for one in world.api.matching(exchange["request"]["path"])
    )


def _holds(fact: Fact, world: World) -> bool:
    exchanges = fact.body["exchanges"]
    if world.guarded:
        return all(_refused(one) for one in exchanges)
    if len(exchanges) > 1:
        return not _leans(exchanges, world)
    return not (_refers(exchanges[0], world) or _counts(exchanges[0], world))


def _leans(exchanges: list[Mapping[str, Any]], world: World) -> bool:
    """Whether calls ask for something with a number before anything is made, and are not told that it is unknown."""
    for exchange in exchanges:
        request, expect = exchange["request"], exchange["expect"]
        asked = [one for one in world.api.matching(request["path"]) if one.method == request["method"]]
        parts = [part for part in request["path"].partition("?")[0].split("/") if part]
        named = [part for one in asked for part, told in zip(parts, one.segments, strict=True) if told[:1] == "{"]
        if asked and not named and request["method"] in ("POST", "PUT"):
            return False
        unknown = expect.get("status") == 404 or words.UNKNOWN.search(str(expect).replace("_", " "))
        if request["method"] != "PUT" and any(part.isdigit() for part in named) and not unknown:
            return True
    return False


def _refers(exchange: Mapping[str, Any], world: World) -> bool:
    """Whether what is sent names something else that must be stored before."""
    request = exchange["request"]
    creator = world.api.creators.get(request["path"])
    accepted = exchange["expect"].get("status", 200) < 400
    return bool(accepted and creator and any(refers(world.api, creator, name) for name in request.get("json") or ()))


def _counts(exchange: Mapping[str, Any], world: World) -> bool:
    """Whether the answer shows how much is stored: a number under the name of what is made."""
    answer = exchange["expect"].get("json")
    if exchange["request"]["method"] != "GET" or not isinstance(answer, Mapping):
        return False
    made = [creator.endpoint.last for creator in world.api.creators.values()]
    counts = [name for name, value in answer.items() if isinstance(value, int | list) and value not in (0, [], False)]
    return any(names_it(name, segment) for name in counts for segment in [*made, "total", "count", "anzahl"])


def _shown(fact: Fact, played: Iterable[Fact]) -> bool:
    """Whether a scene sends the same requests in this order too, with at least the same answers."""
    exchanges = fact.body["exchanges"]
    scenes = [other.body["exchanges"] for other in played if other.kind == "http"]
    return any(
        len(scene) == len(exchanges) and all(map(_says, scene, exchanges))
        if len(exchanges) > 1
        else any(_says(one, exchanges[0]) for one in scene)
        for scene in scenes
    )


def _says(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether one exchange is the other, with at least the same answer."""
    return bool(one["request"] == other["request"] and other["expect"].items() <= one["expect"].items())


def _based(fact: Fact, base: str) -> Fact:
    """The fact with the path that all paths begin with."""
    if not base or fact.kind != "http":
        return fact
    exchanges = [
        one
        if one["request"]["path"].startswith(base)
        else {**one, "request": {**one["request"], "path": base + one["request"]["path"]}}
        for one in fact.body["exchanges"]
    ]
    return replace(fact, body={**fact.body, "exchanges": exchanges})
