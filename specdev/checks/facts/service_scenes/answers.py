"""What a clause says of an answer, as the `expect` of an exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .marks import whole
from .sayings import Saying


def refusal(saying: Saying) -> dict[str, Any]:
    """Status and body of an answer that is the same whatever was sent."""
    expect: dict[str, Any] = {"status": saying.status}
    if saying.answer is not None and whole(saying.answer):
        expect["json"] = saying.answer
    elif isinstance(saying.answer, Mapping):
        expect["data"] = [{"at": "", "contains": sorted(saying.answer)}]
    return expect


def holds(body: Mapping[str, Any], names: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Conditions that the answer holds the fields of the body, or only those named."""
    return [{"at": at(name), "equals": value} for name, value in body.items() if not names or name in names]


def at(name: str) -> str:
    return f"$.{name}" if name.isidentifier() else f"$['{name}']"


def column(name: str) -> str:
    """The place of one field of every element of a list."""
    return f"$[*].{name}" if name.isidentifier() else f"$[*]['{name}']"
