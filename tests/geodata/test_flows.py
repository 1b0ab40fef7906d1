"""Flows: origins by name become points, periods are added once, and what cannot be drawn says why."""

from datetime import date

import pytest

import geodata
from geodata import Filter
from geodata.flows import origin_of
from tests.geodata.rows import a_figure, a_store, day

QUNEITRA = {"lat": 33.05, "lon": 35.79, "place": "Quneitra", "place_printed": "Quneitra", "regions": "SY-QU"}
QUNEITRA |= {"admin1": "SY-QU"}


def arrivals(number, origin="Dar'a", first="2018-07-01", last="2018-07-31", **said):
    told = {"measure": "flow", "origin": origin, "start_day": day(first), "end_day": day(last), "as_of_day": day(last)}
    return a_figure(number, **QUNEITRA | told | said)


def asked(folder, *figures, **where):
    return geodata.flows(a_store(folder, figures=figures), Filter(**where))


def test_an_origin_that_names_a_region_is_that_region(gazetteer):
    end = origin_of("Daraa", "SY")
    assert (round(end.lat, 1), round(end.lon, 1)) == (32.8, 36.2)
    assert origin_of("درعا", "SY") == origin_of("Dar'a", "SY") == end


def test_an_origin_may_be_a_town_or_lie_in_another_country(gazetteer):
    assert origin_of("Tafas", "SY").name == "Tafas"
    assert origin_of("Amman", "SY").name == "Amman"
    assert origin_of("Beirut").name == "Beirut"


@pytest.mark.parametrize("name", ["various", "Not available", "unknown", "", "qqqq", "Dar'a and Quneitra"])
def test_an_origin_that_is_no_place_is_none(gazetteer, name):
    assert origin_of(name, "SY") is None


def test_a_movement_with_an_origin_is_a_flow(tmp_path, gazetteer):
    told = asked(tmp_path, arrivals(1, value=23085))
    (flow,) = told.drawn
    assert (flow.destination.name, flow.measure) == ("Quneitra", "flow")
    assert (flow.people.low, flow.people.high, flow.people.claimants) == (23085, 23085, ("OCHA",))
    assert (flow.first_day, flow.last_day) == (day("2018-07-01"), day("2018-07-31"))
    assert told.undrawn == {}


def test_periods_are_added_and_those_within_longer_ones_are_not(tmp_path, gazetteer):
    (flow,) = asked(
        tmp_path,
        arrivals(1, value=100),
        arrivals(2, first="2018-07-10", last="2018-07-12", value=70, claimant="Red Crescent"),
        arrivals(3, first="2018-08-01", last="2018-08-31", value=20),
    ).drawn
    assert (flow.people.low, flow.people.high) == (120, 120)
    assert (flow.first_day, flow.last_day) == (day("2018-07-01"), day("2018-08-31"))


def test_rivals_of_one_period_span_a_range(tmp_path, gazetteer):
    (flow,) = asked(
        tmp_path, arrivals(1, value=100), arrivals(2, value=150, claimant="Red Crescent", quantifier="more than")
    ).drawn
    assert (flow.people.low, flow.people.high, flow.people.open_above) == (100, 150, True)
    assert flow.people.claimants == ("OCHA", "Red Crescent")


def test_arrivals_and_returns_are_flows_of_their_own_widest_first(tmp_path, gazetteer):
    told = asked(
        tmp_path, arrivals(1, value=10), arrivals(2, value=90, measure="return"), arrivals(3, "Tafas", value=50)
    )
    assert [(flow.people.high, flow.measure) for flow in told.drawn] == [(90, "return"), (50, "flow"), (10, "flow")]


def test_what_cannot_be_drawn_says_why(tmp_path, gazetteer):
    told = asked(
        tmp_path,
        arrivals(1, "various places"),
        arrivals(2, lat=None, lon=None),
        arrivals(3, "Quneitra", lat=origin_of("Quneitra", "SY").lat, lon=origin_of("Quneitra", "SY").lon),
        arrivals(4, value=None, figure_printed="many"),
        arrivals(5, None),
    )
    assert told.drawn == ()
    assert list(told.undrawn.values()) == [
        "'various places' is no region or place that is known, or several",
        "its destination has no point",
        "it stays within one place or region",
        "it gives no number",
    ]


def test_only_movements_of_the_window_flow(tmp_path, gazetteer):
    figures = (arrivals(1), arrivals(2, first="2018-08-01", last="2018-08-31"))
    assert len(asked(tmp_path, *figures, end=date(2018, 7, 31)).drawn) == 1
    assert geodata.flows(geodata.Store(tmp_path / "store"), Filter(start=date(2018, 9, 1))).drawn == ()


def test_the_sample_says_no_origins(sample_store):
    assert geodata.flows(sample_store) == geodata.Flows((), {})


def test_arrivals_are_spread_evenly_over_their_days(tmp_path):
    figures = [
        arrivals(1, value=3100),
        arrivals(2, first="2018-07-10", last="2018-07-16", value=700),  # lies in the longer one of its area
        arrivals(3, first="2018-07-31", last="2018-08-01", value=20, regions="SY-DR", place="Dar'a"),
        arrivals(4, measure="return", value=900),
        arrivals(5, status="forecast", value=900),
    ]
    store = a_store(tmp_path, figures=figures)
    july, august = day("2018-07-01"), day("2018-08-01")
    assert geodata.arrivals(store) == (
        (july, august - 2, 100, 100),
        (august - 1, august - 1, 110, 110),
        (august, august, 10, 10),
    )
    assert geodata.arrivals(store, Filter(regions=("SY-DR",))) == ((august - 1, august, 10, 10),)
    assert geodata.arrivals(store, Filter(sources=("nobody",))) == ()


def test_arrivals_of_rivals_are_a_range(tmp_path):
    figures = [arrivals(1, value=3100), arrivals(2, value=6200, claimant="IOM")]
    assert geodata.arrivals(a_store(tmp_path, figures=figures)) == ((day("2018-07-01"), day("2018-07-31"), 100, 200),)


def test_a_store_without_arrivals_has_none(tmp_path):
    assert geodata.arrivals(a_store(tmp_path, figures=[a_figure(0)])) == ()
