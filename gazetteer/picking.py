"""Whether a person's pick holds for a name in its context, and the match that it makes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from gazetteer.descriptors import Reading
from gazetteer.distance import Point, km_between, lies_to
from gazetteer.index import Index, shelf_of
from gazetteer.names import fold, is_code
from gazetteer.picks import Pick, Picks
from gazetteer.place import Match, Place
from gazetteer.rank import DISTRICTS, Context, by_region, extent
from gazetteer.search import LOCAL_KM, spelled

PICKED = "picked"
Units = Callable[[str], Sequence[Match]]
"""The units that a text may mean."""


class Picker:
    """The picks that lie beside an index, and what they say of a name."""

    def __init__(self, index: Index, units: Units) -> None:
        self.picks = Picks(shelf_of(index.path).folder)
        self._index = index
        self.units = units
        self._place = lru_cache(maxsize=1024)(index.known_as)
        self._units_at = lru_cache(maxsize=1024)(self._read_units_at)

    @property
    def stamp(self) -> str:
        """How many picks there are and what they are, in a few digits; empty for none."""
        picks = self.picks.all()
        digest = hashlib.sha256(repr(picks).encode()).hexdigest()
        return f"{len(picks)} picks {digest[:8]}" if picks else ""

    def knows(self, name: str) -> bool:
        """Whether a pick of this name is kept, whatever its context."""
        return fold(name) in self.picks.latest

    def places(self, id: str) -> list[Place]:
        """The places with this id or P-code; one, where it is known."""
        place = self._place(id)
        if place is not None:
            return [place]
        return [found.place for found in spelled(self._index, id.upper()) if is_code(id.upper())]

    def find(self, reading: Reading, context: Context, countries: frozenset[str]) -> Match | None:
        """The match of the pick that holds here: of several the one for the smallest area, of those the latest."""
        if not self.picks.latest:
            return None
        holding = []
        for pick in self.picks.latest.get(fold(reading.name), ()):
            place = self._place(pick.place_id)
            if place and not (countries and place.country not in countries) and self._holds(pick, context, countries):
                holding.append((self._width(pick), pick, place))
        if not holding:
            return None
        _, pick, place = min(holding, key=lambda one: one[0])
        return _match(pick, place, reading, context)

    def _width(self, pick: Pick) -> float:
        if pick.near:
            return LOCAL_KM * 1000
        return max(unit.radius_m for unit in self.units(pick.region)) if pick.region else float("inf")

    def _holds(self, pick: Pick, context: Context, countries: frozenset[str]) -> bool:
        if pick.near:
            return context.near is not None and km_between(pick.near, context.near) <= LOCAL_KM
        if not pick.region:
            return True
        picked = self.units(pick.region)
        said = [unit for unit in context.units if unit.place.kind != "country"]
        if said or context.near is None:
            return _is_one_in(said or context.units, picked) or _are_all(countries, picked)
        return self._is_at(context.near, picked)

    def _is_at(self, point: Point, picked: Sequence[Match]) -> bool:
        """Whether the point lies in one of the units, by the units of the nearest settlement."""
        places = self._units_at(point)
        return any(
            unit.place in places and (not unit.part or lies_to(unit.part, point, (unit.place.lat, unit.place.lon)))
            for unit in picked
        )

    def _read_units_at(self, point: Point) -> tuple[Place, ...]:
        nearest = self._index.around(point, LOCAL_KM)
        return tuple(self._index.units_of(self._index.place(nearest[0][1]))) if nearest else ()


def _is_one_in(said: Sequence[Match], picked: Sequence[Match]) -> bool:
    return any(_is_in(inner, outer) for inner in said for outer in picked)


def _is_in(inner: Match, outer: Match) -> bool:
    """Whether the unit said is the one picked, or lies in it."""
    a, b = inner.place, outer.place
    if outer.part:
        return a.id == b.id and inner.part == outer.part
    if a.id == b.id or (b.kind == "country" and a.country == b.country):
        return True
    return a.kind in DISTRICTS and b.kind == "province" and bool(b.admin1_code) and a.admin1_code == b.admin1_code


def _are_all(countries: frozenset[str], picked: Sequence[Match]) -> bool:
    whole = {unit.place.country for unit in picked if unit.place.kind == "country" and not unit.part}
    return bool(countries) and countries <= whole


def _match(pick: Pick, place: Place, reading: Reading, context: Context) -> Match:
    part, precision, radius_m = extent(place, reading)
    region = by_region(place, context.units)
    against = (region.reason.format(*region.values),) if region.contradicts else ()
    where = "" if pick.context == "everywhere" else f", {pick.context}"
    return Match(
        place=place,
        score=1.0,
        method=PICKED,
        spelling=pick.name,
        reasons=(f"picked by {pick.by} on {pick.on}{where}: {pick.why}", *against),
        precision=precision,
        radius_m=radius_m,
        part=part,
        accepted=True,
    )


def led_by(picked: Match, others: Sequence[Match], limit: int) -> list[Match]:
    """The pick first, then what would have been found without it, none of it accepted."""
    rest = [replace(match, accepted=False) for match in others if match.place.id != picked.place.id]
    return [picked, *rest][:limit]
