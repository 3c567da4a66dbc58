"""What is answered when nothing is wrong: things are made, shown, changed and deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..fact import Fact, Gap
from ..http import sentence_exchanges
from ..http import settled as sure
from ..lazily import any_of
from . import words
from .answers import at, column, holds, refusal
from .api import HOLE, Creator, Endpoint, Field, names_it
from .constraints import learn, told
from .declared import concerned, groups
from .marks import whole
from .samples import echoed
from .sayings import Saying
from .stage import Stage, refers, spelled
from .state import affected, missing_told
from .values import another, right, spelled_out
from .world import World, conditional, fact

_REPEATED = any_of(
    r"\b(?:twice|repeated(?:ly)?|(?:two|three) times|once more|a (?:second|third) time|again)\b"
    r"|\b(?:zweimal|dreimal|mehrmals|wiederholt\w*|erneut\w*|noch einmal|nochmals)\b|\bdos veces\b|\botra vez\b"
    r"|\b(?:deux fois|à nouveau|de nouveau)\b|\bde nuevo\b|\b(?:duas vezes|novamente|de novo)\b",
)
"""The answer is that of another time than the first."""


def plain(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """An endpoint's answer that is bound to no condition."""
    endpoint = saying.endpoint
    if saying.status is None or saying.status >= 400 or endpoint is None or conditional(saying):
        return
    if not (saying.endpoints or saying.headed or any(endpoint in one.endpoints for one in saying.before)):
        return
    if _REPEATED.search(saying.plain):
        yield Gap(saying.item, saying.quote, "what is sent more than once is told in words only")
        return
    creator = world.creator(endpoint)
    leans = creator and any(refers(world.api, creator, name) for name in creator.sent)
    complete = [sure(one) for one in sentence_exchanges(saying.quote) if not one.unclear]
    told_whole = any("json" in one.expect for one in complete)
    if complete and not leans and (told_whole or not (creator and content(saying, creator, {"": ""}))):
        return  # it is told completely, and read as it stands
    if any(mark.kind == "query" for mark in saying.marks) and endpoint.method == "GET":
        return
    play = _BY_METHOD.get(endpoint.method)
    if play and world.bound(saying):
        yield Gap(saying.item, saying.quote, f"what makes `{spelled(endpoint)}` answer so is told in words only")
    elif play:
        yield from play(saying, endpoint, world)


def _made(saying: Saying, endpoint: Endpoint, world: World) -> Iterator[Fact]:
    creator = world.creator(endpoint)
    if creator is None:
        return
    stage = world.stage()
    body = stage.make(creator, expect={"status": saying.status})
    if told_of := content(saying, creator, body):
        stage.exchanges[-1]["expect"]["data"] = told_of
    shown = [one.item for one in world.every() if one.request == body and one.item and not one.status]
    yield fact(saying, stage, also=tuple(dict.fromkeys(item for item in shown if item != saying.item)))


