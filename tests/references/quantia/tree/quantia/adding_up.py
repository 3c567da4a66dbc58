"""The sum of many."""

from __future__ import annotations

from collections.abc import Iterable

from quantia.parsing_2 import QuantityError
from quantia.quantities import Quantity

__all__ = ["total"]


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum, in the unit of the first."""
    rest = iter(quantities)
    found = next(rest, None)
    if found is None:
        raise QuantityError("nothing to add up")
    for quantity in rest:
        found += quantity
    return found
