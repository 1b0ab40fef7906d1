"""The tables of a large store, from its grid: figures by region, type, actor or dataset, in time, and rows by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from .block import Array
from .breakdown import OTHERS, first_day_of
from .grid import Grid
from .gridded import by_day, counted_edges, counts, deaths_most, reaching
from .moments import to_day
from .query import EVERYTHING, NOWHERE, Filter, Summary, datasets, rest
from .sieve import COUNTS, UNSTATED, Part, Passing, at_other_hours, passing, precise, reported, sums, words
from .spans import Span
from .store import Store

FIGURES = (
    *("incidents", "reported", "deaths_low", "deaths_best", "deaths_high", "deaths_unknown"),
    *("injured", "located", "precise", "beyond", "deaths_beyond"),
)
"""The figures of a breakdown, as `query.figures_sql` names them."""
LOCATED, PRECISELY = 1, 2


def summary(store: Store, where: Filter = EVERYTHING) -> Summary:
    """As `query.summary`."""
    found = counts(store, where)
    return Summary(
        *(found.total, found.counted, found.low, found.best, found.high, found.unknown, found.injured),
        *(found.located, found.precise, found.beyond, found.deaths_beyond, found.guessed, found.first, found.last),
    )


def in_both(store: Store, here: Filter, there: Filter) -> tuple[int, int]:
    """As `windows.in_both`; of `there` the window alone counts."""
    found = passing(store, here)
    grid, rows = found.grid, counted_edges(found)
    deaths = deaths_most(grid, rows[~at_other_hours(grid, rows, Span.of(grid, there))])
    return int((deaths > 0).sum()), int(deaths.sum())


def breakdown(store: Store, where: Filter, by: str) -> pd.DataFrame:
    """As `breakdown.breakdown`."""
    found = passing(store, where)
    if by == "actor":
        named, figures = _actors(found)
    else:
        dictionary = {"event_type": "kind"}.get(by, by)
        named = _named(store, found.grid, by)
        figures = _over(found, dictionary, len(named))
    rows = pd.concat([named, figures], axis=1)
    rows = rows[rows["incidents"] > 0]
    told = {"name": "min", "name_ar": "max", "part_of": "max", **dict.fromkeys(FIGURES, "sum")}
    joined = rows.groupby("value", as_index=False).agg(told)
    joined[list(FIGURES)] = joined[list(FIGURES)].astype("Int64")
    return joined.sort_values(["incidents", "value"], ascending=[False, True], ignore_index=True)


def _named(store: Store, grid: Grid, by: str) -> pd.DataFrame:
    """Value, name, name in Arabic and what it is a part of, of each word of a dictionary."""
    if by == "region":
        said = [_region(word) for word in words(grid, "region")]
    elif by == "source":
        titles = datasets(store).set_index("source")["title"].dropna().to_dict()
        said = [(word, str(titles.get(word, word)), "", "") for (word,) in words(grid, "source")]
    else:
        said = [(word[0], word[0], "", "") for word in words(grid, "kind")]
    return pd.DataFrame(said, columns=["value", "name", "name_ar", "part_of"])


def _region(word: Sequence[str]) -> tuple[str, str, str, str]:
    country, country_name, unit, name, name_ar, _ = word
    if country == NOWHERE:
        return NOWHERE, "", "", ""
    return unit or rest(country), name or country_name, name_ar, country_name if unit else ""


def _over(found: Passing, dictionary: str, size: int) -> pd.DataFrame:
    """The figures of each word of a dictionary."""
    code = getattr(found.grid, dictionary)[found.grid.combo]
    figures = {name: np.bincount(code, values, size) for name, values in _of_groups(found).items()}
    return pd.DataFrame(figures).astype("int64")


@lru_cache(maxsize=2)
def _of_groups(found: Passing) -> dict[str, Array]:
    grid, shown = found.grid, found.shown
    placed = shown * (grid.point > 0)
    told = {
        "incidents": shown,
        "reported": shown * reported(grid)[grid.combo],
        "located": placed,
        "precise": placed * precise(grid),
    }
    harm = _summed(found, "group", len(grid.combo), lambda part: _harmed(grid, part))
    return _ordered(told | _harm(list(harm), _reaching(found, "group", len(grid.combo))))


def _actors(found: Passing) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The names of the actors, the first of them none; the figures of each."""
    grid = found.grid
    names = ["", *grid.header["actors"]]
    away = len(names)  # where nobody is meant, or the actor stands on the other side too
    first = np.where((grid.side1 > 0) | (grid.side2 == 0), grid.side1, away)
    second = np.where((grid.side1 != grid.side2) & (grid.side2 > 0), grid.side2, away)
    figures = _of_pairs(found)
    both = sums(first, away + 1, *figures.values()) + sums(second, away + 1, *figures.values())
    named = pd.DataFrame({"value": names, "name": names, "name_ar": "", "part_of": ""})
    return named, pd.DataFrame(both[:, :away].T.astype("int64"), columns=list(figures))


