"""Towns in a box, read out of the tiles of the basemap: what each is called, where it is, how large a map it needs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geodata

from . import basemap

LAYER = "places"
TILES_ACROSS = 4
"""Widths of a box in tiles, at most: of a smaller scale more of them are the box and fewer towns are in them."""


@dataclass(frozen=True, slots=True)
class Town:
    """A settlement; `rank` is the zoom (MapLibre's) from which it is named."""

    lat: float
    lon: float
    name: str
    name_ar: str
    rank: float


def towns(box: tuple[float, float, float, float], most: int, path: Path = basemap.FILE) -> list[Town]:
    """The towns in a box (west, south, east, north; degrees), `most` at most, those that are named first before
    others."""
    west, south, east, north = box
    zoom = max(0, min(basemap.MAXZOOM, int(math.log2(360 * TILES_ACROSS / max(east - west, north - south)))))
    found = {
        town
        for x in range(_column(west, zoom), _column(east, zoom) + 1)
        for y in range(_row(north, zoom), _row(south, zoom) + 1)
        for town in _of_tile(basemap.tile(zoom, x, y, path), zoom, x, y)
        if west <= town.lon <= east and south <= town.lat <= north
    }
    return sorted(found, key=lambda town: (town.rank, town.name, town.lat, town.lon))[:most]


def _column(lon: float, zoom: int) -> int:
    return max(0, min((1 << zoom) - 1, int((lon + 180) / 360 * (1 << zoom))))


def _row(lat: float, zoom: int) -> int:
    along = 0.5 - math.asinh(math.tan(math.radians(lat))) / math.tau
    return max(0, min((1 << zoom) - 1, int(along * (1 << zoom))))


def _of_tile(content: bytes | None, zoom: int, x: int, y: int) -> Iterator[Town]:
    if content is None:
        return
    rows = geodata.points_of(content, LAYER, zoom, x, y).reindex(columns=["lat", "lon", "name", "name_ar", "rank"])
    rows[["name", "name_ar"]] = rows[["name", "name_ar"]].astype("string").fillna("")
    for lat, lon, name, name_ar, rank in rows.itertuples(index=False, name=None):
        yield Town(round(lat, 4), round(lon, 4), name, name_ar, rank)
