"""Counts over the grid of a large store: what passes a filter, its figures, its bars, its rows at a place.

An answer takes a pass over the rows of the window; words and other filters without a dictionary are asked of the store
once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asinh, pi, radians, tan

import numpy as np
import pandas as pd

from .block import Array
from .columns import as_columns, stay
from .extent import extent
from .grid import Grid, at_hand, grid_of
from .query import (
    EVERYTHING,
    NOWHERE,
    Box,
    Filter,
    per_event_type,
    per_precision,
    per_region,
    per_source,
    per_status,
    summary,
    to_day,
)
from .schema import EVENT_TYPES
from .store import Store

LOCAL_MAX = 2_000_000
"""Incidents up to which a browser takes all of them and filters them itself."""
WORLD = 2**22
CODED = {
    "kind": "event_types",
    "region": "regions",
    "precision": "precisions",
    "status": "statuses",
    "source": "sources",
}
"""Dictionaries of the grid, and the fields of a Filter that choose from them."""
VALUES: dict[str, tuple[Callable[[Store], pd.DataFrame], tuple[str, ...]]] = {
    "kind": (per_event_type, ("event_type", "sub_event_type")),
    "region": (per_region, ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar")),
    "precision": (per_precision, ("location_precision",)),
    "status": (per_status, ("status",)),
    "source": (per_source, ("source",)),
}
"""Of each dictionary, the question of the store that counts its values, and the columns of its words."""
BIT = {name: 1 << place for place, name in enumerate(CODED)}
AREA = 1 << len(CODED)
MENDED, UNSTATED = 1, 2
PASSES, COUNTS = 1, 2  # bits of a mark; `_sum` shifts the second down to 1
BLOCK_ROWS, ASKED_ROWS = 1 << 20, 1 << 22
EVER = 10**9


def large(store: Store) -> bool:
    """Whether the store holds more than a browser should be given."""
    return store.counts()["incidents"] > LOCAL_MAX


def prepare(store: Store) -> None:
    """Make what the first page would wait for: the columns, or the grid of a large store, and the choices."""
    (grid_of if large(store) else as_columns)(store)
    extent(store)
    for name in VALUES:
        values(store, name)


def values(store: Store, name: str) -> pd.DataFrame:
    """Each value of a dictionary (a key of VALUES) and its incidents, most first; columns: VALUES, `incidents`."""
    ask, columns = VALUES[name]
    grid = at_hand(store) if large(store) else None
    if grid is None:
        return ask(store)[[*columns, "incidents"]]
    found = pd.DataFrame(_words(grid, name), columns=[*columns])
    found["incidents"] = counts(store).by[name]
    return found.sort_values(["incidents", *columns], ascending=[False, *[True] * len(columns)], ignore_index=True)


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
    dictionary's own filter left open; `passing` those of each region under all filters.
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
    first: int | None
    last: int | None
    by: dict[str, list[int]]
    passing: list[int]


@dataclass(frozen=True, eq=False, slots=True)
class Passing:
    """What passes a filter: rows `first` to `last` (exclusive) that begin in the window, and `earlier` ones that last
    into it, each with PASSES and COUNTS (deaths are added up) as bits. `seen` are incidents of each group in the window
    that pass what has no dictionary; `fails` the filters that each combination fails, as bits; `open_groups` whether a
    group passes them all."""

    grid: Grid
    days: tuple[int, int]
    first: int
    last: int
    earlier: Array
    marks: Array
    earlier_marks: Array
    seen: Array
    fails: Array
    open_groups: Array

    @property
    def shown(self) -> Array:
        """Incidents of each group that pass."""
        return self.seen * self.open_groups

    def rows(self, of_group: Array) -> Array:
        """The rows that pass and whose group is chosen, in order."""
        grid = self.grid
        begun = self.first + np.flatnonzero(of_group[grid.group[self.first : self.last]] & (self.marks > 0))
        return np.concatenate([self.earlier[of_group[grid.group[self.earlier]] & (self.earlier_marks > 0)], begun])


def passing(store: Store, where: Filter) -> Passing:
    """What of the store's current snapshot passes the filter."""
    return _passing(store, grid_of(store), where)


