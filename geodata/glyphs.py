"""What stands on the map of a large store: a glyph a point, or a glyph a cell while zoomed out; the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from .block import Array
from .grid import Grid, grid_of
from .query import Box, Filter
from .schema import EVENT_TYPES
from .sieve import Passing, drawable, edges, passing, places, type_of, within, world_box
from .spans import spans
from .store import Store

TILE_PX, CELL_PX = 512, 44
"""Pixels of a tile of the map and of a cell, as in assets/glyphs.js."""
TYPES = tuple(EVENT_TYPES)
NEAR = 1e-12
"""Square of the distance, in shares of the world, within which a point is the one meant, as in assets/engine.js."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the map of about CELL_PX at a zoom, counted from the west and from the north."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True, eq=False, slots=True)
class Glyphs:
    """Arrays, one value a glyph. `x`, `y`: the mean point of its incidents as shares of the world; `counts`: incidents
    of each event type (columns); `weight`: how much of them lies in the window; `solid` and `guessed`: of a single
    point, whether any incident ever there is precise and whether a spelling was mended; `members`: how many points;
    `point`: one of them; `column`, `row` of its cell."""

    x: Array
    y: Array
    counts: Array
    weight: Array
    solid: Array
    guessed: Array
    members: Array
    point: Array
    column: Array
    row: Array


def across(zoom: int) -> float:
    """Cells from west to east."""
    return float((TILE_PX * 2.0**zoom) / CELL_PX)


def cells(store: Store, where: Filter, zoom: int, box: Box, types: Sequence[str] = TYPES) -> Glyphs:
    """One glyph a cell that touches the box (west, south, east, north in degrees) and has incidents that pass."""
    found = passing(store, where)
    number = across(zoom)
    x, y = places(found.grid)
    column, row = np.floor(x * number).astype("int64"), np.floor(y * number).astype("int64")
    west, north, east, south = (floor(side * number) for side in world_box(box))
    near = within(column, row, (west, north, east, south))
    return _gathered(found, near, column, row, types)


def spots(store: Store, where: Filter, box: Box, limit: int, types: Sequence[str] = TYPES) -> Glyphs | None:
    """One glyph a point in the box that has incidents that pass; None where there are more than `limit`."""
    found = passing(store, where)
    near = within(*places(found.grid), world_box(box))
    if int((near & (per_point(found) > 0)).sum()) > limit:
        return None
    own = np.arange(len(near))
    return _gathered(found, near, own, np.zeros_like(own), types)


def _drawn(found: Passing) -> Array:
    return found.shown * drawable(found.grid)


def per_point(found: Passing) -> Array:
    """Incidents that are drawn at each point."""
    return np.bincount(found.grid.point, _drawn(found), len(found.grid.x) + 1)[1:]


def _gathered(found: Passing, near: Array, column: Array, row: Array, types: Sequence[str]) -> Glyphs:
    """Points that are near, gathered by their column and row."""
    grid, totals = found.grid, per_point(found)
    point = np.flatnonzero(near & (totals > 0))
    distinct, slot = np.unique(column[point] << 32 | row[point], return_inverse=True)
    n, T = len(distinct), len(types)
    slots = np.full(len(totals) + 1, n)
    slots[point + 1] = slot
    place = slots[grid.point] * T + type_of(grid, types)[grid.kind][grid.combo]
    x, y = places(grid)
    total = np.bincount(slot, totals[point], n)
    members, member = np.bincount(slot, minlength=n), np.zeros(n, "int64")
    member[slot] = point
    single = members == 1
    return Glyphs(
        x=np.bincount(slot, (x * totals)[point], n) / total,
        y=np.bincount(slot, (y * totals)[point], n) / total,
        counts=np.bincount(place, _drawn(found), (n + 1) * T).reshape(-1, T)[:n].astype("int64"),
        weight=total - np.bincount(slots[1:], _outside(found), n + 1)[:n],
        solid=np.where(single, grid.solid[member], 1).astype("uint8"),
        guessed=(single & _mended(found)[member]).astype("uint8"),
        members=members,
        point=member,
        column=distinct >> 32,
        row=distinct & 0xFFFF_FFFF,
    )


def _mended(found: Passing) -> Array:
    """Whether the spelling of any incident shown at each point was mended."""
    groups = (_drawn(found) > 0) & (found.grid.mended > 0)
    return np.bincount(found.grid.point, groups, len(found.grid.x) + 1)[1:] > 0


def _outside(found: Passing) -> Array:
    """How much of each point's incidents lies outside the window."""
    grid, rows = found.grid, edges(found)
    begin, end = found.span.local(grid, rows)
    group = grid.group[rows]
    first, last = spans(grid, rows)
    inside = np.minimum(last, end) - np.maximum(first, begin)
    lost = (1 - inside / (last - first)) * drawable(grid)[group]
    return np.bincount(grid.point[group], lost, len(grid.x) + 1)[1:]


def rows_at(store: Store, where: Filter, at: int | Cell | None, limit: int) -> list[int]:
    """The rows of `as_columns` that pass and are drawn at the point or in the cell, in order, at most `limit`; without
    either, those known to a country alone."""
    found = passing(store, where)
    grid = found.grid
    if at is None:
        chosen = (grid.point > 0) & ~drawable(grid)
    else:
        chosen = np.append(False, _points_of(grid, at))[grid.point] & drawable(grid)
    return [int(row) for row in found.rows(chosen & found.open_groups)[:limit]]


def _points_of(grid: Grid, at: int | Cell) -> Array:
    if isinstance(at, int):
        return np.asarray(np.arange(len(grid.x)) == at)
    x, y = places(grid)
    number = across(at.zoom)
    return np.asarray((np.floor(x * number) == at.column) & (np.floor(y * number) == at.row))


def points_at(store: Store, pairs: Sequence[tuple[float, float]]) -> list[dict[str, float]]:
    """Of each pair of lat and lon, the point within about 40 m: `point`, its number; `x`, `y`, shares of the world;
    `radius`, in 10 m; `vague`, `unit` as in Grid. Pairs without one are left out."""
    grid = grid_of(store)
    x, y = places(grid)
    found = []
    for lat, lon in dict.fromkeys(pairs):
        west, north, *_ = world_box((lon, lat, lon, lat))
        distance = (x - west) ** 2 + (y - north) ** 2
        if len(distance) and distance.min() < NEAR:
            p = int(distance.argmin())
            numbers = {name: int(getattr(grid, name)[p]) for name in ("radius", "vague", "unit")}
            found.append({"point": p, "x": float(x[p]), "y": float(y[p]), **numbers})
    return found
