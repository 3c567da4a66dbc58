"""PATCH with some of the fields: those that are given change, the others stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..fact import Fact
from ..lazily import any_of
from .answers import holds
from .api import Creator
from .made import content
from .samples import echoed
from .sayings import Saying
from .stage import refers
from .values import another, right
from .world import World, conditional, fact

_GIVEN = any_of(
    r"\b(?:given|sent|supplied|provided|passed) (?:fields?|values?|properties)\b",
    r"\bfields? (?:that (?:are|is) )?(?:given|sent|supplied|in the body)\b|\bany of (?:the|its|these) fields\b",
    r"\b(?:angegebene|übergebene|gesendete|genannte)\w* feld(?:er|ern)?\b",
    r"\bcampos (?:dados|enviados|indicados|informados)\b|\bchamps (?:donnés|envoyés|fournis|indiqués)\b",
)
_MANY = 4
"""Fields that are changed one by one."""


def patched(saying: Saying, world: World) -> Iterator[Fact]:
    """Each declared field is changed alone; all others stay as they were."""
    endpoint = saying.endpoint
    if endpoint is None or endpoint.method != "PATCH" or not saying.endpoints or not endpoint.places:
        return
    if not _GIVEN.search(saying.plain) or not 200 <= (saying.status or 0) < 300:
        return
    creator = world.api.creator(endpoint, endpoint.places[-1])
    if creator is None or endpoint.segments[-1][:1] != "{" or conditional(saying) or world.bound(saying):
        return
    stage = world.stage()
    now = stage.make(creator)
    shown = world.shows(creator)
    for name, value in list(_others(creator, now, world))[:_MANY]:
        now = {**now, name: value}
        expect: dict[str, Any] = {"status": saying.status}
        if seen := content(saying, creator, now):
            expect["data"] = seen
        stage.ask("PATCH", stage.path(endpoint), expect, json={name: value})
    if len(stage.exchanges) > 1:
        if shown:
            stage.ask("GET", stage.path(shown), {"data": holds(echoed(creator, now))})
        yield fact(saying, stage)


def _others(creator: Creator, now: dict[str, Any], world: World) -> Iterator[tuple[str, Any]]:
    """(field, another right value of it) for the fields that the document declares."""
    keys = {place for one in world.api.endpoints for place in one.places}
    for name, known in creator.fields.items():
        if not known.listed or known.served or name in keys or refers(world.api, creator, name):
            continue
        value = right(known)
        if name not in now:
            other = value
        elif known.choices:
            other = next((one for one in known.choices if one != now[name]), None)
        else:
            other = (not value) if known.type == "boolean" else another(known, value, 1)
        if other is not None and not any(name in (one.less, one.more) for one in creator.relations):
            yield name, other
