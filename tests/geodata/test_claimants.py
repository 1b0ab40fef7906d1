"""Who reports incidents: counts that leave their own filter open, names found by any of their letters."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

import geodata
from geodata import EVERYTHING, NOBODY, Filter
from tests.geodata.rows import a_store, an_incident
from tests.geodata.test_query import ROWS, filters

NAMES = ("Mahmūd (Civil Defence)", "المرصد السوري", "SOHR", "SOHR; AFP", None, "")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("many"), ROWS)


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    rows = [an_incident(n, claimant=NAMES[n % 6], event_type="Battles" if n < 6 else "Protests") for n in range(18)]
    return a_store(tmp_path_factory.mktemp("named"), rows)


@given(filters)
@settings(max_examples=20, deadline=None)
def test_each_claimant_counts_what_choosing_it_would_show(store, where):
    rows = geodata.per_claimant(store, where)
    assert set(rows["claimant"]) == {*geodata.claimants(store)}
    assert list(rows["incidents"]) == sorted(rows["incidents"], reverse=True)
    assert rows["incidents"].sum() == geodata.summary(store, where.without("claimants")).incidents
    for name, n in rows.itertuples(index=False, name=None):
        assert geodata.summary(store, replace(where, claimants=(name,))).incidents == n


def test_nobody_stands_for_what_is_empty_either_way(named):
    assert geodata.claimants(named) == tuple(sorted({name or NOBODY for name in NAMES}))
    assert geodata.summary(named, Filter(claimants=(NOBODY,))).incidents == 6
    assert geodata.summary(named, Filter(claimants=("SOHR", NOBODY))).incidents == 9
    assert geodata.summary(named, Filter(claimants=("AFP",))).incidents == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mahmud", {"Mahmūd (Civil Defence)"}),
        ("defence MAHMUD", {"Mahmūd (Civil Defence)"}),
        ("السورى", {"المرصد السوري"}),
        ("sohr", {"SOHR", "SOHR; AFP"}),
        ("nothing like it", set()),
    ],
)
def test_a_claimant_is_found_by_any_of_its_letters(named, words, found):
    assert set(geodata.claimants_named(named, EVERYTHING, words)["claimant"]) == found


def test_the_chosen_stand_first_whatever_is_searched_for(named):
    where = Filter(claimants=("SOHR; AFP",), event_types=("Protests",))
    rows = geodata.claimants_named(named, where, "sohr")
    assert [*zip(rows["claimant"], rows["incidents"], strict=True)] == [("SOHR; AFP", 2), ("SOHR", 2)]
    assert geodata.claimants_named(named, where)["claimant"].iloc[0] == "SOHR; AFP"


def test_an_empty_store_has_no_claimants(tmp_path):
    store = a_store(tmp_path)
    assert geodata.claimants(store) == ()
    assert geodata.claimants_named(store, EVERYTHING, "x").empty
