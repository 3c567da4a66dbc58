"""What makes two quantities equal."""

from __future__ import annotations

from quantia.converting import convert
from quantia.parsing_2 import known

__all__: list[str] = []


def meaning(value: float, unit: str) -> tuple[str, float]:
    """The dimension's base unit, and the value in it, rounded to 9 significant digits."""
    base = known(unit).base
    return base, float(f"{convert(value, unit, base):.9g}")
