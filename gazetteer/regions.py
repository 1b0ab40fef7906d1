"""What a region cell names: admin-1 units and countries, "Dar'a, Quneitra", "western Dara'a", "Idleb, Syria"."""

import re
from dataclasses import replace

from gazetteer.descriptors import Reading, read, readings
from gazetteer.index import Index
from gazetteer.names import LONGEST
from gazetteer.place import DISTRICT, Match
from gazetteer.rank import Context, rank
from gazetteer.search import Area, Found, one_consonant_off, sounding, spelled

UNITS = frozenset(("province", "country"))
_DISTRICT_UNITS = frozenset(("district",))
_BETWEEN = re.compile(r"\s*(?:[,،;؛/|&+()\n]|\band\b|\s-\s| و(?=ال)| و )\s*", re.IGNORECASE)
_LEAST = 0.75
_LEVEL = 0.6


def regions(index: Index, text: str, countries: frozenset[str] = frozenset()) -> list[Match]:
    """The units named, in order, each once; a country that only says where a unit lies is left out."""
    named = _named(index, text, countries)
    return list(dict.fromkeys(_without_their_country([options[0] for options in named])))


def options(index: Index, text: str, countries: frozenset[str] = frozenset()) -> tuple[Match, ...]:
    """The units that the text may mean: as `regions`, with every unit of a name that the text leaves open."""
    level = [
        match for found in _named(index, text, countries) for match in found if match.score > found[0].score * _LEVEL
    ]
    districts = _districts(index, text, countries, level)
    kept = [match for match in level if match.place.admin1_code not in {one.place.admin1_code for one in districts}]
    return tuple(dict.fromkeys((*districts, *_without_their_country(kept))))


def _districts(index: Index, text: str, countries: frozenset[str], units: list[Match]) -> list[Match]:
    """The districts that the text calls so, in one of the units where it names any, if the index knows districts."""
    named = []
    inside = {unit.place.admin1_code for unit in units if unit.place.kind == "province"}
    for piece in _BETWEEN.split(text[:LONGEST]):
        reading = read(piece)
        if reading.precision == DISTRICT and reading.name:
            found = [hit for hit in spelled(index, reading.name, countries) if hit.place.kind == "district"]
            found = found or sounding(index, reading.name, Area(countries=countries), _DISTRICT_UNITS)
            found = [hit for hit in found if not inside or hit.place.admin1_code in inside]
            named += rank(found, reading, Context(), limit=1)
    return named


def _named(index: Index, text: str, countries: frozenset[str]) -> list[list[Match]]:
    """For each name in the text that is a unit's, the units it may mean, best first."""
    whole = _units(index, Reading(text[:LONGEST].strip()), countries, by_sound=False)
    if whole:
        return [whole]
    pieces = [piece for piece in _BETWEEN.split(text[:LONGEST]) if piece.strip()]
    named = [found for piece in pieces if (found := _piece(index, piece, countries))]
    return _agreeing(named)


def _piece(index: Index, piece: str, countries: frozenset[str]) -> list[Match]:
    """The units of the first step of the reading that names one: Rif Dimashq before the country round Dimashq."""
    steps = readings(" ".join(piece.split()))
    for step in steps:
        found = _units(index, step, countries, by_sound=False)
        if found:
            return found
    return [] if steps[-1].precision == DISTRICT else _units(index, steps[-1], countries, by_sound=True)


def _units(index: Index, reading: Reading, countries: frozenset[str], by_sound: bool) -> list[Match]:
    reading = replace(reading, kind="", precision="")
    found = [hit for hit in spelled(index, reading.name, countries) if hit.place.kind in UNITS]
    if not found and by_sound:
        found = _like(index, reading.name, Area(countries=countries))
    return rank(found, reading, Context(), limit=20)


def _like(index: Index, name: str, area: Area) -> list[Found]:
    for search in (sounding, one_consonant_off):
        found = [hit for hit in search(index, name, area, UNITS) if hit.likeness >= _LEAST]
        if found:
            return found
    return []


def _agreeing(named: list[list[Match]]) -> list[list[Match]]:
    """The same, each narrowed to the countries of the others where that leaves something."""
    if len(named) < 2:
        return named
    narrowed = []
    for place, found in enumerate(named):
        others = {match.place.country for at, other in enumerate(named) if at != place for match in other[:3]}
        narrowed.append([match for match in found if match.place.country in others] or found)
    return narrowed


def _without_their_country(matches: list[Match]) -> list[Match]:
    homes = {match.place.country for match in matches if match.place.kind == "province"}
    return [match for match in matches if match.place.kind != "country" or match.place.country not in homes]
