"""Quarters of cities: "Bab Tuma quarter in Damascus" is Damascus where the quarter itself is not known, and says so."""

import re
from dataclasses import dataclass, replace

from gazetteer.descriptors import readings
from gazetteer.distance import km_between
from gazetteer.names import LONGEST
from gazetteer.place import Match
from gazetteer.rank import ACCEPT

QUARTER = "quarter"
"""The method of a match where the city stands for its quarter."""

SAID, IN_BRACKETS, UNSAID = 0.9, 0.85, 0.6
"""How often the city reaches to the spot, counted on places that Airwars prints: with a word for a quarter, with the
city in brackets, "al-Waer (Homs)", and with it behind a comma. The last is shown, never taken."""

SUPPORT_KM = 60.0
_BEYOND_KM = 2.0
_WORD = "(?:neighbou?rhoods?|quarters?)"
_LINK = r"(?:\s*[,،(]\s*|\s+(?:in|of|within|at)\s+)"
_INSIDE = r"(?:\s*[,،(]\s*|\s+(?:in|within|at)\s+)"
_CITY = r"(?P<city>.+?)\s*\)?"
_SO_CALLED = r"(?P<city>(?:the\s+)?city\s+of\s+.+?|[^,،()]+?\s+city(?:\s*[,،].+)?)\s*\)?"
_RULES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:the\s+)?{_WORD}\s+of\s+(?P<name>.+?){_INSIDE}{_CITY}",
        rf"(?:the\s+)?(?P<name>.+?)\s+{_WORD}{_LINK}{_CITY}",
        rf"(?:the\s+)?district\s+of\s+(?P<name>.+?){_INSIDE}{_SO_CALLED}",
        rf"(?:the\s+)?(?P<name>.+?)\s+district{_LINK}{_SO_CALLED}",
        rf"hayy?\s+(?P<name>.+?){_INSIDE}{_CITY}",
        r"(?:ال)?حي\s+(?P<name>.+?)(?:\s*[,،(]\s*|\s+في\s+|\s+من\s+(?=مدينة)|\s+ب(?=مدينة))(?P<city>.+?)\s*\)?",
    )
)
_HINT = re.compile(r"neighb|quarter|district|\bhayy?\b|حي\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter by its name, and the city that it is said to be in, as printed.

    `likely` is the probability that it is one; `said` is true where a word calls it so.
    """

    name: str
    city: str
    likely: float
    said: bool = False


def said_quarter(text: str) -> Quarter | None:
    """The quarter that the text speaks of in so many words; None for none.

    A district is one only of what is called a city: "Izra district, Dara'a" is no part of the city of Dara'a.
    """
    text = text[:LONGEST].strip()
    if " " not in text or not _HINT.search(text):
        return None
    found = next((match for rule in _RULES if (match := rule.fullmatch(text))), None)
    return Quarter(found["name"].strip(), found["city"].strip(), SAID, True) if found else None


def possible_quarter(text: str) -> Quarter | None:
    """What may be a quarter, for a city is said behind it: "al-Waer, Homs"; None where other words stand round it."""
    steps = readings(text)
    plain = steps[-1]
    if not plain.region or plain.kind or plain.part or plain.precision or plain.rural:
        return None
    is_bracketed = text.rstrip().endswith(")") and "," not in text and "،" not in text
    return Quarter(plain.name, plain.region, IN_BRACKETS if is_bracketed else UNSAID)


def is_part_of(match: Match, city: Match) -> bool:
    """Whether a place that is taken may be the quarter: one that lies in the reach of its city."""
    a, b = match.place, city.place
    km = km_between((a.lat, a.lon), (b.lat, b.lon))
    return match.accepted and not match.guessed and a.kind == "settlement" and km <= b.radius_m / 1000 + _BEYOND_KM


def is_namesake(match: Match, city: Match) -> bool:
    """Whether a place of the name lies round the city, though maybe in another unit: Duma of "Duma, Damascus"."""
    a, b = match.place, city.place
    return not match.guessed and km_between((a.lat, a.lon), (b.lat, b.lon)) <= SUPPORT_KM


def stand_in(quarter: Quarter, city: Match, doubt: float = 1.0) -> Match:
    """The city for its quarter, as precise as the city; taken where that is likely enough.

    `doubt` is the probability that the name is none of the places that are known.
    """
    name = city.place.name
    reason = (
        f"quarter of {name}; the city stands for it"
        if quarter.said
        else f"{quarter.name} is not known; as a quarter of {name} the city stands for it"
    )
    score = round(city.score * quarter.likely * doubt, 4)
    return replace(city, score=score, method=QUARTER, reasons=(reason, *city.reasons), accepted=score >= ACCEPT)
