"""Arabic letters against Latin ones: how unlikely it is that a Latin spelling stands for an Arabic one."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from math import inf
from pathlib import Path

from gazetteer.names import LONGEST, articles_of

NOTHING = ""
"""Stands beside a Latin letter that Arabic does not write, a short vowel, and an Arabic one that Latin leaves out."""

_TABLE = Path(__file__).parent / "data" / "letters.csv"
_UNKNOWN = 4.5
"""What a pair of letters costs that the table does not hold."""

_MOST = 40.0
_NATS = 19.0
"""Nats that make a name wholly unlike: so a nat weighs as much as the scales of the score say."""

_AYN, _HAMZA = "‘`ʿˁʽ", "’'ʼʾʻ´ʹ"
_MARKS = {"\u0304": ":", "\u0302": ":", "\u0306": "", "\u0327": ".", "\u0323": ".", "\u0331": "."}
_ACUTE_A = "a\u0301"
_GRAPHEME = re.compile(
    r"(?:tch|dj|sh|ch|kh|gh|dh|th|zh|rh)(?![.])|(?:aou|oua|ou|oo|ee|aa|ai|ay|ei|ey|au|aw|ao|ow|iy|uw)(?![:.]):?"
    r"|o:u:?|ou:|[a-záıəħ][:.]*|[‘']"
)
_VOWELS = "aáeiou"
_NISBA = re.compile("(?<=[^aeo])(?:i:?y?|y)(?:ah?|eh?)$")
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])([.]?)\1\2(?!h)|((?:sh|kh|gh|dh|th))\3")


class _Plain(dict[int, str]):
    """What each letter of a name is written as, worked out when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        self[codepoint] = plain = _plain_letter(chr(codepoint))
        return plain


def _plain_letter(letter: str) -> str:
    if letter in _AYN:
        return "‘"
    if letter in _HAMZA:
        return "'"
    if letter in _MARKS:
        return _MARKS[letter]
    if unicodedata.category(letter).startswith("M"):
        return ""
    return letter if letter.isalnum() else " "


_PLAIN = _Plain()


def _plain(name: str) -> str:
    """Small letters, long vowels as a:, emphatic consonants as s., ayn as ‘, hamza as '."""
    name = name.casefold()
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).replace(_ACUTE_A, "á")
    return name.translate(_PLAIN)


@lru_cache(maxsize=32768)
def _word(word: str, last: bool) -> tuple[str, ...]:
    """The graphemes of one word; ^ stands before a vowel that begins it, $ marks what ends it."""
    word = _DOUBLE.sub(lambda found: found[3] or found[1] + found[2], word)
    ending = ""
    if found := _NISBA.search(word):
        word, ending = word[: found.start()], "ia$"
    elif len(word) > 2 and word.endswith(("ah", "eh", "ih") if last else ("ah", "eh", "ih", "at", "et", "it")):
        word, ending = word[:-2], word[-2:] + "$"
    sounds = _GRAPHEME.findall(word)
    if ending:
        sounds.append(ending)
    elif sounds and sounds[-1][0] in _VOWELS:
        sounds[-1] += "$"
    return ("^", *sounds) if len(sounds) > 1 and sounds[0][0] in _VOWELS else tuple(sounds)


@lru_cache(maxsize=65536)
def graphemes(name: str) -> tuple[str, ...]:
    """The letters of a Latin name as they are sounded, articles dropped; unlike a fold it keeps the marks."""
    words = _plain(name[:LONGEST]).split()
    if len(words) == 1:
        return _word(words[0], True)
    bare = [word if word.isalnum() else "".join(filter(str.isalnum, word)) for word in words]
    kept = [word for word, is_article in zip(words, articles_of(bare), strict=True) if not is_article]
    return tuple(chain(*[_word(word, False) for word in kept[:-1]], *[_word(word, True) for word in kept[-1:]]))


_ALIKE = str.maketrans("أإآٱیکگۃہ", "ااااي\u0643\u0643ةه")
_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")


