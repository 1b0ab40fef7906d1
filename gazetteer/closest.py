"""Names in the other script, compared by letters: a few dozen that sound most alike, the best of them by letters."""

from collections.abc import Callable, Collection, Sequence

from gazetteer.heard import AT_HOME, Heard
from gazetteer.letters import closeness
from gazetteer.names import is_arabic

NEARLY = 0.1
"""So much may the likeness by letters be above that by sounds."""

_OTHER_SCRIPT = 0.02
"""An Arabic name leaves out what a Latin spelling has: this much less it says for it than another Latin spelling."""

Weighed = list[tuple[float, int]]
"""Likeness and row of names, best first."""


def by_letters(query: str, name: str, arabic: bool) -> float:
    """The likeness of the query, which is in Arabic script or is not, and of a name in the other script."""
    return closeness(query, name) if arabic else closeness(name, query) - _OTHER_SCRIPT


def closest(
    query: str,
    heard: Heard,
    likely: Weighed,
    count: int,
    home: Collection[int],
    called: Callable[[Sequence[int]], dict[int, str]],
) -> Weighed:
    """So many of the likely names, best first, those in the other script compared by letters; `called` reads names."""
    arabic = is_arabic(query)
    others = [row for _, row in likely if heard.is_arabic(row) is not arabic]
    if not others:
        return likely[:count]
    heard.names |= called([heard.ids[row] for row in others])
    close = {row: by_letters(query, heard.names[heard.ids[row]], arabic) for row in others}
    found = [(close.get(row, likeness), row) for likeness, row in likely]
    found.sort(key=lambda one: one[0] + (AT_HOME if one[1] in home else 0.0), reverse=True)
    return found[:count]
