"""What lies under the glyphs of a large store: heat, and the points that stand for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log2

import numpy as np

from .block import Array
from .glyphs import TILE_PX, per_point
from .grid import OUTLINE, RING
from .query import Box, Filter
from .sieve import passing, places, within, world_box
from .store import Store

CELL_PX, GRID_MAX, CELLS_MAX = 6, 200_000, 4_000
"""Pixels of a cell of heat, and the most that are looked at and kept; as in assets/heat.js."""


@dataclass(frozen=True, eq=False, slots=True)
class Heat:
    """Cells with incidents: their middle as shares of the world, and how many."""

    x: Array
    y: Array
    total: Array


def heat(store: Store, where: Filter, zoom: int, box: Box) -> Heat:
    """Where incidents that pass and are known to a town or better lie, in small cells of the box (west, south, east,
    north in degrees; east may lie beyond 180). A cell is CELL_PX wide, or the least doubling that keeps them few."""
    found = passing(store, where)
    totals = per_point(found) * (found.grid.solid > 0)
    sides = world_box(box)
    x, y = places(found.grid)
    x = np.where(x < sides[0], x + 1, np.where(x > sides[2], x - 1, x))
    near = (totals > 0) & within(x, y, sides)
    x, y, totals = x[near], y[near], totals[near]
    across = _across(zoom, sides)
    while True:
        cells = _gathered(x, y, totals, across)
        if len(cells.x) <= CELLS_MAX or across < 2:
            return cells
        across /= 2 ** ceil(log2(len(cells.x) / CELLS_MAX) / 2)


def _across(zoom: int, sides: Box) -> float:
    """Cells from west to east of the world."""
    across = TILE_PX * 2.0**zoom / CELL_PX
    while _size(across, sides) > GRID_MAX:
        across /= 2
    return across


def _size(across: float, sides: Box) -> int:
    west, north, east, south = (floor(side * across) for side in sides)
    return (east - west + 1) * (south - north + 1)


def _gathered(x: Array, y: Array, totals: Array, across: float) -> Heat:
    column, row = (np.floor(side * across).astype("int64") for side in (x, y))
    distinct, slot = np.unique((row << 32) + (column + (1 << 31)), return_inverse=True)
    column, row = (distinct & 0xFFFF_FFFF) - (1 << 31), distinct >> 32
    total = np.bincount(slot, totals, len(distinct)).astype("int64")
    return Heat((column + 0.5) / across, (row + 0.5) / across, total)


@dataclass(frozen=True, eq=False, slots=True)
class Units:
    """Points that stand for a unit and have incidents that pass: how many in all, and the numbers of those in a box."""

    number: int
    points: Array


def units(store: Store, where: Filter, box: Box, limit: int) -> Units:
    """The points of the box whose unit is drawn under them; none where there are more than `limit`."""
    found = passing(store, where)
    drawn = np.isin(found.grid.vague, (OUTLINE, RING)) & (per_point(found) > 0)
    points = np.flatnonzero(drawn & within(*places(found.grid), world_box(box)))
    return Units(int(drawn.sum()), points if len(points) <= limit else points[:0])
