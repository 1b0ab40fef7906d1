"""Printed coordinates and precisions → points in decimal degrees, with a radius."""

from __future__ import annotations

import re
from functools import partial

from gazetteer.place import (
    AT_SEA,
    COUNTRY,
    DISTRICT,
    EXACT,
    NEAR_SETTLEMENT,
    NEIGHBOURHOOD,
    PART_OF_COUNTRY,
    PART_OF_PROVINCE,
    PRECISIONS,
    PROVINCE,
    SETTLEMENT,
)
from geodata.quantities import read_degrees

from .printed import Printed, known_word, shown

_WRITE_DEGREES = "Give decimal degrees, 32.62; until then the row is placed by its name"
RADIUS_M = {
    EXACT: 100.0,
    NEIGHBOURHOOD: 1_000.0,
    SETTLEMENT: 3_000.0,
    NEAR_SETTLEMENT: 25_000.0,
    DISTRICT: 25_000.0,
    PART_OF_PROVINCE: 50_000.0,
    PROVINCE: 75_000.0,
    PART_OF_COUNTRY: 150_000.0,
    COUNTRY: 300_000.0,
    AT_SEA: 50_000.0,
}
"""The radius of coordinates that the source gives with a precision, in metres."""


def points(printed: Printed) -> dict[str, list[object]]:
    """lat, lon, location_precision and radius_m of each row, all None where the source gives no coordinates."""
    lat, lon = _coordinates(printed)
    words = [word if at is not None else None for at, word in zip(lat, _precisions(printed), strict=True)]
    said = printed.read("radius", _metres, "Give metres, 2000; until then the radius follows from the precision")
    radii = [(radius or RADIUS_M[word]) if word else None for word, radius in zip(words, said, strict=True)]
    return {"lat": [*lat], "lon": [*lon], "location_precision": [*words], "radius_m": [*radii]}


def _metres(cell: object) -> float | None:
    try:
        metres = float(shown(cell) or "nan")
    except ValueError:
        raise ValueError("is no distance in metres") from None
    if metres <= 0 or metres == float("inf"):
        raise ValueError("is no distance in metres")
    return None if metres != metres else metres


_LAT_LON = re.compile(r"\(?\s*([^,;]+?)\s*[,;]\s*([^,;]+?)\s*\)?|(\S+)\s+(\S+)")


def _coordinates(printed: Printed) -> tuple[list[float | None], list[float | None]]:
    if "coordinates" in printed.columns:
        pairs = printed.read("coordinates", _pair, "Write latitude, longitude: 32.62, 36.10")
        lat, lon = [pair and pair[0] for pair in pairs], [pair and pair[1] for pair in pairs]
        names = ("coordinates", "coordinates")
    else:
        lat, lon = (printed.read(name, read_degrees, _WRITE_DEGREES) for name in ("lat", "lon"))
        names = ("lat", "lon")
    if not set(names) & set(printed.columns):
        return lat, lon
    for at in range(len(printed)):
        if problem := _problem(printed, at, lat[at], lon[at], names):
            printed.fault(at, problem[0], problem[1], problem[2])
            lat[at] = lon[at] = None
        elif lat[at] is None or lon[at] is None:
            lat[at] = lon[at] = None
    return lat, lon


def _pair(cell: object) -> tuple[float, float] | None:
    text = shown(cell)
    if not text:
        return None
    found = _LAT_LON.fullmatch(text)
    ends = [read_degrees(part) for part in found.groups() if part] if found else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise ValueError("are no coordinates that can be read")
    return ends[0], ends[1]


def _problem(
    printed: Printed, at: int, lat: float | None, lon: float | None, names: tuple[str, str]
) -> tuple[str, str, str] | None:
    """Field, problem and cure of a pair of coordinates; None where there is nothing wrong, or no pair."""
    if lat is None or lon is None:
        there = [name for name in names if shown(printed.raw(name)[at])]
        if len(there) == 1 and names[0] != names[1]:
            return there[0], "stands alone: the other coordinate is missing", _WRITE_DEGREES
        return None
    if lat == 0 and lon == 0:
        return (
            names[0],
            "and longitude 0 lie in the Atlantic; taken as missing",
            "Leave coordinates empty where there are none",
        )
    if abs(lat) <= 90 and abs(lon) <= 180:
        return None
    swapped = abs(lon) <= 90 and abs(lat) <= 180
    cure = f"{_WRITE_DEGREES}; where all are swapped, use --map lat=… --map lon=…" if swapped else _WRITE_DEGREES
    if abs(lat) > 90:
        return names[0], "is outside -90 to 90", cure
    return names[1], "is outside -180 to 180", cure


_UCDP = dict(enumerate((SETTLEMENT, NEAR_SETTLEMENT, DISTRICT, PROVINCE, PART_OF_COUNTRY, COUNTRY, AT_SEA), 1))
_ACLED = {1: SETTLEMENT, 2: NEAR_SETTLEMENT, 3: PROVINCE}
_PRECISION_WORDS = {word: word for word in PRECISIONS} | {
    "point": EXACT,
    "coordinates": EXACT,
    "vicinity": NEIGHBOURHOOD,
    "street": NEIGHBOURHOOD,
    "landmark": NEIGHBOURHOOD,
    "nearby landmark": NEIGHBOURHOOD,
    "locality": SETTLEMENT,
    "village": SETTLEMENT,
    "town": SETTLEMENT,
    "city": SETTLEMENT,
    "governorate": PROVINCE,
}


_CODE = re.compile(r"\(?([1-7])(?:\.0)?(?:\).*)?")


def _precisions(printed: Printed) -> list[str]:
    """The precision of each row's coordinates, exact where none is said. Numbers are codes of UCDP or ACLED."""
    header = printed.columns.get("precision", "").casefold()
    found = [_CODE.fullmatch(text) for text in map(shown, printed.raw("precision")) if text]
    coded = {int(code[1]) for code in found if code}
    acled = "where" not in header and coded <= set(_ACLED) and not any(code and ")" in code[0] for code in found)
    reader = partial(_precision, codes=_ACLED if acled else _UCDP)
    return [word or EXACT for word in printed.read("precision", reader, f"Use {', '.join(PRECISIONS)}")]


def _precision(cell: object, codes: dict[int, str]) -> str:
    if (found := _CODE.fullmatch(shown(cell))) and int(found[1]) in codes:
        return codes[int(found[1])]
    return known_word(cell, _PRECISION_WORDS, EXACT, NEAR_SETTLEMENT)
