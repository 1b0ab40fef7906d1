"""What the browser's controls say, read as a Filter; and all that the page asks of the server, as a Question."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import geodata
from geodata import Filter, Store
from geodata.area import corners

from . import harm

CONTROLS = (
    "window",
    "types",
    "regions",
    "precisions",
    "statuses",
    "sources",
    "words",
    "bounds",
    "actors",
    "deaths",
    "unstated",
    "doubts",
    "area",
    "claimants",
)
"""The controls of the filter, by the names that `assets/question.js` gives their values."""


SIDE_MAX_PX = 20_000
DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks: `where` filters; `displacement`, whether its layer is on; `draw`, how incidents are drawn;
    `restyled`, whether the theme alone has changed."""

    where: Filter
    theme: str | None = None
    displacement: bool = True
    draw: str = ""
    restyled: bool = False


def read_question(told: Any) -> Question:
    """The question as the browser sends it. What cannot be read is left open."""
    said = told if isinstance(told, dict) else {}
    theme, draw = said.get("theme"), said.get("draw")
    return Question(
        where=read_filter(**{name: said.get(name) for name in CONTROLS}),
        theme=theme if isinstance(theme, str) else None,
        displacement=said.get("displacement") is not False,
        draw=draw if isinstance(draw, str) else "",
        restyled=bool(said.get("restyled")),
    )


def read_size(told: Any) -> tuple[float, float]:
    """Width and height of the map in px, as the browser sends them; those of a plain window where there are none."""
    said = told if isinstance(told, dict) else {}
    width, height = (said.get(name) for name in ("width", "height"))
    return _side(width, 900.0), _side(height, 520.0)


def _side(px: Any, otherwise: float) -> float:
    return float(px) if isinstance(px, int | float) and 1 <= px <= SIDE_MAX_PX else otherwise


def read_filter(
    window: Any = None,
    types: Any = None,
    regions: Any = None,
    precisions: Any = None,
    statuses: Any = None,
    sources: Any = None,
    words: Any = "",
    bounds: Any = None,
    actors: Any = None,
    deaths: Any = None,
    unstated: Any = False,
    doubts: Any = None,
    area: Any = None,
    claimants: Any = None,
) -> Filter:
    """The values of the controls, as the browser sends them, as a Filter. What cannot be read is left open."""
    start, end = _window(window)
    return Filter(
        start=start,
        end=end,
        regions=_strings(regions),
        event_types=_strings(types),
        precisions=_strings(precisions),
        statuses=_strings(statuses),
        sources=_strings(sources),
        text=words if isinstance(words, str) else "",
        bbox=_box(bounds),
        actors=_strings(actors),
        **harm.filtered(deaths, unstated, _strings(doubts)),
        area=corners(area),
        claimants=_strings(claimants),
    )


def chosen_ids(store: Store, selected: Any) -> list[str]:
    """The ids of the selected incidents: one chosen by id, or those of the rows that were clicked on the map.

    Raises geodata.Outdated where the rows are those of another snapshot.
    """
    told = selected if isinstance(selected, dict) else {}
    if isinstance(told.get("incident"), str):
        return [told["incident"]]
    listed = told.get("rows")
    rows = [r for r in listed if isinstance(r, int)] if isinstance(listed, list) else []
    return geodata.ids_at(store, rows, told.get("of"))


def _box(bounds: Any) -> geodata.Box | None:
    """West, south, east, north; None where they are not four numbers."""
    try:
        west, south, east, north = (float(side) for side in bounds)
    except (TypeError, ValueError):
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(v for v in values if isinstance(v, str)) if isinstance(values, list) else ()


def _window(told: Any) -> tuple[date | None, date | None]:
    """The two sides, told as days since 1970-01-01, both inclusive: a part of a day is a share of it. A true third
    value says that the clocks are those of UTC."""
    try:
        first, last, utc = [*told, 0][:3]
        first, last, utc = float(first), float(last), (False, True)[utc]
        if first >= last + 1:  # the later one is said first
            first, last = last, first
        begin, end = round(first * DAY_MINUTES), round((last + 1) * DAY_MINUTES) - 1
        return geodata.from_minute(begin, utc), geodata.until_minute(max(begin, end), utc)
    except (TypeError, ValueError, OverflowError, LookupError):
        return None, None


def told_window(start: date, end: date) -> list[float]:
    """The same two sides as the browser is told them; whole days are whole numbers."""
    first, last = geodata.begins(start) / DAY_MINUTES, (geodata.ends(end) + 1) / DAY_MINUTES - 1
    utc = [1] if geodata.is_utc(start) or geodata.is_utc(end) else []
    return [*(int(side) if side == int(side) else side for side in (first, last)), *utc]
