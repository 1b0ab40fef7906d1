"""The index on disk: SQLite, built once into a temporary file, opened read-only, asked by key."""

import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import fields
from functools import cached_property, lru_cache
from math import cos, floor, radians
from pathlib import Path

from platformdirs import user_cache_dir
from tqdm import tqdm

from gazetteer import names
from gazetteer.blocks import Block, Blocks
from gazetteer.distance import KM_PER_DEGREE, Point, km_between
from gazetteer.homes import at_home
from gazetteer.layout import CELLS, COLUMNS, NAMES_A_PLACE, cell_at, fill
from gazetteer.merging import merged
from gazetteer.place import Entry, Place
from gazetteer.shelf import Shelf
from gazetteer.sources import geonames_codes, source_stamp, world
from gazetteer.spots import Facts, Spot
from gazetteer.voices import Voices

_ABANDONED_S = 3600.0
SCHEMA = 9
"""Raised when the tables change."""

_PLACES_HELD = 8192
_PLACE = ", ".join(f"p.{field.name}" for field in fields(Place))
_FAR_KM = 200.0
_SPELLED = (
    f"SELECT s.name, s.own, p.number, {_PLACE} FROM spelled s JOIN place p ON p.number = s.place WHERE s.folded = ?"
)
_BEGINNING = f"""
SELECT s.name, {_PLACE}, min((s.folded <> ?) * 2 + (NOT s.own)) AS turn FROM spelled s
JOIN place p ON p.number = s.place WHERE s.folded >= ? AND s.folded < ?
"""
_LAST = "\U0010ffff"
_NAME = f"id / {NAMES_A_PLACE}, skeleton, phon, name, cuts"
_BETWEEN = f"SELECT {_NAME} FROM sounded WHERE id BETWEEN ? AND ?"
_WITHIN = f"""
SELECT s.id / {NAMES_A_PLACE}, s.skeleton, s.phon, s.name, s.cuts FROM place p
JOIN sounded s ON s.id BETWEEN p.number * {NAMES_A_PLACE} AND p.number * {NAMES_A_PLACE} + {NAMES_A_PLACE - 1}
WHERE +p.cell >= 0 AND (p.admin1_code = ? OR p.admin2_code = ?)
"""


def index_path() -> Path:
    """Where the index lies: in the folder HAURAN_CACHE, or in the user's cache folder."""
    return Path(os.environ.get("HAURAN_CACHE") or user_cache_dir("hauran", appauthor=False)) / "gazetteer.sqlite"


def shelf_of(path: Path) -> Shelf:
    """The user's own sources, which lie beside the index."""
    return Shelf(path.parent / "sources")


def current_stamp(path: Path | None = None) -> str:
    """The stamp that an index of the world and the user's sources has when it is built now."""
    parts = (source_stamp(), shelf_of(path or index_path()).stamp(), _version())
    return "; ".join(part for part in parts if part)


def _version() -> str:
    return f"keys {names.VERSION}; schema {SCHEMA}"


def build_index(path: Path, progress: bool | None = None, sources: Sequence[Iterable[Entry]] | None = None) -> None:
    """Build the index of the world, or of the sources given, beside the path and move it there when it is whole.

    Without `progress` the bar is shown on a terminal. OSError when the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = current_stamp(path) if sources is None else f"own sources; {_version()}"
    entries = _everything(path) if sources is None else (entry for source in sources for entry in source)
    hidden = not sys.stderr.isatty() if progress is None else not progress
    _clear_leftovers(path)
    handle, building = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".building", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(building, isolation_level=None)) as connection:
            fill(connection, tqdm(entries, "gazetteer", unit=" places", disable=hidden), stamp)
        os.replace(building, path)
    finally:
        Path(building).unlink(missing_ok=True)


def _everything(path: Path) -> Iterable[Entry]:
    """The world, and the user's sources, merged with it in the countries that they are of."""
    own = list(shelf_of(path).entries())
    if not own:
        return world()
    known = list(world())
    own = at_home(own, known, geonames_codes())
    touched = {entry.place.country for entry in own}
    here = [entry for entry in known if entry.place.country in touched]
    elsewhere = [entry for entry in known if entry.place.country not in touched]
    return [*merged([*here, *own]), *elsewhere]


