"""What the browser's controls say, read as a Filter."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import geodata
from geodata import Filter

from . import harm
from .view import corners


def read_filter(
    window: Any,
    types: Any,
    regions: Any,
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
) -> Filter:
    """The values of the controls, as the browser sends them, as a Filter. What cannot be read is left open."""
    start, end = _days(window)
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
    )


def _box(bounds: Any) -> geodata.Box | None:
    """West, south, east, north; None where they are not four numbers."""
    try:
        west, south, east, north = (float(side) for side in bounds)
    except (TypeError, ValueError):
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(v for v in values if isinstance(v, str)) if isinstance(values, list) else ()


def _days(window: Any) -> tuple[date | None, date | None]:
    try:
        start, end = (geodata.to_date(int(day)) for day in window)
    except (TypeError, ValueError, OverflowError):
        return None, None
    return min(start, end), max(start, end)
