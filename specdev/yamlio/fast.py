"""
The data of a text in which nothing is unusual, fast.

`_composed` takes nodes from the C parser, in less than half the time of a general loader, for texts that it surely
can nest. `_built` takes events, in one loop without recursion, for any text.
"""

from __future__ import annotations

import re
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.nodes import ScalarNode, SequenceNode

from .scalars import LIBYAML, MAX_DEPTH, Parser, plain_value

_SAFE_DEPTH = 5000
_DEEP_BLOCK = re.compile(r"^[ \-?:]{200}", re.MULTILINE)
"""A line whose structure begins far to the right: nothing that people or we write."""


class Unusual(Exception):
    """The text has something that needs the careful reader."""


def data_of(text: str) -> Any:
    """The data; None for an empty text. Raises Unusual or YAMLError at the first sign of anything not allowed."""
    return _composed(text) if _is_simple(text) else _built(text)


def _no_tag(self: object, *asked: object) -> None:
    """What a scalar without a tag stands for is `plain_value`'s work: only explicit tags are tags."""


_ASKED = ("resolve", "descend_resolver", "ascend_resolver")
_Composer: Any = type("_Composer", (Parser,), dict.fromkeys(_ASKED, _no_tag))


def _is_simple(text: str) -> bool:
    """
    Whether the C parser can make nodes of the text safely: no anchors, nesting that its stack surely holds.

    It recurses, and ends the process at about 30,000 levels. Flow nests by a bracket a level, blocks by a column.
    """
    flow = text.count("[") + text.count("{")
    return LIBYAML and "&" not in text and flow < _SAFE_DEPTH and _DEEP_BLOCK.search(text) is None


def _composed(text: str) -> Any:
    node = _Composer(text).get_single_node()
    return None if node is None else _value_of(node, MAX_DEPTH)


def _value_of(node: Any, levels: int) -> Any:
    """The data of a node; raises Unusual as `_built` does."""
    kind = node.__class__
    if node.tag is not None:
        raise Unusual
    if kind is ScalarNode:
        return node.value if node.style else plain_value(node.value)
    if not levels:
        raise Unusual
    if kind is SequenceNode:
        return [_value_of(entry, levels - 1) for entry in node.value]
    data: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value
        if key.__class__ is not ScalarNode or key.tag is not None or name in data:
            raise Unusual
        data[name] = _value_of(value, levels - 1)
    return data


def _built(text: str) -> Any:
    """The data of a text without anything unusual; raises Unusual or YAMLError at the first sign of it."""
    get = Parser(text).get_event
    top: list[Any] = []
    stack: list[Any] = [top]
    into: Any = top
    in_map = False
    key: str | None = None
    while True:
        event = get()
        kind = event.__class__
        if kind is ScalarEvent:
            value: Any = event.value
            if event.anchor is not None or event.tag is not None:
                raise Unusual
            if in_map and key is None:
                if value in into:
                    raise Unusual
                key = value
                continue
            if not event.style:
                value = plain_value(value)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            stack.pop()
            into = stack[-1]
            in_map = into.__class__ is dict
            continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or (in_map and key is None) or len(stack) > MAX_DEPTH:
                raise Unusual
            value = {} if kind is MappingStartEvent else []
            stack.append(value)
        elif kind is StreamEndEvent:
            return top[0] if top else None
        elif kind is AliasEvent or (kind is DocumentStartEvent and top):
            raise Unusual
        else:
            continue
        if in_map:
            into[key] = value
            key = None
        else:
            into.append(value)
        if stack[-1] is not into:
            into = value
            in_map = kind is MappingStartEvent
