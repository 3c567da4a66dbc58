import pytest
from quantia import Quantity, QuantityError, parse


def test_fr_006_parse_gives_a_quantity():
    found = parse("3.5 kg")
    assert type(found) is Quantity
    assert (found.value, found.unit) == (3.5, "kg")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("3.5 kg", 3.5, "kg"), ("3.5kg", 3.5, "kg"), ("-2 m", -2.0, "m"), ("+2 m", 2.0, "m"), ("0 s", 0.0, "s")],
)
def test_fr_007_number_one_space_or_none_and_unit(text, value, unit):
    found = parse(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["3.5  kg", "3.5\tkg", "- 2 m", "kg", "3.5", "3", "", "kg 3.5", "1.2.3 m", "3 kg kg", "3 m/s"]
)
def test_fr_007_other_forms(text):
    with pytest.raises(QuantityError, match="cannot read"):
        parse(text)


@pytest.mark.parametrize("text", [" 3.5 kg", "3.5 kg ", "\t3.5 kg\n", "   3.5kg   "])
def test_fr_008_white_space_around(text):
    assert repr(parse(text)) == "Quantity(3.5, 'kg')"
