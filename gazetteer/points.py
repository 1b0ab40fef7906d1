"""Points that a text gives instead of a name: coordinates, and the middle between two places."""

import re
from dataclasses import replace

from gazetteer.distance import Point, km_between
from gazetteer.place import EXACT, NEAR_SETTLEMENT, Match, Place

_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,12})?"
_PAIR = re.compile(rf"\(?\s*({_NUMBER})\s*°?\s*([NS])?\s*[,;/\s]\s*({_NUMBER})\s*°?\s*([EW])?\s*\)?", re.IGNORECASE)
_POINT_M = 100.0
_FIRST = frozenset("+-( 0123456789")


def coordinates(text: str) -> Point | None:
    """The point that the text gives in decimal degrees, latitude first: "32.6, 36.1", "32.6N 36.1E"."""
    if text[:1] not in _FIRST or len(text) > 60:
        return None
    found = _PAIR.fullmatch(text.strip())
    if found is None:
        return None
    lat = -float(found[1]) if (found[2] or "").upper() == "S" else float(found[1])
    lon = -float(found[3]) if (found[4] or "").upper() == "W" else float(found[3])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def as_match(point: Point) -> Match:
    """The point as a match that is taken."""
    name = f"{point[0]:.5f}, {point[1]:.5f}"
    place = Place(f"point:{name}", name, "", *point, "point", "", "", "", 0, _POINT_M)
    return Match(place, 1.0, "coordinates", name, ("the text gives the point",), EXACT, _POINT_M, accepted=True)


def midway(one: Match, other: Match) -> Match:
    """What lies between two places: their middle, reaching to both; as sure as both together."""
    a, b = one.place, other.place
    km = km_between((a.lat, a.lon), (b.lat, b.lon))
    radius_m = round(km * 500 + min(one.radius_m, other.radius_m))
    place = replace(
        a,
        id=f"between:{a.id} {b.id}",
        name=f"between {a.name} and {b.name}",
        name_ar="",
        lat=round((a.lat + b.lat) / 2, 6),
        lon=round((a.lon + b.lon) / 2, 6),
        population=0,
        radius_m=radius_m,
        admin1=a.admin1 if a.admin1_code == b.admin1_code else "",
        admin1_code=a.admin1_code if a.admin1_code == b.admin1_code else "",
        also="",
    )
    reasons = (f"the middle of {a.name} and {b.name}, {km:,.0f} km apart", *one.reasons, *other.reasons)
    return Match(
        place=place,
        score=round(one.score * other.score, 4),
        method="between",
        spelling=place.name,
        reasons=reasons,
        precision=NEAR_SETTLEMENT,
        radius_m=radius_m,
        guessed=one.guessed or other.guessed,
        accepted=True,
    )
