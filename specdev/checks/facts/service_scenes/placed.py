"""
Things that PUT makes under a name of the caller's choice: what the name must be, and that it is made and replaced.

    `PUT /mechanics/{handle}` creates a mechanic (status 201) or replaces an existing one (status 200). The handle is
    2 to 16 characters long, only lowercase letters and digits; otherwise the answer is 400.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from ..fact import Fact
from . import words
from .answers import column, refusal
from .api import Field
from .constraints import learn
from .naming import speaks_of
from .sayings import Saying
from .state import changed
from .values import allowed_ends, right, wrong
from .world import World, fact


def misnamed(saying: Saying, world: World) -> Iterator[Fact]:
    """Names that break what the clause before demands of them, and those at the edge of it."""
    if (saying.status or 0) < 400 or not words.OTHERWISE.search(saying.plain) or not saying.before:
        return
    basis = saying.before[-1]
    for creator in world.api.creators.values():
        if creator.placed is None or not speaks_of(basis, creator) or (basis.status or 200) >= 400:
            continue
        demanded = Field(creator.placed.name, type="string", example=creator.placed.example)
        if not learn(demanded, basis.text, list(basis.marks)):
            continue
        stage = world.stage()
        path = stage.path(creator.endpoint).rpartition("/")[0]
        body = stage.body(creator)
        for value in wrong(demanded, right(demanded)):
            if value and "/" not in str(value):
                stage.ask(
                    "PUT", f"{path}/{quote(str(value), safe='')}", refusal(saying, creator.placed.name), json=body
                )
        if stage.exchanges:
            for value in allowed_ends(demanded) if creator.status else ():
                stage.ask("PUT", f"{path}/{quote(str(value), safe='')}", {"status": creator.status}, json=body)
            yield fact(saying, stage, quote=f"{basis.quote}\n{saying.quote}")


def again(saying: Saying, world: World) -> Iterator[Fact]:
    """The same name a second time replaces what is there."""
    replaces = words.REPLACES.search(saying.plain) and words.EXISTING.search(saying.plain)
    creator = world.creator(saying.endpoint)
    if not replaces or creator is None or creator.endpoint.method != "PUT" or not 200 <= (saying.status or 0) < 300:
        return
    stage = world.stage()
    stage.make(creator)
    other = changed(creator, [])
    stage.make(creator, changes={other[0]: other[1]} if other else {}, expect={"status": saying.status})
    listed = world.lists(creator)
    if listed and other and other[0] not in creator.altered:
        stage.ask("GET", stage.path(listed), {"data": [{"at": column(other[0]), "equals": [other[1]]}]})
    yield fact(saying, stage)


def shown_as(saying: Saying, world: World) -> Iterator[Fact]:
    """What is listed looks as the document says that a thing is always shown."""
    shown = [one for one in (saying.request, saying.answer) if isinstance(one, Mapping)]
    creator = next((one for one in world.api.creators.values() if one.shape in shown), None)
    listed = world.lists(creator) if creator else None
    if creator is None or listed is None or not isinstance(creator.shape, Mapping) or saying.status:
        return
    stage = world.stage()
    body = stage.make(creator)
    sent = {name: value for name, value in body.items() if name in creator.shape and name not in creator.altered}
    if creator.placed and creator.placed.name in creator.shape:
        sent = {creator.placed.name: stage.exchanges[-1]["request"]["path"].rpartition("/")[2], **sent}
    data = [{"at": column(name), "equals": [value]} for name, value in sent.items()]
    stage.ask("GET", stage.path(listed), {"data": [{"at": "$[0]", "contains": sorted(creator.shape)}, *data]})
    yield fact(saying, stage)
