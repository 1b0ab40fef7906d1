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


JOINED_AFTER = 6
"""Scans of one column after which those of all areas are put together: of a point asked about once it does not pay."""


class Blocks:
    """The names of several areas."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)
        self._skeletons = _Column([block.skeletons for block in self._blocks])
        self._sounds = _Column([block.phons for block in self._blocks])

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
        for other, off, number, _ in self._skeletons.near(bones):
            if off and not len(bones) == len(other) == _SHORTEST_BONES:
                block = self._blocks[number]
                for row in block.rows[other]:
                    yield block, row

    def letter_off(self, sound: str) -> Iterator[Hit]:
        """The names whose sound is at most one letter off."""
        for _, _, number, row in self._sounds.near(sound):
            yield self._blocks[number], row


class _Column:
    """One column of several areas: scanned area by area at first, as one once it is asked for often."""

    def __init__(self, parts: list[list[str]]) -> None:
        self._parts, self._scans = parts, 0

    def near(self, wanted: str) -> Iterator[tuple[str, int, int, int]]:
        """Each text at most one letter off, by how much, the number of its area and its row there."""
        self._scans += 1
        if self._scans < JOINED_AFTER:
            for number, part in enumerate(self._parts):
                for text, off, row in _near(wanted, part):
                    yield text, off, number, row
            return
        texts, starts = self._joined
        for text, off, at in _near(wanted, texts):
            number = bisect(starts, at) - 1
            yield text, off, number, at - starts[number]

    @cached_property
    def _joined(self) -> tuple[list[str], list[int]]:
        """The parts as one, and where each begins."""
        starts = [0, *accumulate(map(len, self._parts))]
        return [text for part in self._parts for text in part], starts[:-1]


def _near(wanted: str, texts: list[str]) -> list[tuple[str, int, int]]:
    return extract(wanted, texts, scorer=distance, processor=None, limit=None, score_cutoff=1)
