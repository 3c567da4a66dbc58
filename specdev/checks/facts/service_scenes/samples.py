"""Bodies that a document shows, as samples of what a service takes, beside the answers that it shows for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .api import Creator
from .marks import whole

_ERRORS = frozenset({"error", "errors", "fehler", "erreur", "erreurs", "erro", "erros", "fault", "problem"})


def tells_error(answer: Any) -> bool:
    """Whether the answer says by the name of a field that something was refused."""
    return isinstance(answer, Mapping) and any(str(name).lower() in _ERRORS for name in answer)


def keep(creator: Creator, body: Any, answer: Any) -> None:
    """Keep a body that is accepted, and its answer: of what it shows differently, the plainer of both is the sample."""
    if isinstance(body, Mapping) and body:
        for name, value in body.items():
            field = creator.known(name)
            field.listed = True
            shown = answer.get(name, value) if isinstance(answer, Mapping) else value
            sample = _plain(value, shown)
            if field.example is None and whole(sample):
                field.example = sample
            if whole(shown) and shown != sample:
                field.altered = True
        if whole(body):
            creator.examples.append(body)
    if isinstance(answer, Mapping) and creator.answer is None:
        creator.answer = answer


def _plain(value: Any, shown: Any) -> Any:
    """What is sent, without white space around it and in the letters that are shown, where only that differs."""
    if not isinstance(value, str):
        return value
    value = value.strip() or value
    same = isinstance(shown, str) and shown.strip().casefold() == value.casefold()
    return shown.strip() if same else value


def echoed(creator: Creator, body: Mapping[str, Any]) -> dict[str, Any]:
    """What of the body an answer may show as it was sent."""
    return {name: value for name, value in body.items() if name not in creator.altered}
