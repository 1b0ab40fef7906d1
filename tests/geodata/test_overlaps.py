"""Counts of actors, doubts and deaths: each leaves its own filter open and shows what a choice would show."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import DOUBTS, EVERYTHING, Filter
from geodata.doubts import VAGUE
from geodata.schema import TIME_PRECISIONS
from tests.geodata.rows import a_store, an_incident
from tests.geodata.test_query import ROWS, filters

ACTORS = ("Army", "Rebels", "Civilians")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("overlaps"), ROWS)


def number(store, where):
    return geodata.summary(store, where).incidents


def test_an_actor_counts_on_either_side_and_once_where_on_both(tmp_path):
    rows = [
        an_incident(0, actor1="Army", actor2="Rebels"),
        an_incident(1, actor1="Rebels", actor2="Army"),
        an_incident(2, actor1="Army", actor2="Army"),
        an_incident(3, actor1=None, actor2="Rebels"),
        an_incident(4, actor1="", actor2=None),
    ]
    found = geodata.per_actor(a_store(tmp_path, rows)).to_dict("records")
    assert found == [{"actor": "Army", "incidents": 3}, {"actor": "Rebels", "incidents": 3}]


@given(filters)
@settings(max_examples=12, deadline=None)
def test_the_count_of_an_actor_is_what_choosing_it_shows(store, where):
    found = geodata.per_actor(store, where)
    assert set(found["actor"]) == set(ACTORS)
    for actor, incidents in zip(found["actor"], found["incidents"], strict=True):
        assert number(store, replace(where, actors=(actor,))) == incidents


@given(filters, st.sampled_from(tuple(DOUBTS)))
@settings(max_examples=15, deadline=None)
def test_with_and_without_a_doubt_are_all_that_pass(store, where, name):
    others = tuple(doubt for doubt in where.doubts if doubt.removeprefix("-") != name)
    told = geodata.per_doubt(store, where).set_index("doubt").loc[name]
    only, without = (number(store, replace(where, doubts=(*others, sign + name))) for sign in ("", "-"))
    assert (told["incidents"], told["of"]) == (only, only + without)
    assert only + without == number(store, replace(where, doubts=others))


@given(filters)
@settings(max_examples=12, deadline=None)
def test_deaths_at_least_none_and_unstated_are_all_that_pass(store, where):
    told = geodata.per_deaths(store, replace(where, deaths_least=0))
    assert told.least + told.unstated == number(store, where.without("deaths_least"))
    assert number(store, replace(where, deaths_least=0, deaths_unstated=False)) == told.least
    assert number(store, replace(where, deaths_least=0, deaths_unstated=True)) == told.least + told.unstated


def test_deaths_go_by_the_best_figure_then_the_low_then_the_high(tmp_path):
    rows = [
        an_incident(0, fatalities_low=1, fatalities_best=5, fatalities_high=9),
        an_incident(1, fatalities_low=5, fatalities_high=9),
        an_incident(2, fatalities_high=5),
        an_incident(3),
    ]
    store = a_store(tmp_path, rows)
    assert [number(store, Filter(deaths_least=n)) for n in (0, 5, 6)] == [3, 3, 0]
    assert number(store, Filter(deaths_least=6, deaths_unstated=True)) == 1
    assert number(store, Filter(deaths_unstated=True)) == 4


def test_a_doubt_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"doubt '-nonsense' is not known\. There is mended, deaths-unstated"):
        Filter(doubts=("-nonsense",)).sql()


def test_vague_times_are_known_precisions():
    assert set(VAGUE) < set(TIME_PRECISIONS)


def test_an_empty_store_counts_nothing(tmp_path):
    store = a_store(tmp_path)
    assert geodata.per_actor(store).empty
    assert list(geodata.per_doubt(store, EVERYTHING)["of"]) == [0] * len(DOUBTS)
    assert geodata.per_deaths(store) == geodata.Deadly(0, 0)
