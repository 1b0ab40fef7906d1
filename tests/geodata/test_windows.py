"""Two windows side by side: each side is what a breakdown says, and silence of a dataset is told from peace."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import Filter, Window, grid_tables, windows
from geodata.moments import from_minute, until_minute
from tests.geodata.rows import a_store, an_incident, day
from tests.geodata.test_columns import ordered
from tests.geodata.test_gridded import off_the_edges
from tests.geodata.test_query import FIRST, ROWS, filters

EARLY, LATE = Window(date(2018, 6, 27), date(2018, 7, 3)), Window(date(2018, 7, 4), date(2018, 7, 10))
WHERE = Filter(start=LATE.start, end=LATE.end)
FIGURES = ("incidents", "reported", "deaths_low", "deaths_high", "deaths_unknown", "beyond", "deaths_beyond")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(
        tmp_path_factory.mktemp("windows"),
        [
            an_incident(0, fatalities_best=4),
            an_incident(1, start_day=day("2018-07-01"), end_day=day("2018-07-05")),
            an_incident(2, start_day=day("2018-07-01"), admin1="SY-QU", admin1_name="Quneitra", fatalities_low=2),
            an_incident(3, source="other", event_type="Battles", sub_event_type=None),
        ],
    )


MOMENTS = st.integers(FIRST * 1440, (FIRST + 80) * 1440) | st.integers(FIRST, FIRST + 80).map(lambda day: day * 1440)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("every kind"), [ordered(row) for row in ROWS])


@pytest.mark.parametrize("by", ["region", "event_type", "source"])
@pytest.mark.parametrize("where", [WHERE, Filter(LATE.start, LATE.end, event_types=("Battles",))], ids=str)
def test_each_side_is_what_a_breakdown_says(store, by, where):
    found = geodata.compared(store, where, EARLY, by).set_index("value")
    for side, asked in (("", where), ("_other", geodata.within(where, EARLY))):
        alone = geodata.breakdown(store, asked, by).set_index("value")
        assert set(alone.index) <= set(found.index)
        for value in found.index:
            expected = [int(alone.loc[value, name]) if value in alone.index else 0 for name in FIGURES]
            assert [int(found.loc[value, name + side]) for name in FIGURES] == expected


def test_a_region_that_fell_silent_stays_in_the_table(store):
    found = geodata.compared(store, WHERE, EARLY, "region").set_index("value")
    assert (found.loc["SY-QU", "incidents"], found.loc["SY-QU", "incidents_other"]) == (0, 1)


def test_a_dataset_without_incidents_in_a_window_is_told_whatever_the_other_filters(store):
    asked = Filter(LATE.start, LATE.end, regions=("SY-QU",), event_types=("Riots",))
    found = geodata.coverage(store, asked, EARLY).set_index("source")
    assert (found.loc["other", "incidents"], found.loc["other", "incidents_other"]) == (1, 0)
    assert (found.loc["test", "incidents"], found.loc["test", "incidents_other"]) == (2, 2)
    assert (found.loc["test", "first_day"], found.loc["test", "title"]) == (day("2018-07-01"), "Test")


def test_datasets_that_are_filtered_away_are_not_asked(store):
    assert list(geodata.coverage(store, Filter(sources=("other",)), EARLY)["source"]) == ["other"]


def test_an_incident_that_counts_in_both_windows_is_told(tmp_path):
    long = {"start_day": day("2018-07-01"), "end_day": day("2018-07-05")}
    rows = [
        an_incident(0, fatalities_best=4),
        an_incident(1, **long, fatalities_low=2, fatalities_high=9),
        an_incident(2, **long),
        an_incident(3, **long, fatalities_best=7, status="forecast"),
        an_incident(4, **long, fatalities_best=3, event_type="Riots"),
    ]
    store = a_store(tmp_path, rows)
    assert geodata.in_both(store, WHERE, EARLY) == (2, 12)
    assert geodata.in_both(store, replace(WHERE, event_types=("Riots",)), EARLY) == (1, 3)
    assert geodata.in_both(store, WHERE, Window(date(2018, 5, 1), date(2018, 6, 30))) == (0, 0)


@given(first=MOMENTS, length=st.integers(0, 40 * 1440), gap=st.integers(0, 20 * 1440), utc=st.booleans(), where=filters)
@settings(max_examples=60, deadline=None)
def test_the_grid_of_a_large_store_tells_the_same(every_kind, first, length, gap, utc, where):
    here = Window(from_minute(first, utc), until_minute(first + length, utc))
    there = Window(from_minute(first - gap - length - 1, utc), until_minute(first - gap - 1, utc))
    assert not geodata.overlap(here, there)
    assert geodata.overlap(here, Window(there.start, here.start))
    asked = geodata.within(off_the_edges(where), here), Filter(start=there.start, end=there.end)
    assert grid_tables.in_both(every_kind, *asked) == windows._in_both(every_kind, *asked)


def test_nothing_compared_with_nothing_is_an_empty_table(tmp_path):
    empty = geodata.Store(tmp_path)
    assert len(geodata.compared(empty, WHERE, EARLY, "region")) == len(geodata.coverage(empty, WHERE, EARLY)) == 0


@given(st.dates(), st.integers(0, 4000))
def test_the_window_before_is_as_long_and_ends_the_day_before(start, length):
    window = Window(start, date.fromordinal(min(start.toordinal() + length, date.max.toordinal())))
    before = window.before()
    if before:
        assert before.days == window.days
        assert (window.start - before.end).days == 1


@given(st.dates(min_value=date(2, 1, 1)))
def test_a_year_before_is_the_same_date(start):
    then = Window(start, start).a_year_before().start
    assert (then.year, then.month) == (start.year - 1, start.month)
    assert then.day == start.day or (start.month, start.day, then.day) == (2, 29, 28)


def test_the_calendar_has_a_first_day():
    first = Window(date.min, date.min)
    assert first.before() is first.a_year_before() is None