@lru_cache(maxsize=4096)
def letters(name: str) -> str:
    """The letters of an Arabic name, articles and vowel marks dropped; a final ha is a ta marbuta."""
    words = re.sub(r"[^\w]", " ", _bare(name[:LONGEST]).replace("ـ", "").translate(_ALIKE)).split()
    return "".join(map(_arabic_word, words))


def _bare(name: str) -> str:
    return "".join(letter for letter in name if not unicodedata.category(letter).startswith("M"))


def _arabic_word(word: str) -> str:
    if word.startswith("ال") and len(word) > 3:
        word = word[2:]
    elif word.startswith("وال") and len(word) > 4:
        word = "و" + word[3:]
    if word.endswith("ه") and len(word) > 2:
        word = word[:-1] + "ة"
    return "".join(_LETTER.findall(word))


@cache
def costs() -> Mapping[str, Mapping[str, float]]:
    """For each Latin grapheme what it costs to stand for no, one or two Arabic letters; "" is a letter left out."""
    table: dict[str, dict[str, float]] = {}
    with open(_TABLE, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["latin"], {})[row["arabic"]] = float(row["cost"])
    return table


@lru_cache(maxsize=32768)
def closeness(arabic: str, latin: str) -> float:
    """How likely the Latin name stands for the Arabic one, 0 to 1, on the scale of the likeness of sounds."""
    return max(0.0, 1 - surprise(letters(arabic), graphemes(latin)) / _NATS)


def surprise(arabic: str, latin: Iterable[str]) -> float:
    """How unlikely the Latin graphemes are to stand for the Arabic letters, in nats, 0 for the likeliest way."""
    read = _beginning(arabic)
    for grapheme in latin:
        known = read.longer.get(grapheme)
        if known is None:
            known = read.longer[grapheme] = _Read(
                _step(read.row, read.left_out, *_said(arabic, grapheme)), read.left_out
            )
        read = known
    return min(read.row[-1], _MOST)


@dataclass(slots=True)
class _Read:
    """The costs once the first graphemes of a name are read, kept for all names that begin so.

    `row` has the least cost of each beginning of the Arabic name, `left_out` what each letter costs left out.
    """

    row: list[float]
    left_out: list[float]
    longer: "dict[str, _Read]" = field(default_factory=dict)


@lru_cache(maxsize=64)
def _beginning(arabic: str) -> _Read:
    """The costs before the first grapheme: those of leaving out the first letters."""
    left_out = [costs()[NOTHING].get(letter, _UNKNOWN) for letter in arabic]
    return _Read([0.0, *accumulate(left_out)], left_out)


def _step(
    row: list[float], left_out: list[float], silent: float, single: list[float], double: list[float] | None
) -> list[float]:
    """The least costs of the beginnings of the Arabic name once one more grapheme is read."""
    best = row[0] + silent
    new = [best]
    for before, here, letter, skipped in zip(row, row[1:], single, left_out, strict=False):
        best += skipped
        if (cost := before + letter) < best:
            best = cost
        if (cost := here + silent) < best:
            best = cost
        new.append(best)
    return _doubled(new, row, left_out, double) if double else new


def _doubled(new: list[float], row: list[float], left_out: list[float], double: list[float]) -> list[float]:
    """The same costs where the grapheme may also stand for two letters."""
    best = new[1]
    for at, (before, two, skipped) in enumerate(zip(row, double, left_out[1:], strict=False), start=2):
        best = new[at] = min(new[at], before + two, best + skipped)
    return new


@lru_cache(maxsize=16384)
def _said(arabic: str, grapheme: str) -> tuple[float, list[float], list[float] | None]:
    """What the grapheme costs where it is silent, for each letter, and for each two letters; None for no two."""
    own = costs().get(grapheme) or costs().get(grapheme.rstrip("$:."), {})
    pairs = [own.get(one + other, inf) for one, other in pairwise(arabic)]
    double = pairs if any(cost < inf for cost in pairs) else None
    return own.get(NOTHING, _UNKNOWN), [own.get(letter, _UNKNOWN) for letter in arabic], double
