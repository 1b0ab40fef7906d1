"""Regions: the admin-0 and admin-1 unit of a point, the parts of a unit that reports name, and outlines to draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from gazetteer.place import PARTS

FILE = Path(__file__).parent / "data" / "admin1.parquet"
COLUMNS = ("admin0", "admin0_name", "admin0_name_ar", "admin1", "admin1_name", "admin1_name_ar")
COAST_M = 5_000.0
METRES_PER_DEGREE = 111_320.0
GEOD = Geod(ellps="WGS84")

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point that stands for an area. `lat`, `lon` in decimal degrees WGS84; `radius_m` of a circle of equal area."""

    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class RegionName:
    """What to call an admin-1 unit. `country` is ISO 3166-1 alpha-2."""

    name: str
    name_ar: str
    country: str
    country_name: str
    country_name_ar: str


class Regions:
    """The world's admin-1 units by ISO 3166-2 code. A code that is not known raises KeyError, naming it."""

    def __init__(self, units: gpd.GeoDataFrame) -> None:
        self._units = units.set_index("code", drop=False)
        self._shapes = np.asarray(units.geometry.values, dtype=object)
        self._pieces, self._owner = shapely.get_parts(self._shapes, return_index=True)
        shapely.prepare(self._pieces)
        self._tree = shapely.STRtree(self._pieces)
        words = self._units[["name", "name_ar", "country", "country_name", "country_name_ar"]]
        self._names = {code: RegionName(*row) for code, *row in words.itertuples(name=None)}

    def of_points(self, lat: npt.ArrayLike, lon: npt.ArrayLike) -> pd.DataFrame:
        """COLUMNS for each point, in its order: codes, and names in English and Arabic; "" where there is none.

        A point outside every unit takes the nearest one within COAST_M, as shores are simplified. On a shared edge the
        first unit of the layer wins. Points that are not finite get "".
        """
        found = self._index(np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64))
        source = ("country", "country_name", "country_name_ar", "code", "name", "name_ar")
        answer: dict[str, Any] = {}
        for column, name in zip(COLUMNS, source, strict=True):
            answer[column] = np.append(self._units[name].to_numpy(dtype=object), "")[found]
        return pd.DataFrame(answer)

    def _index(self, lat: Floats, lon: Floats) -> npt.NDArray[np.intp]:
        """The row of the unit of each point, -1 where there is none; equal points are looked up once."""
        spots, back = np.unique(np.column_stack([lon, lat]), axis=0, return_inverse=True)
        row = np.full(len(spots), -1, dtype=np.intp)
        good = np.isfinite(spots).all(axis=1)
        points = np.asarray(shapely.points(spots[good]), dtype=object)
        at, piece = self._tree.query(points, predicate="intersects")
        inside = np.full(len(points), len(self._shapes), dtype=np.intp)
        np.minimum.at(inside, at, self._owner[piece])
        missing = np.flatnonzero(inside == len(self._shapes))
        inside[missing] = self._nearest(points[missing], spots[good][missing])
        row[good] = inside
        return row[back.ravel()]

    def _nearest(self, points: Shapes, xy: Floats) -> npt.NDArray[np.intp]:
        """The row of the nearest unit within COAST_M of each point, -1 where there is none."""
        row = np.full(len(points), -1, dtype=np.intp)
        if not len(points):
            return row
        reach = COAST_M / METRES_PER_DEGREE / np.maximum(np.cos(np.radians(xy[:, 1])), 0.15)
        at, piece = self._tree.query_nearest(points, max_distance=float(reach.max()), all_matches=False)
        line = shapely.get_coordinates(shapely.shortest_line(points[at], self._pieces[piece])).reshape(-1, 4)
        metres = GEOD.inv(line[:, 0], line[:, 1], line[:, 2], line[:, 3])[2]
        near = np.asarray(metres) <= COAST_M
        row[at[near]] = self._owner[piece[near]]
        return row

    def names(self) -> dict[str, RegionName]:
        """What to call each unit, by code."""
        return dict(self._names)

    def geometry(self, code: str) -> BaseGeometry:
        """The polygon of a unit, lon lat."""
        if code not in self._units.index:
            raise KeyError(f"no region {code!r}; codes are ISO 3166-2, such as SY-DR")
        return self._units.geometry[code]

    def part(self, code: str, part: str = "") -> Spot:
        """The spot of a part of a unit, or of the whole unit where `part` is "".

        The box of the unit is cut at its middle: "south" is the half below, "north-east" the quarter above and to the
        right, "centre" the inner half of width and height. Where a part misses the unit, the whole unit stands for it.
        """
        if part and part not in PARTS:
            raise ValueError(f"no part {part!r}; one of {', '.join(PARTS)}")
        shape = self.geometry(code)
        piece = shape.intersection(_window(shape.bounds, part)) if part else shape
        return _spot(piece if piece.area > 0 else shape)

    def union(self, codes: list[str]) -> Spot:
        """The spot of several units taken together."""
        return _spot(shapely.union_all([self.geometry(code) for code in codes]))

    def geojson(self, codes: list[str], decimals: int = 4) -> dict[str, Any]:
        """The outlines of units as a GeoJSON FeatureCollection with code, name and name_ar."""
        features = []
        for code in codes:
            shape = shapely.transform(self.geometry(code), lambda xy: xy.round(decimals))
            unit = self._units.loc[code]
            names = {"code": code, "name": unit["name"], "name_ar": unit["name_ar"]}
            geometry = {"type": shape.geom_type, "coordinates": shapely.geometry.mapping(shape)["coordinates"]}
            features.append({"type": "Feature", "id": code, "properties": names, "geometry": geometry})
        return {"type": "FeatureCollection", "features": features}

    def ground(self, box: tuple[float, float, float, float], tolerance: float) -> dict[str, Any]:
        """The units that a box (west, south, east, north, degrees) touches and their countries, cut to it, as GeoJSON.

        Lines are simplified to `tolerance` degrees, alike on both sides of a border; what is smaller is left out.
        Properties: `level` (1 unit, 0 country), code, name, name_ar.
        """
        near = self._units[shapely.intersects(self._shapes, shapely.box(*box))]
        shapes = shapely.coverage_simplify(np.asarray(near.geometry.values, dtype=object), tolerance)
        parts = pd.Series(list(shapes), index=near["country"], dtype=object).groupby(level=0)
        named = near.drop_duplicates("country").set_index("country")[["country_name", "country_name_ar"]]
        units = zip(shapes, near["code"], near["name"], near["name_ar"], strict=True)
        countries = ((shapely.coverage_union_all(list(part)), code, *named.loc[code]) for code, part in parts)
        features = [*_features(units, 1, box, tolerance), *_features(countries, 0, box, tolerance)]
        return {"type": "FeatureCollection", "features": features}


