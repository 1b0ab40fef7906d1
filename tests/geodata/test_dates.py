"""Dates and times as people print them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.dates import is_ambiguous, order_of, read_date, read_time

FOURTH = date(2018, 7, 4)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "printed",
    [
        "2018-07-04",
        "2018/7/4",
        "20180704",
        "04/07/2018",
        "4.7.2018",
        "04-07-2018",
        "04/07/18",
        "4 July 2018",
        "4-Jul-18",
        "4th of July 2018",
        "July 4, 2018",
        "JUL 4 2018",
        "Wednesday, 4 July 2018",
        "4 juillet 2018",
        "mercredi 4 juillet 2018",
        "4 تموز 2018",
        "4 يوليو 2018",
        "٤ تموز ٢٠١٨",
        "٤/٧/٢٠١٨",
        "4 تموز/يوليو 2018",
        "الأربعاء 4 تموز 2018",
        "43285",
        "43285.0",
        "2018-07-04 00:00:00",
        "2018-07-04T00:00:00Z",
        " 2018-07-04 ",
        datetime(2018, 7, 4),
        FOURTH,
    ],
)
def test_one_day_in_many_spellings(printed):
    span = read_date(printed)
    assert (span.start, span.end, span.precision, span.clock) == (FOURTH, FOURTH, "day", "")


@pytest.mark.parametrize(
    ("printed", "start", "end", "precision"),
    [
        ("July 2018", date(2018, 7, 1), date(2018, 7, 31), "month"),
        ("2018-07", date(2018, 7, 1), date(2018, 7, 31), "month"),
        ("07/2018", date(2018, 7, 1), date(2018, 7, 31), "month"),
        ("شباط 2016", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("2018-W27", date(2018, 7, 2), date(2018, 7, 8), "week"),
        ("week of 2 July 2018", date(2018, 7, 2), date(2018, 7, 8), "week"),
        ("2018-07-01 to 2018-07-03", date(2018, 7, 1), date(2018, 7, 3), "day"),
        ("2018-07-01/2018-07-03", date(2018, 7, 1), date(2018, 7, 3), "day"),
        ("1-3 July 2018", date(2018, 7, 1), date(2018, 7, 3), "day"),
        ("28 June – 3 July 2018", date(2018, 6, 28), date(2018, 7, 3), "day"),
        ("1 July 2018 إلى 3 July 2018", date(2018, 7, 1), date(2018, 7, 3), "day"),
        ("June 2018 - July 2018", date(2018, 6, 1), date(2018, 7, 31), "month"),
    ],
)
def test_spans_keep_their_precision(printed, start, end, precision):
    span = read_date(printed)
    assert (span.start, span.end, span.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("31/02/2018", "February 2018 has 28"),
        ("2018-02-29", "February 2018 has 28"),
        ("2018-13-01", "a year has 12"),
        ("0 July 2018", "no day of the calendar"),
        ("3 July 2018 to 1 July 2018", "ends before it begins"),
        ("0018-07-04", "year 18"),
        ("last Tuesday", "no date"),
        ("12", "no date"),
        ("", "no date"),
        ("99999", "no date"),
        ("2018-W60", "week"),
        ("x" * 10_000, "no date"),
    ],
)
def test_what_is_no_date_says_why(printed, why):
    with pytest.raises(ValueError, match=why):
        read_date(printed)


def test_a_time_behind_the_date_is_given_too():
    assert read_date("2018-07-04 22:05").clock == "22:05"
    assert read_date("2018-07-04T22:05:30Z").clock == "22:05:30z"
    assert read_date("43285.92").clock == "22:05"
    assert read_date(datetime(2018, 7, 4, 22, 5)).clock == "22:05"


@given(DAYS)
def test_a_day_survives_every_way_of_printing_it(day):
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y%m%d"):
        assert read_date(day.strftime(pattern)).start == day
    assert read_date(day.strftime("%m/%d/%Y"), "mdy").start == day


@given(DAYS, st.integers(0, 400))
def test_a_span_survives_printing(day, days):
    end = day + timedelta(days=days)
    span = read_date(f"{day} to {end}")
    assert (span.start, span.end) == (day, end)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text):
    try:
        span = read_date(text)
        assert span.start <= span.end
    except ValueError:
        pass
    try:
        clock = read_time(text)
        assert clock is None or 0 <= clock.start < 1440
    except ValueError:
        pass


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["04/07/2018", "13/07/2018"], "dmy"),
        (["04/07/2018", "07/13/2018"], "mdy"),
        (["04/07/2018", "05/07/2018"], None),
        (["31/02/2018", "04/07/2018"], "dmy"),
        (["13/07/2018", "14/07/2018", "07/15/2018"], "dmy"),
        (["2018-07-13", "4 July 2018"], None),
        ([None, 43285, ""], None),
    ],
)
def test_the_column_settles_whether_the_day_comes_first(cells, order):
    assert order_of(cells) == order


def test_a_column_is_ambiguous_where_both_readings_are_days():
    assert is_ambiguous(["04/07/2018"])
    assert not is_ambiguous(["07/07/2018", "2018-07-04", None])


@pytest.mark.parametrize(
    ("printed", "start", "end", "precision"),
    [
        ("22:05", 1325, 1325, "minute"),
        ("22:05:30", 1325, 1325, "minute"),
        ("10 pm", 1320, 1320, "minute"),
        ("10.30 p.m.", 1350, 1350, "minute"),
        ("12 am", 0, 0, "minute"),
        ("22h05", 1325, 1325, "minute"),
        ("2205", 1325, 1325, "minute"),
        ("٢٢:٠٥", 1325, 1325, "minute"),
        ("10 مساء", 1320, 1320, "minute"),
        (0.92, 1325, 1325, "minute"),
        (time(22, 5), 1325, 1325, "minute"),
        ("22:00-23:30", 1320, 1410, "part of day"),
        ("evening", 1020, 1319, "part of day"),
        ("late evening", 1020, 1319, "part of day"),
        ("في المساء", 1020, 1319, "part of day"),
        ("night", 1200, 1439, "part of day"),
        ("morning", 360, 719, "part of day"),
        ("afternoon", 720, 1079, "part of day"),
        ("dawn", 240, 419, "part of day"),
    ],
)
def test_times_are_minutes_or_parts_of_a_day(printed, start, end, precision):
    clock = read_time(printed)
    assert (clock.start, clock.end, clock.precision) == (start, end, precision)


def test_a_night_through_ends_on_the_next_day():
    assert read_time("overnight").days == 1
    assert read_time("23:00-02:00").days == 1


@pytest.mark.parametrize("printed", ["25:00", "sometime", "8", "22:75"])
def test_what_is_no_time_raises(printed):
    with pytest.raises(ValueError, match="no time"):
        read_time(printed)


def test_an_empty_cell_is_no_time():
    assert read_time("") is None
    assert read_time(None) is None
