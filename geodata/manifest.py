"""The manifest of an export: what was asked, what came out, where it came from, and under which terms."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from .moments import written
from .outgoing import columns
from .query import Filter
from .regions import FILE as BOUNDARIES
from .release import Release
from .schema import TABLES, Column
from .store import sha256

FORMAT = "hauran-export 1"
NOT_PASSED_ON = "(not passed on)"
DISCLAIMER = (
    "Boundaries and names do not imply an opinion on the legal status of any territory or its borders. Admin-1 units "
    "are those of Natural Earth (public domain), to about 1 km; a point near a border may be given to the neighbour."
)
_NAMES = {"regions": "region", "event_types": "type", "sources": "source", "precisions": "precision"}
_NAMES |= {"start": "from", "end": "to", "statuses": "status", "actors": "actor", "deaths_least": "deaths_at_least"}
_NAMES |= {"deaths_unstated": "deaths_unstated_too", "claimants": "reported_by"}
_TOLD = ("source", "title", "publisher", "licence", "redistribute", "url", "accessed", "file", "sha256", "format")


def manifest(release: Release, where: Filter, bodies: Mapping[str, bytes], libraries: Sequence[str]) -> dict[str, Any]:
    """The manifest of the files, name → bytes: the rows first, then the counts where there are any.

    It bears no clock: its days are those of the datasets. Datasets that are not passed on are counted, not named.
    """
    kept = [item for item in release.left_out if not item.counted]
    return {
        "format": FORMAT,
        "table": release.table.name,
        "filter": _filter(where, frozenset(item.source for item in kept)),
        "rows": len(release.rows),
        "rows_without_point": int(release.rows["lat"].isna().sum()),
        "rows_counted_only": int(release.counts["rows"].sum()),
        "rows_left_out": sum(item.rows for item in kept),
        "left_out": [
            {"rows": item.rows, "why": item.why} | ({"source": item.source} if item.counted else {})
            for item in release.left_out
        ],
        "files": [
            {"name": name, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body), "holds": holds}
            for (name, body), holds in zip(bodies.items(), ("rows", "counts"), strict=False)
        ],
        "sources": _sources(release),
        "gazetteers": sorted({str(stamp) for stamp in release.sources["gazetteer"].dropna()}),
        "boundaries": {"disclaimer": DISCLAIMER, "sha256": _boundaries()},
        "versions": {
            "schema": schema_stamp(),
            **{name: importlib.metadata.version(name) for name in libraries},
        },
        "coordinates": "decimal degrees, WGS84 (EPSG:4326)",
        "columns": {column.name: described(column) for column in columns(release.table)},
    }


def described(column: Column) -> str:
    """The column's meaning and unit, in words."""
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning


def citation(dataset: Mapping[Any, object]) -> str:
    """How to cite a dataset: publisher, title, licence, address, day of the import; what is not known is left out."""
    said = {name: str(dataset.get(name) or "").rstrip(".") for name in ("publisher", "title", "licence", "url")}
    return ". ".join(filter(None, (*said.values(), f"Imported {dataset.get('accessed') or 'on an unknown day'}"))) + "."


@cache
def schema_stamp() -> str:
    """The first 12 digits of the SHA-256 of all tables' columns, types and units: it changes when they do."""
    told = [
        f"{table.name}.{c.name} {c.type} {c.unit} {' | '.join(c.choices)}" for table in TABLES for c in table.columns
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


@cache
def _boundaries() -> str:
    return sha256(BOUNDARIES)


def _filter(where: Filter, hidden: frozenset[str]) -> dict[str, object]:
    """The filter as given, what is open left away."""
    told: dict[str, object] = {}
    for field in fields(where):
        value = getattr(where, field.name)
        if value != field.default:
            told[_NAMES.get(field.name, field.name)] = _plain(value)
    if where.sources:
        told["source"] = [NOT_PASSED_ON if name in hidden else name for name in where.sources]
    return told


def _plain(value: object) -> object:
    if isinstance(value, date):
        return written(value)
    return list(value) if isinstance(value, tuple) else value


def _sources(release: Release) -> list[dict[str, object]]:
    rows = Counter(release.rows["source"])
    counted = release.counts.groupby("source")["rows"].sum().to_dict()
    return [
        {name: None if pd.isna(row[name]) else row[name] for name in _TOLD}
        | {
            "rows": rows[row["source"]],
            "rows_counted_only": int(counted.get(row["source"], 0)),
            "gazetteer": row["gazetteer"],
            "citation": citation(row),
        }
        for row in release.sources.to_dict("records")
    ]
