"""The tables on disk: DuckDB snapshots that are never changed once written, and a pointer to the last one.

A write copies the current snapshot, changes the copy, fsyncs it, renames it and swaps CURRENT, so that a process killed
at any moment leaves the last finished write. Readers open finished files alone and never wait for a writer.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import platformdirs
import pyarrow as pa

from .schema import TABLES, Table

KEPT = 2
"""Snapshots that stay on disk: the current one and the one before."""
LONGEST_ANSWER_MS = 2000
_READER = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "max_execution_time": LONGEST_ANSWER_MS,
    "lock_configuration": "true",
}
_CHUNK = 1 << 20
_LONGEST_NAME = 40


class StoreError(RuntimeError):
    """The store cannot do what was asked; the message says where and what to do."""


class TooSlow(StoreError):  # noqa: N818 - as Outdated below
    """No answer within LONGEST_ANSWER_MS: the same question will fail again, a narrower one need not."""


class Outdated(StoreError):  # noqa: N818 - as Unchanged below: what is so, not what went wrong
    """What was asked belongs to a snapshot that is no longer the current one."""


class Unchanged(Exception):  # noqa: N818 - no error: it is how a writer says that there is nothing to write
    """Raised inside `Store.write` to leave the store as it is; `write` swallows it."""


def default_root() -> Path:
    """Where the store lies unless said otherwise: $HAURAN_STORE, else the user's data folder."""
    told = os.environ.get("HAURAN_STORE")
    return Path(told).expanduser() if told else platformdirs.user_data_path("hauran") / "store"


