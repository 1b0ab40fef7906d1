"""The filters by deaths and by doubts about the data."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

import geodata

from . import ids
from .folds import fold
from .language import N_, t, word

DEATHS_MAX = 9_999_999
WORDS = {
    "mended": N_("spelling mended"),
    "deaths-unstated": N_("deaths not stated"),
    "unlocated": N_("not located"),
    "vague-time": N_("time vaguer than a day"),
    "no-link": N_("no link to a source"),
    "no-quote": N_("no quote"),
}
"""How the doubts of `geodata.DOUBTS` are said."""


def deaths_section() -> Any:
    """At least so many deaths, and whether incidents that state none stay."""
    least = dmc.NumberInput(
        id=ids.DEATHS,
        value="",
        min=0,
        max=DEATHS_MAX,
        allowDecimal=False,
        allowNegative=False,
        clampBehavior="strict",
        debounce=300,
        size="xs",
        className="deaths",
        **{"aria-label": t("Deaths at least")},
    )
    line = html.Span([html.Span(t("keep what states no number"), className="choice-name"), _count("deaths unstated")])
    line.className = "choice-line"
    return fold(
        N_("Deaths"),
        ids.DEATHS,
        html.Div([html.Span(t("At least")), least, _count("deaths least")], className="choice deaths-line"),
        dmc.Checkbox(id=ids.UNSTATED, checked=False, disabled=True, size="xs", label=line, className="choice head"),
    )


def doubts_section() -> Any:
    """The doubts; `doubt_rows` fills it with those that the store has."""
    return fold(N_("Data quality"), ids.DOUBTS, dmc.CheckboxGroup(id=ids.DOUBTS, value=[], children=[]))


def doubt_rows(per_doubt: Any) -> list[Any]:
    """A line for each doubt that an incident has: how many, their share, and whether to show only those or none of
    them. From `geodata.per_doubt`; none where there is no doubt."""
    names = [row["doubt"] for row in per_doubt.to_dict("records") if row["incidents"]]
    if not names:
        return []
    head = [html.Span(), html.Span(t("only")), html.Span(t("without"))]
    lines = [part for name in names for part in _line(name)]
    return [html.Div([html.Div(head, className="doubt-head", **{"aria-hidden": "true"}), *lines], className="doubts")]


def _line(name: str) -> list[Any]:
    said = word(WORDS[name])
    share = html.Span(className="count part", **{"data-share": name})
    told = html.Div([html.Span(said), html.Span([_count(f"doubt {name}"), share])], className="choice doubt")
    return [
        told,
        _box(name, t("only: {doubt}", doubt=said)),
        _box(geodata.WITHOUT + name, t("without: {doubt}", doubt=said)),
    ]


def _box(value: str, label: str) -> Any:
    return dmc.Checkbox(value=value, size="xs", className="doubt-box", **{"aria-label": label})


def _count(counted: str) -> Any:
    return html.Span(className="count", **{"data-count": counted})
