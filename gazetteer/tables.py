"""A table of places of one's own: name, lat, lon, and what else is known."""

from pathlib import Path

from gazetteer.files import SourceError, Taken, point_of, records
from gazetteer.names import is_arabic
from gazetteer.place import Entry, Place
from gazetteer.radius import DISTRICT_M, settlement_radius_m

_LAT, _LON = ("lat", "latitude", "Latitude", "LAT", "y"), ("lon", "longitude", "Longitude", "lng", "LON", "x")
_KINDS = frozenset(("settlement", "district", "province"))


def read_table(path: Path) -> Taken:
    """The places of a CSV with the columns name, lat, lon; and, where it has them, name_ar, also, kind, country,
    admin1, admin1_code, population, id.

    `also` holds further names parted by `|`. SourceError when a needed column is not there.
    """
    taken = Taken()
    header = _header(path)
    lat, lon = _column(path, header, _LAT), _column(path, header, _LON)
    for line, cells in records(path, ("name", lat, lon), taken):
        point = point_of(cells[lat], cells[lon], line, taken)
        if point is None:
            continue
        if not cells["name"]:
            taken.fault(line, "no name; left out")
            continue
        taken.entries.append(_entry(path, line, cells, point, taken))
    return taken


def _header(path: Path) -> list[str]:
    from gazetteer.files import text_of

    head = text_of(path, Taken()).split("\n", 1)[0].strip()
    return [name.strip().strip('"') for name in head.split(max(",;\t|", key=head.count))]


def _column(path: Path, header: list[str], names: tuple[str, ...]) -> str:
    found = next((name for name in names if name in header), None)
    if found is None:
        raise SourceError(f"{path.name}: no column {names[0]!r} or {names[1]!r}; found {', '.join(map(repr, header))}")
    return found


def _entry(path: Path, line: int, cells: dict[str, str], point: tuple[float, float], taken: Taken) -> Entry:
    kind = cells.get("kind") or "settlement"
    if kind not in _KINDS:
        taken.fault(line, f"{kind!r}: no kind of place (settlement, district, province); taken as a settlement")
        kind = "settlement"
    people = int(text) if (text := cells.get("population", "")).isdigit() else 0
    names = [cells["name"], cells.get("name_ar", ""), *cells.get("also", "").split("|")]
    kept = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    place = Place(
        id=f"table:{path.stem}:{cells.get('id') or line}",
        name=cells["name"],
        name_ar=cells.get("name_ar") or next((name for name in kept if is_arabic(name)), ""),
        lat=point[0],
        lon=point[1],
        kind=kind,
        country=(cells.get("country") or "").upper()[:2],
        admin1=cells.get("admin1", ""),
        admin1_code=cells.get("admin1_code", ""),
        population=people,
        radius_m=settlement_radius_m(people) if kind == "settlement" else DISTRICT_M,
    )
    return Entry(place, kept)