class Store:
    """The tables of `schema.TABLES` under `root`; made, empty, where there are none.

    One Store serves many threads. Raises StoreError where `root` cannot be used or its snapshot cannot be opened.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._opening = threading.Lock()
        self._opened: tuple[str, duckdb.DuckDBPyConnection] | None = None
        self._prepare()

    @property
    def snapshot(self) -> str:
        """Name of the current snapshot: "snap-3"; empty before the first one."""
        try:
            return (self.root / "CURRENT").read_text(encoding="ascii").strip().removesuffix(".duckdb")
        except FileNotFoundError:
            return ""

    def ask(self, sql: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """The answer of the newest snapshot: text as str or None, whole numbers and booleans in pandas' nullable types.

        Raises TooSlow after LONGEST_ANSWER_MS.
        """
        return _frame(self.arrow(sql, values))

    def arrow(self, sql: str, values: Sequence[object] = ()) -> pa.Table:
        """The same answer as Arrow's columns, for those that read many rows."""
        try:
            return self._reader().cursor().sql(sql, params=list(values)).to_arrow_table()
        except duckdb.InterruptException as error:
            raise TooSlow(f"no answer within {LONGEST_ANSWER_MS} ms. Narrow the filter") from error

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        sql = " UNION ALL ".join(
            f"SELECT '{table.name}' AS name, count(*) AS rows FROM {table.name}" for table in TABLES
        )
        return {str(row.name): int(row.rows) for row in self.ask(sql).itertuples()}  # type: ignore[arg-type]

    @contextlib.contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to a copy, in a transaction; the copy becomes the next snapshot when the block ends well.

        One writer at a time, the others wait. Any exception leaves the store as it was; `Unchanged` does so quietly.
        """
        with self._alone():
            before = self.snapshot
            copy = self.root / "next.duckdb"
            try:
                self._copy(before, copy)
                with contextlib.closing(self._connect(copy)) as connection:
                    connection.execute("BEGIN")
                    yield connection
                    connection.execute("COMMIT")
                    connection.execute("CHECKPOINT")
                self._publish(copy, _number(before) + 1)
            except Unchanged:
                return
            except (OSError, duckdb.IOException) as error:
                way_out = "The store is as it was; make room, or choose another folder with --store"
                raise StoreError(f"{self.root}: cannot be written ({error}). {way_out}") from error
            finally:
                _remove(copy)

    def keep_original(self, path: Path) -> str:
        """Keep a copy of the file under originals/, read-only; its SHA-256. A file that is there stays as it is."""
        digest = sha256(path)
        folder = self.root / "originals"
        folder.mkdir(exist_ok=True)
        if not any(folder.glob(f"{digest}-*")):
            part = folder / f".part-{os.getpid()}-{threading.get_ident()}"
            shutil.copyfile(path, part)
            part.chmod(0o444)
            _sync(part)
            part.rename(folder / f"{digest}-{path.name[-_LONGEST_NAME:]}")
            _sync(folder)
        return digest

    def originals(self) -> list[Path]:
        """The kept originals, oldest first."""
        return sorted(self.root.glob("originals/*-*"), key=lambda path: path.stat().st_mtime)

    def _prepare(self) -> None:
        """Make the tables that are missing; give older ones the columns that have been added since."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._refuse_without_pointer()
            if self.snapshot and not self._lacking():
                return
            with self.write() as connection:
                for table in TABLES:
                    connection.execute(table.ddl())
                    _add_columns(connection, table)
        except OSError as error:
            raise StoreError(
                f"{self.root}: {error.strerror}. Choose a folder you may write to, with --store or HAURAN_STORE"
            ) from error

    def _refuse_without_pointer(self) -> None:
        """A store whose CURRENT was lost is no new one. A first snapshot alone is a first write that never ended."""
        newest = max((_number(path.stem) for path in self.root.glob("snap-*.duckdb")), default=0)
        if not self.snapshot and newest > 1:
            raise StoreError(
                f"{self.root}: CURRENT is missing or empty, and there are snapshots. To go on with the newest, "
                f"write 'snap-{newest}.duckdb' into {self.root / 'CURRENT'}"
            )

    def _lacking(self) -> bool:
        there = self.ask("SELECT table_name || '.' || column_name AS name FROM information_schema.columns")["name"]
        return not {f"{table.name}.{name}" for table in TABLES for name in table.names} <= set(there)

    def _reader(self) -> duckdb.DuckDBPyConnection:
        with self._opening:
            while True:
                name = self.snapshot
                if self._opened and self._opened[0] == name:
                    return self._opened[1]
                try:
                    self._opened = name, self._connect(self.root / f"{name}.duckdb", read_only=True)
                except StoreError:
                    if name == self.snapshot:  # else two writes finished in between and removed it
                        raise

    def _connect(self, path: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
        try:
            return duckdb.connect(path, read_only=read_only, config=dict(_READER) if read_only else {})
        except (duckdb.Error, OSError) as error:
            raise StoreError(self._cure(path, error)) from error

    def _cure(self, path: Path, error: Exception) -> str:
        older = [
            p.stem
            for p in sorted(self.root.glob("snap-*.duckdb"), key=lambda p: _number(p.stem))
            if p.stem != path.stem
        ]
        back = f"write '{older[-1]}.duckdb' into {self.root / 'CURRENT'} to go back one import, or " if older else ""
        files = ", ".join(str(original) for original in self.originals()) or "no originals are kept"
        return (
            f"{path}: cannot be opened ({str(error).splitlines()[0]}). To mend it, {back}move {self.root} away "
            f"and import the originals again: {files}"
        )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with open(self.root / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _copy(self, before: str, copy: Path) -> None:
        _remove(copy)
        if before:
            shutil.copyfile(self.root / f"{before}.duckdb", copy)

    def _publish(self, copy: Path, number: int) -> None:
        name = f"snap-{number}.duckdb"
        _sync(copy)
        copy.rename(self.root / name)
        _sync(self.root)
        pointer = self.root / "CURRENT.next"
        pointer.write_text(name, encoding="ascii")
        _sync(pointer)
        pointer.replace(self.root / "CURRENT")
        _sync(self.root)
        for old in self.root.glob("snap-*.duckdb"):
            if _number(old.stem) <= number - KEPT:
                old.unlink()  # readers that hold it open keep it


def sha256(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _add_columns(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    there = {row[0] for row in connection.execute(f"DESCRIBE {table.name}").fetchall()}
    for column in table.columns:
        if column.name not in there:
            connection.execute(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {column.type}")


def _number(name: str) -> int:
    return int(name.removeprefix("snap-")) if name else 0


def _remove(copy: Path) -> None:
    for path in (copy, copy.with_name(copy.name + ".wal")):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _frame(answer: pa.Table) -> pd.DataFrame:
    return pd.DataFrame(
        {name: _series(column) for name, column in zip(answer.column_names, answer.columns, strict=True)},
        columns=answer.column_names,
    )


def _series(column: pa.ChunkedArray) -> Any:
    kind = column.type
    if pa.types.is_decimal(kind):  # sums of BIGINT are decimals without a fraction
        kind = pa.float64() if kind.scale else pa.int64()
        column = column.cast(kind)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _NULLABLE[kind].__from_arrow__(column)
    if pa.types.is_floating(kind):
        return column.to_numpy()
    return pd.Series(column.to_numpy() if pa.types.is_string(kind) else column.to_pylist(), dtype=object)


_NULLABLE: dict[pa.DataType, Any] = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
}
