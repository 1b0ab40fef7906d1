"""Names of settlements, column by column, an area or several of them: scanned for what sounds alike in one go."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Self

from rapidfuzz.distance.Levenshtein import distance
from rapidfuzz.process import extract

_SHORTEST_BONES = 3


@dataclass(frozen=True)
class Block:
    """The names of one area, column by column; `rows` gives the rows of each skeleton.

    `shorter` gives for each skeleton the rows that have it without their first or last word.
    """

    places: list[int]
    phons: list[str]
    names: list[str]
    rows: dict[str, list[int]]
    skeletons: list[str]
    cuts: list[str]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, str, str, str, str]]) -> Self:
        """The rows (place, skeleton, sound, name, shorter skeletons) as columns."""
        columns = tuple(map(list, zip(*rows, strict=True))) or ([], [], [], [], [])
        places, skeletons, phons, called, cuts = columns
        by_skeleton: dict[str, list[int]] = {}
        for row, bones in enumerate(skeletons):
            by_skeleton.setdefault(bones, []).append(row)
        return cls(places, phons, called, by_skeleton, list(by_skeleton), cuts)

    @cached_property
    def shorter(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, cuts in enumerate(self.cuts):
            for bones in cuts.split():
                found.setdefault(bones, []).append(row)
        return found


Hit = tuple[Block, int]
"""A name: its block, and its row there."""


class Blocks:
    """The names of several areas."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)

    def sounding(self, bones: str) -> Iterator[Hit]:
        """The names of this skeleton."""
        for block in self._blocks:
            for row in block.rows.get(bones, ()):
                yield block, row

    def longer(self, bones: str) -> Iterator[Hit]:
        """The names that have this skeleton without their first or last word."""
        for block in self._blocks:
            for row in block.shorter.get(bones, ()):
                yield block, row

    def consonant_off(self, bones: str) -> Iterator[Hit]:
        """The names whose skeleton is one consonant off; of three consonants none may be another."""
        if len(bones) < _SHORTEST_BONES:
            return
        skeletons, starts = self._skeletons
        for other, off, at in extract(bones, skeletons, scorer=distance, processor=None, limit=None, score_cutoff=1):
            if off and not len(bones) == len(other) == _SHORTEST_BONES:
                block = self._blocks[bisect(starts, at) - 1]
                for row in block.rows[other]:
                    yield block, row

    def letter_off(self, sound: str) -> Iterator[Hit]:
        """The names whose sound is at most one letter off."""
        sounds, starts = self._sounds
        for _, _, at in extract(sound, sounds, scorer=distance, processor=None, limit=None, score_cutoff=1):
            number = bisect(starts, at) - 1
            yield self._blocks[number], at - starts[number]

    @cached_property
    def _skeletons(self) -> tuple[list[str], list[int]]:
        return _joined([block.skeletons for block in self._blocks])

    @cached_property
    def _sounds(self) -> tuple[list[str], list[int]]:
        return _joined([block.phons for block in self._blocks])


def _joined(columns: list[list[str]]) -> tuple[list[str], list[int]]:
    """The columns as one, and where each begins."""
    starts = [0, *accumulate(map(len, columns))]
    return [text for column in columns for text in column], starts[:-1]
