"""Lists: whole, in order, and narrowed by what stands in the query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..fact import Fact, Gap
from ..lazily import lazy
from . import words
from .answers import column
from .api import Creator, Endpoint, names_it
from .sayings import Saying
from .stage import Stage, Untold, refers
from .values import another, is_free, is_time, right
from .world import World, fact, whole_list

_TIME_NAME = lazy(
    r"^(?:time|timestamp|ts|date|day|when|at|zeit|zeitpunkt|zeitstempel|datum|tag|hora|fecha|momento|heure|instant|data|"
    r"(?:recorded|measured|taken|observed|sampled|happened|occurred)_?(?:at|on)|\w*_?(?:timestamp|zeitpunkt))$",
    re.I,
)
"""A time that says when the thing was, not when it was stored or will be due."""


def time_field(creator: Creator) -> str:
    """The field that tells when the thing was; empty where there is none, or more than one."""
    found = [name for name in creator.sent if is_time(right(creator.fields[name])) and _TIME_NAME.match(name)]
    return found[0] if len(found) == 1 else ""


def listed(endpoint: Endpoint, saying: Saying, world: World) -> Creator | None:
    """What makes the things that the endpoint lists: at its path, or by the noun behind "all"."""
    if found := world.creator(Endpoint("POST", endpoint.path)):
        return found
    if endpoint.segments[-1:] and endpoint.segments[-1][:1] == "{":
        return None
    lists = list(words.LIST.finditer(saying.plain))
    nouns = re.findall(r"[^\W\d_]{3,}", saying.plain[lists[0].start() :])[:5] if lists else []
    named = [one for one in world.api.creators.values() if any(names_it(noun, one.endpoint.last) for noun in nouns)]
    return named[0] if len(named) == 1 else None


def whole(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """A list of all things, in the order that is told."""
    endpoint = saying.endpoint
    if endpoint is None or endpoint.method != "GET" or not whole_list(saying):
        return
    creator = world.api.creators.get(endpoint.path)
    if creator is None or not _all_of(saying, creator):
        return
    stage = world.stage()
    told_status = saying.status or world.status(endpoint)
    status = {"status": told_status} if told_status else {}
    stage_order = _order(saying, creator, world)
    if stage_order is None:
        return
    name, order, shown = stage_order
    make = _mixed if _CASELESS.search(saying.plain) else _make
    made = {n: make(stage, creator, name, n) for n in order}
    values = [made[n] for n in shown] if shown else [made[n] for n in order]
    told = {"equals": values} if shown else {"contains": values} if _texts(values) else {}
    conditions: list[dict[str, Any]] = [{"at": column(name), **told}] if told else []
    conditions += [] if shown else [{"at": "", "len": len(values)}]
    stage.ask("GET", stage.path(endpoint), {**status, "data": conditions})
    yield fact(saying, stage)


def _all_of(saying: Saying, creator: Creator) -> bool:
    """Whether the clause speaks of all that the creator makes, not of all of some kind ("all open tasks")."""
    found = words.ALL.search(saying.plain)
    return found is None or names_it(found["noun"], creator.endpoint.last)


def _texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _order(saying: Saying, creator: Creator, world: World) -> tuple[str, list[int], list[int]] | None:
    """(field that is looked at, order of making, order that is shown); shown is empty where none is told."""
    if sort := words.SORTED.search(saying.text):
        named = _BY.match(saying.text[sort.end() :])
        name = named["name"] if named else ""
        if name not in creator.sent or name in creator.altered or refers(world.api, creator, name):
            return None
        shown = [2, 1, 0] if words.DESCENDING.search(saying.plain) else [0, 1, 2]
        return name, [2, 0, 1], shown
    newest, oldest = words.NEWEST_FIRST.search(saying.plain), words.OLDEST_FIRST.search(saying.plain)
    if newest or oldest:
        if name := time_field(creator):
            return name, [1, 2, 0], [2, 1, 0] if newest else [0, 1, 2]
        if oldest and (name := world.column(creator)):
            return name, [2, 0, 1], [2, 0, 1]  # what was stored first is the oldest
        return None
    name = world.column(creator)
    return (name, [0, 1], []) if name else None


_BY = lazy(
    r"\s*(?:(?:the|its|their|de[rmn]|die|das|el|la|los|las|les?|s[ae]|o|a) )?`?(?P<name>[A-Za-z_][\w-]*)`?", re.I
)
_CASELESS = lazy(
    r"\b(?:regardless of|ignoring|without regard to) (?:upper|lower|case|capital)|\bcase[- ]insensitive"
    r"|\bunabhängig von (?:der )?groß|\bgroß- und kleinschreibung\b[^.;,]{0,30}\b(?:egal|ignoriert|nicht)\b"
    r"|\bsin distinguir mayúsculas|\bsans (?:tenir compte|distinction)[^.;,]{0,20}(?:casse|majuscules)",
    re.I,
)


def _mixed(stage: Stage, creator: Creator, name: str, n: int) -> Any:
    """The same as `_make`, with every second value in small letters."""
    field = creator.fields[name]
    value = another(field, right(field), n)
    if not isinstance(value, str) or not is_free(field) or field.chars:
        return _make(stage, creator, name, n)
    value = value.lower() if n % 2 else value[:1].upper() + value[1:]
    stage.make(creator, n, {name: value})
    return value


def _make(stage: Stage, creator: Creator, name: str, n: int) -> Any:
    """Make the n-th thing, whose field has its n-th value; gives the value."""
    field = creator.fields[name]
    value = another(field, right(field), n)
    if value is None:
        raise Untold(f"another valid `{name}` is not told")
    stage.make(creator, n, {name: value})
    return value


def narrowed(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """What the query lets through: from and to, a field's value, a number of things."""
    endpoint = saying.endpoint
    queries = [mark.text for mark in saying.marks if mark.kind == "query"]
    if endpoint is None or endpoint.method != "GET" or not queries or (saying.status or 200) >= 400:
        return
    creator = world.creator(Endpoint("POST", endpoint.path))
    if creator is None:
        return
    pairs = [pair.partition("=") for one in queries for pair in one.removeprefix("?").split("&")]
    names = [name for name, _, _ in pairs]
    if len(names) == 2 and words.FROM.match(names[0]) and words.TO.match(names[1]):
        yield from _between(saying, endpoint, creator, (names[0], names[1]), world)
    elif len(pairs) == 1:
        yield from _single(saying, endpoint, creator, (pairs[0][0], pairs[0][2]), world)


