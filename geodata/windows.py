"""Windows: the same filter in two spans of days, side by side, and what each dataset can say of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from . import grid_tables
from .answers import breakdown, gridded
from .breakdown import BY
from .doubts import DEATHS_MOST
from .moments import begins, ends, from_minute, is_utc, to_day, until_minute
from .query import Filter
from .store import Store


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days or minutes, both inclusive, as in Filter; `start` is not after `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it touches."""
        return to_day(self.end) - to_day(self.start) + 1

    @property
    def minutes(self) -> int:
        """Its length."""
        return ends(self.end) - begins(self.start) + 1

    def before(self) -> Window | None:
        """The span of the same length that ends as this one begins; None before the calendar's begin."""
        first, utc = begins(self.start), is_utc(self.start)
        try:
            return Window(from_minute(first - self.minutes, utc), until_minute(first - 1, utc))
        except OverflowError:
            return None

    def a_year_before(self) -> Window | None:
        """The same dates a year before, 28 February for the 29th; None before the calendar's begin."""
        try:
            return Window(_last_year(self.start), _last_year(self.end))
        except ValueError:
            return None


def _last_year(when: date) -> date:
    day = 28 if (when.month, when.day) == (2, 29) else when.day
    return when.replace(year=when.year - 1, day=day)


def within(where: Filter, window: Window) -> Filter:
    """The same filter in another window."""
    return replace(where, start=window.start, end=window.end)


_FIGURES = ("incidents", "reported", "deaths_low", "deaths_high", "deaths_unknown", "beyond", "deaths_beyond")


def compared(store: Store, where: Filter, other: Window, by: str) -> pd.DataFrame:
    """One row a value of `by` (a name of `breakdown.BY`) that has incidents in the filter's window or in `other`.

    Columns: value, name, name_ar, part_of; incidents, reported, deaths_low, deaths_high, deaths_unknown, beyond,
    deaths_beyond of the filter's window; the same with `_other` of the other one. Most incidents in both together
    first.
    """
    keys = ["value", "name", "name_ar", "part_of"]
    here, there = (breakdown(store, w, by)[[*keys, *_FIGURES]] for w in (where, within(where, other)))
    both = here.merge(there, how="outer", on=keys, suffixes=("", "_other"))
    numbers = [name + side for side in ("", "_other") for name in _FIGURES]
    both[numbers] = both[numbers].fillna(0)
    order = (both["incidents"] + both["incidents_other"]).sort_values(ascending=False, kind="stable").index
    return both.loc[order].reset_index(drop=True)


def overlap(one: Window, other: Window) -> bool:
    """Whether they have time in common, both by the same clocks."""
    return begins(one.start) <= ends(other.end) and begins(other.start) <= ends(one.end)


def in_both(store: Store, where: Filter, other: Window) -> tuple[int, int]:
    """The incidents with deaths that count in the filter's window and in `other`, which does not overlap with it: how
    many, and their deaths at most."""
    ask = grid_tables.in_both if gridded(store) else _in_both
    return ask(store, where, Filter(start=other.start, end=other.end))


def _in_both(store: Store, here: Filter, there: Filter) -> tuple[int, int]:
    (first, values), (second, more) = here.sql(), there.sql()
    row = store.ask(
        f"SELECT count(*) AS incidents, CAST(coalesce(sum({DEATHS_MOST}), 0) AS BIGINT) AS deaths FROM incidents "
        f"WHERE {first} AND {second} AND status = 'reported' AND {DEATHS_MOST} > 0",
        [*values, *more],
    ).iloc[0]
    return int(row["incidents"]), int(row["deaths"])


def coverage(store: Store, where: Filter, other: Window) -> pd.DataFrame:
    """One row a dataset with incidents, by name: source, title, first_day and last_day of its incidents (days since
    1970-01-01), and how many it has in the filter's window (`incidents`) and in the `other` one (`incidents_other`).

    All filters but the window and the datasets are left open: a dataset that counts 0 says nothing of that window.
    """
    condition, values = Filter(sources=where.sources).sql()
    here, there = (Filter(start=w.start, end=w.end).sql() for w in (where, other))
    inside = "CAST(count(*) FILTER (WHERE {}) AS INTEGER)"
    return store.ask(
        f"SELECT source, {BY['source'].name} AS title, min(start_day) AS first_day, max(end_day) AS last_day, "
        f"{inside.format(here[0])} AS incidents, {inside.format(there[0])} AS incidents_other "
        f"FROM incidents WHERE {condition} GROUP BY source ORDER BY source",
        [*here[1], *there[1], *values],
    )