def _clear_leftovers(path: Path) -> None:
    """Remove what killed builds left beside the index more than an hour ago."""
    for left in path.parent.glob(f".{path.name}-*.building"):
        if time.time() - left.stat().st_mtime > _ABANDONED_S:
            left.unlink(missing_ok=True)


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


class Index:
    """The index, opened for reading; every thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self.stamp = str(self._rows("SELECT value FROM meta WHERE key = 'stamp'", ())[0][0])
        self._places: dict[int, Place] = {}
        self.near = lru_cache(maxsize=256)(self._near)
        self.within = lru_cache(maxsize=32)(self._within)
        self.block = lru_cache(maxsize=512)(self._block)
        self.countries_in = lru_cache(maxsize=1024)(self._countries_in)
        self.blocks = lru_cache(maxsize=8)(self._blocks)

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
            connection.execute("PRAGMA mmap_size = 8388608")
            self._local.connection = connection
        return connection

    def _rows(self, sql: str, values: Sequence[object]) -> list[tuple]:  # type: ignore[type-arg]
        return self._connection().execute(sql, values).fetchall()

    def _bodies(self, table: str) -> dict[str, bytes]:
        """The columns of a table by their names, read as they lie: twice their size is never held."""
        found = {}
        for row, name in self._rows(f"SELECT rowid, name FROM {table}", ()):
            with self._connection().blobopen(table, "body", row, readonly=True) as body:
                found[name] = body.read()
        return found

    def spelled(self, folded: str) -> list[tuple[str, bool, Place]]:
        """Every name that folds to this, whether it is its place's own, and the place."""
        found = [(row[0], bool(row[1]), row[2], Place(*row[3:])) for row in self._rows(_SPELLED, (folded,))]
        self._keep({number: place for _, _, number, place in found})
        return [(name, own, place) for name, own, _, place in found]

    def beginning(self, folded: str, countries: Collection[str], limit: int) -> list[tuple[str, Place]]:
        """Places with a name that begins so, each once: whole names first, then their own names, then by population."""
        shut = f" AND p.country IN ({_marks(countries)})" if countries else ""
        order = " GROUP BY s.place ORDER BY turn, p.population DESC, s.place LIMIT ?"
        rows = self._rows(_BEGINNING + shut + order, (folded, folded, folded + _LAST, *countries, limit))
        return [(row[0], Place(*row[1:-1])) for row in rows]

    @cached_property
    def voices(self) -> Voices:
        """All names by their sound, read when they are first asked for."""
        return Voices(self._bodies("voices"))

    def called(self, ids: Sequence[int]) -> dict[int, str]:
        """The names with these ids."""
        return dict(self._rows(f"SELECT id, name FROM sounded WHERE id IN ({_marks(ids)})", ids))

    @cached_property
    def facts(self) -> Facts:
        """What ranking needs of every place, read when it is first asked for."""
        return Facts(self._bodies("facts"), self.places)

    def spot(self, number: int) -> Spot:
        """The place with this number, its facts read when they are asked for."""
        return Spot(self.facts, number)

    def number_of(self, id: int) -> int:
        """The number of the place of the name with this id."""
        return id // NAMES_A_PLACE

    def place(self, number: int) -> Place:
        """The place with this number."""
        return self.places((number,))[number]

    def places(self, numbers: Collection[int]) -> dict[int, Place]:
        """The places with these numbers, and others that were asked for before."""
        known = self._places
        missing = [number for number in numbers if number not in known]
        if not missing:
            return known
        sql = f"SELECT number, {COLUMNS} FROM place WHERE number IN ({_marks(missing)})"
        here = {number: known[number] for number in numbers if number in known}
        return self._keep({**here, **{row[0]: Place(*row[1:]) for row in self._rows(sql, missing)}})

    def _keep(self, places: dict[int, Place]) -> dict[int, Place]:
        """The places kept for the next questions, these among them; all others are let go when they grow too many."""
        known = self._places
        if len(known) > _PLACES_HELD:
            known = self._places = {}
        known.update(places)
        return known

    def with_id(self, id: str) -> Place | None:
        """The place with this id of any source."""
        rows = self._rows(f"SELECT {COLUMNS} FROM place WHERE id = ?", (id,))
        return Place(*rows[0]) if rows else None

    def known_as(self, id: str) -> Place | None:
        """The place with this id of any source, also one that it was merged with."""
        if (place := self.with_id(id)) is not None or not id:
            return place
        rows = self._rows(f"SELECT {COLUMNS} FROM place WHERE instr(' ' || also || ' ', ?)", (f" {id} ",))
        return Place(*rows[0]) if rows else None

    def units_of(self, place: Place) -> list[Place]:
        """The district, the province and the country of a place, as far as they are known."""
        sql = f"SELECT {COLUMNS} FROM place WHERE cell = -1 AND kind = ? AND "
        asked = (
            ("district", "admin2_code", place.admin2_code),
            ("province", "admin1_code", place.admin1_code),
            ("country", "country", place.country),
        )
        found = (self._rows(f"{sql}{column} = ? LIMIT 1", (kind, code)) for kind, column, code in asked if code)
        return [Place(*rows[0]) for rows in found if rows]

    def _within(self, unit: str) -> Block:
        """The names of the settlements in the admin-1 unit with this ISO 3166-2 code, or with this admin-2 code."""
        return Block.of(self._rows(_WITHIN, (unit, unit)))

    def _block(self, cell: int) -> Block:
        """The names of the settlements in the cell."""
        low, high = self._rows("SELECT min(number), max(number) FROM place WHERE cell = ?", (cell,))[0]
        if low is None:
            return Block.of(())
        return Block.of(self._rows(_BETWEEN, (low * NAMES_A_PLACE, (high + 1) * NAMES_A_PLACE - 1)))

    def _near(self, south: int, west: int, lat_cells: int, lon_cells: int) -> tuple[int, ...]:
        """The cells with settlements in this rectangle of cells."""
        rows = range(max(-90 * CELLS, south), min(90 * CELLS, south + lat_cells))
        cells = [cell_at(row, west + step) for row in rows for step in range(lon_cells)]
        sql = f"SELECT DISTINCT cell FROM place WHERE cell IN ({_marks(cells)})"
        return tuple(row[0] for row in self._rows(sql, cells))

    def _countries_in(self, cell: int) -> frozenset[str]:
        """The countries of the settlements in the cell."""
        return frozenset(row[0] for row in self._rows("SELECT DISTINCT country FROM place WHERE cell = ?", (cell,)))

    def cells_around(self, point: Point, radius_km: float) -> tuple[int, ...]:
        """The cells with settlements that the circle may reach into."""
        lat, lon = point
        up = radius_km / KM_PER_DEGREE
        across = min(180.0, up / max(0.01, cos(radians(min(89.0, abs(lat) + up)))))
        south, west = floor((lat - up) * CELLS), floor((lon - across) * CELLS)
        high, wide = floor((lat + up) * CELLS) - south + 1, floor((lon + across) * CELLS) - west + 1
        return self.near(south, west, high, min(wide, 360 * CELLS))

    def _blocks(self, units: Collection[str], point: Point | None, radius_km: float) -> Blocks:
        """The names of the settlements of the units, and in the cells that the circle may reach into."""
        cells = self.cells_around(point, radius_km) if point else ()
        return Blocks((*map(self.within, units), *map(self.block, cells)))

    def around(self, point: Point, radius_km: float) -> list[tuple[float, int]]:
        """Distance in kilometres and number of each settlement within the radius, nearest first."""
        rows: Iterable[tuple[int, float, float]]
        if radius_km > _FAR_KM:
            rows = self._rows("SELECT number, lat, lon FROM place WHERE cell >= 0", ())
        else:
            cells = self.cells_around(point, radius_km)
            rows = self._rows(f"SELECT number, lat, lon FROM place WHERE cell IN ({_marks(cells)})", cells)
        found = ((km_between(point, (lat, lon)), number) for number, lat, lon in rows)
        return sorted(pair for pair in found if pair[0] <= radius_km)


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
    return index if index.stamp in (own, current_stamp(path)) else None
