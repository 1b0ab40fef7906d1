"""Displacement figures: which hold on a day, which rival each other, and why the rest stays out of the total."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from gazetteer.place import COUNTRY

from .area import holds
from .extent import extent
from .kept import once_a_snapshot
from .moments import to_date, to_day
from .query import EVERYTHING, NOWHERE, Filter
from .store import Store

TOTAL = "total"
PART = "part"
OUTDATED = "outdated"
FORECAST = "forecast"
TRIANGULATION = "triangulation"
OUTSIDE = "outside"

STALE_DAYS = 7
"""A figure is no rival of one that is more than this many days newer: the older one is outdated, not contradicted."""


@dataclass(frozen=True, slots=True)
class Range:
    """What several claims span, in people. `open_above`: someone says "more than"; `open_below`: `low` itself is an
    "up to".

    `as_of_day` is the newest day of the figures in it; `claimants` say them. `low` and `high` are None where nobody
    gives a number.
    """

    low: int | None
    high: int | None
    open_below: bool
    open_above: bool
    as_of_day: int | None
    claimants: tuple[str, ...]


NOTHING = Range(None, None, False, False, None, ())

COLUMNS = (
    "id, source, measure, status, role, quantifier, low, value, high, figure_printed, unit, household_size, "
    "as_of_day, start_day, end_day, place_printed, region_printed, place, lat, lon, location_precision, radius_m, "
    "match_reason, admin0, admin1, admin1_name, regions, scope, origin, claimant, compiled_from, quote, url"
)


@once_a_snapshot(64)
def stocks(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """The stock figures that hold on the filter's last day, each claimant's newest for each scope; totals first.

    Columns: those of `schema.DISPLACEMENT` that say what, where, when and who; `lower`, `upper` (people; empty
    where that side is open); `standing`, one of total, part, outdated, forecast, triangulation, outside; `why`, the
    reason in words. A figure holds from its day until the same claimant gives a newer one for the same scope. Totals
    are figures whose scope no other valid figure contains. Only dates, regions and sources of the filter apply.
    """
    condition, values = _holds(where)
    rows = store.ask(
        f"SELECT {COLUMNS} FROM (SELECT *, row_number() OVER ("
        "PARTITION BY coalesce(claimant, 'dataset ' || source), scope, regions, status = 'forecast', "
        "CASE WHEN scope = 'place' THEN coalesce(place_id, place_printed) END ORDER BY as_of_day DESC, "
        "source_row DESC, id) AS newest "
        f"FROM displacement WHERE measure = 'stock' AND status IN ('reported', 'forecast') AND {condition}) AS claims "
        "WHERE newest = 1 ORDER BY as_of_day DESC, id",
        values,
    )
    return _with_standing(_with_bounds(rows), where.regions)


def _holds(where: Filter) -> tuple[str, list[object]]:
    parts: list[str] = ["true"]
    values: list[object] = []
    if where.end:
        parts.append("as_of_day <= ?")
        values.append(to_day(where.end))
    if where.sources:
        parts.append(f"source IN ({', '.join('?' * len(where.sources))})")
        values.extend(where.sources)
    return " AND ".join(parts), values


def _with_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    people = rows["household_size"].where(rows["unit"] == "households", 1.0).astype("Float64")
    value = rows["value"].astype("Float64")
    lower, upper = rows["low"].astype("Float64").fillna(value), rows["high"].astype("Float64").fillna(value)
    lower = lower.mask(rows["quantifier"] == "up to")
    upper = upper.mask(rows["quantifier"] == "more than")
    return rows.assign(lower=(lower * people).round().astype("Int64"), upper=(upper * people).round().astype("Int64"))


def _scope(row: pd.Series) -> frozenset[str]:
    return frozenset((row["regions"] or "").split()) or frozenset(filter(None, [row["admin1"] or row["admin0"]]))


def within(inner: frozenset[str], outer: frozenset[str]) -> bool:
    """Whether every unit of `inner` is in `outer`, or lies in a country that is."""
    return all(code in outer or code.split("-")[0] in outer for code in inner)


def _is_within(scope: frozenset[str], chosen: frozenset[str]) -> bool:
    """Whether the chosen regions hold the area; what covers no known area is in none of them."""
    return not chosen or (bool(scope) and within(scope, chosen))


def _with_standing(rows: pd.DataFrame, regions: tuple[str, ...]) -> pd.DataFrame:
    chosen = frozenset(regions)
    scopes = [_scope(row) for _, row in rows.iterrows()]
    sound = [
        i for i, (_, row) in enumerate(rows.iterrows()) if _barred(row, scopes[i]) is None and row["scope"] == "regions"
    ]
    candidates = [i for i in sound if _is_within(scopes[i], chosen)]
    newest = max((int(rows["as_of_day"].iloc[i]) for i in candidates), default=0)
    fresh = [i for i in candidates if newest - int(rows["as_of_day"].iloc[i]) <= STALE_DAYS]
    judged = [_judge(i, row, rows, scopes, chosen, sound, fresh, newest) for i, (_, row) in enumerate(rows.iterrows())]
    marked = rows.assign(standing=[s for s, _ in judged], why=[w for _, w in judged])
    rank = {TOTAL: 0, PART: 1, FORECAST: 2, OUTDATED: 3, TRIANGULATION: 4, OUTSIDE: 5}
    order = marked["standing"].map(rank)
    return (
        marked.assign(_order=order)
        .sort_values(["_order", "as_of_day"], ascending=[True, False], kind="stable")
        .drop(columns="_order")
    )


def _barred(row: pd.Series, scope: frozenset[str], chosen: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    if row["status"] == "forecast":
        return FORECAST, "a forecast is never added to what was counted"
    if row["role"] != "recommended":
        return TRIANGULATION, "kept to check others by; its publisher does not recommend it for totals"
    if row["unit"] == "households" and pd.isna(row["household_size"]):
        return TRIANGULATION, "counts households of unknown size"
    if not _is_within(scope, chosen):
        return OUTSIDE, "covers more than the chosen regions, or others"
    return None


def _judge(
    i: int,
    row: pd.Series,
    rows: pd.DataFrame,
    scopes: list[frozenset[str]],
    chosen: frozenset[str],
    sound: list[int],
    fresh: list[int],
    newest: int,
) -> tuple[str, str]:
    barred = _barred(row, scopes[i], chosen)
    if barred:
        return barred
    around = [j for j in sound if j != i and _contains(rows.iloc[j], scopes[j], row, scopes[i])]
    older = max((int(rows["as_of_day"].iloc[j]) - int(row["as_of_day"]) for j in around), default=0)
    if older > STALE_DAYS:  # whether the total is of the chosen regions or of wider ones
        return OUTDATED, f"{older} days older than the total it lies in"
    wider = next((j for j in around if j in fresh), None)
    if wider is not None:
        return (
            PART,
            f"part of {rows['place_printed'].iloc[wider] or rows['region_printed'].iloc[wider]}, never added to it",
        )
    if not scopes[i]:
        return PART, "what area it covers is not known"
    if row["scope"] != "regions":
        return PART, "a single place, not the total of a region"
    if i not in fresh:
        return OUTDATED, f"{newest - int(row['as_of_day'])} days older than the newest figure"
    return TOTAL, "the newest figure of its claimant for the widest area"


def _contains(outer_row: pd.Series, outer: frozenset[str], inner_row: pd.Series, inner: frozenset[str]) -> bool:
    """Whether the first figure's area holds the second's and is wider: a place lies in its unit, a unit in several."""
    if outer_row["scope"] != "regions" or not inner or not within(inner, outer):
        return False
    return inner_row["scope"] != "regions" or not within(outer, inner)


def spanned(claims: pd.DataFrame) -> Range:
    """What rival claims span together.

    `claims` are rows of `stocks` of one standing, or of `movements` of one period. Claims whose areas overlap rival
    each other: the span runs from the lowest bound that anyone gives to the highest. Spans of areas that do not overlap
    are added.
    """
    claims = claims[claims["lower"].notna() | claims["upper"].notna()]
    if claims.empty:
        return NOTHING
    spans = [_span(claims.iloc[rows]) for rows in _overlapping([_scope(row) for _, row in claims.iterrows()])]
    return Range(
        sum(low for low, _, _, _ in spans),
        sum(high for _, high, _, _ in spans),
        any(below for _, _, below, _ in spans),
        any(above for _, _, _, above in spans),
        int(claims["as_of_day"].max()),
        tuple(sorted({str(c) for c in claims["claimant"] if c and not pd.isna(c)})),
    )


def rival(claims: pd.DataFrame) -> bool:
    """Whether any of the claims that `spanned` adds up are of areas that overlap."""
    given = claims[claims["lower"].notna() | claims["upper"].notna()]
    return any(len(group) > 1 for group in _overlapping([_scope(row) for _, row in given.iterrows()]))


@once_a_snapshot(16)
def displaced_steps(store: Store, where: Filter = EVERYTHING) -> tuple[tuple[int, int, int, int], ...]:
    """The total over time: first day, last day (since 1970-01-01), lowest and highest claim (people).

    A step lasts until the next figure, the last one until the store's last day. Days without a total are left out. Of
    the filter, regions and sources apply.
    """
    days = store.ask(
        "SELECT DISTINCT as_of_day FROM displacement WHERE measure = 'stock' AND status = 'reported' ORDER BY 1"
    )["as_of_day"].tolist()
    ends = [day - 1 for day in days[1:]] + [extent(store).last_day]
    steps = zip(days, ends, strict=False)
    totals = [(first, last, total(store, replace(where, start=None, end=to_date(first)))) for first, last in steps]
    return tuple(
        (int(first), int(last), span.low, span.high)
        for first, last, span in totals
        if span.low is not None and span.high is not None
    )


def total(store: Store, where: Filter = EVERYTHING) -> Range:
    """What the totals that hold on the filter's last day span."""
    found = stocks(store, where)
    return spanned(found[found["standing"] == TOTAL])


