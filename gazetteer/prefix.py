"""Places whose name begins with what has been typed so far: for a list to choose from, where nothing is printed yet."""

from collections.abc import Collection
from pathlib import Path

from gazetteer.index import Index, index_path, read_index
from gazetteer.names import fold
from gazetteer.place import Place

SHORTEST = 2
"""Letters from which names are looked for."""


def beginning(index: Index, typed: str, countries: Collection[str] = (), limit: int = 8) -> list[tuple[str, Place]]:
    """Names that begin with `typed`, case, accents and marks aside, and their places, each place once.

    Whole names come first, then places' own names, then the larger places. `countries` (ISO 3166-1 alpha-2) shut the
    others out. [] for fewer than SHORTEST letters.
    """
    folded = fold(typed)
    return index.beginning(folded, countries, limit) if len(folded) >= SHORTEST else []


def opened(path: Path | None = None) -> Index | None:
    """The index at its usual place where it is built and fresh; None else. Nothing is built."""
    return read_index(path or index_path())
