"""Who's On First: one JSON object a line → places. Foreign names leaked into a record are dropped, and counted."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gazetteer.cells import country_of, names_of, people_of, point_of
from gazetteer.distance import km_between
from gazetteer.files import SourceError, Taken, lines_of, shown
from gazetteer.names import fold, is_arabic, is_spoken, skeleton
from gazetteer.place import Entry, Place
from gazetteer.radius import DISTRICT_M, settlement_radius_m
from gazetteer.texts import text_of

_KINDS = {
    "locality": "settlement",
    "neighbourhood": "settlement",
    "borough": "settlement",
    "county": "district",
    "region": "province",
}
_HOME = frozenset(("ara", "und", "eng", "fra", "arz", "ary", "apc"))
_LEAKED_LANGUAGES = 6
"""A village without a page in any encyclopaedia does not have names in so many foreign languages."""

_NEEDED: dict[str, tuple[type, ...]] = {
    **{"id": (int, str), "name": (str,), "pt": (str,), "cc": (str,)},
    **{"lat": (int, float, str), "lon": (int, float, str), "names": (dict,)},
}
_ID = re.compile(r"[\w.:-]{1,40}")
_FURTHER: dict[str, tuple[type, ...]] = {
    **{"conc": (dict, type(None)), "hier": (list, type(None)), "pop": (int, float, str, type(None))},
}
Record = dict[str, Any]


def read_whosonfirst(path: Path) -> Taken:
    """The places of a file of Who's On First records; SourceError when no line of it is one."""
    taken = Taken()
    rows: dict[str, tuple[int, Record]] = {}
    for line, text in enumerate(lines_of(text_of(path, taken)), start=1):
        if text.strip():
            taken.rows += 1
            _read_line(line, text, rows, taken)
    if not rows:
        said = "no record of Who's On First; a line has id, name, pt, cc, lat, lon, names"
        raise SourceError(f"{path.name}: {said}", taken.faults)
    regions = {id: _code(row) for id, (_, row) in rows.items() if row["pt"] == "region"}
    found = [(line, entry) for line, row in rows.values() if (entry := _entry(line, row, regions, taken))]
    taken.entries = _with_regions(found, taken)
    return taken


def _read_line(line: int, text: str, rows: dict[str, tuple[int, Record]], taken: Taken) -> None:
    try:
        row = _whole_letters(json.loads(text)) if "\\ud" in text.lower() else json.loads(text)
    except (ValueError, RecursionError) as fault:
        taken.fault(line, f"no JSON: {fault}; left out: {shown(text)}")
        return
    if not isinstance(row, dict) or (wrong := _wrong(row)):
        said = f"{wrong[0]} is {shown(str(row.get(wrong[0], 'missing')))}" if isinstance(row, dict) else shown(text)
        taken.fault(line, f"not a record of Who's On First ({said}); left out")
        return
    if str(row["id"]) in rows:
        taken.fault(line, f"{row['id']}: this id stands on line {rows[str(row['id'])][0]} already; left out")
        return
    rows[str(row["id"])] = line, row


