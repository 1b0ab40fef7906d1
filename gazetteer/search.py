"""Which places a name may mean, before any ranking: by spelling, by skeleton, by one letter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

from rapidfuzz.distance.LCSseq import similarity as common
from rapidfuzz.distance.Levenshtein import distance
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from gazetteer.distance import Point, km_between
from gazetteer.index import Block, Index, Sounding
from gazetteer.names import fold, is_arabic, keys, neighbours, shortened, variants_of
from gazetteer.place import Place

EXACT_NAME, FOLDED, SKELETON, ONE_DELETION, ONE_EDIT = "exact", "folded", "skeleton", "one deletion", "one edit"
ONE_WORD = "one word"
GUESSES = frozenset((ONE_DELETION, ONE_EDIT, ONE_WORD))
"""The methods that mend the spelling."""

LOCAL_KM = 40.0
"""A settlement is looked for name by name within this distance of the context point."""

_KEPT = 15
_LEAST_ALIKE = 0.72
_SHORT_VOWEL = 0.3
_SHORTEST_BONES, _SHORTEST_SOUND = 3, 5
_QUOTES = str.maketrans({mark: "'" for mark in "’‘`´ʿʾʻʼ"})


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a name may mean. `likeness` is 0 to 1, of the sounds of the name and the spelling that matched.

    `by_the_by` is true for the name of a place that sounds unlike its own: Saida of Sidon.
    """

    place: Place
    spelling: str
    method: str
    likeness: float
    by_the_by: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Where to look more closely: a point, codes of units, countries said. `countries` alone, if any, are searched."""

    near: Point | None = None
    units: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


def spelled(index: Index, name: str, countries: frozenset[str] = frozenset()) -> list[Found]:
    """The places with this name but for case, accents and marks, each once."""
    rows = index.spelled(fold(name))
    if not rows:
        return []
    printed = _same_quotes(name)
    found: dict[str, Found] = {}
    for spelling, own, place in rows:
        method = EXACT_NAME if spelling == name or _same_quotes(spelling) == printed else FOLDED
        if (not countries or place.country in countries) and (method == EXACT_NAME or place.id not in found):
            found[place.id] = Found(place, spelling, method, 1.0, not own)
    return list(found.values())


def _same_quotes(name: str) -> str:
    return " ".join(name.translate(_QUOTES).casefold().split())


def sounding_near(index: Index, name: str, area: Area) -> list[Found]:
    """The settlements of the units, or within 40 km of the point, whose name has the same skeleton."""
    wanted = _wanted(name)
    hits = ((block, row) for block in _blocks(index, area) for bones, _ in wanted for row in block.rows.get(bones, ()))
    return _nearby(index, name, hits, wanted, SKELETON, area)


def consonant_off_near(index: Index, name: str, area: Area) -> list[Found]:
    """The same for a skeleton one consonant off."""
    wanted = [pair for pair in _wanted(name) if len(pair[0]) >= _SHORTEST_BONES]
    hits = ((block, row) for block in _blocks(index, area) for bones, _ in wanted for row in _one_off(block, bones))
    return _nearby(index, name, hits, wanted, ONE_DELETION, area)


def _one_off(block: Block, bones: str) -> Iterator[int]:
    """The rows whose skeleton is one consonant off; of three consonants none may be another."""
    near = extract(bones, block.skeletons, scorer=distance, processor=None, limit=None, score_cutoff=1)
    for other, off, _ in near:
        if off and not len(bones) == len(other) == _SHORTEST_BONES:
            yield from block.rows[other]


def letter_off_near(index: Index, name: str, area: Area) -> list[Found]:
    """The same for a sound of five letters or more that is one letter off."""
    wanted = [pair for pair in _wanted(name) if len(pair[1]) >= _SHORTEST_SOUND]
    hits = (
        (block, row)
        for block in _blocks(index, area)
        for _, sound in wanted
        for _, _, row in extract(sound, block.phons, scorer=distance, processor=None, limit=None, score_cutoff=1)
    )
    return _nearby(index, name, hits, wanted, ONE_EDIT, area)


def word_off_near(index: Index, name: str, area: Area) -> list[Found]:
    """The same for a name with a first or a last word more or less: "Bakras" of "Upper Bakras"."""
    whole, cut = _wanted(name), shortened(fold(name))
    best: dict[int, tuple[float, str]] = {}
    for block in _blocks(index, area):
        more = (
            (row, ratio(sound, own))
            for bones, own in whole
            for row in block.shorter.get(bones, ())
            for variant in variants_of(fold(block.names[row]))
            for cut_bones, sound in shortened(variant)
            if cut_bones == bones
        )
        less = ((row, ratio(block.phons[row], own)) for bones, own in cut for row in block.rows.get(bones, ()))
        for row, alike in (*more, *less):
            if alike > best.get(block.places[row], (0.0, ""))[0]:
                best[block.places[row]] = alike, block.names[row]
    places = index.places(best)
    found = (Found(places[number], spelling, ONE_WORD, alike / 100) for number, (alike, spelling) in best.items())
    return [one for one in found if one.likeness >= _LEAST_ALIKE and _is_inside(one.place, area)]


def _nearby(
    index: Index, name: str, hits: Iterable[tuple[Block, int]], wanted: list[tuple[str, str]], method: str, area: Area
) -> list[Found]:
    """Each place hit in the area, once, with its most alike name."""
    best: dict[int, tuple[float, str]] = {}
    arabic = is_arabic(name) if method == SKELETON else None
    for block, row in hits:
        likeness = _likeness(block.phons[row], block.names[row], wanted, arabic)
        if likeness > best.get(block.places[row], (0.0, ""))[0]:
            best[block.places[row]] = likeness, block.names[row]
    least = _LEAST_ALIKE if method == ONE_DELETION else 0.0
    places = index.places(best)
    found = (
        Found(places[number], spelling, method, likeness)
        for number, (likeness, spelling) in best.items()
        if likeness >= least
    )
    return [one for one in found if _is_inside(one.place, area)]


def _is_inside(place: Place, area: Area) -> bool:
    if area.countries and place.country not in area.countries:
        return False
    if area.units and (place.admin1_code in area.units or place.admin2_code in area.units):
        return True
    return area.near is not None and km_between(area.near, (place.lat, place.lon)) <= LOCAL_KM


def _blocks(index: Index, area: Area) -> Iterator[Block]:
    for unit in area.units:
        yield index.within(unit)
    if area.near:
        for cell in index.cells_around(area.near, LOCAL_KM):
            yield index.block(cell)


def sounding(index: Index, name: str, area: Area, kinds: frozenset[str] = frozenset()) -> list[Found]:
    """The places whose name has the same skeleton."""
    wanted = _wanted(name)
    rows = index.sounding([key for key, _ in wanted], area.countries) if wanted else []
    return _alike(index, name, rows, wanted, SKELETON, area, kinds)


def one_consonant_off(index: Index, name: str, area: Area, kinds: frozenset[str] = frozenset()) -> list[Found]:
    """The places whose skeleton differs in one letter and whose sounds are alike, in the area's countries if any."""
    wanted = _wanted(name)
    off = {bones for key, _ in wanted for bones in neighbours(key)}
    countries = area.countries or area.said | _countries_around(index, area.near)
    rows = index.sounding(off, countries) if off else []
    return _alike(index, name, rows, wanted, ONE_DELETION, area, kinds, _LEAST_ALIKE)


