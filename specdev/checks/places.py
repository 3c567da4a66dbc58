"""
Places in data: JSON Pointer, JSONPath, and for XML a path of ElementTree.

    /items/0/name             JSON Pointer (RFC 6901): one value
    $.items[0].name           JSONPath (RFC 9535): one value where it holds only names and indexes
    $.items[?@.age > 3].name  else the list of all that it finds
    /feed/entry[2]/title      in XML: the text of an element
    //entry[@id='7']/@href    in XML: an attribute
    count(/feed/entry)        in XML: how many there are
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from .regex import problem
from .search import Unjudged, search

Found = tuple[Any, ...]
"""Nothing, or the one value that is to be judged."""


def at(data: Any, place: str) -> Found:
    """The value at a place; nothing where there is none. Unjudged for a place that cannot be read."""
    if isinstance(data, Element):
        return _in_xml(data, place)
    if place in ("", "$"):
        return (data,)
    if place.startswith("/"):
        return _pointer(data, place)
    if not place.startswith("$"):
        raise Unjudged(f"`{place}` is neither a JSON Pointer (/a/0) nor a JSONPath ($.a[0])")
    return _path(data, place)


def _pointer(data: Any, place: str) -> Found:
    for part in place[1:].split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(data, Mapping) and name in data:
            data = data[name]
        elif isinstance(data, list) and re.fullmatch(r"0|[1-9]\d{0,17}", name, re.A) and int(name) < len(data):
            data = data[int(name)]
        else:
            return ()
    return (data,)


_STEP = re.compile(r"(\.\*|\[\*\])|\.([A-Za-z_][A-Za-z0-9_]*)|\['([^'\\]*)'\]|\[(0|-?[1-9]\d{0,15})\]")
_PLAIN = re.compile(rf"\$(?:{_STEP.pattern})*")


def needs_library(place: str) -> bool:
    """Whether the place is a JSONPath with more than names, indexes and wildcards."""
    return place.startswith("$") and _PLAIN.fullmatch(place) is None


def _path(data: Any, place: str) -> Found:
    if not needs_library(place):
        return _followed(data, place)
    query, errors = _query(place)
    try:
        values = query.findall(data)
    except errors as error:
        raise Unjudged(f"JSONPath `{place}`: {_first_line(error)}") from error
    return tuple(values) if query.singular_query() else (values,)


def _followed(data: Any, place: str) -> Found:
    """What a plain path leads to: most are, so that most checks need no library."""
    values, several = [data], False
    for step in _STEP.finditer(place):
        several |= step[1] is not None
        values = [found for value in values for found in _below(value, step)]
    return (values,) if several else tuple(values)


def _below(value: Any, step: re.Match[str]) -> Iterator[Any]:
    """What one step from the value leads to."""
    name = step[2] if step[2] is not None else step[3]
    if step[1] is not None:
        yield from value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    elif name is not None:
        yield from (value[name],) if isinstance(value, Mapping) and name in value else ()
    elif isinstance(value, list) and -len(value) <= int(step[4]) < len(value):
        yield value[int(step[4])]


@lru_cache(64)
def _query(place: str) -> tuple[Any, type[Exception]]:
    """The compiled JSONPath, and the base of the exceptions that it raises."""
    try:
        jsonpath = importlib.import_module("jsonpath")  # few checks need it, and it is slow to load
    except ModuleNotFoundError as error:  # in an export
        raise Unjudged("needs the Python library python-jsonpath") from error
    environment = jsonpath.JSONPathEnvironment(strict=True)
    # patterns in a filter come from the check, texts from the product: together they may take for ever
    for name, whole in (("match", True), ("search", False)):
        environment.function_extensions[name] = _pattern_function(type(environment.function_extensions[name]), whole)
    try:
        return environment.compile(place), jsonpath.JSONPathError
    except jsonpath.JSONPathError as error:
        raise Unjudged(f"JSONPath `{place}` cannot be read: {_first_line(error)}") from error


def _pattern_function(base: Any, whole: bool) -> Any:
    """The function `match` (the whole text) or `search` of RFC 9535, with a time limit."""

    def call(self: Any, text: Any, pattern: Any) -> bool:
        if not isinstance(text, str) or not isinstance(pattern, str) or problem(pattern):
            return False
        return search(rf"\A(?:{pattern})\Z" if whole else pattern, text)

    return type(base.__name__, (base,), {"__call__": call})()


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


_COUNT = re.compile(r"count\((.+)\)")
_END = re.compile(r"(?P<path>.*?)/(?:@(?P<name>[\w:.-]+|\{[^}]*\}[\w.-]+)|text\(\))")


def _in_xml(root: Element, place: str) -> Found:
    if place == "":
        return ("".join(root.itertext()),)
    if counted := _COUNT.fullmatch(place):
        return (len(_elements(root, counted[1])),)
    end = _END.fullmatch(place)
    path, name = (end["path"], end["name"]) if end else (place, None)
    found = _elements(root, f"{path}/*" if path.endswith("/") else path)
    values = ["".join(one.itertext()) for one in found] if name is None else [one.get(name) for one in found]
    given = [value for value in values if value is not None]
    return tuple(given) if len(given) < 2 else (given,)


def _elements(root: Element, path: str) -> list[Element]:
    if not path.startswith("/"):
        raise Unjudged(f"`{path}` is no path in XML: it begins with / (/feed/entry) or // (//entry)")
    above = Element("document")
    above.append(root)
    try:
        return above.findall(f".{path}")
    except (SyntaxError, KeyError, TypeError, ValueError) as error:  # what ElementTree says of a broken path
        raise Unjudged(f"`{path}` is no path in XML that ElementTree knows: {error}") from error
