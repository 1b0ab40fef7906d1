"""The grid of a large store: its counts are the store's own answers, its glyphs hold every incident that is drawn."""

import math
import random
import threading
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import geodata
from geodata import EVERYTHING, Cell, Filter, StoreError, grid, gridded, to_date
from geodata.block import packed, smallest, unpacked
from geodata.glyphs import across
from geodata.intake import tiles
from geodata.schema import EVENT_TYPES
from tests.geodata.rows import a_store, an_incident
from tests.geodata.test_columns import ordered
from tests.geodata.test_query import FIRST, ROWS, filters

pytestmark = pytest.mark.slow

WORLD = (-180.0, -85.0, 180.0, 85.0)
TYPES = tuple(EVENT_TYPES)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [ordered(row) | {"match_guessed": number % 5 == 0} for number, row in enumerate(ROWS)]
    return a_store(tmp_path_factory.mktemp("gridded"), rows)


@pytest.fixture(scope="module")
def listed(store):
    """Every incident with its tile, by id."""
    rows = geodata.incidents(store)
    x, y = tiles(rows["lat"], rows["lon"])
    return {row["id"]: row | {"x": a, "y": b} for row, a, b in zip(rows.to_dict("records"), x, y, strict=True)}


def drawn(listed, store, where):
    """The incidents of the filter that stand on the map."""
    rows = [listed[id] for id in geodata.incidents(store, where)["id"]]
    return [row for row in rows if row["lat"] == row["lat"] and row["location_precision"] != "country"]


def off_the_edges(where):
    """The same filter, its box a few metres wider: the grid compares middles of tiles, the store exact coordinates."""
    if not where.bbox:
        return where
    west, south, east, north = where.bbox
    return replace(where, bbox=(west - EDGE, south - EDGE, east + EDGE, north + EDGE))


EDGE = 2e-4
anything = filters.map(off_the_edges)
law = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@law
@given(where=anything)
def test_the_figures_are_those_of_the_summary(store, where):
    found, wanted = geodata.counts(store, where), geodata.summary(store, where)
    assert (found.total, found.low, found.best, found.high) == (
        *(wanted.incidents, wanted.deaths_low, wanted.deaths_best, wanted.deaths_high),
    )
    assert (found.unknown, found.injured, found.located) == (wanted.deaths_unknown, wanted.injured, wanted.located)
    assert (found.precise, found.guessed) == (wanted.precise, wanted.guessed)
    assert (found.first, found.last) == (wanted.first_day, wanted.last_day)
    assert (found.beyond, found.deaths_beyond) == (wanted.beyond, wanted.deaths_beyond)


@law
@given(where=anything)
def test_each_count_leaves_its_own_filter_open_as_the_store_does(store, where):
    found, header = geodata.counts(store, where), geodata.grid_of(store).header
    for name, plural, ask, columns in (
        ("kind", "kinds", geodata.per_event_type, ["event_type", "sub_event_type"]),
        ("region", "regions", geodata.per_region, ["admin0", "admin0_name", "admin1", "admin2_name"]),
        ("status", "statuses", geodata.per_status, ["status"]),
        ("precision", "precisions", geodata.per_precision, ["location_precision"]),
        ("source", "sources", geodata.per_source, ["source"]),
    ):
        kept = (0, 1, 2, 5) if name == "region" else (0, 1)
        words = [tuple(word[at] for at in kept) if isinstance(word, list) else (word,) for word in header[plural]]
        wanted = {tuple(row[c] for c in columns): row["incidents"] for row in ask(store, where).to_dict("records")}
        assert dict(zip(words, found.by[name], strict=True)) == wanted
    assert sum(found.passing) == found.total


@law
@given(where=anything)
def test_bars_sum_to_what_passes_whatever_the_window(store, where):
    bars = geodata.histogram(store, where)
    open_days = where.without("start", "end")
    rows = geodata.incidents(store, open_days)
    days = Counter(zip(rows["start_day"], rows["event_type"], strict=True))
    first = geodata.extent(store).first_day
    assert {(day + first, TYPES[t]): n for (day, t), n in np.ndenumerate(bars) if n} == days


