"""Quantities: a number together with a unit."""

from __future__ import annotations

from quantia.adding_up import total
from quantia.converting import DimensionError
from quantia.parsing import parse
from quantia.parsing_2 import QuantityError
from quantia.quantities import Quantity
from quantia.units import UNITS

__all__ = ["UNITS", "DimensionError", "Quantity", "QuantityError", "parse", "total"]
