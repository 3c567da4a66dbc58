import copy
import math
import pickle

import pytest
from quantia import UNITS, Quantity, QuantityError, parse


def test_fr_014_value_and_unit():
    quantity = Quantity(3, "kg")
    assert (quantity.value, quantity.unit) == (3.0, "kg")
    assert type(quantity.value) is float
    assert type(quantity.unit) is str
    assert Quantity(3.5, "kg").value == 3.5


@pytest.mark.parametrize("name", ["value", "unit", "other"])
def test_fr_015_immutable(name):
    quantity = Quantity(3.5, "kg")
    with pytest.raises(AttributeError):
        setattr(quantity, name, 1)
    with pytest.raises(AttributeError):
        delattr(quantity, name)
    assert repr(quantity) == "Quantity(3.5, 'kg')"


def test_fr_015_copies():
    quantity = Quantity(3.5, "kg")
    assert copy.deepcopy(quantity) == pickle.loads(pickle.dumps(quantity)) == quantity


def test_fr_016_made_directly():
    assert Quantity(3.5, "kg") == parse("3.5 kg")
    with pytest.raises(QuantityError) as caught:
        Quantity(1, "flurb")
    assert str(caught.value) == "unknown unit 'flurb'"


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_fr_016_a_number_is_finite(value):
    with pytest.raises(QuantityError):
        Quantity(value, "kg")


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.5, "3.5 m"), (2.0, "2 m"), (0.0, "0 m"), (-2.0, "-2 m"), (1.5e22, "15000000000000000000000 m")],
)
def test_fr_017_without_a_fraction_no_point(value, text):
    assert str(Quantity(value, "m")) == text


def test_fr_018_repr():
    assert repr(Quantity(3.5, "kg")) == "Quantity(3.5, 'kg')"
    assert repr(Quantity(2, "m")) == "Quantity(2.0, 'm')"


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("value", [3.5, 2.0, 0.1, -1e-7, 1.5e22, 1e300, 123456.789, 1 / 3])
def test_fr_019_printing_and_parsing_agree(value, unit):
    quantity = Quantity(value, unit)
    assert parse(str(quantity)) == quantity
