"""Claims: incidents that may be the same event as one, and those that lie nearest to it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gazetteer.place import AT_SEA, COUNTRY, PART_OF_COUNTRY, PART_OF_PROVINCE, PROVINCE

from .breakdown import BY
from .query import EVERYTHING, LISTED, Filter
from .schema import UNCLASSIFIED
from .store import Store

NEAR_M = 5_000.0
"""Points within this distance of each other, in metres, may be one event, however precise they are."""
DAYS_APART = 1
CLAIMS_MAX = 12
"""How many claims are listed where there are more."""
REACH_M = 25_000.0
"""How far "nearby" reaches, in metres."""
UNIT = (PART_OF_PROVINCE, PROVINCE)
"""Precisions that say no more than an admin-1 unit."""
WIDE = (PART_OF_COUNTRY, COUNTRY, AT_SEA)
"""Precisions that say too little to compare places."""
_HALF_TURN_M = 20_015_115.0
_DISTANCE = (
    f"{_HALF_TURN_M} / pi() * 2 * asin(least(1, sqrt(power(sin(radians(lat - ?) / 2), 2) "
    "+ cos(radians(lat)) * cos(radians(?)) * power(sin(radians(lon - ?) / 2), 2)))) AS distance_m"
)


def also_reported(store: Store, row: dict[str, Any], limit: int = CLAIMS_MAX) -> pd.DataFrame:
    """Incidents of other datasets, or of other claimants in the same one, that may be the same event as `row` (as
    `incident` gives it): columns of LISTED, the dataset's title, distance_m; by days apart and distance, at most
    `limit`.

    Their days lie within a day of each other, both have the same event type or one is Unclassified, both the same
    status; their points lie within NEAR_M or either's radius, or, where one is known to an admin-1 unit alone, they lie
    in the same unit. What is known to a country alone is not compared. No filter applies, and nothing is merged.
    """
    same_place, place = _same_place(row)
    return store.ask(
        f"SELECT * FROM (SELECT {', '.join(LISTED)}, {BY['source'].name} AS title, {_DISTANCE} FROM incidents "
        "WHERE id <> ? AND (source <> ? OR claimant <> ?) AND start_day <= ? AND end_day >= ? "
        "AND (event_type = ? OR ? IN (event_type, ?)) AND status = ?) "
        f"WHERE {same_place} ORDER BY greatest(0, start_day - ?, ? - end_day), distance_m, id LIMIT ?",
        [
            *(row["lat"], row["lat"], row["lon"], row["id"], row["source"], row["claimant"]),
            *(row["end_day"] + DAYS_APART, row["start_day"] - DAYS_APART),
            *(row["event_type"], UNCLASSIFIED, row["event_type"], row["status"]),
            *(*place, row["end_day"], row["start_day"], limit),
        ],
    )


def _same_place(row: dict[str, Any]) -> tuple[str, list[object]]:
    """The condition that an incident may lie where `row` does, and its values."""
    if row["lat"] is None or row["location_precision"] in WIDE:
        return "false", []
    comparable = f"location_precision NOT IN {WIDE}"
    if row["location_precision"] in UNIT:
        return f"{comparable} AND admin1 = ?", [row["admin1"]]
    near = f"distance_m <= greatest({NEAR_M}, ?, coalesce(radius_m, 0))"
    same = f"CASE WHEN location_precision IN {UNIT} THEN admin1 = ? ELSE {near} END"
    return f"{comparable} AND {same}", [row["admin1"], row["radius_m"] or 0.0]


def nearby(
    store: Store, row: dict[str, Any], where: Filter = EVERYTHING, within_m: float = REACH_M, limit: int = 3
) -> pd.DataFrame:
    """The incidents of the filter nearest to `row` (as `incident` gives it) within that distance: columns of LISTED and
    distance_m; nearest first, then nearest in time. None where `row` has no point or stands for a unit or more."""
    condition, values = where.sql()
    coarse = (*UNIT, *WIDE)
    known = row["lat"] is not None and row["location_precision"] not in coarse
    lat, tall = row["lat"] or 0.0, within_m / _HALF_TURN_M * 180
    return store.ask(
        f"SELECT * FROM (SELECT {', '.join(LISTED)}, {_DISTANCE} FROM incidents WHERE ? AND id <> ? "
        f"AND lat BETWEEN ? AND ? AND location_precision NOT IN {coarse} AND {condition}) "
        "WHERE distance_m <= ? ORDER BY distance_m, abs(start_day - ?), id LIMIT ?",
        [lat, lat, row["lon"], known, row["id"], lat - tall, lat + tall, *values, within_m, row["start_day"], limit],
    )
