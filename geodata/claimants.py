"""Claimants: who reports the incidents, how many each of them, and which of them a name means."""

from __future__ import annotations

import pandas as pd

from .kept import once_a_snapshot
from .query import CLAIMANT, EVERYTHING, Filter
from .search import searchable
from .store import Store


@once_a_snapshot(2)
def claimants(store: Store) -> tuple[str, ...]:
    """All that report an incident, as `Filter.claimants` has them."""
    return tuple(store.ask(f"SELECT DISTINCT {CLAIMANT} AS claimant FROM incidents ORDER BY 1")["claimant"])


@once_a_snapshot(16)
def per_claimant(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row a claimant, as `Filter.claimants` has it, most incidents first: claimant, incidents.

    The filter's own claimants are left open; those without incidents in the filter stay, with 0.
    """
    condition, values = where.without("claimants").sql()
    return store.ask(
        f"SELECT {CLAIMANT} AS claimant, CAST(count(*) FILTER (WHERE {condition}) AS INTEGER) AS incidents "
        "FROM incidents GROUP BY 1 ORDER BY incidents DESC, claimant",
        values,
    )


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
