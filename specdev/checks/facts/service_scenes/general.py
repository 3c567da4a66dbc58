"""What holds for the whole service: bodies that are no JSON, unknown paths, the type of all answers."""

from __future__ import annotations

from collections.abc import Iterator

from ..fact import Fact, Gap
from . import words
from .answers import refusal
from .sayings import Saying
from .stage import JSON_TYPE, Stage, Untold
from .state import missing
from .world import World, fact

NO_OBJECTS = ("[1, 2]", '"text"')
"""JSON that is no object."""


def broken_body(saying: Saying, world: World) -> Iterator[Fact]:
    """A body that is no JSON, sent to whatever takes one."""
    if (saying.status or 0) < 400 or not words.BROKEN_BODY.search(saying.plain):
        return
    bodies = ('{"', *(NO_OBJECTS if words.OBJECT.search(saying.plain) else ()))
    own = world.creator(saying.about) if saying.headed else None
    stage = world.stage()
    # an action without a body may never look at one
    taking = [creator for creator in world.api.creators.values() if creator.sent]
    for number, creator in enumerate([own] if own else taking[:3]):
        path = stage.path(creator.endpoint)
        for body in bodies[: 2 if number else None]:
            stage.ask(creator.endpoint.method, path, refusal(saying), headers=dict(JSON_TYPE), body=body)
    if stage.exchanges:
        yield fact(saying, stage)


NOWHERE = "/no-such-path"


def unknown_path(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """Paths that the service does not have."""
    if (saying.status or 0) < 400 or not words.UNKNOWN_PATH.search(saying.plain):
        return
    if any(one.segments[:1] and one.segments[0][:1] == "{" for one in world.api.endpoints):
        paths: tuple[str, ...] = (f"{NOWHERE}/at/all",)  # one part would be taken for a place
    else:
        paths = (NOWHERE, f"{NOWHERE}/at/all")
    stage = world.stage()
    stage.ask("GET", paths[0], refusal(saying))
    stage.ask("POST", paths[-1], refusal(saying), json={})
    yield fact(saying, stage)
    yield from missing(saying, world)  # "unknown path or ticket"


_METHODS = ("DELETE", "PUT", "PATCH", "POST")


def wrong_method(saying: Saying, world: World) -> Iterator[Fact]:
    """Methods that paths do not have, where all methods of the path are told."""
    if saying.status != 405 or not words.WRONG_METHOD.search(saying.plain) or saying.endpoints:
        return
    stage = world.stage()
    named = {mark.value.path for mark in saying.marks if mark.kind == "path"}
    every = dict.fromkeys(one.path for one in world.api.endpoints if not one.places)
    paths = [path for path in every if not named or path in named]
    for path in paths:
        own = {one.method for one in world.api.endpoints if one.path == path}
        method = next((method for method in _METHODS if method not in own), "")
        if method:
            stage.ask(method, path, refusal(saying), **({} if method == "DELETE" else {"json": {}}))
    if stage.exchanges:
        yield fact(saying, stage)


def answer_type(saying: Saying, world: World) -> Iterator[Fact]:
    """The content type of all answers."""
    if not (words.ALL_ANSWERS.search(saying.plain) and words.CONTENT_TYPE.search(saying.plain)):
        return
    told = [mark.text for mark in saying.marks if mark.kind == "code" and "/" in mark.text]
    if len(told) != 1:
        return
    wanted = told[0] if ";" in told[0] else {"starts_with": told[0]}
    stage = world.stage()
    _everything(stage, world)
    for exchange in stage.exchanges:
        exchange["expect"] = {"headers": {"Content-Type": wanted}}
    if stage.exchanges:
        yield fact(saying, stage)


def _everything(stage: Stage, world: World) -> None:
    """One request to each endpoint that answers with a body, and one that fails."""
    for creator in world.api.creators.values():
        try:
            stage.path(creator.endpoint)
            if (creator.endpoint.path, 0) not in stage.made:
                stage.make(creator)
        except Untold:
            continue
    for endpoint in world.api.endpoints:
        if endpoint.method == "GET" and (world.status(endpoint) or 200) == 200:
            try:
                stage.ask("GET", stage.path(endpoint), {})
            except Untold:
                continue
    refused = any(words.BROKEN_BODY.search(saying.plain) and saying.status for saying in world.every())
    for creator in list(world.api.creators.values())[: 1 if refused else 0]:
        path = stage.path(creator.endpoint)
        stage.ask(creator.endpoint.method, path, {}, headers=dict(JSON_TYPE), body='{"')
    if any(words.UNKNOWN_PATH.search(saying.plain) and saying.status for saying in world.every()):
        stage.ask("GET", f"{NOWHERE}/at/all", {})
