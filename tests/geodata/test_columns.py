"""The incidents as columns: decoded as `as_columns` describes them, they say what the table says."""

import gzip
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import DOUBTS, EVERYTHING, NOWHERE, Filter, columns
from geodata.query import PRECISE
from tests.geodata.rows import a_store, an_incident, day
from tests.geodata.test_query import ROWS, doubted, filters

pytestmark = pytest.mark.slow  # writes snapshots to disk, over and over

TYPES = {"uint8", "uint16", "uint32", "int32"}
A_POINT = {"x", "y"}
A_ROW = {
    *("step", "span", "point", "kind", "region", "source", "status", "precision"),
    *("radius", "deaths", "fewer", "more", "injured", "flags", "pair"),
}
CLOCKS = {"opens", "rest", "ahead"}
DICTIONARIES = {
    "kind": "kinds",
    "region": "regions",
    "source": "sources",
    "status": "statuses",
    "precision": "precisions",
}


def decoded(body):
    """Header and arrays, read by the layout's words alone."""
    raw = gzip.decompress(body)
    length = int.from_bytes(raw[:4], "little")
    header = json.loads(raw[4 : 4 + length])
    arrays = {}
    for told in header["arrays"]:
        kind = np.dtype(told["type"]).newbyteorder("<")
        arrays[told["name"]] = np.frombuffer(raw, kind, told["length"], 4 + length + told["offset"])
    return header, arrays


def rows_of(store):
    """Each row of the columns, as a dict in the words of the table."""
    header, arrays = decoded(geodata.as_columns(store).body)
    starts = (header["first_day"] or 0) + np.cumsum(arrays["step"].astype("int64"))
    words = {
        name: [header[plural][code] for code in arrays[name]] for name, plural in DICTIONARIES.items() if header["rows"]
    }
    for i in range(header["rows"]):
        point, deaths, flags = int(arrays["point"][i]), int(arrays["deaths"][i]), int(arrays["flags"][i])
        yield {
            "start_day": int(starts[i]),
            "end_day": int(starts[i] + arrays["span"][i]),
            "minutes": tuple(int(arrays[name][i]) if name in arrays else 0 for name in ("opens", "rest")),
            "ahead": int(arrays["ahead"][i]) - columns.AHEAD_BASE if "ahead" in arrays else 0,
            "tile": (int(arrays["x"][point - 1]), int(arrays["y"][point - 1])) if point else None,
            "kind": tuple(words["kind"][i]),
            "region": tuple(words["region"][i]),
            **{name: words[name][i] for name in ("source", "status", "precision")},
            "radius": int(arrays["radius"][i]) * 10,
            "low": deaths - int(arrays["fewer"][i]),
            "best": deaths,
            "high": deaths + int(arrays["more"][i]),
            "injured": int(arrays["injured"][i]),
            "guessed": bool(flags & 1),
            "unknown": bool(flags & 2),
            "doubts": tuple(name for bit, name in enumerate(header["doubts"]) if flags >> bit & 1),
            "actors": tuple("" if side < 0 else header["actors"][side] for side in header["pairs"][arrays["pair"][i]]),
        }


def first_of(*values):
    """The first that is known; 0 where none is."""
    return next((int(value) for value in values if value is not None and value == value), 0)


def said(row):
    """What the columns should say of a row of the table."""
    low, best, high = row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]
    placed = row["lat"] is not None
    return {
        "start_day": row["start_day"],
        "end_day": row["end_day"],
        "minutes": (first_of(row.get("start_minute")), 1439 - first_of(row.get("end_minute"), 1439)),
        "ahead": first_of(row.get("utc_offset")),
        "tile": tile(row["lat"], row["lon"]) if placed else None,
        "kind": (row["event_type"], row["sub_event_type"] or ""),
        "region": region_of(row) if placed else (NOWHERE, *[""] * 5),
        "source": row["source"],
        "status": row["status"],
        "precision": row["location_precision"] or "",
        "radius": round((row["radius_m"] or 0) / 10) * 10,
        "low": first_of(low, best),
        "best": first_of(best, low, high),
        "high": first_of(high, best, low),
        "injured": row.get("injured") or 0,
        "guessed": bool(row["match_guessed"]),
        "unknown": low is best is high is None,
        "doubts": tuple(name for name in DOUBTS if doubted(row, name)),
        "actors": (row["actor1"] or "", row["actor2"] or ""),
    }


