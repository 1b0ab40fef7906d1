"""Names that sound alike, weighed column by column."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from rapidfuzz.distance.LCSseq import similarity as common
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from gazetteer.names import fold, has_article, is_arabic

_SHORT_VOWEL = 0.3
_BELOW = 0.01
"""A cut-off is set lower by so much, and held exactly afterwards."""
TOWN, LATIN, _ARABIC = "s", "l", "a"
_ARABIC_ONES, _LATIN_ONES = "aA", "lL"


def script(name: str) -> str:
    """The letter of the name's script, a capital where it begins with an article."""
    script = _ARABIC if is_arabic(name) else LATIN
    return script.upper() if has_article(fold(name)) else script


def letter(kind: str) -> str:
    """The letter of a kind of place."""
    return "b" if kind == "subdistrict" else kind[:1]


@dataclass(slots=True)
class Heard:
    """Names that sound alike, column by column, by skeleton and country: their ids and their sounds.

    `kinds` and `scripts` have a letter a name; empty where all are settlements, and Latin without an article. `homes`
    says where the names of one country end; it is empty where it was not asked for. `names` are those read by now, by
    their ids.
    """

    ids: "array[int]"
    sounds: list[str | None]
    kinds: str = ""
    scripts: str = ""
    homes: list[tuple[str, int]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def has_script(self, arabic: bool) -> bool:
        """Whether one of the names is in Arabic script, or one is in Latin."""
        if not self.scripts:
            return not arabic and bool(self.ids)
        return any([letter in self.scripts for letter in (_ARABIC_ONES if arabic else _LATIN_ONES)])

    def is_arabic(self, row: int) -> bool:
        """Whether this name is in Arabic script."""
        return self.scripts[row] in _ARABIC_ONES if self.scripts else False

    def of_kinds(self, kinds: Collection[str]) -> None:
        """Pass over the names of all other kinds."""
        letters = set(map(letter, kinds))
        for row, kind in enumerate(self.kinds or TOWN * len(self.ids)):
            if kind not in letters:
                self.sounds[row] = None

    def at_home(self, countries: Collection[str]) -> set[int]:
        """The names of these countries."""
        starts = (0, *(stop for _, stop in self.homes))
        homes = zip(starts, self.homes, strict=False)
        return {row for start, (country, stop) in homes if country in countries for row in range(start, stop)}


def most_alike(
    heard: Heard, sounds: Sequence[str], arabic: bool | None, least: float, count: int, home: Collection[int] = ()
) -> list[tuple[float, int]]:
    """Likeness and row of so many names that are most like one of the sounds, best first; those at home before others.

    `arabic` says whether the sounds are of Arabic script, which writes no short vowels; None compares letters.
    """
    found = _across_scripts(heard, sounds, arabic) if arabic is not None else {}
    limit, cutoff = None if home else count, max(0.0, 100 * least - _BELOW)
    for sound in sounds:
        near = extract(sound, heard.sounds, scorer=ratio, processor=None, limit=limit, score_cutoff=cutoff)
        if len(sounds) == 1 and not found and not home:
            return [(score / 100, row) for _, score, row in near if score / 100 >= least]
        for _, score, row in near:
            if score / 100 > found.get(row, -1.0):
                found[row] = score / 100
    kept = (
        (-likeness - (AT_HOME if row in home else 0.0), row) for row, likeness in found.items() if likeness >= least
    )
    return [(found[row], row) for _, row in nsmallest(count, kept)]


AT_HOME = 0.3
"""A name of a country said counts as so much more alike."""


def _across_scripts(heard: Heard, sounds: Sequence[str], arabic: bool) -> dict[int, float]:
    """The likeness of the names in the other script, by row; they are then passed over among the sounds."""
    if not (arabic or _ARABIC in heard.scripts or _ARABIC.upper() in heard.scripts):
        return {}
    other = _LATIN_ONES if arabic else _ARABIC_ONES
    scripts = heard.scripts or LATIN * len(heard.ids)
    rows = [row for row, script in enumerate(scripts) if script in other and heard.sounds[row] is not None]
    theirs = [str(heard.sounds[row]) for row in rows]
    for row in rows:
        heard.sounds[row] = None
    found = dict.fromkeys(rows, -1.0)
    for sound in sounds:
        length = len(sound)
        for their, shared, at in extract(sound, theirs, scorer=common, processor=None, limit=None):
            pair = (length, len(their)) if arabic else (len(their), length)
            likeness = without_short_vowels(*pair, int(shared))
            if likeness > found[rows[at]]:
                found[rows[at]] = likeness
    return found


def without_short_vowels(arabic: int, latin: int, shared: int) -> float:
    """The likeness of sounds of so many letters, so many shared; vowels that the Latin one alone has count little."""
    odd = arabic - shared + _SHORT_VOWEL * (latin - shared)
    return 1 - odd / (arabic + latin)
