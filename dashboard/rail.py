"""The rail of filters: what a reader can choose by."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from . import ids
from .buttons import tool
from .language import N_, t, word

CHOICES = (
    (N_("What happened"), ids.TYPES),
    (N_("Where"), ids.REGIONS),
    (N_("How precise"), ids.PRECISIONS),
    (N_("Status"), ids.STATUSES),
    (N_("Dataset"), ids.SOURCES),
)
"""The filters of the rail; those with a single value in the store stay hidden."""


def _choices(title: str, id: str) -> Any:
    return html.Section(
        [html.H3(word(title), id=f"{id}-label"), dmc.CheckboxGroup(id=id, value=[], children=[])], id=f"{id}-section"
    )


def rail() -> Any:
    return html.Aside(
        [
            html.Div(
                [html.H2(t("Filters")), tool(ids.RAIL_CLOSE, "close", t("Close the filters"))], className="rail-head"
            ),
            *(_choices(title, id) for title, id in CHOICES),
            html.Section(
                [
                    html.H3(t("Map")),
                    dmc.SegmentedControl(
                        id=ids.DRAW_AS,
                        value="auto",
                        data=[{"value": value, "label": word(label)} for value, label in DRAW_AS],
                        size="xs",
                        fullWidth=True,
                        **{"aria-label": t("Draw as")},
                    ),
                    dmc.Switch(id=ids.EXTENT, checked=False, size="sm", mt=10, label=t("Only what the map shows")),
                    dmc.Switch(id=ids.DISPLACEMENT, checked=True, size="sm", mt=10, label=t("Displacement figures")),
                ]
            ),
        ],
        id=ids.RAIL,
        className="rail",
        **{"aria-label": t("Filters")},
    )


DRAW_AS = (
    ("auto", N_("By zoom")),
    ("points", N_("Places")),
    ("bins", N_("Grouped")),
    ("regions", N_("Regions")),
)
"""How incidents are drawn: the value for the engine, and what it is called."""
