"""Learns what Latin letters stand for which Arabic ones, from the working half of the place-name pairs alone."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log
from pathlib import Path

from bench.protocol import WORKING, half, spelling_rows
from gazetteer import letters
from gazetteer.letters import NOTHING, graphemes
from gazetteer.names import fold, is_arabic, is_spoken, neighbours, skeleton

ROUNDS = 12
_RARE, _PAIR_RARE, _SEEN = 2.0, 5.0, 0.5
_FLOOR = 0.5
"""Added to every count, so that a pair seen once is not taken for a rule."""

_DEAREST = 4.5
MOST_ALIKE = 2.5
_WEAK = "عءئاوي"
_ARABIC = "بتثجحخدذرزسشصضطظغفقكلمنهةعاويچڤپ"

Pair = tuple[str, tuple[str, ...]]
Table = dict[str, dict[str, float]]
Counts = dict[tuple[str, str], float]


def pairs() -> list[Pair]:
    """Arabic letters and Latin graphemes of names of one place whose consonants are all but the same.

    Of names with marks the plain form is learned, too: the press prints no marks.
    """
    return [
        (letters.letters(arabic), graphemes(printed))
        for row in spelling_rows()
        if half(row["wof_id"]) == WORKING % 2
        for arabic in row["arabic_names"].split(" | ")
        for latin in row["latin_names"].split(" | ")
        if is_arabic(arabic) and is_spoken(fold(latin)) and _is_close(skeleton(arabic), skeleton(latin))
        for printed in dict.fromkeys((latin, fold(latin)))
    ]


def _is_close(one: str, other: str) -> bool:
    return bool(one) and (one == other or other in neighbours(one))


def learned(pairs: Iterable[Pair]) -> Table:
    """The costs in nats, by expectation and maximisation over all ways to lay the letters side by side."""
    pairs = list(pairs)
    chances: dict[tuple[str, str], float] = {}
    for _ in range(ROUNDS):
        counts: Counts = defaultdict(float)
        for arabic, latin in pairs:
            _expect(arabic, latin, chances, counts)
        chances = _chances(counts)
    return _costs(counts)


def _chances(counts: Counts) -> dict[tuple[str, str], float]:
    whole: dict[str, float] = defaultdict(float)
    for (latin, _), count in counts.items():
        whole[latin] += count
    inserted = sum(count for (latin, _), count in counts.items() if latin == NOTHING)
    everything = sum(whole.values())
    return {
        pair: count / (everything if pair[0] == NOTHING else whole[pair[0]] * (1 + inserted / everything))
        for pair, count in counts.items()
        if count > 1e-6
    }


def _expect(arabic: str, latin: tuple[str, ...], chances: Mapping[tuple[str, str], float], counts: Counts) -> None:
    """Add to the counts how often each pair is expected in all ways to align the two."""
    steps = list(_steps(arabic, latin))
    forward: dict[tuple[int, int], float] = defaultdict(float)
    forward[0, 0] = 1.0
    worth = [_worth(pair, chances) for _, _, pair in steps]
    for (start, end, _), odds in zip(steps, worth, strict=True):
        forward[end] += forward[start] * odds
    total = forward[len(latin), len(arabic)]
    if not total:
        return
    backward: dict[tuple[int, int], float] = defaultdict(float)
    backward[len(latin), len(arabic)] = 1.0
    for (start, end, pair), odds in zip(reversed(steps), reversed(worth), strict=True):
        share = odds * backward[end]
        backward[start] += share
        counts[pair] += forward[start] * share / total


def _worth(pair: tuple[str, str], chances: Mapping[tuple[str, str], float]) -> float:
    if chances:
        return chances.get(pair, 1e-7)
    return {(1, 1): 0.1, (0, 1): 0.004, (1, 0): 0.05, (1, 2): 0.001}[min(1, len(pair[0])), len(pair[1])]


def _steps(arabic: str, latin: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], tuple[int, int], tuple[str, str]]]:
    """Every step of an alignment, in an order in which none comes before what it builds on."""
    for row in range(len(latin) + 1):
        for at in range(len(arabic) + 1):
            if at < len(arabic):
                yield (row, at), (row, at + 1), (NOTHING, arabic[at])
            if row < len(latin):
                for taken in (0, 1, 2):
                    if at + taken <= len(arabic):
                        yield (row, at), (row + 1, at + taken), (latin[row], arabic[at : at + taken])


def _costs(counts: Counts) -> Table:
    """Nats beside the likeliest letters of the grapheme; for a letter left out, of those that are not."""
    table: Table = {}
    written: dict[str, float] = defaultdict(float)
    for (_, arabic), count in counts.items():
        for letter in arabic:
            written[letter] += count
    by_latin: dict[str, dict[str, float]] = defaultdict(dict)
    for (latin, arabic), count in counts.items():
        by_latin[latin][arabic] = count
    table[NOTHING] = {a: log((written[a] + _FLOOR) / (c + _FLOOR)) for a, c in by_latin.pop(NOTHING).items()}
    for latin, said in by_latin.items():
        most = max(said.values())
        if most >= _RARE:
            table[latin] = {
                arabic: log((most + _FLOOR) / (count + _FLOOR))
                for arabic, count in said.items()
                if count >= (_PAIR_RARE if len(arabic) > 1 else _SEEN)
            }
    return _like_the_press({latin: {a: c for a, c in said.items() if c < _DEAREST} for latin, said in table.items()})


def _like_the_press(table: Table) -> Table:
    """The costs, none above MOST_ALIKE for letters of one sound and those that the press leaves out.

    The pairs are of careful romanisations; reporters write q for kaf, th for ta and no ayn.
    """
    for latin, said in table.items():
        alike = _WEAK if latin == NOTHING else [letter for letter in _ARABIC if skeleton(letter) == skeleton(latin)]
        for letter in alike if skeleton(latin) or latin == NOTHING else ():
            said[letter] = min(said.get(letter, _DEAREST), MOST_ALIKE)
    return table


def write(path: Path) -> None:
    """Learn the costs and write them as the gazetteer reads them."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("latin", "arabic", "cost"))
        for latin, said in sorted(learned(pairs()).items()):
            writer.writerows((latin, arabic, f"{cost:.2f}") for arabic, cost in sorted(said.items()))


if __name__ == "__main__":
    write(letters._TABLE)
