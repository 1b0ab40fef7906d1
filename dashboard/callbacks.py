"""Wires from controls to what is drawn. Each callback parses, asks, draws, returns.

The browser's engine filters and draws the incidents; the server answers what needs the store: the displaced, the table,
the card, the address.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from dash import ALL, Dash, Input, Output, Patch, State, ctx, no_update, set_props
from dash.exceptions import PreventUpdate
from flask import request

import geodata
from geodata import Filter, Store

from . import api, basemap, claims, client, controls, drawer, figures, flows, harm, ids, language, sharing, summary
from .listing import rows
from .reading import read_filter
from .theme import DARK_ON_MAP, EVENT_COLOURS, LIGHT, THEMES
from .view import COLOURED, DRAWN, View

CONTROLS = {
    "window": Input(ids.WINDOW, "data"),
    "types": Input(ids.TYPES, "value"),
    "regions": Input(ids.REGIONS, "value"),
    "precisions": Input(ids.PRECISIONS, "value"),
    "statuses": Input(ids.STATUSES, "value"),
    "sources": Input(ids.SOURCES, "value"),
    "words": Input(ids.TEXT, "value"),
    "bounds": Input(ids.BOUNDS, "data"),
    "actors": Input(ids.ACTORS, "value"),
    "deaths": Input(ids.DEATHS, "value"),
    "unstated": Input(ids.UNSTATED, "checked"),
    "doubts": Input(ids.DOUBTS, "value"),
    "area": Input(ids.AREA, "data"),
}
CHOSEN = {name: State(wire.component_id, wire.component_property) for name, wire in CONTROLS.items()}
RESTORED = {
    "theme": Output(ids.THEME, "data"),
    "figure": Output(ids.MAP, "figure"),
    "window": Output(ids.WINDOW, "data"),
    "types": Output(ids.TYPES, "value"),
    "type_choices": Output(ids.TYPES, "children"),
    "regions": Output(ids.REGIONS, "value"),
    "region_choices": Output(ids.REGIONS, "children"),
    **{name: Output(name, "value") for name in controls.WORDS},
    **{f"{name}_choices": Output(name, "children") for name in controls.WORDS},
    **{f"{name}_single": Output(f"{name}-section", "hidden") for name in controls.WORDS},
    "words": Output(ids.TEXT, "value"),
    "actors": Output(ids.ACTORS, "value"),
    "deaths": Output(ids.DEATHS, "value"),
    "no_deaths": Output(f"{ids.DEATHS}-section", "hidden"),
    "unstated": Output(ids.UNSTATED, "checked"),
    "doubts": Output(ids.DOUBTS, "value"),
    "doubt_choices": Output(ids.DOUBTS, "children"),
    "no_doubts": Output(f"{ids.DOUBTS}-section", "hidden"),
    "extent": Output(ids.EXTENT, "checked"),
    "displacement": Output(ids.DISPLACEMENT, "checked"),
    "selected": Output(ids.SELECTED, "data"),
    "no_table": Output(ids.TABLE_PANEL, "hidden"),
    "datasets": Output(ids.DATASETS, "children"),
    "area": Output(ids.AREA, "data"),
    "draw": Output(ids.DRAW_AS, "value"),
    "by": Output(ids.REGION_BY, "value"),
    "config": Output(ids.CONFIG, "data"),
    **summary.RESTORED,
}


def register(app: Dash, store: Store) -> None:
    """Bind the callbacks to `app`. Each one is a line; the work stands in functions that take values."""

    @app.callback(output=RESTORED, inputs=[Input(ids.FIRST, "data")])
    def _restore(first: dict[str, Any] | None) -> dict[str, Any]:
        told = first or {}
        size = (float(told.get("width") or 900), float(told.get("height") or 520))
        return restore(store, View.from_query(told.get("search") or ""), told.get("theme"), _origin(), size)

    @app.callback(
        Output(ids.MAP, "figure", allow_duplicate=True),
        Output(ids.FIGURE_DISPLACED, "children"),
        inputs={
            "controls": CONTROLS,
            "theme": Input(ids.THEME, "data"),
            "displacement": Input(ids.DISPLACEMENT, "checked"),
            "draw": Input(ids.DRAW_AS, "value"),
        },
        prevent_initial_call="initial_duplicate",
    )
    def _displaced(
        controls: dict[str, Any], theme: str | None, displacement: bool, draw: str | None
    ) -> tuple[Patch, Any]:
        toggled = [key.split(".")[0] for key in ctx.triggered_prop_ids] == [ids.THEME]
        style = basemap.style(_theme(theme).name, _origin(), language.spoken()) if toggled else None
        return displaced(store, read_filter(**controls), theme, displacement, style, draw not in COVERING)

    @app.callback(Output(ids.FLOWS, "data"), inputs={"controls": CONTROLS, "shown": Input(ids.DISPLACEMENT, "checked")})
    def _flows(controls: dict[str, Any], shown: bool) -> list[dict[str, Any]]:
        return flows.drawn(store, read_filter(**controls), shown)

    @app.callback(
        Output(ids.TABLE, "getRowsResponse"),
        inputs={"wanted": Input(ids.TABLE, "getRowsRequest"), "controls": CHOSEN},
        prevent_initial_call=True,
    )
    def _rows(wanted: dict[str, Any] | None, controls: dict[str, Any]) -> dict[str, Any]:
        found, note = rows(store, wanted, read_filter(**controls))
        set_props(ids.TABLE_NOTE, {"children": note})
        return found

    @app.callback(
        Output(ids.SELECTED, "data", allow_duplicate=True),
        Output(ids.TABLE, "selectedRows"),
        Input(ids.TABLE, "selectedRows"),
        Input({"type": "opens", "what": ALL, "at": ALL}, "n_clicks"),
        Input(ids.FIGURE_DISPLACED, "n_clicks"),
        Input(ids.CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )
    def _select(*_: Any) -> tuple[Any, Any]:
        chosen = select(ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None)
        return chosen, no_update if ctx.triggered_id == ids.TABLE else []

    @app.callback(
        output=[Output(ids.CARD, "children"), Output(ids.DRAWER, "hidden"), Output(ids.MARKED, "data")],
        inputs={"selected": Input(ids.SELECTED, "data"), "controls": CONTROLS},
        prevent_initial_call=True,
    )
    def _show(selected: Any, controls: dict[str, Any]) -> tuple[Any, bool, Any]:
        return show(store, selected, read_filter(**controls), ctx.triggered_id == ids.SELECTED)

    @app.callback(
        Output(ids.ADDRESS, "data"),
        inputs={
            "controls": CONTROLS,
            "selected": Input(ids.SELECTED, "data"),
            "extent": Input(ids.EXTENT, "checked"),
            "displacement": Input(ids.DISPLACEMENT, "checked"),
            "no_table": Input(ids.TABLE_PANEL, "hidden"),
            "draw": Input(ids.DRAW_AS, "value"),
            "by": Input(ids.REGION_BY, "value"),
            "moved": Input(ids.STANDPOINT, "data"),
            "no_summary": Input(ids.SUMMARY_PANEL, "hidden"),
            "compare": summary.COMPARE,
            "before": State(ids.ADDRESS, "data"),
            "first": State(ids.FIRST, "data"),
        },
    )
    def _address(before: str | None, first: dict[str, Any] | None, **parts: Any) -> str:
        return address(store, **parts, before=(first or {}).get("search") if before is None else before)

    summary.register(app, store, CONTROLS, read_filter)
    client.register(app)


def _origin() -> str:
    """Scheme and host of the page, as the map takes absolute addresses only."""
    return str(request.host_url).rstrip("/")


def _theme(name: str | None) -> Any:
    return THEMES.get(name or "", LIGHT)


def restore(store: Store, view: View, theme: str | None, origin: str, size: tuple[float, float]) -> dict[str, Any]:
    """The values of the controls for a view; codes that the store does not have are left out."""
    span = geodata.extent(store)
    units, kinds = geodata.values(store, "region"), geodata.values(store, "kind")
    known_regions = {*units["admin0"], *units["admin1"]}
    known_types = {*kinds["event_type"], *kinds["sub_event_type"]}
    lat, lon, zoom = figures.fitted(span.core, *size)
    if view.lat is not None and view.lon is not None:
        lat, lon = view.lat, view.lon
    style = basemap.style(_theme(theme).name, origin, language.spoken())
    stocks = geodata.stocks(store, sharing.filtered(view))
    traces = _traces(stocks, _theme(theme), view.displacement, view.draw not in COVERING)
    return {
        "theme": _theme(theme).name,
        "figure": figures.map_figure(style, lat, lon, zoom if view.zoom is None else view.zoom, traces),
        "window": _window(view, span),
        "types": [kind for kind in view.types if kind in known_types],
        "type_choices": controls.type_choices(kinds),
        "regions": [code for code in view.regions if code in known_regions],
        "region_choices": controls.region_choices(units),
        **_word_choices(store, view),
        **harm.restored(store, view),
        "words": view.text,
        "extent": view.extent,
        "displacement": view.displacement,
        "selected": {"incident": view.incident} if view.incident else None,
        "no_table": not view.table,
        "datasets": controls.dataset_badge(geodata.datasets(store)),
        "area": [list(corner) for corner in view.area] or None,
        "draw": view.draw or "auto",
        "by": view.by or "count",
        "config": config(store, span, origin),
        **summary.restored(view.summary, view.compare, _window(view, span)),
    }


def _word_choices(store: Store, view: View) -> dict[str, Any]:
    """Values, choices and whether to hide them, for each filter over a plain word."""
    known = {
        ids.PRECISIONS: [p or geodata.NOWHERE for p in geodata.values(store, "precision")["location_precision"]],
        ids.STATUSES: list(geodata.values(store, "status")["status"]),
        ids.SOURCES: list(geodata.values(store, "source")["source"]),
    }
    chosen = {ids.PRECISIONS: view.precisions, ids.STATUSES: view.statuses, ids.SOURCES: view.sources}
    parts: dict[str, Any] = {}
    for name, values in known.items():
        parts[name] = [value for value in chosen[name] if value in values]
        parts[f"{name}_choices"] = controls.word_choices(values, *controls.WORDS[name])
        parts[f"{name}_single"] = len(values) < 2
    return parts


def config(store: Store, span: geodata.Extent, origin: str) -> dict[str, Any]:
    """What the engine must know: where to ask, the order of event types, the colours, the days."""
    return {
        "columns": f"{api.COLUMNS}?of={store.snapshot}",
        "match": f"{api.MATCH}?of={store.snapshot}",
        "snapshot": store.snapshot,
        "remote": api.REMOTE if geodata.large(store) else None,
        "places": api.PLACES,
        "strip": f"{api.DISPLACED}?of={store.snapshot}",
        "outlines": f"{origin}{api.OUTLINES}?of={store.snapshot}",
        "days": [span.first_day or 0, span.last_day or 0],
        "types": list(EVENT_COLOURS),
        "colours": EVENT_COLOURS,
        "dark": list(DARK_ON_MAP),
        "themes": {name: asdict(theme) for name, theme in THEMES.items()},
    }


def _window(view: View, span: geodata.Extent) -> list[int] | None:
    if span.first_day is None or span.last_day is None:
        return None
    first, last = span.first_day, span.last_day
    start = first if view.start is None else min(max(geodata.to_day(view.start), first), last)
    end = last if view.end is None else min(max(geodata.to_day(view.end), start), last)
    return [start, end]


COVERING = ("regions", "heat")
"""Ways to draw incidents that colour areas: no other tint may lie over them."""


def displaced(
    store: Store,
    where: Filter,
    theme_name: str | None,
    shown: bool,
    style: dict[str, Any] | None,
    tinted: bool = True,
) -> tuple[Patch, Any]:
    """The displacement figures that hold on the window's last day: on the map, and as a figure of the strip.

    Without `tinted` the areas they cover stay uncoloured.
    """
    theme = _theme(theme_name)
    stocks = geodata.stocks(store, where)
    patch = Patch()
    patch["data"] = [trace.to_plotly_json() for trace in _traces(stocks, theme, shown, tinted)]
    if style:
        patch["layout"]["map"]["style"] = style
    total = geodata.spanned(stocks[stocks["standing"] == "total"])
    return patch, controls.displaced_figure(total)


def _traces(stocks: Any, theme: Any, shown: bool, tinted: bool) -> list[Any]:
    layer = controls.displacement_layer(stocks) if shown else figures.NO_LAYER
    if not tinted:
        layer = replace(figures.NO_LAYER, marks=layer.marks)
    return figures.map_traces(layer, theme, basemap.BELOW_LABELS)


def select(source: Any, value: Any) -> dict[str, Any] | None:
    """What was chosen: {"incident": id}, {"displaced": true}, or None to close.

    Raises PreventUpdate where nothing was chosen.
    """
    if source == ids.CLOSE and value:
        return None
    if source == ids.FIGURE_DISPLACED and value:
        return {"displaced": True}
    if source == ids.TABLE and value:
        return {"incident": value[0]["id"], "centre": True}
    if isinstance(source, dict) and value:
        return {"incident": source["what"]}
    raise PreventUpdate


def _chosen(store: Store, selected: Any) -> list[str]:
    """The ids of the selected incidents: one chosen by id, or those of the rows that were clicked on the map."""
    if selected and isinstance(selected.get("incident"), str):
        return [selected["incident"]]
    told = selected or {}
    return geodata.ids_at(store, [r for r in told.get("rows", []) if isinstance(r, int)], told.get("of"))


def show(store: Store, selected: Any, where: Filter, chosen_now: bool = True) -> tuple[Any, bool, Any]:
    """The drawer's content, whether it is hidden, and the points to mark on the map: lat, lon, whether to go there."""
    if selected and selected.get("displaced"):
        day = geodata.to_day(where.end) if where.end else None
        undrawn = geodata.flows(store, where).undrawn
        found = drawer.displaced_list(geodata.stocks(store, where), geodata.movements(store, where), day, undrawn)
        return found, False, []
    try:
        chosen = _chosen(store, selected)
    except geodata.Outdated:
        return drawer.outdated(), False, []
    listed: list[Any] = geodata.incidents_by_id(store, chosen).to_dict("records")
    if not listed:
        return None, True, []
    points = [[r["lat"], r["lon"], bool(chosen_now and selected.get("centre"))] for r in listed if r["lat"] == r["lat"]]
    if len(listed) > 1:
        return drawer.spot_list(listed, int(selected.get("total") or len(listed))), False, points
    row = geodata.incident(store, chosen[0])
    return (_card(store, row, where), False, points) if row else (None, True, [])


