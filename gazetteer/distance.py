"""Distances and directions on the globe: kilometres between points in degrees."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
KM_PER_DEGREE = 111.195

Point = tuple[float, float]
"""Latitude and longitude, decimal degrees WGS84."""

_COMPASS = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}


def km_between(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres."""
    lat_a, lat_b = radians(a[0]), radians(b[0])
    across = sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * across)))


def lies_to(part: str, point: Point, centre: Point) -> bool:
    """Whether the point lies in the named part of the area round the centre; true for the centre itself."""
    north = point[0] - centre[0]
    east = (point[1] - centre[1]) * cos(radians(centre[0]))
    steps = [_COMPASS[word] for word in part.split("-") if word in _COMPASS]
    return all(north * up + east * right >= 0 for up, right in steps)
