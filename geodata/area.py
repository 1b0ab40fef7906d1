"""An area drawn on the map: which points lie in it, asked in SQL and of a table's own points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from gazetteer.place import COUNTRY

Area = tuple[tuple[float, float], ...]
"""Corners in order, lon, lat in decimal degrees, three or more; the last is joined to the first. Sides are straight on
the map (Web Mercator). Longitudes go on beyond 180 across the antimeridian: 179 to 182 is three degrees wide."""

SIDE = 2**22
"""Points and corners are weighed as whole Web Mercator pixels at zoom 22, as the page does, so that both agree."""
NORTHERNMOST = 85.05112877980659
CORNERS_MAX = 60


def outlined(text: str) -> Area:
    """The area of "36,32.5;36.5,32.5;36.2,33", lon,lat of its corners; () where it is none, and nothing raises."""
    return corners([corner.split(",") for corner in text.split(";")])


def corners(told: Any) -> tuple[tuple[float, float], ...]:
    """The corners of an area, lon, lat pairs to four decimals; () where they are no outline, and nothing raises.

    An outline has 3 to CORNERS_MAX corners and is less than once round the Earth. One that crosses the antimeridian
    goes on beyond 180.
    """
    try:
        found = tuple((round(float(lon), 4) + 0.0, round(float(lat), 4) + 0.0) for lon, lat in told)
    except (TypeError, ValueError, OverflowError):
        return ()
    if not 3 <= len(found) <= CORNERS_MAX:
        return ()
    lons = [lon for lon, _ in found]
    fits = all(-180 <= lon <= 540 and -85 <= lat <= 85 for lon, lat in found)
    return found if fits and max(lons) - min(lons) < 360 else ()


def inside(area: Area) -> tuple[str, list[object]]:
    """An SQL condition over `incidents` and its parameters: whether a row's point lies in the area.

    Even-odd: a ray from the point to the west crosses the outline an odd number of times. What is known to a country
    alone, and what has no point, lies in no area.
    """
    corners = _corners(area)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    column = _column(min(xs), max(xs))
    sides = list(_sides(corners))
    crossing = f"CASE WHEN ty >= ? AND ty < ? AND CAST(? AS BIGINT) * (ty - ?) > ({column} - ?) * CAST(? AS BIGINT)"
    odd = " + ".join([f"{crossing} THEN 1 ELSE 0 END"] * len(sides)) or "0"
    box = f"ty BETWEEN ? AND ? AND {column} BETWEEN ? AND ?"
    known = f"coalesce(location_precision, '') <> '{COUNTRY}'"
    values: list[object] = [min(ys), max(ys), min(xs), max(xs)]
    for x1, y1, x2, y2 in sides:
        values += [y1, y2, x2 - x1, y1, x1, y2 - y1]
    return f"{known} AND {box} AND ({odd}) % 2 = 1", values


def holds(area: Area, lat: npt.ArrayLike, lon: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether each point (decimal degrees) lies in the area, by the same rule as `inside`; one without a point does
    not."""
    at_x, at_y = _pixels(lat, lon)
    return holds_pixels(area, np.minimum(at_x, SIDE - 1), at_y)


def holds_pixels(area: Area, at_x: npt.NDArray[np.float64], at_y: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """The same of points given as whole Web Mercator columns and rows at zoom 22."""
    corners = _corners(area)
    at_x = np.where(at_x < min(x for x, _ in corners), at_x + SIDE, at_x)
    odd = np.zeros(at_x.shape, dtype=np.bool_)
    for x1, y1, x2, y2 in _sides(corners):
        odd ^= (at_y >= y1) & (at_y < y2) & ((x2 - x1) * (at_y - y1) > (at_x - x1) * (y2 - y1))
    return odd


def _corners(area: Area) -> list[tuple[int, int]]:
    xs, ys = _pixels([lat for _, lat in area], [lon for lon, _ in area])
    corners = [(int(x), int(y)) for x, y in zip(xs, ys, strict=True)]
    turns = min(x for x, _ in corners) // SIDE * SIDE
    return [(x - turns, y) for x, y in corners]


def _sides(corners: list[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """The sides from their upper end to their lower one; level ones are crossed by no level ray."""
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        (x1, y1), (x2, y2) = sorted((one, other), key=lambda corner: corner[1])
        if y1 != y2:
            yield x1, y1, x2, y2


def _column(west: int, east: int) -> str:
    """A row's column, one world further east where an area that crosses the antimeridian asks for it."""
    here = "CAST(tx AS BIGINT)"
    return f"({here} + CASE WHEN tx < {west} THEN {SIDE} ELSE 0 END)" if east >= SIDE else here


def _pixels(lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Whole Web Mercator column and row at zoom 22, row from the north."""
    y = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -NORTHERNMOST, NORTHERNMOST))
    x = np.floor((np.asarray(lon, dtype=np.float64) + 180) / 360 * SIDE)
    return x, np.floor((1 - np.arcsinh(np.tan(y)) / np.pi) / 2 * SIDE).clip(0, SIDE - 1)
