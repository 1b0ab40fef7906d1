"""Which places a name may mean, before any ranking: by spelling, by skeleton, by one letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from gazetteer.distance import Point
from gazetteer.index import Index, Sounding
from gazetteer.names import fold, keys, neighbours, variants
from gazetteer.place import Place

EXACT_NAME, FOLDED, SKELETON, ONE_DELETION, ONE_EDIT = "exact", "folded", "skeleton", "one deletion", "one edit"
GUESSES = frozenset((ONE_DELETION, ONE_EDIT))
"""The methods that mend the spelling."""

EDIT_KM = 40.0
"""A name one letter off is looked for within this distance of the context point."""

_KEPT, _KEPT_HOME = 15, 60
_LEAST_ALIKE = 0.72
_QUOTES = str.maketrans({mark: "'" for mark in "’‘`´ʿʾʻʼ"})


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a name may mean. `likeness` is 0 to 1, of the sounds of the name and the spelling that matched."""

    place: Place
    spelling: str
    method: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Area:
    """Where to look more closely: a point, admin-1 codes, countries said. `countries` alone, if any, are searched."""

    near: Point | None = None
    units: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


def spelled(index: Index, name: str, countries: frozenset[str] = frozenset()) -> list[Found]:
    """The places with this name but for case, accents and marks, each once."""
    printed = _same_quotes(name)
    found: dict[str, Found] = {}
    for spelling, _, place in index.spelled(fold(name)):
        method = EXACT_NAME if _same_quotes(spelling) == printed else FOLDED
        if (not countries or place.country in countries) and (method == EXACT_NAME or place.id not in found):
            found[place.id] = Found(place, spelling, method, 1.0)
    return list(found.values())


def _same_quotes(name: str) -> str:
    return " ".join(name.translate(_QUOTES).casefold().split())


def sounding(index: Index, name: str, area: Area, kinds: frozenset[str] = frozenset()) -> list[Found]:
    """The places whose name has the same skeleton."""
    wanted = _wanted(name)
    rows = index.sounding([key for key, _ in wanted], area.countries) if wanted else []
    return _alike(index, rows, wanted, SKELETON, area, kinds)


def one_consonant_off(index: Index, name: str, area: Area, kinds: frozenset[str] = frozenset()) -> list[Found]:
    """The places whose skeleton differs in one letter and whose sounds are alike, in the area's countries if any."""
    wanted = _wanted(name)
    off = {bones for key, _ in wanted for bones in neighbours(key)}
    countries = area.countries or area.said | _countries_around(index, area.near)
    rows = index.sounding(off, countries) if off else []
    return _alike(index, rows, wanted, ONE_DELETION, area, kinds, _LEAST_ALIKE)


def one_letter_off(index: Index, name: str, area: Area) -> list[Found]:
    """The settlements of the units, or within 40 km of the point, whose name differs in one letter of five or more."""
    printed = [sound for _, sound in _wanted(name) if len(sound) >= 5]
    found = []
    for row in _settlements_in(index, area):
        if any(OSA.distance(sound, row.phon, score_cutoff=1) <= 1 for sound in printed):
            found.append(Found(index.place(row.place), row.name, ONE_EDIT, _likeness(row.phon, printed)))
    return sorted(found, key=lambda hit: OSA.distance(fold(hit.spelling), fold(name)))


def _settlements_in(index: Index, area: Area) -> Iterable[Sounding]:
    for unit in area.units:
        yield from index.within(unit)
    for number in _around(index, area.near):
        yield from index.names_of(number)


def _around(index: Index, near: Point | None) -> frozenset[int]:
    return frozenset(number for _, number in index.around(near, EDIT_KM)) if near else frozenset()


def _countries_around(index: Index, near: Point | None) -> frozenset[str]:
    return frozenset(index.place(number).country for number in _around(index, near))


def _wanted(name: str) -> list[tuple[str, str]]:
    """Skeleton and sound of the name and of its variants; th may stand for dhal, too."""
    spellings = dict.fromkeys(variants(name))
    spellings.update(dict.fromkeys(spelling.replace("th", "dh") for spelling in tuple(spellings)))
    return [pair for pair in dict.fromkeys(map(keys, spellings)) if pair[0]]


def _likeness(phon: str, wanted: Iterable[str]) -> float:
    return max((ratio(phon, sound) for sound in wanted), default=0.0) / 100


def _alike(
    index: Index,
    rows: list[Sounding],
    wanted: list[tuple[str, str]],
    method: str,
    area: Area,
    kinds: frozenset[str],
    least: float = 0.0,
) -> list[Found]:
    """The rows as found places: all in the area, and the most alike of the rest."""
    sounds = [sound for _, sound in wanted]
    around = _around(index, area.near) if rows else frozenset()
    inside: list[tuple[float, Sounding]] = []
    outside: list[tuple[float, Sounding]] = []
    for row in rows:
        if (kinds and row.kind not in kinds) or (area.countries and row.country not in area.countries):
            continue
        likeness = _likeness(row.phon, sounds)
        if likeness >= least:
            home = row.country in area.said or row.place in around
            (inside if home else outside).append((likeness, row))
    kept = nlargest(_KEPT_HOME, inside, _first) + nlargest(_KEPT, outside, _first)
    return [Found(index.place(row.place), row.name, method, likeness) for likeness, row in kept]


def _first(pair: tuple[float, Sounding]) -> float:
    return pair[0]
