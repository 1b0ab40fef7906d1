"""Wires from controls to what is drawn. Each callback parses, asks, draws, returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, Patch, State, ctx
from dash.exceptions import PreventUpdate
from flask import request

import geodata
from geodata import Filter, Store

from . import basemap, controls, drawer, figures, ids, text
from .settings import Settings
from .theme import LIGHT, THEMES
from .view import View

CONTROLS = {
    "window": Input(ids.WINDOW, "data"),
    "types": Input(ids.TYPES, "value"),
    "regions": Input(ids.REGIONS, "value"),
    "words": Input(ids.TEXT, "value"),
}
RESTORED = {
    "theme": Output(ids.THEME, "data"),
    "figure": Output(ids.MAP, "figure"),
    "window": Output(ids.WINDOW, "data"),
    "types": Output(ids.TYPES, "value"),
    "regions": Output(ids.REGIONS, "value"),
    "words": Output(ids.TEXT, "value"),
    "displacement": Output(ids.DISPLACEMENT, "checked"),
    "selected": Output(ids.SELECTED, "data"),
    "no_table": Output(ids.TABLE_PANEL, "hidden"),
    "datasets": Output(ids.DATASETS, "children"),
}
DRAWN = {
    "map": Output(ids.MAP, "figure", allow_duplicate=True),
    "timeline": Output(ids.TIMELINE, "figure"),
    "figures": Output(ids.FIGURES, "children"),
    "types": Output(ids.TYPES, "children"),
    "regions": Output(ids.REGIONS, "children"),
    "rows": Output(ids.TABLE, "rowData"),
    "filtered": Output(ids.FILTERED, "children"),
    "unfiltered": Output(ids.RESET, "hidden"),
    "notice": Output(ids.NOTICE, "children"),
    "live": Output(ids.LIVE, "children"),
    "drawn": Output(ids.DRAWN, "data"),
}


def register(app: Dash, store: Store, settings: Settings) -> None:
    """Bind the callbacks to `app`. Each one is a line; the work stands in functions that take values."""

    @app.callback(output=RESTORED, inputs=[Input(ids.FIRST, "data")])
    def _restore(first: dict[str, Any] | None) -> dict[str, Any]:
        told = first or {}
        size = (float(told.get("width") or 900), float(told.get("height") or 520))
        return restore(store, View.from_query(told.get("search") or ""), told.get("theme"), _origin(), size)

    @app.callback(
        output=DRAWN,
        inputs={
            "controls": CONTROLS,
            "theme": Input(ids.THEME, "data"),
            "displacement": Input(ids.DISPLACEMENT, "checked"),
            "selected": State(ids.SELECTED, "data"),
        },
        prevent_initial_call="initial_duplicate",
    )
    def _draw(controls: dict[str, Any], theme: str | None, displacement: bool, selected: Any) -> dict[str, Any]:
        toggled = [key.split(".")[0] for key in ctx.triggered_prop_ids] == [ids.THEME]
        style = basemap.style(_theme(theme).name, _origin()) if toggled else None
        return draw(store, settings, read_filter(**controls), theme, displacement, selected, style)

    @app.callback(
        Output(ids.SELECTED, "data", allow_duplicate=True),
        Output(ids.MAP, "clickData"),
        Input(ids.MAP, "clickData"),
        Input(ids.TABLE, "selectedRows"),
        Input({"type": "opens", "what": ALL}, "n_clicks"),
        Input(ids.CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )
    def _select(*_: Any) -> tuple[Any, None]:
        return select(ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None), None

    @app.callback(
        output=[
            Output(ids.CARD, "children"),
            Output(ids.DRAWER, "hidden"),
            Output(ids.MAP, "figure", allow_duplicate=True),
        ],
        inputs={"selected": Input(ids.SELECTED, "data"), "theme": State(ids.THEME, "data"), "controls": CONTROLS},
        prevent_initial_call=True,
    )
    def _show(selected: Any, theme: str | None, controls: dict[str, Any]) -> tuple[Any, bool, Patch]:
        return show(store, selected, theme, read_filter(**controls))

    @app.callback(
        Output(ids.ADDRESS, "data"),
        inputs={
            "controls": CONTROLS,
            "selected": Input(ids.SELECTED, "data"),
            "displacement": Input(ids.DISPLACEMENT, "checked"),
            "no_table": Input(ids.TABLE_PANEL, "hidden"),
            "moved": Input(ids.MAP, "relayoutData"),
            "before": State(ids.ADDRESS, "data"),
        },
    )
    def _address(**parts: Any) -> str:
        return address(store, **parts)

    for wire in CLIENT:
        app.clientside_callback(*wire[0], **wire[1])


def _origin() -> str:
    """Scheme and host of the page, as the map takes absolute addresses only."""
    return str(request.host_url).rstrip("/")


def _client(name: str, *wires: Any, **more: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (ClientsideFunction("hauran", name), *wires), more


CLIENT = (
    _client("first", Output(ids.FIRST, "data"), Input(ids.URL, "search")),
    _client(
        "toggleTheme",
        Output(ids.THEME, "data", allow_duplicate=True),
        Input(ids.THEME_TOGGLE, "n_clicks"),
        State(ids.THEME, "data"),
        prevent_initial_call=True,
    ),
    _client("dress", Output("mantine", "forceColorScheme"), Input(ids.THEME, "data")),
    _client(
        "showWindow",
        Output(ids.FROM, "value"),
        Output(ids.TO, "value"),
        Output("window-words", "children"),
        Input(ids.WINDOW, "data"),
    ),
    _client("typeWindow", Input(ids.FROM, "value"), Input(ids.TO, "value"), prevent_initial_call=True),
    _client("allTime", Input(ids.ALL_TIME, "n_clicks"), prevent_initial_call=True),
    _client("reset", Input(ids.RESET, "n_clicks"), prevent_initial_call=True),
    _client("play", Output(ids.PLAY, "className"), Input(ids.PLAY, "n_clicks"), prevent_initial_call=True),
    _client("drawn", Input(ids.DRAWN, "data")),
    _client(
        "toggle",
        Output(ids.TABLE_PANEL, "hidden", allow_duplicate=True),
        Input(ids.TABLE_TOGGLE, "n_clicks"),
        State(ids.TABLE_PANEL, "hidden"),
        prevent_initial_call=True,
    ),
    _client(
        "rail",
        Output(ids.SHELL, "className"),
        Input(ids.RAIL_TOGGLE, "n_clicks"),
        Input(ids.RAIL_CLOSE, "n_clicks"),
        State(ids.SHELL, "className"),
        prevent_initial_call=True,
    ),
    _client("address", Input(ids.ADDRESS, "data"), prevent_initial_call=True),
)


def read_filter(window: Any, types: Any, regions: Any, words: Any) -> Filter:
    """The values of the controls, as the browser sends them, as a Filter. What cannot be read is left open."""
    start, end = _days(window)
    return Filter(
        start=start,
        end=end,
        regions=_strings(regions),
        event_types=_strings(types),
        text=words if isinstance(words, str) else "",
    )


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(v for v in values if isinstance(v, str)) if isinstance(values, list) else ()


def _days(window: Any) -> tuple[date | None, date | None]:
    try:
        start, end = (geodata.to_date(int(day)) for day in window)
    except (TypeError, ValueError, OverflowError):
        return None, None
    return min(start, end), max(start, end)


def _theme(name: str | None) -> Any:
    return THEMES.get(name or "", LIGHT)


def restore(store: Store, view: View, theme: str | None, origin: str, size: tuple[float, float]) -> dict[str, Any]:
    """The values of the controls for a view; codes that the store does not have are left out."""
    span = geodata.extent(store)
    units = geodata.per_region(store)
    known_regions = {*units["admin0"], *units["admin1"]}
    kinds = geodata.per_event_type(store)
    known_types = {*kinds["event_type"], *kinds["sub_event_type"]}
    lat, lon, zoom = figures.fitted(span.core, *size)
    if view.lat is not None and view.lon is not None:
        lat, lon = view.lat, view.lon
    style = basemap.style(_theme(theme).name, origin)
    return {
        "theme": _theme(theme).name,
        "figure": figures.map_figure(style, lat, lon, zoom if view.zoom is None else view.zoom),
        "window": _window(view, span),
        "types": [kind for kind in view.types if kind in known_types],
        "regions": [code for code in view.regions if code in known_regions],
        "words": view.text,
        "displacement": view.displacement,
        "selected": {"incident": view.incident} if view.incident else None,
        "no_table": not view.table,
        "datasets": controls.dataset_badge(geodata.datasets(store)),
    }


def _window(view: View, span: geodata.Extent) -> list[int] | None:
    if span.first_day is None or span.last_day is None:
        return None
    first = (
        span.first_day if view.start is None else min(max(geodata.to_day(view.start), span.first_day), span.last_day)
    )
    last = span.last_day if view.end is None else min(max(geodata.to_day(view.end), first), span.last_day)
    return [first, last]


def draw(
    store: Store,
    settings: Settings,
    where: Filter,
    theme_name: str | None,
    displacement: bool,
    selected: Any,
    style: dict[str, Any] | None,
) -> dict[str, Any]:
    """Everything on the page that follows from the filter."""
    theme = _theme(theme_name)
    summary = geodata.summary(store, where)
    stocks = geodata.stocks(store, where)
    incidents = geodata.incidents(store, where, limit=settings.points_max)
    layer = controls.displacement_layer(stocks) if displacement else figures.NO_LAYER
    patch = Patch()
    patch["data"] = _plain(
        figures.map_traces(incidents, layer, _incident(store, selected), theme, basemap.BELOW_LABELS)
    )
    if style:
        patch["layout"]["map"]["style"] = style
    per_type = geodata.per_event_type(store, where)
    total = int(geodata.per_event_type(store)["incidents"].sum())
    return {
        "map": patch,
        "timeline": _timeline(store, where, theme),
        "figures": controls.figure_strip(summary, geodata.spanned(stocks[stocks["standing"] == "total"])),
        "types": controls.type_choices(per_type),
        "regions": controls.region_choices(geodata.per_region(store, where)),
        "rows": controls.table_rows(incidents),
        "filtered": f"{summary.incidents:,} of {text.counted(total, 'incident', 'incidents')} shown",
        "unfiltered": summary.incidents == total,
        "notice": notice(summary, total, settings.points_max),
        "live": f"{text.counted(summary.incidents, 'incident', 'incidents')}, {_window_words(where)}",
        "drawn": [str(where.start), str(where.end)],
    }


def _plain(traces: list[Any]) -> list[Any]:
    return [trace.to_plotly_json() for trace in traces]


def _window_words(where: Filter) -> str:
    if where.start is None or where.end is None:
        return "all dates"
    return text.days(geodata.to_day(where.start), geodata.to_day(where.end))


def _timeline(store: Store, where: Filter, theme: Any) -> Any:
    span = geodata.extent(store)
    if span.first_day is None or span.last_day is None:
        return {
            "data": [],
            "layout": {
                "xaxis": {"visible": False},
                "yaxis": {"visible": False},
                "paper_bgcolor": "rgba(0,0,0,0)",
                "plot_bgcolor": "rgba(0,0,0,0)",
            },
        }
    open_ended = where.without("start", "end")
    return figures.timeline(
        geodata.per_day(store), geodata.per_day(store, open_ended), span.first_day, span.last_day, theme
    )


def notice(summary: geodata.Summary, total: int, points_max: int) -> str:
    """What the reader must know of what is not on the map; empty where there is nothing to say."""
    if not total:
        return "The store holds no incidents yet. Import a sheet: python -m geodata import FILE"
    if not summary.incidents:
        return "No incidents in this window. Widen the dates or reset the filters."
    if summary.incidents > points_max:
        return (
            f"The map and the table show the first {points_max:,} of {summary.incidents:,} incidents; the "
            f"counts are of all."
        )
    return ""


def select(source: Any, value: Any) -> dict[str, Any] | None:
    """What a click chose: {"incident": id}, {"spot": ids}, {"displaced": true}, or None to close.

    Raises PreventUpdate where nothing was chosen.
    """
    if source == ids.CLOSE and value:
        return None
    if source == ids.TABLE and value:
        return {"incident": value[0]["id"], "centre": True}
    if isinstance(source, dict) and value:
        return {"displaced": True} if source["what"] == ids.DISPLACED else {"incident": source["what"]}
    if source == ids.MAP and value:
        return _clicked(value)
    raise PreventUpdate


def _clicked(click: dict[str, Any]) -> dict[str, Any]:
    found = next((p["customdata"] for p in click.get("points", []) if p.get("customdata")), None)
    if found is None:
        return {"displaced": True}
    return {"incident": found[0]} if len(found) == 1 else {"spot": found}


def _incident(store: Store, selected: Any) -> dict[str, Any] | None:
    return geodata.incident(store, selected["incident"]) if selected and "incident" in selected else None


def show(store: Store, selected: Any, theme: str | None, where: Filter) -> tuple[Any, bool, Patch]:
    """The drawer's content, whether it is hidden, and the ring and halo on the map."""
    row = _incident(store, selected)
    patch = Patch()
    patch["data"][figures.RING] = figures.ring_trace(row, _theme(theme)).to_plotly_json()
    patch["data"][figures.HALO] = figures.halo_trace(row, _theme(theme)).to_plotly_json()
    if row and row["lat"] is not None and selected.get("centre"):
        patch["layout"]["map"]["center"] = {"lat": row["lat"], "lon": row["lon"]}
    content = _content(store, selected, row, where)
    return content, content is None, patch