def _features(
    named: Iterable[tuple[Any, ...]], level: int, box: tuple[float, float, float, float], tolerance: float
) -> list[dict[str, Any]]:
    """Shapes with code and names as features, what lies outside the box or is smaller than the tolerance left out."""
    features = []
    for shape, code, name, name_ar in named:
        pieces = [p for p in shapely.get_parts(shapely.clip_by_rect(shape, *box)) if p.area > tolerance**2]
        polygons = [p for p in pieces if p.geom_type == "Polygon"]
        if polygons:
            lines = [[ring.coords[:] for ring in (p.exterior, *p.interiors)] for p in polygons]
            said = {"level": level, "code": code, "name": name, "name_ar": name_ar}
            geometry = {"type": "MultiPolygon", "coordinates": lines}
            features.append({"type": "Feature", "properties": said, "geometry": geometry})
    return features


def _window(bounds: tuple[float, float, float, float], part: str) -> shapely.Polygon:
    """The box of a part within the bounds of a unit."""
    west, south, east, north = bounds
    x, y = (west + east) / 2, (south + north) / 2
    if part == "centre":
        return shapely.box((west + x) / 2, (south + y) / 2, (x + east) / 2, (y + north) / 2)
    words = part.split("-")
    return shapely.box(
        x if "east" in words else west,
        y if "north" in words else south,
        x if "west" in words else east,
        y if "south" in words else north,
    )


def _spot(shape: BaseGeometry) -> Spot:
    """The centroid where it lies inside the shape, else a point that does, with the radius of the equal circle."""
    middle = shape.centroid
    point = middle if shape.contains(middle) else shape.point_on_surface()
    area = abs(GEOD.geometry_area_perimeter(shape)[0])
    return Spot(round(point.y, 5), round(point.x, 5), float(round((area / np.pi) ** 0.5)))


@cache
def load(path: Path = FILE) -> Regions:
    """The layer that ships with Hauran, read once in a process."""
    return Regions(gpd.read_parquet(path))


def outlines(codes: tuple[str, ...]) -> dict[str, object]:
    """The outlines of units as GeoJSON, each feature's `code` in its properties; none for no codes."""
    return load().geojson(list(codes)) if codes else {"type": "FeatureCollection", "features": []}


def ground(box: tuple[float, float, float, float], tolerance: float) -> dict[str, object]:
    """The units and countries in a box, to draw under points where there are no tiles; see `Regions.ground`."""
    return load().ground(box, tolerance)
