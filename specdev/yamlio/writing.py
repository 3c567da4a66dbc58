"""
Writing YAML that is comfortable to read, to edit and to merge.

    covers: [FR-004, FR-005]
    source: [{path: vision.md, lines: [41, 42]}]
    text: |-
      Text over 80 characters or over several lines is kept as it is: a line of text is a line of YAML.

Key order is the caller's. Text is quoted where YAML 1.1 or 1.2 would read something else in it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .scalars import plain_value

BLOCK_TEXT = 80
"""Text of more characters stands in a block of its own."""
FLOW_WIDTH = 100
"""A list or mapping that would be longer on its line has one line an entry."""
FLOW_KEYS = frozenset({"source", "size", "vision", "lines"})
"""Small structures that are written in one line, where they fit."""
_REMEMBERED = 4096
"""Texts and keys of which it is remembered how they are written: names, kinds and titles come again and again."""
_LONG_KEY = 200  # the parser wants `? ` before keys of more than 1024 bytes, and flow mappings have no room

# All that YAML 1.1 or 1.2 reads as something else than text, and numbers as other tools know them.
_NOT_TEXT = re.compile(
    r"(?:~|=|<<|y|n|yes|no|on|off|true|false|null|none|nan|inf)\Z"
    r"|[-+.]?[0-9]"
    r"|[-+]?\.(?:inf|nan)\Z",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"[^\W_][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*\Z|[_/(.$][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*\Z"
)
_NEVER_PLAIN = re.compile(r":(?:\s|\Z)|\s#|\s\Z|---|\.\.\.")
_NOT_IN_FLOW = re.compile(r"[\[\]{},?]|:(?![\w/])")
# What the parser refuses or reads as a line break, unless it is escaped (YAML 1.1, 5.1 and 5.4).
_SPECIAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def dump(data: Any) -> str:
    """
    The YAML text of JSON-like data (text, numbers, bools, None, lists, mappings with text keys).

    `load(dump(data))` gives the same data. Raises TypeError for anything else.
    """
    return "\n".join(_block(data, 0)) + "\n"


def _block(data: Any, depth: int) -> Iterator[str]:
    """The lines of a value that begins on a line of its own, `depth` columns in."""
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _entry(_key(key), value, depth, flow=key in FLOW_KEYS)
    elif isinstance(data, list | tuple) and data:
        for value in data:
            yield from _element(value, depth)
    else:
        yield from _entry("", data, depth, flow=True)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {key!r}")
    return _written_key(key)


@lru_cache(_REMEMBERED)
def _written_key(key: str) -> str:
    written = _inline_text(key, flow=True)
    return f"{written}:" if len(written) < _LONG_KEY else f"? {written}\n:"


def _entry(head: str, value: Any, depth: int, *, flow: bool) -> Iterator[str]:
    """A value behind `head` (`key:`, or nothing), on the same line where it can stand there."""
    pad = " " * depth
    head = head.replace("\n", "\n" + pad)
    inline = _inline(value, flow=flow, room=FLOW_WIDTH - depth - len(head))
    if inline is not None:
        yield f"{pad}{head} {inline}" if head else pad + inline
    elif isinstance(value, str):
        mark, *lines = _literal(value)
        yield f"{pad}{head} {mark}" if head else pad + mark
        yield from (f"{pad}  {line}" if line else "" for line in lines)
    else:
        yield pad + head
        yield from _block(value, depth + 2)


def _element(value: Any, depth: int) -> Iterator[str]:
    """One list entry: the first line of what it holds stands behind the dash."""
    inline = _inline(value, flow=False, room=FLOW_WIDTH - depth)
    if inline is not None:
        yield f"{' ' * depth}- {inline}"
        return
    if isinstance(value, str):
        yield from _entry("-", value, depth, flow=False)
        return
    first, *rest = _block(value, depth + 2)
    yield f"{' ' * depth}- {first[depth + 2 :]}"
    yield from rest


def _inline(value: Any, *, flow: bool, room: int) -> str | None:
    """The value in one line, or None where it stands better, or can only stand, in a block."""
    if isinstance(value, str):
        return None if _wants_block(value) else _inline_text(value)
    if not isinstance(value, dict | list | tuple) or not value:
        return _flow(value)
    if not flow and not (isinstance(value, list | tuple) and all(_is_scalar(v) for v in value)):
        return None
    written = _flow(value) if _fits(value) else None
    return written if written is not None and len(written) <= room else None


def _fits(value: Any) -> bool:
    """Whether a structure may be one line at all: small, no long text in it, at most four levels."""
    budget = 40
    todo = [(value, 0)]
    while todo:
        part, level = todo.pop()
        budget -= 1
        if budget < 0 or level > 4 or (isinstance(part, str) and _wants_block(part)):
            return False
        if isinstance(part, dict):
            todo += [(v, level + 1) for v in part.values()]
            if any(len(k) >= _LONG_KEY // 2 for k in part):
                return False
        elif isinstance(part, list | tuple):
            todo += [(v, level + 1) for v in part]
    return True


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list | tuple) or not value


def _wants_block(text: str) -> bool:
    """Long text and text of several lines, if a literal block gives back every character of it."""
    if len(text) <= BLOCK_TEXT and "\n" not in text:
        return False
    first = text.split("\n", 1)[0]
    return not _SPECIAL.search(text) and bool(first.strip()) and "\t" not in first[: len(first) - len(first.lstrip())]


def _literal(text: str) -> list[str]:
    """The block's head (`|`, with what it needs to say) and its lines."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    chomp = "-" if not ends else "" if ends == 1 else "+"
    lines = body.split("\n") + [""] * max(ends - 1, 0)
    return [f"|{'2' if text.startswith(' ') else ''}{chomp}", *lines]


def _flow(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _float(value)
        case str():
            return _inline_text(value, flow=True)
        case dict():
            return "{" + ", ".join(f"{_key(k)} {_flow(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written as YAML")


def _float(value: float) -> str:
    """With a point in the mantissa: YAML 1.1 reads `1e+16` as text."""
    if math.isinf(value) or math.isnan(value):
        raise TypeError(f"{value} cannot be written: JSON has no such number")
    mantissa, exponent, power = repr(value).partition("e")
    return (mantissa if "." in mantissa else mantissa + ".0") + exponent + power


@lru_cache(_REMEMBERED)
def _inline_text(text: str, *, flow: bool = False) -> str:
    if _is_plain(text) and not (flow and _NOT_IN_FLOW.search(text)):
        return text
    if "\n" not in text and "\t" not in text and not _SPECIAL.search(text) and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return _SPECIAL.sub(_escape, json.dumps(text, ensure_ascii=False))


def _is_plain(text: str) -> bool:
    return (
        bool(_PLAIN.match(text))
        and not _NOT_TEXT.match(text)
        and not _NEVER_PLAIN.search(text)
        and plain_value(text) is text
    )


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