def region_of(row):
    """The words of a region; its district where its unit is known."""
    *words, district = (row.get(name) or "" for name in REGION)
    return (*words, district if row["admin1"] else "")


REGION = ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar", "admin2_name")


def tile(lat, lon):
    """Web Mercator at zoom 22."""
    side = 2**22
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)
    return int((lon + 180) / 360 * side), int(y * side)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    dice = random.Random(1)
    odd = [
        {**row, "injured": dice.choice([None, 0, 3]), "match_guessed": dice.choice([True, False, None])} for row in ROWS
    ]
    return a_store(tmp_path_factory.mktemp("columns"), [ordered(row) for row in odd])


def ordered(row):
    """The row with its deaths in order, as every import leaves them."""
    names = ("fatalities_low", "fatalities_best", "fatalities_high")
    known = sorted(row[name] for name in names if row[name] is not None)
    return row | {name: known.pop(0) if row[name] is not None else None for name in names}


def table(store):
    """Every row of the table, None where a cell is empty."""
    names = [
        *("id", "source", "status", "event_type", "sub_event_type", "start_day", "end_day", "lat", "lon"),
        *("radius_m", "location_precision", "match_guessed", "injured", *REGION),
        *("actor1", "actor2", "time_precision", "url", "quote", "start_minute", "end_minute", "utc_offset"),
        *("fatalities_low", "fatalities_best", "fatalities_high"),
    ]
    return store.arrow(f"SELECT {', '.join(names)} FROM incidents").to_pylist()


@pytest.fixture(scope="module")
def every_row(store):
    return list(rows_of(store))


def comparable(rows):
    return sorted((tuple(sorted(row.items(), key=lambda item: item[0])) for row in rows), key=str)


@pytest.fixture(params=["made up", "the sample"])
def either(request, store):
    return store if request.param == "made up" else request.getfixturevalue("sample_store")


def test_the_columns_say_what_the_table_says(either):
    assert comparable(rows_of(either)) == comparable(map(said, table(either)))


def test_the_arrays_lie_as_described(either):
    body = gzip.decompress(geodata.as_columns(either).body)
    header, arrays = decoded(geodata.as_columns(either).body)
    assert set(arrays) == A_POINT | A_ROW | CLOCKS
    assert {told["type"] for told in header["arrays"]} <= TYPES
    assert all(told["offset"] % 8 == 0 for told in header["arrays"])
    assert (4 + int.from_bytes(body[:4], "little")) % 8 == 0
    assert len(body) % 8 == 0
    assert {len(arrays[name]) for name in A_POINT} == {header["points"]}
    assert {len(arrays[name]) for name in A_ROW | CLOCKS} == {header["rows"]}
    assert header["arrays"] == geodata.as_columns(either).header["arrays"]


def test_where_no_hour_is_known_the_columns_say_nothing_of_hours(tmp_path):
    _, arrays = decoded(geodata.as_columns(a_store(tmp_path, [an_incident(0), an_incident(1)])).body)
    assert set(arrays) == A_POINT | A_ROW


def test_rows_go_by_day_and_points_are_distinct_and_all_used(either):
    header, arrays = decoded(geodata.as_columns(either).body)
    assert arrays["step"][0] == 0
    points = list(zip(arrays["x"].tolist(), arrays["y"].tolist(), strict=True))
    assert len(set(points)) == len(points)
    assert set(arrays["point"].tolist()) | {0} == set(range(header["points"] + 1))


