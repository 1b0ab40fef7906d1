"""GeoNames' dump of a country (19 columns, tab-separated, no header) and its table of alternate names."""

from collections.abc import Iterator
from pathlib import Path

from gazetteer.files import SourceError, Taken, point_of, text_of
from gazetteer.names import is_arabic, skeleton
from gazetteer.place import Entry, Place
from gazetteer.radius import DISTRICT_M, settlement_radius_m

_COLUMNS, _ALTERNATE_COLUMNS = 19, 4
_UNITS = {"ADM1": "province", "ADM2": "district", "ADM3": "subdistrict"}
_NO_NAMES = frozenset(("link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid"))
_NO_SETTLEMENTS = frozenset(("PPLH", "PPLQ", "PPLW", "PPLCH"))
"""Abandoned, destroyed and historical places are kept out."""


def read_geonames(path: Path, alternates: Path | None = None) -> Taken:
    """The settlements and units of a dump, with the alternate names of a second file if one is given.

    SourceError when no line of a file has its columns.
    """
    taken = Taken()
    more = _alternates(alternates, taken) if alternates else {}
    units: dict[tuple[str, ...], Place] = {}
    towns: list[Entry] = []
    for line, cells in _lines(path, _COLUMNS, taken):
        entry = _entry(line, cells, more.get(cells[0], ()), taken)
        if entry is None:
            continue
        if entry.place.kind == "settlement":
            towns.append(entry)
        else:
            units[entry.place.kind, cells[8], cells[10], cells[11] * (entry.place.kind != "province")] = entry.place
            taken.entries.append(entry)
    taken.entries += towns
    return taken


def _lines(path: Path, columns: int, taken: Taken) -> Iterator[tuple[int, list[str]]]:
    good = 0
    lines = text_of(path, taken).split("\n")
    for line, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        taken.rows += 1
        cells = text.rstrip("\r").split("\t")
        if len(cells) < columns or not cells[0 if columns == _COLUMNS else 1].isdigit():
            taken.fault(line, f"{len(cells)} columns, where GeoNames has {columns}; left out")
            continue
        good += 1
        yield line, cells
    if not good:
        raise SourceError(f"{path.name}: no table of GeoNames: it has {columns} columns parted by tabs, and no header")


def _alternates(path: Path, taken: Taken) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    rows = taken.rows
    for _, cells in _lines(path, _ALTERNATE_COLUMNS, taken):
        if cells[2] not in _NO_NAMES and cells[3].strip():
            found.setdefault(cells[1], []).append(cells[3].strip())
    taken.rows = rows
    return {id: tuple(names) for id, names in found.items()}


def _entry(line: int, cells: list[str], more: tuple[str, ...], taken: Taken) -> Entry | None:
    kind = "settlement" if cells[6] == "P" else _UNITS.get(cells[7], "") if cells[6] == "A" else ""
    if not kind or cells[7] in _NO_SETTLEMENTS:
        return None
    point = point_of(cells[4], cells[5], line, taken)
    if point is None or not cells[1].strip():
        return None
    people = int(cells[14]) if cells[14].isdigit() else 0
    names = tuple(
        dict.fromkeys(name.strip() for name in (cells[2] or cells[1], cells[1], *cells[3].split(","), *more) if name)
    )
    place = Place(
        id=f"geonames:{cells[0]}",
        name=names[0],
        name_ar=_arabic(names),
        lat=point[0],
        lon=point[1],
        kind=kind,
        country=cells[8],
        admin1="",
        admin1_code=f"{cells[8]}.{cells[10]}" if cells[10] else "",
        population=people,
        radius_m=settlement_radius_m(people) if kind == "settlement" else DISTRICT_M,
    )
    return Entry(place, names)


def _arabic(names: tuple[str, ...]) -> str:
    arabic = [name for name in names if is_arabic(name)]
    return next((name for name in arabic if skeleton(name) == skeleton(names[0])), arabic[0] if arabic else "")