def _between(
    saying: Saying, endpoint: Endpoint, creator: Creator, names: tuple[str, str], world: World
) -> Iterator[Fact]:
    """Both ends belong to it, where that is told; what lies well inside and outside is asked for in any case."""
    plain = saying.plain.lower()
    ranged = [name for name in creator.sent if re.search(rf"\b{re.escape(name.lower())}\b", plain)]
    field = ranged[0] if len(ranged) == 1 else time_field(creator)
    if not field:
        return
    stage = world.stage()
    values = [_make(stage, creator, field, n) for n in range(5)]
    inclusive = words.INCLUSIVE.search(saying.plain)
    low, high = (1, 3) if inclusive else (0, 4)
    inside = values[1:4]
    newest_first = any(one.endpoint == endpoint and words.NEWEST_FIRST.search(one.plain) for one in world.every())
    queries: list[tuple[str, list[Any]]]
    if inclusive:
        queries = [
            (f"{names[0]}={_in_query(values[low])}&{names[1]}={_in_query(values[high])}", inside),
            (f"{names[0]}={_in_query(values[2])}", values[2:]),
            (f"{names[1]}={_in_query(values[2])}", values[:3]),
        ]
    else:
        return  # whether the ends belong to it is not told, and nothing else is worth a check
    for query, wanted in queries:
        wanted = wanted[::-1] if newest_first and field == time_field(creator) else wanted
        told: dict[str, Any] = {"equals": wanted} if newest_first else {"contains": wanted, "len": len(wanted)}
        stage.ask("GET", f"{stage.path(endpoint)}?{query}", {"data": [{"at": column(field), **told}]})
    yield fact(saying, stage)


def _in_query(value: Any) -> str:
    return quote(str(value), safe=":")


_LIMIT_NAME = lazy(r"^(?:limit|max|count|n|per_page|page_size|size|anzahl|límite|limite)$", re.I)


def _single(
    saying: Saying, endpoint: Endpoint, creator: Creator, pair: tuple[str, str], world: World
) -> Iterator[Fact]:
    name, value = pair
    stage = world.stage()
    if name in creator.sent and words.ONLY.search(saying.plain) and value:
        field = creator.fields[name]
        other = next((one for one in field.choices if str(one) != value), None)
        other = another(field, right(field), 1) if other is None else other
        if not isinstance(right(field), str) or other is None or other == value:
            return
        key = world.column(creator)
        stage.make(creator, 0, {name: other})
        body = stage.make(creator, 1, {name: value})
        data = [{"at": column(key), "equals": [body[key]]}] if key and key != name else []
        path = f"{stage.path(endpoint)}?{name}={_in_query(value)}"
        stage.ask("GET", path, {"data": data or [{"at": column(name), "equals": [value]}]})
        yield fact(saying, stage)
    elif _LIMIT_NAME.match(name) and value.isdigit() and 0 < int(value) <= 4:
        for n in range(int(value) + 1):
            stage.make(creator, n)
        path = f"{stage.path(endpoint)}?{name}={value}"
        stage.ask("GET", path, {"data": [{"at": "", "len": {"le": int(value)}}]})
        yield fact(saying, stage)
