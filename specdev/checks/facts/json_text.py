"""
Output that is JSON, compared as data: a document cannot mean its white space, nor the order of its keys.
"""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

_LISTED = r"\s*,\s*"
_MOST_KEYS = 3
"""Keys of one object that are tried in every order."""


def is_json(text: str) -> bool:
    """Whether the text is a JSON object or list."""
    return _parsed(text) is not None


def data_or_text(text: str) -> Any:
    """What a stream must be: JSON as data, lines of JSON each as data, anything else as it stands."""
    value = _parsed(text)
    if value is not None:
        return {"json": value}
    lines = text.strip("\n").split("\n")
    values = [_parsed(line) for line in lines]
    if len(lines) < 2 or any(value is None for value in values):
        return text
    known = [rf"^\s*{pattern}\s*$" for pattern in map(_pattern, values) if pattern]
    return {"line_count": len(lines)} | ({"matches": known} if known else {})


def _parsed(text: str) -> Any:
    """The object or list that the text is; None where it is none."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _pattern(value: Any) -> str:
    """The value as an expression for its text: any white space, any order of keys; empty where that is too much."""
    if isinstance(value, dict):
        members = [(_pattern(name), _pattern(inner)) for name, inner in value.items()]
        if len(members) > _MOST_KEYS or not all(map(all, members)):
            return ""
        orders = itertools.permutations([rf"{name}\s*:\s*{inner}" for name, inner in members])
        return rf"\{{\s*(?:{'|'.join(_LISTED.join(order) for order in orders)})\s*\}}"
    if isinstance(value, list):
        parts = list(map(_pattern, value))
        return rf"\[\s*{_LISTED.join(parts)}\s*\]" if all(parts) else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return rf"{value}(?:\.0+)?"
    written = {json.dumps(value, ensure_ascii=False), json.dumps(value)}
    return f"(?:{'|'.join(map(re.escape, sorted(written)))})" if len(written) > 1 else re.escape(written.pop())
