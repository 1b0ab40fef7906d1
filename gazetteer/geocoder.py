"""Gazetteer: the way in. Names to places by geopy's contract, without a network."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint

from gazetteer.descriptors import Reading, between, read, readings, spellings, split_region
from gazetteer.distance import Point
from gazetteer.index import open_index
from gazetteer.picking import PICKED, Picker, led_by
from gazetteer.place import SETTLEMENT, Match, Place
from gazetteer.points import as_match as _at
from gazetteer.points import coordinates, midway
from gazetteer.quarters import Quarter, is_namesake, is_part_of, possible_quarter, said_quarter, stand_in
from gazetteer.rank import ACCEPT, Context, Ranking, rank
from gazetteer.regions import UNITS, options, regions
from gazetteer.search import (
    Area,
    consonant_off_near,
    letter_off_near,
    one_consonant_off,
    sounding,
    sounding_near,
    spelled,
    word_off_near,
)
from gazetteer.together import resolve

_GOOD, _FAIR = 0.8, 0.6
_REACHES_KM = (20.0, 100.0, 20_100.0)


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]
    is_available = True

    def __init__(self, *, proxies: object, ssl_context: object) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    def get_json(self, url: str, *, timeout: object, headers: object) -> Any:
        raise GeocoderServiceError(f"{url}: this geocoder works without a network")

    get_text = get_json


LOOKED_AT = 5
"""Candidates that are weighed whatever the limit, so that it never decides what is accepted."""


class Gazetteer(Geocoder):  # type: ignore[misc]
    """A geocoder over the index on disk, safe to read from several threads.

    Opening builds the index where it is missing or stale, which takes about half a minute.
    """

    def __init__(self, path: Path | None = None, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout, adapter_factory=_NoNetwork)
        self._index = open_index(path)
        self._options = lru_cache(maxsize=1024)(self._read_options)
        self.picker = Picker(self._index, lambda text: self._options(text, frozenset()))

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._index.close()
        super().__exit__(kind, fault, trace)

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    @property
    def stamp(self) -> str:
        """The versions of the index's sources, keys and tables, and of the picks, in one line."""
        return "; ".join(filter(None, (self._index.stamp, self.picker.stamp)))

    def candidates(
        self,
        query: str,
        *,
        near: Point | None = None,
        region: str = "",
        country_codes: Sequence[str] | str = (),
        limit: int = 5,
    ) -> list[Match]:
        """The places that the printed name may mean, best first; at most the first is accepted; [] for none.

        `near` is a point the place should lie near, `region` the units or the country that the report says, as
        printed; `country_codes` (ISO 3166-1 alpha-2) shut all other countries out.
        """
        countries = _codes(country_codes)
        if self.picker.picks.refreshed() and (picked := self._picked(query, near, region, countries, limit)):
            return picked
        if (point := coordinates(query)) is not None:
            return [_at(point)]
        if (two := between(query)) is not None and (match := self._between(two, near, region, countries)):
            return [match]
        quarter = said_quarter(query)
        if quarter and (match := self._quarter(quarter, near, region, countries)):
            return [match][:limit]
        found: list[Match] = []
        for text in self._texts(query, countries):
            matches = self._candidates(text, near, region, countries, limit)
            if matches and (not found or matches[0].score > found[0].score):
                found = matches
            if found and found[0].accepted:
                return found
        return self._with_city(query, found, near, region, countries)[:limit]

    def _picked(
        self, query: str, near: Point | None, region: str, countries: frozenset[str], limit: int
    ) -> list[Match]:
        """The candidates led by a person's pick of the query as a whole, or of one of its spellings; [] for none."""
        for text in dict.fromkeys((query, *spellings(query))):
            if any(self.picker.knows(step.name) for step in readings(text)):
                found = self._candidates(text, near, region, countries, limit)
                if found and found[0].method == PICKED:
                    return found
        return []

    def _texts(self, query: str, countries: frozenset[str]) -> list[str]:
        """What to look for, one after the other: the query, or its spellings where it prints several.

        A unit in brackets, "Tripoli (Lebanon)", is where the place lies and no other name of it.
        """
        printed = spellings(query)
        if len(printed) == 1:
            return [query]
        inside = split_region(query)[1] if "(" in query else ""
        if inside and any(hit.place.kind in UNITS for hit in spelled(self._index, read(inside).name, countries)):
            return [query, *(f"{name} ({inside})" for name in printed[:-1] if len(printed) > 2)]
        return [printed[0], query, *printed[1:]]

    def _quarter(
        self, quarter: Quarter, near: Point | None, region: str, countries: frozenset[str], doubt: float = 1.0
    ) -> Match | None:
        """The quarter where it is known, else its city for it; None where no such city is taken."""
        city = next(iter(self._candidates(quarter.city, near, region, countries, 1)), None)
        if city is None or not city.accepted or city.place.kind != "settlement":
            return None
        if quarter.said:
            known = self._candidates(quarter.name, (city.place.lat, city.place.lon), "", countries, 1)
            if known and is_part_of(known[0], city):
                return known[0]
        return stand_in(quarter, city, doubt)

    def _with_city(
        self, query: str, found: list[Match], near: Point | None, region: str, countries: frozenset[str]
    ) -> list[Match]:
        """The candidates, none of them taken, and the city said for what may be a quarter of it."""
        quarter = possible_quarter(query)
        doubt = 1 - found[0].score if found else 1.0
        match = self._quarter(quarter, near, region, countries, doubt) if quarter else None
        if match is None or any(is_namesake(other, match) for other in found):
            return found
        return sorted([match, *found], key=lambda one: -one.score)

    def _candidates(
        self, query: str, near: Point | None, region: str, countries: frozenset[str], limit: int
    ) -> list[Match]:
        *outer, reading = readings(query)
        said = ", ".join(text for text in (reading.region, region) if text)
        units = self._options(said, countries) if said else ()
        near = near if units or near or not said else self._point_of(said, countries)
        context = Context(near, units)
        for step in outer:
            if picked := self.picker.find(step, context, countries):
                return led_by(picked, self._search(step, context, countries, limit), limit)
            whole = Ranking(step, context)
            whole.add(spelled(self._index, step.name, countries))
            if whole.best >= _GOOD:
                return whole.matches(limit)
        found = self._search(reading, context, countries, limit)
        picked = self.picker.find(reading, context, countries)
        return led_by(picked, found, limit) if picked else found

    def _between(
        self, names: tuple[str, str], near: Point | None, region: str, countries: frozenset[str]
    ) -> Match | None:
        """The middle of two places, as far as they reach; None where one of them is not taken."""
        one, other = (self._candidates(name, near, region, countries, 1) for name in names)
        if not (one and other and one[0].accepted and other[0].accepted):
            return None
        return midway(one[0], other[0])

    def resolve_together(
        self, names: Sequence[str], *, region: str = "", country_codes: Sequence[str] | str = (), limit: int = 5
    ) -> list[list[Match]]:
        """The candidates of each name of one document, in order; a name left open alone is looked for near the rest."""
        return resolve(
            names,
            lambda name, near: self.candidates(
                name, near=near, region=region, country_codes=country_codes, limit=limit
            ),
        )

    def region(self, text: str, country_codes: Sequence[str] | str = ()) -> list[Match]:
        """The admin-1 units and countries that a region cell names, in order, each with its part; [] for none."""
        return regions(self._index, text, _codes(country_codes))

    def _read_options(self, text: str, countries: frozenset[str]) -> tuple[Match, ...]:
        return options(self._index, text, countries)

    def _point_of(self, said: str, countries: frozenset[str]) -> Point | None:
        """The point of a settlement that stands where a region should: "Busra" of "Jamra, Busra"."""
        found = spelled(self._index, read(said).name, countries)
        match = next(iter(rank(found, Reading(said), Context(), 1)), None)
        return (match.place.lat, match.place.lon) if match and match.accepted else None

    def _search(self, reading: Reading, context: Context, countries: frozenset[str], limit: int) -> list[Match]:
        """From the sure ways of searching to the bold, until one gives a good match and there are enough."""
        name, ranking = reading.name, Ranking(reading, context)
        ranking.add(spelled(self._index, name, countries))
        is_local = context.near is not None or any(unit.place.admin1_code for unit in context.units)
        if is_local and ranking.best >= _GOOD:
            return ranking.matches(limit)
        area = _area(context, countries)
        for search in _LOCAL if is_local else _EVERYWHERE:
            if _is_enough(ranking, search, is_local, max(limit, LOOKED_AT)):
                break
            ranking.add(search(self._index, name, area))
        return ranking.matches(limit)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        near: Point | None = None,
        region: str = "",
        country_codes: Sequence[str] | str = (),
        min_score: float = ACCEPT,
    ) -> Location | list[Location] | None:
        """The accepted place as a Location, or None; with `exactly_one=False` every candidate, or None for none.

        `raw` holds the score, the method, the reasons, the precision and the other candidates.
        GeocoderQueryError when the query is not text.
        """
        if not isinstance(query, str):
            raise GeocoderQueryError(f"{query!r}: a place's name must be text")
        matches = self.candidates(query, near=near, region=region, country_codes=country_codes, limit=limit or 5)
        if not exactly_one:
            return [_location(query, match, matches) for match in matches] or None
        taken = matches and matches[0].accepted and matches[0].score >= min_score
        return _location(query, matches[0], matches) if taken else None

    def reverse(
        self,
        query: GeopyPoint | Point | str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """The nearest settlement, its distance in `raw["distance_km"]`; with `exactly_one=False` the nearest few.

        `raw["units"]` are the units of the nearest settlement, the smallest first: those that the point lies in but
        for the strip along a border.

        ValueError, from geopy, when the query is no point.
        """
        point = GeopyPoint(query)
        locations = self._nearest((point.latitude, point.longitude), 1 if exactly_one else limit or 5)
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _nearest(self, point: Point, count: int) -> list[Location]:
        for reach_km in _REACHES_KM:
            found = self._index.around(point, reach_km)[:count]
            if len(found) == count:
                break
        units = (
            [
                {"name": unit.name, "kind": unit.kind, "id": unit.id}
                for unit in self._index.units_of(self._index.place(found[0][1]))
            ]
            if found
            else []
        )
        return [_near_location(point, km, self._index.place(number), units) for km, number in found]


def _codes(country_codes: Sequence[str] | str) -> frozenset[str]:
    codes = country_codes.split(",") if isinstance(country_codes, str) else country_codes
    return frozenset(code.strip().upper() for code in codes if code.strip())


def _area(context: Context, countries: frozenset[str]) -> Area:
    units = frozenset(unit.place.admin1_code for unit in context.units if unit.place.admin1_code)
    return Area(context.near, units, frozenset(unit.place.country for unit in context.units), countries)


def _is_enough(ranking: Ranking, search: Any, is_local: bool, limit: int) -> bool:
    """Whether this search can be left out; without a context names that sound alike fill up what is asked for."""
    if is_local:
        return ranking.best >= (_FAIR if search in _FAR_AFIELD else _GOOD)
    return ranking.best >= _GOOD and (len(ranking) >= limit or search is not sounding)


_LOCAL = (sounding_near, consonant_off_near, letter_off_near, word_off_near, sounding, one_consonant_off)
_FAR_AFIELD = (sounding, one_consonant_off)
_EVERYWHERE = (sounding, one_consonant_off)


def _summary(match: Match) -> dict[str, Any]:
    place = match.place
    return {
        "id": place.id,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "admin1_code": place.admin1_code,
        "score": match.score,
        "method": match.method,
        "accepted": match.accepted,
    }


def as_dict(match: Match, printed: str) -> dict[str, Any]:
    """The match as plain text and numbers: its place, the argument for it, and the name as printed."""
    return {
        **_summary(match),
        "name_ar": match.place.name_ar,
        "spelling": match.spelling,
        "reasons": list(match.reasons),
        "precision": match.precision,
        "radius_m": match.radius_m,
        "part": match.part,
        "guessed": match.guessed,
        "printed": printed,
    }


def _location(printed: str, match: Match, matches: list[Match]) -> Location:
    others = [_summary(other) for other in matches if other is not match]
    raw = {**as_dict(match, printed), "alternatives": others}
    return Location(match.place.address, (match.place.lat, match.place.lon), raw)


def _near_location(point: Point, km: float, place: Place, units: list[dict[str, str]]) -> Location:
    match = Match(
        place=place,
        score=1.0,
        method="nearest",
        spelling=place.name,
        reasons=(f"{km:.1f} km from the point",),
        precision=SETTLEMENT,
        radius_m=place.radius_m,
    )
    raw = {
        **as_dict(replace(match, accepted=True), f"{point[0]}, {point[1]}"),
        "distance_km": round(km, 3),
        "units": units,
    }
    return Location(place.address, (place.lat, place.lon), {**raw, "alternatives": []})
