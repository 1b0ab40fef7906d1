"""Numbers as people print them: "1,234", "٢٠", "about 20", "20+", "3-5", "at least 4"; and single coordinates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .dates import plain

_UNKNOWN = {
    "",
    "-",
    "–",
    "—",
    "?",
    "n/a",
    "na",
    "nan",
    "none given",
    "unknown",
    "not known",
    "nd",
    "n.d.",
    "null",
    "غير معروف",
    "inconnu",
}
_WORDS = {
    word: number
    for number, words in enumerate(
        [
            "zero|no|none|nil",
            "one|a|an|un|une|واحد",
            "two|deux|اثنان",
            "three|trois|ثلاثة",
            "four|quatre|أربعة",
            "five|cinq|خمسة",
            "six|ستة",
            "seven|sept|سبعة",
            "eight|huit|ثمانية",
            "nine|neuf|تسعة",
            "ten|dix|عشرة",
            "eleven|onze",
            "twelve|douze",
        ]
    )
    for word in words.split("|")
}
_BEFORE = (
    (
        re.compile(
            (
                r"^(?:about|around|approximately|approx\.?|some|roughly|nearly|almost|circa|ca?\.|~|≈|"
                r"estimated|environ|près de|نحو|حوالي|قرابة)\s*"
            )
        ),
        "about",
    ),
    (
        re.compile(
            r"^(?:more than|over|at least|no fewer than|not less than|minimum|min\.?|>=?|≥|plus de|"
            r"au moins|أكثر من|اكثر من|على الأقل|ما لا يقل عن)\s*"
        ),
        "more than",
    ),
    (
        re.compile(
            r"^(?:up to|at most|no more than|fewer than|less than|under|maximum|max\.?|<=?|≤|jusqu'à|"
            r"au plus|moins de|حتى|ما يصل إلى|أقل من)\s*"
        ),
        "up to",
    ),
)
_BEHIND = re.compile(r"\s*(?:\+|or more|and more|ou plus|على الأقل|فأكثر)$")
_RANGE = re.compile(r"^(?:between |entre |from |بين )?(\S.*?)\s*(?:[-–—]|\bto\b|\band\b|\bet\b|إلى|و)\s*(\d.*|\w+)$")
_WORD_BEHIND = re.compile(
    r"(?<=\d)\s+(?:people|persons?|individuals|civilians|killed|dead|deaths|injured|wounded|"
    r"families|households|idps?|شخص\w*|قتيل\w*|قتلى|جريح|جرحى)$"
)
_NUMBER = re.compile(r"\d{1,3}(?:[,.'’٬ \u00a0\u202f]\d{3})+|\d+(?:[.٫]0{1,2})?")
LARGEST = 10_000_000_000
_SCALE = re.compile(r"^([\d.,]+)\s*(k|thousand|million|m|mille|millions?|ألف|مليون)$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds; None where the words give none. `quantifier` is one of schema.QUANTIFIERS."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    quantifier: str = ""


def read_quantity(cell: object) -> Quantity:
    """The number that a cell gives; empty where it gives none. Raises ValueError where it cannot be read.

    >>> read_quantity("at least 4"), read_quantity("3-5").high
    (Quantity(low=4, best=None, high=None, quantifier='more than'), 5)
    """
    text = plain(cell).strip(" .")
    if text in _UNKNOWN:
        return Quantity()
    for pattern, quantifier in _BEFORE:
        if found := pattern.match(text):
            return _bounded(_whole(text[found.end() :]), quantifier)
    if found := _BEHIND.search(text):
        return _bounded(_whole(text[: found.start()]), "more than")
    try:
        number = _whole(text)
        return Quantity(best=number, quantifier="exact")
    except ValueError:
        if found := _RANGE.match(text):
            low, high = sorted((_whole(found[1]), _whole(found[2])))
            return Quantity(low, None, high, "between")
        raise


def _bounded(number: int, quantifier: str) -> Quantity:
    if quantifier == "more than":
        return Quantity(low=number, quantifier=quantifier)
    if quantifier == "up to":
        return Quantity(high=number, quantifier=quantifier)
    return Quantity(best=number, quantifier=quantifier)


def _whole(text: str) -> int:
    text = _WORD_BEHIND.sub("", text.strip())
    if text in _WORDS:
        return _WORDS[text]
    if scaled := _SCALE.match(text):
        factor = (
            1_000_000
            if scaled[2][0] == "م" or (scaled[2].startswith(("million", "m")) and scaled[2] != "mille")
            else 1000
        )
        return _possible(round(float(scaled[1].replace(",", ".")) * factor))
    if not _NUMBER.fullmatch(text):
        raise ValueError("is no whole number that can be read")
    return _possible(int(re.sub(r"[.٫]0{1,2}$", "", text).translate(_SEPARATORS)))


def _possible(number: int) -> int:
    if number > LARGEST:
        raise ValueError("is larger than any number of people")
    return number


_SEPARATORS = str.maketrans(dict.fromkeys(",.'’٬ \u00a0\u202f", ""))
_DEGREES = re.compile(
    r"([+-]?\d{1,3}(?:[.,٫]\d+)?)\s*(?:°|deg|"
    r"º)?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|"
    r"'')\s*)?([nsew])?"
)


def read_degrees(cell: object) -> float | None:
    """Decimal degrees of a coordinate ("32.62", "32,62", "32°37'12\\"N"); None where empty. Raises ValueError."""
    text = plain(cell)
    if text in _UNKNOWN:
        return None
    found = _DEGREES.fullmatch(text)
    if not found:
        raise ValueError("is no coordinate that can be read")
    whole, minutes, seconds = (float((part or "0").replace(",", ".").replace("٫", ".")) for part in found.groups()[:3])
    degrees = abs(whole) + minutes / 60 + seconds / 3600
    return -degrees if text.startswith("-") or found[4] in ("s", "w") else degrees
