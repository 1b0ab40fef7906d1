"""Which candidate: what speaks against each place as a cost, its reasons in words, and which one is accepted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import exp, log10

from gazetteer.descriptors import Reading
from gazetteer.distance import Point, km_between, lies_to
from gazetteer.names import skeleton
from gazetteer.place import (
    COUNTRY,
    DISTRICT,
    NEAR_SETTLEMENT,
    PART_OF_COUNTRY,
    PART_OF_PROVINCE,
    PROVINCE,
    SETTLEMENT,
    Match,
    Place,
)
from gazetteer.search import EXACT_NAME, FOLDED, GUESSES, ONE_DELETION, ONE_EDIT, SKELETON, Found

ACCEPT = 0.6
"""The least score of any match that is taken without a person looking at it."""

ACCEPT_METHOD = {EXACT_NAME: ACCEPT, FOLDED: ACCEPT, SKELETON: 0.7, ONE_DELETION: 0.7, ONE_EDIT: 0.64}
"""The same by method: at these, 2 % of foreign names are taken for a place near the context (docs/matching.md)."""

LEVEL = 0.02
"""Two places whose scores differ by less are level: neither is taken when they lie more than 5 km apart."""

SAME_KM = 5.0
SHORT_COST = 0.025

FAR_LARGER = 20
"""A town this many times as large as its namesakes is meant where nothing else is said."""

UNKNOWN_PEOPLE = 10_000

KNOWN_PEOPLE = 50_000
"""A smaller town is not taken when it lies far from the context point."""
SUPPORT_KM = 60.0
_WRITTEN = frozenset((EXACT_NAME, FOLDED))
_METHOD_COST = {EXACT_NAME: 0.0, FOLDED: 0.02, SKELETON: 0.03, ONE_DELETION: 0.1, ONE_EDIT: 0.15}
_UNLIKENESS_COST = 0.5
_DISTRICT_M, _NEAR_M = 15_000.0, 5_000.0


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the name: a point near it, the units or countries that the report says it lies in."""

    near: Point | None = None
    units: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cost:
    cost: float
    reason: str = ""
    supports: bool = False
    contradicts: bool = False


def rank(found: Iterable[Found], name: str, reading: Reading, context: Context, limit: int) -> list[Match]:
    """The matches, best first, each place once; the first is accepted where the rules allow it."""
    found = list(found)
    seats = frozenset(hit.place.admin1_code for hit in found if _is_town(hit.place) and hit.method in _WRITTEN)
    best: dict[str, Match] = {}
    for candidate in found:
        match = _weigh(candidate, name, reading, context, seats)
        if match.place.id not in best or match.score > best[match.place.id].score:
            best[match.place.id] = match
    matches = sorted(best.values(), key=lambda match: (-match.score, -match.place.population, match.place.id))
    if not matches:
        return []
    first = matches[0]
    good = first.score >= ACCEPT_METHOD[first.method] and _may_accept(first, name, context)
    accepted = good and not any(_rivals(matches, context))
    return [replace(first, accepted=accepted), *matches[1:]][:limit]


def _is_town(place: Place) -> bool:
    return place.kind == "settlement"


def _weigh(found: Found, name: str, reading: Reading, context: Context, seats: frozenset[str]) -> Match:
    costs = (
        _by_name(found, name),
        _by_kind(found.place, reading, seats),
        _by_population(found.place),
        _by_point(found.place, context.near),
        _by_region(found.place, context.units),
    )
    part, precision, radius_m = _extent(found.place, reading)
    return Match(
        place=found.place,
        score=round(max(0.0, 1.0 - sum(cost.cost for cost in costs)), 4),
        method=found.method,
        spelling=found.spelling,
        reasons=tuple(cost.reason for cost in costs if cost.reason),
        precision=precision,
        radius_m=radius_m,
        part=part,
        guessed=found.method in GUESSES,
    )


def _by_name(found: Found, name: str) -> _Cost:
    place = found.place
    by_the_by = found.method in _WRITTEN and not _is_own_name(found.spelling, place)
    cost = _METHOD_COST[found.method] + _UNLIKENESS_COST * (1 - found.likeness) + (0.03 if by_the_by else 0.0)
    if found.method in (SKELETON, ONE_DELETION):
        cost += SHORT_COST * max(0, 4 - len(skeleton(name)))
    reasons = {
        EXACT_NAME: "same name",
        FOLDED: "same name after folding",
        SKELETON: f"same consonants: {name} ~ {found.spelling}",
        ONE_DELETION: f"spelling mended: {name} → {found.spelling} (1 consonant)",
        ONE_EDIT: f"spelling mended: {name} → {found.spelling} (1 letter)",
    }
    also = f", another name of {place.name}" if by_the_by else ""
    return _Cost(cost, reasons[found.method] + also)


def _is_own_name(spelling: str, place: Place) -> bool:
    """Whether this is the place's name in another spelling: Deraa of Dar'a, not Saida of Sidon."""
    return spelling == place.name or skeleton(spelling) in (skeleton(place.name), skeleton(place.name_ar))


