"""What single cells of a source say: names, a point, a number of people, a country."""

import re
from collections.abc import Iterable

from gazetteer.countries import countries_named
from gazetteer.distance import Point
from gazetteer.extent import is_swapped
from gazetteer.files import Taken, shown
from gazetteer.names import LONGEST

_DECIMAL_COMMA = re.compile(r"[-+]?\d{1,3},\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+")
_WHOLE = re.compile(r"(\d{1,11})(?:[.,]0*)?")
_MOST_PEOPLE = 1_500_000_000
"""No place has more."""


def point_of(lat: str, lon: str, line: int, taken: Taken, country: str = "") -> Point | None:
    """The point in degrees; None, and a fault, where it is none or lies off the globe.

    A pair that lies in the country only when it is turned round is turned round; that is a fault as well.
    """
    said = f"lat {shown(lat)}, lon {shown(lon)}"
    try:
        point = _degrees(lat), _degrees(lon)
    except ValueError:
        taken.fault(line, f"no point in decimal degrees: {said}; left out")
        return None
    turned = point[1], point[0]
    if not _on_globe(point) and not _on_globe(turned):
        taken.fault(line, f"not on the globe: {said}; left out")
        return None
    if point == (0.0, 0.0):
        taken.fault(line, f"0, 0 lies at sea, it stands for an unknown point: {said}; left out")
        return None
    if not _on_globe(point) or is_swapped(point, country):
        taken.fault(line, f"latitude and longitude swapped: {said}; put right")
        return turned
    return point


def _degrees(text: str) -> float:
    text = text.strip()
    if "_" in text:
        raise ValueError(text)
    return float(text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text)


def _on_globe(point: Point) -> bool:
    return abs(point[0]) <= 90 and abs(point[1]) <= 180


def people_of(text: str, line: int, taken: Taken) -> int:
    """The number of people, 0 where it is not known; a fault where it is no number."""
    plain = text.strip()
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"\D", "", plain)
    found = _WHOLE.fullmatch(plain)
    if plain and (not found or int(found[1]) > _MOST_PEOPLE):
        taken.fault(line, f"population {shown(text)}: no number of people; left empty")
        return 0
    return int(found[1]) if found else 0


def country_of(text: str, line: int, taken: Taken) -> str:
    """The ISO code of the country, empty where it is not known; a fault where there is no such country."""
    found = countries_named(text.strip()) if text.strip() else []
    if text.strip() and len(found) != 1:
        taken.fault(line, f"country {shown(text)}: no ISO 3166-1 code; taken from the nearest place")
    return found[0] if len(found) == 1 else ""


def names_of(names: Iterable[str], line: int, taken: Taken) -> tuple[str, ...]:
    """The names, each once, without those that are empty; a fault where one is too long for a name."""
    kept = tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    for name in kept:
        if len(name) > LONGEST:
            taken.fault(line, f"a name of {len(name):,} letters ({shown(name)}): dropped")
    return tuple(name for name in kept if len(name) <= LONGEST)
