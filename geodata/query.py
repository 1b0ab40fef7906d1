"""Filter, and the questions that can be asked of a store. Each answer is a small table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from gazetteer.place import EXACT, NEIGHBOURHOOD, PRECISIONS, SETTLEMENT

from .area import Area, inside
from .doubts import DEATHS, DEATHS_MOST, doubts_sql
from .moments import DAY_MINUTES, begins, is_utc, minute_of, to_day
from .search import searchable
from .store import Store

NOWHERE = "-"
"""Stands in `Filter.regions` for incidents that have no place on the map."""
AT_SEA = "none"
"""Stands there for incidents that have a place, but lie in no country that is known."""
NOBODY = "-"
"""Stands in `Filter.claimants` for incidents that do not say who reports them."""
CLAIMANT = f"coalesce(nullif(claimant, ''), '{NOBODY}')"
"""What the claimant of an incident is called there."""
REGION_UNKNOWN = (
    f"CASE WHEN lat IS NULL THEN '{NOWHERE}' WHEN coalesce(admin0, '') = '' THEN '{AT_SEA}' "
    "WHEN admin1 IS NULL THEN admin0 || '-' END"
)
"""What an incident without an admin-1 unit is called there; NULL for the others."""
_KIND_UNKNOWN = "CASE WHEN coalesce(sub_event_type, '') = '' THEN event_type || '/' END"
_DISTRICT = "admin1 || '/' || admin2_name"
"""How a district is written in `Filter.regions`: its admin-1 unit, a stroke, its name."""
DISTRICT_NAME = "CASE WHEN admin1 IS NULL THEN '' ELSE coalesce(admin2_name, '') END"
"""The name of the district, of which only where its admin-1 unit is known."""
PRECISE = (EXACT, NEIGHBOURHOOD, SETTLEMENT)

SEARCHED = (
    "event_printed",
    "sub_event_type",
    "place_printed",
    "place",
    "place_ar",
    "region_printed",
    "admin1_name",
    "admin1_name_ar",
    "admin2_name",
    "actor1",
    "actor2",
    "claimant",
    "compiled_from",
    "quote",
    "notes",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which incidents to show. An empty tuple, None or empty text means all.

    `start` and `end` are inclusive, each a day or a minute (`moments`); an incident that lasts passes when any part of
    it does, and one whose hour is not known fills its days. `regions` are
    ISO codes of countries (SY) or admin-1 units (SY-DR), districts (SY-DR/Izra'), what lies in no known unit of a
    country (SY-) or in no country (AT_SEA), or NOWHERE. `event_types` are ACLED's types or sub-types; a type with a
    stroke ("Battles/") is what states no sub-type.
    `actors` match either side. `sources` are datasets. `bbox` is west, south, east, north in decimal degrees.
    `area` is an outline drawn on the map: what is known to a country alone lies in none.
    `text` is looked for in the words of an incident, letters of Arabic and Latin folded. `deaths_least` is compared
    with the best figure, else the low, else the high one; incidents that state none pass it with `deaths_unstated`
    alone, which says nothing without it. `doubts` are names of `doubts.DOUBTS`, all to be there; a "-" before one
    leaves out what has it. `claimants` are who reports an incident, each as its row has it, or NOBODY.
    """

    start: date | None = None
    end: date | None = None
    regions: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    text: str = ""
    deaths_least: int | None = None
    deaths_unstated: bool = False
    doubts: tuple[str, ...] = ()
    area: Area = ()
    claimants: tuple[str, ...] = ()

    def without(self, *names: str) -> Filter:
        """The same filter with the named fields left open."""
        return replace(self, **{name: getattr(EVERYTHING, name) for name in names})

    def sql(self) -> tuple[str, list[object]]:
        """An SQL condition over `incidents` and its parameters."""
        conditions = list(self._conditions())
        text = " AND ".join(f"({condition})" for condition, _ in conditions) or "true"
        return text, [value for _, values in conditions for value in values]

    def beyond(self) -> tuple[str, list[object]]:
        """The condition that an incident begins before the window or ends after it, and its parameters."""
        sides = [
            *([_than("start", "<", self.start)] if self.start else []),
            *([_than("end", ">", self.end)] if self.end else []),
        ]
        text = " OR ".join(condition for condition, _ in sides) or "false"
        return text, [value for _, values in sides for value in values]

    def rows(self) -> tuple[str, list[object]]:
        """The incidents that pass, as SQL that may follow FROM, and its parameters: all columns and `beyond`."""
        condition, values = self.sql()
        beyond, sides = self.beyond()
        return f"(SELECT *, ({beyond}) AS beyond FROM incidents WHERE {condition}) AS incidents", [*sides, *values]

    def _conditions(self) -> Iterator[tuple[str, list[object]]]:
        if self.start:
            yield _than("end", ">=", self.start)
        if self.end:
            yield _than("start", "<=", self.end)
        if self.regions:
            yield _any_of(("admin0", "admin1", _DISTRICT, REGION_UNKNOWN), self.regions)
        if self.event_types:
            yield _any_of(("event_type", "sub_event_type", _KIND_UNKNOWN), self.event_types)
        if self.actors:
            yield _any_of(("actor1", "actor2"), self.actors)
        for column, values in (
            ("source", self.sources),
            (f"coalesce(location_precision, '{NOWHERE}')", self.precisions),
            ("status", self.statuses),
            (CLAIMANT, self.claimants),
        ):
            if values:
                yield _any_of((column,), values)
        yield from self._shapes()
        for word in searchable(self.text).split():
            yield "contains(search, ?)", [word]
        yield from self._harm_and_doubts()

    def _harm_and_doubts(self) -> Iterator[tuple[str, list[object]]]:
        if self.deaths_least is not None:
            unstated = f" OR {DEATHS} IS NULL" if self.deaths_unstated else ""
            yield f"{DEATHS} >= ?{unstated}", [self.deaths_least]
        if self.doubts:
            yield doubts_sql(self.doubts), []

    def _shapes(self) -> Iterator[tuple[str, list[object]]]:
        if self.bbox:
            yield _inside(self.bbox)
        if self.area:
            yield inside(self.area)


