"""The stage: the map and what lies over it, the table, the drawer."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from . import ids, tools
from .buttons import tool
from .language import N_, direction, spoken, t, word

MAP_CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": True,
    "showSendToCloud": False,
    "doubleClick": False,
}


def the_map() -> Any:
    return html.Div(
        [
            html.Div(id=ids.MAP_HOLDER, className="map"),
            html.Div(className="progress", **{"aria-hidden": "true"}),
            html.Div(id=ids.ERROR, className="banner", role="alert", hidden=True),
            html.Div(
                [
                    t("The store has a newer import than the page shows."),
                    html.A(t("Reload"), href="", className="link"),
                ],
                id=ids.NEWER,
                className="banner calm",
                role="status",
                hidden=True,
            ),
            html.Div(
                [
                    _figures(),
                    html.Div(
                        [
                            html.Span(id=ids.FILTERED, tabIndex="-1"),
                            html.Span(id=ids.CHIPS, className="chips"),
                            html.Button(t("Reset"), id=ids.RESET, className="link", hidden=True),
                        ],
                        className="filtered",
                    ),
                    html.Div(id=ids.NOTICE, className="notice", role="status"),
                    html.Div(id=ids.LINK_NOTE, className="notice", role="status"),
                    tools.tools(),
                ],
                className="over",
            ),
            _key(),
            _hints(),
            html.Button(id=ids.COUNTRY_ONLY, className="edge", hidden=True),
            html.Div(id=ids.SCALE, className="scale", title=t("Scale, in the middle of the map"), hidden=True),
            tools.hint(),
            html.Div(id=ids.LIVE, className="unseen", role="status", **{"aria-live": "polite"}),
            html.Div(id=ids.TIP, className="tip", hidden=True, **{"aria-hidden": "true"}),
        ],
        className="map-box",
    )


def graph(figure: Any) -> Any:
    """Plotly's map. It is made once there is a figure: an empty one would be drawn as axes first."""
    return dcc.Graph(id=ids.MAP, config=MAP_CONFIG, responsive=True, className="plot", figure=figure)


def _figures() -> Any:
    """The strip of figures; the engine writes all but the displaced."""
    return html.Div(
        [
            _figure(t("Incidents"), ids.FIGURE_INCIDENTS),
            _figure(t("Deaths"), ids.FIGURE_DEATHS),
            html.Button(
                id=ids.FIGURE_DISPLACED,
                className="figure",
                title=t("The figures behind this"),
                **{"data-mark": "displaced"},
                children=_figure_lines(t("Displaced")),
            ),
            _figure(t("Located to a town or better"), ids.FIGURE_PRECISE),
        ],
        id=ids.FIGURES,
        className="figures",
    )


def _figure(name: str, id: str) -> Any:
    return html.Div(_figure_lines(name, id), className="figure")


def _figure_lines(name: str, id: str = "") -> list[Any]:
    named = ({"id": id}, {"id": f"{id}-note"}) if id else ({}, {})
    return [
        html.Span(name, className="figure-name"),
        html.Span(className="figure-value", **named[0]),
        html.Span(className="figure-note", **named[1]),
    ]


HINTS = (
    N_("Drag the window below the map through time; the keys ← → move it, space plays."),
    N_("Click a mark: where it is, how sure that is, and who says so."),
    N_("The address of the page holds what you see: send it to a colleague."),
)
"""What a first visitor is told, once."""


def _hints() -> Any:
    return html.Aside(
        [
            html.Ol([html.Li(word(hint)) for hint in HINTS]),
            html.Button(t("Got it"), id=ids.HINTS_CLOSE, className="done"),
        ],
        id=ids.HINTS,
        className="hints",
        hidden=True,
        **{"aria-label": t("Hints")},
    )


def _key() -> Any:
    regions = html.Div(id=ids.REGION_KEY, className="region-key", hidden=True)
    return html.Details(
        [
            html.Summary(t("Key")),
            html.Div(id=ids.KEY_TYPES, className="key-types"),  # where the filters beside the map are not seen
            *legend(),
            regions,
            _heat_key(),
        ],
        id=ids.LEGEND,
        className="legend",
        open=True,
    )


