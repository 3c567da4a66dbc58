"""The parts of a check as it stands in a task, broken ones too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

STREAMS = ("stdout", "stderr", "output")
"""What a command prints, as it is named in `expect`."""


def listed(value: Any) -> Sequence[Any]:
    """The value where it is a list; one that is none as the only entry, none for nothing."""
    if isinstance(value, list | tuple):
        return value
    return () if value is None else (value,)


def statuses(value: Any) -> set[int]:
    """The numbers of an `exit` or `status`."""
    return {one for one in listed(value) if isinstance(one, int)}


def expectations(check: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every `expect`: of the check, of its steps, of its exchanges; the conditions where it is a list of them."""
    for holder in (check, *listed(check.get("steps")), *listed(check.get("exchanges"))):
        if isinstance(holder, dict) and (expect := holder.get("expect")) is not None:
            yield from (one for one in listed(expect) if isinstance(one, dict))


def matchers(check: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The matchers of a check, each with the name of what it is for."""
    kind = check.get("kind")
    for expect in expectations(check):
        if kind == "file":
            yield str(check.get("path")), expect
        elif kind == "data":
            yield str(expect.get("at")), expect
        else:
            yield from _of_streams(expect)


def _of_streams(expect: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in (*STREAMS, "body"):
        if isinstance(matcher := expect.get(name), dict):
            yield name, matcher
    if isinstance(headers := expect.get("headers"), dict):
        yield from ((str(name), matcher) for name, matcher in headers.items() if isinstance(matcher, dict))
    for file in listed(expect.get("files")):
        if isinstance(file, dict):
            yield str(file.get("path")), file
    for condition in listed(expect.get("data")):
        if isinstance(condition, dict):
            yield str(condition.get("at")), {key: value for key, value in condition.items() if key != "at"}
