"""An area drawn on the map: SQL, tables and shapely agree on what lies in it."""

import math
import random

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.area import _pixels, holds
from geodata.displaced import figures
from geodata.intake import tiles
from geodata.query import Filter
from tests.geodata.rows import a_figure, a_store, an_incident

DICE = random.Random(2018)
POINTS = [(DICE.uniform(32.2, 33.4), DICE.uniform(35.6, 37.0)) for _ in range(400)]
FIJI = [(-17.8, 178.4), (-16.8, -179.9), (-18.9, 179.9), (-17.1, 177.3), (-16.2, -178.5)]
BOX = ((36.0, 32.5), (36.2, 32.5), (36.2, 32.7), (36.0, 32.7))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    placed = [an_incident(n, lat=lat, lon=lon) for n, (lat, lon) in enumerate([*POINTS, *FIJI])]
    vague = [
        an_incident(900, lat=None, lon=None, location_precision=None),
        an_incident(901, location_precision="country"),
        an_incident(902, location_precision="province"),
    ]
    stocks = [
        a_figure(1, lat=32.6, lon=36.1, location_precision="province"),
        a_figure(2, lat=32.6, lon=36.1, location_precision="country"),
        a_figure(3, lat=33.3, lon=36.3, location_precision="settlement"),
        a_figure(4),
    ]
    return a_store(tmp_path_factory.mktemp("area"), [*placed, *vague], stocks)


def star(corners, lat=32.8, lon=36.3, reach=0.6):
    """An outline of that many corners around a point, which never crosses itself; four decimals, as the address has."""
    turns = sorted(DICE.uniform(0, 2 * math.pi) for _ in range(corners))
    return tuple(
        (round(lon + r * math.cos(turn), 4), round(lat + r * math.sin(turn), 4))
        for turn, r in ((turn, DICE.uniform(0.1, reach)) for turn in turns)
    )


def pixels(pairs):
    """Whole Web Mercator pixels of lat, lon pairs, as the store keeps them."""
    lat, lon = (pd.Series(side) for side in zip(*pairs, strict=True))
    return np.column_stack([side.to_numpy(dtype=float) for side in tiles(lat, lon)])


def by_shapely(area, pairs):
    """Which points lie in the area, and which on its outline, where either answer is right."""
    shape = shapely.make_valid(shapely.Polygon(pixels([(lat, lon) for lon, lat in area])))
    points = shapely.points(pixels(pairs))
    return shapely.contains(shape, points), shapely.touches(shape, points)


AREAS = [star(DICE.choice((3, 4, 5, 9, 25, 60))) for _ in range(40)]
CROSSED = [tuple(DICE.sample(area, len(area))) for area in AREAS[:12] if len(area) < 10]


def ids(store, **said):
    return set(geodata.incidents(store, Filter(**said))["id"])


@pytest.mark.parametrize("area", [*AREAS, *CROSSED])
def test_the_store_and_the_table_agree_with_shapely(store, area):
    within, on_it = by_shapely(area, POINTS)
    told = holds(area, *(np.array(side) for side in zip(*POINTS, strict=True)))
    found = ids(store, area=area)
    by_id = np.array([f"{n:012x}" in found for n in range(len(POINTS))])
    assert ((by_id == within) | on_it).all()
    assert (by_id == told).all()


def test_some_areas_hold_some_and_not_all():
    held = [holds(area, *(np.array(side) for side in zip(*POINTS, strict=True))).sum() for area in AREAS]
    assert sum(0 < n < len(POINTS) for n in held) > 30


def test_what_has_no_point_or_only_a_country_lies_in_no_area(store):
    found = ids(store, area=BOX)
    assert f"{902:012x}" in found
    assert not {f"{900:012x}", f"{901:012x}"} & found


def test_an_area_goes_on_across_the_antimeridian(store):
    around = ((177.0, -19.5), (182.0, -19.5), (182.0, -16.0), (177.0, -16.0))
    assert ids(store, area=around) == {f"{len(POINTS) + n:012x}" for n in range(len(FIJI))}
    east = ((180.0, -19.5), (182.0, -19.5), (182.0, -16.0), (180.0, -16.0))
    assert ids(store, area=east) == {f"{len(POINTS) + n:012x}" for n in (1, 4)}
    west = ((-180.0, -19.5), (-178.0, -19.5), (-178.0, -16.0), (-180.0, -16.0))
    assert ids(store, area=west) == ids(store, area=east)
    assert holds(around, *(np.array(side) for side in zip(*FIJI, strict=True))).all()


def test_an_area_and_a_box_hold_what_both_hold(store):
    box = (36.05, 32.4, 36.15, 32.65)
    assert ids(store, area=BOX, bbox=box) == ids(store, area=BOX) & ids(store, bbox=box) != set()


def test_the_order_and_the_turn_of_the_corners_do_not_matter(store):
    area = AREAS[0]
    assert ids(store, area=area) == ids(store, area=area[::-1]) == ids(store, area=(*area[2:], *area[:2]))


def test_corners_on_one_line_hold_nothing(store):
    assert ids(store, area=((36.0, 32.6), (36.1, 32.6), (36.2, 32.6))) == set()
    assert ids(store, area=((36.0, 32.6), (36.0, 32.6), (36.0, 32.6))) == set()


def test_figures_of_displacement_follow_the_area(store):
    assert set(figures(store, Filter(area=BOX))["source_id"]) == {"1"}
    assert len(figures(store, Filter(area=AREAS[0], statuses=("forecast",)))) == 0


def test_the_bits_for_the_browser_follow_the_area(store):
    numbers = geodata.as_columns(store).numbers
    bits = np.unpackbits(np.frombuffer(geodata.matching(store, Filter(area=BOX)), "uint8"), bitorder="little")
    assert bits[: len(numbers)].sum() == len(ids(store, area=BOX))


def test_an_export_says_the_area_and_holds_what_it_holds(store):
    found = geodata.export(store, Filter(area=BOX), "csv")
    assert [tuple(corner) for corner in found.manifest["filter"]["area"]] == list(BOX)
    assert found.rows == len(ids(store, area=BOX))


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_pixels_are_the_stores_own(lat, lon):
    x, y = pixels([(lat, lon)])[0]
    assert [int(side[0]) for side in _pixels([lat], [min(lon, 179.9999999)])] == [x, y]
