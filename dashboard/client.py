"""Wires that the browser answers by itself: from controls to the functions in assets/, and back."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from . import ids, summary


def register(app: Dash) -> None:
    """Bind them to `app`."""
    for wires, more in CLIENT:
        app.clientside_callback(*wires, **more)


def _client(name: str, *wires: Any, initial: bool = False) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (ClientsideFunction("hauran", name), *wires), {} if initial else {"prevent_initial_call": True}


def _clicks(*names: str) -> list[Input]:
    return [Input(name, "n_clicks") for name in names]


def _value(name: str) -> Input:
    return Input(name, "value")


DATES = (ids.FROM, ids.TO, ids.FROM_CLOCK, ids.TO_CLOCK)
FILTER = (
    Input(ids.WINDOW, "data"),
    *map(_value, (ids.TYPES, ids.REGIONS, ids.PRECISIONS, ids.STATUSES, ids.SOURCES, ids.TEXT)),
    Input(ids.BOUNDS, "data"),
    _value(ids.ACTORS),
    _value(ids.DEATHS),
    Input(ids.UNSTATED, "checked"),
    _value(ids.DOUBTS),
    Input(ids.AREA, "data"),
    _value(ids.CLAIMANTS),
)
"""The controls of the filter, in the order of `reading.CONTROLS`."""
COMPARED = tuple(map(_value, summary.COMPARE.values()))
DRESSED = (Input(ids.THEME, "data"), Input(ids.DISPLACEMENT, "checked"), _value(ids.DRAW_AS))
"""How what passes is shown."""
CLIENT = (
    _client("first", Output(ids.FIRST, "data"), Input(ids.URL, "search"), initial=True),
    _client(
        "toggleTheme",
        Output(ids.THEME, "data", allow_duplicate=True),
        *_clicks(ids.THEME_TOGGLE),
        State(ids.THEME, "data"),
    ),
    _client("dress", Output("mantine", "forceColorScheme"), Input(ids.THEME, "data"), initial=True),
    _client(
        "draw",
        Output(ids.DRAWN, "data"),
        Input(ids.CONFIG, "data"),
        *FILTER[1:],  # the window is moved without Dash
        *DRESSED,
        _value(ids.REGION_BY),
    ),
    _client(
        "ask",
        Output(ids.QUESTION, "data"),
        Output(ids.CHANGED, "data"),
        *FILTER,
        *DRESSED,
    ),
    _client(
        "shown",
        Output(ids.SHOWN, "data"),
        Input(ids.CHANGED, "data"),
        Input(ids.SELECTED, "data"),
        Input(ids.EXTENT, "checked"),
        Input(ids.DISPLACEMENT, "checked"),
        Input(ids.TABLE_PANEL, "hidden"),
        _value(ids.DRAW_AS),
        _value(ids.REGION_BY),
        Input(ids.STANDPOINT, "data"),
        Input(ids.SUMMARY_PANEL, "hidden"),
        *COMPARED,
    ),
    _client(
        "summarise",
        Output(ids.SUMMARISED, "data"),
        Input(ids.SUMMARY_PANEL, "hidden"),
        Input(ids.CHANGED, "data"),
        *COMPARED,
    ),
    _client("claimants", Input(ids.QUESTION, "data"), State(ids.CONFIG, "data")),
    _client("picked", Output(ids.SELECTED, "data", allow_duplicate=True), Input(ids.TABLE, "selectedRows")),
    _client("pick", Input(ids.MARKED, "data"), State(ids.SELECTED, "data")),
    _client("folds", Input(ids.URL, "search"), initial=True),
    _client("settleDoubts", _value(ids.DOUBTS)),
    _client("withoutNumber", Output(ids.UNSTATED, "disabled"), _value(ids.DEATHS)),
    _client("extent", Output(ids.BOUNDS, "data"), Input(ids.EXTENT, "checked")),
    _client(
        "showWindow",
        *(Output(name, "value") for name in (*DATES, ids.SIZE)),
        Input(ids.WINDOW, "data"),
        Input(ids.UNIT, "value"),
        initial=True,
    ),
    _client("commit", Input(ids.WINDOW, "data")),
    _client("typeWindow", *map(_value, DATES)),
    _client("reset", *_clicks(ids.RESET)),
    _client("zoom", *_clicks(ids.ZOOM)),
    _client("play", *_clicks(ids.PLAY)),
    _client("stepTime", *_clicks(ids.STEP_BACK, ids.STEP_ON)),
    _client("preset", *_clicks(ids.LAST_DAY, ids.LAST_WEEK, ids.LAST_MONTH, ids.ALL_TIME)),
    _client(
        "timeOptions",
        *(_value(name) for name in (ids.MODE, ids.STEP, ids.UNIT, ids.SPEED)),
        Input(ids.LOOP, "checked"),
        _value(ids.ZONE),
    ),
    _client("refresh", Input(ids.DRAWN, "data"), Input(ids.WINDOW, "data"), Input(ids.TABLE_PANEL, "hidden")),
    _client("mark", Input(ids.MARKED, "data"), Input(ids.DRAWN, "data")),
    _client(
        "toggle",
        Output(ids.TABLE_PANEL, "hidden", allow_duplicate=True),
        *_clicks(ids.TABLE_TOGGLE),
        State(ids.TABLE_PANEL, "hidden"),
    ),
    _client(
        "rail",
        Output(ids.SHELL, "className"),
        *_clicks(ids.RAIL_TOGGLE, ids.RAIL_CLOSE),
        State(ids.SHELL, "className"),
    ),
    _client("language", *_clicks(ids.LANGUAGE), State(ids.LANGUAGE, "value")),
    _client("hints", Output(ids.HINTS, "hidden"), Input(ids.DRAWN, "data"), *_clicks(ids.HINTS_CLOSE)),
    _client("flows", Input(ids.FLOWS, "data")),
    _client("address", Input(ids.ADDRESS, "data")),
)
