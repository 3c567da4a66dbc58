"""What is no quantity."""

from __future__ import annotations

import re

from quantia.units import UNITS, Unit

__all__ = ["QuantityError"]

FORM = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?) ?([^\W\d_]+)")


class QuantityError(ValueError):
    """Something that is no quantity, or that cannot be done with one."""


def split(text: str) -> tuple[str, str]:
    """Number and unit, as they are written."""
    found = FORM.fullmatch(text.strip())
    if not found:
        raise QuantityError(f"cannot read '{text}'")
    return found[1], found[2]


def known(unit: str) -> Unit:
    """The unit of that name."""
    if unit not in UNITS:
        raise QuantityError(f"unknown unit '{unit}'")
    return UNITS[unit]
