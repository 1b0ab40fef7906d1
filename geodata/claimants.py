"""Claimants: who reports the incidents, how many each of them, and which of them a name means."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .answers import gridded
from .block import Array
from .grid import Grid
from .kept import once_a_snapshot
from .query import CLAIMANT, EVERYTHING, Filter
from .search import searchable
from .sieve import ASKED_ROWS, passing, tally
from .store import Store


@once_a_snapshot(2)
def claimants(store: Store) -> tuple[str, ...]:
    """All that report an incident, as `Filter.claimants` has them."""
    return tuple(store.ask(f"SELECT DISTINCT {CLAIMANT} AS claimant FROM incidents ORDER BY 1")["claimant"])


def per_claimant(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row a claimant, as `Filter.claimants` has it, most incidents first: claimant, incidents.

    The filter's own claimants are left open; those without incidents in the filter stay, with 0.
    """
    return (_of_grid if gridded(store) else _of_store)(store, where.without("claimants"))


@once_a_snapshot(16)
def _of_store(store: Store, where: Filter) -> pd.DataFrame:
    condition, values = where.sql()
    return store.ask(
        f"SELECT {CLAIMANT} AS claimant, CAST(count(*) FILTER (WHERE {condition}) AS INTEGER) AS incidents "
        "FROM incidents GROUP BY 1 ORDER BY incidents DESC, claimant",
        values,
    )


def _of_grid(store: Store, where: Filter) -> pd.DataFrame:
    found = passing(store, where)
    names, codes = _coded(store, found.grid)
    numbers = sum((tally(codes[part.rows], len(names), part.marks() > 0) for part in found.parts), np.int64(0))
    rows = pd.DataFrame({"claimant": names, "incidents": numbers})
    return rows.sort_values(["incidents", "claimant"], ascending=[False, True], ignore_index=True)


@lru_cache(maxsize=1)
def _coded(store: Store, grid: Grid) -> tuple[list[str], Array]:
    """The claimants, and the place among them of each row's."""
    names = list(claimants(store))
    top = int(grid.number.max(initial=0)) + 1
    found = np.zeros(top, "int32")
    for begin in range(0, top, ASKED_ROWS):
        sql = f"SELECT rowid, {CLAIMANT} AS claimant FROM incidents WHERE rowid >= ? AND rowid < ?"
        rows = store.arrow(sql, [begin, min(begin + ASKED_ROWS, top)])
        found[rows["rowid"].to_numpy()] = pc.index_in(rows["claimant"], pa.array(names, pa.string())).to_numpy()
    return names, found[grid.number]


def claimants_named(store: Store, where: Filter, words: str = "") -> pd.DataFrame:
    """Those of `per_claimant` that the filter asks for, then those whose name has all the words, letters folded."""
    rows = per_claimant(store, where)
    chosen = rows["claimant"].isin(where.claimants)
    parts, folded = searchable(words).split(), _folded(store)
    found = rows["claimant"].map(lambda name: all(part in folded.get(name, "") for part in parts)).astype(bool)
    return pd.concat([rows[chosen], rows[found & ~chosen]], ignore_index=True)


@once_a_snapshot(2)
def _folded(store: Store) -> dict[str, str]:
    return {name: searchable(name) for name in claimants(store)}
