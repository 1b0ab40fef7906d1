"""The table of a large store: by date it lists every incident, in another order the first ones, and says so."""

import pytest

import geodata
from dashboard import listing
from geodata import EVERYTHING, StoreError, answers, gridded, query
from tests.geodata.rows import a_store, an_incident

NUMBER = 30


def block(first, last, *order):
    sort = [{"colId": name, "sort": way} for name, way in order]
    return {"startRow": first, "endRow": last, "sortModel": sort}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [an_incident(n, place=f"Place {n * 7 % NUMBER:02}", fatalities_best=n % 5) for n in range(NUMBER)]
    store = a_store(tmp_path_factory.mktemp("listing"), rows)
    geodata.grid_of(store)
    return store


@pytest.fixture
def large(store, monkeypatch):
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    monkeypatch.setattr(answers, "SORTED_MAX", 12)
    return store


@pytest.mark.parametrize("order", [(), (("when", "desc"),), (("nothing", "asc"),)], ids=str)
def test_by_date_every_incident_is_listed(large, order):
    blocks = [listing.rows(large, block(first, first + 8, *order), EVERYTHING) for first in range(0, NUMBER, 8)]
    assert {note for _, note in blocks} == {""}
    assert {found["rowCount"] for found, _ in blocks} == {NUMBER}
    assert len({row["id"] for found, _ in blocks for row in found["rowData"]}) == NUMBER


def test_in_another_order_the_first_are_listed_and_the_page_says_so(large):
    found, note = listing.rows(large, block(8, 16, ("place", "asc")), EVERYTHING)
    assert found["rowCount"] == 12
    assert [row["place"] for row in found["rowData"]] == [f"Place {n:02}" for n in range(8, 12)]
    assert note == "In this order the table lists the first 12 of 30 incidents; by date it lists all."


@pytest.mark.parametrize("way", ["asc", "desc"])
def test_a_sorted_block_is_that_of_a_small_store(large, way):
    order = [("killed", way == "desc"), ("place", False)]
    wanted = query.rows_between(large, EVERYTHING, 2, 9, order)
    assert geodata.rows_between(large, EVERYTHING, 2, 9, order).equals(wanted)


def test_rows_that_cannot_be_sorted_in_time_stand_by_date(large, monkeypatch):
    def slow(*_):
        raise StoreError("no answer within 2000 ms")

    monkeypatch.setattr(query, "sorted_rows", slow)
    found, note = listing.rows(large, block(0, 5, ("place", "asc")), EVERYTHING)
    assert [row["id"] for row in found["rowData"]] == list(query.rows_between(large, EVERYTHING, 0, 5)["id"])
    assert "took too long: they stand by date" in note
