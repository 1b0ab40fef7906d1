"""What the server answers where a store is too large to travel: one block a view, whatever is asked."""

import gzip
import json

import numpy as np
import pytest

import geodata
from dashboard import api, reading, remote, restoring
from dashboard.app import create_app
from dashboard.theme import EVENT_COLOURS
from geodata import Filter, gridded
from geodata.block import unpacked
from tests.geodata.rows import a_store, an_incident, day

WINDOW = [day("2018-07-01"), day("2018-07-31")]
VIEW = {"filter": {"window": WINDOW, "types": []}, "glyphs": "cells", "zoom": 5, "box": [30, 30, 40, 40], "bars": True}
PLACES = ((32.6, 36.1), (33.1, 35.8), (33.5, 36.3), (36.2, 37.1))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [
        an_incident(n, lat=lat, lon=lon, event_type=kind, sub_event_type=None)
        for n, (lat, lon) in enumerate(PLACES * 3)
        for kind in (("Battles", "Protests")[n % 2],)
    ]
    store = a_store(tmp_path_factory.mktemp("remote"), rows)
    geodata.grid_of(store)
    return store


@pytest.fixture(scope="module")
def client(store):
    return create_app(store).server.test_client()


def answer(client, asked, address=api.SHOWN):
    return client.get(address, query_string={"ask": json.dumps(asked)})


def block(client, asked):
    """Header and arrays of an answer."""
    reply = answer(client, asked)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    return unpacked(np.frombuffer(gzip.decompress(reply.data), "uint8"))


def test_a_view_is_answered_with_counts_glyphs_and_bars(client, store):
    header, arrays = block(client, VIEW)
    assert header["counts"]["total"] == geodata.summary(store, Filter()).incidents == 12
    assert header["snapshot"] == store.snapshot
    assert arrays["counts"].sum() == arrays["bars"].sum() == 12
    assert len(arrays["counts"]) == len(arrays["x"]) * len(EVENT_COLOURS)
    assert arrays["members"].sum() == len(PLACES)


def test_bars_travel_only_where_they_are_asked_for(client):
    assert "bars" not in block(client, VIEW | {"bars": False})[1]


def test_regions_need_no_glyphs(client):
    header, arrays = block(client, VIEW | {"glyphs": ""})
    assert "x" not in arrays
    assert sum(header["counts"]["passing"]) == 12


def test_the_filter_is_read_as_the_table_reads_it(client, store):
    controls = {"window": WINDOW, "types": ["Battles"], "words": "dara", "bounds": [36, 32, 37, 34]}
    where = reading.read_filter(regions=[], **controls)
    header, _ = block(client, VIEW | {"filter": controls})
    assert header["counts"]["total"] == geodata.summary(store, where).incidents > 0


def test_spots_beyond_the_limit_are_gathered_in_cells(client, monkeypatch):
    header, arrays = block(client, VIEW | {"glyphs": "spots"})
    assert (header["grouped"], len(arrays["x"])) == (False, len(PLACES))
    monkeypatch.setattr(remote, "SPOTS_MAX", 2)
    header, arrays = block(client, VIEW | {"glyphs": "spots", "zoom": 1})
    assert header["grouped"]
    assert arrays["counts"].sum() == 12


@pytest.mark.parametrize(
    "junk",
    [
        *({}, [], None, "x", 7, {"filter": 3}, {"filter": {"window": "x", "types": 5}}, {"zoom": "x"}, {"zoom": 1e300}),
        *({"zoom": -5, "glyphs": "cells"}, {"box": [1, 2]}, {"box": ["a"] * 4, "glyphs": "spots"}, {"glyphs": 8}),
    ],
)
def test_what_a_request_says_badly_is_left_open(client, junk):
    assert answer(client, junk).status_code == 200


def test_what_is_no_json_is_said_to_be_none(client):
    reply = client.get(api.SHOWN, query_string={"ask": "{"})
    assert reply.status_code == 400
    assert "ask={ is no JSON" in reply.get_data(as_text=True)


def test_rows_at_a_point_and_in_a_cell_lead_to_the_incidents(client, store, monkeypatch):
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    _, spots = block(client, VIEW | {"glyphs": "spots"})
    rows = answer(client, VIEW | {"at": int(spots["point"][0])}, api.ROWS).get_json()
    found = geodata.incidents_by_id(store, geodata.ids_at(store, rows))
    assert len(found) == 3
    assert found["lat"].nunique() == 1
    _, cells = block(client, VIEW)
    place = [5, int(cells["column"][0]), int(cells["row"][0])]
    rows = answer(client, VIEW | {"at": place}, api.ROWS).get_json()
    assert len(rows) == cells["counts"][: len(EVENT_COLOURS)].sum()


