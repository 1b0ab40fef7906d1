"""One file into the store: read → locate → validate → upsert, in one write or none."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from gazetteer import PRECISIONS

from .dates import Order
from .formats import sheet
from .formats.packed import table_name
from .query import SEARCHED
from .schema import DATASETS, DISPLACEMENT, FAULTS, INCIDENTS, Fault, Table, validate
from .search import searchable
from .store import Store, Unchanged, sha256
from .zones import in_local_time

if TYPE_CHECKING:
    from gazetteer import Gazetteer

    from .locate import Progress
    from .regions import Regions

FORMATS = ("sheet",)
ZOOM = 22
NORTHERNMOST = 85.05112877980659
"""Web Mercator ends at this latitude."""
_IDENTIFYING = {
    INCIDENTS.name: "start_day end_day start_minute end_minute place_printed region_printed event_printed claimant",
    DISPLACEMENT.name: "as_of_day measure status place_printed region_printed claimant start_day end_day origin",
}


class ImportRefused(ValueError):  # noqa: N818 - a refusal
    """The import would do harm; the message says which and the way out."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is said of a dataset. `redistribute` is what an export may contain, `url` where the dataset comes from.

    What is empty stays as an earlier import said; at the first one `redistribute` is then full and the title the name.
    """

    source: str
    title: str = ""
    publisher: str = ""
    licence: str = ""
    redistribute: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did. `located` counts rows by precision, finest first; `unlocated_places` the names not found.

    `unmapped` are headers whose cells went into the notes. `added`, `changed`, `removed`, `unchanged` are rows of the
    store; all but the last are 0 when a file is imported again.
    """

    source: str
    file: str
    table: str
    rows_read: int
    kept: int
    faulty: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    located: dict[str, int] = field(default_factory=dict)
    unlocated: int = 0
    unlocated_places: dict[str, int] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    snapshot: str = ""


def take_in(
    path: Path,
    store: Store,
    gazetteer: Gazetteer,
    *,
    regions: Regions,
    dataset: Dataset | None = None,
    format: str = "sheet",
    column_map: Mapping[str, str] | None = None,
    date_order: Order | None = None,
    progress: Progress = iter,
) -> Report:
    """Import the file and say what it did; a file without a row to keep changes nothing.

    The dataset is named after the file unless told; `progress` wraps the places while they are looked up. Raises
    UnknownColumn where the map names what there is not, and ImportRefused where the store's dataset of this name shares
    no row with the file.
    """
    if format not in FORMATS:
        raise ValueError(f"no format '{format}'; known are {', '.join(FORMATS)}")
    dataset = dataset or Dataset(table_name(path))
    reading = sheet.read(path, column_map, date_order)
    if reading.records.empty:
        return _report(path, dataset, reading, reading.records, reading.faults)
    rows, odd = _rows(reading, dataset.source, gazetteer, regions, progress)
    wrong = [replace(fault, kept=False) for fault in validate(reading.table, rows)]
    rows = rows[~rows["source_row"].isin([fault.row for fault in wrong])]
    faults = sorted([*reading.faults, *odd, *wrong], key=lambda fault: fault.row or 0)
    report = _report(path, dataset, reading, rows, faults)
    described = _described(path, _told_before(store, dataset), report, format, gazetteer.stamp)
    counts = _save(store, path, reading.table, rows, described, faults)
    return replace(report, **counts, snapshot=store.snapshot)  # type: ignore[arg-type]


def _rows(
    reading: sheet.Reading, source: str, gazetteer: Gazetteer, regions: Regions, progress: Progress
) -> tuple[pd.DataFrame, list[Fault]]:
    """The records as rows of their table, and what was odd about their places."""
    from .locate import locate

    located = locate(reading.records, reading.table, gazetteer, regions, progress)
    rows = located.records.assign(source=source)
    rows["source_id"] = _source_ids(reading.table, rows)
    rows["id"] = [_digest(f"{source}\n{own}")[:12] for own in rows["source_id"]]
    if reading.table == INCIDENTS:
        rows = in_local_time(rows)
        rows["tx"], rows["ty"] = tiles(rows["lat"], rows["lon"])
        texts = rows[list(SEARCHED)].astype(object)
        joined = (
            " ".join(map(str, filter(None, row)))
            for row in texts.where(texts.notna(), "").itertuples(index=False, name=None)
        )
        rows["search"] = [searchable(text) for text in joined]
    return typed(reading.table, rows), located.faults


