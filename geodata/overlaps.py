"""Counts of choices that overlap: an incident has two actors, several doubts, deaths above many a number."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from .doubts import DEATHS, DOUBTS, LEFT_OUT
from .query import EVERYTHING, Filter
from .store import Store


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


def per_doubt(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row for each of DOUBTS, in their order: doubt, incidents, of (all that pass, to take a share of).

    Each leaves the filter's own choice of that doubt open; the other doubts count.
    """
    rows = [_doubted(store, where, name) for name in DOUBTS]
    return pd.DataFrame(rows, columns=["doubt", "incidents", "of"])


def _doubted(store: Store, where: Filter, name: str) -> tuple[str, int, int]:
    others = tuple(wanted for wanted in where.doubts if wanted.removeprefix(LEFT_OUT) != name)
    condition, values = replace(where, doubts=others).sql()
    found = store.ask(
        f"SELECT count(*) FILTER (WHERE {DOUBTS[name]}) AS incidents, count(*) AS passing FROM incidents "
        f"WHERE {condition}",
        values,
    ).iloc[0]
    return name, int(found["incidents"]), int(found["passing"])


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