def test_what_is_known_to_a_country_alone_has_rows_of_its_own(tmp_path, monkeypatch):
    rows = [an_incident(0), *(an_incident(n, location_precision="country") for n in (1, 2))]
    store = a_store(tmp_path, rows)
    geodata.grid_of(store)
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    found = answer(create_app(store).server.test_client(), {"at": "country"}, api.ROWS).get_json()
    assert set(geodata.incidents_by_id(store, geodata.ids_at(store, found))["location_precision"]) == {"country"}
    assert len(found) == 2


def test_heat_takes_the_place_of_glyphs(client):
    _, arrays = block(client, VIEW | {"glyphs": "heat"})
    assert arrays["hot"].sum() == 12
    assert "x" not in arrays


def test_deaths_of_the_regions_come_where_they_are_asked_for(client, store):
    assert "killed" not in block(client, VIEW)[0]
    killed = block(client, VIEW | {"killed": True})[0]["killed"]
    assert sum(killed) == geodata.summary(store).deaths_best


def test_actors_are_an_answer_of_their_own(client, store):
    header, arrays = block(client, VIEW | {"actors": True})
    assert header["actors"] == list(geodata.per_actor(store).sort_values("actor")["incidents"])
    assert (arrays, "counts" in header) == ({}, False)


def test_points_that_stand_for_a_unit_come_with_the_glyphs(tmp_path, monkeypatch):
    where = {"location_precision": "province", "radius_m": 40_000.0}
    store = a_store(tmp_path, [an_incident(n, lat=lat, lon=lon, **where) for n, (lat, lon) in enumerate(PLACES)])
    geodata.grid_of(store)
    client = create_app(store).server.test_client()
    header, arrays = block(client, VIEW | {"box": [30, 30, 40, 34]})
    assert (header["units"], len(arrays["unit_point"]), list(arrays["unit_radius"])) == (4, 3, [4000] * 3)
    monkeypatch.setattr(remote, "UNITS_MAX", 2)
    header, arrays = block(client, VIEW | {"box": [30, 30, 40, 34]})
    assert (header["units"], len(arrays["unit_point"])) == (4, 0)


@pytest.mark.parametrize("at", [None, "x", [1], [1, 2, "x"], {}, [1, 2, 3, 4]])
def test_a_place_that_is_none_is_named(client, at):
    reply = answer(client, VIEW | {"at": at}, api.ROWS)
    assert reply.status_code == 400
    assert "neither the number of a point nor" in reply.get_data(as_text=True)


def test_points_are_told_with_their_radius(client):
    (point,) = answer(client, {"points": [PLACES[0], [0, 0]]}, api.POINTS).get_json()
    assert point["radius"] == 200
    assert answer(client, {"points": [["x", "y"]]}, api.POINTS).status_code == 400
    assert answer(client, {}, api.POINTS).get_json() == []


def test_dictionaries_and_all_bars_come_once(client, store):
    told = client.get(api.WORDS_OF_STORE).get_json()
    assert told["rows"] == 12
    assert [kind for kind, _ in told["kinds"]] == ["Battles", "Protests"]
    assert sum(told["daily"]) == 12
    assert (told["snapshot"], "of" in told) == (store.snapshot, False)


def test_while_a_new_import_is_read_the_answer_is_to_ask_again(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    client = create_app(store).server.test_client()
    reply = answer(client, VIEW)
    assert (reply.status_code, reply.get_json()) == (202, {"preparing": True})
    geodata.grid_of(store)
    assert answer(client, VIEW).status_code == 200


@pytest.mark.parametrize("path", [api.COLUMNS, f"{api.MATCH}?q=dara"])
def test_a_store_too_large_to_travel_is_refused_whole(client, monkeypatch, path):
    assert client.get(path).status_code == 200
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    reply = client.get(path)
    assert reply.status_code == 413
    assert "12 incidents are too many to travel" in reply.get_data(as_text=True)


def test_the_page_of_a_large_store_is_told_where_to_ask(store, monkeypatch):
    span = geodata.extent(store)
    assert restoring.config(store, span, "http://here")["remote"] is None
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    assert restoring.config(store, span, "http://here")["remote"]["shown"] == api.SHOWN
