"""What of the store may leave it: the rows of a filter, or counts of them, as each dataset's `redistribute` says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .displaced import figures
from .outgoing import counted, laid_out
from .query import Filter, datasets
from .schema import DISPLACEMENT, INCIDENTS, Table
from .store import Store

EXPORTED = {table.name: table for table in (INCIDENTS, DISPLACEMENT)}
ROWS_MAX = 1_000_000
"""Rows that a page may pack into one file: a few gigabytes of memory while it is made."""
CHUNK_ROWS = 250_000
"""Rows asked for at once, so that each answer keeps well within the store's limit of time."""
_WHY = {
    "none": "its publisher does not allow that it is passed on (redistribute: none)",
    "aggregate": "its publisher allows counts alone (redistribute: aggregate)",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of one dataset that pass the filter and stay behind; `counted` says whether counts of them were released."""

    source: str
    rows: int
    counted: bool
    why: str

    def __str__(self) -> str:
        kept = "counted only" if self.counted else "left out"
        return f"{self.rows:,} rows of '{self.source}' {kept}: {self.why}"


@dataclass(frozen=True, slots=True)
class Release:
    """What may leave: `rows` in the columns of `outgoing.columns`, `counts` in those of `outgoing.count_columns`.

    `sources` are the rows of `datasets` that rows or counts come from, by name.
    """

    table: Table
    rows: pd.DataFrame
    counts: pd.DataFrame
    sources: pd.DataFrame
    left_out: tuple[LeftOut, ...]


def released(store: Store, where: Filter, table: Table, newest: int | None = None) -> Release:
    """The release of a filter, all of one snapshot. What has no known dataset stays behind as if it were none.

    `newest` takes that many incidents at most, those that began last, before it is asked which of them may leave.
    """
    found, told = _of_one_snapshot(store, where, table, newest)
    allowed = _allowed(told)
    may = found["source"].map(lambda source: allowed.get(source, "none")).astype(object)
    rows = laid_out(table, found[may != "none"])
    whole = (may[may != "none"] == "full").to_numpy(dtype=bool)
    left = found["source"][may != "full"].groupby(found["source"]).size()
    return Release(
        table,
        rows[whole].reset_index(drop=True),
        counted(table, rows[~whole]),
        told[told["source"].isin(rows["source"])].reset_index(drop=True),
        tuple(_left_out(str(source), int(count), allowed.get(str(source), "none")) for source, count in left.items()),
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """How much of a filter may leave, known before anything is made: rows whole, rows that would be counted only.

    `sources` are the rows of `datasets` that the filter's rows come from, whether they may leave or not.
    """

    rows: int
    rows_counted: int
    left_out: tuple[LeftOut, ...]
    sources: pd.DataFrame


def leaving(store: Store, where: Filter, table: str = INCIDENTS.name) -> Leaving:
    """What `released` would let go of the filter's rows of `table`: incidents or displacement, else ValueError."""
    if table not in EXPORTED:
        raise ValueError(f"'{table}' cannot be exported; known are {', '.join(EXPORTED)}")
    told, numbers = datasets(store), _per_source(store, where, table)
    allowed = _allowed(told)
    left = {source: n for source, n in numbers.items() if allowed.get(source) != "full"}
    held = [_left_out(source, n, allowed.get(source, "none")) for source, n in left.items()]
    return Leaving(
        sum(n for source, n in numbers.items() if source not in left),
        sum(item.rows for item in held if item.counted),
        tuple(held),
        told[told["source"].isin(numbers)].reset_index(drop=True),
    )


def _per_source(store: Store, where: Filter, table: str) -> dict[str, int]:
    if table == DISPLACEMENT.name:
        found = figures(store, where)["source"].value_counts().sort_index()
        return {str(source): int(n) for source, n in found.items()}
    condition, values = where.sql()
    rows = store.ask(f"SELECT source, count(*) AS n FROM incidents WHERE {condition} GROUP BY 1 ORDER BY 1", values)
    return {str(source): int(n) for source, n in zip(rows["source"], rows["n"], strict=True)}


def _allowed(told: pd.DataFrame) -> dict[str, str]:
    """What may leave of each dataset that may be passed on at all: full or aggregate."""
    pairs = zip(told["source"], told["redistribute"], strict=True)
    return {name: may for name, may in pairs if may in ("aggregate", "full")}


def _left_out(source: str, rows: int, redistribute: str) -> LeftOut:
    return LeftOut(source, rows, redistribute == "aggregate", _WHY[redistribute])


def _of_one_snapshot(
    store: Store, where: Filter, table: Table, newest: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    while True:
        snapshot = store.snapshot
        found = _incidents(store, where, newest) if table == INCIDENTS else figures(store, where)
        told = datasets(store)
        if store.snapshot == snapshot:
            return found, told


def _incidents(store: Store, where: Filter, newest: int | None) -> pd.DataFrame:
    condition, values = where.sql()
    rows = f"SELECT * FROM incidents WHERE {condition}"
    if newest is not None:
        last = (
            f"SELECT rowid FROM incidents WHERE {condition} ORDER BY start_day DESC, id DESC LIMIT ?"  # no other column
        )
        rows = f"SELECT * FROM incidents WHERE rowid IN ({last})"
        return store.ask(f"{rows} ORDER BY start_day, id, source, source_id", [*values, newest])
    top = int(store.ask("SELECT coalesce(max(rowid), 0) AS top FROM incidents")["top"].iloc[0])
    spans = [[first, first + CHUNK_ROWS] for first in range(0, top + 1, CHUNK_ROWS)]
    parts = [store.ask(f"{rows} AND rowid >= ? AND rowid < ?", [*values, *span]) for span in spans]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return found.sort_values(["start_day", "id", "source", "source_id"], kind="stable", ignore_index=True)
