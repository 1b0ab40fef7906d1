"""UCDP's own place names, with OCHA's list loaded: the share of events placed within 5 km, and every miss by name."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.protocol import HIT_KM, SHARED
from gazetteer import Gazetteer, Match, collection
from gazetteer.distance import km_between


def report(every_miss: bool = True) -> None:
    """Print the shares and the misses, each with what was found instead."""
    if not SHARED.is_dir():
        return
    with open(SHARED / "ucdp_places_syria_dev.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if float(row["where_prec"]) == 1]
    with TemporaryDirectory() as folder:
        index = Path(folder) / "gazetteer.sqlite"
        collection.add(SHARED / "ocha_communities.csv", "ocha", index=index, progress=False)
        _report(Gazetteer(index), rows, every_miss)


def _report(gazetteer: Gazetteer, rows: list[dict[str, str]], every_miss: bool) -> None:
    events = first = taken = right = 0
    misses = []
    for row in rows:
        count = int(row["n_events"])
        region = ", ".join(part for part in (row["adm_2"], row["adm_1"]) if part)
        matches = gazetteer.candidates(row["where_coordinates"], region=region, country_codes="SY")
        km = _km(matches, row)
        hit = km is not None and km <= HIT_KM
        events += count
        first += count * hit
        taken += count * bool(matches and matches[0].accepted)
        right += count * bool(hit and matches[0].accepted)
        if not hit:
            misses.append((count, row, matches, km))
    print(f"UCDP, where_prec 1, {len(rows)} names of {events:,} events, within {HIT_KM:.0f} km:")
    print(f"  first right {first / events:.3f}, taken {taken / events:.3f}, taken and right {right / events:.3f}")
    if every_miss:
        for count, row, matches, km in sorted(misses, key=lambda miss: -miss[0]):
            found = f"{matches[0].place.address}, {matches[0].score:.2f}, {km:.0f} km off" if matches else "nothing"
            print(f"  {count:3} {row['where_coordinates']} ({row['adm_2']}): {found}")


def _km(matches: list[Match], row: dict[str, str]) -> float | None:
    if not matches:
        return None
    place = matches[0].place
    return km_between((place.lat, place.lon), (float(row["latitude"]), float(row["longitude"])))
