"""The tables: each column's type, unit and meaning; the vocabularies; and every fault of a table at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from gazetteer import PRECISIONS

BATTLES = "Battles"
EXPLOSIONS = "Explosions/Remote violence"
CIVILIANS = "Violence against civilians"
PROTESTS = "Protests"
RIOTS = "Riots"
STRATEGIC = "Strategic developments"
UNCLASSIFIED = "Unclassified"

EVENT_TYPES: dict[str, tuple[str, ...]] = {
    BATTLES: ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    EXPLOSIONS: (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    CIVILIANS: ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    PROTESTS: ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    RIOTS: ("Violent demonstration", "Mob violence"),
    STRATEGIC: (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
    UNCLASSIFIED: (),
}
"""ACLED's six types and 25 sub-types, in its own words (codebook of 2024), and one for what fits none."""

SUB_EVENT_TYPES = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)
STATUSES = ("reported", "aggregate", "forecast", "background")
TIME_PRECISIONS = ("minute", "part of day", "day", "week", "month", "year")
MEASURES = ("stock", "flow", "return")
ROLES = ("recommended", "triangulation")
QUANTIFIERS = ("exact", "about", "more than", "up to", "between")
UNITS = ("people", "households")
REDISTRIBUTION = ("none", "aggregate", "full")
LOCATED_BY = (
    "coordinates",
    "exact",
    "folded",
    "skeleton",
    "one deletion",
    "one edit",
    "one word",
    "between",
    "quarter",
    "picked",
    "region",
    "",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is DuckDB's name; `unit` is empty for words; `low` and `high` bound a number, inclusive."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table by name; `key` are the columns that tell its rows apart."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def ddl(self) -> str:
        """The CREATE TABLE statement, in plain SQL."""
        body = ", ".join(f"{c.name} {c.type}{' NOT NULL' if c.required else ''}" for c in self.columns)
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({body}, PRIMARY KEY ({', '.join(self.key)}))"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell or row of a file, where, and how to mend it.

    `row` counts as a spreadsheet does: the header is row 1. `kept` says whether the row was kept (the cell
    emptied or guessed) or left out.
    """

    problem: str
    cure: str
    row: int | None = None
    column: str = ""
    value: str = ""
    kept: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else "file"
        cell = f", column '{self.column}'" if self.column else ""
        shown = f" '{self.value[:80]}'" if self.value else ""
        return f"{place}{cell}:{shown} {self.problem}. {self.cure}."


_DAY = "days since 1970-01-01"
_COUNT = "people"


def _text(name: str, meaning: str, **more: object) -> Column:
    return Column(name, "TEXT", meaning, **more)  # type: ignore[arg-type]


def _count(name: str, meaning: str, unit: str = _COUNT) -> Column:
    return Column(name, "BIGINT", meaning, unit=unit, low=0, high=10_000_000_000)


def _day(name: str, meaning: str, required: bool = False) -> Column:
    return Column(name, "INTEGER", meaning, unit=_DAY, required=required, low=-141_428, high=106_000)


_IDENTITY = (
    _text(
        "id",
        "short name of the row for links: 12 hexadecimal digits of the SHA-256 of source and source_id",
        required=True,
    ),
    _text("source", "name of the dataset the row came in; a key of `datasets`", required=True),
    _text(
        "source_id", "the row's own id in its source; where there is none, a hash of what identifies it", required=True
    ),
    Column("source_row", "INTEGER", "row of the imported file, the header being row 1", low=1),
)

_PLACE = (
    _text("place_printed", "the place as the source prints it"),
    _text("region_printed", "the region as the source prints it"),
    _text("place", "the place chosen, by its name in the gazetteer"),
    _text("place_ar", "the place chosen, in Arabic"),
    _text("place_id", "the place chosen, by its id in the gazetteer (`geonames:…`, `hauran:…`)"),
    Column("lat", "DOUBLE", "latitude, WGS84", unit="decimal degrees", low=-90, high=90),
    Column("lon", "DOUBLE", "longitude, WGS84", unit="decimal degrees", low=-180, high=180),
    _text("location_precision", "how precise the point is; empty where the row has none", choices=PRECISIONS),
    Column("radius_m", "DOUBLE", "the true place lies within this distance of the point", unit="metres", low=0),
    Column("match_score", "DOUBLE", "how well the chosen place fits what was printed", unit="0 to 1", low=0, high=1),
    _text("match_method", "how the place was found", choices=LOCATED_BY),
    _text("match_reason", "the argument for the chosen place, or why there is none; parts joined by '; '"),
    _text("match_alternatives", "other candidates, a JSON list of name, admin1, country, lat, lon, score"),
    Column("match_guessed", "BOOLEAN", "the spelling had to be mended to find the place"),
    _text("admin0", "country, ISO 3166-1 alpha-2"),
    _text("admin0_name", "country, in English"),
    _text("admin1", "admin-1 unit, ISO 3166-2"),
    _text("admin1_name", "admin-1 unit, in English"),
    _text("admin1_name_ar", "admin-1 unit, in Arabic"),
    _text("admin2_name", "admin-2 unit (district), as the source names it, else that of the place chosen"),
)

INCIDENTS = Table(
    "incidents",
    (
        *_IDENTITY,
        _text("event_type", "ACLED's event type, or Unclassified", required=True, choices=tuple(EVENT_TYPES)),
        _text("sub_event_type", "ACLED's sub-event type", choices=SUB_EVENT_TYPES),
        _text("event_printed", "the event in the source's own words or code"),
        _text("event_reason", "why this type, where it was read out of words"),
        _day("start_day", "first day of the incident", required=True),
        _day("end_day", "last day of the incident, inclusive", required=True),
        Column(
            "start_minute", "INTEGER", "start, local time", unit="minutes since midnight of start_day", low=0, high=1439
        ),
        Column("end_minute", "INTEGER", "end, local time", unit="minutes since midnight of end_day", low=0, high=1439),
        _text("time_printed", "date and time as the source prints them"),
        _text("time_precision", "how precise the time is", choices=TIME_PRECISIONS),
        Column(
            "utc_offset",
            "INTEGER",
            "how far the clocks of start and end were ahead of UTC; empty where no hour or no zone is known",
            unit="minutes",
            low=-1_000,
            high=1_000,
        ),
        *_PLACE,
        Column("tx", "INTEGER", "Web Mercator column at zoom 22", unit="1/2^22 of the world"),
        Column("ty", "INTEGER", "Web Mercator row at zoom 22, from the north", unit="1/2^22 of the world"),
        _text("actor1", "who acted, as the source says"),
        _text("actor2", "whom it struck or who fought back, as the source says"),
        _count("fatalities_low", "lowest number of deaths that the source supports"),
        _count("fatalities_best", "number of deaths that the source holds most likely"),
        _count("fatalities_high", "highest number of deaths that the source supports"),
        _count("injured", "number of injured"),
        _count("event_count", "number of events in the row, where the source counts them", "events"),
        _text("count_quantifier", "what the count means", choices=QUANTIFIERS),
        _text(
            "status", "aggregates and forecasts are never added to reported incidents", required=True, choices=STATUSES
        ),
        _text("claimant", "who says so"),
        _text("compiled_from", "the publication that the row was compiled from"),
        _text("quote", "the sentence that says so"),
        _text("url", "where the source can be read"),
        _text("notes", "free notes of the source"),
        _text("search", "the row's words, folded for the text filter"),
    ),
    key=("source", "source_id"),
)

DISPLACEMENT = Table(
    "displacement",
    (
        *_IDENTITY,
        _text(
            "measure",
            "stock: present at a date; flow: arrivals in a period; return: returns in a period",
            required=True,
            choices=MEASURES,
        ),
        _text(
            "status",
            "forecasts and background figures are never added to reported ones",
            required=True,
            choices=STATUSES,
        ),
        _text("role", "only recommended figures enter totals", required=True, choices=ROLES),
        _text("quantifier", "what the figure means", required=True, choices=QUANTIFIERS),
        _count("low", "lower bound"),
        _count("value", "the figure"),
        _count("high", "upper bound"),
        _text("figure_printed", "the figure in the source's own words, where it is no number"),
        _text("unit", "what is counted", required=True, choices=UNITS),
        Column("household_size", "DOUBLE", "people in a household, where households are counted", unit="people", low=0),
        _day(
            "as_of_day",
            "day for which the figure holds (stock) or on which the period ends (flow, return)",
            required=True,
        ),
        _day("start_day", "first day of the period covered"),
        _day("end_day", "last day of the period covered, inclusive"),
        *_PLACE,
        _text("regions", "all admin-1 units the figure covers, ISO 3166-2, sorted, joined by ' '"),
        _text(
            "scope",
            "what the figure covers: place, or the units in `regions`; empty where neither is known",
            choices=("place", "regions", ""),
        ),
        _text("origin", "where the displaced came from, as printed"),
        _text("claimant", "who says so"),
        _text("compiled_from", "the publication that the row was compiled from"),
        _text("quote", "the sentence that says so"),
        _text("url", "where the source can be read"),
        _text("notes", "free notes of the source"),
    ),
    key=("source", "source_id"),
)

DATASETS = Table(
    "datasets",
    (
        _text("source", "name of the dataset", required=True),
        _text("title", "title as shown"),
        _text("publisher", "who publishes it"),
        _text("licence", "licence or terms"),
        _text("redistribute", "what an export may contain of it", required=True, choices=REDISTRIBUTION),
        _text("url", "where it comes from"),
        _text("accessed", "day of the import, ISO 8601"),
        _text("file", "name of the imported file"),
        _text("sha256", "SHA-256 of the imported file, kept under originals/", required=True),
        _text("format", "reader that read it"),
        _text("columns", "JSON object: our column → the file's header"),
        _text("gazetteer", "version of the gazetteer that located it"),
        Column("rows_read", "INTEGER", "rows of the file", unit="rows", low=0),
        Column("rows_kept", "INTEGER", "rows kept", unit="rows", low=0),
        Column("rows_faulty", "INTEGER", "rows left out", unit="rows", low=0),
    ),
    key=("source",),
)

FAULTS = Table(
    "faults",
    (
        _text("source", "name of the dataset", required=True),
        Column("number", "INTEGER", "running number within the dataset", required=True),
        Column("source_row", "INTEGER", "row of the imported file, the header being row 1; empty for the whole file"),
        _text("column_name", "the file's header"),
        _text("value", "what stood there"),
        _text("problem", "what is wrong with it"),
        _text("cure", "how to mend it"),
        Column("kept", "BOOLEAN", "the row was kept all the same"),
    ),
    key=("source", "number"),
)

TABLES = (INCIDENTS, DISPLACEMENT, DATASETS, FAULTS)


def validate(table: Table, rows: pd.DataFrame) -> list[Fault]:
    """Every fault of `rows` against `table`, in order of row; empty where there is none.

    `rows` has the columns of `table`; a row is named by its `source_row` where it has one, else by its position from 1.
    """
    missing = [c.name for c in table.columns if c.name not in rows]
    if missing:
        return [Fault(f"table {table.name} lacks {', '.join(missing)}", "Fill them, empty where unknown")]
    faults = [fault for column in table.columns for fault in _column_faults(column, rows)]
    return sorted([*faults, *_order_faults(rows), *_key_faults(table, rows)], key=lambda f: (f.row or 0, f.column))


def _named(rows: pd.DataFrame, bad: pd.Series[bool], column: str, problem: str, cure: str) -> Iterator[Fault]:
    numbers = rows["source_row"] if "source_row" in rows else pd.Series(range(1, len(rows) + 1), index=rows.index)
    for index in rows.index[bad]:
        number, value = numbers[index], rows[column][index]
        shown = "" if pd.isna(value) else str(value)
        yield Fault(problem, cure, None if pd.isna(number) else int(number), column, shown)


def _column_faults(column: Column, rows: pd.DataFrame) -> Iterator[Fault]:
    cells = rows[column.name]
    present = cells.notna() & (cells.astype(str) != "")
    if column.required:
        yield from _named(rows, ~present, column.name, "is empty but must not be", f"Give {column.meaning}")
    if column.choices:
        bad = present & ~cells.isin(column.choices)
        yield from _named(
            rows, bad, column.name, "is not one of the known words", f"Use {', '.join(filter(None, column.choices))}"
        )
    if column.low is None and column.high is None:
        return
    numbers = pd.to_numeric(cells, errors="coerce")
    yield from _named(rows, present & numbers.isna(), column.name, "is no number", f"Give {column.unit}")
    low = -float("inf") if column.low is None else column.low
    high = float("inf") if column.high is None else column.high
    bad = numbers.notna() & ~numbers.between(low, high)
    yield from _named(rows, bad, column.name, f"is outside {low:,g} to {high:,g}", f"Give {column.unit}")


_ORDERED = (
    ("start_day", "end_day"),
    ("fatalities_low", "fatalities_best"),
    ("fatalities_best", "fatalities_high"),
    ("low", "value"),
    ("value", "high"),
    ("low", "high"),
)


def _order_faults(rows: pd.DataFrame) -> Iterator[Fault]:
    for first, second in _ORDERED:
        if first in rows and second in rows:
            a, b = pd.to_numeric(rows[first], errors="coerce"), pd.to_numeric(rows[second], errors="coerce")
            bad = a.notna() & b.notna() & (a > b)
            yield from _named(rows, bad, first, f"is above {second}", "Swap them or mend one")


def _key_faults(table: Table, rows: pd.DataFrame) -> Iterator[Fault]:
    bad = rows.duplicated(list(table.key), keep="first")
    yield from _named(
        rows, bad, table.key[-1], "stands twice", f"Rows of one table differ in {' and '.join(table.key)}"
    )
