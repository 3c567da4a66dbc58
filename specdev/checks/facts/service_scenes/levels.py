"""
Levels: a result that depends on where a value lies between thresholds.

    The level is 0 below `warn`, 1 from `warn`, 2 from `alarm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..fact import Fact
from ..lazily import lazy
from . import words
from .answers import column, holds
from .api import Creator, Endpoint
from .lists import listed, time_field
from .sayings import Saying
from .stage import Stage
from .values import another, right
from .world import World, fact

_BELOW = r"unter|below|under|less than|weniger als|kleiner als|debajo de|menos de|sous|moins de|abaixo de"
_FROM = r"ab|from|at least|starting at|≥|>=|mindestens|desde|a partir de|à partir de|au moins"
_ABOVE = r"über|above|over|more than|mehr als|größer als|encima de|más de|au-dessus de|plus de|acima de"
_RULE = lazy(
    rf"(?:(?P<number>(?<![\w.])-?\d+)|`(?P<word>[\w-]+)`)\s+(?:(?P<below>{_BELOW})|(?P<from>{_FROM})|(?P<above>{_ABOVE}))\s+"
    r"(?:`(?P<field>[A-Za-z_][\w-]*)`|(?P<bound>-?\d+)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A result and the values it holds for."""

    result: Any
    side: str
    """below, from or above."""
    bound: str | int
    """A field of the thing, or a number."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A result of an endpoint, and the thresholds it depends on."""

    item: str
    endpoint: Endpoint
    result: str
    """The field of the answer."""
    measured: str
    """The field that is compared."""
    rules: tuple[Rule, ...]
    thing: Creator
    values: Creator
    """What makes the values that are compared."""

    def bounds(self, body: dict[str, Any]) -> list[int]:
        found = {body.get(rule.bound) if isinstance(rule.bound, str) else rule.bound for rule in self.rules}
        return sorted(bound for bound in found if isinstance(bound, int) and not isinstance(bound, bool))

    def of(self, value: int, body: dict[str, Any]) -> Any:
        """The result for a value; None where the rules tell none, or more than one."""
        held: list[tuple[int, Any]] = []
        for rule in self.rules:
            bound = body.get(rule.bound) if isinstance(rule.bound, str) else rule.bound
            if not isinstance(bound, int):
                return None
            if rule.side == "below" and value < bound:
                return rule.result
            if (rule.side == "from" and value >= bound) or (rule.side == "above" and value > bound):
                held.append((bound, rule.result))
        return max(held, key=lambda one: one[0])[1] if held else None


def read(saying: Saying, world: World) -> Levels | None:
    """The levels that a clause tells."""
    found = list(_RULE.finditer(saying.text))
    endpoint = saying.endpoint
    if len(found) < 2 or endpoint is None or not endpoint.places or saying.status:
        return None
    answer = next((one.answer for one in (*saying.before, saying) if isinstance(one.answer, dict)), None)
    thing = world.api.creator(endpoint, endpoint.places[-1])
    if answer is None or thing is None:
        return None
    lead = re.findall(r"\w+", saying.text[: found[0].start()].lower())
    result = [name for name in answer if name.lower() in lead]
    above = f"{thing.endpoint.path}/{{"
    for values in world.api.creators.values():
        numeric = [name for name in values.sent if isinstance(right(values.fields[name]), int)]
        measured = [name for name in numeric if name in answer and name not in result]
        if values.endpoint.path.startswith(above) and len(measured) == len(result) == 1:
            return Levels(saying.item, endpoint, result[0], measured[0], tuple(map(_rule, found)), thing, values)
    return None


def _rule(found: re.Match[str]) -> Rule:
    result: Any = int(found["number"]) if found["number"] else found["word"]
    side = next(name for name in ("below", "from", "above") if found[name])
    return Rule(result, side, found["field"] or int(found["bound"]))


_NEWEST = lazy(
    r"\b(?:newest|latest|most recent|neueste\w*|letzte\w*|jüngste\w*|últim[oa]|más reciente|dernière?|mais recente)\b",
    re.I,
)