def _heat_key() -> Any:
    """The scale of the heat; shown while it is drawn."""
    scale = html.Div([t("fewer"), html.I(className="heat"), t("more incidents")], className="heat-scale")
    return html.Div([scale, html.P(id=ids.HEAT_NOTE, className="muted")], className="heat-key")


def legend() -> list[Any]:
    """What the marks on the map mean."""
    return [
        html.Div(className="for-dots", children=[html.I(className="disc solid"), t("Town, village or exact point")]),
        _mark("hollow", [html.I(className="disc hollow"), t("Stands for a wider area")]),
        html.Div(
            [html.I(className="hatched"), t("Known to a province or district only")], id=ids.HATCH_KEY, hidden=True
        ),
        html.Div(className="for-dots", children=[html.I(className="disc many"), t("Several at one place, by type")]),
        html.Div(
            [html.I(className="disc faint"), t("May have happened outside the window")], id=ids.FAINT_KEY, hidden=True
        ),
        _mark("guessed", [html.I(className="disc guessed"), t("Spelling mended: a guess")]),
        _mark("displaced", [html.I("◆", className="diamond"), t("People displaced")], of_dots=False),
        html.Div(
            [html.I(className="flow"), t("Moved, wider for more; broken: returned")], id=ids.FLOW_KEY, hidden=True
        ),
    ]


def _mark(name: str, line: list[Any], of_dots: bool = True) -> Any:
    """A line that `assets/key.js` hides where the store has nothing to mark so."""
    return html.Div(line, className="for-dots" if of_dots else None, **{"data-mark": name})


COLUMNS: list[dict[str, Any]] = [
    {"field": "when", "headerName": N_("Date"), "width": 158, "tooltipField": "when"},
    {"field": "place", "headerName": N_("Place"), "width": 160},
    {"field": "printed", "headerName": N_("As printed"), "width": 160},
    {"field": "region", "headerName": N_("Region"), "width": 130},
    {"field": "what", "headerName": N_("What happened"), "flex": 1, "minWidth": 200},
    {"field": "killed", "headerName": N_("Deaths"), "width": 100, "type": "rightAligned"},
    {"field": "precision", "headerName": N_("Precision"), "width": 150},
    {"field": "claimant", "headerName": N_("Reported by"), "width": 190, "tooltipField": "claimant"},
]


BLOCK_ROWS = 100


def table() -> Any:
    """The panel of the table, shut and empty."""
    return html.Section(
        id=ids.TABLE_PANEL, className="table-panel", hidden=True, **{"aria-label": t("Table of the incidents shown")}
    )


def listing() -> list[Any]:
    """What the panel holds once it is opened: what must be said of the order of the rows, and the table."""
    return [html.P(id=ids.TABLE_NOTE, className="table-note"), grid()]


def grid() -> Any:
    """The table itself: it asks for its rows at once."""
    return dag.AgGrid(
        id=ids.TABLE,
        columnDefs=[column | {"headerName": word(column["headerName"])} for column in COLUMNS],
        rowModelType="infinite",
        defaultColDef={"sortable": True, "resizable": True, "suppressMovable": True},
        dashGridOptions={
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "rowHeight": 34,
            "headerHeight": 36,
            "animateRows": False,
            "cacheBlockSize": BLOCK_ROWS,
            "maxBlocksInCache": 20,
            "enableRtl": direction(spoken()) == "rtl",
            "localeText": {"noRowsToShow": t("No incidents in this window")},
        },
        getRowId="params.data.id",
        className="grid",
        style={"height": "100%", "width": "100%"},
    )


def drawer() -> Any:
    return html.Aside(
        [tool(ids.CLOSE, "close", t("Close")), html.Div(id=ids.CARD, className="card", tabIndex="-1")],
        id=ids.DRAWER,
        className="drawer",
        hidden=True,
        **{"aria-label": t("Details")},
    )
