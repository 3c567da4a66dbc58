"""
Calls that a document shows in one block, in order from an empty service: for the items whose requests and errors they
show.

    $ curl -s -X POST localhost:8090/tickets -d '{"bike": "red"}'
    {"id": 1, "bike": "red", "status": "open"}
    $ curl -s -X POST localhost:8090/tickets/1/moves -d '{"to": "done"}'
    {"error": "move_not_allowed", "from": "open", "to": "done"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ....model import Prd
from ..fact import Fact
from ..http import Exchange, settled
from ..knowledge import all_texts
from ..markdown import Fence, pieces
from .codes import Codes, adds
from .learning import fence_exchanges
from .samples import tells_error
from .world import World


def played(prd: Prd, codes: Codes, world: World) -> Iterator[Fact]:
    """The blocks of calls, each for the items that state what is asked in it, and a code which it shows."""
    fences = {piece.text: piece for text in all_texts(prd) for piece in pieces(text) if isinstance(piece, Fence)}
    for fence in fences.values():
        calls = list(fence_exchanges(fence, world.known))
        if len(calls) < 2 or not _from_nothing(calls, world):
            continue
        shown = [code for call in calls if (code := codes.of(call.expect["json"]))]
        told = dict([*_stating(shown, codes, world), *_asking(calls, world)])
        exchanges = [_whole(call, codes, world) for call in calls]
        quote = "\n".join(call.quote for call in calls)
        if told:
            item, words = next(iter(told.items()))
            also = tuple(one for one in told if one != item)
            yield Fact(item, "http", f"{words}\n{quote}", body={"exchanges": exchanges}, also=also)


def _from_nothing(calls: list[Exchange], world: World) -> bool:
    """Whether everything that the paths name is made by the calls before."""
    known: set[str] = set()
    for call in calls:
        path = call.request["path"]
        if call.unclear or call.expect.get("json") is None:
            return False
        parts = [part for part in path.partition("?")[0].split("/") if part]
        places = [
            part
            for one in world.api.matching(path)
            for part, told in zip(parts, one.segments, strict=True)
            if told[:1] == "{" and one.method == call.request["method"]
        ]
        makes = call.request["method"] == "PUT"
        if any(part not in known for part in (places[:-1] if makes else places)) or not any(world.api.matching(path)):
            return False
        answer = call.expect["json"]
        known |= {str(value) for value in answer.values()} if isinstance(answer, Mapping) else set()
        known |= set(places)
    return calls[0].request["method"] in ("POST", "PUT")


def _whole(call: Exchange, codes: Codes, world: World) -> dict[str, Any]:
    """The call with the status that is told for its answer, and without what the service makes up."""
    shown = call.expect["json"]
    code = codes.of(shown)
    expect = dict(settled(call).expect)
    if "json" not in expect:
        expect["data"] = [{"at": "", "contains": sorted(shown)}] if isinstance(shown, Mapping) else []
    made = [
        creator.status
        for one in world.api.matching(call.request["path"])
        for creator in world.api.creators.values()
        if creator.endpoint == one and one.method == call.request["method"] == "POST" and creator.status
    ]
    status = codes.statuses[code] if code else None if tells_error(shown) else next(iter(made), None)
    return {"request": call.request, "expect": {**({"status": status} if status else {}), **expect}}


def _stating(shown: list[str], codes: Codes, world: World) -> Iterator[tuple[str, str]]:
    """(item, its words) of the one item that says when a code is the answer, and of what says how its body looks."""
    for code in dict.fromkeys(shown):
        told = {one.item: one.quote for one in world.every() if one.item and one.code == code and not one.listed}
        if len(told) == 1:
            yield next(iter(told.items()))
        named = re.compile(rf"`{re.escape(code)}`")
        bodies = [one for one in world.every() if one.item and not one.code and named.search(one.text)]
        yield from ((one.item, one.quote) for one in bodies if adds(list(one.marks), codes))


def _asking(calls: list[Exchange], world: World) -> Iterator[tuple[str, str]]:
    """(item, its words) of the first item that describes each request, that of the last one first."""
    for call in reversed(calls):
        for one in world.api.matching(call.request["path"]):
            if one.method == call.request["method"]:
                told = (each for each in world.every() if each.item and one in each.endpoints)
                yield from ((each.item, each.quote) for each in [*told][:1] if (each.status or 200) < 400)
