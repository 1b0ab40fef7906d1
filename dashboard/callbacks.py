"""Wires from controls to what is drawn. Each callback parses, asks, draws, returns.

The browser's engine filters and draws the incidents; the server answers what needs the store: the displaced, the table,
the card, the address. What the page opens with is answered at once, in `_restore`; after that the browser asks where
something has changed (`assets/question.js`).
"""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update, set_props
from dash.exceptions import PreventUpdate
from flask import request

import geodata
from geodata import Filter, Store

from . import basemap, claims, client, drawer, flows, ids, language, listing, summary
from .buttons import clicked
from .displacement import drawn, patched
from .reading import chosen_ids, read_question, read_size
from .restoring import RESTORED, address, changed, restore
from .theme import theme_of
from .view import View

CHANGED = Input(ids.CHANGED, "data")
"""The filter, the theme or the layer of displacement is another than that of the last answer."""
QUESTION = State(ids.QUESTION, "data")


def register(app: Dash, store: Store) -> None:
    """Bind the callbacks to `app`. Each one is a line; the work stands in functions that take values."""

    @app.callback(output=RESTORED, inputs={"first": Input(ids.FIRST, "data"), "config": State(ids.CONFIG, "data")})
    def _restore(first: dict[str, Any] | None, config: Any) -> dict[str, Any]:
        told = first if isinstance(first, dict) else {}
        view = View.from_query(str(told.get("search") or ""))
        found = restore(store, view, told.get("theme"), _origin(), read_size(told))
        if config:  # the map is there
            set_props(ids.MAP, {"figure": found["map"].figure})
            found["map"] = no_update
        return found if config else changed(found)

    @app.callback(
        Output(ids.MAP, "figure"),
        Output(ids.TRACED, "data", allow_duplicate=True),
        Output(ids.FIGURE_DISPLACED, "children", allow_duplicate=True),
        CHANGED,
        QUESTION,
        State(ids.TRACED, "data"),
        prevent_initial_call=True,
    )
    def _displaced(_: Any, question: Any, before: Any) -> tuple[Any, str, Any]:
        asked = read_question(question)
        style = basemap.style(theme_of(asked.theme).name, _origin(), language.spoken()) if asked.restyled else None
        traces, figure = drawn(store, asked.where, asked.theme, asked.displacement, asked.draw)
        return *patched(traces, before, style), figure

    @app.callback(Output(ids.FLOWS, "data", allow_duplicate=True), CHANGED, QUESTION, prevent_initial_call=True)
    def _flows(_: Any, question: Any) -> list[dict[str, Any]]:
        asked = read_question(question)
        return flows.drawn(store, asked.where, asked.displacement)

    @app.callback(
        Output(ids.SELECTED, "data", allow_duplicate=True),
        Input({"type": "opens", "what": ALL, "at": ALL}, "n_clicks"),
        Input(ids.FIGURE_DISPLACED, "n_clicks"),
        Input(ids.CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )
    def _select(*_: Any) -> Any:
        return select(clicked())

    @app.callback(
        output=[Output(ids.CARD, "children"), Output(ids.DRAWER, "hidden"), Output(ids.MARKED, "data")],
        inputs={"selected": Input(ids.SELECTED, "data"), "changed": CHANGED, "question": QUESTION},
        prevent_initial_call=True,
    )
    def _show(selected: Any, changed: Any, question: Any) -> tuple[Any, bool, Any]:
        return show(store, selected, read_question(question).where, ctx.triggered_id == ids.SELECTED)

    @app.callback(
        Output(ids.ADDRESS, "data", allow_duplicate=True),
        Input(ids.SHOWN, "data"),
        QUESTION,
        State(ids.ADDRESS, "data"),
        prevent_initial_call=True,
    )
    def _address(shown: Any, question: Any, before: str | None) -> str:
        return address(store, read_question(question).where, shown if isinstance(shown, dict) else {}, before)

    listing.register(app, store)
    summary.register(app, store)
    client.register(app)


def _origin() -> str:
    """Scheme and host of the page, as the map takes absolute addresses only."""
    return str(request.host_url).rstrip("/")


def select(source: Any) -> dict[str, Any] | None:
    """What was chosen by a click on that button: {"incident": id}, {"displaced": true}, or None to close.

    Raises PreventUpdate where nothing was clicked.
    """
    if source == ids.CLOSE:
        return None
    if source == ids.FIGURE_DISPLACED:
        return {"displaced": True}
    if isinstance(source, dict):
        return {"incident": source["what"]}
    raise PreventUpdate


def show(store: Store, selected: Any, where: Filter, chosen_now: bool = True) -> tuple[Any, bool, Any]:
    """The drawer's content, whether it is hidden, and the points to mark on the map: lat, lon, whether to go there."""
    if selected and selected.get("displaced"):
        day = geodata.to_day(where.end) if where.end else None
        undrawn = geodata.flows(store, where).undrawn
        found = drawer.displaced_list(geodata.stocks(store, where), geodata.movements(store, where), day, undrawn)
        return found, False, []
    try:
        chosen = chosen_ids(store, selected)
    except geodata.Outdated:
        return drawer.outdated(), False, []
    listed: list[Any] = geodata.incidents_by_id(store, chosen).to_dict("records")
    if not listed:
        return None, True, []
    go = bool(chosen_now and selected.get("centre"))
    points = [[r["lat"], r["lon"], go] for r in listed if r["lat"] == r["lat"] and drawer.on_map(r)]
    if len(listed) > 1:
        return drawer.spot_list(listed, int(selected.get("total") or len(listed))), False, points
    row = geodata.incident(store, chosen[0])
    return (_card(store, row, where), False, points) if row else (None, True, [])


def _card(store: Store, row: dict[str, Any], where: Filter) -> list[Any]:
    also = claims.also_section(row, geodata.also_reported(store, row))
    near = claims.near_section(geodata.nearby(store, row, where), geodata.REACH_M)
    return drawer.card(row, *geodata.neighbours(store, row, where), also, near)
