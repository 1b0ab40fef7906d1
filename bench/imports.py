"""How fast a sheet comes in: rows a second of an import, and its time beside pandas.read_csv of the same file."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from gazetteer import Gazetteer
from geodata.__main__ import SAMPLES
from geodata.intake import take_in
from geodata.regions import load
from geodata.store import Store

ROWS = 20_000


def made_up(path: Path, rows: int) -> None:
    """A sheet of the sample's places and events, a day apart, each row with a number of its own."""
    with (SAMPLES / "incidents.csv").open(encoding="utf-8") as file:
        sample = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date", "place", "region", "what", "killed", "notes"])
        for number in range(rows):
            row = sample[number % len(sample)]
            day = f"{2012 + number % 10}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            writer.writerow([number, day, row["place"], row["region"], row["what"], row["killed"], f"report {number}"])


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(rows: int = ROWS) -> dict[str, float]:
    """Seconds of the first import, of one that changes nothing, and of pandas.read_csv; rows a second of the first."""
    gazetteer, regions = Gazetteer(), load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.csv"
        made_up(path, rows)
        store = Store(Path(folder) / "store")
        first = _timed(lambda: take_in(path, store, gazetteer, regions=regions))
        again = _timed(lambda: take_in(path, store, gazetteer, regions=regions))
        plain = _timed(lambda: pd.read_csv(path))
    return {"first_s": first, "again_s": again, "read_csv_s": plain, "rows_per_s": rows / first, "ratio": first / plain}


def main() -> None:
    """Print the figures."""
    took = measure()
    print(f"import of {ROWS:,} rows: {took['first_s']:.1f} s, {took['rows_per_s']:,.0f} rows/s")
    print(f"the same again, 0 changes: {took['again_s']:.1f} s")
    print(f"pandas.read_csv: {took['read_csv_s']:.3f} s; an import takes {took['ratio']:,.0f} times as long")


if __name__ == "__main__":
    main()
