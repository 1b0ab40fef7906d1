"""Where the countries lie, as circles round their provinces: enough to tell a swapped pair of degrees."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gazetteer.distance import Point, km_between

_TABLE = Path(__file__).parent / "data" / "admin1.csv"
_INSIDE, _OUTSIDE = 1.2, 1.6
"""A circle of a province's area does not cover it: its corners reach so many times as far as the circle."""

_MARGIN_KM = 10.0

_Circle = tuple[Point, float]


@cache
def _circles() -> Mapping[str, list[_Circle]]:
    found: dict[str, list[_Circle]] = defaultdict(list)
    with open(_TABLE, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["country"]].append(((float(row["lat"]), float(row["lon"])), float(row["radius_m"]) / 1000))
    return found


def is_swapped(point: Point, country: str) -> bool:
    """Whether the point lies outside the country, and inside when latitude and longitude are exchanged."""
    circles = _circles().get(country, [])
    turned = point[1], point[0]
    return abs(turned[0]) <= 90 and _within(turned, circles, _INSIDE) and not _within(point, circles, _OUTSIDE)


def _within(point: Point, circles: list[_Circle], reach: float) -> bool:
    """Whether the point lies in one of the circles; those further north or south than they reach are passed over."""
    lat = point[0]
    return any(
        abs(lat - middle[0]) * 111 <= (far := reach * km + _MARGIN_KM) and km_between(point, middle) <= far
        for middle, km in circles
    )
