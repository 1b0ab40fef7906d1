"""Which rows of a large store's grid pass a filter. The store is asked for words and claimants alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asinh, pi, radians, tan

import numpy as np

from .area import Area, holds_pixels
from .block import Array
from .doubts import DOUBTS, WITHOUT, doubts_sql
from .grid import Grid, grid_of
from .moments import DAY_MINUTES, begins, ends
from .query import NOWHERE, Box, Filter, district, rest
from .spans import Span, spans
from .store import Store

WORLD = 2**22
CODED = {
    "kind": "event_types",
    "region": "regions",
    "precision": "precisions",
    "status": "statuses",
    "source": "sources",
}
"""Dictionaries of the grid, and the fields of a Filter that choose from them."""
BIT = {name: 1 << place for place, name in enumerate(CODED)}
UNSTATED = 1 << list(DOUBTS).index("deaths-unstated")
PASSES, COUNTS = 1, 2  # bits of a mark
ACTORS, DEATHS, DOUBTED, WORDS, CLOCK = 1, 2, 4, 8, 16
"""Bits of what a row fails that its group cannot tell."""
ASKED_ROWS = 1 << 19
"""Rows whose words and claimants are looked through at once, so that each answer keeps well within the limit of
time."""


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Some rows of the grid: a slice, or their numbers. `opened` are the bits that each row's group gives it (PASSES;
    COUNTS where deaths are added up); `left` what the row fails besides, None where nothing more is asked."""

    rows: slice | Array
    opened: Array
    left: Array | None

    def marks(self, but: int = 0) -> Array:
        """`opened` of each row that passes all but the named filters, 0 for the others."""
        if self.left is None:
            return self.opened
        passes: Array = self.opened * ((self.left & (0xFF ^ but)) == 0)
        return passes


@dataclass(frozen=True, eq=False, slots=True)
class Passing:
    """What passes a filter: rows `first` to `last` (exclusive) that begin on a day of the window, and `earlier` ones
    that last into it; `span`, the window; `marks` of those rows as in Part. `seen` are incidents of each group in the
    window that pass what a group cannot tell; `fails` the filters that each combination fails, as bits of BIT;
    `open_groups` whether a group passes them all; `parts` the rows, earlier ones last."""

    grid: Grid
    span: Span
    first: int
    last: int
    earlier: Array
    marks: Array
    earlier_marks: Array
    seen: Array
    fails: Array
    open_groups: Array
    parts: tuple[Part, Part]

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
    grid = grid_of(store)
    return _passing(store, grid, _within_days(grid, where))


def _within_days(grid: Grid, where: Filter) -> Filter:
    """The same filter without the sides of its window that leave no day out, so that bars and counts share a pass."""
    if grid.header["first_day"] is None:
        return where
    first, last = grid.header["first_day"] * DAY_MINUTES, (grid.header["last_day"] + 1) * DAY_MINUTES - 1
    early = where.start is not None and begins(where.start) <= first
    late = where.end is not None and ends(where.end) >= last
    return where.without(*(name for name, open_ in (("start", early), ("end", late)) if open_))


@lru_cache(maxsize=4)
def _passing(store: Store, grid: Grid, where: Filter) -> Passing:
    span = Span.of(grid, where)
    begin, end = span.days
    first, last = (int(grid.opening[min(max(day, 0), grid.days)]) for day in (begin, end + 1))
    earlier = grid.lasting[(grid.lasting < min(first, last)) & (grid.lasting_last >= begin)]
    last = max(first, last)
    fails, inside = _fails(grid, where), _inside(grid, where)
    open_groups = (fails == 0)[grid.combo] & inside
    groups = open_groups * (PASSES + COUNTS * reported(grid)[grid.combo]).astype("uint8")
    kept = _kept(store, grid, where.text, where.claimants)
    begun, before = (
        Part(rows, groups[grid.group[rows]], _left(grid, where, kept, rows, span))
        for rows in (slice(first, last), earlier)
    )
    seen = _seen(grid, begun) + _seen(grid, before)
    return Passing(
        *(grid, span, first, last, earlier, begun.marks(), before.marks()),
        *(seen * inside, fails, open_groups, (begun, before)),
    )


def _seen(grid: Grid, part: Part) -> Array:
    return tally(grid.group[part.rows], len(grid.combo), None if part.left is None else part.left == 0)