@law
@given(where=anything)
def test_a_spot_holds_the_incidents_of_its_point(store, listed, where):
    found = geodata.spots(store, where, WORLD, 1000)
    wanted = Counter((row["x"], row["y"], row["event_type"]) for row in drawn(listed, store, where))
    told = {}
    for i, (x, y) in enumerate(zip(found.x, found.y, strict=True)):
        tile = round(x * 2**22 - 0.5), round(y * 2**22 - 0.5)
        told |= {(*tile, kind): n for kind, n in zip(TYPES, found.counts[i], strict=True) if n}
    assert told == wanted


@law
@given(where=anything)
def test_a_cell_holds_the_incidents_of_its_square_and_leads_to_them(store, listed, where):
    for zoom in (0, 3, 8):
        found = geodata.cells(store, where, zoom, WORLD)
        wanted = Counter()
        for row in drawn(listed, store, where):
            wanted[tuple(math.floor((row[side] + 0.5) / 2**22 * across(zoom)) for side in "xy")] += 1
        cells = list(zip(found.column, found.row, strict=True))
        assert dict(zip(cells, found.counts.sum(axis=1), strict=True)) == wanted
        for (column, row), n in zip(cells[:3], found.counts.sum(axis=1), strict=False):
            rows = geodata.rows_at(store, where, Cell(zoom, int(column), int(row)), 1000)
            assert len(rows) == n
            assert rows == sorted(rows)


def test_rows_at_a_point_are_its_incidents_by_day(store, listed, monkeypatch):
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    found = geodata.spots(store, EVERYTHING, WORLD, 1000)
    for i, point in enumerate(found.point):
        ids = geodata.ids_at(store, geodata.rows_at(store, EVERYTHING, int(point), 1000))
        assert len(ids) == found.counts[i].sum()
        assert len({(listed[id]["x"], listed[id]["y"]) for id in ids}) == 1
        days = [listed[id]["start_day"] for id in ids]
        assert days == sorted(days)
    assert len(geodata.rows_at(store, EVERYTHING, int(found.point[0]), 1)) == 1


def test_rows_of_the_grid_are_rows_of_the_columns(store, monkeypatch):
    rows = list(range(-1, len(ROWS) + 1))
    wanted = geodata.ids_at(store, rows)
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    assert geodata.ids_at(store, rows) == wanted


def test_weight_is_how_much_of_the_incidents_lies_in_the_window(tmp_path):
    store = a_store(tmp_path, [an_incident(0, start_day=FIRST, end_day=FIRST + 9), an_incident(1, start_day=FIRST + 2)])
    found = geodata.spots(store, Filter(start=to_date(FIRST + 1), end=to_date(FIRST + 3)), WORLD, 10)
    assert list(found.counts.sum(axis=1)) == [2]
    assert found.weight[0] == pytest.approx(1.3)


def test_a_box_leaves_out_points_beyond_it_and_never_parts_a_cell(store):
    whole = geodata.cells(store, EVERYTHING, 5, WORLD)
    levant = geodata.cells(store, EVERYTHING, 5, (35.5, 32.5, 37.5, 36.5))
    every = dict(zip(zip(whole.column, whole.row, strict=True), whole.counts.sum(axis=1), strict=True))
    part = dict(zip(zip(levant.column, levant.row, strict=True), levant.counts.sum(axis=1), strict=True))
    assert 0 < len(part) < len(every)
    assert part.items() <= every.items()


def test_more_spots_than_the_limit_are_none(store):
    number = len(geodata.spots(store, EVERYTHING, WORLD, 1000).x)
    assert geodata.spots(store, EVERYTHING, WORLD, number) is not None
    assert geodata.spots(store, EVERYTHING, WORLD, number - 1) is None


def test_points_are_found_by_their_coordinates(store):
    grid_ = geodata.grid_of(store)
    (found,) = geodata.points_at(store, [(32.6189, 36.1021), (32.6189, 36.1021), (0.0, 0.0)])
    assert int(found["x"] * 2**22) == grid_.x[found["point"]]
    assert found["radius"] == grid_.radius[found["point"]] > 0


def test_an_empty_store_has_an_empty_grid(tmp_path):
    store = a_store(tmp_path)
    assert geodata.counts(store).total == 0
    assert geodata.counts(store).first is None
    assert len(geodata.cells(store, EVERYTHING, 3, WORLD).x) == 0
    assert len(geodata.spots(store, EVERYTHING, WORLD, 5).x) == 0
    assert geodata.histogram(store).shape == (0, len(TYPES))
    assert geodata.points_at(store, [(1.0, 1.0)]) == []


