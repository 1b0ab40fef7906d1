"""Flows: where the displaced of a movement came from and went to, as two points; and why a movement cannot be drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pandas as pd

from gazetteer.names import skeleton
from gazetteer.prefix import opened

from .displaced import Range, movements, spanned
from .kept import once_a_snapshot
from .places import gazetteer
from .query import EVERYTHING, Filter
from .regions import load
from .search import searchable
from .store import Store

NEAR_DEG = 0.02
"""An origin closer than this to its destination, in degrees, is the same place."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a flow: its name, `lat` and `lon` in decimal degrees; of an area, a point that stands for it."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Flow:
    """People who moved from one end to the other in the window. `measure` is flow (arrivals) or return.

    `people` spans what the sources say, periods added that do not overlap; `first_day` and `last_day` (since
    1970-01-01) span those, None where no source says them.
    """

    origin: End
    destination: End
    measure: str
    people: Range
    first_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class Flows:
    """The flows to draw, widest first, and for each movement that cannot be drawn its id and why."""

    drawn: tuple[Flow, ...]
    undrawn: dict[str, str]


def flows(store: Store, where: Filter = EVERYTHING) -> Flows:
    """The movements of the filter (`displaced.movements`) as flows.

    A source gives an origin by name alone. It is taken for a region of the destination's country, or else for the place
    that the gazetteer accepts, there or anywhere. Movements without an origin are neither drawn nor listed as undrawn.
    """
    rows = movements(store, where)
    rows = rows[rows["origin"].fillna("") != ""]
    ends = {row["id"]: _ends(row) for row in rows.to_dict("records")}
    undrawn = {str(id): end for id, end in ends.items() if isinstance(end, str)}
    drawn = rows[~rows["id"].isin(undrawn)]
    groups: dict[tuple[Any, str], list[Hashable]] = {}
    for index, row in drawn.iterrows():
        groups.setdefault((ends[row["id"]], str(row["measure"])), []).append(index)
    found = [_flow(pair[0], pair[1], measure, drawn.loc[rows]) for (pair, measure), rows in groups.items()]
    return Flows(tuple(sorted(found, key=lambda flow: -(flow.people.high or 0))), undrawn)


def _ends(row: dict[Hashable, Any]) -> tuple[End, End] | str:
    """Origin and destination of a movement, or why they are not known."""
    if row["lat"] is None or row["lat"] != row["lat"]:
        return "its destination has no point"
    if pd.isna(row["lower"]) and pd.isna(row["upper"]):
        return "it gives no number"
    origin = origin_of(str(row["origin"]), str(row["admin0"] or ""))
    if origin is None:
        return f"'{row['origin']}' is no region or place that is known, or several"
    named = row["place"] or row["place_printed"] or row["region_printed"] or ""
    destination = End(str(named), float(row["lat"]), float(row["lon"]))
    if abs(origin.lat - destination.lat) < NEAR_DEG and abs(origin.lon - destination.lon) < NEAR_DEG:
        return "it stays within one place or region"
    return origin, destination


def origin_of(name: str, country: str = "") -> End | None:
    """The point that stands for an origin as printed; None where it is not known. `country` is the destination's."""
    return _origin(name, country, opened() is not None)


@lru_cache(maxsize=4096)
def _origin(name: str, country: str, has_index: bool) -> End | None:
    unit = _unit(name, country)
    if unit:
        spot = load().part(unit)
        return End(load().names()[unit].name, spot.lat, spot.lon)
    if not has_index:
        return None
    for countries in ((country,), ()) if country else ((),):
        matches = gazetteer().candidates(name, country_codes=countries, limit=1)
        if matches and matches[0].accepted:
            return End(matches[0].place.name, matches[0].place.lat, matches[0].place.lon)
    return None


def _unit(name: str, country: str) -> str:
    """The code of the country's unit of that name, or else of the one that sounds so; "" for none."""
    units = {code: unit for code, unit in load().names().items() if unit.country == country}
    for key in (searchable, skeleton):
        wanted = key(name)
        found = [code for code, unit in units.items() if wanted and wanted in (key(unit.name), key(unit.name_ar))]
        if len(found) == 1:
            return found[0]
    return ""


def _flow(origin: End, destination: End, measure: str, rows: pd.DataFrame) -> Flow:
    kept = [rows.loc[period] for period in _apart(rows)]
    spans = [spanned(claims) for claims in kept]
    days = pd.concat(kept)
    people = Range(
        sum(span.low or 0 for span in spans),
        sum(span.high or 0 for span in spans),
        any(span.open_below for span in spans),
        any(span.open_above for span in spans),
        max(span.as_of_day or 0 for span in spans),
        tuple(sorted({name for span in spans for name in span.claimants})),
    )
    return Flow(origin, destination, measure, people, _day(days["start_day"].min()), _day(days["end_day"].max()))


@once_a_snapshot(16)
def arrivals(store: Store, where: Filter = EVERYTHING) -> tuple[tuple[int, int, int, int], ...]:
    """New displacement spread evenly over the days of each figure: first and last day (since 1970-01-01) of a stretch,
    people a day at least and at most.

    The figures are those of `movements` whatever the window; of one area, a period that overlaps a longer one is left
    out.
    """
    rows = movements(store, where.without("start", "end"))
    rows = rows[rows["measure"] == "flow"]
    edges: dict[int, list[float]] = {}
    for _, peers in rows.groupby(rows["regions"].fillna("") + "|" + rows["place"].fillna("")):
        for period in _apart(peers):
            claims = peers.loc[period]
            people = spanned(claims)
            first = int(claims["start_day"].fillna(claims["as_of_day"]).min())
            last = int(claims["end_day"].fillna(claims["as_of_day"]).max())
            for day, sign in ((first, 1), (last + 1, -1)):
                edge = edges.setdefault(day, [0.0, 0.0])
                edge[0] += sign * (people.low or 0) / (last + 1 - first)
                edge[1] += sign * (people.high or 0) / (last + 1 - first)
    return tuple(_stretches(edges))


def _stretches(edges: dict[int, list[float]]) -> Iterator[tuple[int, int, int, int]]:
    low = high = 0.0
    for day, following in pairwise(sorted(edges)):
        low, high = low + edges[day][0], high + edges[day][1]
        if round(high) > 0:
            yield day, following - 1, round(low), round(high)


def _apart(rows: pd.DataFrame) -> Iterable[list[object]]:
    """The rows of each period; a period that overlaps a longer one is left out, as its people are in that one."""
    first = rows["start_day"].fillna(rows["as_of_day"])
    last = rows["end_day"].fillna(rows["as_of_day"])
    periods = {(int(a), int(b)) for a, b in zip(first, last, strict=True)}
    kept: list[tuple[int, int]] = []
    for a, b in sorted(periods, key=lambda period: (period[0] - period[1], period)):
        if all(b < c or d < a for c, d in kept):
            kept.append((a, b))
    for a, b in kept:
        yield list(rows.index[(first == a) & (last == b)])


def _day(day: Any) -> int | None:
    return None if pd.isna(day) else int(day)
