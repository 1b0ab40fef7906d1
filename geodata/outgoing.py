"""The columns of an exported table: the schema's, with ISO dates, clock times and Darwin Core's uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from .cells import each
from .moments import to_date
from .schema import DISPLACEMENT, INCIDENTS, Column, Table

UNCERTAINTY = "coordinateUncertaintyInMeters"
DATE = "DATE"
_INNER = ("tx", "ty", "search")
"""Columns that only the page needs: they follow from others."""
_AREA = ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar")


def columns(table: Table) -> tuple[Column, ...]:
    """The columns of the table as they leave: days as dates, minutes as times, the radius right behind lon."""
    kept = {column.name: _renamed(column) for column in table.columns if column.name not in _INNER}
    radius = kept.pop("radius_m")
    at = list(kept).index("lon") + 1
    ordered = list(kept.values())
    return (*ordered[:at], radius, *ordered[at:])


def _renamed(column: Column) -> Column:
    if column.name == "radius_m":
        return replace(column, name=UNCERTAINTY, meaning=f"{column.meaning} (Darwin Core); empty where not known")
    if column.name.endswith("_day"):
        return replace(column, name=_outer(column.name), type=DATE, unit="ISO 8601", low=None, high=None)
    if column.name.endswith("_minute"):
        return replace(column, name=_outer(column.name), type="TEXT", unit="HH:MM", low=None, high=None)
    return column


def _outer(name: str) -> str:
    return name.replace("_day", "_date").replace("_minute", "_time").replace("radius_m", UNCERTAINTY)


def laid_out(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in `columns`: text, dates and times as str or None, numbers and booleans in pandas' nullable types."""
    named = {_outer(str(name)): rows[name] for name in rows}
    return pd.DataFrame({c.name: _cells(c, named[c.name]) for c in columns(table)}, index=rows.index)


def _cells(column: Column, cells: pd.Series) -> pd.Series:
    if column.type == DATE:
        return _mapped(cells, lambda day: to_date(day).isoformat())
    if column.unit == "HH:MM":
        return _mapped(cells, lambda minute: f"{int(minute) // 60:02}:{int(minute) % 60:02}")
    if column.type == "TEXT":
        return _mapped(cells, lambda text: text or None)
    if column.name == UNCERTAINTY:  # Darwin Core: zero is no valid value
        cells = cells.where(cells > 0)
    return cells.astype(_TYPES[column.type])


_TYPES: dict[str, Any] = {"BIGINT": "Int64", "INTEGER": "Int64", "DOUBLE": "Float64", "BOOLEAN": "boolean"}


def _mapped(cells: pd.Series, read: Callable[[Any], str | None]) -> pd.Series:
    return pd.Series(each(cells, read), index=cells.index, dtype=object)


_COUNTED = {INCIDENTS.name: ("start_date", "event_type"), DISPLACEMENT.name: ("as_of_date", "measure")}


def count_columns(table: Table) -> tuple[Column, ...]:
    """The columns of `counted`."""
    known = {column.name: column for column in columns(table)}
    day, kind = _COUNTED[table.name]
    return (
        known["source"],
        Column("aggregate", "BOOLEAN", "true: a count of rows, never to be added to the rows that it counts"),
        *(known[name] for name in _AREA),
        Column("month", "TEXT", f"month of {day}", unit="YYYY-MM"),
        known[kind],
        known["status"],
        Column("rows", "BIGINT", f"rows of {table.name} counted", unit="rows", low=1),
    )


def counted(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """How many of the rows (as laid out) a dataset has by region, month, kind and status. Sums to the rows."""
    day, kind = _COUNTED[table.name]
    keys = ["source", *_AREA, "month", kind, "status"]
    months = rows.assign(month=[str(date)[:7] for date in rows[day]])
    counts = months.groupby(keys, dropna=False, sort=False).size().reset_index(name="rows")
    counts = counts.assign(
        aggregate=pd.array([True] * len(counts), dtype="boolean"), rows=counts["rows"].astype("Int64")
    )
    ordered = counts.sort_values(keys, na_position="last", kind="stable", ignore_index=True)
    ordered[keys] = ordered[keys].astype(object).where(ordered[keys].notna(), None)
    return ordered[[column.name for column in count_columns(table)]]
