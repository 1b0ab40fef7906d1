"""What the controls of actors, deaths and doubts say, as parts of a Filter; and their values for a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geodata
from geodata import Store

from .doubts import DEATHS_MAX, doubt_rows
from .view import View


def filtered(deaths: Any, unstated: Any, doubts: Sequence[str]) -> dict[str, Any]:
    """The fields of `geodata.Filter` for these values, as the browser sends them. What cannot be read is left open."""
    least = _count(deaths)
    return {
        "deaths_least": least,
        "deaths_unstated": least is not None and unstated is True,
        "doubts": known_doubts(doubts),
    }


def restored(store: Store, view: View) -> dict[str, Any]:
    """Values and choices of the controls for a view; actors and doubts that the store does not have are left out."""
    doubts = geodata.per_doubt(store)
    silent = doubts[doubts["doubt"] == "deaths-unstated"]
    rows = doubt_rows(doubts)
    return {
        "actors": list(geodata.known_actors(store, view.actors)),
        "deaths": "" if view.deaths is None else view.deaths,
        "no_deaths": bool((silent["incidents"] == silent["of"]).all()),
        "unstated": view.unstated,
        "doubts": list(known_doubts(view.doubts)),
        "doubt_choices": rows,
        "no_doubts": not rows,
    }


def known_doubts(wanted: Sequence[str]) -> tuple[str, ...]:
    """Those that ask for one of `geodata.DOUBTS`, or for none of it."""
    return tuple(doubt for doubt in wanted if doubt.removeprefix(geodata.WITHOUT) in geodata.DOUBTS)


def _count(number: Any) -> int | None:
    """The whole number; None for an empty field and for what is none."""
    whole = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= DEATHS_MAX
    return number if whole else None
