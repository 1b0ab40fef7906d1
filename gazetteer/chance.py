"""How likely a ranked place is the one meant: arguments weighed against each other and against a place unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from gazetteer.distance import km_between
from gazetteer.place import Place
from gazetteer.search import EXACT_NAME, FOLDED, ONE_DELETION, ONE_EDIT, ONE_WORD, SKELETON, Found

SAME_KM = 5.0
WRITTEN = frozenset((EXACT_NAME, FOLDED))
_PEOPLE = 1_000.0
_FAME = 0.7
_SEAT = 500_000.0
"""A town that gives its province the name is as well known as one with so many people more."""
_KEPT = 40
_CROWD = 1_000
"""Names in a unit at which nothing is corrected for their number."""

_WORD_DOUBT = 0.03
"""Set on UCDP's names with OCHA's list: of 20 names taken with a word more or less 17 are right."""

Ranked = Sequence[tuple[float, Found]]
"""Places with their arguments, 0 to 1, the best first."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How an argument becomes odds: `even` is the argument, by method, at which a lone place is right half the time;
    `short` corrects for each consonant short of four in a name that is not written the same; `crowd` is the power of
    the number of names looked through with which the odds fall that one of them is not alike by chance."""

    steep: float
    even: dict[str, float]
    short: float
    crowd: float = 0.0


def _scale(
    steep: float, written: float, sound: float, consonant: float, letter: float, short: float, crowd: float = 0.0
) -> Scale:
    even = {EXACT_NAME: written, FOLDED: written, SKELETON: sound, ONE_DELETION: consonant, ONE_EDIT: letter}
    even[ONE_WORD] = consonant + _WORD_DOUBT
    return Scale(steep, even, short, crowd)


NEAR = _scale(46.0, 0.757, 0.720, 0.705, 0.718, -0.27)
WITHIN = _scale(50.0, 0.864, 0.822, 0.790, 0.740, -0.46, 0.34)
ALONE = _scale(27.8, 0.845, 0.831, 0.827, 0.950, 0.39)
"""With a context point, with a unit said, with neither: fitted by maximum likelihood on the working seeds, where 29
names of 100 are of no place in the index; `python -m bench.scales` fits them to one draw again. Printers' errors are
rare there, so the bar of a letter mended within a unit is set by hand, and without a context none is mended."""


def chances(ranked: Ranked, scale: Scale, bones: int) -> list[float]:
    """For each place the probability that it is the one meant, never more than that of the one before.

    A unit and a town in it, or two points of one place, do not speak against each other; what was found by sound does
    not speak against what is written the same. `bones` is the length of the name's skeleton.
    """
    first = ranked[0][1]
    by_fame = scale is ALONE and first.method in WRITTEN and first.place.kind == "settlement"
    seat = _SEAT if by_fame and is_seat(first.place, ranked) else 0.0
    people = first.place.population + seat if by_fame else None
    weights = [_weight(ranked[0], None, scale, bones)]
    weights += [_weight(one, people, scale, bones) for one in ranked[1:_KEPT]]
    rivals = sum(
        weight
        for weight, (_, found) in zip(weights[1:], ranked[1:_KEPT], strict=True)
        if _speaks(found, first) and not is_nested(first.place, found.place)
    )
    chance = weights[0] / (1.0 + weights[0] + rivals)
    found = [chance]
    whole = 1.0 + sum(weights)
    for weight in weights[1:]:
        chance = min(chance, weight / whole)
        found.append(chance)
    return found + [min(chance, 0.01)] * (len(ranked) - len(found))


def _weight(one: tuple[float, Found], people: float | None, scale: Scale, bones: int) -> float:
    """The odds of a place; against one of so many people, where fame is to count."""
    argument, found = one
    against = _against(found, scale, bones)
    odds = exp(min(40.0, scale.steep * (argument - scale.even[found.method]) - against))
    if people is None:
        return odds
    fame: float = ((found.place.population + _PEOPLE) / (people + _PEOPLE)) ** _FAME
    return odds * fame


def _against(found: Found, scale: Scale, bones: int) -> float:
    """What speaks against a name that is written otherwise, in nats: it is short, or one of many in the unit."""
    if found.method in WRITTEN:
        return 0.0
    crowded = log(found.among / _CROWD) if found.among and scale is not NEAR else 0.0
    if found.method == ONE_EDIT and crowded:
        return crowded
    return scale.short * max(0, 4 - bones) + scale.crowd * crowded


def is_seat(town: Place, ranked: Ranked) -> bool:
    """Whether a province of the same name is among the places."""
    return any(other.place.kind == "province" and is_nested(town, other.place) for _, other in ranked)


def _speaks(found: Found, first: Found) -> bool:
    return first.method not in WRITTEN or found.method in WRITTEN


def is_nested(a: Place, b: Place) -> bool:
    """Whether they are one place, or a unit and a place in it."""
    if a.kind == b.kind:
        return km_between((a.lat, a.lon), (b.lat, b.lon)) <= SAME_KM
    if "country" in (a.kind, b.kind):
        return a.country == b.country
    if "district" in (a.kind, b.kind) and "province" not in (a.kind, b.kind):
        return bool(a.admin2_code) and a.admin2_code == b.admin2_code
    return a.admin1_code == b.admin1_code
