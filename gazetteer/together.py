"""The places of one document resolved together: towns of one report lie near each other."""

from collections.abc import Callable, Sequence

from gazetteer.distance import Point, km_between
from gazetteer.place import Match

_SPREAD_KM = 150.0
"""Places of one report mostly lie within so far of each other."""

Ask = Callable[[str, Point | None], list[Match]]
"""The candidates of a name, near a point where one is given."""


def resolve(names: Sequence[str], ask: Ask) -> list[list[Match]]:
    """For each name its candidates; a name that is not taken alone is asked for again near those that are.

    The point is that of the taken place with the most others round it. What was taken alone stays.
    """
    found = [ask(name, None) for name in names]
    point = _centre([matches[0] for matches in found if matches and matches[0].accepted])
    if point is None:
        return found
    return [
        matches if matches and matches[0].accepted else (ask(name, point) or matches)
        for name, matches in zip(names, found, strict=True)
    ]


def _centre(taken: list[Match]) -> Point | None:
    points = [(match.place.lat, match.place.lon) for match in taken if match.place.kind == "settlement"]
    if not points:
        return None
    near = [sum(km_between(point, other) <= _SPREAD_KM for other in points) for point in points]
    most = max(near)
    if 2 * most <= len(points):
        return None
    return min(
        (point for point, count in zip(points, near, strict=True) if count == most),
        key=lambda point: sum(km_between(point, other) for other in points),
    )
