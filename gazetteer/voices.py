"""All names by their sound, in memory: packed one run a skeleton, found by the skeleton or by one a letter off."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate, groupby
from operator import itemgetter
from zlib import crc32

from gazetteer.heard import LATIN, TOWN, Heard, letter, script
from gazetteer.names import ADDED, CHANGED, SHORTEST_OFF

TABLE = "CREATE TABLE voices (name TEXT PRIMARY KEY, body BLOB);"
_END = "\t"
_ADDED, _CHANGED = ADDED.encode(), CHANGED.encode()

Row = tuple[str, str, int, str, str, str]
"""Skeleton, country, id, sound, name and kind of place of one name."""


def packed(rows: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
    """Name and body of each column; the rows come sorted by skeleton, country and id.

    A run holds its skeleton; its countries; the sounds of their names, a line each; first letters of the kinds of
    their places (b: subdistrict); their scripts (a, l; a capital begins with an article). The last two are empty where
    all are settlements, and l. `near` has the runs by a number made of their skeleton, and of it with a dot for one of
    its letters.
    """
    runs, starts, firsts, ids = [], array("I", [0]), array("I", [0]), array("I")
    skeletons = []
    for skeleton, alike in groupby(rows, itemgetter(0)):
        names = list(alike)
        runs.append(_run(skeleton, names))
        skeletons.append(skeleton)
        starts.append(starts[-1] + len(runs[-1]))
        ids.extend([row[2] for row in names])
        firsts.append(len(ids))
    ends, near = _near(skeletons)
    columns = {"starts": starts, "firsts": firsts, "ids": ids, "ends": ends, "near": near}
    yield "runs", "".join(runs).encode("ascii")
    yield from ((name, column.tobytes()) for name, column in columns.items())


def _run(skeleton: str, names: list[Row]) -> str:
    homes = [(country, list(there)) for country, there in groupby(names, itemgetter(1))]
    sounds = "\n".join(" ".join(row[3] for row in there) for _, there in homes)
    kinds = "".join(letter(row[5]) for row in names)
    scripts = "".join(script(row[4]) for row in names)
    plain = kinds if kinds.strip(TOWN) else "", scripts if scripts.strip(LATIN) else ""
    return _END.join((skeleton, " ".join(country for country, _ in homes), sounds, *plain))


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
    return (1 << (2 * count).bit_length()) - 1


class Voices:
    """The columns in memory, 37 bytes a name."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self._text, self._ids = bodies["runs"], bodies["ids"]
        self._starts, self._firsts, self._ends, self._near = (
            memoryview(bodies[name]).cast("I") for name in ("starts", "firsts", "ends", "near")
        )
        self._mask = len(self._ends) - 2

    def _numbered(self, asked: bytes) -> "memoryview[int]":
        """The runs that have the number of this, some of them by chance."""
        number = crc32(asked) & self._mask
        return self._near[self._ends[number] : self._ends[number + 1]]

    def same(self, skeletons: Iterable[str]) -> list[int]:
        """The runs of these skeletons, in order."""
        return sorted({run for bones in skeletons for run in self._same(bones)})

    def _same(self, bones: str) -> list[int]:
        text, starts, whole = self._text, self._starts, (bones + _END).encode()
        return [run for run in self._numbered(whole[:-1]) if text.startswith(whole, starts[run])]

    def one_off(self, skeletons: Iterable[str]) -> list[int]:
        """The runs whose skeleton is one letter off, as `names.neighbours` has it, in order."""
        found: set[int] = set()
        for bones in skeletons:
            if len(bones) < SHORTEST_OFF:
                continue
            for at in range(len(bones) + 1):
                found.update(self._between(bones[:at], bones[at:], _ADDED))
            for at, own in enumerate(bones):
                left, right = bones[:at], bones[at + 1 :]
                found.update(self._same(left + right))
                if len(bones) > SHORTEST_OFF:
                    found.update(self._between(left, right, _CHANGED.replace(own.encode(), b"")))
        return sorted(found)

    def _between(self, left: str, right: str, letters: bytes) -> list[int]:
        """The runs whose skeleton has one of the letters between these."""
        text, starts, at = self._text, self._starts, len(left)
        first, last = left.encode(), (right + _END).encode()
        return [
            run
            for run in self._numbered(f"{left}.{right}".encode())
            if text.startswith(last, (start := starts[run]) + at + 1)
            and text.startswith(first, start)
            and text[start + at] in letters
        ]

    def heard(self, runs: Collection[int], countries: Collection[str] = (), by_country: bool = False) -> Heard:
        """The names of the runs, in these countries if given; `by_country` tells where they are."""
        return self._parted(runs, countries) if countries or by_country else self._whole(runs)

    def _cells(self, run: int) -> list[str]:
        return self._text[self._starts[run] : self._starts[run + 1]].decode().split(_END)

    def _whole(self, runs: Collection[int]) -> Heard:
        firsts, cells = self._firsts, [self._cells(run) for run in runs]
        ids = array("I", b"".join([self._ids[4 * firsts[run] : 4 * firsts[run + 1]] for run in runs]))
        counts = [firsts[run + 1] - firsts[run] for run in runs]
        sounds: list[str | None] = "\n".join([row[2] for row in cells]).split()  # type: ignore[assignment]
        kinds, scripts = (_flags([row[at] for row in cells], counts, usual) for at, usual in ((3, TOWN), (4, LATIN)))
        return Heard(ids, sounds, kinds, scripts)

    def _parted(self, runs: Iterable[int], countries: Collection[str]) -> Heard:
        heard = Heard(array("I"), [])
        text, starts, wanted = self._text, self._starts, sorted(countries)
        codes = [country.encode() for country in wanted]
        kinds, scripts = [], []
        for run in runs:
            if codes and not any([text.find(code, starts[run], starts[run + 1]) >= 0 for code in codes]):
                continue
            _, said, sounds, kind, script = self._cells(run)
            homes, lines, first = said.split(" "), sounds.split("\n"), self._firsts[run]
            for country in wanted or homes:
                if country not in homes:
                    continue
                at = homes.index(country)
                start = at + sum([line.count(" ") for line in lines[:at]])
                stop = start + 1 + lines[at].count(" ")
                heard.ids.frombytes(self._ids[4 * (first + start) : 4 * (first + stop)])
                heard.sounds += lines[at].split(" ")
                kinds.append(kind[start:stop] or TOWN * (stop - start))
                scripts.append(script[start:stop] or LATIN * (stop - start))
                heard.homes.append((country, len(heard.ids)))
        heard.kinds, heard.scripts = "".join(kinds), "".join(scripts)
        return heard


def _flags(columns: list[str], counts: list[int], usual: str) -> str:
    if not any(columns):
        return ""
    return "".join([column or usual * count for column, count in zip(columns, counts, strict=True)])
