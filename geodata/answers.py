"""Questions of a filter: the grid answers where the store is large, else the database."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from . import breakdown as small
from . import grid_tables, query
from .grid import at_hand
from .gridded import large
from .query import EVERYTHING, Filter, Summary
from .spans import EVER
from .store import Store

WHEN = "when"


def gridded(store: Store) -> bool:
    """Whether the store is large and its grid there; where it must be made, that begins."""
    return large(store) and at_hand(store) is not None


def summary(store: Store, where: Filter = EVERYTHING) -> Summary:
    """The strip of figures for the filter."""
    ask = grid_tables.summary if gridded(store) else query.summary
    return ask(store, where)


def breakdown(store: Store, where: Filter, by: str) -> pd.DataFrame:
    """`breakdown.breakdown`, which see."""
    ask = grid_tables.breakdown if gridded(store) else small.breakdown
    return ask(store, where, by)


def over_time(
    store: Store, where: Filter = EVERYTHING, by: str = "region", unit: str = "day", named: Sequence[str] = ()
) -> pd.DataFrame:
    """`breakdown.over_time`, which see."""
    ask = grid_tables.over_time if by != "actor" and gridded(store) else small.over_time
    return ask(store, where, by, unit, named)


SORTED_MAX = 10_000
"""Rows of a large store that can be listed in another order than by day, each block within the limit of time."""


def _by_day(order: Sequence[tuple[str, bool]]) -> bool:
    """Whether the days lead; names that are none of ORDERS say nothing."""
    return next((name for name, _ in order if name in query.ORDERS), WHEN) == WHEN


def listed_max(store: Store, order: Sequence[tuple[str, bool]] = ()) -> int | None:
    """How many rows `rows_between` reaches in time in that order; None for all."""
    return None if _by_day(order) or not large(store) else SORTED_MAX


def rows_between(
    store: Store, where: Filter, first: int, last: int, order: Sequence[tuple[str, bool]] = ()
) -> pd.DataFrame:
    """`query.rows_between`, which see. A large store is asked for the days in question alone, where days lead."""
    first = max(0, first)
    if not gridded(store):
        return query.rows_between(store, where, first, last, order)
    if not _by_day(order):
        return query.sorted_rows(store, where, first, last, order)
    latest_first = next((down for name, down in order if name == WHEN), False)
    day, skipped = grid_tables.day_of_row(store, where, first, latest_first)
    began = (-EVER, day) if latest_first else (day, EVER)
    return query.rows_between(store, where, first - skipped, last - skipped, order, began)
