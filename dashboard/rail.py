"""The rail of filters: what a reader can choose by."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from . import actors, claimants, doubts, ids
from .buttons import tool
from .folds import fold
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
    return fold(title, id, dmc.CheckboxGroup(id=id, value=[], children=[], className="scrolls"))


def rail() -> Any:
    return html.Aside(
        [
            html.Div(
                [html.H2(t("Filters")), tool(ids.RAIL_CLOSE, "close", t("Close the filters"))], className="rail-head"
            ),
            *(_choices(title, id) for title, id in CHOICES[:2]),
            actors.section(),
            doubts.deaths_section(),
            *(_choices(title, id) for title, id in CHOICES[2:]),
            claimants.section(),
            doubts.doubts_section(),
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
                    _region_by(),
                    dmc.Switch(id=ids.EXTENT, checked=False, size="sm", mt=10, label=t("Only what the map shows")),
                    html.Div(
                        dmc.Switch(
                            id=ids.DISPLACEMENT, checked=True, size="sm", mt=10, label=t("Displacement figures")
                        ),
                        **{"data-mark": "displaced"},
                    ),
                ]
            ),
        ],
        id=ids.RAIL,
        className="rail",
        **{"aria-label": t("Filters")},
    )


def _region_by() -> Any:
    """What regions are coloured by; the engine shows it while they are."""
    choice = dmc.SegmentedControl(
        id=ids.REGION_BY,
        value="count",
        data=[{"value": value, "label": t(label)} for value, label in REGION_BY],
        size="xs",
        fullWidth=True,
        mt=6,
        **{"aria-label": t("Colour regions by")},
    )
    return html.Div(choice, id=ids.REGION_BY_BOX, hidden=True)


DRAW_AS = (
    ("auto", N_("By zoom")),
    ("points", N_("Places")),
    ("bins", N_("Grouped")),
    ("regions", N_("Regions")),
    ("heat", N_("Heat")),
)
"""How incidents are drawn: the value for the engine, and what it is called."""
REGION_BY = (
    ("count", N_("Incidents")),
    ("deaths", N_("Deaths")),
    ("rate", N_("A day")),
)
"""What regions may be coloured by. The store knows no numbers of inhabitants, so there is no rate by them."""
