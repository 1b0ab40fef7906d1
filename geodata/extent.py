"""What a store spans in time and space."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gazetteer.place import COUNTRY

from .kept import once_a_snapshot
from .query import Box, Filter
from .store import Store

CORE_ROWS = 200_000
NEAR = 0.5
"""So far beyond the core, in shares of its width or height, incidents still belong to it."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a store spans: first and last day of incidents or figures (days since 1970-01-01); west, south, east, north
    of all points of incidents, of figures where no incident has one, in degrees; and `core`, the same without the
    outermost twentieth on each side as far as that is not near. None where it holds nothing."""

    first_day: int | None
    last_day: int | None
    bbox: Box | None
    core: Box | None


@once_a_snapshot(4)
def extent(store: Store) -> Extent:
    """The span of the store in time and space; `core` from about CORE_ROWS of the incidents where there are many."""
    step = max(1, store.counts()["incidents"] // CORE_ROWS)
    taken = ", ".join(
        f"quantile_cont({side}, {share}) FILTER (WHERE taken) AS core_{name}"
        for side, share, name in (
            ("lon", 0.05, "west"),
            ("lat", 0.05, "south"),
            ("lon", 0.95, "east"),
            ("lat", 0.95, "north"),
        )
    )
    row = store.ask(
        "SELECT min(first) AS first, max(last) AS last, min(lon) AS west, min(lat) AS south, max(lon) AS east, "
        f"max(lat) AS north, {taken} FROM ("
        "SELECT start_day AS first, end_day AS last, lon, lat, mod(rowid, ?) = 0 AS taken FROM incidents UNION ALL "
        "SELECT as_of_day, as_of_day, CASE WHEN bare THEN lon END, CASE WHEN bare THEN lat END, true "
        "FROM displacement, (SELECT count(lon) = 0 AS bare FROM incidents))",
        [step],
    ).iloc[0]
    if pd.isna(row["first"]):
        return Extent(None, None, None, None)
    return Extent(int(row["first"]), int(row["last"]), _box(row, ""), _core(store, _box(row, "core_")))


def _core(store: Store, most: Box | None) -> Box | None:
    """`most`, the box without the outermost twentieth, and the incidents that are NEAR it."""
    if most is None:
        return None
    west, south, east, north = most
    wide, high = NEAR * (east - west), NEAR * (north - south)
    found = store.ask(
        "SELECT min(lon) AS west, min(lat) AS south, max(lon) AS east, max(lat) AS north FROM incidents "
        "WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?",
        [west - wide, east + wide, south - high, north + high],
    ).iloc[0]
    return _box(found, "") or most


def covered(store: Store, where: Filter) -> Box | None:
    """West, south, east and north of the incidents of the filter that stand on the map, in degrees; None for none.

    East is more than 180 where they lie closer together across the antimeridian.
    """
    condition, values = where.sql()
    row = store.ask(
        "SELECT min(lon) AS west, min(lat) AS south, max(lon) AS east, max(lat) AS north, "
        "min(eastward) AS other_west, min(lat) AS other_south, max(eastward) AS other_east, max(lat) AS other_north "
        "FROM (SELECT *, CASE WHEN lon < 0 THEN lon + 360 ELSE lon END AS eastward FROM incidents) AS incidents "
        f"WHERE location_precision IS DISTINCT FROM '{COUNTRY}' AND {condition}",
        values,
    ).iloc[0]
    across = row["other_east"] - row["other_west"] < row["east"] - row["west"]
    return _box(row, "other_" if across else "")


def _box(row: pd.Series, prefix: str) -> Box | None:
    west, south, east, north = (row[prefix + side] for side in ("west", "south", "east", "north"))
    return None if pd.isna(west) else (float(west), float(south), float(east), float(north))
