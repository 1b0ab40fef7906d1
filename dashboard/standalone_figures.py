"""Displacement in a view's file: the figures that hold on its last day, as far as they may be passed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import geodata
from geodata import Filter, Store

from . import drawer, text
from .controls import Mark, as_of, displacement_marks, figure_words, range_words, whole
from .language import N_, beside, t, tn, word
from .reasons import reworded

FIGURES_MAX = 400
"""Figures of a file; each is a few hundred bytes."""
MOVED = {"flow": N_("Arrivals in the window"), "return": N_("Returns in the window")}
CLAIMS_MAX = 12
"""Claims that a mark tells of."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """`told` is what the file says, None where no figure holds; `sources` are the rows of the datasets that it comes
    from; `left` says what is not in the file."""

    told: dict[str, Any] | None
    sources: list[dict[Any, Any]]
    left: list[str]


NONE = Displaced(None, [], [])


def displaced(store: Store, where: Filter, window: tuple[int, int], marks: bool = True) -> Displaced:
    """The figures of the filter that hold on the window's last day, and the people who moved in it.

    `marks`: whether they stand on the map. Figures of datasets that may not be passed on are in no range and no list.
    """
    datasets = geodata.datasets(store)
    may = set(datasets["source"][datasets["redistribute"] == "full"])
    free = tuple(sorted(may & set(where.sources) if where.sources else may))
    held = _held(store, where, may)
    if not free:  # no sources would be all of them
        return replace(NONE, left=held)
    asked = replace(where, sources=free)
    stocks, movements = geodata.stocks(store, asked), geodata.movements(store, asked)
    if stocks.empty and movements.empty:
        return replace(NONE, left=held)
    groups, number = _groups(stocks, movements)
    told = {
        **_total(stocks, window[1]),
        "groups": groups,
        "marks": [_mark(mark) for mark in displacement_marks(stocks)] if marks else [],
        **_strip(store, asked, window),
    }
    from_them = datasets["source"].isin([*stocks["source"], *movements["source"]])
    cut = [_cut(number)] if number > FIGURES_MAX else []
    return Displaced(told, datasets[from_them].to_dict("records"), [*held, *cut])


def _held(store: Store, where: Filter, may: set[str]) -> list[str]:
    """What stays behind, in words; its datasets are not named."""
    number = sum(
        int((~found["source"].isin(may)).sum())
        for found in (geodata.stocks(store, where), geodata.movements(store, where))
    )
    return (
        [
            tn(
                "{n} figure of displaced people is not here: its publisher does not allow that it is passed on.",
                "{n} figures of displaced people are not here: their publishers do not allow that they are passed on.",
                number,
            )
        ]
        if number
        else []
    )


def _cut(number: int) -> str:
    return t(
        "Of {total} figures of displaced people the first {n} are in this file.",
        total=text.count(number),
        n=text.count(FIGURES_MAX),
    )


def _total(stocks: Any, day: int) -> dict[str, Any]:
    """The range with what belongs to it in words, and the days on which all that stands here holds."""
    standing = stocks["standing"]
    totals = stocks[standing == "total"]
    span = geodata.spanned(totals)
    rivals = t("Sources differ: the range runs from the lowest to the highest figure that holds on that day.")
    return {
        "range": range_words(span),
        "valid": t(" · valid on {day}", day=text.day(day)),
        "as_of": as_of(span, bool((standing == "outside").any())),
        "rivals": rivals if geodata.rival(totals) else "",
        "since": None if stocks.empty else int(stocks["as_of_day"].max()),
    }


def _groups(stocks: Any, movements: Any) -> tuple[list[list[Any]], int]:
    """Headings, each with its rows, FIGURES_MAX in all; and how many there are without that limit."""
    headed = [
        (drawer.heading(name, stocks), [_stock(row) for row in found])
        for name in drawer.STANDING_WORDS
        if (found := stocks[stocks["standing"] == name].to_dict("records"))
    ]
    headed += [
        (word(words), [_movement(row) for row in found])
        for measure, words in MOVED.items()
        if (found := movements[movements["measure"] == measure].to_dict("records"))
    ]
    groups, room = [], FIGURES_MAX
    for heading, rows in headed:
        groups += [[heading, rows[:room]]] if room else []
        room -= len(rows[:room])
    return groups, sum(len(rows) for _, rows in headed)


def _stock(row: dict[Any, Any]) -> list[str]:
    place = row["place_printed"] or row["region_printed"] or ""
    return _row(row, place, text.day(row["as_of_day"]), reworded(row["why"]) or "")


def _movement(row: dict[Any, Any]) -> list[str]:
    return _row(row, drawer.way(row), text.days(whole(row["start_day"]), whole(row["end_day"])))


def _row(row: dict[Any, Any], place: str, when: str, why: str = "") -> list[str]:
    """Figure, place, why it stands where it stands, day, who says so, and where that can be read."""
    said = (figure_words(row), place, why, when, beside(row["claimant"], row["compiled_from"]))
    return [*map(text.shortened, said), text.web(row["url"])]


def _mark(mark: Mark) -> list[Any]:
    lines = [text.shortened(line) for line in mark.said[:CLAIMS_MAX]]
    return [round(mark.lat, 5), round(mark.lon, 5), mark.label, text.shortened(mark.title), lines]


def _strip(store: Store, where: Filter, window: tuple[int, int]) -> dict[str, Any]:
    """The total and the arrivals a day over the window: first day, last day, lowest and highest claim."""
    over = Filter(regions=where.regions, sources=where.sources)
    first, last = window
    return {
        name: [[max(a, first), min(b, last), low, high] for a, b, low, high in steps if a <= last and b >= first]
        for name, steps in (
            ("steps", geodata.displaced_steps(store, over)),
            ("arrivals", geodata.arrivals(store, over)),
        )
    }
