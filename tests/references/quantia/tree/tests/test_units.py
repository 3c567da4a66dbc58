import pytest
from quantia import UNITS, Quantity, QuantityError, parse


def test_fr_001_these_units_and_no_others():
    assert set(UNITS) == {"m", "km", "cm", "mm", "kg", "g", "t", "s", "min", "h"}
    for name in ("mg", "d", "ms", "mi", "K", "C", "", "m/s"):
        with pytest.raises(QuantityError):
            Quantity(1, name)


@pytest.mark.parametrize(("unit", "metres"), [("m", 1), ("km", 1000), ("cm", 0.01), ("mm", 0.001)])
def test_fr_002_length(unit, metres):
    assert Quantity(1, unit).to("m").value == metres


@pytest.mark.parametrize(("unit", "kilograms"), [("kg", 1), ("g", 0.001), ("t", 1000)])
def test_fr_003_mass(unit, kilograms):
    assert Quantity(1, unit).to("kg").value == kilograms


@pytest.mark.parametrize(("unit", "seconds"), [("s", 1), ("min", 60), ("h", 3600)])
def test_fr_004_time(unit, seconds):
    assert Quantity(1, unit).to("s").value == seconds


@pytest.mark.parametrize("unit", ["KG", "Kg", "M", "KM", "S", "H", "T", "Min"])
def test_fr_005_case_matters(unit):
    with pytest.raises(QuantityError, match=f"unknown unit '{unit}'"):
        Quantity(1, unit)
    with pytest.raises(QuantityError, match=f"unknown unit '{unit}'"):
        parse(f"1 {unit}")
