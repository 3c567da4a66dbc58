import pytest
from quantia import QuantityError, parse


@pytest.mark.parametrize("text", ["3,5 kg", "3,5kg", "1,000 m", "1.000,5 m"])
def test_fr_009_no_comma(text):
    with pytest.raises(QuantityError):
        parse(text)


def test_fr_009_a_point():
    assert parse("3.5 kg").value == 3.5


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e3 m", 1000.0), ("1E3 m", 1000.0), ("1.5e-2 m", 0.015), ("1e+3m", 1000.0), ("-1e3 m", -1000.0)],
)
def test_fr_010_an_exponent(text, value):
    assert parse(text).value == value


@pytest.mark.parametrize("text", ["3,5 kg", " 3,5 kg ", "", "it's", "1e m\n"])
def test_fr_011_the_text_as_it_was_given(text):
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert str(caught.value) == f"cannot read '{text}'"


@pytest.mark.parametrize("unit", ["flurb", "KG", "µm", "e"])
def test_fr_012_an_unknown_unit(unit):
    with pytest.raises(QuantityError) as caught:
        parse(f"3.5 {unit}")
    assert str(caught.value) == f"unknown unit '{unit}'"


def test_fr_013_a_value_error():
    assert issubclass(QuantityError, ValueError)