def _by_kind(place: Place, reading: Reading, seats: frozenset[str]) -> _Cost:
    """A name of both a province and a town in it means the town, unless the words say otherwise."""
    unit = not _is_town(place)
    if reading.kind and unit != (reading.kind == "province"):
        return _Cost(0.3, f"a {place.kind}, where the words ask for a {reading.kind}")
    if reading.kind:
        return _Cost(0.0, f"a {place.kind}, as the words ask")
    return _Cost(0.15 if place.kind == "province" and place.admin1_code in seats else 0.0)


def _by_population(place: Place) -> _Cost:
    if place.kind == "province":
        return _Cost(0.03)
    people = max(place.population, 1000)
    reason = f"population {place.population:,}" if place.population else ""
    return _Cost(max(0.0, 0.12 * (1 - log10(people) / 7)), reason)


def _by_point(place: Place, near: Point | None) -> _Cost:
    if near is None:
        return _Cost(0.0)
    km = km_between(near, (place.lat, place.lon))
    outside = km if _is_town(place) else max(0.0, km - place.radius_m / 1000)
    return _Cost(0.35 * (1 - exp(-outside / 60)), f"{km:,.0f} km from the context", outside <= SUPPORT_KM)


def _by_region(place: Place, units: tuple[Match, ...]) -> _Cost:
    return min((_by_unit(place, unit) for unit in units), key=lambda cost: cost.cost, default=_Cost(0.0))


def _by_unit(place: Place, unit: Match) -> _Cost:
    said = unit.place
    if place.country != said.country:
        return _Cost(0.45, f"in {place.country}, not in {said.name} as the region says", contradicts=True)
    inside = said.kind == "country" or place.admin1_code == said.admin1_code
    if inside and unit.part and not lies_to(unit.part, (place.lat, place.lon), (said.lat, said.lon)):
        return _Cost(0.03, f"in {said.name}, but not in the {unit.part}", True)
    if inside:
        part = f"the {unit.part} of " if unit.part else ""
        return _Cost(0.0, f"in {part}{said.name} as the region says", said.kind != "country")
    beyond_km = km_between((place.lat, place.lon), (said.lat, said.lon)) - said.radius_m / 1000
    if place.kind == "country":
        return _Cost(0.1, f"the country of {said.name}")
    if not place.admin1_code:
        reason = f"its province is not known; the region says {said.name}"
        return _Cost(0.05 if beyond_km < 10 else 0.2, reason, contradicts=beyond_km > 50)
    reason = f"in {place.admin1}, not in {said.name} as the region says"
    return _Cost(0.15 if beyond_km < 15 else 0.25, reason, contradicts=True)


def _extent(place: Place, reading: Reading) -> tuple[str, str, float]:
    """Part, precision and radius in metres of what the reading means by the place."""
    around = bool(reading.precision)
    part = "" if around else reading.part
    if place.kind == "country":
        return part, PART_OF_COUNTRY if part else COUNTRY, place.radius_m
    if place.kind == "province":
        return part, PART_OF_PROVINCE if part or reading.rural else PROVINCE, place.radius_m
    if reading.precision == DISTRICT:
        return "", DISTRICT, _DISTRICT_M
    if around or reading.rural:
        return part, NEAR_SETTLEMENT, place.radius_m + _NEAR_M
    return part, SETTLEMENT, place.radius_m


def _may_accept(match: Match, name: str, context: Context) -> bool:
    """Never against the region said; a name written otherwise needs support, or long and very like consonants."""
    costs = _by_point(match.place, context.near), _by_region(match.place, context.units)
    if any(cost.contradicts for cost in costs):
        return False
    if any(cost.supports for cost in costs):
        return True
    if match.method in _WRITTEN:
        return context.near is None or not _is_town(match.place) or match.place.population >= KNOWN_PEOPLE
    return match.method == SKELETON and match.score >= 0.86 and len(skeleton(name)) >= 4


def _rivals(matches: list[Match], context: Context) -> Iterator[Match]:
    """The matches that lie elsewhere and might as well be meant as the first."""
    first = matches[0]
    alone = context == Context() and not _is_seat(first.place, matches)
    for other in matches[1:]:
        level = first.score - other.score < LEVEL or (alone and _is_homonym(first, other))
        if level and not _is_nested(first.place, other.place):
            yield other


def _is_seat(town: Place, matches: list[Match]) -> bool:
    """Whether a province of the same name is among the matches."""
    return any(match.place.kind == "province" and _is_nested(town, match.place) for match in matches)


def _is_homonym(first: Match, other: Match) -> bool:
    """Whether the other goes by the same name and is not far smaller; a place of unknown size counts as 10,000."""
    a, b = first.place, other.place
    same = _is_town(a) and _is_town(b) and first.method == other.method and _is_own_name(other.spelling, b)
    return same and a.population < FAR_LARGER * max(b.population, UNKNOWN_PEOPLE)


def _is_nested(a: Place, b: Place) -> bool:
    """Whether they are one place, or a unit and a town in it."""
    if a.kind != b.kind:
        return a.country == b.country if "country" in (a.kind, b.kind) else a.admin1_code == b.admin1_code
    return km_between((a.lat, a.lon), (b.lat, b.lon)) <= SAME_KM
