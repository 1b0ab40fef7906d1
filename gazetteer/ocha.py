"""OCHA's list of communities (COD): settlements with P-codes, and the admin units above them, levels 0 to 3."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import median

from gazetteer.cells import names_of, point_of
from gazetteer.countries import country_names
from gazetteer.distance import Point, km_between
from gazetteer.files import Taken, shown
from gazetteer.place import Entry, Place
from gazetteer.radius import settlement_radius_m
from gazetteer.rows import records

_NEEDED = ("gEn", "gAr", "gP", "dEn", "dAr", "dP", "sEn", "sAr", "sP", "cEn", "cAr", "cP", "lon", "lat")
_LEVELS = (("g", "province"), ("d", "district"), ("s", "subdistrict"))
_FAR_KM = 300.0
"""No community lies so far from the middle of its district: its point is wrong."""

_CODE = re.compile(r"[\w.-]{1,20}")

_SPREAD = 1.5
"""A unit reaches this many times as far as its communities lie from their middle, on average."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]
    point: Point

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2: how every P-code of a unit begins."""
        return self.cells["gP"][:2]


def read_ocha(path: Path) -> Taken:
    """The communities, governorates, districts and subdistricts of a list; SourceError when it has other columns."""
    taken = Taken()
    rows = list(_rows(path, taken))
    rows = list(_in_place(rows, taken))
    taken.entries = [*_units(rows), *map(_community, rows)]
    return taken


def _rows(path: Path, taken: Taken) -> Iterator[_Row]:
    seen: set[str] = set()
    called: dict[str, str] = {}
    for line, all_cells in records(path, _NEEDED, taken):
        cells = _short(line, all_cells, taken)
        if cells.get("type", "C") == "N":
            taken.fault(line, f"{cells['cEn']}: a neighbourhood without a name of its own; left out")
            continue
        if wrong := _wrong(cells, seen):
            taken.fault(line, f"{wrong}; left out")
            continue
        point = point_of(cells["lat"], cells["lon"], line, taken, cells["gP"][:2])
        if point is not None:
            seen.add(cells["cP"])
            _note_other_names(line, cells, called, taken)
            yield _Row(line, cells, point)


def _short(line: int, cells: dict[str, str], taken: Taken) -> dict[str, str]:
    """The cells, without what is too long for a name."""
    return {column: " ".join(names_of([cell], line, taken)) for column, cell in cells.items()}


def _note_other_names(line: int, cells: dict[str, str], called: dict[str, str], taken: Taken) -> None:
    """Note where a unit is called otherwise than on the first line that names it."""
    for letter, _ in _LEVELS:
        code, name = cells[f"{letter}P"], cells[f"{letter}En"]
        if code and name and called.setdefault(code, name) != name:
            taken.fault(line, f"{code}: {shown(name)} here, {shown(called[code])} above; the first name counts")


def _wrong(cells: dict[str, str], seen: set[str]) -> str:
    """What stands against a community, empty where nothing does."""
    name = cells["cEn"] or cells["cAr"]
    if not name:
        return f"{shown(cells['cP'])}: a community without a name"
    codes = [cells[column] for column in ("gP", "cP", "dP", "sP")]
    if not all(_CODE.fullmatch(code) for code in (*codes[:2], *filter(None, codes))):
        return f"{name}: no P-codes: {', '.join(map(shown, codes))}"
    if codes[0][:2] not in country_names():
        return f"{name}: P-code {shown(codes[0])} does not begin with the code of a country"
    return f"{cells['cP']}: this P-code stands in the list already" if cells["cP"] in seen else ""


def _in_place(rows: list[_Row], taken: Taken) -> Iterator[_Row]:
    """The rows that lie in their district; swapped pairs are put right, points elsewhere left out."""
    districts: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        districts[row.cells["dP"]].append(row.point)
    middles = {code: _median(points) for code, points in districts.items()}
    for row in rows:
        middle = middles[row.cells["dP"]]
        swapped = row.point[1], row.point[0]
        if km_between(row.point, middle) <= _FAR_KM:
            yield row
        elif abs(swapped[0]) <= 90 and km_between(swapped, middle) <= _FAR_KM:
            taken.fault(row.line, f"{row.cells['cEn']}: latitude and longitude swapped: {row.point}; put right")
            yield _Row(row.line, row.cells, swapped)
        else:
            km = km_between(row.point, middle)
            taken.fault(row.line, f"{row.cells['cEn']}: {km:,.0f} km from its district {row.cells['dEn']}; left out")


def _median(points: list[Point]) -> Point:
    return median(point[0] for point in points), median(point[1] for point in points)


def _community(row: _Row) -> Entry:
    cells = row.cells
    place = Place(
        id=f"ocha:{cells['cP']}",
        name=cells["cEn"] or cells["cAr"],
        name_ar=cells["cAr"],
        lat=row.point[0],
        lon=row.point[1],
        kind="settlement",
        country=row.country,
        admin1=_called("g", cells),
        admin1_code=cells["gP"],
        population=0,
        radius_m=settlement_radius_m(0),
        admin2=_called("d", cells),
        admin2_code=cells["dP"],
    )
    return Entry(place, _names(cells["cEn"], cells["cAr"], cells["cP"]))


def _called(letter: str, cells: dict[str, str]) -> str:
    """The name of a row's unit, or its P-code where it has none."""
    return cells[f"{letter}En"] or cells[f"{letter}Ar"] or cells[f"{letter}P"]