def _of_pairs(found: Passing) -> dict[str, Array]:
    """The figures of each pair of actors."""
    grid = found.grid
    known = (LOCATED * (grid.point > 0) + PRECISELY * ((grid.point > 0) & precise(grid))).astype("uint8")

    def weights(part: Part) -> list[Array]:
        marks, where = part.marks(), known[grid.group[part.rows]]
        passes = marks > 0
        located, precisely = (passes & ((where & bit) > 0) for bit in (LOCATED, PRECISELY))
        return [passes, (marks & COUNTS) > 0, located, precisely, *_harmed(grid, part)]

    incidents, reported, located, precisely, *harm = _summed(found, "pair", len(grid.side1), weights)
    told = {"incidents": incidents, "reported": reported, "located": located, "precise": precisely}
    return _ordered(told | _harm(harm, _reaching(found, "pair", len(grid.side1))))


def _summed(found: Passing, column: str, size: int, weights: Callable[[Part], list[Array]]) -> Array:
    """The sums of weights of what passes, by a column of the rows."""
    codes = getattr(found.grid, column)
    begun, earlier = (sums(codes[part.rows], size, *weights(part)) for part in found.parts)
    return np.asarray(begun + earlier)


def _harmed(grid: Grid, part: Part) -> list[Array]:
    """Deaths, by how many the low figure is fewer and the high one more, injured, and whether no deaths are stated: of
    what passes and is added up, else 0."""
    added = part.marks() >> 1
    numbers = [getattr(grid, name)[part.rows] * added for name in ("deaths", "fewer", "more", "injured")]
    return [*numbers, (added > 0) & ((grid.flags[part.rows] & UNSTATED) > 0)]


def _reaching(found: Passing, column: str, size: int) -> Array:
    """Of the incidents that count and reach beyond the window, by a column of the rows: their deaths at least, how many
    have deaths, their deaths at most."""
    grid, rows = found.grid, reaching(found)
    most = deaths_most(grid, rows)
    return sums(getattr(grid, column)[rows], size, grid.deaths[rows] - grid.fewer[rows], most > 0, most)


def _harm(sums_: Sequence[Array], reaching_: Array) -> dict[str, Array]:
    """The figures of the sums of `_harmed` and `_reaching`."""
    best, fewer, more, injured, silent = sums_
    least, beyond, most = reaching_
    told = {"deaths_low": best - fewer - least, "deaths_best": best, "deaths_high": best + more}
    return told | {"deaths_unknown": silent, "injured": injured, "beyond": beyond, "deaths_beyond": most}


def _ordered(told: dict[str, Array]) -> dict[str, Array]:
    return {name: told[name] for name in FIGURES}


def over_time(store: Store, where: Filter, by: str, unit: str, named: Sequence[str]) -> pd.DataFrame:
    """As `breakdown.over_time`, by region, event type or source."""
    found = passing(store, where)
    dictionary = {"event_type": "kind"}.get(by, by)
    values = list(_named(store, found.grid, by)["value"])
    place = np.array([named.index(value) if value in named else len(named) for value in values], "int64")
    column = place[getattr(found.grid, dictionary)][found.grid.combo]
    days, columns, numbers = _daily(found, column, len(named) + 1)
    offset = found.grid.header["first_day"] or 0
    opens = to_day(where.start) if where.start else offset
    rows = pd.DataFrame(
        {
            "value": [[*named, OTHERS][column] for column in columns],
            "day": pd.array([first_day_of(max(opens, int(day) + offset), unit) for day in days], "Int64"),
            "incidents": pd.array(numbers, "Int64"),
        }
    )
    return rows.groupby(["value", "day"], as_index=False)[["incidents"]].sum()


def _daily(found: Passing, column: Array, columns: int) -> tuple[Array, Array, Array]:
    """Days, columns and how many incidents that begin in the window pass; `column` is that of each group."""
    grid = found.grid
    marks = found.marks

    def of(rows: slice) -> Array:
        passes = marks[rows.start - found.first : rows.stop - found.first] > 0
        return np.where(passes, column[grid.group[rows]], columns)

    daily = by_day(grid, of, columns, found.first, found.last)
    days, which = np.nonzero(daily)
    return days, which, daily[days, which]


@lru_cache(maxsize=4)
def _begun(found: Passing) -> Array:
    """Incidents that pass, by their own first day."""
    grid = found.grid
    begun, before = found.parts
    lasting = np.searchsorted(grid.lasting, found.earlier[before.marks() > 0])
    days = np.bincount(grid.lasting_first[lasting], minlength=grid.days)
    passes = np.concatenate([[0], np.cumsum(begun.marks() > 0)])
    edges = np.clip(grid.opening, found.first, found.last) - found.first
    return np.asarray(days + np.diff(passes[edges]))


def day_of_row(store: Store, where: Filter, row: int, latest_first: bool = False) -> tuple[int, int]:
    """The first day of the incident that comes after `row` others by day, and how many of other days come before it."""
    found = passing(store, where)
    days = _begun(found)[::-1] if latest_first else _begun(found)
    before = np.cumsum(days)
    at = min(int(np.searchsorted(before, row, "right")), max(0, len(days) - 1))
    skipped = int(before[at - 1]) if at else 0
    day = len(days) - 1 - at if latest_first else at
    return day + (found.grid.header["first_day"] or 0), skipped
