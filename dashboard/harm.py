"""What the controls of actors, deaths and doubts say, as parts of a Filter; and their values for a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geodata
from geodata import Store

from .doubts import DEATHS_MAX, WORDS, doubt_rows
from .language import t, tn, word
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
    doubts = geodata.doubted(store)
    silent = doubts[doubts["doubt"] == "deaths-unstated"]
    rows = doubt_rows(doubts)
    return {
        "actors": list(geodata.actors_of(store, view.actors)),
        "deaths": "" if view.deaths_least is None else view.deaths_least,
        "no_deaths": bool((silent["incidents"] == silent["of"]).all()),
        "unstated": view.deaths_unstated,
        "doubts": list(known_doubts(view.doubts)),
        "doubt_choices": rows,
        "no_doubts": not rows,
    }


def said(view: View) -> list[str]:
    """The choices of actors, deaths and doubts in words."""
    least = view.deaths_least
    deaths = "" if least is None else tn("at least {n} death", "at least {n} deaths", least)
    if deaths and view.deaths_unstated:
        deaths = t("{deaths}, or not stated", deaths=deaths)
    return [*view.actors, *([deaths] if deaths else []), *map(_doubt, known_doubts(view.doubts))]


def _doubt(wanted: str) -> str:
    named = word(WORDS[wanted.removeprefix(geodata.WITHOUT)])
    if wanted.startswith(geodata.WITHOUT):
        return t("without: {doubt}", doubt=named)
    return t("only: {doubt}", doubt=named)


def known_doubts(wanted: Sequence[str]) -> tuple[str, ...]:
    """Those that ask for one of `geodata.DOUBTS`, or for none of it."""
    return tuple(doubt for doubt in wanted if doubt.removeprefix(geodata.WITHOUT) in geodata.DOUBTS)


def _count(number: Any) -> int | None:
    """The whole number; None for an empty field and for what is none."""
    whole = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= DEATHS_MAX
    return number if whole else None
