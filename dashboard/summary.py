"""Summary: the panel that says what the page shows in words, tables and small charts, and compares two windows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

import geodata
from geodata import Filter, Store, Window

from . import comparison, ids, tally
from .buttons import clicked, tool
from .dock import DATE_FORMAT, calendar_words
from .language import N_, t, word
from .reading import read_question
from .view import BEFORE, YEAR, span_of

OFF, DATES = "off", "dates"
CHOICES = (
    (OFF, N_("Nothing")),
    (BEFORE, N_("The time before")),
    (YEAR, N_("A year before")),
    (DATES, N_("Dates")),
)
"""What a window can be compared with: the value of the control, and what it is called."""
COMPARE = {"mode": ids.COMPARE, "first": ids.COMPARE_FROM, "last": ids.COMPARE_TO}
"""The controls that `compared_with` reads."""
RESTORED = {
    "no_summary": Output(ids.SUMMARY_PANEL, "hidden"),
    "compare": Output(ids.COMPARE, "value"),
    "compare_from": Output(ids.COMPARE_FROM, "value"),
    "compare_to": Output(ids.COMPARE_TO, "value"),
}
FILTERS = {"region": ids.REGIONS, "event_type": ids.TYPES, "source": ids.SOURCES, "actor": ids.ACTORS}
"""The control that a row of each table sets."""


def panel() -> Any:
    """The panel, shut; its figures come by `content`."""
    dates = html.Div(
        [_date(ids.COMPARE_FROM, t("First day to compare with")), _date(ids.COMPARE_TO, t("Last day to compare with"))],
        id=ids.COMPARE_DATES,
        className="compare-dates",
        hidden=True,
    )
    return html.Aside(
        [
            tool(ids.SUMMARY_CLOSE, "close", t("Close the summary")),
            html.H2(t("Summary"), tabIndex="-1"),
            html.Div(id=ids.HEADLINE),
            html.Div([html.Span(t("Compare with"), className="muted"), _modes(), dates], className="compare"),
            html.Div(id=ids.SUMMARY, className="summary"),
        ],
        id=ids.SUMMARY_PANEL,
        className="summary-panel",
        hidden=True,
        **{"aria-label": t("Summary")},
    )


def _modes() -> Any:
    data: Any = [{"value": value, "label": word(label)} for value, label in CHOICES]
    named: Any = {"aria-label": t("Compare with")}
    return dmc.SegmentedControl(id=ids.COMPARE, value=OFF, data=data, size="xs", fullWidth=True, **named)


def _date(id: str, label: str) -> Any:
    named: Any = {"aria-label": label}
    return dmc.DateInput(
        id=id,
        size="xs",
        valueFormat=DATE_FORMAT,
        ariaLabels=calendar_words(),
        fixOnBlur=True,
        placeholder=label,
        **named,
    )


def register(app: Dash, store: Store) -> None:
    """Bind the panel to `app`."""

    @app.callback(
        Output(ids.HEADLINE, "children"),
        Output(ids.SUMMARY, "children"),
        Output(ids.COMPARE_DATES, "hidden"),
        inputs={
            "_": Input(ids.SUMMARISED, "data"),
            "question": State(ids.QUESTION, "data"),
            "compare": {name: State(id, "value") for name, id in COMPARE.items()},
        },
        prevent_initial_call=True,
    )
    def _show(_: Any, question: Any, compare: dict[str, Any]) -> tuple[Any, Any, bool]:
        return *content(store, read_question(question).where, compare), compare["mode"] != DATES

    chosen = [Output(id, "value", allow_duplicate=True) for id in FILTERS.values()]
    now = [State(id, "value") for id in FILTERS.values()]
    clicks = Input({"type": "narrows", "by": ALL, "value": ALL, "at": ALL}, "n_clicks")

    @app.callback(chosen, clicks, now, prevent_initial_call=True)
    def _narrow(_: Any, *now: Any) -> list[Any]:
        return narrow(clicked(), now)

    app.clientside_callback(
        ClientsideFunction("hauran", "summary"),
        Output(ids.SUMMARY_PANEL, "hidden", allow_duplicate=True),
        Input(ids.SUMMARY_TOGGLE, "n_clicks"),
        Input(ids.SUMMARY_CLOSE, "n_clicks"),
        State(ids.SUMMARY_PANEL, "hidden"),
        prevent_initial_call=True,
    )


def compared_with(mode: Any, first: Any = None, last: Any = None) -> str:
    """What the controls compare with, as `View.compare` says it; empty for nothing, and where a date is missing."""
    if mode != DATES:
        return mode if mode in (BEFORE, YEAR) else ""
    span = span_of(f"{str(first)[:10]}..{str(last)[:10]}")
    return f"{span[0].isoformat()}..{span[1].isoformat()}" if span else ""


def restored(summary: bool, compare: str, window: list[float] | None) -> dict[str, Any]:
    """The values of RESTORED for a view; the dates are those before the window until others are typed."""
    span = span_of(compare)
    if not span and window:
        days = math.floor(window[0]), math.ceil(window[1])
        before = Window(*map(geodata.to_date, days)).before()
        span = (before.start, before.end) if before else None
    first, last = (day.isoformat() for day in span) if span else (None, None)
    mode = DATES if span_of(compare) else compare or OFF
    return {"no_summary": not summary, "compare": mode, "compare_from": first, "compare_to": last}


def content(store: Store, where: Filter, compare: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """What the panel says of the filter: its headline, and the rest. `compare` are the values of COMPARE."""
    found = geodata.summary(store, where)
    chosen = {
        "region": where.regions,
        "event_type": where.event_types,
        "source": where.sources,
        "actor": where.actors,
    }
    window = _window(where, found)
    return tally.headline(found, where), [
        *_compared(store, where, window, compare, chosen),
        *(_tables(store, where, window, chosen) if found.incidents else []),
    ]


def _compared(store: Store, where: Filter, window: Window | None, compare: Mapping[str, Any], chosen: Any) -> list[Any]:
    if not window or compare["mode"] not in (BEFORE, YEAR, DATES):
        return []
    return comparison.content(store, where, window, compared_with(**compare), chosen)


def _tables(store: Store, where: Filter, window: Window | None, chosen: Any) -> list[Any]:
    rows = {by: geodata.breakdown(store, where, by) for by in tally.HEADS}
    tables = [tally.table(by, found, chosen) for by, found in rows.items()]
    return [tables[0], _charts(store, where, window, rows["region"]), *tables[1:]]


def _charts(store: Store, where: Filter, window: Window | None, regions: Any) -> Any:
    if not window:
        return None
    span = geodata.to_day(window.start), geodata.to_day(window.end)
    bins = geodata.bins(*span)
    counts = geodata.over_time(store, where, "region", bins.unit, tally.charted(regions))
    return tally.charts(regions, counts, bins, span)


def _window(where: Filter, found: geodata.Summary) -> Window | None:
    """The filter's window, or else the days of what it shows; None where there are neither."""
    start = where.start or (None if found.first_day is None else geodata.to_date(found.first_day))
    end = where.end or (None if found.last_day is None else geodata.to_date(found.last_day))
    return Window(start, end) if start and end and geodata.begins(start) <= geodata.ends(end) else None


def narrow(source: Any, now: Any) -> list[Any]:
    """The values of FILTERS after a click on a row: that value alone, or no filter where it was chosen already.

    Raises PreventUpdate where nothing was clicked.
    """
    if not isinstance(source, dict):
        raise PreventUpdate
    by, value = source["by"], source["value"]
    held = dict(zip(FILTERS, now, strict=True))
    wanted: Any = [] if tally.is_chosen(by, value, held) else [value]
    return [wanted if name == by else no_update for name in FILTERS]
