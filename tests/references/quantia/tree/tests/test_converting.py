import pytest
from quantia import DimensionError, QuantityError, parse


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("1.5 km", "m", 1500.0), ("90 min", "h", 1.5), ("1 t", "g", 1e6), ("3 cm", "mm", 30.0), ("7 g", "g", 7.0)],
)
def test_fr_020_a_new_quantity_in_another_unit(text, unit, value):
    quantity = parse(text)
    found = quantity.to(unit)
    assert (found.value, found.unit) == (value, unit)
    assert found is not quantity


def test_fr_021_another_dimension():
    with pytest.raises(DimensionError) as caught:
        parse("1 kg").to("m")
    assert str(caught.value) == "cannot convert kg to m"


def test_fr_022_a_quantity_error():
    assert issubclass(DimensionError, QuantityError)


def test_fr_023_added_and_subtracted():
    assert repr(parse("1 h") + parse("30 min")) == "Quantity(1.5, 'h')"
    assert repr(parse("1 h") - parse("30 min")) == "Quantity(0.5, 'h')"
    with pytest.raises(TypeError):
        parse("1 h") + 1
    with pytest.raises(TypeError):
        parse("1 h") - 1


def test_fr_024_the_unit_of_the_left():
    assert repr(parse("1 km") + parse("500 m")) == "Quantity(1.5, 'km')"
    assert repr(parse("500 m") + parse("1 km")) == "Quantity(1500.0, 'm')"
    assert repr(parse("500 m") - parse("1 km")) == "Quantity(-500.0, 'm')"


def test_fr_025_different_dimensions():
    with pytest.raises(DimensionError) as caught:
        parse("1 kg") + parse("1 m")
    assert str(caught.value) == "cannot add kg and m"
    with pytest.raises(DimensionError) as caught:
        parse("1 kg") - parse("1 m")
    assert str(caught.value) == "cannot subtract m from kg"


def test_fr_026_times_and_by_a_number():
    assert repr(parse("2 m") * 3) == "Quantity(6.0, 'm')"
    assert repr(3 * parse("2 m")) == "Quantity(6.0, 'm')"
    assert repr(parse("3 m") / 2) == "Quantity(1.5, 'm')"
    for work in (lambda: parse("2 m") * parse("2 m"), lambda: 3 / parse("2 m"), lambda: parse("2 m") / "2"):
        with pytest.raises(TypeError):
            work()
