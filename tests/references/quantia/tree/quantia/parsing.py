"""From text to a quantity."""

from __future__ import annotations

from quantia.parsing_2 import split
from quantia.quantities import Quantity

__all__ = ["parse"]


def parse(text: str) -> Quantity:
    """The quantity that is written. QuantityError where the text has another form, or the unit is not known."""
    value, unit = split(text)
    return Quantity(float(value), unit)
