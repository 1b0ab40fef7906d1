"""Counts over the grid of a large store: figures of what passes a filter, its choices, its bars; rows by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from .block import Array
from .choices import per_event_type, per_precision, per_region, per_source, per_status
from .columns import as_columns, stay
from .doubts import DOUBTS
from .extent import extent
from .grid import Grid, at_hand, grid_of
from .kept import once_a_snapshot
from .overlaps import known_actors, per_doubt
from .places import own
from .query import EVERYTHING, Filter, summary
from .schema import EVENT_TYPES
from .sieve import (
    ACTORS,
    BIT,
    CODED,
    COUNTS,
    DEATHS,
    DOUBTED,
    PASSES,
    UNSTATED,
    Passing,
    bits,
    drawable,
    edges,
    lasting,
    passing,
    precise,
    reported,
    tally,
    type_of,
    words,
)
from .spans import spans
from .store import Store

LOCAL_MAX = 2_000_000
"""Incidents up to which a browser takes all of them and filters them itself."""
VALUES: dict[str, tuple[Callable[[Store], pd.DataFrame], tuple[str, ...]]] = {
    "kind": (per_event_type, ("event_type", "sub_event_type")),
    "region": (per_region, ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar", "admin2_name")),
    "precision": (per_precision, ("location_precision",)),
    "status": (per_status, ("status",)),
    "source": (per_source, ("source",)),
}
"""Of each dictionary, the question of the store that counts its values, and the columns of its words."""
BLOCK_ROWS = 1 << 20
SHORT_ROWS = 1 << 16


def large(store: Store) -> bool:
    """Whether the store holds more than a browser should be given."""
    return _number(store) > LOCAL_MAX


@once_a_snapshot(4)
def _number(store: Store) -> int:
    return store.counts()["incidents"]


def prepare(store: Store) -> None:
    """Make what the first page would wait for: the columns, or the grid of a large store, and the choices."""
    (grid_of if large(store) else as_columns)(store)
    extent(store)
    for name in VALUES:
        values(store, name)
    if large(store):
        own(store)


def values(store: Store, name: str) -> pd.DataFrame:
    """Each value of a dictionary (a key of VALUES) and its incidents, most first; columns: VALUES, `incidents`."""
    ask, columns = VALUES[name]
    grid = at_hand(store) if large(store) else None
    if grid is None:
        return ask(store)[[*columns, "incidents"]]
    found = pd.DataFrame(words(grid, name), columns=[*columns])
    found["incidents"] = _all(store, grid).by[name]
    return found.sort_values(["incidents", *columns], ascending=[False, *[True] * len(columns)], ignore_index=True)


def doubted(store: Store) -> pd.DataFrame:
    """`per_doubt` of all incidents; while a grid is being made, each doubt is taken to be there."""
    if not large(store):
        return per_doubt(store)
    grid = at_hand(store)
    if grid is None:
        return pd.DataFrame([(name, 1, _number(store)) for name in DOUBTS], columns=["doubt", "incidents", "of"])
    rows = [(name, *told) for name, told in zip(DOUBTS, _all(store, grid).doubts, strict=True)]
    return pd.DataFrame(rows, columns=["doubt", "incidents", "of"])


def actors_of(store: Store, wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the wanted that are an actor of an incident, in their order."""
    grid = at_hand(store) if wanted and large(store) else None
    if grid is None:
        return known_actors(store, wanted)
    known = set(grid.header["actors"])
    return tuple(actor for actor in wanted if actor in known)


def number_of(store: Store, where: Filter) -> int:
    """Incidents that pass the filter."""
    counted = large(store) and at_hand(store) is not None
    return int(passing(store, where).shown.sum()) if counted else summary(store, where).incidents


def ids_at(store: Store, rows: Sequence[int], of: str | None = None) -> list[str]:
    """The ids of the incidents at those rows of `as_columns`, in their order; rows that are none are left out.

    `of` is the snapshot that the rows were counted in, None for the current one. Raises Outdated for another.
    """
    if of is not None:
        stay(store, of)
    if not rows:
        return []
    numbers, snapshot = _numbered(store)
    wanted = [int(numbers[row]) for row in rows if 0 <= row < len(numbers)]
    marks = ", ".join("?" * len(wanted)) or "NULL"
    found = store.ask(f"SELECT rowid AS number, id FROM incidents WHERE rowid IN ({marks})", wanted)
    stay(store, snapshot)
    by_number = dict(zip(found["number"], found["id"], strict=True))
    return [by_number[number] for number in wanted]


