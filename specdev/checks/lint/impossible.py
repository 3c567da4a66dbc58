"""Whether a check can pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import patterns
from .parts import expectations, listed, matchers, statuses
from .vacuity import never

_WITH_MATCHERS = frozenset(("command", "file", "http", "data"))
_PLACES = ("/", "$", "count(")
_IGNORED = frozenset((".git", ".specdev", "node_modules", ".venv", "__pycache__"))
"""Folders that no copy of the product holds, or that are dependencies."""


def impossible(check: Mapping[str, Any]) -> Iterator[str]:
    """Why the check can never pass, in words that follow its name."""
    kind = str(check.get("kind"))
    if kind == "absent":
        yield from _absent(check)
    if kind not in _WITH_MATCHERS:
        return
    if kind == "data":
        yield from _data(check)
    for name, matcher in matchers(check):
        for pattern in _patterns(matcher):
            yield from _broken(pattern)
        if never(matcher):
            yield f"can never pass: nothing matches what it expects of `{name}`"
    if kind == "command":
        yield from _command(check)


def _data(check: Mapping[str, Any]) -> Iterator[str]:
    for condition in expectations(check):
        place = condition.get("at")
        if isinstance(place, str) and place and not place.startswith(_PLACES):
            yield f"can never be judged: `{place}` is no place in data (/a/0, $.a[0])"


def _command(check: Mapping[str, Any]) -> Iterator[str]:
    for expect in expectations(check):
        given = expect.get("exit")
        wrong = [one for one in statuses(given) if one > 255]
        if wrong and len(wrong) == len(listed(given)):
            yield f"can never pass: no program ends with the exit status {wrong[0]}"


def _absent(check: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(pattern := check.get("pattern"), str):
        yield from _broken(pattern)
    globs = [glob for glob in listed(check.get("paths")) if isinstance(glob, str)]
    if globs and all(glob.partition("/")[0] in _IGNORED for glob in globs):
        yield f"can never pass: a copy of the product holds no `{globs[0]}`"


def _broken(pattern: str) -> Iterator[str]:
    if reason := patterns.problem(pattern):
        yield f"can never be judged: `{pattern[:80]}` is no regular expression ({reason})"


def _patterns(matcher: Any) -> Iterator[str]:
    """The regular expressions of a matcher and of those within it."""
    waiting = [matcher]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield from (part for part in listed(found.get("matches")) if isinstance(part, str))
            waiting += [*listed(found.get("all")), *listed(found.get("any")), found.get("not")]