BLOCK_ROWS = 1 << 20


def tally(codes: Array, size: int, passes: Array | None = None) -> Array:
    """How often each of the numbers below `size` occurs among what passes; by blocks, which the processor's cache
    holds."""
    if passes is not None:
        return np.asarray(sums(codes, size, passes)[0].astype("int64"))
    found = np.zeros(size, "int64")
    for begin in range(0, len(codes), BLOCK_ROWS):
        found += np.bincount(codes[begin : begin + BLOCK_ROWS], minlength=size)
    return found


def sums(codes: Array, size: int, *weights: Array) -> Array:
    """The sum of each of the weights (rows) over each of the numbers below `size` (columns), exact up to 2**53.

    A weight a row, 0 where it does not pass: faster than a choice of rows.
    """
    found = np.zeros((len(weights), size))
    for begin in range(0, len(codes), BLOCK_ROWS):
        block = slice(begin, begin + BLOCK_ROWS)
        at = codes[block].astype("intp")
        for total, weight in zip(found, weights, strict=True):
            if weight[block].any():
                total += np.bincount(at, weight[block], size)
    return found


def reported(grid: Grid) -> Array:
    """Whether each combination's deaths are added up."""
    return np.array([name == "reported" for name in grid.header["statuses"]], bool)[grid.status]


def _fails(grid: Grid, where: Filter) -> Array:
    found = np.zeros(len(grid.kind), "uint8")
    for name, field in CODED.items():
        chosen = frozenset(getattr(where, field))
        if chosen:
            passes = np.array([_chosen(name, word, chosen) for word in words(grid, name)], bool)
            found |= np.where(passes[getattr(grid, name)], 0, BIT[name]).astype("uint8")
    return found


def words(grid: Grid, name: str) -> list[list[str]]:
    """The words of each value of a dictionary (a key of CODED)."""
    plural = {"status": "statuses"}.get(name, f"{name}s")
    return [word if isinstance(word, list) else [word] for word in grid.header[plural]]


def _chosen(name: str, word: Sequence[str], chosen: Collection[str]) -> bool:
    """Whether a word of a dictionary is among the chosen ones: a kind by type or sub-type, a region by country or
    unit or district."""
    if name == "kind":
        said: Sequence[str] = (*word, "" if word[1] else f"{word[0]}/")
    else:
        said = {"region": _units(word), "precision": (word[0] or NOWHERE,)}.get(name, word)
    return any(part in chosen for part in said if part)


def _units(word: Sequence[str]) -> tuple[str, ...]:
    """What a region may be called in a filter: its country, its unit, its district, or that its unit is not known."""
    country, unit, name = word[0], *(word[2::3] if len(word) > 2 else ("", ""))
    return country, unit, district(unit, name), "" if unit or country == NOWHERE else rest(country)


def _inside(grid: Grid, where: Filter) -> Array:
    """Whether each group lies in the box, by the middle of its cell at zoom 22, and in the area."""
    found = np.ones(len(grid.combo), bool)
    if where.bbox:
        found &= _of_points(grid, _boxed(grid, where.bbox))
    if where.area:
        found &= _of_points(grid, _outlined(grid, where.area)) & drawable(grid)
    return found


def _of_points(grid: Grid, chosen: Array) -> Array:
    found: Array = np.append(False, chosen)[grid.point]
    return found


def _boxed(grid: Grid, bbox: Box) -> Array:
    x, y = places(grid)
    west, north, east, south = world_box(bbox)
    halves = [(west, north, east, south)] if west <= east else [(west, north, 1.0, south), (0.0, north, east, south)]
    return np.asarray(np.any([within(x, y, half) for half in halves], axis=0))


def _outlined(grid: Grid, area: Area) -> Array:
    return np.asarray(holds_pixels(area, grid.x.astype("float64"), grid.y.astype("float64")))


def drawable(grid: Grid) -> Array:
    """Whether each group stands on the map: it has a point that is more than a country's."""
    wide = np.array([name == "country" for name in grid.header["precisions"]], bool)[grid.precision][grid.combo]
    return ~wide & (grid.point > 0)


def precise(grid: Grid) -> Array:
    """Whether each group is known to a town or better."""
    header = grid.header
    found: Array = np.array([name in header["precise"] for name in header["precisions"]], bool)[grid.precision]
    return found[grid.combo]


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