EVERYTHING = Filter()


def district(admin1: str, name: str) -> str:
    """A district as `Filter.regions` has it; empty where there is no name.

    >>> district("SY-DR", "Izra'")
    "SY-DR/Izra'"
    """
    return f"{admin1}/{name}" if name else ""


def rest(country: str) -> str:
    """What lies in no known unit of a country, as `Filter.regions` has it.

    >>> rest("SY"), rest("")
    ('SY-', 'none')
    """
    return f"{country}-" if country else AT_SEA


_LAST = DAY_MINUTES - 1
_UTC = f"{{0}}_day * {DAY_MINUTES} + coalesce({{0}}_minute, {{1}}) - coalesce(utc_offset, 0)"


def _than(side: str, comparison: str, when: date) -> tuple[str, list[object]]:
    """Whether the `side` of an incident ("start" or "end") lies before or after a moment (<, <=, >, >=). Where its hour
    is not known, it starts with its first day and ends with its last."""
    day, minute, unknown = to_day(when), minute_of(when), _LAST if side == "end" else 0
    if minute is None:
        return f"{side}_day {comparison} ?", [day]
    if is_utc(when):
        return f"{_UTC.format(side, unknown)} {comparison} ?", [begins(when)]
    by_minute = f"{side}_day = ? AND coalesce({side}_minute, {unknown}) {comparison} ?"
    return f"{side}_day {comparison[0]} ? OR ({by_minute})", [day, day, minute]


def _any_of(columns: tuple[str, ...], values: tuple[str, ...]) -> tuple[str, list[object]]:
    marks = ", ".join("?" * len(values))
    return " OR ".join(f"{column} IN ({marks})" for column in columns), [*values] * len(columns)


def _inside(bbox: tuple[float, float, float, float]) -> tuple[str, list[object]]:
    west, south, east, north = bbox
    across = "lon >= ? OR lon <= ?" if west > east else "lon >= ? AND lon <= ?"
    return f"lat >= ? AND lat <= ? AND ({across})", [south, north, west, east]