def _numbered(store: Store) -> tuple[Array, str]:
    """The snapshot's own number of each row, and its name."""
    if large(store):
        grid = grid_of(store)
        return grid.number, str(grid.header["snapshot"])
    columns = as_columns(store)
    return columns.numbers, columns.snapshot


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a filter, as `Summary`; `undrawn` are located to a country alone.

    `first` and `last` are days since 1970-01-01. `by` are incidents of each value of each dictionary of the grid, that
    dictionary's own filter left open; `passing` those of each region under all filters. `doubts` are, for each of
    DOUBTS, the incidents that have it and those that a share is taken of, the filter's choice of that doubt left open;
    `least` and `unstated` those of `overlaps.Deadly`.
    """

    total: int
    low: int
    best: int
    high: int
    counted: int
    unknown: int
    injured: int
    located: int
    precise: int
    guessed: int
    undrawn: int
    beyond: int
    deaths_beyond: int
    first: int | None
    last: int | None
    by: dict[str, list[int]]
    passing: list[int]
    doubts: list[tuple[int, int]]
    least: int
    unstated: int


def counts(store: Store, where: Filter = EVERYTHING) -> Counts:
    """The figures of the filter and the counts of each value of each filter."""
    found = passing(store, where)
    grid, shown = found.grid, found.shown
    counted = shown * reported(grid)[grid.combo]
    placed = shown * (grid.point > 0)
    first, last = _span(found)
    longer = reaching(found)
    most = deaths_most(grid, longer)
    total = np.bincount(grid.combo, found.seen, len(grid.kind))
    best, fewer, more, injured = (_sum(found, name) for name in ("deaths", "fewer", "more", "injured"))
    flags, allowed = _flags(found), _allowed(*bits(where.doubts))
    return Counts(
        total=int(shown.sum()),
        low=best - fewer - int((grid.deaths[longer].astype("int64") - grid.fewer[longer]).sum()),
        best=best,
        high=best + more,
        counted=int(counted.sum()),
        unknown=int(flags[allowed & SILENT, 1, 0].sum()),
        injured=injured,
        located=int(placed.sum()),
        precise=int(placed[precise(grid)].sum()),
        guessed=int(shown[grid.mended > 0].sum()),
        undrawn=int(placed[~drawable(grid)].sum()),
        beyond=int((most > 0).sum()),
        deaths_beyond=int(most.sum()),
        first=first,
        last=last,
        by={name: _of(grid, name, np.where(found.fails & (0xFF ^ BIT[name]), 0, total)) for name in CODED},
        passing=_of(grid, "region", np.where(found.fails, 0, total)),
        doubts=[_doubt(flags, where, name) for name in DOUBTS],
        least=int(flags[allowed & ~SILENT, :, 0].sum()),
        unstated=int(flags[allowed & SILENT].sum()),
    )


@lru_cache(maxsize=2)
def _all(store: Store, grid: Grid) -> Counts:
    """The counts of everything, once a grid."""
    return counts(store)


FLAGS = np.arange(256)
SILENT = (FLAGS & UNSTATED) > 0


def _flags(found: Passing) -> Array:
    """Incidents that pass all filters but those on deaths and doubts: by their flags, by whether their deaths are added
    up, by whether the filter on deaths leaves them out."""
    table = np.zeros(2048, "int64")
    for part in found.parts:
        flags, marks = found.grid.flags[part.rows], part.marks(DEATHS | DOUBTED)
        failing = np.zeros(1, "uint8") if part.left is None else part.left & DEATHS
        for begin in range(0, len(flags), SHORT_ROWS):
            block = slice(begin, begin + SHORT_ROWS)
            fails = failing if part.left is None else failing[block]
            code = flags[block].astype("int16") * 8 + marks[block] * 2 + (fails > 0)
            table += np.bincount(code, minlength=2048)
    return table.reshape(256, 4, 2)[:, [PASSES, PASSES | COUNTS]]


def _allowed(only: int, without: int) -> Array:
    return np.asarray(((FLAGS & only) == only) & ((FLAGS & without) == 0))


def _doubt(flags: Array, where: Filter, name: str) -> tuple[int, int]:
    """Incidents that have the doubt, and those it is a share of."""
    allowed = _allowed(*bits(where.doubts, but=name))
    bit = 1 << list(DOUBTS).index(name)
    return int(flags[allowed & ((FLAGS & bit) > 0), :, 0].sum()), int(flags[allowed, :, 0].sum())


def acting(store: Store, where: Filter = EVERYTHING) -> list[int]:
    """Incidents of each actor of `header["actors"]` on either side, the filter's own actors left open."""
    found = passing(store, where)
    grid = found.grid
    pairs = np.zeros(len(grid.side1), "int64")
    for part in found.parts:
        pairs += tally(grid.pair[part.rows], len(pairs), part.marks(ACTORS) > 0)
    sides = np.where(grid.side2 == grid.side1, 0, grid.side2)
    size = len(grid.header["actors"]) + 1
    both = np.bincount(grid.side1, pairs, size) + np.bincount(sides, pairs, size)
    return [int(number) for number in both[1:]]


