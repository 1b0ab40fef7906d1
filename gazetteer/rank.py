"""Which candidate: what speaks against each place as a cost, its reasons in words, and which one is accepted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import exp, log10
from operator import itemgetter
from typing import NamedTuple

from gazetteer.chance import ALONE, NEAR, WITHIN, WRITTEN, Ranked, Scale, chances, is_nested, is_seat
from gazetteer.descriptors import Reading
from gazetteer.distance import Point, km_between, lies_to
from gazetteer.names import fold, has_article, is_arabic, is_code, skeleton
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
from gazetteer.search import EXACT_NAME, FOLDED, GUESSES, ONE_DELETION, ONE_EDIT, ONE_WORD, SKELETON, Found, spell
from gazetteer.spots import whole

ACCEPT = 0.7
"""The least probability of a match that is taken without a person looking at it."""

LEVEL = 0.02
"""Two places whose scores differ by less are level: neither is taken when they lie more than 5 km apart."""

SHORT_COST, LONG_GAIN = 0.025, 0.03
ARTICLE_COST = 0.025
BY_THE_BY, BY_THE_BY_ALONE = 0.03, 0.05
SCRIPT_COST = 0.06

FAR_LARGER = 20
"""A town this many times as large as its namesakes is meant where nothing else is said."""

DISTRICTS = frozenset(("district", "subdistrict"))
_PARTED = DISTRICTS | {"province"}

UNKNOWN_PEOPLE = 10_000

_ARABIC = "AE AF BH DJ DZ EG IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE"
ARABIC = frozenset(_ARABIC.split())
"""Countries whose places are written in Arabic letters."""

KNOWN_PEOPLE = 50_000
"""A smaller town is not taken when it lies far from the context point."""
SUPPORT_KM = 60.0
_METHOD_COST = {EXACT_NAME: 0.0, FOLDED: 0.005, SKELETON: 0.03, ONE_DELETION: 0.14, ONE_EDIT: 0.14, ONE_WORD: 0.17}
_UNLIKENESS_COST = {EXACT_NAME: 0.0, FOLDED: 0.0, SKELETON: 0.4, ONE_DELETION: 0.3, ONE_EDIT: 0.3, ONE_WORD: 0.3}
_UNLIKENESS_ALONE = dict.fromkeys(_UNLIKENESS_COST, 0.5)
_DISTRICT_M, _NEAR_M = 15_000.0, 5_000.0


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the name: a point near it, the units or countries that the report says it lies in."""

    near: Point | None = None
    units: tuple[Match, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known beside the name."""
        return self.near is None and not self.units

    @property
    def scale(self) -> Scale:
        """How arguments become probabilities in this context."""
        if self.near is not None or any(unit.place.kind in DISTRICTS for unit in self.units):
            return NEAR
        return WITHIN if any(unit.place.kind != "country" for unit in self.units) else ALONE


class _Cost(NamedTuple):
    """What speaks against a place; the reason is a format of the values, made up only when it is shown."""

    cost: float
    reason: str = ""
    values: tuple[object, ...] = ()
    supports: bool = False
    contradicts: bool = False


_FREE = _Cost(0.0)


class Ranking:
    """The places found for one reading, weighed once each, in one context."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self._arabic = is_arabic(reading.name)
        self._is_code = is_code(reading.name)
        self._name, self._reading, self._context = reading.name, reading, context
        self._is_alone = context.is_empty
        self._unlikeness = _UNLIKENESS_ALONE if self._is_alone else _UNLIKENESS_COST
        self._seats: frozenset[str] = frozenset()
        self._best: dict[str, tuple[float, Found]] = {}
        self._told: dict[str, tuple[_Cost, ...]] = {}
        self.best = 0.0
        """How good the best is, 0 where there is none."""

    def add(self, found: Iterable[Found]) -> None:
        """Weigh more places; of each place the best spelling stays."""
        found = list(found)
        self._seats |= {hit.place.admin1_code for hit in found if hit.method in WRITTEN and _is_town(hit.place)}
        best = self._best
        for hit in found:
            costs = self._costs(hit)
            argument = 1.0 - sum([self._by_name(hit), *[cost[0] for cost in costs]])
            argument = argument if argument > 0.0 else 0.0
            id = hit.place.id
            known = best.get(id)
            if known is None or (argument > known[0] and not _says_less(hit, known[1])):
                best[id] = argument, hit
                self._told[id] = costs
                self.best = argument if argument > self.best else self.best

    @cached_property
    def _bones(self) -> int:
        return len(skeleton(self._name))

    @cached_property
    def _has_article(self) -> bool:
        return has_article(fold(self._name))

    def __len__(self) -> int:
        return len(self._best)

    def matches(self, limit: int) -> list[Match]:
        """The matches, best first; the first is accepted where the rules allow it."""
        if not self._best:
            return []
        ranked = _ordered(self._best.values())
        bones = 4 if all(found.method in WRITTEN for _, found in ranked) else self._bones
        scores = chances(ranked, self._context.scale, bones)
        accepted = scores[0] >= ACCEPT and self._is_clear(ranked)
        shown = [found for _, found in ranked[:limit]]
        spell(shown)
        places = whole(found.place for found in shown)
        return [
            self._match(score, found, place, accepted and found is shown[0])
            for score, found, place in zip(scores[:limit], shown, places, strict=True)
        ]

    def _costs(self, found: Found) -> tuple[_Cost, ...]:
        """What speaks against the place, beside its name."""
        place = found.place
        if self._is_code and found.method == EXACT_NAME:
            return ()
        kind, people = _by_kind(place, self._reading, self._seats), self._by_population(found)
        return (kind, people) if self._is_alone else (kind, people, *self._by_place(place))

    def _by_place(self, place: Place) -> tuple[_Cost, _Cost]:
        return _by_point(place, self._context.near), by_region(place, self._context.units)

    def _match(self, score: float, found: Found, place: Place, accepted: bool) -> Match:
        part, precision, radius_m = extent(place, self._reading)
        return Match(
            place=place,
            score=round(score, 4),
            method=found.method,
            spelling=found.spelling,
            reasons=(
                self._reason(found, place),
                *[cost.reason.format(*cost.values) for cost in self._told[place.id] if cost.reason],
            ),
            precision=precision,
            radius_m=radius_m,
            part=part,
            guessed=found.method in GUESSES,
            accepted=accepted,
        )

    def _by_name(self, found: Found) -> float:
        """What speaks against the name."""
        method = found.method
        if self._is_code and method == EXACT_NAME:
            return 0.0
        cost = _METHOD_COST[method] + self._unlikeness[method] * (1 - found.likeness)
        if found.by_the_by:
            cost += BY_THE_BY_ALONE if self._is_alone else BY_THE_BY
        elif method not in WRITTEN:
            if self._bones > 4:
                cost -= LONG_GAIN
            elif self._bones < 4 and method in (SKELETON, ONE_DELETION):
                cost += SHORT_COST * (4 - self._bones)
        if method in WRITTEN and self._is_alone and self._bones > 4:
            cost -= LONG_GAIN
        if method == SKELETON and found.has_article is not self._has_article:
            cost += ARTICLE_COST
        if self._arabic and found.place.country not in ARABIC:
            cost += SCRIPT_COST
        return cost

    def _reason(self, found: Found, place: Place) -> str:
        if self._is_code and found.method == EXACT_NAME:
            return f"the code of {place.name}"
        reason = _REASONS[found.method].format(self._name, found)
        return f"{reason}, another name of {place.name}" if found.by_the_by else reason

    def _by_population(self, found: Found) -> _Cost:
        """A large town is more likely meant; not where a spelling is mended and the context says where to look."""
        place, is_written = found.place, found.method in WRITTEN
        if place.kind in _PARTED:
            return _UNIT_COST if is_written else _LIKE_UNIT
        return _by_people(place.population) if is_written or self._is_alone else _like_small(place.population)

    def _is_clear(self, ranked: Ranked) -> bool:
        return self._may_accept(*ranked[0]) and not any(self._rivals(ranked))

    def _may_accept(self, argument: float, found: Found) -> bool:
        """Never against the region said; a name written otherwise needs support, or long and very like consonants."""
        near, told = self._context.near, self._told[found.place.id]
        point, region = told[2:] if len(told) > 2 else self._by_place(found.place)
        if region.contradicts or (point.contradicts and not region.supports):
            return False
        if point.supports or region.supports:
            return True
        if found.method in WRITTEN:
            return near is None or not _is_town(found.place) or found.place.population >= KNOWN_PEOPLE
        return found.method == SKELETON and argument >= 0.86 and self._bones >= 4

    def _rivals(self, ranked: Ranked) -> Iterator[Found]:
        """The places that lie elsewhere and might as well be meant as the first."""
        best, first = ranked[0]
        alone = self._is_alone
        if alone and is_seat(first.place, ranked):
            return
        for argument, other in ranked[1:]:
            level = best - argument < LEVEL or (alone and _is_homonym(first, other))
            if level and not is_nested(first.place, other.place):
                yield other


def _says_less(hit: Found, known: Found) -> bool:
    """Whether the place was found by the name as written, and now only by one that sounds like it."""
    return known.method in WRITTEN and hit.method not in WRITTEN


def _ordered(found: Iterable[tuple[float, Found]]) -> list[tuple[float, Found]]:
    """Best first; of level ones the larger first, for whom alone people and ids are looked at."""
    ranked = sorted(found, key=itemgetter(0), reverse=True)
    is_level = any([one[0] == other[0] for one, other in pairwise(ranked)])
    return sorted(ranked, key=_order) if is_level else ranked


def _order(one: tuple[float, Found]) -> tuple[float, int, str]:
    argument, found = one
    return -argument, -found.place.population, found.place.id


def rank(found: Iterable[Found], reading: Reading, context: Context, limit: int) -> list[Match]:
    """The matches of places found in one go, best first, each place once."""
    ranking = Ranking(reading, context)
    ranking.add(found)
    return ranking.matches(limit)


def _is_town(place: Place) -> bool:
    return place.kind == "settlement"


_REASONS = {
    EXACT_NAME: "same name",
    FOLDED: "same name after folding",
    SKELETON: "same consonants: {0} ~ {1.spelling}",
    ONE_DELETION: "spelling mended: {0} → {1.spelling} (1 consonant)",
    ONE_EDIT: "spelling mended: {0} → {1.spelling} (1 letter)",
    ONE_WORD: "a word more or less: {0} → {1.spelling}",
}


def _by_kind(place: Place, reading: Reading, seats: frozenset[str]) -> _Cost:
    """A name of both a unit and a town in it means the town, unless the words say otherwise."""
    if reading.precision == DISTRICT and not reading.kind:
        return _Cost(0.0, "a {}, as the words ask", (place.kind,)) if place.kind in DISTRICTS else _NO_DISTRICT
    if not reading.kind:
        if place.kind not in _PARTED:
            return _FREE
        return _SEAT if place.kind in DISTRICTS or place.admin1_code in seats else _FREE
    if place.kind in DISTRICTS or _is_town(place) == (reading.kind == "province"):
        return _Cost(0.3, "a {}, where the words ask for a {}", (place.kind, reading.kind))
    return _Cost(0.0, "a {}, as the words ask", (place.kind,))


_NO_DISTRICT = _Cost(0.05)
_SEAT = _Cost(0.15)


@lru_cache(maxsize=4096)
def _by_people(people: int) -> _Cost:
    cost = max(0.0, 0.12 * (1 - log10(max(people, 1000)) / 7))
    return _Cost(cost, "population {:,}" if people else "", (people,))


@lru_cache(maxsize=4096)
def _like_small(people: int) -> _Cost:
    """The people told, and weighed as if there were few."""
    return _by_people(people)._replace(cost=_by_people(0).cost)


_UNIT_COST, _LIKE_UNIT = _Cost(0.03), _Cost(0.08)


def _by_point(place: Place, near: Point | None) -> _Cost:
    if near is None:
        return _FREE
    km = km_between(near, (place.lat, place.lon))
    outside = km if _is_town(place) else max(0.0, km - place.radius_m / 1000)
    return _Cost(0.35 * (1 - exp(-outside / 60)), "{:,.0f} km from the context", (km,), outside <= SUPPORT_KM)


def by_region(place: Place, units: tuple[Match, ...]) -> _Cost:
    if not units:
        return _FREE
    return min((_by_unit(place, unit) for unit in units), key=itemgetter(0))


def _by_unit(place: Place, unit: Match) -> _Cost:
    said = unit.place
    if place.country != said.country:
        return _Cost(0.45, "in {}, not in {} as the region says", (place.country, said.name), contradicts=True)
    if said.kind in DISTRICTS:
        return _by_district(place, said)
    inside = said.kind == "country" or place.admin1_code == said.admin1_code
    if inside and unit.part and not lies_to(unit.part, (place.lat, place.lon), (said.lat, said.lon)):
        return _Cost(0.03, "in {}, but not in the {}", (said.name, unit.part), True)
    if inside:
        part = f"the {unit.part} of " if unit.part else ""
        return _Cost(0.0, "in {}{} as the region says", (part, said.name), said.kind != "country")
    beyond_km = km_between((place.lat, place.lon), (said.lat, said.lon)) - said.radius_m / 1000
    if place.kind == "country":
        return _Cost(0.1, "the country of {}", (said.name,))
    if not place.admin1_code:
        reason = "its province is not known; the region says {}"
        return _Cost(0.05 if beyond_km < 10 else 0.2, reason, (said.name,), contradicts=beyond_km > 50)
    reason = "in {0.admin1}, not in {1} as the region says"
    return _Cost(0.15 if beyond_km < 15 else 0.25, reason, (place, said.name), contradicts=True)


def _by_district(place: Place, said: Place) -> _Cost:
    """In the district by its code, or within its reach where the place has none."""
    km = km_between((place.lat, place.lon), (said.lat, said.lon))
    if place.admin2_code == said.admin2_code if place.admin2_code else km <= said.radius_m / 1000:
        return _Cost(0.0, "in the district of {} as the region says", (said.name,), True)
    if km <= said.radius_m / 1000 + 10:
        return _Cost(0.06, "beside the district of {}", (said.name,), True)
    if place.admin1_code == said.admin1_code:
        return _Cost(0.12, "in {0.admin1}, not in the district of {1}", (place, said.name), True)
    return _Cost(0.3, "in {0.admin1}, not in the district of {1}", (place, said.name), contradicts=True)


def extent(place: Place, reading: Reading) -> tuple[str, str, float]:
    """Part, precision and radius in metres of what the reading means by the place."""
    around = bool(reading.precision)
    part = "" if around else reading.part
    if place.kind == "country":
        return part, PART_OF_COUNTRY if part else COUNTRY, place.radius_m
    if place.kind == "province":
        return part, PART_OF_PROVINCE if part or reading.rural else PROVINCE, place.radius_m
    if place.kind in DISTRICTS:
        return part, DISTRICT, place.radius_m
    if reading.precision == DISTRICT:
        return "", DISTRICT, _DISTRICT_M
    if around or reading.rural:
        return part, NEAR_SETTLEMENT, place.radius_m + _NEAR_M
    return part, SETTLEMENT, place.radius_m


def _is_homonym(first: Found, other: Found) -> bool:
    """Whether the other goes by the same name and is not far smaller; a place of unknown size counts as 10,000."""
    a, b = first.place, other.place
    same = _is_town(a) and _is_town(b) and {first.method, other.method} <= WRITTEN and not other.by_the_by
    return same and a.population < FAR_LARGER * max(b.population, UNKNOWN_PEOPLE)