def _countries_around(index: Index, near: Point | None) -> frozenset[str]:
    cells = index.cells_around(near, LOCAL_KM) if near else ()
    return frozenset(country for cell in cells for country in index.countries_in(cell))


def _wanted(name: str) -> list[tuple[str, str]]:
    """Skeleton and sound of the name and of its variants; th may stand for dhal, too."""
    spellings = variants_of(fold(name))
    if "th" in spellings[0]:
        spellings = (*spellings, *(spelling.replace("th", "dh") for spelling in spellings))
    return [pair for pair in dict.fromkeys(map(keys, spellings)) if pair[0]]


def _likeness(phon: str, name: str, wanted: Sequence[tuple[str, str]], arabic: bool | None) -> float:
    """How alike the name's sound is to the one wanted, 0 to 1.

    `arabic` says whether the one wanted is in Arabic script, which does not write short vowels; None compares letters.
    """
    if arabic is None or (not name.isascii() and is_arabic(name)) is arabic:
        if len(wanted) == 1:
            return ratio(phon, wanted[0][1]) / 100
        return max([ratio(phon, sound) for _, sound in wanted]) / 100
    return max(_across(sound, phon) if arabic else _across(phon, sound) for _, sound in wanted)


def _across(arabic: str, latin: str) -> float:
    """The ratio of two sounds where vowels that only the Latin spelling has count little."""
    shared = common(arabic, latin)
    odd = len(arabic) - shared + _SHORT_VOWEL * (len(latin) - shared)
    return 1 - odd / (len(arabic) + len(latin))


def _alike(
    index: Index,
    name: str,
    rows: list[Sounding],
    wanted: list[tuple[str, str]],
    method: str,
    area: Area,
    kinds: frozenset[str],
    least: float = 0.0,
) -> list[Found]:
    """The most alike of the rows as found places; those of the countries said or searched count as more alike."""
    home = area.said | area.countries
    arabic = is_arabic(name) if method == SKELETON else None
    kept: list[tuple[float, float, Sounding]] = []
    for row in rows:
        if kinds and row.kind not in kinds:
            continue
        likeness = _likeness(row.phon, row.name, wanted, arabic)
        if likeness >= least:
            kept.append((likeness + (0.3 if row.country in home else 0.0), likeness, row))
    best = nlargest(_KEPT, kept, key=itemgetter(0))
    places = index.places({row.place for _, _, row in best})
    return [Found(places[row.place], row.name, method, likeness) for _, likeness, row in best]
