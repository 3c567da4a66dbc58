"""What the whole PRD tells of a library: its interface, its examples, and every sentence with those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ....model import Prd
from ..knowledge import Knowledge
from .api import Api
from .learning import learn
from .samples import Samples, gather
from .talk import Place, places


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the library."""

    api: Api
    samples: Samples
    items: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """Item's ID to its sentences, fences and tables."""


def read_world(prd: Prd, known: Knowledge) -> World:
    """The world of a PRD; an empty one where it names no package."""
    found = places(prd)
    api = learn(prd, known, found)
    if not api.package:
        return World(api, Samples())
    items: dict[str, tuple[Place, ...]] = {}
    for place in found:
        items[place.item.id] = (*items.get(place.item.id, ()), place)
    return World(api, gather(found, api), items)
