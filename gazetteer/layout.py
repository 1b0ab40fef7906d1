"""How the index is laid out: its tables, and how they are filled from entries."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import fields
from math import floor
from operator import attrgetter, itemgetter

from gazetteer import names, spots, voices
from gazetteer.place import Entry, Place

CELLS = 4
"""Cells a degree. Settlements are numbered cell by cell, so that the names of a cell lie together."""

NAMES_A_PLACE = 512
"""The id of a name is that of its place times this, and its rank among the names of the place."""

COLUMNS = ", ".join(field.name for field in fields(Place))
_WIDTH = len(fields(Place))
_values = attrgetter(*(field.name for field in fields(Place)))
_BY_SKELETON = f"""
SELECT s.skeleton, p.country, s.id, s.phon, s.name, p.kind FROM sounded s
JOIN place p ON p.number = s.id / {NAMES_A_PLACE} ORDER BY s.skeleton, p.country, s.id
"""
_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE place (number INTEGER PRIMARY KEY, {COLUMNS}, cell INTEGER);
CREATE TABLE spelled (folded TEXT, place INTEGER, name TEXT, own INTEGER, PRIMARY KEY (folded, place, name))
WITHOUT ROWID;
CREATE TEMP TABLE unsorted (folded TEXT, place INTEGER, name TEXT, own INTEGER);
CREATE TABLE sounded (id INTEGER PRIMARY KEY, skeleton TEXT, phon TEXT, name TEXT, cuts TEXT);
{voices.TABLE}
{spots.TABLE}
"""
_KEYS = """
INSERT OR IGNORE INTO spelled SELECT * FROM unsorted ORDER BY folded, place, name;
DROP TABLE unsorted;
CREATE INDEX by_cell ON place (cell);
CREATE INDEX by_unit ON place (admin1_code);
CREATE INDEX by_district ON place (admin2_code);
CREATE INDEX by_id ON place (id);
"""


def fill(connection: sqlite3.Connection, entries: Iterable[Entry], stamp: str) -> None:
    """Make the tables of a new index, and write the entries into them."""
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    marks = ", ".join("?" * (_WIDTH + 2))
    ordered = sorted(((_cell_of(entry.place), entry) for entry in entries), key=itemgetter(0))
    for number, (cell, entry) in enumerate(ordered, start=1):
        place = entry.place
        connection.execute(f"INSERT INTO place VALUES ({marks})", (number, *_values(place), cell))
        spelled = _spelled(number, entry)
        connection.executemany("INSERT INTO unsorted VALUES (?, ?, ?, ?)", spelled)
        connection.executemany("INSERT INTO sounded VALUES (?, ?, ?, ?, ?)", _sounded(spelled))
    connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp,))
    connection.execute("COMMIT")
    connection.executescript(_KEYS)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO voices VALUES (?, ?)", voices.packed(connection.execute(_BY_SKELETON)))
    connection.executemany("INSERT INTO facts VALUES (?, ?)", spots.facts(connection))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")


def _cell_of(place: Place) -> int:
    """The cell of a settlement, -1 for a unit."""
    return cell_at(floor(place.lat * CELLS), floor(place.lon * CELLS)) if place.kind == "settlement" else -1


_Spelled = tuple[str, int, str, bool]
"""Folded name, number of the place, the name, whether it is the place's own in another spelling."""


def _spelled(number: int, entry: Entry) -> list[_Spelled]:
    place = entry.place
    own = {names.skeleton(place.name), names.skeleton(place.name_ar)}
    folds = ((names.fold(name), name) for name in entry.names)
    return [
        (folded, number, name, name == place.name or names.is_code(name) or names.skeleton_of(folded) in own)
        for folded, name in folds
        if folded
    ]


def _sounded(spelled: list[_Spelled]) -> Iterator[tuple[int, str, str, str, str]]:
    """One row for each way the place may sound; abbreviations, codes and bare consonants are left out."""
    seen: set[tuple[str, str]] = set()
    firsts: dict[str, _Spelled] = {}
    for row in spelled:
        firsts.setdefault(row[0], row)
    for folded, number, name, _ in firsts.values():
        if not names.is_spoken(folded) or (name.isupper() and len(name) <= 4) or names.is_code(name):
            continue
        for variant in names.variants_of(folded):
            skeleton, phon = names.keys(variant)
            bare = skeleton.lower() == phon and not names.is_arabic(variant)
            if skeleton and not bare and (skeleton, phon) not in seen and len(seen) < NAMES_A_PLACE:
                id = number * NAMES_A_PLACE + len(seen)
                seen.add((skeleton, phon))
                cuts = " ".join(bones for bones, _ in names.shortened(variant))
                yield id, skeleton, phon, name, cuts


def cell_at(south: int, west: int) -> int:
    """The number of the cell whose corner is here, in cells from the equator and Greenwich."""
    return (south + 90 * CELLS) * 360 * CELLS + (west + 180 * CELLS) % (360 * CELLS)
