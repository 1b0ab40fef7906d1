"""Windows over the grid of a large store in minutes, and the minutes of its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .block import Array
from .columns import AHEAD_BASE
from .grid import Grid
from .moments import DAY_MINUTES, begins, ends, is_utc
from .query import Filter

EVER = 10**12


@dataclass(frozen=True, slots=True)
class Span:
    """A window as minutes from the first of the grid's first day on, `end` exclusive; `utc` says of each side whether
    they are those of UTC, as they can be where it cuts a day, or of the place."""

    begin: int
    end: int
    utc: tuple[bool, bool] = (False, False)

    @classmethod
    def of(cls, grid: Grid, where: Filter) -> Span:
        """The filter's window."""
        offset = (grid.header["first_day"] or 0) * DAY_MINUTES
        timed = len(grid.opens) > 0
        return cls(
            begins(where.start) - offset if where.start else -EVER,
            ends(where.end) + 1 - offset if where.end else EVER,
            (timed and is_utc(where.start), timed and is_utc(where.end)),
        )

    @property
    def days(self) -> tuple[int, int]:
        """First and last day of which a place may have a part in the window."""
        return self.begin // DAY_MINUTES - self.utc[0], (self.end - 1) // DAY_MINUTES + self.utc[1]

    @property
    def sides(self) -> tuple[int, int]:
        """The latest day on which it may begin at a place, and the earliest on which it may end there."""
        return self.begin // DAY_MINUTES + self.utc[0], (self.end - 1) // DAY_MINUTES - self.utc[1]

    @property
    def cut(self) -> list[int]:
        """The days of which the window may have a part alone."""
        sides = zip((self.begin, self.end), self.utc, strict=True)
        days = {(minute // DAY_MINUTES, utc) for minute, utc in sides if minute % DAY_MINUTES}
        return sorted({day + near for day, utc in days for near in ((-1, 0, 1) if utc else (0,))})

    def local(self, grid: Grid, rows: Array) -> tuple[Array | int, Array | int]:
        """Begin and end by the clocks of each row."""
        ahead = grid.ahead[rows].astype("int64") - AHEAD_BASE if any(self.utc) else 0
        return self.begin + ahead * self.utc[0], self.end + ahead * self.utc[1]


def spans(grid: Grid, rows: Array) -> tuple[Array, Array]:
    """First minute and last (exclusive) of each row by its own clocks, from the first of the grid's first day on."""
    first = np.searchsorted(grid.opening, rows, "right") - 1
    last = first.copy()
    long = np.isin(rows, grid.lasting, assume_unique=True)
    last[long] = grid.lasting_last[np.searchsorted(grid.lasting, rows[long])]
    if not len(grid.opens):
        return first * DAY_MINUTES, (last + 1) * DAY_MINUTES
    return first * DAY_MINUTES + grid.opens[rows], (last + 1) * DAY_MINUTES - grid.rest[rows]
