"""All incidents as typed columns, in one block of bytes, for a reader that filters them itself."""

from __future__ import annotations

import contextlib
import gzip
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .block import Array, packed, smallest
from .doubts import DEATHS, DOUBTS, flags_sql
from .moments import DAY_MINUTES
from .query import DISTRICT_NAME, NOWHERE, PRECISE, Filter
from .store import Outdated, Store

RADIUS_STEP_M = 10
PART = "\x1f"
LAST_MINUTE = DAY_MINUTES - 1
AHEAD_BASE = DAY_MINUTES
"""What is added to `ahead`, so that no number is below 0."""
_SQL = f"""
SELECT rowid AS number, start_day, end_day, coalesce(start_minute, 0) AS opens,
    {LAST_MINUTE} - coalesce(end_minute, {LAST_MINUTE}) AS rest,
    {AHEAD_BASE} + coalesce(utc_offset, 0) AS ahead, tx, ty,
    source, status, {flags_sql()} AS flags,
    event_type || '{PART}' || coalesce(sub_event_type, '') AS kind,
    CASE WHEN lat IS NULL THEN '{NOWHERE + PART * 5}' ELSE concat_ws('{PART}', coalesce(admin0, ''),
        coalesce(admin0_name, ''), coalesce(admin1, ''), coalesce(admin1_name, ''), coalesce(admin1_name_ar, ''),
        {DISTRICT_NAME})
    END AS region,
    coalesce(location_precision, '') AS precision, radius_m, coalesce(injured, 0) AS injured,
    coalesce(actor1, '') AS actor1, coalesce(actor2, '') AS actor2, {DEATHS} AS deaths,
    coalesce(fatalities_low, fatalities_best, 0) AS low,
    coalesce(fatalities_high, fatalities_best, fatalities_low) AS high
FROM incidents WHERE rowid >= ? AND rowid < ?
"""
CHUNK_ROWS = 250_000
"""Rows asked for at once, so that each answer keeps well within the store's limit of time."""

CLOCKS = ("opens", "rest", "ahead")
SIDES = ("actor1", "actor2")
WORDS = ("kind", "region", "source", "status", "precision")
_PLURALS = {"source": "sources", "status": "statuses", "precision": "precisions"}


@dataclass(frozen=True)
class Columns:
    """The incidents of one `snapshot`, by first day and point.

    `numbers` are the snapshot's own row numbers in that order. `header` names the dictionaries (kinds, regions,
    sources, statuses, precisions, actors, pairs), how many rows and points there are, and where each array lies. `body`
    is header and arrays, gzipped; `etag` its hash.
    """

    numbers: Array
    header: dict[str, Any]
    body: bytes
    etag: str
    snapshot: str


def as_columns(store: Store) -> Columns:
    """The columns of the store's current snapshot; made once a snapshot.

    Layout of the body: length of the header (uint32), header (JSON in UTF-8, padded with blanks), arrays, each aligned
    to 8 bytes, little-endian. Arrays a point: `x`, `y` (Web Mercator at zoom 22, int32). Arrays a row: `step` (days
    since the row before), `span` (days it lasts after its first), `point` (from 1; 0 for none), `kind`, `region`,
    `source`, `status`, `precision`, `pair` (places in the dictionaries; a pair is the places of its two actors among
    `actors`, -1 for none), `radius` (10 m), `deaths` (best), `fewer` and `more` (what low and high differ from
    it), `injured`, `flags` (a bit for each of `doubts.DOUBTS`, the first the lowest). Where the hour of any incident is
    known: `opens` (minutes of its first day before it), `rest` (minutes of its last day after it), and `ahead` (minutes
    that its clocks are ahead of UTC, and AHEAD_BASE more).
    """
    while True:
        with contextlib.suppress(Outdated):
            return _columns(store, store.snapshot)


@lru_cache(maxsize=2)
def _columns(store: Store, snapshot: str) -> Columns:
    numbers, header, arrays = laid_out(store, snapshot)
    header, body = packed(header, arrays)
    etag = sha256(body).hexdigest()[:16]
    return Columns(numbers, header, gzip.compress(body, 6, mtime=0), etag, snapshot)


def laid_out(store: Store, snapshot: str) -> tuple[Array, dict[str, Any], dict[str, Array]]:
    """The snapshot's row numbers, header and arrays of `as_columns`, not packed yet. Raises Outdated for an old one."""
    rows = _sorted(_read(store))
    stay(store, snapshot)
    xy, point = _points(rows)
    coded = {name: _coded(rows[name]) for name in WORDS}
    pair, actors = _pairs(rows)
    arrays = {
        "x": xy[:, 0].astype("int32"),
        "y": xy[:, 1].astype("int32"),
        "point": smallest(point),
        **_times(rows),
        **{name: codes for name, (codes, _) in coded.items()},
        "pair": pair,
        **_numbers(rows),
    }
    words = {name: [value.split(PART) for value in values] for name, (_, values) in coded.items()}
    return _numpy(rows["number"]), _header(rows, words) | actors | {"points": len(xy)}, arrays


def stay(store: Store, snapshot: str) -> None:
    """Raises Outdated where the store has gone on to another snapshot."""
    if store.snapshot != snapshot:
        raise Outdated("The store has a newer import. Reload the page to see it")