def _whole_letters(value: Any) -> Any:
    """The value without the halves of letters that JSON can hold and no file can."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="ignore"))


def _wrong(row: Record) -> list[str]:
    """The keys whose values no record has."""
    needed = [key for key, kinds in _NEEDED.items() if not isinstance(row.get(key), kinds) or row.get(key) is True]
    needed += [] if needed or _ID.fullmatch(str(row["id"])) else ["id"]
    return needed + [key for key, kinds in _FURTHER.items() if not isinstance(row.get(key, None), kinds)]


def _code(row: Record) -> str:
    """ISO 3166-2 of a region, empty where the record has none."""
    conc = row.get("conc") or {}
    return str(conc.get("iso:id") or conc.get("iso:code") or "")[:20]


def _entry(line: int, row: Record, regions: dict[str, str], taken: Taken) -> Entry | None:
    kind, name = _KINDS.get(row["pt"]), row["name"].strip()
    if kind is None or not name:
        taken.fault(
            line, f"{shown(name or row['id'])}: a {shown(row['pt'])}, not a settlement or a unit of one; left out"
        )
        return None
    if row.get("superseded") or row.get("dep"):
        taken.fault(line, f"{shown(name)}: withdrawn by its source; left out")
        return None
    country = country_of(row["cc"], line, taken)
    point = point_of(str(row["lat"]), str(row["lon"]), line, taken, country if kind == "settlement" else "")
    names = _names(line, row, taken)
    if not names:
        taken.fault(line, f"{shown(name)}: no name in Latin or Arabic letters; left out")
    if point is None or not names:
        return None
    people = people_of(str(row.get("pop") or ""), line, taken)
    place = Place(
        id=f"whosonfirst:{row['id']}",
        name=names[0],
        name_ar=_arabic(names),
        lat=point[0],
        lon=point[1],
        kind=kind,
        country=country,
        admin1="",
        admin1_code=_code(row) if kind == "province" else _region(row, regions),
        population=people,
        radius_m=settlement_radius_m(people) if kind == "settlement" else DISTRICT_M,
    )
    return Entry(place, names)


def _region(row: Record, regions: dict[str, str]) -> str:
    above = (str(up.get("region_id")) for up in row.get("hier") or () if isinstance(up, dict))
    return next((regions[id] for id in above if regions.get(id)), "")


def _arabic(names: tuple[str, ...]) -> str:
    arabic = [name for name in names if is_arabic(name)]
    bones = skeleton(names[0])
    return next((name for name in arabic if skeleton(name) == bones), arabic[0] if arabic else "")


def _names(line: int, row: Record, taken: Taken) -> tuple[str, ...]:
    """Every name in Latin or Arabic letters; of a record with leaked names only those that are surely its own."""
    groups = {key: tuple(names) for key, names in row["names"].items() if isinstance(names, list | tuple)}
    foreign = {key[:3] for key in groups} - _HOME
    if len(foreign) >= _LEAKED_LANGUAGES and not row.get("pop") and not _is_known(row):
        taken.fault(line, f"{shown(row['name'])}: names in {len(foreign)} foreign languages, of another place; dropped")
        bones = {skeleton(str(name)) for name in (row["name"], *groups.get("und_x_variant", ()))}
        groups = {
            key: tuple(name for name in names if key.startswith("und") or skeleton(str(name)) in bones)
            for key, names in groups.items()
            if key[:3] in _HOME
        }
    return _unique((row["name"], *(name for names in groups.values() for name in names)), line, taken)


def _is_known(row: Record) -> bool:
    """Whether the record is tied to another catalogue than GeoNames, whose id names leak through."""
    return bool((row.get("conc") or {}).keys() - {"gn:id"})


def _unique(names: Iterable[Any], line: int, taken: Taken) -> tuple[str, ...]:
    kept = names_of((name for name in names if isinstance(name, str)), line, taken)
    return tuple(name for name in kept if is_spoken(fold(name)))


def _with_regions(entries: list[tuple[int, Entry]], taken: Taken) -> list[Entry]:
    """The entries, those without a region with that of the nearest one that has it, which is noted."""
    cells: dict[tuple[int, int], list[Place]] = {}
    for _, entry in entries:
        if entry.place.admin1_code:
            cells.setdefault((round(entry.place.lat * 4), round(entry.place.lon * 4)), []).append(entry.place)
    mended = []
    for line, entry in entries:
        place = entry.place
        if not place.admin1_code and (nearest := _nearest(place, cells)):
            taken.fault(line, f"{place.name}: without a region; {nearest.admin1_code} taken from the nearest place")
            entry = Entry(replace(place, admin1_code=nearest.admin1_code), entry.names)
        mended.append(entry)
    return mended


def _nearest(place: Place, cells: dict[tuple[int, int], list[Place]]) -> Place | None:
    lat, lon = round(place.lat * 4), round(place.lon * 4)
    around = [
        other
        for up in (-1, 0, 1)
        for right in (-1, 0, 1)
        for other in cells.get((lat + up, lon + right), ())
        if other.country == place.country
    ]
    return min(around, key=lambda o: km_between((place.lat, place.lon), (o.lat, o.lon)), default=None)