def content(saying: Saying, creator: Creator, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the answer says of the thing that was sent: its fields, where the clause says that it is the thing."""
    if isinstance(saying.answer, Mapping):
        shown = {name: value for name, value in echoed(creator, body).items() if saying.answer.get(name, name) == value}
        return [{"at": "", "contains": sorted(saying.answer)}, *holds(shown)]
    behind = _behind_status(saying)
    nouns = re.findall(r"[^\W\d_]{3,}", behind)
    if any(names_it(noun, creator.endpoint.last) for noun in nouns) and not words.LIST.search(behind):
        known = set(creator.answer) if isinstance(creator.answer, Mapping) else set(body)
        return holds(echoed(creator, {name: value for name, value in body.items() if name in known}))
    return []


def _behind_status(saying: Saying) -> str:
    found = [number for number, mark in enumerate(saying.marks) if mark.kind == "status"]
    rest = saying.marks[found[-1] + 1 :] if found else saying.marks
    return " ".join(mark.text for mark in rest if mark.kind == "text")


def generated(saying: Saying, world: World) -> Iterator[Fact]:
    """A field that the service makes up has the form that is told."""
    if saying.status is not None:
        return
    for creator in world.api.creators.values():
        for group, said, found in told(saying, creator.answered - set(creator.sent)):
            for name in group:
                form = Field(name)
                if learn(form, said, found) and (pattern := spelled_out(form)):
                    stage = world.stage()
                    stage.make(creator)
                    data = {"data": [{"at": at(name), "matches": pattern}]}
                    stage.exchanges[-1]["expect"] = {**stage.exchanges[-1]["expect"], **data}
                    yield fact(saying, stage)
                    return


def defaulted(saying: Saying, world: World) -> Iterator[Fact]:
    """A field that is not sent has its default in the answer, or in the list, where that shows the thing."""
    if saying.status is not None:
        return
    for creator in concerned(world.api, saying):
        for group, said, found in groups(saying, creator):
            for name in group:
                form = Field(name, type=creator.fields[name].type)
                learn(form, said, found)
                if form.default == HOLE:
                    continue
                stage = world.stage()
                stage.make(creator)
                stage.exchanges[-1]["request"]["json"].pop(name, None)
                listed = world.lists(creator)
                if _shows(creator, name, world):
                    data = {"data": [{"at": at(name), "equals": form.default}]}
                    stage.exchanges[-1]["expect"] = {**stage.exchanges[-1]["expect"], **data}
                elif listed and isinstance(creator.shape, Mapping) and name in creator.shape:
                    stage.ask("GET", stage.path(listed), {"data": [{"at": column(name), "equals": [form.default]}]})
                else:
                    continue
                yield fact(saying, stage)
                return


def _shows(creator: Creator, name: str, world: World) -> bool:
    """Whether the answer to making a thing is the thing, with this field."""
    if isinstance(creator.answer, Mapping):
        return name in creator.answer
    making = [one for one in world.every() if one.endpoint == creator.endpoint and one.status == creator.status]
    return any(content(one, creator, {name: name}) for one in making)


def _shown(saying: Saying, endpoint: Endpoint, world: World) -> Iterator[Fact]:
    """One thing, or what hangs on it; lists are played elsewhere."""
    if not endpoint.places or words.LIST.search(saying.plain):
        return
    creator = world.api.creator(endpoint, endpoint.places[-1])
    if creator is None:
        return
    stage = world.stage()
    place = endpoint.places[-1]
    body = stage.make(creator)
    expect: dict[str, Any] = {"status": saying.status}
    if endpoint.segments[-1] == "{" + place + "}":
        if saying.status == 200 and (told_of := content(saying, creator, body)):
            expect["data"] = told_of
    elif isinstance(saying.answer, Mapping):
        return  # what it shows depends on more than the thing
    if 300 <= (saying.status or 0) < 400 and words.REDIRECTS.search(saying.plain):
        urls = [value for value in body.values() if isinstance(value, str) and re.match(r"https?://", value)]
        expect |= {"headers": {"Location": urls[0]}} if len(urls) == 1 else {}
    stage.ask("GET", stage.path(endpoint), expect)
    yield fact(saying, stage)


def _deleted(saying: Saying, endpoint: Endpoint, world: World) -> Iterator[Fact]:
    """Something is deleted; then it is gone."""
    if not endpoint.places:
        return
    creator = world.api.creator(endpoint, endpoint.places[-1])
    if creator is None or endpoint.segments[-1][:1] != "{":
        return
    stage = world.stage()
    stage.make(creator)
    child = _child(saying, creator, world)
    if child:
        stage.make(child)
    expect: dict[str, Any] = {"status": saying.status}
    if words.NO_BODY.search(saying.plain):
        expect["body"] = ""
    stage.ask("DELETE", stage.path(endpoint), expect)
    also = _gone(stage, creator, world)
    if child and (listed := world.lists(child)):
        stage.make(creator)
        stage.ask("GET", stage.path(listed), {"json": []})
    yield fact(saying, stage, also=also)


def _child(saying: Saying, creator: Creator, world: World) -> Creator | None:
    """What is deleted with the thing: "with all its values"."""
    lead = words.WITH_ALL.search(saying.quote)
    if not lead:
        return None
    nouns = re.findall(r"[^\W\d_]{3,}", saying.quote[lead.end() :])[:3]
    for one in world.api.creators.values():
        above = one.endpoint.path.startswith(f"{creator.endpoint.path}/{{")
        if above and any(names_it(noun, one.endpoint.last) for noun in nouns):
            return one
    return None


def _gone(stage: Stage, creator: Creator, world: World) -> tuple[str, ...]:
    """Ask for what was deleted, as far as the document tells the answer; the items that tell it."""
    for shown in [world.shows(creator), *world.api.endpoints]:
        if shown is None or shown.method != "GET" or creator is not _of_last(shown, world):
            continue
        for one in world.every():
            if missing_told(one) and shown in affected(one, world):
                stage.ask("GET", stage.path(shown), refusal(one))
                return (one.item,) if one.item else ()
    if listed := world.lists(creator):
        stage.ask("GET", stage.path(listed), {"json": []})
    return ()


def _of_last(endpoint: Endpoint, world: World) -> Creator | None:
    return world.api.creator(endpoint, endpoint.places[-1]) if len(endpoint.places) == 1 else None


def _changed(saying: Saying, endpoint: Endpoint, world: World) -> Iterator[Fact | Gap]:
    """Fields of something are changed."""
    creator = world.creator(endpoint)
    if creator is not None:
        yield from _made(saying, endpoint, world)
        return
    creator = world.api.creator(endpoint, endpoint.places[-1]) if endpoint.places else None
    if creator is None or endpoint.segments[-1][:1] != "{":
        return
    stage = world.stage()
    for body in _changes(saying, creator, world):
        path = stage.path(endpoint)
        stage.ask(endpoint.method, path, {"status": saying.status}, json=body)
        if shown := world.shows(creator):
            stage.ask("GET", stage.path(shown), {"data": holds(echoed(creator, body))})
    if stage.exchanges:
        yield fact(saying, stage)
    else:
        yield Gap(saying.item, saying.quote, f"the body of `{spelled(endpoint)}` is not told")


def _changes(saying: Saying, creator: Creator, world: World) -> Iterator[dict[str, Any]]:
    """What is sent: the body that the clause shows, else each field that it says can be changed."""
    if isinstance(saying.request, Mapping) and whole(saying.request):
        yield dict(saying.request)
        return
    endpoint = saying.endpoint
    if endpoint is None or endpoint.method != "PATCH":
        return
    changing = [one for one in (*saying.before, saying) if words.CHANGES.search(one.plain)]
    for name in dict.fromkeys(name for one in changing for name in one.names if name in creator.fields):
        known = creator.fields[name]
        value = right(known)
        other = (known.choices[1:] or (None,))[0] if known.choices else another(known, value, 1)
        if known.type == "boolean":
            other = True
        if other is not None and name not in _keys(creator, world):
            yield {name: other}


def _keys(creator: Creator, world: World) -> set[str]:
    return {place for one in world.api.endpoints for place in one.places} & set(creator.fields)


_BY_METHOD = {"POST": _made, "GET": _shown, "DELETE": _deleted, "PUT": _changed, "PATCH": _changed}