def _source_ids(table: Table, rows: pd.DataFrame) -> list[str]:
    """The source's own ids; else a hash of what identifies the row, with a number where rows are alike.

    A row that names no place is known by its coordinates.
    """
    seen: Counter[str] = Counter()
    ids = []
    cells = rows[_IDENTIFYING[table.name].split()].astype(object)
    points = rows["lat"].astype(str) + " " + rows["lon"].astype(str)
    unnamed = (rows["match_method"] == "coordinates") & cells["place_printed"].isna()
    cells["place_printed"] = cells["place_printed"].where(~unnamed, points)
    texts = cells.where(cells.notna(), "").itertuples(index=False, name=None)
    for own, row in zip(rows["source_id"], texts, strict=True):
        if isinstance(own, str) and own:
            ids.append(own)
            continue
        key = _digest("\n".join(" ".join(str(cell).split()) for cell in row))[:16]
        seen[key] += 1
        ids.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return ids


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def tiles(lat: pd.Series, lon: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Web Mercator column and row at zoom 22 of points in degrees; <NA> where there is no point."""
    side = 2**ZOOM
    y = np.radians(lat.astype(float).clip(-NORTHERNMOST, NORTHERNMOST))
    tx = np.floor((lon.astype(float) + 180) / 360 * side).clip(0, side - 1)
    ty = np.floor((1 - np.arcsinh(np.tan(y)) / np.pi) / 2 * side).clip(0, side - 1)
    return tx.astype("Int64"), ty.astype("Int64")


_TYPES: dict[str, Any] = {
    "TEXT": object,
    "BIGINT": "Int64",
    "INTEGER": "Int64",
    "DOUBLE": "Float64",
    "BOOLEAN": "boolean",
}


def typed(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table in its order and types; those that `rows` lacks are empty."""
    columns = {}
    for column in table.columns:
        cells = rows[column.name] if column.name in rows else pd.Series(None, index=rows.index, dtype=object)
        cells = cells.astype(object).where(cells.notna(), None)
        columns[column.name] = cells if column.type == "TEXT" else cells.astype(_TYPES[column.type])
    return pd.DataFrame(columns)


def _report(
    path: Path, dataset: Dataset, reading: sheet.Reading, rows: pd.DataFrame, faults: Sequence[Fault]
) -> Report:
    basic = Report(
        source=dataset.source,
        file=path.name,
        table=reading.table.name,
        rows_read=reading.rows_read,
        kept=len(rows),
        faulty=reading.rows_read - len(rows),
        faults=tuple(faults),
        columns=reading.columns,
        unmapped=tuple(reading.unmapped),
        sheet=reading.sheet,
        encoding=reading.encoding,
    )
    if rows.empty:
        return basic
    there = rows["lat"].notna()
    lost = rows[~there]
    guessed = rows[rows["match_guessed"].fillna(False).astype(bool)]
    order = PRECISIONS
    counts = Counter(rows.loc[there, "location_precision"])
    return replace(
        basic,
        located={precision: counts[precision] for precision in order if counts[precision]},
        unlocated=len(lost),
        unlocated_places=dict(Counter(_printed(lost)).most_common()),
        guessed=dict(zip(_printed(guessed), map(str, guessed["place"]), strict=True)),
    )


def _printed(rows: pd.DataFrame) -> list[str]:
    """The place of each row as it was printed, or the region where no place was."""
    places = rows["place_printed"].fillna("")
    return [str(name) for name in places.where(places != "", rows["region_printed"].fillna(""))]


_SAID = ("title", "publisher", "licence", "redistribute", "url")


def _told_before(store: Store, dataset: Dataset) -> Dataset:
    """The dataset, with what is not said now as the store has it."""
    before = store.ask(f"SELECT {', '.join(_SAID)} FROM datasets WHERE source = ?", [dataset.source])
    if before.empty:
        return replace(dataset, redistribute=dataset.redistribute or "full")
    said = {name: getattr(dataset, name) or str(before.at[0, name] or "") for name in _SAID}
    return replace(dataset, **said)


def _described(path: Path, dataset: Dataset, report: Report, format: str, stamp: str) -> dict[str, object]:
    """The row of `datasets`."""
    return {
        "source": dataset.source,
        "title": dataset.title or dataset.source,
        "publisher": dataset.publisher or None,
        "licence": dataset.licence or None,
        "redistribute": dataset.redistribute,
        "url": dataset.url or None,
        "accessed": datetime.now(UTC).date().isoformat(),
        "file": path.name,
        "sha256": sha256(path),
        "format": format,
        "columns": json.dumps(report.columns, ensure_ascii=False),
        "gazetteer": stamp,
        "rows_read": report.rows_read,
        "rows_kept": report.kept,
        "rows_faulty": report.faulty,
    }


def _save(
    store: Store, path: Path, table: Table, rows: pd.DataFrame, described: Mapping[str, object], faults: Sequence[Fault]
) -> dict[str, int]:
    """Write rows, dataset and faults in one go; how many rows were added, changed, removed, and left as they were."""
    source = str(described["source"])
    told = typed(DATASETS, pd.DataFrame([described]))
    listed = _listed(source, faults)
    counts: dict[str, int] = {}
    with store.write() as connection:
        _refuse_two_tables(connection, table, source)
        counts |= _upsert(connection, table, source, rows)
        _refuse_strangers(source, counts)
        same = _is_same(connection, DATASETS, source, told, ("accessed",)) and _is_same(
            connection, FAULTS, source, listed
        )
        if same and not counts["added"] + counts["changed"] + counts["removed"]:
            raise Unchanged
        store.keep_original(path)
        for other, new in ((DATASETS, told), (FAULTS, listed)):
            connection.execute(f"DELETE FROM {other.name} WHERE source = ?", [source])
            _insert(connection, other, new)
    return counts


def _refuse_two_tables(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    other = DISPLACEMENT if table == INCIDENTS else INCIDENTS
    rows = _count(connection, f"SELECT count(*) FROM {other.name} WHERE source = ?", source)
    if rows:
        raise ImportRefused(
            f"{source}: the store has {rows:,} rows of this name in {other.name}, and this file holds {table.name}. "
            f"A dataset holds one kind; name this one otherwise: --dataset another-name"
        )


def _refuse_strangers(source: str, counts: Mapping[str, int]) -> None:
    if counts["removed"] and not counts["changed"] + counts["unchanged"]:
        raise ImportRefused(
            f"{source}: the store has {counts['removed']:,} rows of this name, and the file shares none of them. "
            f"If it is another dataset, name it: --dataset another-name"
        )


def _listed(source: str, faults: Sequence[Fault]) -> pd.DataFrame:
    rows = [
        (source, number, fault.row, fault.column, fault.value, fault.problem, fault.cure, fault.kept)
        for number, fault in enumerate(faults, 1)
    ]
    return typed(FAULTS, pd.DataFrame(rows, columns=FAULTS.names))


def _upsert(connection: duckdb.DuckDBPyConnection, table: Table, source: str, rows: pd.DataFrame) -> dict[str, int]:
    connection.register("incoming", _arrow(table, rows.sort_values(_order(table), kind="stable")))
    says_other = " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in table.names if name != "source_row")
    differs = f"{says_other} OR old.source_row IS DISTINCT FROM new.source_row"
    pair = f"{table.name} AS old JOIN incoming AS new ON old.source = new.source AND old.source_id = new.source_id"
    changed = _count(connection, f"SELECT count(*) FROM {pair} WHERE {says_other}")
    known = _count(connection, f"SELECT count(*) FROM {pair}")
    gone = "source = ? AND source_id NOT IN (SELECT source_id FROM incoming)"
    removed = _count(connection, f"SELECT count(*) FROM {table.name} WHERE {gone}", source)
    counts = {"added": len(rows) - known, "changed": changed, "removed": removed, "unchanged": known - changed}
    if len(rows):
        pair = f"incoming AS new LEFT JOIN {table.name} AS old USING (source, source_id)"
        fresh = f"SELECT new.* FROM {pair} WHERE old.id IS NULL OR {differs} ORDER BY new.{_order(table)[0]}"
        connection.execute(f"INSERT OR REPLACE INTO {table.name} BY NAME {fresh}")
    if removed:
        connection.execute(f"DELETE FROM {table.name} WHERE {gone}", [source])
    return counts


def _order(table: Table) -> list[str]:
    return ["start_day" if table == INCIDENTS else "as_of_day", "source_row"]


def _count(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> int:
    return int(connection.execute(sql, list(values)).fetchall()[0][0])


def _is_same(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, new: pd.DataFrame, but: Sequence[str] = ()
) -> bool:
    """Whether the store already has these rows of the source, leaving the columns `but` aside."""
    names = ", ".join(name for name in table.names if name not in but)
    old = connection.execute(f"SELECT {names} FROM {table.name} WHERE source = ? ORDER BY ALL", [source]).fetchall()
    connection.register("told", _arrow(table, new))
    return bool(old == connection.execute(f"SELECT {names} FROM told ORDER BY ALL").fetchall())


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: pd.DataFrame) -> None:
    connection.register("fresh", _arrow(table, rows))
    connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM fresh")


_ARROW = {
    "TEXT": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
}


def _arrow(table: Table, rows: pd.DataFrame) -> pa.Table:
    schema = pa.schema([(column.name, _ARROW[column.type]) for column in table.columns])
    return pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
