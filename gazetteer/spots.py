"""Places whose facts are read when they are asked for: what ranking needs lies in memory, the rest in the index."""

import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator

from gazetteer.place import Place

TABLE = "CREATE TABLE facts (name TEXT PRIMARY KEY, body BLOB);"
_ASKED = "SELECT id, lat, lon, kind, country, admin1_code, admin2_code, population FROM place ORDER BY number"
_WORDS = ("kind", "country", "admin1_code", "admin2_code")


def facts(connection: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    """Name and body of each column of facts, the places in the order of their numbers, 1 to n."""
    rows = connection.execute(_ASKED).fetchall()
    ids, lats, lons, *said, people = zip(*rows, strict=True) if rows else [()] * 8
    ends = array("I", [0])
    for id in ids:
        ends.append(ends[-1] + len(id.encode()))
    yield "ids", "".join(ids).encode()
    yield "ends", ends.tobytes()
    yield "lats", array("d", lats).tobytes()
    yield "lons", array("d", lons).tobytes()
    yield "people", array("q", people).tobytes()
    for name, column in zip(_WORDS, said, strict=True):
        numbers = {word: number for number, word in enumerate(dict.fromkeys(column))}
        yield f"{name} words", "\n".join(numbers).encode()
        yield name, array("I", [numbers[word] for word in column]).tobytes()


_set = object.__setattr__


class Facts:
    """The columns of facts in memory, 50 bytes a place; `read` gives whole places by their numbers."""

    def __init__(self, bodies: dict[str, bytes], read: Callable[[Collection[int]], dict[int, Place]]) -> None:
        self.read = read
        self.ids = bodies["ids"]
        self.ends = memoryview(bodies["ends"]).cast("I")
        self.lats, self.lons = memoryview(bodies["lats"]).cast("d"), memoryview(bodies["lons"]).cast("d")
        self.people = memoryview(bodies["people"]).cast("q")
        self.kinds, self.countries, self.units, self.districts = (_Words(bodies, name) for name in _WORDS)

    def spot(self, number: int) -> "Spot":
        """The place with this number."""
        return Spot(self, number)


class _Words:
    """A column of words that come again and again."""

    def __init__(self, bodies: dict[str, bytes], name: str) -> None:
        self.words = bodies[f"{name} words"].decode().split("\n")
        self.numbers = memoryview(bodies[name]).cast("I")

    def __getitem__(self, row: int) -> str:
        return self.words[self.numbers[row]]


class Spot(Place):
    """A place by its number: equal to none, told apart by its id; `whole` is the place with all that is known of it."""

    __slots__ = ("_facts", "_row", "kind", "number")
    _facts: Facts
    _row: int
    number: int

    def __init__(self, facts: Facts, number: int) -> None:
        _set(self, "_facts", facts)
        _set(self, "_row", number - 1)
        _set(self, "number", number)
        _set(self, "kind", facts.kinds[number - 1])

    @property
    def whole(self) -> Place:
        """The place itself."""
        return self._facts.read((self.number,))[self.number]

    @property
    def id(self) -> str:
        ends = self._facts.ends
        return self._facts.ids[ends[self._row] : ends[self._row + 1]].decode()

    @property
    def lat(self) -> float:
        return self._facts.lats[self._row]

    @property
    def lon(self) -> float:
        return self._facts.lons[self._row]

    @property
    def population(self) -> int:
        return self._facts.people[self._row]

    @property
    def country(self) -> str:
        return self._facts.countries[self._row]

    @property
    def admin1_code(self) -> str:
        return self._facts.units[self._row]

    @property
    def admin2_code(self) -> str:
        return self._facts.districts[self._row]

    @property
    def name(self) -> str:
        return self.whole.name

    @property
    def name_ar(self) -> str:
        return self.whole.name_ar

    @property
    def admin1(self) -> str:
        return self.whole.admin1

    @property
    def admin2(self) -> str:
        return self.whole.admin2

    @property
    def also(self) -> str:
        return self.whole.also

    @property
    def radius_m(self) -> float:
        return self.whole.radius_m


def whole(places: Iterable[Place]) -> list[Place]:
    """The places with all that is known of them, read in one go."""
    places = list(places)
    spots = [place for place in places if isinstance(place, Spot)]
    if not spots:
        return places
    known = spots[0]._facts.read([spot.number for spot in spots])
    return [known[place.number] if isinstance(place, Spot) else place for place in places]