def _span(claims: pd.DataFrame) -> tuple[int, int, bool, bool]:
    """The lowest and highest bound of rivals; whether the lowest is itself an "up to"; whether any leaves its top
    open."""
    bounds = pd.concat([claims["lower"], claims["upper"]]).dropna()
    low, high = int(bounds.min()), int(bounds.max())
    below = claims["lower"].isna() & (claims["upper"] == low)
    above = claims["upper"].isna()
    return low, high, bool(below.any()), bool(above.any())


def _overlapping(scopes: list[frozenset[str]]) -> list[list[int]]:
    """Positions of `scopes`, grouped so that areas of different groups do not overlap."""
    groups: list[list[int]] = []
    for i, scope in enumerate(scopes):
        touching = [g for g in groups if any(_overlap(scope, scopes[j]) for j in g)]
        groups = [g for g in groups if g not in touching] + [[i, *(j for g in touching for j in g)]]
    return [sorted(group) for group in groups]


def _overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(within(frozenset((code,)), b) for code in a) or any(within(frozenset((code,)), a) for code in b)


@once_a_snapshot(64)
def movements(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """Arrivals and returns whose whole period lies in the filter's window: one row a figure, `lower` and `upper` as
    in `stocks`.

    Only reported, recommended figures; a figure for a unit that another of the same claimant, measure and period
    contains is left out. A window from the store's first day on holds what began before it, too.
    """
    condition, values = _holds(where)
    if where.start and to_day(where.start) != extent(store).first_day:
        condition, values = f"{condition} AND start_day >= ?", [*values, to_day(where.start)]
    rows = _with_bounds(
        store.ask(
            f"SELECT {COLUMNS} FROM displacement WHERE measure IN ('flow', 'return') AND status = 'reported' "
            f"AND role = 'recommended' AND {condition} ORDER BY as_of_day, id",
            values,
        )
    )
    scopes = {i: _scope(row) for i, row in rows.iterrows()}
    chosen = frozenset(where.regions)
    kept = [
        i
        for _, peers in rows.groupby(["claimant", "measure", "start_day", "end_day"], dropna=False)
        for i, row in peers.iterrows()
        if _is_within(scopes[i], chosen) and not _has_wider(i, row, peers, scopes)
    ]
    return rows.loc[sorted(kept)]  # type: ignore[type-var]


def _has_wider(i: object, row: pd.Series, peers: pd.DataFrame, scopes: dict[object, frozenset[str]]) -> bool:
    return any(j != i and _contains(peer, scopes[j], row, scopes[i]) for j, peer in peers.iterrows())


_UNHEARD = (
    *("start", "end", "regions", "event_types", "actors", "text"),
    *("deaths_least", "deaths_unstated", "doubts"),
)


def figures(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """Every figure of the filter whose day lies in its window, by day and id: the columns of `schema.DISPLACEMENT`.

    Nothing is judged or left out: forecasts, parts and rivals are all there. Regions hold a figure when they hold its
    whole area; an area drawn on the map holds those whose point lies in it. Event types, actors, text, deaths and
    doubts do not apply.
    """
    known = where.without(*_UNHEARD, "area")
    condition, values = known.sql()
    for sign, day in ((">=", where.start), ("<=", where.end)):
        if day:
            condition, values = f"{condition} AND as_of_day {sign} ?", [*values, to_day(day)]
    rows = store.ask(f"SELECT * FROM displacement WHERE {condition} ORDER BY as_of_day, id, source, source_id", values)
    chosen = frozenset(where.regions)
    kept = [
        _is_within(_scope(row), chosen) or (NOWHERE in chosen and pd.isna(row["lat"])) for _, row in rows.iterrows()
    ]
    inside = (
        holds(where.area, rows["lat"], rows["lon"]) & (rows["location_precision"] != COUNTRY) if where.area else True
    )
    return rows[pd.Series(kept, index=rows.index, dtype=bool) & inside].reset_index(drop=True)
