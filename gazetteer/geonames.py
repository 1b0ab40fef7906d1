"""GeoNames' dump of a country (19 columns, tab-separated, no header) and its table of alternate names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from gazetteer.alternates import NO_NAMES, Alternate, by_use
from gazetteer.cells import country_of, names_of, people_of, point_of
from gazetteer.files import Fault, SourceError, Taken, lines_of, shown
from gazetteer.names import is_arabic, skeleton
from gazetteer.place import Entry, Place
from gazetteer.radius import DISTRICT_M, settlement_radius_m
from gazetteer.texts import text_of

_COLUMNS, _ALTERNATE_COLUMNS = 19, 4
_UNITS = {"ADM1": "province", "ADM2": "district", "ADM3": "subdistrict"}
_ID = re.compile("[0-9]{1,12}")
_NO_SETTLEMENTS = frozenset(("PPLH", "PPLQ", "PPLW", "PPLCH"))
"""Abandoned, destroyed and historical places are kept out."""

_Alternates = Mapping[str, list[Alternate]]
_Line = tuple[int, list[str]]


def read_geonames(path: Path, alternates: Path | None = None) -> Taken:
    """The settlements and units of a dump, with the alternate names of a second file if one is given.

    SourceError when no line of a file has its columns.
    """
    taken = Taken()
    more = _alternates(alternates, taken) if alternates else {}
    seen: dict[str, int] = {}
    for line, cells in _dump(path, taken):
        kind = "settlement" if cells[6] == "P" else _UNITS.get(cells[7], "") if cells[6] == "A" else ""
        if not kind or cells[7] in _NO_SETTLEMENTS:
            continue
        if cells[0] in seen:
            taken.fault(line, f"{cells[0]}: this id stands on line {seen[cells[0]]} already; left out")
            continue
        seen[cells[0]] = line
        entry = _entry(line, kind, cells, more.get(cells[0], []), taken)
        if entry is not None:
            taken.entries.append(entry)
    taken.entries = _with_districts(sorted(taken.entries, key=lambda entry: entry.place.kind == "settlement"))
    return taken


def _with_districts(entries: list[Entry]) -> list[Entry]:
    """The entries with the names of their districts, or without a district where the dump does not hold it."""
    names = {entry.place.admin2_code: entry.place.name for entry in entries if entry.place.kind == "district"}
    return [
        Entry(
            replace(place, admin2=names[code], admin2_code=code) if code in names else replace(place, admin2_code=""),
            said,
        )
        for place, said, code in ((entry.place, entry.names, entry.place.admin2_code) for entry in entries)
    ]


def _dump(path: Path, taken: Taken) -> Iterator[_Line]:
    good, odd = 0, 0
    for line, cells in _lines(path, taken):
        taken.rows += 1
        if len(cells) >= _COLUMNS and _ID.fullmatch(cells[0]):
            good += 1
            yield line, cells
            continue
        odd += len(cells) in (8, 10) and bool(_ID.fullmatch(cells[0]) and _ID.fullmatch(cells[1]))
        taken.fault(line, f"{len(cells)} columns, where GeoNames has {_COLUMNS}; left out: {_start(cells)}")
    if not good and odd:
        raise SourceError(
            f"{path.name}: GeoNames' table of alternate names, no dump; give it with --names", taken.faults
        )
    if not good:
        raise SourceError(
            f"{path.name}: no dump of GeoNames: it has {_COLUMNS} columns parted by tabs, and no header", taken.faults
        )


def _lines(path: Path, taken: Taken) -> Iterator[_Line]:
    for line, text in enumerate(lines_of(text_of(path, taken)), start=1):
        if text.strip():
            yield line, text.split("\t")


def _start(cells: list[str]) -> str:
    return shown("\t".join(cells[:5]))


def _alternates(path: Path, taken: Taken) -> _Alternates:
    """The alternate names of each id; faults are noted with the name of their file."""
    found: dict[str, list[Alternate]] = {}
    own, good = Taken(), 0
    for line, cells in _lines(path, own):
        if not _ALTERNATE_COLUMNS <= len(cells) < _COLUMNS or not _ID.fullmatch(cells[1]):
            own.fault(line, f"no alternate name (10 columns, the second an id); left out: {_start(cells)}")
            continue
        good += 1
        if cells[2] not in NO_NAMES and cells[3].strip():
            found.setdefault(cells[1], []).append(Alternate.of(cells))
    taken.faults += [Fault(fault.line, fault.said, path.name) for fault in own.faults]
    if not good:
        raise SourceError(f"{path.name}: no table of alternate names of GeoNames", taken.faults)
    return found


def _entry(line: int, kind: str, cells: list[str], more: list[Alternate], taken: Taken) -> Entry | None:
    country = country_of(cells[8], line, taken)
    point = point_of(cells[4], cells[5], line, taken, country if kind == "settlement" else "")
    own = names_of((cells[2].replace("`", "'"), cells[1]), line, Taken())
    if not own:
        taken.fault(line, f"{cells[0]}: no name; left out")
    if point is None or not own:
        return None
    usual, lesser = by_use(more)
    past = {one.name for one in lesser} - {*own}
    kept = (name for name in cells[3].split(",") if name.strip() not in past)
    names = names_of((*own, *(one.name for one in usual), *kept, *(one.name for one in lesser)), line, taken)
    people = people_of(cells[14], line, taken)
    place = Place(
        id=f"geonames:{cells[0]}",
        name=own[0],
        name_ar=_arabic([name for name in names if name not in past], usual),
        lat=point[0],
        lon=point[1],
        kind=kind,
        country=country,
        admin1="",
        admin1_code=f"{country}.{cells[10][:20]}" if country and cells[10] else "",
        population=people,
        radius_m=settlement_radius_m(people) if kind == "settlement" else DISTRICT_M,
        admin2_code=_district(country, cells) if kind != "province" else "",
    )
    return Entry(place, names)


def _district(country: str, cells: list[str]) -> str:
    """GeoNames' code of the district: country, province and district, SY.06.5835; empty where one is not said."""
    code = ".".join((country, cells[10][:20], cells[11][:20]))
    return code if country and cells[10] and cells[11] else ""


def _arabic(names: list[str], usual: list[Alternate]) -> str:
    """The Arabic name: of those said to be Arabic the preferred one, then one that sounds like the place's own name."""
    bones = skeleton(names[0])
    arabic = {one.name: one.preferred for one in reversed(usual) if one.language == "ar"}
    other = {one.name for one in usual if one.language} - arabic.keys()
    unsaid = [name for name in names if is_arabic(name) and name not in other]
    said = [name for name in unsaid if name in arabic]
    return min(said or unsaid, key=lambda name: (not arabic.get(name), skeleton(name) != bones), default="")
