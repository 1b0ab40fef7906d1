"""The map of a view's file: the box around its points, the land and the towns in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geodata

from .language import local
from .towns import Town, towns

Point = tuple[float, float]
"""Latitude and longitude, degrees."""
MARGIN = 0.25
"""Of the width of the points' box, around it."""
LEAST_DEGREES = 0.6
UNITS_UP_TO = 25.0
"""Degrees across, up to which admin-1 units are drawn besides countries."""
ASPECT = 2.2
"""Width of the map by its height, at least."""
LINES = 1500
"""Parts of the map's width that its lines are true to."""
TOWNS_MAX = 90
SAME_DEGREES = 0.025
"""A town this near a point that has a name of its own is the same place."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a map, degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def across(self) -> float:
        return max(self.east - self.west, self.north - self.south)

    @property
    def box(self) -> geodata.Box:
        return self.west, self.south, self.east, self.north


def frame(points: list[Point]) -> Frame | None:
    """The box around points with a margin; None without points."""
    if not points:
        return None
    lats, lons = zip(*points, strict=True)
    pad = max(LEAST_DEGREES, MARGIN * max(max(lats) - min(lats), max(lons) - min(lons)))
    south, north = max(-84.0, min(lats) - pad), min(84.0, max(lats) + pad)
    middle, half = (min(lons) + max(lons)) / 2, (max(lons) - min(lons)) / 2 + pad
    half = max(half, ASPECT / 2 * (north - south) / math.cos(math.radians((south + north) / 2)))
    return Frame(max(-180.0, middle - half), south, min(180.0, middle + half), north)


def ground(points: list[Point], named: list[Point]) -> dict[str, Any] | None:
    """Land under the points: the box, outlines as whole numbers of 1/scale degrees, lon and lat by turns, and towns as
    lon, lat, name and the zoom from which they are named. `named` are the points that have a name of their own."""
    area = frame(points)
    if area is None:
        return None
    tolerance = area.across / LINES
    scale = 10 ** max(1, math.ceil(-math.log10(tolerance)))
    found: Any = geodata.ground(area.box, tolerance)
    return {
        "box": list(area.box),
        "scale": scale,
        "shapes": [
            [said["level"], local(said["name"], said["name_ar"]), _rings(feature, scale)]
            for feature in found["features"]
            if (said := feature["properties"])["level"] == 0 or area.across <= UNITS_UP_TO
        ],
        "towns": [
            [town.lon, town.lat, local(town.name, town.name_ar), town.rank]
            for town in towns(area.box, TOWNS_MAX)
            if not any(_is_at(town, point) for point in named)
        ],
    }


def _is_at(town: Town, point: Point) -> bool:
    return abs(town.lat - point[0]) < SAME_DEGREES and abs(town.lon - point[1]) < SAME_DEGREES


def _rings(feature: dict[str, Any], scale: int) -> list[list[int]]:
    polygons = feature["geometry"]["coordinates"]
    return [[round(at * scale) for point in ring for at in point] for polygon in polygons for ring in polygon]
