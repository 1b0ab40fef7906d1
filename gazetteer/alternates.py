"""A line of GeoNames' table of alternate names: the name, its language, and whether it is still in use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

NO_NAMES = frozenset(("link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid"))
"""What stands in the column of languages where the cell holds a code or an address."""

_OF_THE_PAST = frozenset(("fr_1793",))


@dataclass(frozen=True, slots=True)
class Alternate:
    """One alternate name; `language` is ISO 639, empty where it is not said.

    `colloquial` names are slang, `historic` ones are no longer in use.
    """

    name: str
    language: str
    preferred: bool
    colloquial: bool
    historic: bool

    @classmethod
    def of(cls, cells: Sequence[str]) -> Self:
        """The name that the cells of a line give (id, place, language, name, four marks, from, to)."""
        marks = [cell.strip() for cell in (*cells[4:10], *[""] * 6)]
        past = marks[3] == "1" or bool(marks[5]) or cells[2] in _OF_THE_PAST
        return cls(" ".join(cells[3].split()), cells[2].strip(), marks[0] == "1" and not past, marks[2] == "1", past)


def by_use(names: Iterable[Alternate]) -> tuple[list[Alternate], list[Alternate]]:
    """The names in use, preferred ones first; and the lesser ones: colloquial, then historic.

    A name that is in use in one language is not lesser for being historic in another.
    """
    names = list(names)
    usual = sorted((one for one in names if not (one.colloquial or one.historic)), key=lambda one: not one.preferred)
    in_use = {one.name for one in usual}
    lesser = [one for one in names if (one.colloquial or one.historic) and one.name not in in_use]
    return usual, sorted(lesser, key=lambda one: one.historic)
