"""
Data files as values, and places in them.

JSON, YAML and TOML give what they hold; CSV gives a list of rows, each a mapping from the header's names to texts. A
place is a JSON Pointer (RFC 6901: `/items/0/name`) or a JSONPath (RFC 9535) of names, indexes, slices, wildcards and
descendants: `$.items[0].name`, `$..name`, `$.items[*].name`, `$[-1]`. Filters are not supported.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml


class UnreadableData(ValueError):
    """The text is not what its format wants, or the place is written wrongly."""


def _csv(text: str) -> list[dict[str, str]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(text), strict=True)]


FORMATS: dict[str, Callable[[str], Any]] = {
    "json": json.loads,
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines() if line.strip()],
    "yaml": yaml.safe_load,
    "yml": yaml.safe_load,
    "toml": tomllib.loads,
    "csv": _csv,
}
"""Format to its reader; names are those of file endings too."""


def read_data(text: str, form: str) -> Any:
    """The value that the text holds. UnreadableData where it holds none."""
    reader = FORMATS.get(form.lower())
    if reader is None:
        raise UnreadableData(f"unknown data format `{form}`; there are: {', '.join(FORMATS)}")
    try:
        return reader(text)
    except (ValueError, yaml.YAMLError, csv.Error, RecursionError) as error:
        raise UnreadableData(
            f"is not {form}: {str(error).splitlines()[0] if str(error) else 'nested too deeply'}"
        ) from error


def at(data: Any, place: str) -> list[Any]:
    """The values at a place: none, one or, for a JSONPath, several. UnreadableData for a place we cannot read."""
    if place in ("", "$"):
        return [data]
    if place.startswith("/"):
        return _pointer(data, place)
    if not place.startswith("$"):
        raise UnreadableData(f"`{place}` is neither a JSON Pointer (/a/0) nor a JSONPath ($.a[0])")
    values = [data]
    for step in _steps(place):
        values = [found for value in values for found in step(value)]
    return values


def _pointer(data: Any, place: str) -> list[Any]:
    for part in place[1:].split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(data, Mapping) and name in data:
            data = data[name]
        elif isinstance(data, list) and re.fullmatch(r"0|[1-9]\d*", name) and int(name) < len(data):
            data = data[int(name)]
        else:
            return []
    return [data]


_SEGMENT = re.compile(
    r"(?P<deep>\.\.)?(?:\.?(?P<name>[A-Za-z_\u0080-\uffff][\w-]*)|\.?(?P<star>\*)|"
    r"\[\s*(?:(?P<quote>['\"])(?P<quoted>(?:(?!(?P=quote)).)*)(?P=quote)|(?P<all>\*)|(?P<slice>-?\d*:-?\d*(?::-?\d+)?)|(?P<index>-?\d+))\s*\])"
)
Step = Callable[[Any], Iterator[Any]]


def _steps(place: str) -> Iterator[Step]:
    position = 1
    while position < len(place):
        found = _SEGMENT.match(place, position)
        if not found or found.end() == position:
            raise UnreadableData(f"JSONPath `{place}` cannot be read from `{place[position:]}` on")
        step = _step(found)
        yield _deep(step) if found["deep"] else step
        position = found.end()


def _step(found: re.Match[str]) -> Step:
    name = found["name"] if found["name"] is not None else found["quoted"]
    if name is not None:
        return lambda value: iter([value[name]] if isinstance(value, Mapping) and name in value else [])
    if found["slice"] is not None:
        bounds = slice(*(int(part) if part else None for part in found["slice"].split(":")))
        return lambda value: iter(value[bounds] if isinstance(value, list) else [])
    if found["index"] is not None:
        index = int(found["index"])
        return lambda value: iter(
            [value[index]] if isinstance(value, list) and -len(value) <= index < len(value) else []
        )
    return _children


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _deep(step: Step) -> Step:
    """The step on the value and on everything below it, parents first."""

    def below(value: Any) -> Iterator[Any]:
        stack = [value]
        while stack:
            node = stack.pop()
            yield from step(node)
            stack.extend(reversed(list(_children(node))))

    return below
