"""A table of places of one's own: name, lat, lon, and what else is known."""

import re
from pathlib import Path

from gazetteer.cells import country_of, names_of, people_of, point_of
from gazetteer.files import Taken, shown
from gazetteer.names import is_arabic
from gazetteer.place import Entry, Place
from gazetteer.radius import DISTRICT_M, settlement_radius_m
from gazetteer.rows import records

_KINDS = frozenset(("settlement", "district", "province"))
_CODE = re.compile(r"[\w.-]{1,20}")
_ID = re.compile(r"\S{1,40}")
_FURTHER = ("name_ar", "also", "kind", "country", "admin1", "admin1_code", "population", "id")
_CALLED = {
    "name": ("name",),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "longitude", "lng", "x"),
    **{column: (column,) for column in _FURTHER},
}


def read_table(path: Path) -> Taken:
    """The places of a CSV with the columns name, lat, lon; and, where it has them, name_ar, also, kind, country,
    admin1, admin1_code, population, id.

    `also` holds further names parted by `|`. SourceError when a needed column is not there.
    """
    taken = Taken()
    seen: dict[str, int] = {}
    for line, cells in records(path, ("name", "lat", "lon"), taken, _CALLED):
        id = cells.get("id", "")
        if id and not _ID.fullmatch(id):
            taken.fault(line, f"id {shown(id)}: an id has no spaces and at most 40 letters; left out")
            continue
        if id in seen:
            taken.fault(line, f"id {shown(id)}: it stands on line {seen[id]} already; left out")
            continue
        if (entry := _entry(path, line, cells, taken)) is not None:
            taken.entries.append(entry)
            seen.update({id: line} if id else {})
    return taken


def _kind(text: str, line: int, taken: Taken) -> str:
    if text and text not in _KINDS:
        taken.fault(line, f"{shown(text)}: no kind of place (settlement, district, province); taken as a settlement")
    return text if text in _KINDS else "settlement"


def _code(text: str, line: int, taken: Taken) -> str:
    if text and not _CODE.fullmatch(text):
        taken.fault(line, f"admin1_code {shown(text)}: no code of a province (SY-DR); left empty")
    return text if _CODE.fullmatch(text) else ""


def _entry(path: Path, line: int, cells: dict[str, str], taken: Taken) -> Entry | None:
    country, kind = country_of(cells.get("country", ""), line, taken), _kind(cells.get("kind", ""), line, taken)
    point = point_of(cells["lat"], cells["lon"], line, taken, country)
    own = names_of([cells["name"]], line, taken)
    if not own:
        taken.fault(line, "no name; left out")
    if point is None or not own:
        return None
    people = people_of(cells.get("population", ""), line, taken)
    names = names_of([*own, cells.get("name_ar", ""), *cells.get("also", "").split("|")], line, taken)
    name_ar = names_of([cells.get("name_ar", "")], line, Taken()) or tuple(filter(is_arabic, names))
    place = Place(
        id="_".join(f"table:{path.stem}:{cells.get('id') or line}".split()),
        name=own[0],
        name_ar=name_ar[0] if name_ar else "",
        lat=point[0],
        lon=point[1],
        kind=kind,
        country=country,
        admin1=" ".join(names_of([cells.get("admin1", "")], line, taken)),
        admin1_code=_code(cells.get("admin1_code", ""), line, taken),
        population=people,
        radius_m=settlement_radius_m(people) if kind == "settlement" else DISTRICT_M,
    )
    return Entry(place, names)
