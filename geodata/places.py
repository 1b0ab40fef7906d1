"""Places to go to while a name is typed: those of the store's incidents first, then the gazetteer's."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import pandas as pd

from gazetteer import Gazetteer
from gazetteer.place import Place
from gazetteer.prefix import beginning, opened

from .kept import once_a_snapshot
from .search import searchable
from .store import Store

LIMIT = 8
ALIKE = 3
LIKELY = 0.6
"""How many places with another spelling are offered, and the score that they need."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by its name in English and Arabic, its admin-1 unit and country (ISO 3166-1 alpha-2).

    `lat`, `lon` in decimal degrees; the place lies within `radius_m`. `kind` is one of the gazetteer's, or
    for places of incidents how precisely they are known there. `incidents` of the store are there, 0 where only the
    gazetteer knows the place.
    """

    name: str
    name_ar: str
    admin1: str
    country: str
    lat: float
    lon: float
    radius_m: float
    kind: str
    incidents: int


def places(store: Store, words: str, limit: int = LIMIT) -> list[Spot]:
    """The places that `words` may mean, at most `limit`; [] for fewer than two letters.

    Places of incidents come first, those with most incidents before others: each word begins a word of their name, in
    English, Arabic or as printed. Then names of the gazetteer that begin so, first in the store's countries; then,
    where nothing was found, names that sound alike. Without a built gazetteer the store alone answers.
    """
    wanted = searchable(words).split()
    if len("".join(wanted)) < 2:
        return []
    known = own(store)
    found = [spot for key, spot in known.spots if all(f" {word}" in key for word in wanted)][:limit]
    others = (place for place in _beginning(words, known.countries, 2 * limit) if place.id not in known.by_id)
    found += map(_spot, islice(others, limit - len(found)))
    return found or [known.by_id.get(place.id) or _spot(place) for place in _alike(words, known.countries)]


@dataclass(frozen=True, slots=True)
class Own:
    """The places of a snapshot's incidents, most incidents first, each with its folded words; by id; their
    countries."""

    spots: list[tuple[str, Spot]]
    by_id: dict[str, Spot]
    countries: tuple[str, ...]


CHUNK_ROWS = 1_000_000
"""Rows asked for at once, so that each answer keeps well within the store's limit of time."""
_SQL = """
SELECT coalesce(place_id, '') AS place_id, coalesce(place_printed, '') AS printed, lat, lon, any_value(place) AS name,
    coalesce(any_value(place_ar), '') AS name_ar, coalesce(any_value(admin1_name), '') AS admin1,
    coalesce(any_value(admin0), '') AS country, coalesce(max(radius_m), 0) AS radius_m,
    coalesce(any_value(location_precision), '') AS kind, CAST(count(*) AS INTEGER) AS incidents
FROM incidents WHERE rowid >= ? AND rowid < ? AND lat IS NOT NULL AND place <> '' GROUP BY 1, 2, 3, 4
"""


@once_a_snapshot(2)
def own(store: Store) -> Own:
    """The places of the current snapshot's incidents; found in about a second for five million of them."""
    top = int(store.ask("SELECT coalesce(max(rowid), -1) AS top FROM incidents")["top"].iloc[0])
    parts = [store.ask(_SQL, [first, first + CHUNK_ROWS]) for first in range(0, max(top, 0) + 1, CHUNK_ROWS)]
    rows = pd.concat(parts, ignore_index=True)
    told = {name: "first" for name in ("name", "name_ar", "admin1", "country", "radius_m", "kind")}
    joined = rows.groupby(["place_id", "lat", "lon"], sort=False).agg(told | {"incidents": "sum", "printed": " ".join})
    listed = joined.reset_index().sort_values(["incidents", "name"], ascending=[False, True]).to_dict("records")
    spots = [(_key(row), Spot(**{name: row[name] for name in Spot.__dataclass_fields__})) for row in listed]
    by_id = {row["place_id"]: spot for row, (_, spot) in zip(reversed(listed), reversed(spots), strict=True)}
    return Own(spots, by_id, tuple(sorted({spot.country for _, spot in spots if spot.country})))


def _key(row: dict[Hashable, Any]) -> str:
    return f" {searchable(' '.join((row['name'], row['name_ar'], row['printed'])))}"


def _beginning(words: str, countries: tuple[str, ...], limit: int) -> Iterator[Place]:
    """The gazetteer's places whose name begins so: those of the countries, then those of the world."""
    index = opened()
    if index is None:
        return
    here = [place for _, place in beginning(index, words, countries, limit)] if countries else []
    yield from here
    told = {place.id for place in here}
    yield from (place for _, place in beginning(index, words, (), limit + len(here)) if place.id not in told)


def _alike(words: str, countries: tuple[str, ...]) -> list[Place]:
    """The places of the countries whose name sounds alike, or the point where the words are one."""
    if opened() is None:
        return []
    matches = gazetteer().candidates(words, country_codes=countries, limit=ALIKE)
    return [match.place for match in matches if match.score >= LIKELY][:ALIKE]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, opened once; ask `gazetteer.prefix.opened` first whether it is built."""
    return Gazetteer()


def _spot(place: Place) -> Spot:
    unit = place.admin1 if place.kind == "settlement" else ""
    return Spot(
        place.name, place.name_ar, unit, place.country, place.lat, place.lon, place.radius_m, place.kind, incidents=0
    )
