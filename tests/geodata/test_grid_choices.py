"""The grid of a large store answers each filter as the store does: actors, deaths, doubts, drawn areas."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata import DOUBTS, EVERYTHING, NOWHERE, Filter, grid, gridded, overlaps
from tests.geodata.rows import a_store, an_incident
from tests.geodata.test_area import AREAS, CROSSED
from tests.geodata.test_columns import ordered
from tests.geodata.test_gridded import TYPES, WORLD, anything, law
from tests.geodata.test_query import ROWS

pytestmark = pytest.mark.slow

HARD = st.builds(replace, anything, area=st.sampled_from(((), (), *AREAS, *CROSSED)))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [ordered(row) | {"match_guessed": number % 5 == 0} for number, row in enumerate(ROWS)]
    return a_store(tmp_path_factory.mktemp("choices"), rows)


@law
@given(where=HARD)
def test_an_area_leaves_the_same_incidents_either_way(store, where):
    found, wanted = geodata.counts(store, where), geodata.summary(store, where)
    assert (found.total, found.best, found.located) == (wanted.incidents, wanted.deaths_best, wanted.located)
    assert geodata.spots(store, where, WORLD, 1000).counts.sum() == found.located - found.undrawn


@law
@given(where=HARD)
def test_an_actor_counts_on_either_side_whoever_is_chosen(store, where):
    header = geodata.grid_of(store).header
    found = dict(zip(header["actors"], geodata.acting(store, where), strict=True))
    per_actor = overlaps.per_actor(store, where)
    assert found == dict(zip(per_actor["actor"], per_actor["incidents"], strict=True))


@law
@given(where=HARD)
def test_claimants_are_counted_as_the_store_counts_them(store, where):
    told = {}
    for most in (10**9, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gridded, "LOCAL_MAX", most)
            told[most] = geodata.per_claimant(store, where)
    assert told[1].to_dict("records") == told[10**9].to_dict("records")


@law
@given(where=HARD)
def test_deaths_and_doubts_are_counted_as_the_store_counts_them(store, where):
    found = geodata.counts(store, where)
    assert (found.least, found.unstated) == (
        *(getattr(overlaps.per_deaths(store, where), name) for name in ("least", "unstated")),
    )
    wanted = overlaps.per_doubt(store, where)
    assert found.doubts == list(zip(wanted["incidents"], wanted["of"], strict=True))


@law
@given(where=HARD)
def test_the_deaths_of_the_regions_are_those_of_the_breakdown(store, where):
    header, found = geodata.grid_of(store).header, geodata.killed(store, where)
    deaths = {}
    for (country, _, unit, *_), n in zip(header["regions"], found, strict=True):
        code = unit or (country if country == NOWHERE else geodata.rest(country))
        deaths[code] = deaths.get(code, 0) + n
    told = geodata.breakdown(store, where, "region")
    wanted = dict(zip(told["value"], told["deaths_best"], strict=True))
    assert {code: n for code, n in deaths.items() if n} == {code: n for code, n in wanted.items() if n}


@law
@given(where=HARD)
def test_bars_follow_every_filter(store, where):
    open_days = where.without("start", "end")
    assert geodata.histogram(store, where, TYPES).sum() == geodata.summary(store, open_days).incidents


def test_a_doubt_that_is_none_is_named(store):
    with pytest.raises(ValueError, match="doubt 'odd' is not known"):
        geodata.counts(store, Filter(doubts=("odd",)))


def test_choices_are_the_same_either_way(store, monkeypatch):
    wanted = ("Army", "Nobody at all", "Civilians")
    geodata.grid_of(store)
    answers = [geodata.actors_of(store, wanted)]
    doubts = [geodata.doubted(store).to_dict("records")]
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    assert [*answers, geodata.actors_of(store, wanted)] == [("Army", "Civilians")] * 2
    assert geodata.doubted(store).to_dict("records") == doubts[0]
    assert geodata.actors_of(store, ()) == ()


def test_while_a_grid_is_made_every_doubt_can_be_chosen(tmp_path, monkeypatch):
    store = a_store(tmp_path, [an_incident(0), an_incident(1)])
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    with grid._making:
        assert geodata.doubted(store).to_dict("records") == [
            {"doubt": name, "incidents": 1, "of": 2} for name in DOUBTS
        ]


def test_a_store_without_actors_has_none_to_choose(tmp_path):
    store = a_store(tmp_path, [an_incident(0, actor1=None, actor2=None)])
    assert geodata.acting(store) == []
    assert geodata.counts(store, Filter(actors=("Army",))).total == 0
    assert geodata.counts(store, EVERYTHING).total == 1


def test_an_empty_store_counts_no_choices(tmp_path):
    store = a_store(tmp_path)
    assert geodata.acting(store) == geodata.killed(store) == []
    assert geodata.counts(store).doubts == [(0, 0)] * len(DOUBTS)