def _left(grid: Grid, where: Filter, kept: Array | None, rows: slice | Array, span: Span) -> Array | None:
    failing = []
    if len(grid.opens) and span.cut:
        failing.append((CLOCK, at_other_hours(grid, rows, span)))
    if where.actors:
        failing.append((ACTORS, _acted(grid, where.actors)[grid.pair[rows]]))
    if where.deaths_least is not None:
        failing.append((DEATHS, _too_few(grid, where, rows)))
    if where.doubts:
        failing.append((DOUBTED, _doubted(where.doubts)[grid.flags[rows]]))
    if kept is not None:
        failing.append((WORDS, ~kept[rows]))
    if not failing:
        return None
    left = np.zeros(len(failing[0][1]), "uint8")
    for bit, fails in failing:
        left |= fails.view("uint8") * np.uint8(bit)
    return left


def _acted(grid: Grid, actors: Sequence[str]) -> Array:
    """Whether each pair fails: none of the actors stands on either side."""
    known = np.isin([*grid.header["actors"]], list(actors)) if grid.header["actors"] else np.zeros(0, bool)
    chosen = np.append(False, known)
    return np.asarray(~(chosen[grid.side1] | chosen[grid.side2]))


def _too_few(grid: Grid, where: Filter, rows: slice | Array) -> Array:
    unstated = (grid.flags[rows] & UNSTATED) > 0
    few = grid.deaths[rows] < (where.deaths_least or 0)
    return np.asarray(few & ~unstated if where.deaths_unstated else few | unstated)


def _doubted(doubts: Sequence[str]) -> Array:
    """Whether each combination of flags fails."""
    only, without = bits(doubts)
    flags = np.arange(256)
    return np.asarray(((flags & only) != only) | ((flags & without) > 0))


def bits(doubts: Sequence[str], but: str = "") -> tuple[int, int]:
    """The flags that must be there, and those that must not. Raises ValueError for a doubt that is none."""
    doubts_sql(doubts)
    only, without = 0, 0
    for place, name in enumerate(DOUBTS):
        if name != but:
            only |= (name in doubts) << place
            without |= (WITHOUT + name in doubts) << place
    return only, without


@lru_cache(maxsize=4)
def _kept(store: Store, grid: Grid, text: str, claimants: tuple[str, ...]) -> Array | None:
    """Whether each row has the words and is reported by one of the claimants; None where nothing is asked."""
    condition, values = Filter(text=text, claimants=claimants).sql()
    if not values:
        return None
    top = int(grid.number.max(initial=0)) + 1
    passes = np.zeros(top, bool)
    for begin in range(0, top, ASKED_ROWS):
        sql = f"SELECT rowid FROM incidents WHERE rowid >= ? AND rowid < ? AND {condition}"
        found = store.arrow(sql, [begin, min(begin + ASKED_ROWS, top), *values])["rowid"].to_numpy()
        passes[found] = True
    return passes[grid.number]


def at_other_hours(grid: Grid, rows: slice | Array, span: Span) -> Array:
    """Whether each row ends before the window begins, or begins after it has ended; a slice is of rows that begin on
    its days."""
    if not isinstance(rows, slice):
        first, last = spans(grid, rows)
        begin, end = span.local(grid, rows)
        return np.asarray((last <= begin) | (first >= end))
    fails = np.zeros(rows.stop - rows.start, bool)
    cut = _on_cut_days(grid, span, rows.start, rows.stop)
    fails[cut - rows.start] = at_other_hours(grid, cut, span)
    return fails


def _on_cut_days(grid: Grid, span: Span, first: int, last: int) -> Array:
    """Those of the rows from `first` to `last` (exclusive) that begin on a day of which the window may have a part
    alone."""
    sides = [np.clip(grid.opening[day : day + 2], first, last) for day in span.cut if 0 <= day < grid.days]
    return np.concatenate([np.arange(0), *(np.arange(*side) for side in sides)])


def edges(found: Passing) -> Array:
    """The rows that pass and may lie in the window in part alone: those that last over a side of it, and those of a day
    that it cuts."""
    cut = _on_cut_days(found.grid, found.span, found.first, found.last)
    rows, first, last = lasting(found)
    begin, end = found.span.sides
    return np.union1d(rows[(first <= begin) | (last >= end)], cut[found.marks[cut - found.first] > 0])


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
