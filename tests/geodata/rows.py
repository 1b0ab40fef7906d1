"""Small stores: rows that say what a test is about and leave the rest to plain defaults."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from geodata.intake import _ARROW, tiles
from geodata.moments import to_day
from geodata.query import SEARCHED
from geodata.schema import DATASETS, DISPLACEMENT, INCIDENTS
from geodata.search import searchable
from geodata.store import Store

SOURCE = "test"
ID = "{:012x}"


def day(iso):
    """Days since 1970-01-01 of an ISO date."""
    return to_day(date.fromisoformat(iso))


def an_incident(number, **said):
    """A shelling in Dar'a on 4 July 2018, but for what is said."""
    row = {
        "id": ID.format(number),
        "source": SOURCE,
        "source_id": str(number),
        "source_row": number + 2,
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "start_day": day("2018-07-04"),
        "time_precision": "day",
        "place_printed": "Dar'a",
        "place": "Dar‘ā",
        "place_ar": "درعا",
        "lat": 32.6189,
        "lon": 36.1021,
        "location_precision": "settlement",
        "radius_m": 2000.0,
        "match_score": 0.97,
        "match_method": "folded",
        "match_guessed": False,
        "admin0": "SY",
        "admin0_name": "Syria",
        "admin1": "SY-DR",
        "admin1_name": "Daraa",
        "status": "reported",
    } | said
    row.setdefault("end_day", row["start_day"])
    return row | {"search": searchable(" ".join(str(row.get(name) or "") for name in SEARCHED))}


def a_figure(number, **said):
    """A stock of people in Dar'a on 4 July 2018, but for what is said."""
    return {
        "id": ID.format(number),
        "source": SOURCE,
        "source_id": str(number),
        "source_row": number + 2,
        "measure": "stock",
        "status": "reported",
        "role": "recommended",
        "quantifier": "exact",
        "value": 1000,
        "unit": "people",
        "as_of_day": day("2018-07-04"),
        "place_printed": "Daraa",
        "admin0": "SY",
        "admin1": "SY-DR",
        "regions": "SY-DR",
        "scope": "regions",
        "claimant": "OCHA",
    } | said


@cache
def _bare():
    """An empty store to start from; making one takes longer than copying it."""
    folder = Path(tempfile.mkdtemp(prefix="hauran-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Store(folder / "store").root


def a_store(folder, incidents=(), figures=()):
    """A store under `folder` with these rows and their dataset."""
    shutil.copytree(_bare(), folder / "store")
    store = Store(folder / "store")
    dataset = {"source": SOURCE, "title": "Test", "redistribute": "full", "sha256": "0" * 64, "licence": "CC0"}
    with store.write() as connection:
        for table, rows in ((DATASETS, [dataset]), (INCIDENTS, incidents), (DISPLACEMENT, figures)):
            if rows:
                connection.execute(f"DELETE FROM {table.name}")
                connection.register("fresh", _table(table, rows))
                connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM fresh")
    return store


def _table(table, rows):
    """The rows as Arrow's columns: a data frame in between takes as long as all the rest."""
    if table == INCIDENTS:
        tx, ty = tiles(*(pd.Series([row[name] for row in rows], dtype="Float64") for name in ("lat", "lon")))
        rows = [row if pd.isna(x) else row | {"tx": x, "ty": y} for row, x, y in zip(rows, tx, ty, strict=True)]
    schema = pa.schema([(column.name, _ARROW[column.type]) for column in table.columns])
    return pa.Table.from_pylist([*rows], schema=schema)
