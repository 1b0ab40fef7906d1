"""The page: what stands where. It holds no figures beyond the choices a control offers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import dcc, html

from . import ids, text

MAP_CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": True,
    "showSendToCloud": False,
    "doubleClick": False,
}


def page(title: str, first_day: int | None, last_day: int | None) -> Any:
    """The whole page. `first_day` and `last_day` (days since 1970-01-01) span the store; None where it is empty."""
    shell = html.Div(
        id=ids.SHELL,
        className="shell",
        children=[
            _header(title),
            _rail(),
            html.Main([_map(), _table(), _drawer()], className="stage", **{"aria-label": "Map of incidents"}),
            _dock(first_day, last_day),
        ],
    )
    return dmc.MantineProvider([*_state(), shell], id="mantine", theme=_MANTINE)


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
    ]


def _icon(path: str) -> Any:
    """An icon of 20 pixels; its stroke follows the text colour. The path is drawn by the style sheet as a mask."""
    return html.Span(className=f"icon icon-{path}", **{"aria-hidden": "true"})


def _button(id: str, icon: str, label: str, **more: Any) -> Any:
    return html.Button(_icon(icon), id=id, className="tool", title=label, **{"aria-label": label}, **more)


def _header(title: str) -> Any:
    return html.Header(
        [
            _button(ids.RAIL_TOGGLE, "filter", "Filters"),
            html.H1([html.Span(className="mark", **{"aria-hidden": "true"}), title]),
            html.Div(id=ids.DATASETS, className="datasets"),
            dmc.TextInput(
                id=ids.TEXT,
                placeholder="Find a place, an actor, a word…",
                debounce=350,
                className="search",
                size="sm",
                **{"aria-label": "Find incidents by place, actor or word"},
            ),
            _button(ids.TABLE_TOGGLE, "table", "Table of the incidents shown"),
            _button(ids.THEME_TOGGLE, "theme", "Light or dark"),
        ],
        className="top",
    )


def _rail() -> Any:
    return html.Aside(
        [
            html.Div(
                [html.H2("Filters"), _button(ids.RAIL_CLOSE, "close", "Close the filters")], className="rail-head"
            ),
            *(_choices(title, id) for title, id in CHOICES),
            html.Section(
                [
                    html.H3("Map"),
                    dmc.SegmentedControl(
                        id=ids.DRAW_AS,
                        value="auto",
                        data=DRAW_AS,
                        size="xs",
                        fullWidth=True,
                        **{"aria-label": "Draw as"},
                    ),
                    dmc.Switch(id=ids.EXTENT, checked=False, size="sm", mt=10, label="Only what the map shows"),
                    dmc.Switch(id=ids.DISPLACEMENT, checked=True, size="sm", mt=10, label="Displacement figures"),
                ]
            ),
        ],
        id=ids.RAIL,
        className="rail",
        **{"aria-label": "Filters"},
    )


CHOICES = (
    ("What happened", ids.TYPES),
    ("Where", ids.REGIONS),
    ("How precise", ids.PRECISIONS),
    ("Status", ids.STATUSES),
    ("Dataset", ids.SOURCES),
)
"""The filters of the rail; those with a single value in the store stay hidden."""


def _choices(title: str, id: str) -> Any:
    return html.Section(
        [html.H3(title, id=f"{id}-label"), dmc.CheckboxGroup(id=id, value=[], children=[])], id=f"{id}-section"
    )


def _map() -> Any:
    return html.Div(
        [
            dcc.Graph(
                id=ids.MAP, config=MAP_CONFIG, responsive=True, className="map", figure={"data": [], "layout": {}}
            ),
            html.Div(className="progress", **{"aria-hidden": "true"}),
            html.Div(id=ids.ERROR, className="banner", role="alert", hidden=True),
            html.Div(
                [
                    _figures(),
                    html.Div(
                        [
                            html.Span(id=ids.FILTERED),
                            html.Span(id=ids.CHIPS, className="chips"),
                            html.Button("Reset", id=ids.RESET, className="link", hidden=True),
                        ],
                        className="filtered",
                    ),
                    html.Div(id=ids.NOTICE, className="notice"),
                ],
                className="over",
            ),
            _key(),
            html.Div(id=ids.LIVE, className="unseen", role="status", **{"aria-live": "polite"}),
            html.Div(id=ids.TIP, className="tip", hidden=True, **{"aria-hidden": "true"}),
        ],
        className="map-box",
    )


def _figures() -> Any:
    """The strip of figures; the engine writes all but the displaced."""
    return html.Div(
        [
            _figure("Incidents", ids.FIGURE_INCIDENTS),
            _figure("Deaths", ids.FIGURE_DEATHS),
            html.Button(
                id=ids.FIGURE_DISPLACED,
                className="figure",
                title="The figures behind this",
                children=_figure_lines("Displaced"),
            ),
            _figure("Located to a town or better", ids.FIGURE_PRECISE),
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


def _key() -> Any:
    regions = html.Div(id=ids.REGION_KEY, className="region-key", hidden=True)
    return html.Details([html.Summary("Key"), *legend(), regions], id=ids.LEGEND, className="legend", open=True)


def legend() -> list[Any]:
    """What the marks on the map mean."""
    return [
        html.Div([html.I(className="disc solid"), "Town, village or exact point"]),
        html.Div([html.I(className="disc hollow"), "Stands for a wider area"]),
        html.Div([html.I(className="disc many"), "Several at one place, by type"]),
        html.Div([html.I(className="disc guessed"), "Spelling mended: a guess"]),
        html.Div([html.I("◆", className="diamond"), "People displaced"]),
    ]


DRAW_AS = [
    {"value": "auto", "label": "By zoom"},
    {"value": "points", "label": "Places"},
    {"value": "bins", "label": "Grouped"},
    {"value": "regions", "label": "Regions"},
]
COLUMNS: list[dict[str, Any]] = [
    {"field": "when", "headerName": "Date", "width": 130},
    {"field": "place", "headerName": "Place", "width": 170},
    {"field": "printed", "headerName": "As printed", "width": 160},
    {"field": "region", "headerName": "Region", "width": 130},
    {"field": "what", "headerName": "What happened", "flex": 1, "minWidth": 200},
    {"field": "killed", "headerName": "Deaths", "width": 100, "type": "rightAligned"},
    {"field": "precision", "headerName": "Precision", "width": 160},
    {"field": "claimant", "headerName": "Reported by", "width": 190},
]


BLOCK_ROWS = 100


def _table() -> Any:
    return html.Section(
        dag.AgGrid(
            id=ids.TABLE,
            columnDefs=COLUMNS,
            rowModelType="infinite",
            defaultColDef={"sortable": True, "resizable": True, "suppressMovable": True},
            dashGridOptions={
                "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
                "rowHeight": 34,
                "headerHeight": 36,
                "animateRows": False,
                "cacheBlockSize": BLOCK_ROWS,
                "maxBlocksInCache": 20,
                "localeText": {"noRowsToShow": "No incidents in this window"},
            },
            getRowId="params.data.id",
            className="grid",
            style={"height": "100%", "width": "100%"},
        ),
        id=ids.TABLE_PANEL,
        className="table-panel",
        hidden=True,
        **{"aria-label": "Table of the incidents shown"},
    )


def _drawer() -> Any:
    return html.Aside(
        [_button(ids.CLOSE, "close", "Close"), html.Div(id=ids.CARD, className="card", tabIndex="-1")],
        id=ids.DRAWER,
        className="drawer",
        hidden=True,
        **{"aria-label": "Details"},
    )


def _dock(first_day: int | None, last_day: int | None) -> Any:
    return html.Footer(
        [
            html.Div([*_walk(), *_dates(first_day, last_day), *_presets(), *_pace()], className="dock-row"),
            html.Div(
                [
                    html.Canvas(id=ids.TIMELINE, className="timeline", **{"aria-label": "Incidents over time"}),
                    _brush(first_day, last_day),
                ],
                className="timeline-box",
            ),
        ],
        className="dock",
        **{"aria-label": "Time"},
    )


def _walk() -> list[Any]:
    return [
        _button(ids.STEP_BACK, "back", "One step back"),
        _button(ids.PLAY, "play", "Play"),
        _button(ids.STEP_ON, "on", "One step on"),
    ]


def _dates(first_day: int | None, last_day: int | None) -> list[Any]:
    def date(id: str, label: str) -> Any:
        return dmc.DateInput(
            id=id, size="xs", valueFormat="D MMM YYYY", className="date", **_bounds(first_day, last_day, label)
        )

    return [date(ids.FROM, "From"), html.Span("to", className="muted"), date(ids.TO, "To")]


def _presets() -> list[Any]:
    named = (
        (ids.LAST_DAY, "24 h", "The last day of the window"),
        (ids.LAST_WEEK, "7 d", "Its last seven days"),
        (ids.LAST_MONTH, "30 d", "Its last thirty days"),
        (ids.ALL_TIME, "All", "All dates"),
        (ids.ZOOM, "Zoom in", "Show the window alone in the timeline"),
    )
    return [html.Div([html.Button(t, id=i, className="preset", title=w) for i, t, w in named], className="presets")]


def _pace() -> list[Any]:
    def choice(id: str, value: str, options: list[tuple[str, str]], label: str) -> Any:
        named = [{"value": v, "label": t} for v, t in options]
        return dmc.Select(
            id=id, value=value, data=named, size="xs", allowDeselect=False, className="pace", **{"aria-label": label}
        )

    return [
        html.Div(
            [
                choice(
                    ids.MODE,
                    "window",
                    [("window", "Window"), ("cumulative", "From start"), ("instant", "One day")],
                    "Mode",
                ),
                html.Span("step", className="muted"),
                dmc.NumberInput(
                    id=ids.STEP,
                    value=1,
                    min=1,
                    max=999,
                    size="xs",
                    className="pace number",
                    **{"aria-label": "Size of a step"},
                ),
                choice(ids.UNIT, "day", [("day", "days"), ("week", "weeks"), ("month", "months")], "Unit of a step"),
                choice(ids.SPEED, "1", [(n, f"{n}×") for n in ("0.25", "0.5", "1", "2", "4", "8", "16")], "Speed"),
                dmc.Checkbox(id=ids.LOOP, label="Loop", size="xs", checked=False),
            ],
            className="paces",
        ),
        html.Span(id=ids.WINDOW_WORDS, className="muted window-words"),
    ]


def _bounds(first_day: int | None, last_day: int | None, label: str) -> dict[str, Any]:
    bounds: dict[str, Any] = {"aria-label": label, "clearable": False, "fixOnBlur": True}
    if first_day is not None and last_day is not None:
        bounds |= {"minDate": _iso(first_day), "maxDate": _iso(last_day)}
    return bounds


def _iso(day: int) -> str:
    return (text.EPOCH + timedelta(days=day)).isoformat()


def _brush(first_day: int | None, last_day: int | None) -> Any:
    """The window over the timeline; `assets/brush.js` gives it hands."""
    handle = {"role": "slider", "tabIndex": "0"}
    return html.Div(
        [
            html.Div(className="shade before"),
            html.Div(
                [
                    html.Div(className="handle from", **handle, **{"aria-label": "First day of the window"}),
                    html.Div(className="handle until", **handle, **{"aria-label": "Last day of the window"}),
                ],
                className="pane",
                tabIndex="0",
                role="group",
                **{"aria-label": "Window of time; arrow keys move it"},
            ),
            html.Div(className="shade after"),
        ],
        id=ids.BRUSH,
        className="brush",
        hidden=first_day is None,
        **{
            "data-first": str(first_day if first_day is not None else ""),
            "data-last": str(last_day if last_day is not None else ""),
        },
    )
