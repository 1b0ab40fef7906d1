"""Towns in a box, read out of the tiles of the basemap: what each is called, where it is, how large a map it needs."""

from __future__ import annotations

import gzip
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import basemap

LAYER = "places"
TILES_ACROSS = 4
"""Widths of a box in tiles, at most: of a smaller scale more of them are the box and fewer towns are in them."""
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


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
    """The towns of a gzipped Mapbox Vector Tile, by version 2.1 of its specification."""
    for number, layer in _fields(gzip.decompress(content) if content else b""):
        parts = list(_fields(layer)) if number == 3 else []
        if (1, LAYER.encode()) not in parts:
            continue
        keys = [value.decode() for part, value in parts if part == 3]
        values = [_value(value) for part, value in parts if part == 4]
        extent = next((value for part, value in parts if part == 5), 4096)
        for feature in (dict(_fields(value)) for part, value in parts if part == 2):
            tags, (_, dx, dy, *_more) = _numbers(feature[2]), _numbers(feature[4])
            said = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
            across, along = ((at + _signed(by) / extent) / (1 << zoom) for at, by in ((x, dx), (y, dy)))
            lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * along))))
            name = said.get("name", "")
            yield Town(round(lat, 4), round(across * 360 - 180, 4), name, said.get("name_ar", ""), said["rank"])


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a message of Protocol Buffers: number, and the value as int or bytes."""
    at = 0
    while at < len(message):
        head, at = _varint(message, at)
        kind = head & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield head >> 3, value
            continue
        size = {_FIXED64: 8, _FIXED32: 4}.get(kind)
        if size is None:
            size, at = _varint(message, at)
        yield head >> 3, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """The number that begins at a byte, and where the next begins."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _numbers(packed: bytes) -> list[int]:
    found, at = [], 0
    while at < len(packed):
        value, at = _varint(packed, at)
        found.append(value)
    return found


def _signed(zigzag: int) -> int:
    return (zigzag >> 1) ^ -(zigzag & 1)


def _value(message: bytes) -> Any:
    """A value of a tag: words, or a number."""
    number, value = next(_fields(message))
    if number == 1:
        return value.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", value)[0]
    return _signed(value) if number == 6 else value
