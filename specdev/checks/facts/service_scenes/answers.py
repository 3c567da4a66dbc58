"""What a clause says of an answer, as the `expect` of an exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .api import FIELD
from .marks import whole
from .sayings import Saying


def refusal(saying: Saying, field: str = "") -> dict[str, Any]:
    """Status and body of an answer that is the same whatever was sent, but for the name of a wrong `field`."""
    expect: dict[str, Any] = {"status": saying.status}
    answer = saying.answer
    if field and isinstance(answer, Mapping):
        answer = {name: field if value == FIELD else value for name, value in answer.items()}
    if answer is not None and whole(answer):
        expect["json"] = answer
    elif isinstance(answer, Mapping):
        told = {name: value for name, value in answer.items() if isinstance(value, str | int) and whole(value)}
        expect["data"] = [{"at": "", "contains": sorted(answer)}, *(holds(told) if saying.code else ())]
    return expect


def holds(body: Mapping[str, Any], names: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Conditions that the answer holds the fields of the body, or only those named."""
    return [{"at": at(name), "equals": value} for name, value in body.items() if not names or name in names]


def at(name: str) -> str:
    return f"$.{name}" if name.isidentifier() else f"$['{name}']"


def column(name: str) -> str:
    """The place of one field of every element of a list."""
    return f"$[*].{name}" if name.isidentifier() else f"$[*]['{name}']"
