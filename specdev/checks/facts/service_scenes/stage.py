"""
Puts requests together in the order in which they can be sent: what a path names is made first, from bodies that the
document shows or tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from .api import HOLE, Api, Creator, Endpoint, Field, names_it
from .learning import key
from .marks import whole
from .values import another, is_time, right

Expect = Mapping[str, Any]
JSON_TYPE = {"Content-Type": "application/json"}


class Untold(Exception):
    """Something that a request needs is not told."""


class Stage:
    """The requests of one scene."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.exchanges: list[dict[str, Any]] = []
        self.made: dict[tuple[str, int], str] = {}
        """(path of the creator, number of the thing) to what stands for it in paths."""

    def body(self, creator: Creator, n: int = 0, changes: Expect = MappingProxyType({})) -> dict[str, Any]:
        """A body that is right; the n-th differs from the others in what must differ."""
        found: dict[str, Any] = {}
        if not creator.sent:
            raise Untold(f"the body of `{spelled(creator.endpoint)}` is not told")
        for name in creator.sent:
            if other := refers(self.api, creator, name):
                found[name] = self.reference(other)
                continue
            field = creator.fields[name]
            value = right(field)
            if value is None or not whole(value):
                if field.required is False:
                    continue
                raise Untold(f"a valid `{name}` for `{spelled(creator.endpoint)}` is not told")
            found[name] = value
        found = _ordered(creator, found)
        for name in found:
            if (
                n
                and name not in changes
                and not refers(self.api, creator, name)
                and (name in creator.unique or is_time(found[name]))
            ):
                varied = another(creator.fields[name], found[name], n)
                if varied is None:
                    raise Untold(f"another valid `{name}` for `{spelled(creator.endpoint)}` is not told")
                found[name] = varied
        return {**found, **changes}

    def make(
        self,
        creator: Creator,
        n: int = 0,
        changes: Expect = MappingProxyType({}),
        *,
        expect: Expect | None = None,
        within: int = 0,
    ) -> dict[str, Any]:
        """Make the n-th thing (in the `within`-th of what its path names); gives its body."""
        body = self.body(creator, n, changes)
        place = self.own_place(creator)
        field = key(creator, place) if place else ""
        path = self.path(creator.endpoint, within, own=(place, n))
        if expect is None:
            expect = {"status": creator.status} if creator.status else {}
        exchange: dict[str, Any] = {
            "request": {"method": creator.endpoint.method, "path": path, "json": body},
            "expect": dict(expect),
        }
        if creator.endpoint.method == "PUT":
            self.made[creator.endpoint.path, n] = path.rpartition("/")[2]
        elif field and field in body:
            self.made[creator.endpoint.path, n] = quote(str(body[field]), safe="")
        elif field and creator.endpoint.method == "POST":
            name = field.lower() if n == 0 else f"{field.lower()}_{n + 1}"
            exchange["capture"] = {name: f"$.{field}"}
            self.made[creator.endpoint.path, n] = "{" + name + "}"
        self.exchanges.append(exchange)
        return body

    def reference(self, other: Creator) -> Any:
        """What names the first thing that the other creator makes; it is made where it is not there yet."""
        place = self.own_place(other)
        field = key(other, place) or (other.placed.name if other.placed else "") if place else ""
        if not field:
            raise Untold(f"what names one of `{other.endpoint.path}` is not told")
        if (other.endpoint.path, 0) not in self.made:
            self.make(other)
        return self.body(other)[field] if field in other.sent else self.made[other.endpoint.path, 0]

    def own_place(self, creator: Creator) -> str:
        """The place in other paths that names what is made; empty where none does."""
        for one in self.api.endpoints:
            for place in one.places:
                if self.api.creator(one, place) is creator:
                    return place
        return ""

    def path(self, endpoint: Endpoint, n: int = 0, own: tuple[str, int] = ("", 0)) -> str:
        """The endpoint's path with its places filled in; what they name is made where it is not there yet."""
        filled = endpoint.path
        for place in endpoint.places:
            creator = self.api.creator(endpoint, place)
            if creator is not None and creator.endpoint == endpoint:  # PUT makes what its own path names
                filled = filled.replace("{" + place + "}", quote(_chosen(creator, place, own[1])))
                continue
            filled = filled.replace("{" + place + "}", self.thing(endpoint, place, n))
        return filled

    def thing(self, endpoint: Endpoint, place: str, n: int = 0) -> str:
        """What stands in the place for the n-th thing; it is made where it is not there yet."""
        creator = self.api.creator(endpoint, place)
        if creator is None:
            raise Untold(f"what makes `{{{place}}}` of `{spelled(endpoint)}` is not told")
        if (creator.endpoint.path, n) not in self.made:
            if creator.endpoint.method == "POST" and not key(creator, place):
                raise Untold(f"where `{{{place}}}` of `{spelled(endpoint)}` comes from is not told")
            self.make(creator, n)
        return self.made.get((creator.endpoint.path, n), place)

    def ask(self, method: str, path: str, expect: Expect, **request: Any) -> None:
        """Send a request and look at its answer."""
        self.exchanges.append({"request": {"method": method, "path": path, **request}, "expect": dict(expect)})


