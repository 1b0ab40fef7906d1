"""All names by their sound, in memory: packed one run a skeleton, found by the skeleton or by one a letter off."""

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from zlib import crc32

from gazetteer.heard import Heard, letter, script
from gazetteer.names import ADDED, CHANGED, SHORTEST_OFF

TABLE = "CREATE TABLE voices (name TEXT PRIMARY KEY, body BLOB);"
_END = b"\t"
_ADDED, _CHANGED = ADDED.encode(), CHANGED.encode()

_HELD = 16_384
"""Of so many runs what some countries have of them is kept apart, some 300 bytes each."""

_There = tuple[bytes, list[str], str, str]
"""Ids, sounds, kinds and scripts of the names of a run that lie in some countries."""

Row = tuple[str, str, int, str, str, str]
"""Skeleton, country, id, sound, name and kind of place of one name."""


def packed(rows: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
    """Name and body of each column; the rows come sorted by skeleton, country and id.

    `runs` has the skeleton and the countries of each run, `sounds` those of its names, a line a country; `starts` and
    `tones` say where they begin, `firsts` which of the names is its first. For each name there are its id, the first
    letter of the kind of its place (b: subdistrict) and its script (a, l; a capital begins with an article). `near` has
    the runs by a number made of their skeleton, and of it with a dot for one of its letters; `ends` parts the numbers.
    """
    runs, sounds, kinds, scripts = bytearray(), bytearray(), bytearray(), bytearray()
    starts, tones, firsts, ids = array("I"), array("I", [0]), array("I", [0]), array("I")
    skeletons = []
    for skeleton, alike in groupby(rows, itemgetter(0)):
        names = list(alike)
        homes = [(country, [row[3] for row in there]) for country, there in groupby(names, itemgetter(1))]
        skeletons.append(skeleton)
        starts.append(len(runs))
        runs += skeleton.encode("ascii") + _END + " ".join(country for country, _ in homes).encode("ascii")
        sounds += "\n".join(" ".join(there) for _, there in homes).encode("ascii")
        tones.append(len(sounds))
        ids.extend([row[2] for row in names])
        kinds += "".join([letter(row[5]) for row in names]).encode("ascii")
        scripts += "".join([script(row[4]) for row in names]).encode("ascii")
        firsts.append(len(ids))
    starts.append(len(runs))
    ends, near = _near(skeletons)
    columns = {"starts": starts, "tones": tones, "firsts": firsts, "ids": ids, "ends": ends, "near": near}
    letters = {"runs": runs, "sounds": sounds, "kinds": kinds, "scripts": scripts}
    yield from ((name, bytes(column)) for name, column in (*letters.items(), *columns.items()))


def _near(skeletons: list[str]) -> tuple["array[int]", "array[int]"]:
    """Where the runs of each number end, and the runs."""
    mask = _mask(len(skeletons))
    entries = sorted(
        (crc32(asked.encode()) & mask) << 32 | run
        for run, bones in enumerate(skeletons)
        for asked in (bones, *_dotted(bones))
    )
    counts = array("I", bytes(4 * (mask + 2)))
    for entry in entries:
        counts[(entry >> 32) + 1] += 1
    return array("I", accumulate(counts)), array("I", [entry & 0xFFFFFFFF for entry in entries])


def _dotted(bones: str) -> Iterator[str]:
    return (f"{bones[:at]}.{bones[at + 1 :]}" for at in range(len(bones)))


def _mask(count: int) -> int:
    return (1 << (4 * count).bit_length()) - 1


class Voices:
    """The columns in memory, 37 bytes a name."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self._text, self._sounds, self._ids = bodies["runs"], bodies["sounds"], bodies["ids"]
        self._kinds, self._scripts = bodies["kinds"], bodies["scripts"]
        self._starts, self._tones, self._firsts, self._ends, self._near = (
            memoryview(bodies[name]).cast("I") for name in ("starts", "tones", "firsts", "ends", "near")
        )
        self._mask = len(self._ends) - 2
        self._at_home = lru_cache(maxsize=_HELD)(self._read_at_home)

    def _numbered(self, asked: bytes) -> "memoryview[int]":
        """The runs that have the number of this, some of them by chance."""
        number = crc32(asked) & self._mask
        return self._near[self._ends[number] : self._ends[number + 1]]

    def same(self, skeletons: Iterable[str]) -> list[int]:
        """The runs of these skeletons, in order."""
        return sorted({run for bones in skeletons for run in self._same(bones.encode())})

    def _same(self, bones: bytes) -> list[int]:
        text, starts, whole = self._text, self._starts, bones + _END
        return [run for run in self._numbered(bones) if text.startswith(whole, starts[run])]

    def one_off(self, skeletons: Iterable[str]) -> list[int]:
        """The runs whose skeleton is one letter off, as `names.neighbours` has it, in order."""
        found: set[int] = set()
        for bones in [bones.encode() for bones in skeletons if len(bones) >= SHORTEST_OFF]:
            found.update(self._between(b"", bones, _ADDED))
            for at in range(len(bones)):
                left, right = bones[:at], bones[at + 1 :]
                found.update(self._between(bones[: at + 1], right, _ADDED), self._same(left + right))
                if len(bones) > SHORTEST_OFF:
                    found.update(self._between(left, right, _CHANGED.replace(bones[at : at + 1], b"")))
        return sorted(found)

    def _between(self, left: bytes, right: bytes, letters: bytes) -> list[int]:
        """The runs whose skeleton has one of the letters between these."""
        text, starts, at, ending = self._text, self._starts, len(left), right + _END
        return [
            run
            for run in self._numbered(left + b"." + right)
            if text.startswith(ending, (start := starts[run]) + at + 1)
            and text[start + at] in letters
            and text.startswith(left, start)
        ]

    def heard(self, runs: Collection[int], countries: Collection[str] = (), by_country: bool = False) -> Heard:
        """The names of the runs, in these countries if given; `by_country` tells where they are."""
        if by_country:
            return self._parted(runs, countries)
        return self._shut(runs, countries) if countries else self._whole(runs)

    def _whole(self, runs: Collection[int]) -> Heard:
        firsts, tones = self._firsts, self._tones
        spans = [(firsts[run], firsts[run + 1]) for run in runs]
        ids = array("I", b"".join([self._ids[4 * start : 4 * stop] for start, stop in spans]))
        lines = b"\n".join([self._sounds[tones[run] : tones[run + 1]] for run in runs])
        sounds: list[str | None] = lines.decode().split()  # type: ignore[assignment]
        kinds, scripts = (
            b"".join([column[start:stop] for start, stop in spans]).decode() for column in (self._kinds, self._scripts)
        )
        return Heard(ids, sounds, kinds, scripts)

    def _homes(self, run: int) -> list[str]:
        said: bytes = self._text[self._starts[run] : self._starts[run + 1]]
        return said.partition(_END)[2].decode().split(" ")

    def _parted(self, runs: Iterable[int], countries: Collection[str]) -> Heard:
        """The names by country."""
        heard, wanted = Heard(array("I"), []), sorted(countries)
        kinds, scripts = [], []
        for run in runs:
            for country in wanted or self._homes(run):
                if (there := self._at_home(run, (country,))) is not None:
                    ids, sounds, kind, script = there
                    heard.ids.frombytes(ids)
                    heard.sounds += sounds
                    kinds.append(kind)
                    scripts.append(script)
                    heard.homes.append((country, len(heard.ids)))
        heard.kinds, heard.scripts = "".join(kinds), "".join(scripts)
        return heard

    def _shut(self, runs: Iterable[int], countries: Collection[str]) -> Heard:
        """The names of these countries alone."""
        at_home, wanted, text, starts = self._at_home, tuple(sorted(countries)), self._text, self._starts
        named = _named(wanted)
        here = [run for run in runs if named(text, starts[run], starts[run + 1])]
        found = [there for run in here if (there := at_home(run, wanted)) is not None]
        sounds: list[str | None] = []
        for there in found:
            sounds += there[1]
        ids = array("I", b"".join([there[0] for there in found]))
        kinds, scripts = ("".join([str(there[at]) for there in found]) for at in (2, 3))
        return Heard(ids, sounds, kinds, scripts)

    def _read_at_home(self, run: int, countries: tuple[str, ...]) -> _There | None:
        """The names of the run in these countries, None where there are none."""
        homes = self._homes(run)
        here = [country for country in countries if country in homes]
        if not here:
            return None
        lines = self._sounds[self._tones[run] : self._tones[run + 1]].decode().split("\n")
        starts = [*accumulate([line.count(" ") + 1 for line in lines], initial=self._firsts[run])]
        spans = [(starts[at], starts[at + 1]) for at in map(homes.index, here)]
        ids = b"".join([self._ids[4 * start : 4 * stop] for start, stop in spans])
        names = " ".join([lines[homes.index(country)] for country in here]).split(" ")
        kinds, scripts = (
            b"".join([column[start:stop] for start, stop in spans]).decode() for column in (self._kinds, self._scripts)
        )
        return ids, names, kinds, scripts


@lru_cache(maxsize=64)
def _named(countries: tuple[str, ...]) -> Callable[[bytes, int, int], object]:
    """What finds one of these countries in a stretch of the text of the runs."""
    return re.compile(f"[\t ](?:{'|'.join(map(re.escape, countries))})".encode()).search
