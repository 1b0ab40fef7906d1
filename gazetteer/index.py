"""The index on disk: SQLite, built once into a temporary file, opened read-only, asked by key."""

import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from functools import lru_cache
from math import cos, floor, radians
from operator import attrgetter
from pathlib import Path

from platformdirs import user_cache_dir
from tqdm import tqdm

from gazetteer import names
from gazetteer.distance import KM_PER_DEGREE, Point, km_between
from gazetteer.place import Place
from gazetteer.sources import Entry, source_stamp, world

_ABANDONED_S = 3600.0
SCHEMA = 2
"""Raised when the tables change."""

_COLUMNS = ", ".join(field.name for field in fields(Place))
_PLACE = ", ".join(f"p.{field.name}" for field in fields(Place))
_WIDTH = len(fields(Place))
_values = attrgetter(*(field.name for field in fields(Place)))
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE place (number INTEGER PRIMARY KEY, {_COLUMNS}, cell INTEGER);
CREATE TABLE spelled (folded TEXT, place INTEGER, name TEXT);
CREATE TABLE sounded (place INTEGER, kind TEXT, country TEXT, skeleton TEXT, phon TEXT, name TEXT);
"""
_KEYS = """
CREATE INDEX by_folded ON spelled (folded);
CREATE INDEX by_skeleton ON sounded (skeleton, country);
CREATE INDEX by_place ON sounded (place);
CREATE INDEX by_cell ON place (cell);
CREATE INDEX by_unit ON place (admin1_code);
"""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A name that sounds like the one asked for; `place` is the place's number in the index."""

    place: int
    kind: str
    country: str
    phon: str
    name: str


def index_path() -> Path:
    """Where the index lies: in the folder HAURAN_CACHE, or in the user's cache folder."""
    return Path(os.environ.get("HAURAN_CACHE") or user_cache_dir("hauran", appauthor=False)) / "gazetteer.sqlite"


def current_stamp() -> str:
    """The stamp that an index of the world has when it is built now."""
    return f"{source_stamp()}; {_version()}"


def _version() -> str:
    return f"keys {names.VERSION}; schema {SCHEMA}"