_JOINT = re.compile(r"\s*(?:_|\s-\s)\s*")


def _names(*names: str) -> tuple[str, ...]:
    """The names, and the parts of those of two communities counted as one: "Deir Hassan - Darhashan"."""
    parts = (part for name in names for part in _JOINT.split(name) if _JOINT.search(name))
    return tuple(dict.fromkeys(name for name in (*names, *parts) if name))


def _units(rows: list[_Row]) -> Iterator[Entry]:
    for country in dict.fromkeys(row.country for row in rows):
        yield Entry(_unit("", "country", [row for row in rows if row.country == country]), (country,))
    for letter, kind in _LEVELS:
        members: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            if row.cells[f"{letter}P"]:
                members[row.cells[f"{letter}P"]].append(row)
        for code, inside in members.items():
            cells = _first_named(letter, inside)
            names = _names(_called(letter, cells), cells[f"{letter}Ar"], code)
            yield Entry(_unit(letter, kind, inside), names)


def _first_named(letter: str, rows: list[_Row]) -> dict[str, str]:
    """The cells of the first row that names the unit."""
    return next((row.cells for row in rows if letter and row.cells[f"{letter}En"]), rows[0].cells)


def _unit(letter: str, kind: str, rows: list[_Row]) -> Place:
    """The unit round its communities: their middle, and a radius by how far they lie from it."""
    cells, country = _first_named(letter, rows), rows[0].country
    lat = sum(row.point[0] for row in rows) / len(rows)
    lon = sum(row.point[1] for row in rows) / len(rows)
    spread_km = sqrt(sum(km_between((lat, lon), row.point) ** 2 for row in rows) / len(rows))
    code = cells[f"{letter}P"] if letter else country
    return Place(
        id=f"ocha:{code}",
        name=_called(letter, cells) if letter else country,
        name_ar=cells[f"{letter}Ar"] if letter else "",
        lat=round(lat, 5),
        lon=round(lon, 5),
        kind=kind,
        country=country,
        admin1=_called("g", cells) if letter else "",
        admin1_code=cells["gP"] if letter else "",
        population=0,
        radius_m=max(1_000.0, round(_SPREAD * spread_km * 1_000)),
        admin2=_called("d", cells) if letter in ("d", "s") else "",
        admin2_code=cells["dP"] if letter in ("d", "s") else "",
    )