def killed(store: Store, where: Filter = EVERYTHING) -> list[int]:
    """The deaths of each region of `header["regions"]`: best estimates, as far as they are added up."""
    found = passing(store, where)
    grid = found.grid
    region = grid.region[grid.combo]
    total = np.zeros(len(grid.header["regions"]))
    for part in found.parts:
        deaths = grid.deaths[part.rows] * (part.marks() >> 1)
        some = np.flatnonzero(deaths)
        total += np.bincount(region[grid.group[part.rows][some]], deaths[some], len(total))
    return [int(number) for number in total]


def _of(grid: Grid, name: str, combos: Array) -> list[int]:
    found = np.bincount(getattr(grid, name), combos, len(words(grid, name)))
    return [int(number) for number in found]


def _sum(found: Passing, name: str) -> int:
    values, marks = getattr(found.grid, name), (found.marks, found.earlier_marks)
    begun, earlier = (each >> 1 for each in marks)
    total = (values[found.first : found.last] * begun).sum(dtype="int64")  # four times as fast as a choice of rows
    return int(total + (values[found.earlier] * earlier).sum(dtype="int64"))


def reaching(found: Passing) -> Array:
    """The rows that count and reach beyond the window."""
    grid, rows = found.grid, counted_edges(found)
    opens, closes = spans(grid, rows)
    begin, end = found.span.local(grid, rows)
    return np.asarray(rows[(opens < begin) | (closes > end)])


def counted_edges(found: Passing) -> Array:
    """Those of `edges` whose deaths are added up."""
    grid, rows = found.grid, edges(found)
    return np.asarray(rows[reported(grid)[grid.combo[grid.group[rows]]]])


def deaths_most(grid: Grid, rows: Array) -> Array:
    """The deaths of each row at most, 0 where it states none."""
    return np.asarray(grid.deaths[rows].astype("int64") + grid.more[rows])


def _span(found: Passing) -> tuple[int | None, int | None]:
    """First and last day of what passes."""
    grid, offset = found.grid, found.grid.header["first_day"] or 0
    rows, first, last = lasting(found)
    firsts, lasts = list(first[:1]), [last.max(initial=-1)] if len(rows) else []
    passes = found.marks > 0
    if passes.any():
        ends = found.first + int(passes.argmax()), found.last - 1 - int(passes[::-1].argmax())
        begun, ended = np.searchsorted(grid.opening, ends, "right") - 1
        firsts, lasts = [*firsts, begun], [*lasts, ended]
    return (int(min(firsts)) + offset, int(max(lasts)) + offset) if firsts else (None, None)


def histogram(store: Store, where: Filter | None = None, types: Sequence[str] = tuple(EVENT_TYPES)) -> Array:
    """Incidents a day (from `header["first_day"]` on, rows) and event type (columns), the filter's window left open.

    Without a filter, all incidents.
    """
    grid = grid_of(store)
    of_kind = type_of(grid, types)
    if where is None or where.without("start", "end") == EVERYTHING:
        kinds = grid.daily.reshape(grid.days, len(of_kind))
        columns = [kinds[:, of_kind == t].sum(axis=1, dtype="int64") for t in range(len(types))]
        return np.column_stack(columns) if columns else np.zeros((grid.days, 0), "int64")
    found = passing(store, where.without("start", "end"))
    column = np.where(found.open_groups, of_kind[grid.kind][grid.combo], len(types)).astype("uint8")
    return by_day(grid, lambda rows: np.where(found.marks[rows], column[grid.group[rows]], len(types)), len(types))


def by_day(
    grid: Grid, column: Callable[[slice], Array], columns: int, first: int = 0, last: int | None = None
) -> Array:
    """Rows `first` to `last` (exclusive) a day and column; `column` gives the columns of some rows, `columns` itself
    for none."""
    found = np.zeros(grid.days * (columns + 1), "int64")
    last = len(grid.group) if last is None else last
    for begin in range(first, last, BLOCK_ROWS):
        end = min(begin + BLOCK_ROWS, last)
        one, other = np.searchsorted(grid.opening, (begin, end - 1), "right") - 1
        edges = np.clip(grid.opening[one : other + 2], begin, end)
        day = np.repeat(np.arange(0, (other - one + 1) * (columns + 1), columns + 1), np.diff(edges))
        number = np.bincount(day + column(slice(begin, end)), minlength=(other - one + 1) * (columns + 1))
        found[one * (columns + 1) : (other + 1) * (columns + 1)] += number
    return found.reshape(grid.days, columns + 1)[:, :columns]