def test_a_store_is_large_from_one_incident_beyond_the_limit(store, monkeypatch):
    assert not geodata.large(store)
    monkeypatch.setattr(gridded, "LOCAL_MAX", len(ROWS))
    assert not geodata.large(store)
    monkeypatch.setattr(gridded, "LOCAL_MAX", len(ROWS) - 1)
    assert geodata.large(store)


def files(store):
    return sorted(path.name for path in store.root.glob("*.grid"))


def forget():
    """As another process would find the store."""
    grid._held.clear()


def test_the_file_is_made_once_a_snapshot_and_goes_with_it(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    assert geodata.counts(store).total == 1
    made = (store.root / f"{store.snapshot}.grid").stat().st_mtime_ns
    forget()
    assert geodata.counts(store).total == 1
    assert (store.root / f"{store.snapshot}.grid").stat().st_mtime_ns == made
    for number in range(3):
        with store.write() as connection:
            connection.execute("UPDATE incidents SET fatalities_best = ?", [number])
        assert geodata.counts(store).best == number
    assert len(files(store)) == 2


def test_a_torn_or_foreign_file_is_made_anew(tmp_path):
    store = a_store(tmp_path, [an_incident(0), an_incident(1)])
    geodata.grid_of(store)
    path = store.root / files(store)[0]
    whole = path.read_bytes()
    for torn in (
        b"",
        whole[:3],
        whole[:60],
        whole[: len(whole) // 2],
        b"\xff" * 100,
        whole.replace(b'"of": [', b'"of": [9'),
    ):
        path.write_bytes(torn)
        forget()
        assert geodata.counts(store).total == 2
    assert path.read_bytes() == whole


def test_a_half_written_file_of_a_killed_process_is_removed(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    part = store.root / f".{store.snapshot}.grid-999999999"
    part.write_bytes(b"half")
    geodata.grid_of(store)
    assert not part.exists()


def test_a_folder_that_cannot_be_written_still_answers(tmp_path, monkeypatch):
    store = a_store(tmp_path, [an_incident(0)])
    (store.root / f"{store.snapshot}.grid").mkdir()  # in the way: the file cannot be put there
    assert geodata.counts(store).total == 1
    assert geodata.at_hand(store) is not None


def test_what_is_not_at_hand_is_made_in_the_background(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    before = set(threading.enumerate())
    assert geodata.at_hand(store) is None
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    assert geodata.counts(store).total == 1
    assert geodata.at_hand(store) is geodata.grid_of(store)


def test_a_failure_in_the_background_is_told_to_the_next_who_asks(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    grid._failed[grid._key(store)] = StoreError("no answer within 2000 ms")
    with pytest.raises(StoreError, match="2000 ms"):
        geodata.at_hand(store)


def test_a_block_reads_back_the_same():
    dice = random.Random(1)
    arrays = {
        name: np.array([dice.randrange(200) for _ in range(n)], kind)
        for name, n, kind in (("a", 3, "uint8"), ("b", 0, "int32"), ("c", 5, "float64"))
    }
    _, block = packed({"words": ["درعا"]}, arrays)
    told, found = unpacked(np.frombuffer(block, "uint8"))
    assert told["words"] == ["درعا"]
    assert {name: list(values) for name, values in found.items()} == {name: list(v) for name, v in arrays.items()}
    with pytest.raises(ValueError, match="5 values announced"):
        unpacked(np.frombuffer(block[:-8], "uint8"))


def test_numbers_take_the_smallest_type_that_holds_them():
    for top, name in ((0, "uint8"), (255, "uint8"), (256, "uint16"), (65_536, "uint32")):
        assert smallest(np.array([0, top])).dtype == name


def test_the_number_of_incidents_is_the_same_either_way(store, monkeypatch):
    geodata.grid_of(store)
    some = (EVERYTHING, Filter(statuses=("reported",)), Filter(text="word3"))
    wanted = [geodata.number_of(store, where) for where in some]
    assert wanted[0] == len(ROWS)
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    assert [geodata.number_of(store, where) for where in some] == wanted


@pytest.mark.parametrize("name", gridded.VALUES)
def test_the_choices_of_a_filter_are_the_same_either_way(store, monkeypatch, name):
    geodata.grid_of(store)
    wanted = geodata.values(store, name)
    assert wanted["incidents"].sum() == len(ROWS)
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    found = geodata.values(store, name)
    assert found.to_dict("records") == wanted.to_dict("records")