@lru_cache(maxsize=4)
def _passing(store: Store, grid: Grid, where: Filter) -> Passing:
    offset = grid.header["first_day"] or 0
    begin = to_day(where.start) - offset if where.start else -EVER
    end = to_day(where.end) - offset if where.end else EVER
    first, last = (int(grid.opening[min(max(day, 0), grid.days)]) for day in (begin, end + 1))
    earlier = grid.lasting[(grid.lasting < min(first, last)) & (grid.lasting_last >= begin)]
    last = max(first, last)
    fails = _fails(grid, where)
    inside = _inside(grid, where.bbox)
    open_groups = (fails == 0)[grid.combo] & inside
    marks = open_groups * (PASSES + COUNTS * _reported(grid)[grid.combo]).astype("uint8")
    keep = _kept(store, grid, where.without("start", "end", "bbox", *CODED.values()))
    seen = np.zeros(len(grid.combo), "int64")
    told: list[Array] = []
    for rows in (slice(first, last), earlier):
        group, kept = grid.group[rows], None if keep is None else keep[rows]
        seen += np.bincount(group if kept is None else group[kept], minlength=len(seen))
        told.append(marks[group] if kept is None else marks[group] * kept)
    seen *= inside
    return Passing(grid, (begin, end), first, last, earlier, told[0], told[1], seen, fails, open_groups)


def _reported(grid: Grid) -> Array:
    return np.array([name == "reported" for name in grid.header["statuses"]], bool)[grid.status]


def _fails(grid: Grid, where: Filter) -> Array:
    found = np.zeros(len(grid.kind), "uint8")
    for name, field in CODED.items():
        chosen = getattr(where, field)
        if chosen:
            passes = np.array([_chosen(name, word, chosen) for word in _words(grid, name)], bool)
            found |= np.where(passes[getattr(grid, name)], 0, BIT[name]).astype("uint8")
    return found


def _words(grid: Grid, name: str) -> list[list[str]]:
    plural = {"status": "statuses"}.get(name, f"{name}s")
    return [word if isinstance(word, list) else [word] for word in grid.header[plural]]


def _chosen(name: str, word: Sequence[str], chosen: Sequence[str]) -> bool:
    """Whether a word of a dictionary is among the chosen ones: a kind by type or sub-type, a region by country or
    unit."""
    said = {"region": (word[0], word[2] if len(word) > 2 else ""), "precision": (word[0] or NOWHERE,)}.get(name, word)
    return any(part in chosen for part in said if part)


def _inside(grid: Grid, bbox: Box | None) -> Array:
    """Whether each group lies in the box, by the middle of its cell at zoom 22."""
    if not bbox:
        return np.ones(len(grid.combo), bool)
    x, y = places(grid)
    west, north, east, south = world_box(bbox)
    halves = [(west, north, east, south)] if west <= east else [(west, north, 1.0, south), (0.0, north, east, south)]
    return np.append(False, np.any([within(x, y, half) for half in halves], axis=0))[grid.point]


def places(grid: Grid) -> tuple[Array, Array]:
    """The points as shares of the world, from the west and from the north."""
    return (grid.x + 0.5) / WORLD, (grid.y + 0.5) / WORLD


def within(x: Array, y: Array, box: Box) -> Array:
    """Whether points lie in a box given as shares of the world: west, north, east, south."""
    found: Array = (x >= box[0]) & (y >= box[1]) & (x <= box[2]) & (y <= box[3])
    return found


def world_box(bbox: Box) -> Box:
    """West, south, east, north in degrees as shares of the world: west, north, east, south."""
    west, south, east, north = bbox
    return (west + 180) / 360, _down(north), (east + 180) / 360, _down(south)


def _down(lat: float) -> float:
    return 0.5 - asinh(tan(radians(max(-89.9, min(89.9, lat))))) / (2 * pi)


@lru_cache(maxsize=4)
def _kept(store: Store, grid: Grid, rest: Filter) -> Array | None:
    """Whether each row passes what no dictionary can tell; None where nothing is asked."""
    if rest == EVERYTHING:
        return None
    condition, values = rest.sql()
    top = int(grid.number.max(initial=0)) + 1
    passes = np.zeros(top, bool)
    for begin in range(0, top, ASKED_ROWS):
        sql = f"SELECT rowid FROM incidents WHERE rowid >= ? AND rowid < ? AND {condition}"
        found = store.arrow(sql, [begin, min(begin + ASKED_ROWS, top), *values])["rowid"].to_numpy()
        passes[found] = True
    return passes[grid.number]


