"""The page: what stands where. It holds no figures beyond the choices a control offers."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from . import dialog, dock, ids, rail, stage, summary
from .buttons import tool
from .language import direction, spoken, t, week


def page(title: str, first_day: int | None, last_day: int | None, embeds: bool = False) -> Any:
    """The whole page. `first_day` and `last_day` (days since 1970-01-01) span the store; None where it is empty.
    `embeds`: whether pages elsewhere may show it."""
    shell = html.Div(
        id=ids.SHELL,
        className="shell",
        children=[
            _header(title),
            dialog.embedded(),
            rail.rail(),
            html.Main(
                [stage.the_map(), stage.table(), summary.panel(), stage.drawer()],
                className="stage",
                **{"aria-label": t("Map of incidents")},
            ),
            dock.dock(first_day, last_day),
        ],
    )
    page = dmc.DirectionProvider(
        dmc.MantineProvider([*_state(), shell, dialog.dialog(embeds), dialog.paper()], id="mantine", theme=_MANTINE),
        direction=direction(spoken()),
    )
    return dmc.DatesProvider(page, settings={"locale": spoken(), **week()})


_MANTINE: Any = {
    "fontFamily": "Noto Sans, Noto Sans Arabic, system-ui, sans-serif",
    "primaryColor": "cyan",
    "primaryShade": {"light": 9, "dark": 4},
}


def _state() -> list[Any]:
    return [
        dcc.Location(id=ids.URL, refresh=False),
        dcc.Store(id=ids.FIRST),
        dcc.Store(id=ids.THEME),
        dcc.Store(id=ids.WINDOW),
        dcc.Store(id=ids.SELECTED),
        dcc.Store(id=ids.CONFIG),
        dcc.Store(id=ids.DRAWN),
        dcc.Store(id=ids.MARKED),
        dcc.Store(id=ids.BOUNDS),
        dcc.Store(id=ids.STANDPOINT),
        dcc.Store(id=ids.ADDRESS),
        dcc.Store(id=ids.QUESTION),
        dcc.Store(id=ids.CHANGED),
        dcc.Store(id=ids.SHOWN),
        dcc.Store(id=ids.SUMMARISED),
        dcc.Store(id=ids.AREA),
        dcc.Store(id=ids.FLOWS),
        dcc.Store(id=ids.TRACED),
    ]


OTHER = {"en": ("ar", "العربية"), "ar": ("en", "English")}
"""The language that one can change to from each, and its own name for itself."""


def _header(title: str) -> Any:
    return html.Header(
        [
            tool(ids.RAIL_TOGGLE, "filter", t("Filters")),
            html.H1([html.Span(className="mark", **{"aria-hidden": "true"}), title]),
            html.Div(id=ids.DATASETS, className="datasets"),
            html.Div(
                [
                    dmc.TextInput(
                        id=ids.TEXT,
                        placeholder=t("Find a place, an actor, a word…"),
                        debounce=350,
                        size="sm",
                        **{"aria-label": t("Find incidents by place, actor or word")},
                    ),
                    html.Ul(
                        id=ids.PLACES,
                        role="listbox",
                        className="places",
                        hidden=True,
                        **{"aria-label": t("Go to a place"), "data-title": t("Go to a place")},
                    ),
                ],
                className="search",
            ),
            tool(ids.SUMMARY_TOGGLE, "summary", t("Summary of what is shown")),
            tool(ids.TABLE_TOGGLE, "table", t("Table of the incidents shown")),
            tool(ids.SHARE_OPEN, "share", t("Share")),
            html.Button(
                OTHER[spoken()][1], id=ids.LANGUAGE, value=OTHER[spoken()][0], lang=OTHER[spoken()][0], className="link"
            ),
            tool(ids.THEME_TOGGLE, "theme", t("Light or dark")),
        ],
        className="top",
    )
