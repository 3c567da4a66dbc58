"""
Scenes with a service: requests, with what must be stored before, and their answers.

`sayings` reads the clauses, `learning` what all of them tell of the service; each way to set a clause into a scene is
one function of PLAYS, which looks at the clause and yields nothing where it is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ....model import Item, Prd
from ..fact import Fact, Gap
from ..knowledge import Knowledge, all_texts
from ..lazily import lazy
from ..rows import METHODS
from . import general, given, lasting, levels, lists, made, moves, placed, rejected, shown, state, stripped, validated
from .api import Endpoint
from .learning import learned
from .sayings import Saying, codes, read
from .settling import settled
from .stage import Untold
from .world import World

Play = Callable[[Saying, World], Iterator[Fact | Gap]]

__all__ = ["PLAYS", "World", "play", "settled", "study"]

PLAYS: tuple[Play, ...] = (
    general.broken_body,
    general.unknown_path,
    general.wrong_method,
    general.answer_type,
    lasting.restarted,
    lasting.kept_in,
    lasting.standard,
    placed.misnamed,
    placed.again,
    placed.shown_as,
    state.replaced,
    state.exists,
    state.afterwards,
    state.missing,
    state.nothing_yet,
    moves.allowed,
    moves.only,
    validated.strange,
    rejected.rejected,
    levels.around,
    levels.of_some,
    lists.narrowed,
    lists.whole,
    given.patched,
    stripped.stripped,
    made.plain,
    validated.fields,
    made.generated,
    made.defaulted,
)
"""Ways to play a clause; the first that has something to say about it is taken."""


_REQUEST = lazy(
    rf"\b(?:{METHODS})\b[^\n]{{0,40}}/|\bcurl\b|\b(?:method|endpoint|methode|endpunkt|método|méthode)\b", re.I
)


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells, and the scenes of every item."""
    sayings = read(prd) if _has_requests(prd) else {}
    world = World(known, learned(prd, sayings, known), sayings)
    if world.api.endpoints and not world.guarded:
        for item in prd.items():
            world.played[item.id] = tuple(_own(item, world))
        _share(world)
        for found in shown.played(prd, codes(prd), world):
            world.played[found.item] = (*world.played[found.item], replace(found, uses=_uses(found, world)))
    return world


def _has_requests(prd: Prd) -> bool:
    """Whether the document speaks of requests at all: of a method, or of curl."""
    texts = (*all_texts(prd), *dict.fromkeys(title for item in prd.items() for title in item.section))
    return bool(_REQUEST.search("\n".join(texts)))


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The scenes of an item."""
    yield from world.played.get(item.id, ())


def _own(item: Item, world: World) -> Iterator[Fact | Gap]:
    sayings = world.sayings.get(item.id, ())
    found = [one for saying in sayings for one in _first(saying, world, PLAYS)]
    yield from found or (one for saying in sayings for one in _first(saying, world, (lasting.started,)))


def _share(world: World) -> None:
    """Items that have no scene of their own get those that show their words too."""
    facts = [one for found in world.played.values() for one in found if isinstance(one, Fact)]
    for item, found in world.played.items():
        if not any(isinstance(one, Fact) for one in found):
            first = next((saying.quote for saying in world.sayings.get(item, ())), "")
            shown = [one for one in facts if item in one.also and one.item != item]
            shared = [replace(one, item=item, quote=f"{first}\n{one.quote}") for one in shown]
            world.played[item] = (*found, *shared)
    for item, found in world.played.items():
        # every item has its own now
        world.played[item] = tuple(
            replace(one, also=(), uses=_uses(one, world)) if isinstance(one, Fact) else one for one in found
        )


def _uses(fact: Fact, world: World) -> tuple[frozenset[str], ...]:
    """The items that describe the endpoints which the scene asks; none for those that its own item describes."""
    groups: dict[frozenset[str], None] = {}
    for exchange in fact.body["exchanges"]:
        request = exchange["request"]
        matching = list(world.api.matching(request["path"].removeprefix(world.api.base)))
        asked = [one for one in matching if one.method == request["method"]] or matching
        about = frozenset(
            one.item for one in world.every() if one.item and any(each in asked for each in _described(one))
        )
        if about and fact.item not in about:
            groups.setdefault(about)
    return tuple(groups)


def _described(saying: Saying) -> tuple[Endpoint, ...]:
    return (*saying.endpoints, saying.about) if saying.about and saying.headed else saying.endpoints


def _first(saying: Saying, world: World, plays: Iterable[Play]) -> Iterator[Fact | Gap]:
    for one in plays:
        try:
            if found := list(one(saying, world)):
                # a code that stands for a status was not meant as an example
                yield from (each for each in found if isinstance(each, Fact) or not saying.code)
                return
        except Untold as untold:
            if not saying.code:
                yield Gap(saying.item, saying.quote, str(untold))
            return
