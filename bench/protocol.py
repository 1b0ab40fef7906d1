"""The protocol of place-name matching: held-out spellings of Syrian places, foreign names that have no answer."""

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import cos, pi, radians, sin, sqrt
from pathlib import Path

from gazetteer.distance import KM_PER_DEGREE, Point, km_between
from gazetteer.names import fold, is_arabic
from gazetteer.place import Entry, Place
from gazetteer.sources import world
from gazetteer.whosonfirst import read_whosonfirst

SHARED = Path(__file__).resolve().parents[2] / "shared/data/gazetteer"
NEIGHBOURS = frozenset(("SY", "LB", "JO", "IQ", "TR", "IL", "PS"))
ELSEWHERE = frozenset(("EG", "SA", "YE", "OM", "DZ", "MA", "TN", "LY", "SD", "AE", "QA", "KW", "BH", "MR"))
WORKING, UNSEEN = 1, 2
"""Seeds. Each draws from a half of the places of its own; nothing was set while looking at the second."""

PLACES, STRANGERS = 1_000, 400
CONTEXT_KM, HIT_KM = 20.0, 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """A spelling whose place is known, or, with `place` None, is not in the index. `near` is a point of its report."""

    spelling: str
    place: Place | None
    near: Point
    hard: bool = False


Asked = tuple[Question, str]
"""A question and the province that its report names."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An index's entries without the spellings held out, and the questions to ask of it."""

    entries: list[Entry]
    held_out: list[Question]
    strangers: list[Question]
    arabic: list[Question]


def in_provinces(trial: Trial, entries: Iterable[Entry], seed: int) -> tuple[list[Asked], list[Asked]]:
    """The held-out and the foreign spellings with a province: its own, and one of theirs by chance."""
    names = {entry.place.admin1_code: entry.place.name for entry in entries if entry.place.kind == "province"}
    dice = random.Random(seed * 7919 + 1)
    own = [(q, names[q.place.admin1_code]) for q in trial.held_out if q.place and q.place.admin1_code in names]
    regions = [region for _, region in own]
    return own, [(question, dice.choice(regions)) for question in trial.strangers]


def is_hit(place: Place, question: Question) -> bool:
    """Whether this is the place asked for, or one within 5 km of it."""
    right = question.place
    return right is not None and km_between((place.lat, place.lon), (right.lat, right.lon)) <= HIT_KM


def all_entries() -> tuple[list[Entry], list[Entry]]:
    """The places of Syria and its neighbours, and the towns of other Arab countries."""
    lists = [read_whosonfirst(SHARED / f"whosonfirst_{code}.jsonl.gz").entries for code in ("sy", "lb", "jo")]
    towns = [entry for entry in world() if entry.place.kind == "settlement"]
    near = [entry for entry in towns if entry.place.country in NEIGHBOURS]
    units = [entry for entry in world_units() if entry.place.country in NEIGHBOURS]
    elsewhere = [entry for entry in towns if entry.place.country in ELSEWHERE]
    return [*units, *near, *(entry for entries in lists for entry in entries)], elsewhere


def world_units() -> Iterator[Entry]:
    """Countries and provinces."""
    return (entry for entry in world() if entry.place.kind != "settlement")


def draw(entries: list[Entry], elsewhere: list[Entry], seed: int, arabic: bool = False) -> Trial:
    """The trial of a seed; with `arabic` the index has no Arabic names, and they are the questions."""
    dice = random.Random(seed)
    variants = {f"whosonfirst:{row['wof_id']}": row for row in spelling_rows() if half(row["wof_id"]) == seed % 2}
    by_id = {entry.place.id: entry for entry in entries}
    pool = sorted(id for id in variants if id in by_id)
    drawn = dice.sample(pool, min(PLACES, len(pool)))
    spellings = {id: dice.choice(variants[id]["latin_names"].split(" | ")) for id in drawn}
    questions = [_question(spellings[id], by_id[id], dice) for id in drawn]
    kept = [_without(entry, spellings.get(entry.place.id, "")) for entry in entries]
    by_arabic = [_arabic_question(variants[id], by_id[id], dice) for id in drawn if variants[id]["arabic_names"]]
    known = {fold(name) for entry in entries for name in entry.names}
    foreign = sorted(
        {e.place.name for e in elsewhere if fold(e.place.name) not in known and _number(e) % 2 == seed % 2}
    )
    points = [question.near for question in questions]
    strangers = [Question(name, None, dice.choice(points)) for name in dice.sample(foreign, STRANGERS)]
    return Trial(kept, questions, strangers, by_arabic)


def latin_only(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without their Arabic names."""
    return [
        Entry(replace(entry.place, name_ar=""), names)
        for entry in entries
        if (names := tuple(name for name in entry.names if not is_arabic(name)))
    ]


def spelling_rows() -> Iterator[dict[str, str]]:
    with open(SHARED / "variants_syria_dev.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["placetype"] == "locality" and " | " in row["latin_names"]:
                yield row


def half(wof_id: str) -> int:
    return int(wof_id) // 2 % 2


def _number(entry: Entry) -> int:
    return int(entry.place.id.partition(":")[2]) if entry.place.id.startswith("geonames") else 0


def _question(spelling: str, entry: Entry, dice: random.Random) -> Question:
    others = {fold(name) for name in entry.names if name != spelling}
    hard = fold(spelling) not in others
    return Question(spelling, entry.place, _near(entry.place, dice), hard)


def _arabic_question(row: dict[str, str], entry: Entry, dice: random.Random) -> Question:
    return Question(row["arabic_names"].split(" | ")[0], entry.place, _near(entry.place, dice))


def _near(place: Place, dice: random.Random) -> Point:
    """A point up to 20 km off, all spots of the disc as likely."""
    km, turn = CONTEXT_KM * sqrt(dice.random()), 2 * pi * dice.random()
    lat = place.lat + km / KM_PER_DEGREE * cos(turn)
    return lat, place.lon + km / KM_PER_DEGREE / cos(radians(place.lat)) * sin(turn)


def _without(entry: Entry, spelling: str) -> Entry:
    names = tuple(name for name in entry.names if name != spelling)
    if not spelling or not names:
        return entry
    return Entry(replace(entry.place, name=names[0]), names)
