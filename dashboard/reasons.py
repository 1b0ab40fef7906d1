"""Reasons: what the gazetteer and the store recorded as arguments, in English, said in the language of the page.

They are stored as they were given, with their names and numbers in them. Each is found again by the phrase it was made
with, and said by the translation of that phrase; what fits none stays as it is.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache

from .language import ENGLISH, N_, apart, digits, number, spoken, t, word

PHRASES = (
    # the name: gazetteer.rank
    N_("same name"),
    N_("same name after folding"),
    N_("same consonants: {name} ~ {spelling}"),
    N_("spelling mended: {name} → {spelling} (1 consonant)"),
    N_("spelling mended: {name} → {spelling} (1 letter)"),
    N_("a word more or less: {name} → {spelling}"),
    N_("the code of {place}"),
    N_("{reason}, another name of {place}"),
    # the kind, the people, the point, the region: gazetteer.rank
    N_("a {kind}, as the words ask"),
    N_("a {kind}, where the words ask for a {asked}"),
    N_("population {n}"),
    N_("{n} km from the context"),
    N_("in {place}, not in {region} as the region says"),
    N_("in {region}, but not in the {part}"),
    N_("in the {part} of {region} as the region says"),
    N_("in the district of {region} as the region says"),
    N_("in {region} as the region says"),
    N_("the country of {region}"),
    N_("its province is not known"),
    N_("the region says {region}"),
    N_("beside the district of {region}"),
    N_("in {place}, not in the district of {region}"),
    # stand-ins: gazetteer.quarters, points, picking
    N_("quarter of {place}"),
    N_("the city stands for it"),
    N_("{name} is not known"),
    N_("as a quarter of {place} the city stands for it"),
    N_("the middle of {place} and {other}, {n} km apart"),
    N_("picked by {name} on {date}, {context}: {why}"),
    N_("picked by {name} on {date}: {why}"),
    # without a place of its own: geodata.locate
    N_("no place of this name is known"),
    N_("not sure enough"),
    N_("best is {place} ({n}): {reason}"),
    N_("'{name}' names no region that is known"),
    N_("the source says no place"),
    N_("the source says no more than the region"),
    N_("the countries named have no regions that are known"),
    N_("the middle of the {n} regions named"),
    N_("placed by its region"),
    N_("'{name}' stands for the regions named"),
    N_("the source gives the coordinates"),
    # the kind of event: geodata.events, geodata.formats.ucdp
    N_("read {words}"),
    N_("also names {words}"),
    N_("how it was delivered is not said"),
    N_("the source does not say what happened"),
    N_("no word of it names a kind of event"),
    N_("UCDP codes it {n}, {words}"),
    N_("how it was done is not coded"),
    # figures of the displaced: geodata.displaced, geodata.flows
    N_("a forecast is never added to what was counted"),
    N_("kept to check others by"),
    N_("its publisher does not recommend it for totals"),
    N_("counts households of unknown size"),
    N_("covers more than the chosen regions, or others"),
    N_("{n} days older than the total it lies in"),
    N_("part of {region}, never added to it"),
    N_("what area it covers is not known"),
    N_("a single place, not the total of a region"),
    N_("{n} days older than the newest figure"),
    N_("the newest figure of its claimant for the widest area"),
    N_("its destination has no point"),
    N_("it gives no number"),
    N_("'{name}' is no region or place that is known, or several"),
    N_("it stays within one place or region"),
)
"""The phrases that reasons are made with; where several fit, the first one counts."""
VIOLENCE = (N_("state-based violence"), N_("non-state violence"), N_("one-sided violence"))
"""What UCDP calls an event."""
WORDS = (
    *(N_("settlement"), N_("province"), N_("district"), N_("subdistrict"), N_("country")),
    *(N_("north"), N_("north-east"), N_("east"), N_("south-east"), N_("south"), N_("south-west"), N_("west")),
    *(N_("north-west"), N_("centre")),
    *VIOLENCE,
)
"""Words of ours that stand in them."""
_OURS = frozenset(("kind", "asked", "part"))
_SHAPES = {"n": r"\d[\d,]*(?:\.\d+)?", "date": r"\d{4}-\d\d-\d\d", **dict.fromkeys(_OURS, "|".join(WORDS))}


def happened(printed: str | None) -> str:
    """What happened as its source prints it; a code of UCDP, for which we print words, in the language of the page."""
    return word(printed) if printed in VIOLENCE else printed or ""


def reworded(reasons: str | None) -> str | None:
    """The reasons, parted by "; ", in the language of the page.

    >>> reworded("same name; in Dar'a as the region says")
    "same name; in Dar'a as the region says"
    """
    return reasons if spoken() == ENGLISH or not reasons else t("; ").join(map(_said, reasons.split("; ")))


def _said(reason: str) -> str:
    for phrase, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            return t(phrase, **{name: _value(name, value) for name, value in found.groupdict().items()})
    return reason


def _value(name: str, value: str) -> str:
    if name == "reason":
        return _said(value)
    if name in _OURS or value in VIOLENCE:
        return word(value)
    if name == "n":
        return number(float(value.replace(",", ""))) if "." in value else number(int(value.replace(",", "")))
    return digits(value) if name == "date" else apart(value)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((phrase, re.compile("".join(_pieces(phrase)))) for phrase in PHRASES)


def _pieces(phrase: str) -> Iterator[str]:
    for words, name, _, _ in string.Formatter().parse(phrase):
        yield re.escape(words)
        if name:
            yield f"(?P<{name}>{_SHAPES.get(name, '.+?')})"
