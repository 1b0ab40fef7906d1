"""Numbers, dates and precision in plain words."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import language, text
from gazetteer import PRECISIONS
from geodata.schema import LOCATED_BY
from tests.geodata.rows import day


def test_the_examples_in_the_words_hold():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    ("iso", "said"), [("2018-07-04", "4 Jul 2018"), ("1969-12-31", "31 Dec 1969"), ("2024-02-29", "29 Feb 2024")]
)
def test_a_day_is_written_as_people_write_it(iso, said):
    assert text.day(day(iso)) == said


def test_unknown_days_are_empty():
    assert text.day(None) == text.days(None, 5) == text.days(5, None) == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2018-07-03", "2018-07-07", "3–7 Jul 2018"),
        ("2018-06-29", "2018-07-07", "29 Jun – 7 Jul 2018"),
        ("2017-12-31", "2018-01-01", "31 Dec 2017 – 1 Jan 2018"),
        ("2018-07-07", "2018-07-07", "7 Jul 2018"),
    ],
)
def test_a_span_of_days_does_not_repeat_what_both_share(first, last, said):
    assert text.days(day(first), day(last)) == said


@pytest.mark.parametrize(("number", "said"), [(None, "–"), (0, "0"), (1, "1"), (12345, "12,345")])
def test_a_number_that_is_not_known_is_a_dash_and_never_0(number, said):
    assert text.count(number) == said


def test_one_is_no_plural():
    said = [language.tn("{n} incident", "{n} incidents", number) for number in (0, 1, 2, 1000)]
    assert said == ["0 incidents", "1 incident", "2 incidents", "1,000 incidents"]


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((None, None), "–"),
        ((0, 0), "0"),
        ((3, None), "3"),
        ((None, 7), "7"),
        ((3, None, False, True), "more than 3"),
        ((None, 7, True, False), "up to 7"),
        ((5, 5, True, False), "up to 5"),
        ((270_000, 325_000, False, True), "270,000–325,000+"),
        ((234_500, 320_000, True, True), "≤ 234,500–320,000+"),
    ],
)
def test_a_range_says_which_side_is_open(bounds, said):
    assert text.span(*bounds) == said


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_range_names_both_of_its_ends(a, b):
    low, high = sorted((a, b))
    said = text.span(low, high)
    assert f"{low:,}" in said
    assert f"{high:,}" in said


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (None, ""),
        (0, "0 m"),
        (800, "800 m"),
        (994, "990 m"),
        (1000, "1 km"),
        (2000, "2 km"),
        (2500, "2.5 km"),
        (40_000, "40 km"),
    ],
)
def test_a_radius_is_said_as_people_say_it(metres, said):
    assert text.distance(metres) == said


def test_every_precision_and_every_way_of_locating_has_its_words():
    assert {*PRECISIONS, ""} == set(text.PRECISION_WORDS)
    assert set(LOCATED_BY) - {""} == set(text.METHOD_WORDS)