def test_the_header_names_the_span_and_every_word_in_order(either):
    header, arrays = decoded(geodata.as_columns(either).body)
    rows = table(either)
    assert header["first_day"] == min(row["start_day"] for row in rows)
    assert header["last_day"] == max(row["end_day"] for row in rows)
    assert header["precise"] == list(PRECISE)
    for name, plural in DICTIONARIES.items():
        assert header[plural] == sorted(header[plural])
        assert set(arrays[name].tolist()) == set(range(len(header[plural])))
    assert set(arrays["pair"].tolist()) == set(range(len(header["pairs"])))
    sides = {side for pair in header["pairs"] for side in pair}
    assert sides - {-1} == set(range(len(header["actors"])))
    assert header["actors"] == sorted(header["actors"])
    assert header["doubts"] == list(DOUBTS)


@given(filters)
@settings(max_examples=60, deadline=None)
def test_a_bit_a_row_is_the_answer_of_the_filter(store, where):
    number = geodata.as_columns(store).header["rows"]
    bits = np.unpackbits(np.frombuffer(geodata.matching(store, where), "uint8"), bitorder="little")
    assert not bits[number:].any()
    found = geodata.ids_at(store, [int(i) for i in np.flatnonzero(bits[:number])])
    assert set(found) == set(geodata.incidents(store, where)["id"])


def test_every_row_has_the_id_of_its_incident(either):
    header, _ = decoded(geodata.as_columns(either).body)
    ids = geodata.ids_at(either, list(range(header["rows"])))
    by_id = {row["id"]: said(row) for row in table(either)}
    assert [by_id[id] for id in ids] == list(rows_of(either))
    assert len(set(ids)) == len(by_id)


@given(st.lists(st.integers(-5, 160), max_size=30))
@settings(max_examples=25, deadline=None)
def test_ids_come_in_the_order_asked_and_rows_that_are_none_are_left_out(store, rows):
    every = geodata.ids_at(store, list(range(len(ROWS))))
    assert geodata.ids_at(store, rows) == [every[row] for row in rows if 0 <= row < len(ROWS)]


def test_an_empty_store_has_empty_columns(tmp_path):
    store = geodata.Store(tmp_path)
    header, arrays = decoded(geodata.as_columns(store).body)
    assert (header["rows"], header["points"], header["first_day"], header["last_day"]) == (0, 0, None, None)
    assert all(len(array) == 0 for array in arrays.values())
    assert all(header[plural] == [] for plural in (*DICTIONARIES.values(), "actors", "pairs"))
    assert geodata.matching(store, EVERYTHING) == b""
    assert geodata.ids_at(store, [0, 1, -1]) == []


def test_one_incident_without_a_point_is_a_row_of_no_point(tmp_path):
    store = a_store(tmp_path, [an_incident(0, lat=None, lon=None, location_precision=None, radius_m=None)])
    header, _ = decoded(geodata.as_columns(store).body)
    assert (header["rows"], header["points"]) == (1, 0)
    (row,) = rows_of(store)
    assert (row["tile"], row["region"][0], row["precision"], row["radius"]) == (None, NOWHERE, "", 0)


def test_two_centuries_large_numbers_and_odd_words_come_through(tmp_path):
    rows = [
        an_incident(
            0, start_day=day("1900-01-01"), end_day=day("2100-12-31"), injured=70_000, fatalities_best=3_000_000
        ),
        an_incident(
            1, start_day=day("2100-12-31"), sub_event_type=None, admin1_name='"\\\n', radius_m=5e6, fatalities_low=2
        ),
        an_incident(
            2,
            start_day=day("1969-12-31"),
            source="مصدر",
            actor1="\x1f,\x1f",
            actor2="جيش",
            match_guessed=None,
            fatalities_high=9,
        ),
    ]
    store = a_store(tmp_path, rows)
    assert comparable(rows_of(store)) == comparable(said(row) | capped(row) for row in table(store))


