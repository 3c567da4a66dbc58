"""
What a matcher can tell apart: one that holds for every value asserts nothing, one that holds for none cannot pass.

Both take a matcher as it stands in a task, broken ones too. `count` says that the value is a number of things (lines,
characters, bytes), so it is a whole number and not below zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from . import patterns


def always(matcher: Any, *, count: bool = False) -> bool:
    """Whether every value matches."""
    if not isinstance(matcher, dict):
        return matcher is None
    return all(_always(name, value, count) for name, value in matcher.items() if name != "normalize")


def never(matcher: Any, *, count: bool = False) -> bool:
    """Whether no value matches."""
    if not isinstance(matcher, dict):
        return count and _number(matcher) < 0
    return any(_never(name, value, count) for name, value in matcher.items()) or _contradicts(matcher)


def _always(name: str, value: Any, count: bool) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    if name in ("contains", "starts_with"):
        return all(part in ("", None) for part in parts)
    if name == "ends_with":  # line ends at the very end do not count
        return isinstance(value, str | None) and not (value or "").strip("\r\n")
    if name == "matches":
        return all(not isinstance(part, str) or patterns.matches_everything(part) for part in parts)
    if name in ("line_count", "len", "size"):
        return always(value, count=True)
    if name in ("ge", "gt") and count:
        return _number(value) <= 0 if name == "ge" else _number(value) < 0
    if name == "all":
        return all(always(part, count=count) for part in parts)
    if name == "any":
        return any(always(part, count=count) for part in parts) or _covers_all(parts, count)
    if name == "not":
        return never(value, count=count)
    if name in ("le", "lt"):
        return value is None or _number(value) == math.inf
    if name == "not_contains":
        return value is None or value == []
    return value is None and name not in ("equals", "json")


def _covers_all(parts: Sequence[Any], count: bool) -> bool:
    """Whether one of the matchers holds wherever another one does not."""
    return any(_opposed(one, other, count) for one in parts for other in parts)


def _opposed(one: Any, other: Any, count: bool) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    if other == {"not": one}:
        return True
    pairs = (("contains", "not_contains"), *((("lt", "ge"), ("gt", "le")) if count else ()))
    return any(
        one.keys() == {here}
        and other.keys() == {there}
        and one[here] == other[there]
        and not isinstance(one[here], list)
        for here, there in pairs
    )


def _never(name: str, value: Any, count: bool) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    if name == "not_contains":
        return "" in parts
    if name == "matches":
        return any(isinstance(part, str) and patterns.matches_nothing(part) for part in parts)
    if name in ("line_count", "len", "size"):
        return never(value, count=True)
    if name == "equals" and count:
        return _number(value) < 0
    if name in ("lt", "le") and count:
        return _number(value, 1) <= 0 if name == "lt" else _number(value) < 0
    if name in ("one_of", "any"):
        return value == [] or (name == "any" and all(never(part, count=count) for part in parts))
    if name == "all":
        return any(never(part, count=count) for part in parts)
    return name == "not" and isinstance(value, dict) and always(value, count=count)


def _contradicts(matcher: Mapping[str, Any]) -> bool:
    """Whether two conditions exclude each other."""
    if len(matcher) < 2 and "between" not in matcher:
        return False
    wanted, unwanted, equal = (
        _texts(matcher.get("contains")),
        _texts(matcher.get("not_contains")),
        matcher.get("equals"),
    )
    if wanted & unwanted:
        return True
    if isinstance(equal, str) and not matcher.get("normalize"):
        # line ends are read in more than one way, so parts with one are not judged
        missing = any(part not in equal and "\n" not in part for part in wanted)
        if missing or any(part in equal for part in unwanted):
            return True
    between = matcher.get("between")
    low, high = between if isinstance(between, list | tuple) and len(between) == 2 else (None, None)
    lowest = max(_number(value, -math.inf) for value in (matcher.get("ge"), matcher.get("gt"), low))
    highest = min(_number(value, math.inf) for value in (matcher.get("le"), matcher.get("lt"), high))
    return lowest > highest


def _texts(value: Any) -> set[str]:
    return {part for part in (value if isinstance(value, list | tuple) else [value]) if isinstance(part, str)}


def _number(value: Any, default: float = 0.0) -> float:
    """The value where it is a number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else default
