import pytest
from quantia import DimensionError, QuantityError, parse, total


def test_fr_033_the_sum_in_the_unit_of_the_first():
    assert repr(total([parse("1 km"), parse("500 m"), parse("50000 cm")])) == "Quantity(2.0, 'km')"
    assert repr(total(parse(text) for text in ("500 m", "1 km"))) == "Quantity(1500.0, 'm')"
    assert repr(total([parse("3 g")])) == "Quantity(3.0, 'g')"
    with pytest.raises(DimensionError):
        total([parse("1 kg"), parse("1 m")])


@pytest.mark.parametrize("nothing", [[], (), iter([])])
def test_fr_034_nothing_to_add_up(nothing):
    with pytest.raises(QuantityError) as caught:
        total(nothing)
    assert str(caught.value) == "nothing to add up"