def capped(row):
    """Beyond 655 km a radius is cut off."""
    return {"radius": min(said(row)["radius"], 655_340)}


def test_the_etag_changes_with_the_incidents_and_only_then(tmp_path):
    store = a_store(tmp_path, [an_incident(0), an_incident(1, start_day=day("2018-07-05"))])
    seen = [geodata.as_columns(store).etag]

    def after(sql):
        with store.write() as connection:
            connection.execute(sql)
        seen.append(geodata.as_columns(store).etag)
        return len(seen) == len(set(seen))

    assert after("UPDATE incidents SET injured = 7 WHERE source_id = '0'")
    assert after("UPDATE incidents SET status = 'forecast' WHERE source_id = '1'")
    assert after("DELETE FROM incidents WHERE source_id = '1'")
    assert not after("UPDATE datasets SET title = 'Other'")
    assert seen[-1] == seen[-2]


def test_two_stores_of_the_same_rows_have_the_same_bytes(tmp_path):
    one, two = (a_store(tmp_path / name, ROWS) for name in ("one", "two"))
    assert geodata.as_columns(one).body == geodata.as_columns(two).body
    assert geodata.as_columns(one).etag == geodata.as_columns(two).etag


def test_the_columns_are_made_once_a_snapshot(store):
    assert geodata.as_columns(store) is geodata.as_columns(store)


def test_a_store_of_several_chunks_loses_no_row(store, monkeypatch):
    whole = geodata.as_columns(store)
    monkeypatch.setattr(columns, "CHUNK_ROWS", 7)
    again = geodata.as_columns(geodata.Store(store.root))
    assert again.etag == whole.etag
    assert (again.numbers == whole.numbers).all()


def test_the_parts_of_a_filter_name_what_the_dictionaries_hold(store):
    header, _ = decoded(geodata.as_columns(store).body)
    for part, plural in (("statuses", "statuses"), ("sources", "sources")):
        for word in header[plural]:
            assert geodata.summary(store, Filter(**{part: (word,)})).incidents > 0
    for word in header["precisions"]:
        assert geodata.summary(store, Filter(precisions=(word or NOWHERE,))).incidents > 0


@given(filters)
@settings(max_examples=15, deadline=None)
def test_the_figures_of_the_columns_are_those_of_the_summary(store, every_row, where):
    bits = np.unpackbits(np.frombuffer(geodata.matching(store, where), "uint8"), bitorder="little")
    rows = [row for row, bit in zip(every_row, bits[: len(every_row)], strict=True) if bit]
    reported = [row for row in rows if row["status"] == "reported"]
    told = geodata.summary(store, where)
    assert told.incidents == len(rows)
    assert told.deaths_low == sum(row["low"] for row in reported)
    assert told.deaths_best == sum(row["best"] for row in reported)
    assert told.deaths_high == sum(row["high"] for row in reported)
    assert told.deaths_unknown == sum(row["unknown"] for row in reported)
    assert told.injured == sum(row["injured"] for row in reported)
    assert told.located == sum(row["tile"] is not None for row in rows)
    assert told.precise == sum(row["precision"] in PRECISE for row in rows)
    assert told.guessed == sum(row["guessed"] for row in rows)


def test_rows_of_a_snapshot_that_is_gone_are_never_taken_for_others(tmp_path):
    store = a_store(tmp_path, [an_incident(0), an_incident(1, start_day=day("2018-07-05"))])
    before = geodata.as_columns(store).snapshot
    with store.write() as connection:
        connection.execute("DELETE FROM incidents WHERE source_id = '0'")
    for ask in (lambda of: geodata.ids_at(store, [0], of), lambda of: geodata.matching(store, EVERYTHING, of)):
        with pytest.raises(geodata.Outdated):
            ask(before)
        assert ask(store.snapshot)
