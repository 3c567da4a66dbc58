"""From one unit to another."""

from __future__ import annotations

from quantia.parsing_2 import QuantityError, known

__all__ = ["DimensionError"]


class DimensionError(QuantityError):
    """Units of different dimensions where only one dimension makes sense."""


def one_dimension(left: str, right: str, mistake: str) -> None:
    """Raise DimensionError with the words of `mistake` where the two units are of different dimensions."""
    if known(left).base != known(right).base:
        raise DimensionError(mistake)


def convert(value: float, unit: str, wanted: str) -> float:
    """The value in the wanted unit, which is of the same dimension."""
    return value * known(unit).scale / known(wanted).scale
