"""What a handler gets, and how it says no."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pegel.speicher import Speicher

Antwort = tuple[int, Any]
"""Status, and what is sent as JSON; None for no body at all."""


class Abgelehnt(Exception):
    """A request that is answered with a status and `{"fehler": …}`."""

    def __init__(self, status: int, fehler: str) -> None:
        super().__init__(fehler)
        self.status = status
        self.fehler = fehler


@dataclass(frozen=True)
class Anfrage:
    """A request to a path that is known."""

    speicher: Speicher
    teile: Mapping[str, str]
    """The variable parts of the path."""
    grenzen: Mapping[str, str]
    """What stands behind the `?`."""
    rumpf: bytes

    def objekt(self) -> dict[str, Any]:
        """The body. Abgelehnt where it is no JSON object."""
        try:
            found = json.loads(self.rumpf)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Abgelehnt(400, "ungueltiges json")
        return found


def ist_ganzzahl(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
