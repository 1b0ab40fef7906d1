"""One place known to several sources: same kind, a shared skeleton, less than 3 km apart → one entry with all names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

from gazetteer.distance import km_between
from gazetteer.names import skeleton
from gazetteer.place import Entry, Place

SAME_KM = 3.0
_CELLS = 20
"""Cells a degree: each wider than 3 km up to 57 degrees of latitude."""

_Cell = tuple[str, int, int]


@dataclass(slots=True)
class _Known:
    place: Place
    names: dict[str, None]
    bones: set[str]


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, those of one place together: the first gives point and id, the others names and ids.

    Units are the same where kind and code are; settlements where skeleton and spot are.
    """
    known: list[_Known] = []
    cells: dict[_Cell, list[_Known]] = defaultdict(list)
    units: dict[tuple[str, str], _Known] = {}
    for entry in entries:
        place = entry.place
        bones = {key for name in entry.names if (key := _skeleton(name))}
        same = units.get((place.kind, unit_code(place))) if _is_unit(place) else _same(place, bones, cells)
        if same is not None:
            _join(same, entry, bones)
            continue
        new = _Known(place, dict.fromkeys(entry.names), bones)
        known.append(new)
        if _is_unit(place) and unit_code(place):
            units[place.kind, unit_code(place)] = new
        elif not _is_unit(place):
            cells[_cell(place)].append(new)
    return [Entry(one.place, tuple(one.names)) for one in known]


_skeleton = lru_cache(maxsize=200_000)(skeleton)


def _is_unit(place: Place) -> bool:
    return place.kind != "settlement"


def unit_code(place: Place) -> str:
    """What tells the units of one kind apart: ISO 3166 for countries and provinces, the source's code below."""
    if place.kind == "country":
        return place.country
    if place.kind == "district":
        return place.admin2_code or place.id
    return place.admin1_code if place.kind == "province" else place.id


def _cell(place: Place) -> _Cell:
    return place.country, floor(place.lat * _CELLS), floor(place.lon * _CELLS)


def _around(place: Place, cells: dict[_Cell, list[_Known]]) -> Iterator[_Known]:
    country, lat, lon = _cell(place)
    for up in (0, -1, 1):
        for right in (0, -1, 1):
            yield from cells.get((country, lat + up, lon + right), ())


def _same(place: Place, bones: set[str], cells: dict[_Cell, list[_Known]]) -> _Known | None:
    """The nearest known settlement with a skeleton of these within 3 km."""
    near = [
        (km, at, one)
        for at, one in enumerate(_around(place, cells))
        if not bones.isdisjoint(one.bones)
        and (km := km_between((place.lat, place.lon), (one.place.lat, one.place.lon))) < SAME_KM
    ]
    return min(near)[2] if near else None


def _join(known: _Known, entry: Entry, bones: set[str]) -> None:
    a, b = known.place, entry.place
    known.place = replace(
        a,
        name_ar=a.name_ar or b.name_ar,
        admin1=a.admin1 or b.admin1,
        admin1_code=a.admin1_code or b.admin1_code,
        admin2=a.admin2 or b.admin2,
        admin2_code=a.admin2_code or b.admin2_code,
        population=a.population or b.population,
        radius_m=max(a.radius_m, b.radius_m) if a.kind == "settlement" else a.radius_m,
        also=" ".join(word for word in _unique_words((a.also, b.id, b.also)) if word != a.id),
    )
    known.names.update(dict.fromkeys(entry.names))
    known.bones |= bones


def _unique_words(parts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word for part in parts for word in part.split()))
