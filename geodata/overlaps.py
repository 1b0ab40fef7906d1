"""Counts of choices that overlap: an incident has two actors, several doubts, deaths above many a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from .doubts import DEATHS, DOUBTS, WITHOUT, doubts_sql
from .kept import once_a_snapshot
from .query import EVERYTHING, Filter
from .store import Store

SIDES = ("actor1", "actor2")


def per_actor(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row an actor on either side, most incidents first: actor, incidents. Actors without any in the filter stay,
    with 0.

    The filter's own actors are left open. An incident with the same actor on both sides counts once.
    """
    condition, values = where.without("actors").sql()
    return store.ask(
        "WITH sides AS (SELECT actor1 AS actor, * FROM incidents UNION ALL "
        "SELECT actor2 AS actor, * FROM incidents WHERE actor2 IS DISTINCT FROM actor1) "
        f"SELECT actor, CAST(count(*) FILTER (WHERE {condition}) AS INTEGER) AS incidents "
        "FROM sides WHERE coalesce(actor, '') <> '' GROUP BY actor ORDER BY incidents DESC, actor",
        values,
    )


def known_actors(store: Store, wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the wanted that are an actor of an incident, in their order."""
    if not wanted:
        return ()
    marks = ", ".join("?" * len(wanted))
    sides = " UNION ".join(f"SELECT {side} AS actor FROM incidents WHERE {side} IN ({marks})" for side in SIDES)
    found = set(store.ask(sides, [*wanted, *wanted])["actor"])
    return tuple(actor for actor in wanted if actor in found)


@once_a_snapshot(16)
def per_doubt(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row for each of DOUBTS, in their order: doubt, incidents, of (all that pass, to take a share of).

    Each leaves the filter's own choice of that doubt open; the other doubts count.
    """
    others = {name: _others(where, name) for name in DOUBTS}
    counts = [
        f"count(*) FILTER (WHERE {others[name]} AND {sql}), count(*) FILTER (WHERE {others[name]})"
        for name, sql in DOUBTS.items()
    ]
    condition, values = where.without("doubts").sql()
    row = store.ask(f"SELECT {', '.join(counts)} FROM incidents WHERE {condition}", values).iloc[0]
    pairs = zip(row.iloc[::2], row.iloc[1::2], strict=True)
    rows = [(name, int(n), int(of)) for name, (n, of) in zip(DOUBTS, pairs, strict=True)]
    return pd.DataFrame(rows, columns=["doubt", "incidents", "of"])


def _others(where: Filter, name: str) -> str:
    """The condition that the filter's other doubts make."""
    return doubts_sql([wanted for wanted in where.doubts if wanted.removeprefix(WITHOUT) != name]) or "true"


@dataclass(frozen=True, slots=True)
class Deadly:
    """Incidents with at least the filter's number of deaths (with any stated number where it has none), and those that
    state no number."""

    least: int
    unstated: int


def per_deaths(store: Store, where: Filter = EVERYTHING) -> Deadly:
    """The counts of the filter on deaths, which it leaves open itself."""
    condition, values = where.without("deaths_least", "deaths_unstated").sql()
    row = store.ask(
        f"SELECT count(*) FILTER (WHERE {DEATHS} >= ?) AS least, count(*) FILTER (WHERE {DEATHS} IS NULL) AS unstated "
        f"FROM incidents WHERE {condition}",
        [where.deaths_least or 0, *values],
    ).iloc[0]
    return Deadly(int(row["least"]), int(row["unstated"]))