def build_index(path: Path, progress: bool | None = None, sources: Sequence[Iterable[Entry]] | None = None) -> None:
    """Build the index of the world, or of the sources given, beside the path and move it there when it is whole.

    Without `progress` the bar is shown on a terminal. OSError when the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = current_stamp() if sources is None else f"own sources; {_version()}"
    entries = world() if sources is None else (entry for source in sources for entry in source)
    hidden = not sys.stderr.isatty() if progress is None else not progress
    _clear_leftovers(path)
    handle, building = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".building", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(building, isolation_level=None)) as connection:
            _fill(connection, tqdm(entries, "gazetteer", unit=" places", disable=hidden), stamp)
        os.replace(building, path)
    finally:
        Path(building).unlink(missing_ok=True)


def _clear_leftovers(path: Path) -> None:
    """Remove what killed builds left beside the index more than an hour ago."""
    for left in path.parent.glob(f".{path.name}-*.building"):
        if time.time() - left.stat().st_mtime > _ABANDONED_S:
            left.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, entries: Iterable[Entry], stamp: str) -> None:
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    marks = ", ".join("?" * (_WIDTH + 2))
    for number, entry in enumerate(entries, start=1):
        place = entry.place
        cell = _cell(floor(place.lat), floor(place.lon))
        connection.execute(f"INSERT INTO place VALUES ({marks})", (number, *_values(place), cell))
        spelled = _spelled(number, entry)
        connection.executemany("INSERT INTO spelled VALUES (?, ?, ?)", spelled)
        connection.executemany("INSERT INTO sounded VALUES (?, ?, ?, ?, ?, ?)", _sounded(place, spelled))
    connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp,))
    connection.execute("COMMIT")
    connection.executescript(_KEYS)
    connection.execute("ANALYZE")


def _spelled(number: int, entry: Entry) -> list[tuple[str, int, str]]:
    return [(folded, number, name) for name in entry.names if (folded := names.fold(name))]


def _sounded(place: Place, spelled: list[tuple[str, int, str]]) -> Iterator[tuple[int, str, str, str, str, str]]:
    """One row for each way the place may sound; abbreviations and bare consonants are left out."""
    seen = set()
    firsts: dict[str, tuple[str, int, str]] = {}
    for row in spelled:
        firsts.setdefault(row[0], row)
    for folded, number, name in firsts.values():
        if not names.is_spoken(folded) or (name.isupper() and len(name) <= 4):
            continue
        for variant in names.variants_of(folded):
            skeleton, phon = names.keys(variant)
            bare = skeleton.lower() == phon and not names.is_arabic(variant)
            if skeleton and not bare and (skeleton, phon) not in seen:
                seen.add((skeleton, phon))
                yield number, place.kind, place.country, skeleton, phon, name


def _cell(south: int, west: int) -> int:
    """The number of the cell of one degree whose corner is here."""
    return (south + 90) * 360 + (west + 180) % 360


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


class Index:
    """The index, opened for reading; every thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self.stamp = str(self._rows("SELECT value FROM meta WHERE key = 'stamp'", ())[0][0])
        self.place = lru_cache(maxsize=4096)(self._place)
        self.names_of = lru_cache(maxsize=4096)(self._names_of)
        self.around = lru_cache(maxsize=256)(self._around)
        self.within = lru_cache(maxsize=64)(self._within)

    def close(self) -> None:
        """Close this thread's connection."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA mmap_size = 268435456")
            self._local.connection = connection
        return connection

    def _rows(self, sql: str, values: Sequence[object]) -> list[tuple]:  # type: ignore[type-arg]
        return self._connection().execute(sql, values).fetchall()

    def spelled(self, folded: str) -> list[tuple[str, int, Place]]:
        """Every name that folds to this, with the number of its place and the place."""
        sql = f"SELECT s.name, p.number, {_PLACE} FROM spelled s JOIN place p ON p.number = s.place WHERE s.folded = ?"
        return [(row[0], row[1], Place(*row[2:])) for row in self._rows(sql, (folded,))]

    def sounding(self, skeletons: Collection[str], countries: Collection[str] = ()) -> list[Sounding]:
        """Every name with one of these skeletons, in these countries if any are given."""
        sql = f"SELECT place, kind, country, phon, name FROM sounded WHERE skeleton IN ({_marks(skeletons)})"
        if countries:
            sql += f" AND country IN ({_marks(countries)})"
        return [Sounding(*row) for row in self._rows(sql, (*skeletons, *countries))]

    def _place(self, number: int) -> Place:
        """The place with this number."""
        return Place(*self._rows(f"SELECT {_COLUMNS} FROM place WHERE number = ?", (number,))[0])

    def _names_of(self, number: int) -> tuple[Sounding, ...]:
        """How the place may sound."""
        sql = "SELECT place, kind, country, phon, name FROM sounded WHERE place = ?"
        return tuple(Sounding(*row) for row in self._rows(sql, (number,)))

    def _within(self, unit: str) -> tuple[Sounding, ...]:
        """The names of the settlements in the admin-1 unit with this ISO 3166-2 code."""
        sql = "SELECT s.place, s.kind, s.country, s.phon, s.name FROM place p JOIN sounded s ON s.place = p.number"
        where = "p.admin1_code = ? AND p.kind = 'settlement'"
        return tuple(Sounding(*row) for row in self._rows(f"{sql} WHERE {where}", (unit,)))

    def _around(self, point: Point, radius_km: float) -> tuple[tuple[float, int], ...]:
        """Distance in kilometres and number of each settlement within the radius, nearest first."""
        lat, lon = point
        up = radius_km / KM_PER_DEGREE
        across = min(180.0, up / max(0.01, cos(radians(min(89.0, abs(lat) + up)))))
        souths = range(max(-90, floor(lat - up)), min(89, floor(lat + up)) + 1)
        wests = range(floor(lon - across), min(floor(lon + across), floor(lon - across) + 359) + 1)
        found: list[tuple[float, int]] = []
        for south in souths:
            for west in wests:
                found.extend(self._in_cell(_cell(south, west), point, radius_km))
        return tuple(sorted(found))

    def _in_cell(self, cell: int, point: Point, radius_km: float) -> Iterator[tuple[float, int]]:
        sql = "SELECT number, lat, lon FROM place WHERE cell = ? AND kind = 'settlement' AND lat BETWEEN ? AND ?"
        up = radius_km / KM_PER_DEGREE
        rows = self._rows(sql, (cell, point[0] - up, point[0] + up))
        for number, lat, lon in rows:
            distance = km_between(point, (lat, lon))
            if distance <= radius_km:
                yield distance, number


def open_index(path: Path | None = None) -> Index:
    """The index at the path, or at its usual place; built first where it is missing, broken or stale."""
    path = path or index_path()
    index = read_index(path)
    if index is None:
        build_index(path)
        index = Index(path)
    return index


def read_index(path: Path) -> Index | None:
    """The index at the path; None where it is missing, broken or stale."""
    if not path.exists():
        return None
    try:
        index = Index(path)
    except (sqlite3.DatabaseError, IndexError):
        return None
    own = f"own sources; {_version()}"
    return index if index.stamp in (own, current_stamp()) else None