def counts(store: Store, where: Filter = EVERYTHING) -> Counts:
    """The figures of the filter and the counts of each value of each filter."""
    found = passing(store, where)
    grid, shown = found.grid, found.shown
    counted = shown * _reported(grid)[grid.combo]
    placed = shown * (grid.point > 0)
    first, last = _span(found)
    total = np.bincount(grid.combo, found.seen, len(grid.kind))
    best, fewer, more, injured = (_sum(found, name) for name in ("deaths", "fewer", "more", "injured"))
    return Counts(
        total=int(shown.sum()),
        low=best - fewer,
        best=best,
        high=best + more,
        counted=int(counted.sum()),
        unknown=int(counted[(grid.flags & UNSTATED) > 0].sum()),
        injured=injured,
        located=int(placed.sum()),
        precise=int(placed[_precise(grid)].sum()),
        guessed=int(shown[(grid.flags & MENDED) > 0].sum()),
        undrawn=int(placed[~drawable(grid)].sum()),
        first=first,
        last=last,
        by={name: _of(grid, name, np.where(found.fails & (AREA - 1 - BIT[name]), 0, total)) for name in CODED},
        passing=_of(grid, "region", np.where(found.fails, 0, total)),
    )


def _of(grid: Grid, name: str, combos: Array) -> list[int]:
    found = np.bincount(getattr(grid, name), combos, len(_words(grid, name)))
    return [int(number) for number in found]


def _precise(grid: Grid) -> Array:
    header = grid.header
    return np.array([name in header["precise"] for name in header["precisions"]], bool)[grid.precision][grid.combo]


def drawable(grid: Grid) -> Array:
    """Whether each group stands on the map: it has a point that is more than a country's."""
    wide = np.array([name == "country" for name in grid.header["precisions"]], bool)[grid.precision][grid.combo]
    return ~wide & (grid.point > 0)


def _sum(found: Passing, name: str) -> int:
    values, marks = getattr(found.grid, name), (found.marks, found.earlier_marks)
    begun, earlier = (each >> 1 for each in marks)
    total = (values[found.first : found.last] * begun).sum(dtype="int64")  # four times as fast as a choice of rows
    return int(total + (values[found.earlier] * earlier).sum(dtype="int64"))


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


def lasting(found: Passing) -> tuple[Array, Array, Array]:
    """The rows that pass and last longer than a day, in order, their first and their last day."""
    grid = found.grid
    a, b = np.searchsorted(grid.lasting, (found.first, found.last))
    begun = np.arange(a, b)[found.marks[grid.lasting[a:b] - found.first] > 0]
    earlier = np.searchsorted(grid.lasting, found.earlier[found.earlier_marks > 0])
    which = np.concatenate([earlier, begun])
    return grid.lasting[which], grid.lasting_first[which], grid.lasting_last[which]


def type_of(grid: Grid, types: Sequence[str]) -> Array:
    """The place of each kind's event type in `types`; 0 where it has none."""
    return np.array([types.index(kind) if kind in types else 0 for kind, *_ in grid.header["kinds"]], "uint8")


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
    return _by_day(grid, lambda rows: np.where(found.marks[rows], column[grid.group[rows]], len(types)), len(types))


def _by_day(grid: Grid, column: Callable[[slice], Array], columns: int) -> Array:
    """Rows a day and column; `column` gives the columns of some rows, `columns` itself for none."""
    found = np.zeros(grid.days * (columns + 1), "int64")
    for begin in range(0, len(grid.group), BLOCK_ROWS):
        end = min(begin + BLOCK_ROWS, len(grid.group))
        first, last = np.searchsorted(grid.opening, (begin, end - 1), "right") - 1
        edges = np.clip(grid.opening[first : last + 2], begin, end)
        day = np.repeat(np.arange(0, (last - first + 1) * (columns + 1), columns + 1), np.diff(edges))
        number = np.bincount(day + column(slice(begin, end)), minlength=(last - first + 1) * (columns + 1))
        found[first * (columns + 1) : (last + 1) * (columns + 1)] += number
    return found.reshape(grid.days, columns + 1)[:, :columns]
