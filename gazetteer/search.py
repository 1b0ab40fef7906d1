"""Which places a name may mean, before any ranking: by spelling, by skeleton, by one letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance.LCSseq import similarity as common
from rapidfuzz.fuzz import ratio

from gazetteer.blocks import Blocks, Hit
from gazetteer.closest import NEARLY, Weighed, by_letters, closest
from gazetteer.distance import Point, km_between
from gazetteer.heard import Heard, most_alike, without_short_vowels
from gazetteer.index import Index
from gazetteer.names import arabic_keys, fold, has_article, is_arabic, keys, shortened, variants_of
from gazetteer.place import Place

EXACT_NAME, FOLDED, SKELETON, ONE_DELETION, ONE_EDIT = "exact", "folded", "skeleton", "one deletion", "one edit"
ONE_WORD = "one word"
GUESSES = frozenset((ONE_DELETION, ONE_EDIT, ONE_WORD))
"""The methods that mend the spelling."""

LOCAL_KM = 40.0
"""A settlement is looked for name by name within this distance of the context point."""

_WEIGHED, _KEPT = 60, 15
"""So many of the names that sound alike are compared by letters, and so many kept."""

_NONE = 0.0, ""
_LEAST_ALIKE = 0.72
_SHORTEST_SOUND = 5
_QUOTES = str.maketrans({mark: "'" for mark in "’‘`´ʿʾʻʼ"})


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a name may mean. `likeness` is 0 to 1, of the sounds of the name and the spelling that matched.

    `by_the_by` is true for the name of a place that sounds unlike its own: Saida of Sidon. `among` is how many names
    of the units said it was picked from, 0 where no unit was looked through.
    """

    place: Place
    spelling: str
    method: str
    likeness: float
    by_the_by: bool = False
    among: int = 0

    @property
    def has_article(self) -> bool:
        """Whether the spelling begins with the Arabic article."""
        return has_article(fold(self.spelling))


class Sounding(Found):
    """The same for a name by its id, read when it is asked for."""

    __slots__ = ("_article", "_id", "_index", "_spelling")
    _index: Index
    _id: int
    _article: bool
    _spelling: str

    def __init__(
        self, index: Index, id: int, number: int, method: str, likeness: float, article: bool, spelling: str = ""
    ) -> None:
        _set(self, "_index", index)
        _set(self, "_id", id)
        _set(self, "_article", article)
        _set(self, "_spelling", spelling)
        _set(self, "place", index.spot(number))
        _set(self, "method", method)
        _set(self, "likeness", likeness)
        _set(self, "by_the_by", False)
        _set(self, "among", 0)

    @property
    def spelling(self) -> str:
        """The name as the gazetteer writes it."""
        if not self._spelling:
            spell((self,))
        return self._spelling

    @property
    def has_article(self) -> bool:
        return self._article


def spell(found: Iterable[Found]) -> None:
    """Read the names of those found by an id, in one go."""
    unread = [hit for hit in found if isinstance(hit, Sounding) and not hit._spelling]
    if unread:
        names = unread[0]._index.called([hit._id for hit in unread])
        for hit in unread:
            _set(hit, "_spelling", names[hit._id])


_set = object.__setattr__


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
    wanted, blocks = _wanted(name), _blocks(index, area)
    return _nearby(index, name, (hit for bones, _ in wanted for hit in blocks.sounding(bones)), wanted, SKELETON, area)


def consonant_off_near(index: Index, name: str, area: Area) -> list[Found]:
    """The same for a skeleton one consonant off."""
    wanted, blocks = _wanted(name), _blocks(index, area)
    hits = (hit for bones, _ in wanted for hit in blocks.consonant_off(bones))
    return _nearby(index, name, hits, wanted, ONE_DELETION, area)


def letter_off_near(index: Index, name: str, area: Area) -> list[Found]:
    """The same for a sound of five letters or more that is one letter off."""
    wanted = _by_sound(pair for pair in _wanted(name) if len(pair[1]) >= _SHORTEST_SOUND)
    blocks = _blocks(index, area)
    return _nearby(
        index, name, (hit for _, sound in wanted for hit in blocks.letter_off(sound)), wanted, ONE_EDIT, area
    )


def word_off_near(index: Index, name: str, area: Area) -> list[Found]:
    """The same for a name with a first or a last word more or less: "Bakras" of "Upper Bakras"."""
    whole, cut, blocks = _wanted(name), shortened(fold(name)), _blocks(index, area)
    more = (
        (block, row, ratio(sound, own))
        for bones, own in whole
        for block, row in blocks.longer(bones)
        for variant in variants_of(fold(block.names[row]))
        for cut_bones, sound in shortened(variant)
        if cut_bones == bones
    )
    less = ((block, row, ratio(block.phons[row], own)) for bones, own in cut for block, row in blocks.sounding(bones))
    best: dict[int, tuple[float, str]] = {}
    for block, row, alike in (*more, *less):
        if alike > best.get(block.places[row], _NONE)[0]:
            best[block.places[row]] = alike, block.names[row]
    among = _crowd(index, area) if best else 0
    found = (
        Found(index.spot(number), spelling, ONE_WORD, alike / 100, among=among)
        for number, (alike, spelling) in best.items()
    )
    return [one for one in found if one.likeness >= _LEAST_ALIKE and _is_inside(one.place, area)]


