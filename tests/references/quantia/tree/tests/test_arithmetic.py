import pytest
from quantia import DimensionError, Quantity, parse


def test_fr_027_by_zero():
    with pytest.raises(ZeroDivisionError):
        parse("1 m") / 0
    with pytest.raises(ZeroDivisionError):
        parse("1 m") / parse("0 km")


def test_fr_028_a_plain_float():
    found = parse("1 km") / parse("250 m")
    assert type(found) is float
    assert found == 4.0
    with pytest.raises(DimensionError):
        parse("1 kg") / parse("1 m")


@pytest.mark.parametrize(
    ("left", "right"), [("1000 m", "1 km"), ("1 t", "1000000 g"), ("90 min", "1.5 h"), ("0 m", "-0 km")]
)
def test_fr_029_equal_with_the_same_hash(left, right):
    assert parse(left) == parse(right)
    assert hash(parse(left)) == hash(parse(right))
    assert len({parse(left), parse(right)}) == 1


@pytest.mark.parametrize(("left", "right"), [("1 m", "1 kg"), ("1 m", "2 m"), ("0 m", "0 s")])
def test_fr_029_not_equal(left, right):
    assert parse(left) != parse(right)


def test_fr_030_nine_significant_digits():
    assert Quantity(1.23456789, "m") == Quantity(1.234567891, "m")
    assert hash(Quantity(1.23456789, "m")) == hash(Quantity(1.234567891, "m"))
    assert Quantity(1.23456789, "m") != Quantity(1.23456788, "m")
    assert Quantity(0.1, "m") + Quantity(0.2, "m") == Quantity(30, "cm")


def test_fr_031_smaller_within_one_dimension():
    assert parse("999 m") < parse("1 km")
    assert not parse("1000 m") < parse("1 km")
    assert parse("1 km") > parse("999 m")
    assert [str(quantity) for quantity in sorted(map(parse, ["1 km", "2 cm", "3 m"]))] == ["2 cm", "3 m", "1 km"]
    with pytest.raises(DimensionError) as caught:
        parse("1 kg") < parse("1 m")  # noqa: B015
    assert str(caught.value) == "cannot compare kg and m"


@pytest.mark.parametrize("other", [3.5, "3.5 kg", None, ("kg", 3.5)])
def test_fr_032_what_is_no_quantity(other):
    assert not parse("3.5 kg") == other  # noqa: SIM201
    assert parse("3.5 kg") != other
