"""The tables of a large store are those of the database: figures, breakdowns, bins, comparisons, rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata import EVERYTHING, answers, grid_tables, gridded, query
from tests.geodata.rows import a_store
from tests.geodata.test_breakdown import FILTERS
from tests.geodata.test_columns import ordered
from tests.geodata.test_gridded import anything, law
from tests.geodata.test_query import ROWS

pytestmark = pytest.mark.slow

small = answers.small


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [ordered(row) | {"match_guessed": number % 5 == 0} for number, row in enumerate(ROWS)]
    store = a_store(tmp_path_factory.mktemp("tables"), rows)
    geodata.grid_of(store)
    return store


def said(table):
    return table.astype(object).to_dict("records")


@law
@given(where=anything)
def test_the_summary_is_that_of_the_database(store, where):
    assert grid_tables.summary(store, where) == query.summary(store, where)


@law
@given(where=anything, by=st.sampled_from(list(small.BY)))
def test_a_breakdown_is_that_of_the_database(store, where, by):
    assert said(grid_tables.breakdown(store, where, by)) == said(small.breakdown(store, where, by))


@law
@given(where=anything, unit=st.sampled_from(list(small.UNITS)), by=st.sampled_from(["region", "event_type", "source"]))
def test_counts_over_time_are_those_of_the_database(store, where, unit, by):
    named = list(small.breakdown(store, EVERYTHING, by)["value"])[:2]
    found = grid_tables.over_time(store, where, by, unit, named)
    assert said(found) == said(small.over_time(store, where, by, unit, named))


@law
@given(where=anything, first=st.integers(0, len(ROWS)), down=st.none() | st.booleans())
def test_rows_by_day_are_those_of_the_database_wherever_one_begins(store, where, first, down):
    order = [] if down is None else [("when", down), ("place", True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gridded, "LOCAL_MAX", 10)
        found = geodata.rows_between(store, where, first, first + 7, order)
    assert list(found["id"]) == list(query.rows_between(store, where, first, first + 7, order)["id"])


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_a_large_store_is_asked_through_its_grid(store, where, monkeypatch):
    asked = [(name, by) for name in ("breakdown", "over_time") for by in small.BY]
    wanted = [said(getattr(geodata, name)(store, where, by)) for name, by in asked] + [geodata.summary(store, where)]
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    monkeypatch.delattr(small, "breakdown")
    monkeypatch.delattr(query, "summary")
    found = [said(getattr(geodata, name)(store, where, by)) for name, by in asked] + [geodata.summary(store, where)]
    assert found == wanted


def test_an_empty_store_has_empty_tables(tmp_path):
    store = a_store(tmp_path)
    assert grid_tables.summary(store) == query.summary(store)
    for by in small.BY:
        assert said(grid_tables.breakdown(store, EVERYTHING, by)) == []
    assert said(grid_tables.over_time(store, EVERYTHING, "region", "day", [])) == []
    assert grid_tables.day_of_row(store, EVERYTHING, 0) == (0, 0)
