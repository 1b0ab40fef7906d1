"""Breakdowns: they sum to the figures of the strip, say what is not known, and fill time without a gap."""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import geodata
from geodata import EVERYTHING, NOWHERE, OTHERS, Filter, to_date, to_day
from tests.geodata.rows import a_store, an_incident, day

NOT_SUMMED = ("guessed", "first_day", "last_day")
SUMMED = [field.name for field in fields(geodata.Summary) if field.name not in NOT_SUMMED]
FILTERS = (
    EVERYTHING,
    Filter(start=date(2018, 7, 3), end=date(2018, 7, 7)),
    Filter(regions=("SY-DR", NOWHERE)),
    Filter(event_types=("Battles",), sources=("other",)),
    Filter(actors=("Army",)),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(
        tmp_path_factory.mktemp("breakdown"),
        [
            an_incident(0, fatalities_low=3, fatalities_best=4, fatalities_high=6, actor1="Army", actor2="Rebels"),
            an_incident(1, start_day=day("2018-07-03"), end_day=day("2018-07-09"), actor1="Army", actor2="Army"),
            an_incident(2, event_type="Battles", sub_event_type=None, admin1="SY-QU", admin1_name="Quneitra"),
            an_incident(3, admin1=None, admin1_name=None, location_precision="country", fatalities_best=2),
            an_incident(4, lat=None, lon=None, location_precision=None, place=None),
            an_incident(5, admin0=None, admin0_name=None, admin1=None, admin1_name=None),
            an_incident(6, status="aggregate", fatalities_best=500, source="other", actor2="Rebels"),
            an_incident(7, start_day=day("2018-08-12"), event_type="Battles", sub_event_type=None, source="other"),
        ],
    )


@pytest.mark.parametrize("where", FILTERS, ids=str)
@pytest.mark.parametrize("by", ["region", "event_type", "source"])
def test_the_rows_of_a_breakdown_sum_to_the_summary(store, by, where):
    found, summary = geodata.breakdown(store, where, by), geodata.summary(store, where)
    assert {name: int(found[name].sum()) for name in SUMMED} == {name: getattr(summary, name) for name in SUMMED}
    assert found["value"].is_unique
    assert list(found["incidents"]) == sorted(found["incidents"], reverse=True)


@pytest.mark.parametrize("by", ["region", "event_type", "source"])
def test_the_rows_of_the_sample_sum_to_its_summary(sample_store, by):
    assert geodata.breakdown(sample_store, EVERYTHING, by)["incidents"].sum() == 56


def test_deaths_keep_their_range_and_leave_out_aggregates(store):
    rows = geodata.breakdown(store, Filter(regions=("SY-DR",)), "region").iloc[0]
    assert (rows["value"], rows["name"], rows["part_of"]) == ("SY-DR", "Daraa", "Syria")
    assert (rows["deaths_low"], rows["deaths_best"], rows["deaths_high"], rows["deaths_unknown"]) == (3, 4, 6, 2)
    assert rows["incidents"] - rows["reported"] == 1


def test_what_is_known_to_a_country_the_sea_or_nowhere_stands_apart(store):
    found = geodata.breakdown(store, EVERYTHING, "region").set_index("value")["name"]
    assert (found["SY-"], found[geodata.AT_SEA], found[NOWHERE]) == ("Syria", "", "")


def test_an_incident_counts_for_each_actor_it_names_and_once_for_one_named_twice(store):
    found = geodata.breakdown(store, EVERYTHING, "actor").set_index("value")["incidents"]
    assert (found["Army"], found["Rebels"], found[""]) == (2, 2, 5)


def test_a_dataset_is_named_by_its_title(store):
    found = geodata.breakdown(store, EVERYTHING, "source").set_index("value")["name"]
    assert (found["test"], found["other"]) == ("Test", "other")


@pytest.mark.parametrize("where", FILTERS, ids=str)
@pytest.mark.parametrize("unit", ["day", "week", "month", "year"])
def test_counts_over_time_sum_to_the_breakdown(store, unit, where):
    found = geodata.over_time(store, where, "region", unit, ["SY-DR", NOWHERE])
    totals = geodata.breakdown(store, where, "region").set_index("value")["incidents"]
    for name in ("SY-DR", NOWHERE):
        assert found.loc[found["value"] == name, "incidents"].sum() == totals.get(name, 0)
    assert found["incidents"].sum() == totals.sum()
    assert set(found["value"]) <= {"SY-DR", NOWHERE, OTHERS}


@given(st.dates(date(1700, 1, 1), date(2200, 1, 1)), st.integers(0, 60_000))
def test_bins_cover_a_span_without_gap_or_overlap(first, length):
    first = to_day(first)
    found = geodata.bins(first, first + length)
    assert found.days[0] <= first
    assert found.days[-1] <= first + length
    assert list(found.days) == sorted(set(found.days))
    assert len(found.days) <= 300


@given(st.lists(st.dates(date(1960, 1, 1), date(2060, 1, 1)), min_size=50, max_size=50))
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
def test_the_store_and_the_bins_begin_a_stretch_on_the_same_day(tmp_path_factory, dates):
    rows = [an_incident(number, start_day=to_day(when)) for number, when in enumerate(dates)]
    store = a_store(tmp_path_factory.mktemp("many"), rows)
    for unit, span in {"day": 1, "week": 100, "month": 900, "year": 9000}.items():
        found = [geodata.bins(to_day(when), to_day(when) + span) for when in dates]
        assert {one.unit for one in found} == {unit}
        assert {*geodata.over_time(store, unit=unit)["day"]} == {one.days[0] for one in found}
        assert all(to_date(one.days[0]) <= when for one, when in zip(found, dates, strict=True))


def test_an_incident_that_began_before_the_window_is_in_no_bar(store):
    where = Filter(start=date(2018, 7, 8), end=date(2018, 7, 9))
    assert geodata.summary(store, where).incidents == 1
    assert geodata.over_time(store, where, named=["SY-DR"]).empty
