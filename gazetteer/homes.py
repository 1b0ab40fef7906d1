"""Where the places of several sources lie: every province under its ISO code, places without one by their nearest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gazetteer.distance import km_between
from gazetteer.districts import in_one_district
from gazetteer.names import fold, skeleton
from gazetteer.place import Entry, Place

_NEAREST_KM = 40.0

_Cells = dict[tuple[int, int], list[Place]]


def at_home(entries: Iterable[Entry], world: Iterable[Entry], by_geonames: dict[str, str]) -> list[Entry]:
    """The entries with the codes and names of the world's provinces; `by_geonames` maps GeoNames' codes to ISO's."""
    entries, world = list(entries), list(world)
    provinces = {entry.place.admin1_code: entry.place for entry in world if entry.place.kind == "province"}
    codes = _codes(entries, [entry for entry in world if entry.place.kind == "province"], by_geonames)
    cells = _cells(entry.place for entry in world if entry.place.kind == "settlement")
    return in_one_district([Entry(_placed(entry.place, codes, provinces, cells), entry.names) for entry in entries])


def _codes(entries: list[Entry], provinces: list[Entry], by_geonames: dict[str, str]) -> dict[str, str]:
    """For each code that a source gives a province the ISO code of the one with the same name in the country."""
    named: dict[tuple[str, str], str] = {}
    for key in (skeleton, fold):
        for entry in provinces:
            for name in entry.names:
                if key(name):
                    named[entry.place.country, key(name)] = entry.place.admin1_code
    codes = dict(by_geonames)
    for entry in entries:
        place = entry.place
        if place.kind == "province":
            keys = [key(name) for key in (fold, skeleton) for name in entry.names]
            found = next((named[place.country, key] for key in keys if (place.country, key) in named), None)
            if found and place.admin1_code:
                codes.setdefault(place.admin1_code, found)
    return codes


def _placed(place: Place, codes: dict[str, str], provinces: dict[str, Place], cells: _Cells) -> Place:
    code = codes.get(place.admin1_code, place.admin1_code)
    country = place.country
    if (not code or not country) and place.kind == "settlement":
        nearest = _nearest(place, cells)
        code = code or (nearest.admin1_code if nearest else "")
        country = country or (nearest.country if nearest else "")
    province = provinces.get(code)
    name = province.name if province else place.admin1
    return replace(place, admin1_code=code, admin1=name, country=country)


def _cells(places: Iterable[Place]) -> _Cells:
    cells: _Cells = defaultdict(list)
    for place in places:
        if place.admin1_code:
            cells[round(place.lat * 2), round(place.lon * 2)].append(place)
    return cells


def _around(place: Place, cells: _Cells) -> Iterator[Place]:
    lat, lon = round(place.lat * 2), round(place.lon * 2)
    for up in (0, -1, 1):
        for right in (0, -1, 1):
            yield from cells.get((lat + up, lon + right), ())


def _nearest(place: Place, cells: _Cells) -> Place | None:
    point = place.lat, place.lon
    near = [
        (km, at, other)
        for at, other in enumerate(_around(place, cells))
        if (not place.country or other.country == place.country)
        and (km := km_between(point, (other.lat, other.lon))) <= _NEAREST_KM
    ]
    return min(near)[2] if near else None