def _content(store: Store, selected: Any, row: dict[str, Any] | None, where: Filter) -> Any:
    if row:
        return drawer.card(row)
    if selected and "spot" in selected:
        found = [geodata.incident(store, id) for id in selected["spot"]]
        return drawer.spot_list([row for row in found if row])
    if selected and "displaced" in selected:
        day = geodata.to_day(where.end) if where.end else None
        return drawer.displaced_list(geodata.stocks(store, where), geodata.movements(store, where), day)
    return None


def address(
    store: Store,
    controls: dict[str, Any],
    selected: Any,
    displacement: bool,
    no_table: bool,
    moved: Any,
    before: str | None,
) -> str:
    """The query of the URL for what the page shows; dates that span the whole store are left out."""
    where, span = read_filter(**controls), geodata.extent(store)
    whole = (
        where.start
        and where.end
        and (geodata.to_day(where.start), geodata.to_day(where.end)) == (span.first_day, span.last_day)
    )
    view = View(
        start=None if whole else where.start,
        end=None if whole else where.end,
        regions=where.regions,
        types=where.event_types,
        text=where.text,
        incident=(selected or {}).get("incident", ""),
        displacement=bool(displacement),
        table=not no_table,
    )
    return replace(view, **_standpoint(moved, View.from_query(before or ""))).to_query()


def _standpoint(moved: Any, before: View) -> dict[str, Any]:
    """Where the map stands: as moved, or else as before."""
    centre, zoom = (moved or {}).get("map.center"), (moved or {}).get("map.zoom")
    if not centre or zoom is None:
        return {"lat": before.lat, "lon": before.lon, "zoom": before.zoom}
    return {"lat": round(centre["lat"], 4), "lon": round(centre["lon"], 4), "zoom": round(zoom, 2)}
