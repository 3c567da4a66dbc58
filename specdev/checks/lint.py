"""
What is wrong with a check that its schema cannot say, judged from the data alone; nothing is executed.

    SD502  it asserts nothing, so it passes whatever happens
    SD504  it leans on the machine it runs on: the network, the home folder, an absolute path, the clock
    SD505  it has no time limit
    SD507  a bound on time without repeats, tolerance or a word on the machine it holds for

Takes a check as it stands in a task, broken ones too, and imports no models, because `validate` must start fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Finding = tuple[str, str]
"""Code and message."""

_EVERYTHING = ("", ".*", "^.*$", ".*$", "^", "$", "(?s).*", ".+?*")
"""Patterns that every text matches."""

_MACHINE = {
    "a host on the network": re.compile(
        r"\b(?:https?|ftp|wss?)://(?!localhost\b|127\.0\.0\.1\b|\[::1\]|0\.0\.0\.0\b|\{|(?:[\w-]+\.)*example\.(?:com|org|net)\b)[\w.-]+"
    ),
    "the home folder": re.compile(r"\$HOME\b|\$\{HOME\}|(?:^|[\s='\"])~(?:/|$)"),
    "an absolute path": re.compile(
        r"(?:^|[\s=:'\"])/(?!dev/(?:null|stdin|stdout|stderr)\b|bin/(?:ba)?sh\b|usr/bin/env\b)(?:\w[\w.-]*/)+\w[\w.-]*"
    ),
    "the clock": re.compile(r"(?:^|[\s;|&(`])date(?:$|[\s;|&)`])"),
    "waiting instead of looking": re.compile(r"(?:^|[\s;|&(])sleep\s+[\d.]+"),
    "an install from the network": re.compile(
        r"\b(?:pip3?|uv|pipx|npm|pnpm|yarn|gem|cargo|go|apt(?:-get)?|brew)\s+(?:\w+\s+)?(?:install|add|get|i|ci)\b(?!.*(?:--no-index|--offline))"
    ),
}
"""What a check leans on, and how it shows in its words."""


def lint(check: Mapping[str, Any]) -> Iterator[Finding]:
    """(code, message) for everything that is wrong; the message has no place, the caller knows it."""
    if _number(check.get("timeout_s")) <= 0:
        yield "SD505", f"check `{check.get('id', '?')}` has no time limit: `timeout_s` is missing"
    if _asserts_nothing(check):
        yield "SD502", f"check `{check.get('id', '?')}` asserts nothing, so it passes whatever happens"
    for reason, word in _leans(check):
        yield "SD504", f"check `{check.get('id', '?')}` leans on {reason}: `{word}`"
    if check.get("kind") == "bench" and (lacking := _bench_lacks(check)):
        yield "SD507", f"check `{check.get('id', '?')}` bounds a time without {' and '.join(lacking)}"


def _asserts_nothing(check: Mapping[str, Any]) -> bool:
    judge = _ASSERTS.get(str(check.get("kind")))
    return judge is not None and not judge(check)


def _command_asserts(check: Mapping[str, Any]) -> bool:
    steps = check.get("steps")
    expects = (
        [step.get("expect") for step in steps if isinstance(step, Mapping)] if isinstance(steps, list | tuple) else []
    )
    return any(_expects(expect) for expect in (*expects, check.get("expect")))


def _expects(expect: Any) -> bool:
    """Whether an `expect` with streams and files can turn out otherwise."""
    if not isinstance(expect, Mapping):
        return False
    files = expect.get("files") or ()
    return (
        expect.get("exit") is not None
        or bool(expect.get("unchanged"))
        or any(name in expect and matcher_asserts(expect[name]) for name in ("stdout", "stderr", "output"))
        or any(isinstance(file, Mapping) and "path" in file for file in files)
    )


def matcher_asserts(matcher: Any) -> bool:
    """Whether a value can fail to match: empty matchers, empty lists and patterns for everything assert nothing."""
    if not isinstance(matcher, Mapping):
        return matcher is not None
    return any(_condition_asserts(name, value) for name, value in matcher.items() if name != "normalize")


def _condition_asserts(name: str, value: Any) -> bool:
    parts = value if isinstance(value, list | tuple) else [value]
    if name in ("contains", "not_contains", "starts_with", "ends_with"):
        return any(part != "" for part in parts)
    if name == "matches":
        return any(part not in _EVERYTHING for part in parts)
    if name == "all":
        return any(matcher_asserts(part) for part in parts)
    if name == "any":
        return bool(parts) and all(matcher_asserts(part) for part in parts)
    return value is not None or name in ("equals", "json")


def _http_asserts(check: Mapping[str, Any]) -> bool:
    exchanges = check.get("exchanges") or ()
    expects = [exchange.get("expect") or {} for exchange in exchanges if isinstance(exchange, Mapping)]
    if any(isinstance(exchange, Mapping) and exchange.get("capture") for exchange in exchanges):
        return True
    return any(
        isinstance(expect, Mapping)
        and (
            expect.get("status") is not None
            or "json" in expect
            or bool(expect.get("data"))
            or bool(expect.get("headers"))
            or any(isinstance(file, Mapping) and "path" in file for file in expect.get("files") or ())
            or matcher_asserts(expect.get("body"))
        )
        for expect in expects
    )


def _data_asserts(check: Mapping[str, Any]) -> bool:
    conditions = check.get("expect") or ()
    return any(
        isinstance(condition, Mapping)
        and matcher_asserts({key: value for key, value in condition.items() if key != "at"})
        for condition in conditions
    )


def _file_asserts(check: Mapping[str, Any]) -> bool:
    expect = check.get("expect")
    return isinstance(expect, Mapping) and matcher_asserts(expect)


_ASSERTS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "command": _command_asserts,
    "file": _file_asserts,
    "http": _http_asserts,
    "data": _data_asserts,
    "golden": lambda check: bool(check.get("expected_file")),
    "absent": lambda check: check.get("pattern") not in (None, ""),
    "bench": lambda check: matcher_asserts(check.get("expect")) if isinstance(check.get("expect"), Mapping) else False,
}
"""Kind to whether a check of it can fail; kinds that always can are not listed."""


def _leans(check: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the commands of the check lean on, each kind of thing once."""
    seen: set[str] = set()
    for words in _words(check):
        for reason, pattern in _MACHINE.items():
            if reason not in seen and (found := pattern.search(words)):
                seen.add(reason)
                yield reason, found[0].strip(" \t='\"|;&(")


def _words(check: Mapping[str, Any]) -> Iterator[str]:
    """The command lines of a check."""
    steps = check.get("steps")
    service = check.get("service")
    holders: list[Any] = [check, *(steps if isinstance(steps, list | tuple) else ()), service]
    for holder in holders:
        run = holder.get("run") if isinstance(holder, Mapping) else None
        if isinstance(run, list | tuple):
            yield " ".join(map(str, run))
        elif isinstance(run, str):
            yield run


def _bench_lacks(check: Mapping[str, Any]) -> list[str]:
    lacking = []
    if _number(check.get("repeats")) < 2:
        lacking.append("`repeats`")
    if check.get("tolerance") is None:
        lacking.append("`tolerance`")
    if not check.get("machine"):
        lacking.append("`machine`")
    return lacking


def _number(value: Any) -> float:
    """The value where it is a number, else 0."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
