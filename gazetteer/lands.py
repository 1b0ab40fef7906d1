"""The names of whole countries by skeleton, held in memory for the countries that are asked for again and again."""

import threading
from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from gazetteer.heard import Heard, letter, script

TABLE = """
CREATE TABLE land (
    country TEXT PRIMARY KEY, names INTEGER, skeletons TEXT, ends BLOB, sounds TEXT, ids BLOB, kinds TEXT, scripts TEXT
);
"""
MARKS = "?, ?, ?, ?, ?, ?, ?, ?"
_READ = "SELECT skeletons, ends, sounds, ids, kinds, scripts FROM land WHERE country = ? AND names <= ?"
_OFTEN, _HELD = 8, 80_000
"""A country is held once it was asked for so often; of all countries together so many names, 130 bytes each."""

Row = tuple[str, int, str, bytes, str, bytes, str, str]


def packed(rows: Iterator[tuple[str, str, int, str, str, str]]) -> Iterator[Row]:
    """The rows (skeleton, country, id, sound, name, kind), sorted by country, skeleton and id, as one row a country."""
    for country, there in groupby(rows, itemgetter(1)):
        names = list(there)
        runs = [(skeleton, len(list(alike))) for skeleton, alike in groupby(names, itemgetter(0))]
        yield (
            country,
            len(names),
            " ".join(skeleton for skeleton, _ in runs),
            array("I", accumulate(count for _, count in runs)).tobytes(),
            " ".join(row[3] for row in names),
            array("I", [row[2] for row in names]).tobytes(),
            "".join(letter(row[5]) for row in names),
            "".join(script(row[4]) for row in names),
        )


@dataclass(frozen=True, slots=True)
class Land:
    """The names of a country, column by column; `spans` says where those of a skeleton stand."""

    spans: dict[str, tuple[int, int]]
    sounds: list[str]
    ids: bytes
    kinds: str
    scripts: str


class Lands:
    """The countries held in memory, those asked for last; `ask` sends a statement to the index."""

    def __init__(self, ask: Callable[[str, tuple[str, int]], list[tuple]]) -> None:  # type: ignore[type-arg]
        self._ask = ask
        self._asked: Counter[str] = Counter()
        self._held: OrderedDict[str, Land] = OrderedDict()
        self._lock = threading.Lock()

    def heard(self, skeletons: Collection[str], countries: Collection[str]) -> Heard | None:
        """The names of these countries with one of these skeletons; None where one of the countries is not held."""
        lands = {country: self._land(country) for country in sorted(countries)}
        if not all(lands.values()):
            return None
        wanted = frozenset(skeletons)
        runs = sorted(
            (skeleton, country) for country, land in lands.items() if land for skeleton in wanted & land.spans.keys()
        )
        heard = Heard(array("I"), [])
        kinds, scripts = [], []
        for skeleton, country in runs:
            if (land := lands[country]) is not None:
                start, stop = land.spans[skeleton]
                heard.ids.frombytes(land.ids[4 * start : 4 * stop])
                heard.sounds += land.sounds[start:stop]
                kinds.append(land.kinds[start:stop])
                scripts.append(land.scripts[start:stop])
                heard.homes.append((country, len(heard.ids)))
        heard.kinds, heard.scripts = "".join(kinds), "".join(scripts)
        return heard

    def _land(self, country: str) -> Land | None:
        """The country where it is held, or asked for often enough, and small enough, to be held from now on."""
        with self._lock:
            if (land := self._held.get(country)) is not None:
                self._held.move_to_end(country)
                return land
            self._asked[country] += 1
            return self._read(country) if self._asked[country] == _OFTEN else None

    def _read(self, country: str) -> Land | None:
        rows = self._ask(_READ, (country, _HELD))
        self._asked[country] = 0 if rows else self._asked[country]
        if not rows:
            return None
        skeletons, ends, sounds, ids, kinds, scripts = rows[0]
        spans = dict(zip(skeletons.split(" "), pairwise((0, *array("I", ends))), strict=True))
        self._held[country] = land = Land(spans, sounds.split(" "), ids, kinds, scripts)
        while sum(len(held.sounds) for held in self._held.values()) > _HELD:
            self._held.popitem(last=False)
        return land