def _nearby(
    index: Index,
    name: str,
    hits: Iterable[Hit],
    wanted: Sequence[tuple[str, str]],
    method: str,
    area: Area,
) -> list[Found]:
    """Each place hit in the area, once, with its most alike name."""
    best: dict[int, tuple[float, str]] = {}
    wanted = _by_sound(wanted)
    arabic = is_arabic(name) if method == SKELETON else None
    for block, row in hits:
        known, _ = best.get(block.places[row], _NONE)
        likeness = _likeness(block.phons[row], block.names[row], wanted, arabic)
        if likeness + NEARLY > known and (likeness := _closer(name, block.names[row], likeness, arabic)) > known:
            best[block.places[row]] = likeness, block.names[row]
    least = _LEAST_ALIKE if method == ONE_DELETION else 0.0
    among = _crowd(index, area) if best else 0
    found = (
        Found(index.spot(number), spelling, method, likeness, among=among)
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


def _crowd(index: Index, area: Area) -> int:
    return sum(len(index.within(unit).names) for unit in area.units)


def _blocks(index: Index, area: Area) -> Blocks:
    return index.blocks(area.units, area.near, LOCAL_KM)


def sounding(index: Index, name: str, area: Area, kinds: frozenset[str] = frozenset()) -> list[Found]:
    """The places whose name has the same skeleton."""
    runs = index.voices.same(bones for bones, _ in _wanted(name))
    return _alike(index, name, runs, area.countries, SKELETON, area, kinds)


def one_consonant_off(index: Index, name: str, area: Area, kinds: frozenset[str] = frozenset()) -> list[Found]:
    """The places whose skeleton differs in one letter and whose sounds are alike, in the area's countries if any."""
    runs = index.voices.one_off(bones for bones, _ in _wanted(name))
    countries = area.countries or area.said | _countries_around(index, area.near)
    return _alike(index, name, runs, countries, ONE_DELETION, area, kinds)


def _countries_around(index: Index, near: Point | None) -> frozenset[str]:
    cells = index.cells_around(near, LOCAL_KM) if near else ()
    return frozenset(country for cell in cells for country in index.countries_in(cell))


@lru_cache(maxsize=256)
def _wanted(name: str) -> tuple[tuple[str, str], ...]:
    """Skeleton and sound of the name and of its variants; th may stand for dhal, too."""
    if not name.isascii() and is_arabic(name):
        return tuple(arabic_keys(fold(name)))
    spellings = variants_of(fold(name))
    if "th" in spellings[0]:
        spellings = (*spellings, *(spelling.replace("th", "dh") for spelling in spellings))
    return tuple(pair for pair in dict.fromkeys(map(keys, spellings)) if pair[0])


def _by_sound(wanted: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """One pair a sound: the many skeletons of an Arabic name sound the same."""
    return list({sound: (bones, sound) for bones, sound in wanted}.values())


def _likeness(phon: str, name: str, wanted: Sequence[tuple[str, str]], arabic: bool | None) -> float:
    """How alike the name's sound is to the one wanted, 0 to 1.

    `arabic` says whether the one wanted is in Arabic script, which does not write short vowels; None compares letters.
    """
    if arabic is None or (not name.isascii() and is_arabic(name)) is arabic:
        if len(wanted) == 1:
            return ratio(phon, wanted[0][1]) / 100
        return max([ratio(phon, sound) for _, sound in wanted]) / 100
    return max([_across(sound, phon) if arabic else _across(phon, sound) for _, sound in wanted])


def _closer(query: str, name: str, likeness: float, arabic: bool | None) -> float:
    """The likeness by letters where one of the two is in Arabic script and the other is not, else as it is."""
    if arabic is None or (not name.isascii() and is_arabic(name)) is arabic:
        return likeness
    return by_letters(query, name, arabic)


def _across(arabic: str, latin: str) -> float:
    """The ratio of two sounds where vowels that only the Latin spelling has count little; quicker than by letters."""
    return without_short_vowels(len(arabic), len(latin), common(arabic, latin))


def _alike(
    index: Index,
    name: str,
    runs: list[int],
    countries: frozenset[str],
    method: str,
    area: Area,
    kinds: frozenset[str],
) -> list[Found]:
    """The most alike of the names of these runs as found places; those of the countries said come first.

    Of the names of one place the most alike with an article, and without one, stand for all.
    """
    if not runs:
        return []
    heard = index.voices.heard(runs, countries, bool(area.said))
    if kinds:
        heard.of_kinds(kinds)
    home = heard.at_home(area.said | area.countries) if area.said else set()
    best = _most_alike(index, name, heard, method, home)
    told: set[tuple[int, bool]] = set()
    found: list[Found] = []
    scripts = heard.scripts
    for likeness, row in best:
        id, article = heard.ids[row], scripts[row].isupper() if scripts else False
        number = index.number_of(id)
        if (number, article) not in told:
            told.add((number, article))
            found.append(Sounding(index, id, number, method, likeness, article, heard.names.get(id, "")))
    return found


def _most_alike(index: Index, name: str, heard: Heard, method: str, home: set[int]) -> Weighed:
    """The names that are most alike: by their sounds, and between two scripts, where the skeleton is the same, by
    their letters."""
    sounds = [sound for _, sound in _by_sound(_wanted(name))]
    if method != SKELETON:
        return most_alike(heard, sounds, None, _LEAST_ALIKE, _KEPT, home)
    arabic = is_arabic(name)
    if not heard.has_script(not arabic):
        return most_alike(heard, sounds, arabic, 0.0, _KEPT, home)
    likely = most_alike(heard, sounds, arabic, 0.0, _WEIGHED, home)
    return closest(name, heard, likely, _KEPT, home, index.called)