def around(saying: Saying, world: World) -> Iterator[Fact]:
    """A value on each side of each threshold, one after the other."""
    levels = read(saying, world)
    if levels is None:
        return
    stage = world.stage()
    body = stage.make(levels.thing)
    status = world.status(levels.endpoint)
    points = sorted({point for bound in levels.bounds(body) for point in (bound - 1, bound)})
    field = levels.values.fields[levels.measured]
    last: dict[str, Any] = {}
    for n, point in enumerate(points, 1):
        result = levels.of(point, body)
        if result is None or not _allowed(field, point):
            continue
        stage.make(levels.values, n, {levels.measured: point})
        last = {levels.result: result, levels.measured: point}
        expect = {"status": status} if status else {}
        stage.ask("GET", stage.path(levels.endpoint), {**expect, "data": holds(last)})
    newest = any(_NEWEST.search(one.plain) for one in (*saying.before, saying))
    if last and newest and time_field(levels.values):
        stage.make(levels.values, 0, {levels.measured: points[0]})  # earlier than the others
        stage.ask("GET", stage.path(levels.endpoint), {"data": holds(last)})
    if last:
        told = [one.quote for one in saying.before if one.answer is not None]
        yield fact(saying, stage, quote="\n".join(dict.fromkeys((*told, saying.quote))))


def _allowed(field: Any, value: int) -> bool:
    return (field.low is None or value >= field.low) and (field.high is None or value <= field.high)


def of_some(saying: Saying, world: World) -> Iterator[Fact]:
    """A list of the things that have one of some levels: "all stations with level 1 or 2, the highest level first"."""
    endpoint = saying.endpoint
    if endpoint is None or endpoint.method != "GET" or endpoint.places or not words.LIST.search(saying.plain):
        return
    creator = listed(endpoint, saying, world)
    levels = next((found for one in world.every() if (found := read(one, world))), None)
    if creator is None or levels is None or levels.thing is not creator:
        return
    wanted = _wanted(saying, levels)
    key = world.column(creator)
    if not wanted or not key:
        return
    stage = world.stage()
    made = _one_of_each(stage, levels, wanted, key)
    if not made:
        return
    shown = sorted((one for one in made if one[1] in wanted), key=lambda one: (-one[1], one[0]))
    tie = words.TIE.search(saying.text)
    tied = tie and f"`{key}`" in saying.text[tie.start() :]
    values = [value for value, _ in shown]
    ordered = words.HIGHEST_FIRST.search(saying.plain) and tied
    told: dict[str, Any] = {"equals": values} if ordered else {"contains": values, "len": len(values)}
    expect: dict[str, Any] = {"status": saying.status} if saying.status else {}
    stage.ask("GET", stage.path(endpoint), {**expect, "data": [{"at": column(key), **told}]})
    yield fact(saying, stage, also=(levels.item,) if levels.item != saying.item else ())


def _wanted(saying: Saying, levels: Levels) -> tuple[int, ...]:
    """The numbers behind the result's name."""
    number = r"\d+(?:\s*(?:,|or|oder|and|und|o|y|ou|et|e)\s*\d+)*"
    found = re.search(rf"\b{re.escape(levels.result)}\s+({number})", saying.plain, re.I)
    return tuple(int(one) for one in re.findall(r"\d+", found[1])) if found else ()


def _one_of_each(stage: Stage, levels: Levels, wanted: tuple[int, ...], key: str) -> list[tuple[Any, int]]:
    """Things with each level, the last of them first, and two with the lowest of those that are wanted."""
    body = stage.body(levels.thing)
    points: dict[Any, int] = {}
    for bound in levels.bounds(body):
        for point in (bound - 1, bound):
            points.setdefault(levels.of(point, body), point)
    order = [min(wanted), *sorted((one for one in points if isinstance(one, int)), reverse=True)]
    if not set(wanted) <= set(order):
        return []
    found: list[tuple[Any, int]] = []
    field = levels.thing.fields[key]
    for n, level in zip(range(len(order) - 1, -1, -1), order, strict=True):
        value = another(field, right(field), n)
        if value is None or not _allowed(levels.values.fields[levels.measured], points[level]):
            return []
        stage.make(levels.thing, n, {key: value})
        stage.make(levels.values, n, {levels.measured: points[level]}, within=n)
        found.append((value, level))
    return found
