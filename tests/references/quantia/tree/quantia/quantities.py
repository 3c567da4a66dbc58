"""The type."""

from __future__ import annotations

from math import isfinite
from typing import NoReturn

from quantia.arithmetic import meaning
from quantia.converting import convert, one_dimension
from quantia.parsing_2 import QuantityError, known

__all__ = ["Quantity"]


class Quantity:
    """A number together with a unit; it cannot be changed."""

    __slots__ = ("unit", "value")

    value: float
    unit: str

    def __init__(self, value: float, unit: str) -> None:
        known(unit)
        if not isfinite(value):
            raise QuantityError(f"no number: {value}")
        object.__setattr__(self, "value", float(value))
        object.__setattr__(self, "unit", unit)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot set {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name}")

    def __reduce__(self) -> tuple[type[Quantity], tuple[float, str]]:
        return Quantity, (self.value, self.unit)

    def __str__(self) -> str:
        value = int(self.value) if self.value.is_integer() else self.value
        return f"{value} {self.unit}"

    def __repr__(self) -> str:
        return f"Quantity({self.value!r}, {self.unit!r})"

    def to(self, unit: str) -> Quantity:
        """The same in another unit."""
        one_dimension(self.unit, unit, f"cannot convert {self.unit} to {unit}")
        return Quantity(convert(self.value, self.unit, unit), unit)

    def __add__(self, other: object) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        one_dimension(self.unit, other.unit, f"cannot add {self.unit} and {other.unit}")
        return Quantity(self.value + other.to(self.unit).value, self.unit)

    def __sub__(self, other: object) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        one_dimension(self.unit, other.unit, f"cannot subtract {other.unit} from {self.unit}")
        return Quantity(self.value - other.to(self.unit).value, self.unit)

    def __mul__(self, other: object) -> Quantity:
        if not isinstance(other, int | float):
            return NotImplemented
        return Quantity(self.value * other, self.unit)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Quantity | float:
        if isinstance(other, Quantity):
            one_dimension(self.unit, other.unit, f"cannot divide {self.unit} by {other.unit}")
            return self.value / other.to(self.unit).value
        if not isinstance(other, int | float):
            return NotImplemented
        return Quantity(self.value / other, self.unit)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return meaning(self.value, self.unit) == meaning(other.value, other.unit)

    def __hash__(self) -> int:
        return hash(meaning(self.value, self.unit))

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        one_dimension(self.unit, other.unit, f"cannot compare {self.unit} and {other.unit}")
        return meaning(self.value, self.unit) < meaning(other.value, other.unit)
