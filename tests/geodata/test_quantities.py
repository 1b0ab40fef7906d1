"""Numbers and coordinates as people print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.quantities import Quantity, read_degrees, read_quantity


@pytest.mark.parametrize(
    "printed", ["1,234", "1 234", "1.234", "1'234", "1٬234", "١٢٣٤", "١٬٢٣٤", "1234.0", 1234, 1234.0, "1234 people"]
)
def test_separators_and_digits_of_all_kinds(printed):
    assert read_quantity(printed) == Quantity(best=1234, quantifier="exact")


@pytest.mark.parametrize(
    ("printed", "quantity"),
    [
        ("about 20", Quantity(best=20, quantifier="about")),
        ("~20", Quantity(best=20, quantifier="about")),
        ("حوالي ٢٠", Quantity(best=20, quantifier="about")),
        ("environ 20", Quantity(best=20, quantifier="about")),
        ("20+", Quantity(low=20, quantifier="more than")),
        ("at least 4", Quantity(low=4, quantifier="more than")),
        ("more than 1,000", Quantity(low=1000, quantifier="more than")),
        ("20 or more", Quantity(low=20, quantifier="more than")),
        ("up to 59,000", Quantity(high=59000, quantifier="up to")),
        ("3-5", Quantity(3, None, 5, "between")),
        ("3 – 5", Quantity(3, None, 5, "between")),
        ("between 3 and 5", Quantity(3, None, 5, "between")),
        ("5 to 3", Quantity(3, None, 5, "between")),
        ("two", Quantity(best=2, quantifier="exact")),
        ("none", Quantity(best=0, quantifier="exact")),
        ("20 thousand", Quantity(best=20000, quantifier="exact")),
        ("1.5 million", Quantity(best=1500000, quantifier="exact")),
        ("270k", Quantity(best=270000, quantifier="exact")),
        ("", Quantity()),
        ("unknown", Quantity()),
        ("-", Quantity()),
        (None, Quantity()),
    ],
)
def test_words_round_a_number_say_what_it_means(printed, quantity):
    assert read_quantity(printed) == quantity


@pytest.mark.parametrize("printed", ["dozens", "12.5", "5 (3 children)", "-3", "1,23", "about"])
def test_what_is_no_count_raises(printed):
    with pytest.raises(ValueError, match="no whole number"):
        read_quantity(printed)


@given(st.integers(0, 10**9))
def test_a_number_survives_printing(number):
    assert read_quantity(str(number)).best == read_quantity(f"{number:,}").best == number


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_a_value_error(text):
    try:
        quantity = read_quantity(text)
        assert all(bound is None or bound >= 0 for bound in (quantity.low, quantity.best, quantity.high))
    except ValueError:
        pass


@pytest.mark.parametrize(
    ("printed", "degrees"),
    [
        ("32.62", 32.62),
        ("32,62", 32.62),
        ("٣٢٫٦٢", 32.62),
        (32.62, 32.62),
        ("-0.5", -0.5),
        ("32°37'12\"N", 32.62),
        ("0°30'0\"W", -0.5),
    ],
)
def test_coordinates_in_many_spellings(printed, degrees):
    assert read_degrees(printed) == pytest.approx(degrees)


def test_no_coordinate():
    assert read_degrees("") is None
    with pytest.raises(ValueError, match="no coordinate"):
        read_degrees("north of town")
