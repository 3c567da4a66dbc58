"""The units there are."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["UNITS"]


class Unit(NamedTuple):
    base: str
    """The unit that values of this dimension are compared in; it stands for the dimension."""
    scale: int
    """How many of the smallest unit of its dimension it is; whole numbers, so that nothing is lost to rounding."""


UNITS = {
    "m": Unit("m", 1000),
    "km": Unit("m", 1_000_000),
    "cm": Unit("m", 10),
    "mm": Unit("m", 1),
    "kg": Unit("kg", 1000),
    "g": Unit("kg", 1),
    "t": Unit("kg", 1_000_000),
    "s": Unit("s", 1),
    "min": Unit("s", 60),
    "h": Unit("s", 3600),
}