def _card(store: Store, row: dict[str, Any], where: Filter) -> list[Any]:
    also = claims.also_section(row, geodata.also_reported(store, row))
    near = claims.near_section(geodata.nearby(store, row, where), geodata.REACH_M)
    return drawer.card(row, *geodata.neighbours(store, row, where), also, near)


def address(
    store: Store,
    controls: dict[str, Any],
    selected: Any,
    displacement: bool,
    no_table: bool,
    moved: Any,
    before: str | None,
    extent: bool = False,
    no_summary: bool = True,
    compare: dict[str, Any] | None = None,
    draw: str | None = None,
    by: str | None = None,
) -> str:
    """The query of the URL for what the page shows; dates that span the whole store are left out."""
    where, span = read_filter(**controls), geodata.extent(store)
    days = where.start and where.end and (geodata.to_day(where.start), geodata.to_day(where.end))
    whole = days == (span.first_day, span.last_day)
    try:
        chosen = _chosen(store, selected)
    except geodata.Outdated:
        chosen = []
    view = View(
        start=None if whole else where.start,
        end=None if whole else where.end,
        regions=where.regions,
        types=where.event_types,
        precisions=where.precisions,
        statuses=where.statuses,
        sources=where.sources,
        text=where.text,
        incident=chosen[0] if len(chosen) == 1 else "",
        extent=bool(extent),
        displacement=bool(displacement),
        table=not no_table,
        actors=where.actors,
        deaths_least=where.deaths_least,
        deaths_unstated=where.deaths_unstated,
        doubts=where.doubts,
        summary=not no_summary,
        compare=summary.compared_with(**compare or {"mode": ""}),
        area=where.area,
        draw=draw if draw in DRAWN else "",
        by=by if by in COLOURED else "",
    )
    return replace(view, **_standpoint(moved, View.from_query(before or ""))).to_query()


def _standpoint(moved: Any, before: View) -> dict[str, Any]:
    """Where the map stands: as moved, or else as before."""
    if not moved:
        return {"lat": before.lat, "lon": before.lon, "zoom": before.zoom}
    return {"lat": round(moved["lat"], 4), "lon": round(moved["lon"], 4), "zoom": round(moved["zoom"], 2)}
