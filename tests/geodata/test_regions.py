"""Regions: what the layer holds, and the region of a point."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from gazetteer.place import PARTS
from geodata import regions

TABLE = Path(__file__).parents[2] / "gazetteer" / "data" / "admin1.csv"
OCHA = {
    "Aleppo": "SY-HL", "Al-Hasakeh": "SY-HA", "Ar-Raqqa": "SY-RA", "As-Sweida": "SY-SU", "Damascus": "SY-DI",
    "Dar'a": "SY-DR", "Deir-ez-Zor": "SY-DY", "Hama": "SY-HM", "Homs": "SY-HI", "Idleb": "SY-ID", "Lattakia": "SY-LA",
    "Quneitra": "SY-QU", "Rural Damascus": "SY-RD", "Tartous": "SY-TA",
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    return regions.load()


@pytest.fixture(scope="module")
def shapes(world):
    return np.array([world.geometry(code) for code in world.names()], dtype=object)


@pytest.fixture(scope="module")
def rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_gazetteer_and_the_layer_know_the_same_units(world, rows):
    assert [row["code"] for row in rows] == list(world.names())
    assert [row["name"] for row in rows] == [region.name for region in world.names().values()]


def test_every_code_names_one_unit_and_every_unit_has_a_name(rows):
    assert len({row["code"] for row in rows}) == len(rows) > 4_500
    assert all(row["name"] and len(row["country"]) == 2 and int(row["radius_m"]) > 0 for row in rows)


def test_neighbours_neither_overlap_nor_gap(shapes):
    assert shapely.coverage_is_valid(shapes)
    together = shapely.coverage_union_all(shapes).area
    assert shapely.area(shapes).sum() == pytest.approx(together, rel=1e-9)


def test_every_representative_point_lies_in_its_own_unit(world, rows):
    found = world.of_points([float(row["lat"]) for row in rows], [float(row["lon"]) for row in rows])
    assert (found.admin1 == [row["code"] for row in rows]).all()


def test_syrian_communities_are_in_the_governorate_that_ocha_says(world, shared):
    places = pd.read_csv(shared / "data" / "gazetteer" / "ocha_communities.csv")
    found = world.of_points(places.lat, places.lon)
    assert (found.admin1 == places.gEn.map(OCHA)).mean() > 0.965
    assert (found.admin0 == "SY").mean() > 0.99


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [(32.6241, 36.1049, "SY-DR"), (33.5131, 36.2919, "SY-DI"), (33.0, 35.78, "SY-QU"), (45.0, 34.2, "UA-43")],
)
def test_known_places_are_in_their_units(world, lat, lon, code):
    assert world.of_points([lat], [lon]).admin1[0] == code


def test_dara_is_named_in_two_languages(world):
    row = world.of_points([32.6241], [36.1049]).iloc[0]
    assert tuple(row) == ("SY", "Syria", "سوريا", "SY-DR", "Dar'a", "درعا")


def test_a_point_off_the_coast_takes_the_nearest_unit_and_the_open_sea_none(world):
    found = world.of_points([34.885, 34.5], [35.85, 33.5])
    assert list(found.admin1) == ["SY-TA", ""]
    assert list(found.admin0_name_ar)[1] == ""


def test_what_is_not_a_coordinate_has_no_region_and_keeps_its_row(world):
    found = world.of_points([np.nan, 32.6241, 95.0], [36.1, 36.1049, np.inf])
    assert list(found.admin1) == ["", "SY-DR", ""]


def test_no_points_give_an_empty_table(world):
    found = world.of_points([], [])
    assert list(found.columns) == list(regions.COLUMNS)
    assert found.empty


@pytest.mark.parametrize(
    "code", ["SY-HL", "SY-DR", "SY-QU", "JO-IR", "FR-2A", "US-TX", "TR-31", "EG-MT", "UA-14", "SD-NO"]
)
def test_a_part_lies_on_its_side_of_the_unit(world, code):
    west, south, east, north = world.geometry(code).bounds
    x, y = (west + east) / 2, (south + north) / 2
    side = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
    for part in PARTS[:-1]:
        spot = world.part(code, part)
        for word in part.split("-"):
            dx, dy = side[word]
            assert (spot.lon - x) * dx + (spot.lat - y) * dy >= -1e-4, (code, part)


def test_a_part_is_smaller_than_its_unit_and_lies_in_it(world):
    for code in ("SY-DR", "SY-HL", "LB-BI", "IQ-AN"):
        whole = world.part(code)
        for part in PARTS:
            spot = world.part(code, part)
            assert spot.radius_m < whole.radius_m
            assert world.geometry(code).buffer(1e-4).contains(shapely.Point(spot.lon, spot.lat))


def test_a_part_that_misses_the_unit_falls_back_to_the_whole(world):
    assert all(world.part("AE-AJ", part).radius_m > 0 for part in PARTS)


def test_units_together_lie_between_them(world):
    both, one = world.union(["SY-DR", "SY-QU"]), world.part("SY-DR")
    assert both.radius_m > one.radius_m
    assert both.lat == pytest.approx(32.9, abs=0.2)


def test_an_unknown_code_or_part_is_named(world):
    with pytest.raises(KeyError, match="SY-XX"):
        world.part("SY-XX")
    with pytest.raises(ValueError, match="upper"):
        world.part("SY-DR", "upper")


def test_an_outline_is_small_geojson(world):
    outline = world.geojson(["SY-DR", "SY-SU"])
    assert [one["properties"]["code"] for one in outline["features"]] == ["SY-DR", "SY-SU"]
    assert len(str(outline)) < 20_000
    assert shapely.geometry.shape(outline["features"][0]["geometry"]).is_valid


def test_the_layer_is_small_and_read_once():
    assert regions.FILE.stat().st_size < 6_000_000
    assert regions.load() is regions.load()


def test_the_ground_of_a_box_holds_its_units_and_their_countries_alike(regions):
    box, tolerance = (35.5, 32.0, 37.5, 33.5), 0.01
    found = regions.ground(box, tolerance)["features"]
    units = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in found if f["properties"]["level"]}
    countries = {f["properties"]["code"] for f in found if not f["properties"]["level"]}
    assert {"SY-DR", "SY-SU", "SY-QU"} <= set(units)
    assert countries == {code.split("-")[0] for code in units}
    for code, shape in units.items():
        whole = shapely.clip_by_rect(regions.geometry(code), *box)
        assert shape.symmetric_difference(whole).area <= tolerance * whole.length, code
        west, south, east, north = shape.bounds
        assert box[0] <= west <= east <= box[2]
        assert box[1] <= south <= north <= box[3]


def test_the_ground_of_the_open_sea_is_empty(regions):
    assert regions.ground((-40.0, 30.0, -39.0, 31.0), 0.01)["features"] == []