def _chosen(creator: Creator, place: str, n: int) -> str:
    """The n-th name that a thing is made under."""
    told = creator.placed and (creator.placed.example or creator.placed.chars or creator.placed.pattern)
    value = right(creator.placed) if creator.placed and told else None
    if value is None:
        return f"{place}-{n + 1}" if n else place
    varied = another(creator.placed, value, n) if creator.placed else None
    if varied is None:
        raise Untold(f"another name for `{spelled(creator.endpoint)}` is not told")
    return str(varied)


_OWN_NAMES = ("id", "name", "key", "slug", "code", "title", "uuid", "nummer", "nombre", "nom", "nome", "titel")
"""Names that every kind of thing has: the same name says nothing of another thing."""


def refers(api: Api, creator: Creator, name: str) -> Creator | None:
    """The other creator whose things the field names: `isbn` or `book_id` where books are known by their `isbn`."""
    noun = re.sub(r"(?:_?id|Id|_?isbn|_?code|_?key)$", "", name)
    for other in api.creators.values():
        if other is creator or f"{other.endpoint.path}/{{" in creator.endpoint.path:
            continue
        keys = {place for one in api.endpoints for place in one.places if api.creator(one, place) is other}
        if (name in keys and name not in _OWN_NAMES) or (
            keys and len(noun) >= 3 and names_it(noun, other.endpoint.last)
        ):
            return other
    return None


def spelled(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def _ordered(creator: Creator, body: dict[str, Any]) -> dict[str, Any]:
    """The body with every pair of numbers in the order that is told."""
    for relation in creator.relations:
        less, more = body.get(relation.less), body.get(relation.more)
        if isinstance(less, int | float) and isinstance(more, int | float) and less >= more:
            field: Field = creator.fields[relation.more]
            raised = another(field, less, 10)
            if raised is None:
                raise Untold(f"a `{relation.less}` below a `{relation.more}` is not told")
            body[relation.more] = raised
    return body


def unknown(api: Api, endpoint: Endpoint, place: str) -> str:
    """A value of the place's form that names nothing in an empty service."""
    creator = api.creator(endpoint, place)
    if creator is None:
        return "unknown"
    if creator.placed and creator.placed.name == place:
        return quote(_chosen(creator, place, 0))
    field = key(creator, place)
    if field in creator.sent:
        value = right(creator.fields[field])
        varied = another(creator.fields[field], value, 1)
        return quote(str(varied if varied is not None else value), safe="")
    shown = creator.answer.get(field) if isinstance(creator.answer, Mapping) else None
    if isinstance(shown, int) and not isinstance(shown, bool):
        return "999999"
    if isinstance(shown, str) and shown != HOLE and "/" not in shown:
        return quote(shown, safe="")
    kind = creator.fields[field].type if field in creator.fields else ""
    return "999999" if kind in ("integer", "number") or not field else "unknown"