def _read(store: Store) -> pa.Table:
    top = store.ask("SELECT coalesce(max(rowid), -1) AS top FROM incidents")["top"].iloc[0]
    starts = range(0, max(int(top) + 1, 1), CHUNK_ROWS)
    return pa.concat_tables([_encoded(store.arrow(_SQL, [start, start + CHUNK_ROWS])) for start in starts])


def _encoded(rows: pa.Table) -> pa.Table:
    """The rows with each word once, so that ten million of them do not fill the memory."""
    for name in (*WORDS, *SIDES):
        rows = rows.set_column(rows.column_names.index(name), name, rows[name].dictionary_encode())
    return rows


def _sorted(rows: pa.Table) -> pa.Table:
    keys = [_numpy(rows[name], -1) for name in ("ty", "tx", "start_day")]
    return rows.take(pa.array(np.lexsort(keys)))


def _numpy(column: pa.ChunkedArray, empty: float = 0) -> Array:
    return np.asarray(pc.fill_null(column, empty).to_numpy())


def _header(rows: pa.Table, words: dict[str, list[list[str]]]) -> dict[str, Any]:
    spans = (pc.min(rows["start_day"]).as_py(), pc.max(rows["end_day"]).as_py())
    return {
        "rows": len(rows),
        "first_day": spans[0],
        "last_day": spans[1],
        "kinds": words["kind"],
        "regions": words["region"],
        **{plural: [w[0] for w in words[name]] for name, plural in _PLURALS.items()},
        "doubts": list(DOUBTS),
        "precise": list(PRECISE),
    }


def _pairs(rows: pa.Table) -> tuple[Array, dict[str, Any]]:
    """Each row's place among the pairs of actors, the commonest first; the names of actors in order, and of each pair
    the places of its two sides among them."""
    (first, ones), (second, others) = (_coded(rows[name]) for name in SIDES)
    keys = first.astype("int64") * max(1, len(others)) + second
    distinct, inverse, often = np.unique(keys, return_inverse=True, return_counts=True)
    order = np.argsort(-often, kind="stable")
    rank = np.empty(len(order), "int64")
    rank[order] = np.arange(len(order))
    actors = sorted({*ones, *others} - {""})
    place = {"": -1} | {actor: i for i, actor in enumerate(actors)}
    sides = [divmod(int(key), len(others)) for key in distinct[order]]
    pairs = [[place[ones[a]], place[others[b]]] for a, b in sides]
    return smallest(rank[inverse]), {"actors": actors, "pairs": pairs}


def _points(rows: pa.Table) -> tuple[Array, Array]:
    """The distinct points, and the number of each row's point, from 1; 0 for none."""
    placed = np.asarray(pc.is_valid(rows["tx"]).to_numpy())
    keys = (_numpy(rows["tx"]).astype("int64") << 32) + _numpy(rows["ty"]).astype("int64")
    distinct, place = np.unique(keys[placed], return_inverse=True)
    point = np.zeros(len(rows), "int64")
    point[placed] = place + 1
    return np.column_stack([distinct >> 32, distinct & 0xFFFF_FFFF]), point


def _times(rows: pa.Table) -> dict[str, Array]:
    start, end = _numpy(rows["start_day"]).astype("int64"), _numpy(rows["end_day"]).astype("int64")
    days = {"step": smallest(np.diff(start, prepend=start[:1])), "span": smallest(end - start)}
    clocks = {name: smallest(_numpy(rows[name])) for name in CLOCKS}
    return days | (clocks if clocks["opens"].any() or clocks["rest"].any() else {})


def _numbers(rows: pa.Table) -> dict[str, Array]:
    deaths, low, high = (_numpy(rows[name]).astype("int64") for name in ("deaths", "low", "high"))
    radius = _numpy(rows["radius_m"], 0.0) / RADIUS_STEP_M
    return {
        "radius": smallest(np.minimum(radius, 65_534).round()),
        "deaths": smallest(deaths),
        "fewer": smallest(np.maximum(deaths - low, 0)),
        "more": smallest(np.maximum(high - deaths, 0)),
        "injured": smallest(_numpy(rows["injured"])),
        "flags": _numpy(rows["flags"]).astype("uint8"),
    }


def _coded(column: pa.ChunkedArray) -> tuple[Array, list[str]]:
    """Each row's place among the sorted distinct values, and those."""
    encoded = column.unify_dictionaries().combine_chunks()
    values = encoded.dictionary.to_pylist()
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = np.empty(len(values), "int64")
    rank[order] = np.arange(len(values))
    codes = rank[np.asarray(encoded.indices)] if len(values) else np.zeros(0, "int64")
    return smallest(codes), [values[i] for i in order]


def matching(store: Store, where: Filter, of: str | None = None) -> bytes:
    """One bit a row of `as_columns`, lowest bit first: whether the incident passes the filter.

    `of` and what is raised are those of `ids_at`.
    """
    found = _known(store, of)
    condition, values = where.sql()
    passes = np.zeros(int(found.numbers.max(initial=-1)) + 1, "uint8")
    passes[_numpy(store.arrow(f"SELECT rowid FROM incidents WHERE {condition}", values)["rowid"])] = 1
    stay(store, found.snapshot)
    return np.packbits(passes[found.numbers], bitorder="little").tobytes()


def _known(store: Store, of: str | None) -> Columns:
    if of is not None:
        stay(store, of)
    return as_columns(store)