LISTED = (
    "id", "source", "event_type", "sub_event_type", "event_printed", "start_day", "end_day", "time_printed",
    "time_precision", "place_printed", "region_printed", "place", "place_ar", "lat", "lon", "location_precision",
    "radius_m", "match_score", "match_method", "match_guessed", "admin0", "admin1", "admin1_name", "admin1_name_ar",
    "admin2_name", "actor1", "actor2",
    "fatalities_low", "fatalities_best", "fatalities_high", "injured", "status", "claimant",
)  # fmt: skip
"""Columns of `schema.INCIDENTS` that a list of incidents shows."""
_LIST = f"SELECT {', '.join(LISTED)} FROM incidents"


def incidents(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row an incident, by day and id; columns: LISTED."""
    condition, values = where.sql()
    return store.ask(f"{_LIST} WHERE {condition} ORDER BY start_day, id", values)


def incidents_by_id(store: Store, wanted: Sequence[str]) -> pd.DataFrame:
    """The incidents with those ids, by day and id; columns: LISTED. Ids that are none are left out."""
    marks = ", ".join("?" * len(wanted)) or "NULL"
    return store.ask(f"{_LIST} WHERE id IN ({marks}) ORDER BY start_day, id", list(wanted))


ORDERS = {
    "when": "start_day",
    "place": "lower(coalesce(place, place_printed))",
    "printed": "lower(place_printed)",
    "region": "lower(coalesce(admin1_name, region_printed))",
    "what": "lower(coalesce(event_printed, sub_event_type, event_type))",
    "killed": DEATHS_MOST,
    "precision": f"list_position({list(PRECISIONS)}, location_precision)",
    "claimant": "lower(claimant)",
}
"""What a list of incidents may be sorted by, as SQL."""


def rows_between(
    store: Store,
    where: Filter,
    first: int,
    last: int,
    order: Sequence[tuple[str, bool]] = (),
    began: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Rows `first` to `last` (exclusive, from 0) of the filter's incidents, columns as `incidents`.

    `order` are names of ORDERS, each with whether it descends; others are left out. Empty cells come last.
    `began` keeps to incidents whose first day lies between those two, days since 1970-01-01, inclusive.
    """
    condition, values = where.sql()
    first = max(0, first)
    window = [max(0, last - first), first]
    if began:
        condition, values = f"start_day BETWEEN ? AND ? AND {condition}", [*began, *values]
    return store.ask(f"{_LIST} WHERE {condition} ORDER BY {_sorted_by(order)} LIMIT ? OFFSET ?", [*values, *window])


def sorted_rows(store: Store, where: Filter, first: int, last: int, order: Sequence[tuple[str, bool]]) -> pd.DataFrame:
    """As `rows_between`, in two steps: of many incidents those are found first by what they are sorted by alone."""
    condition, values = where.sql()
    window = [max(0, last - first), first]
    sql = f"SELECT id FROM incidents WHERE {condition} ORDER BY {_sorted_by(order)} LIMIT ? OFFSET ?"
    found = list(store.ask(sql, [*values, *window])["id"])
    return incidents_by_id(store, found).set_index("id", drop=False).loc[found].reset_index(drop=True)


def _sorted_by(order: Sequence[tuple[str, bool]]) -> str:
    named = [f"{ORDERS[name]} {'DESC' if down else 'ASC'} NULLS LAST" for name, down in order if name in ORDERS]
    return ", ".join([*named, "start_day", "id"])


def incident(store: Store, id: str) -> dict[str, object] | None:
    """All columns of one incident and, under `dataset`, those of its dataset; None where there is no such id."""
    found = store.ask("SELECT * EXCLUDE (search) FROM incidents WHERE id = ?", [id])
    if found.empty:
        return None
    row = _plain(found)
    return row | {"dataset": _plain(store.ask("SELECT * FROM datasets WHERE source = ?", [row["source"]]))}


def neighbours(store: Store, row: dict[str, object], where: Filter = EVERYTHING) -> tuple[str | None, str | None]:
    """The ids of the incidents before and after `row` (as `incident` gives it) in the filter, by first day and id; None
    where there is none."""
    condition, values = where.sql()
    at = [row["start_day"], row["start_day"], row["id"]]
    found = [
        store.ask(
            f"SELECT id FROM incidents WHERE (start_day {than} ? OR (start_day = ? AND id {than} ?)) AND {condition} "
            f"ORDER BY start_day {order}, id {order} LIMIT 1",
            [*at, *values],
        )["id"]
        for than, order in (("<", "DESC"), (">", "ASC"))
    ]
    before, after = (None if ids.empty else str(ids.iloc[0]) for ids in found)
    return before, after


def _plain(rows: pd.DataFrame) -> dict[str, object]:
    """The first row with None for what is empty; {} where there is no row."""
    for row in rows.to_dict("records"):
        return {str(name): None if pd.isna(value) or value == "" else value for name, value in row.items()}
    return {}


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a filter: incidents; deaths as a range; how many stand on the map, and how precisely.

    Deaths leave out aggregates and forecasts: `reported` counts the others. `deaths_unknown` counts those of them that
    state no number, `beyond` those with deaths that begin before the window or end after it. Up to `deaths_beyond` of
    their deaths may lie outside it, so that `deaths_low` has none of them.
    """

    incidents: int
    reported: int
    deaths_low: int
    deaths_best: int
    deaths_high: int
    deaths_unknown: int
    injured: int
    located: int
    precise: int
    beyond: int
    deaths_beyond: int
    guessed: int
    first_day: int | None
    last_day: int | None

    @property
    def unlocated(self) -> int:
        return self.incidents - self.located


_REPORTED = "FILTER (WHERE status = 'reported')"
_BEYOND = f"FILTER (WHERE beyond AND status = 'reported' AND {DEATHS_MOST} > 0)"
_FIGURES = {
    "incidents": "count(*)",
    "reported": f"count(*) {_REPORTED}",
    "deaths_low": "coalesce(sum(coalesce(fatalities_low, fatalities_best, 0)) "
    "FILTER (WHERE status = 'reported' AND NOT beyond), 0)",
    "deaths_best": f"coalesce(sum(coalesce(fatalities_best, fatalities_low, fatalities_high, 0)) {_REPORTED}, 0)",
    "deaths_high": f"coalesce(sum({DEATHS_MOST}) {_REPORTED}, 0)",
    "deaths_unknown": "count(*) FILTER (WHERE status = 'reported' AND "
    "coalesce(fatalities_low, fatalities_best, fatalities_high) IS NULL)",
    "injured": f"coalesce(sum(injured) {_REPORTED}, 0)",
    "located": "count(lat)",
    "precise": f"count(*) FILTER (WHERE location_precision IN {PRECISE})",
    "beyond": f"count(*) {_BEYOND}",
    "deaths_beyond": f"coalesce(sum({DEATHS_MOST}) {_BEYOND}, 0)",
}


def figures_sql() -> str:
    """The figures of some incidents as SQL: the fields of `Summary` up to `deaths_beyond`, by their names. Of rows as
    `Filter.rows` gives them."""
    return ", ".join(f"CAST({sql} AS BIGINT) AS {name}" for name, sql in _FIGURES.items())


def summary(store: Store, where: Filter = EVERYTHING) -> Summary:
    """The strip of figures for the filter."""
    rows, values = where.rows()
    row = store.ask(
        f"SELECT {figures_sql()}, count(*) FILTER (WHERE match_guessed), min(start_day), max(end_day) FROM {rows}",
        values,
    ).iloc[0]
    return Summary(*(None if pd.isna(cell) else int(cell) for cell in row))  # type: ignore[arg-type]


Box = tuple[float, float, float, float]


def datasets(store: Store) -> pd.DataFrame:
    """One row a dataset, by name: the columns of `schema.DATASETS`."""
    return store.ask("SELECT * FROM datasets ORDER BY source")


def faults(store: Store, source: str) -> pd.DataFrame:
    """The faults found when the dataset was imported: the columns of `schema.FAULTS`."""
    return store.ask("SELECT * FROM faults WHERE source = ? ORDER BY number", [source])
