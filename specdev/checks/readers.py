"""
Data files as values.

JSON, YAML and TOML give what they hold, dates as text; CSV gives a list of rows, each a mapping from the header's names
to texts; XML gives its root element. What a reader could take in two ways is not read: a key that stands twice, a row
that is longer than its header, NaN. Neither is what would grow without end: aliases that unfold to millions of values,
entities of XML, nesting deeper than DEPTH.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import tomllib
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

import yaml

from .search import Unjudged

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of a file that are read as data."""
DEPTH = 200
"""How deep data may be nested."""
_MOST_YAML = 8 * 1024 * 1024
_MOST_VALUES = 2_000_000
"""Values that a YAML file may unfold to."""
_MOST_MERGED = 100_000
"""Keys that merging may give one mapping of a YAML file."""

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableData(ValueError):
    """The text is not what its format wants."""


def read_data(content: bytes, form: str) -> Any:
    """The value that the file holds. UnreadableData where it holds none, Unjudged for a format that is none."""
    reader = FORMATS.get(form.lower())
    if reader is None:
        raise Unjudged(f"unknown data format `{form}`; there are: {', '.join(FORMATS)}")
    if len(content) > MOST_BYTES:
        raise UnreadableData(f"is larger than {MOST_BYTES} bytes")
    try:
        return reader(content)
    except RecursionError as error:
        raise UnreadableData(f"is not {form}: nested too deeply") from error
    except (ValueError, yaml.YAMLError, csv.Error, expat.ExpatError) as error:
        raise UnreadableData(f"is not {form}: {str(error).splitlines()[0]}") from error


def _text(content: bytes) -> str:
    """ValueError where it is not UTF-8. A byte order mark is passed over."""
    return content.decode("utf-8-sig")


def _json(content: bytes) -> Any:
    return _level(json.loads(_text(content), object_pairs_hook=_unique, parse_constant=_no_number))


def _jsonl(content: bytes) -> Any:
    return [_json(line) for line in content.splitlines() if line.strip()]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_twice("key", _repeated(name for name, _ in pairs)))
    return found


def _repeated(names: Iterable[str]) -> str:
    """The first name that stands there a second time."""
    seen: set[str] = set()
    return next(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]


def _twice(what: str, name: str) -> str:
    return f"the {what} {name!r} stands twice"


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _level(value: Any) -> Any:
    """The value. ValueError where it is nested deeper than DEPTH, so that comparing it cannot overflow the stack."""
    layer = [value]
    for _ in range(DEPTH):
        inner = [part for part in layer if isinstance(part, dict | list) and part]
        if not inner:
            return value
        layer = [entry for part in inner for entry in (part.values() if isinstance(part, dict) else part)]
    raise ValueError("nested too deeply")


class _Loader(_SafeLoader):  # type: ignore[misc]  # the base is found at run time
    """YAML whose merge keys cannot grow without end."""

    def flatten_mapping(self, node: Any) -> None:
        super().flatten_mapping(node)
        if len(node.value) > _MOST_MERGED:
            raise ValueError("it unfolds without end")


def _yaml(content: bytes) -> Any:
    if len(content) > _MOST_YAML:
        raise ValueError(f"larger than {_MOST_YAML} bytes")
    text = _text(content)
    _look_over(yaml.parse(text, Loader=_Loader))
    return _Plain().of(yaml.load(text, Loader=_Loader))


def _look_over(events: Iterable[Any]) -> None:
    """ValueError where a key stands twice in a mapping, or the nesting is deeper than DEPTH."""
    open_: list[set[str] | None] = []  # for each collection around: the keys so far, None for a list
    at_key: list[bool] = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            open_.pop()
            at_key.pop()
        elif isinstance(event, yaml.NodeEvent):
            if open_ and (keys := open_[-1]) is not None:
                if at_key[-1] and isinstance(event, yaml.ScalarEvent) and event.value != "<<":
                    if event.value in keys:
                        raise ValueError(_twice("key", event.value))
                    keys.add(event.value)
                at_key[-1] = not at_key[-1]
            if isinstance(event, yaml.CollectionStartEvent):
                open_.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
                at_key.append(True)
        if len(open_) > DEPTH:
            raise ValueError("nested too deeply")


def _toml(content: bytes) -> Any:
    return _Plain().of(tomllib.loads(_text(content)))


class _Plain:
    """Makes of a value one that JSON could hold: keys are texts, dates too, and aliases are unfolded."""

    def __init__(self) -> None:
        self.left = _MOST_VALUES

    def of(self, value: Any, depth: int = 0) -> Any:
        self.left -= 1
        if self.left < 0 or depth > DEPTH:
            raise ValueError("it unfolds without end" if self.left < 0 else "nested too deeply")
        if isinstance(value, dict):
            return {_key(name): self.of(entry, depth + 1) for name, entry in value.items()}
        if isinstance(value, list | tuple | set):
            return [self.of(entry, depth + 1) for entry in value]
        if isinstance(value, datetime.date | datetime.time):
            return value.isoformat()
        return value.decode("latin-1") if isinstance(value, bytes) else value


def _key(name: Any) -> str:
    if name is None or isinstance(name, bool):
        return json.dumps(name)
    return name.isoformat() if isinstance(name, datetime.date) else str(name)


def _csv(content: bytes) -> Any:
    rows = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    header = next(rows, [])
    if len(set(header)) < len(header):
        raise ValueError(_twice("column", _repeated(header)))
    found = []
    for row in rows:
        if not row:
            continue
        if len(row) != len(header):
            raise ValueError(f"line {rows.line_num} has {len(row)} cells, the header {len(header)}")
        found.append(dict(zip(header, row, strict=True)))
    return found


def read_xml(content: bytes, encoding: str | None = None) -> Element:
    """
    The root element; names in a namespace are {uri}name. ValueError or ExpatError where it is not well-formed.

    `encoding` is taken instead of the one that the document declares.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(encoding, namespace_separator="}")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise ValueError("nested too deeply")
        builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_clark(name))

    def entity(name: str, *_: Any) -> None:
        raise ValueError(f"it declares the entity `{name}`, which is not unfolded")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    parser.buffer_text = True
    parser.Parse(content, True)
    root: Element = builder.close()
    return root


def _clark(name: str) -> str:
    return f"{{{name}" if "}" in name else name


FORMATS: dict[str, Callable[[bytes], Any]] = {
    "json": _json,
    "jsonl": _jsonl,
    "yaml": _yaml,
    "yml": _yaml,
    "toml": _toml,
    "csv": _csv,
    "xml": read_xml,
}
"""Format to its reader; names are those of file endings too."""
