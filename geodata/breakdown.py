"""Breakdown: the incidents of a filter by region, event type, actor or dataset, in figures and over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from .kept import once_a_snapshot
from .moments import is_utc, to_date, to_day
from .query import EVERYTHING, REGION_UNKNOWN, Filter, figures_sql
from .store import Store

OTHERS = "*"
"""Stands in `over_time` for all values that are not asked for by name."""


@dataclass(frozen=True, slots=True)
class _Key:
    """What incidents are told apart by, as SQL: the value, its name, its name in Arabic, what it is a part of."""

    value: str
    name: str
    name_ar: str = "''"
    part_of: str = "''"


BY = {
    "region": _Key(
        f"coalesce({REGION_UNKNOWN}, admin1)",
        "CASE WHEN lat IS NULL THEN '' ELSE coalesce(admin1_name, admin0_name, '') END",
        "CASE WHEN lat IS NULL THEN '' ELSE coalesce(admin1_name_ar, '') END",
        "CASE WHEN lat IS NOT NULL AND admin1 IS NOT NULL THEN coalesce(admin0_name, '') ELSE '' END",
    ),
    "event_type": _Key("event_type", "event_type"),
    "actor": _Key("actor", "actor"),
    "source": _Key("source", "coalesce((SELECT title FROM datasets WHERE datasets.source = incidents.source), source)"),
}
"""What a breakdown can be by."""
_SIDES = "CASE WHEN actor1 IS NULL AND actor2 IS NULL THEN [''] ELSE list_distinct([actor1, actor2]) END"


def _rows(where: Filter, by: str) -> tuple[str, list[object]]:
    """The incidents that pass, an incident once for each of its actors where that is what they are told apart by."""
    rows, values = where.rows()
    return f"(SELECT *, unnest({_SIDES}) AS actor FROM {rows}) AS incidents" if by == "actor" else rows, values


@once_a_snapshot(64)
def breakdown(store: Store, where: Filter, by: str) -> pd.DataFrame:
    """One row a value of `by` (a name of BY), most incidents first: value, name, name_ar, part_of, incidents, and the
    figures of `Summary` from `reported` to `deaths_beyond`, in people and incidents.

    A region's value is its admin-1 code, or what `Filter.regions` calls incidents without one.
    Rows by region, event type and dataset sum to `summary`. An incident counts for each actor that it names ('' for
    none), so those rows do not.
    """
    key = BY[by]
    rows, values = _rows(where, by)
    return store.ask(
        f"SELECT {key.value} AS value, min({key.name}) AS name, max({key.name_ar}) AS name_ar, "
        f"max({key.part_of}) AS part_of, {figures_sql()} FROM {rows} "
        "GROUP BY 1 ORDER BY incidents DESC, 1",
        values,
    )


@dataclass(frozen=True, slots=True)
class Bins:
    """Stretches of time of one unit (a name of UNITS); `days` are their first days since 1970-01-01, in order."""

    unit: str
    days: tuple[int, ...]


_DATE = "(DATE '1970-01-01' + CAST({day} AS INTEGER))"
UNITS = {
    "day": "{day}",
    "week": "({day}) - ((({day}) + 3) % 7 + 7) % 7",
    "month": f"CAST(date_trunc('month', {_DATE}) AS DATE) - DATE '1970-01-01'",
    "year": f"CAST(date_trunc('year', {_DATE}) AS DATE) - DATE '1970-01-01'",
}
"""The first day of the stretch that a day lies in, as SQL: days, weeks from Monday, months, years."""
_LONGEST = {"day": 62, "week": 62 * 7, "month": 240 * 30}
"""Days up to which a span is told in that unit."""


def bins(first: int, last: int) -> Bins:
    """The stretches that cover the days `first` to `last`, inclusive; the unit follows from how many they are."""
    unit = next((unit for unit, days in _LONGEST.items() if last - first < days), "year")
    days = [first_day_of(first, unit)]
    while (following := _next(days[-1], unit)) <= last:
        days.append(following)
    return Bins(unit, tuple(days))


def first_day_of(day: int, unit: str) -> int:
    """The first day of the stretch of that unit (a name of UNITS) that the day lies in."""
    when = to_date(day)
    if unit == "week":
        return day - when.weekday()
    if unit == "month":
        return to_day(when.replace(day=1))
    return to_day(date(when.year, 1, 1)) if unit == "year" else day


def _next(day: int, unit: str) -> int:
    return first_day_of(day + {"day": 1, "week": 7, "month": 31, "year": 366}[unit], unit)


def over_time(
    store: Store, where: Filter = EVERYTHING, by: str = "region", unit: str = "day", named: Sequence[str] = ()
) -> pd.DataFrame:
    """One row a value of `by` and stretch of time that has incidents: value, day (its first), incidents.

    Values that are not in `named` are summed as OTHERS. An incident counts on its first day; one that began on a day
    before the window counts on none. By the clocks of UTC a day may begin the day before at a place: that counts on
    the window's first.
    """
    rows, values = _rows(where, by)
    marks = ", ".join("?" * len(named)) or "NULL"
    first = to_day(where.start) if where.start else -(2**30)
    return store.ask(
        f"SELECT CASE WHEN value IN ({marks}) THEN value ELSE '{OTHERS}' END AS value, "
        f"CAST({UNITS[unit].format(day='day')} AS INTEGER) AS day, CAST(sum(n) AS INTEGER) AS incidents "
        f"FROM (SELECT {BY[by].value} AS value, greatest(start_day, ?) AS day, count(*) AS n "
        f"FROM {rows} WHERE start_day >= ? GROUP BY 1, 2) GROUP BY 1, 2 ORDER BY 1, 2",
        [*named, first, *values, first - is_utc(where.start)],
    )
