"""A view as the values of the controls when the page opens, and back again as the address of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dash import Output, no_update

import geodata
from geodata import Filter, Store

from . import api, basemap, claimants, controls, displacement, figures, flows, harm, ids, language, stage, summary, text
from .language import beside, t
from .reading import CONTROLS, chosen_ids, read_filter, told_window
from .theme import DARK_ON_MAP, EVENT_COLOURS, THEMES, theme_of
from .view import COLOURED, DRAWN, View

RESTORED = {
    "theme": Output(ids.THEME, "data"),
    "map": Output(ids.MAP_HOLDER, "children"),
    "displaced": Output(ids.FIGURE_DISPLACED, "children"),
    "traced": Output(ids.TRACED, "data"),
    "flows": Output(ids.FLOWS, "data"),
    "address": Output(ids.ADDRESS, "data"),
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
    "claimants": Output(ids.CLAIMANTS, "value"),
    "no_claimants": Output(f"{ids.CLAIMANTS}-section", "hidden"),
    "extent": Output(ids.EXTENT, "checked"),
    "displacement": Output(ids.DISPLACEMENT, "checked"),
    "selected": Output(ids.SELECTED, "data"),
    "no_table": Output(ids.TABLE_PANEL, "hidden"),
    "datasets": Output(ids.DATASETS, "children"),
    "area": Output(ids.AREA, "data"),
    "draw": Output(ids.DRAW_AS, "value"),
    "by": Output(ids.REGION_BY, "value"),
    "config": Output(ids.CONFIG, "data"),
    "link_note": Output(ids.LINK_NOTE, "children"),
    **summary.RESTORED,
}


NAMED_MAX = 5
"""How many parts of a link are named that the store does not have."""
LAID_OUT = {"selected": None, "no_table": True, "no_summary": True}
"""Values that the page has without being told: what is told is asked about."""


def changed(told: dict[str, Any]) -> dict[str, Any]:
    """What has to be told to the page: nothing that stands so already."""
    return {name: no_update if name in LAID_OUT and told[name] == LAID_OUT[name] else told[name] for name in told}


def restore(store: Store, view: View, theme: str | None, origin: str, size: tuple[float, float]) -> dict[str, Any]:
    """The values of the controls for a view, and what the page shows of it: the map, the displaced, the flows, its
    address. Codes that the store does not have are left out. `size`: of the map, in px."""
    span = geodata.extent(store)
    told = _controls(store, view, span)
    where = read_filter(**{name: told[name] for name in CONTROLS if name in told})
    traces, figure = displacement.drawn(store, where, theme, view.displacement, view.draw)
    told |= {
        "theme": theme_of(theme).name,
        "map": stage.graph(_map(view, _opening(store, view, where, span), theme, origin, size, traces)),
        "traced": displacement.patched(traces, None)[1],
        "displaced": figure,
        "flows": flows.drawn(store, where, view.displacement),
        "selected": {"incident": view.incident} if view.incident else None,
        "no_table": not view.table,
        "datasets": controls.dataset_badge(geodata.datasets(store)),
        "config": config(store, span, origin),
        "link_note": _link_note(store, view, told, span),
        **summary.restored(view.summary, view.compare, told["window"]),
    }
    return told | {"address": address(store, where, told, view.to_query())}


def _controls(store: Store, view: View, span: geodata.Extent) -> dict[str, Any]:
    units, kinds = geodata.values(store, "region"), geodata.values(store, "kind")
    known_regions = {*units["admin0"], *units["admin1"]}
    known_regions |= {*map(geodata.district, units["admin1"], units["admin2_name"])}
    known_regions |= {geodata.rest(country) for country in units.loc[units["admin1"] == "", "admin0"]}
    known_types = {*kinds["event_type"], *kinds["sub_event_type"]}
    known_types |= {f"{kind}/" for kind in kinds.loc[kinds["sub_event_type"] == "", "event_type"]}
    return {
        "window": _window(view, span),
        "types": [kind for kind in view.types if kind in known_types],
        "type_choices": controls.type_choices(kinds),
        "regions": [code for code in view.regions if code in known_regions],
        "region_choices": controls.region_choices(units),
        **_word_choices(store, view),
        **harm.restored(store, view),
        **claimants.restored(store, view),
        "words": view.text,
        "area": [list(corner) for corner in view.area] or None,
        "extent": view.extent,
        "displacement": view.displacement,
        "draw": view.draw or "auto",
        "by": view.by or "count",
    }


def _link_note(store: Store, view: View, told: Mapping[str, Any], span: geodata.Extent) -> str:
    """What the address asks for and the store does not have, in words; "" where it has all."""
    asked = {"regions": view.regions, "types": view.types, "actors": view.actors, "doubts": view.doubts}
    asked |= {"claimants": view.claimants}
    asked |= {ids.PRECISIONS: view.precisions, ids.STATUSES: view.statuses, ids.SOURCES: view.sources}
    absent = [value for name, values in asked.items() for value in values if value not in (told[name] or ())]
    if view.incident and not geodata.incident(store, view.incident):
        absent.append(t("incident {id}", id=view.incident))
    start, end = view.start or view.end, view.end or view.start
    if start and end and _lies_outside(view, span):
        absent.append(text.window(start, end))
    names = beside(*absent[:NAMED_MAX], "…" if len(absent) > NAMED_MAX else "")
    return t("This store does not have what the link asks for: {names}. It is left out.", names=names) if absent else ""


def _lies_outside(view: View, span: geodata.Extent) -> bool:
    """Whether the window asked for has no day of the store."""
    if span.first_day is None or span.last_day is None:
        return False
    early = view.end is not None and geodata.to_day(view.end) < span.first_day
    return early or (view.start is not None and geodata.to_day(view.start) > span.last_day)


def _opening(store: Store, view: View, where: geodata.Filter, span: geodata.Extent) -> geodata.Box | None:
    """What the map opens on: where the incidents of the filter lie; all but the outermost of the store where there is
    no filter, where the view says a place of its own, and where the store would take too long to say."""
    has_place = None not in (view.lat, view.lon, view.zoom)
    if has_place or where.without("start", "end", "bbox") == geodata.EVERYTHING:
        return span.core
    try:
        return geodata.covered(store, where.without("bbox")) or span.core
    except geodata.TooSlow:
        return span.core


def _map(
    view: View,
    box: geodata.Box | None,
    theme: str | None,
    origin: str,
    size: tuple[float, float],
    traces: list[Any],
) -> Any:
    lat, lon, zoom = figures.fitted(box, *size, 0 if view.embed else figures.covered_px(size[0]))
    if view.lat is not None and view.lon is not None:
        lat, lon = view.lat, view.lon
    style = basemap.style(theme_of(theme).name, origin, language.spoken())
    return figures.map_figure(style, lat, lon, zoom if view.zoom is None else view.zoom, traces)


def _word_choices(store: Store, view: View) -> dict[str, Any]:
    """Values, choices and whether to hide them, for each filter over a plain word."""
    known = {
        ids.PRECISIONS: [p or geodata.NOWHERE for p in geodata.values(store, "precision")["location_precision"]],
        ids.STATUSES: list(geodata.values(store, "status")["status"]),
        ids.SOURCES: list(geodata.values(store, "source")["source"]),
    }
    chosen = {ids.PRECISIONS: view.precisions, ids.STATUSES: view.statuses, ids.SOURCES: view.sources}
    titles = {row["source"]: row["title"] or row["source"] for row in geodata.datasets(store).to_dict("records")}
    parts: dict[str, Any] = {}
    for name, values in known.items():
        parts[name] = [value for value in chosen[name] if value in values]
        kind, words = controls.WORDS[name]
        parts[f"{name}_choices"] = controls.word_choices(values, kind, titles if name == ids.SOURCES else words)
        parts[f"{name}_single"] = len(values) < 2
    return parts


def config(store: Store, span: geodata.Extent, origin: str) -> dict[str, Any]:
    """What the engine must know: where to ask, the order of event types, the colours, the days."""
    return {
        "columns": columns_of(store),
        "match": f"{api.MATCH}?of={store.snapshot}",
        "snapshot": store.snapshot,
        "remote": api.REMOTE if geodata.large(store) else None,
        "places": api.PLACES,
        "claimants": claimants.ADDRESS,
        "strip": f"{api.DISPLACED}?of={store.snapshot}",
        "outlines": f"{origin}{api.OUTLINES}?of={store.snapshot}",
        "marks": _marks(store),
        "days": [span.first_day or 0, span.last_day or 0],
        "types": list(EVENT_COLOURS),
        "colours": EVENT_COLOURS,
        "dark": list(DARK_ON_MAP),
        "themes": {name: asdict(theme) for name, theme in THEMES.items()},
    }


def _marks(store: Store) -> dict[str, bool]:
    """Whether the store has figures of displacement, whether any incident stands for a wider area, or has a spelling
    mended."""
    precisions, doubts = set(geodata.values(store, "precision")["location_precision"]), geodata.doubted(store)
    mended = doubts.loc[doubts["doubt"] == "mended", "incidents"]
    figures = store.counts()["displacement"] > 0
    return {"displaced": figures, "hollow": bool(precisions - {"", *geodata.PRECISE}), "guessed": bool(mended.sum())}


def columns_of(store: Store) -> str:
    """Where the browser asks for all incidents of the snapshot."""
    return f"{api.COLUMNS}?of={store.snapshot}"


def _window(view: View, span: geodata.Extent) -> list[float] | None:
    if span.first_day is None or span.last_day is None:
        return None
    if _lies_outside(view, span):
        return [span.first_day, span.last_day]
    first, last = (geodata.to_date(day) for day in (span.first_day, span.last_day))
    begin, end = geodata.begins(first), geodata.ends(last)
    start = begin if view.start is None else min(max(geodata.begins(view.start), begin), geodata.begins(last))
    end = end if view.end is None else min(max(geodata.ends(view.end), geodata.ends(geodata.from_minute(start))), end)
    utc = any(side is not None and geodata.is_utc(side) for side in (view.start, view.end))
    return told_window(geodata.from_minute(start, utc), geodata.until_minute(end, utc))


def address(store: Store, where: Filter, shown: Mapping[str, Any], before: str | None) -> str:
    """The query of the URL for what the page shows; dates that span the whole store are left out.

    `shown`: the values of the controls that do not filter, named as in RESTORED; `moved`, where the map was moved to.
    `before`: the query until now.
    """
    span = geodata.extent(store)
    sides = where.start and where.end and told_window(where.start, where.end)
    whole = sides == [span.first_day, span.last_day]
    told = shown.get
    return View(
        start=None if whole else where.start,
        end=None if whole else where.end,
        regions=where.regions,
        types=where.event_types,
        precisions=where.precisions,
        statuses=where.statuses,
        sources=where.sources,
        text=where.text,
        incident=_one(store, told("selected")),
        extent=bool(told("extent")),
        displacement=told("displacement") is not False,
        table=told("no_table") is False,
        actors=where.actors,
        deaths_least=where.deaths_least,
        deaths_unstated=where.deaths_unstated,
        doubts=where.doubts,
        summary=told("no_summary") is False,
        compare=summary.compared_with(told("compare"), told("compare_from"), told("compare_to")),
        area=where.area,
        draw=_known(told("draw"), DRAWN),
        by=_known(told("by"), COLOURED),
        claimants=where.claimants,
        **_standpoint(told("moved"), View.from_query(before or "")),
    ).to_query()


def _known(value: Any, values: tuple[str, ...]) -> str:
    return value if isinstance(value, str) and value in values else ""


def _one(store: Store, selected: Any) -> str:
    """The id of the incident whose card is open, or nothing."""
    try:
        chosen = chosen_ids(store, selected)
    except geodata.Outdated:
        return ""
    return chosen[0] if len(chosen) == 1 else ""


def _standpoint(moved: Any, before: View) -> dict[str, Any]:
    """Where the map stands: as moved, or else as before."""
    if not moved:
        return {"lat": before.lat, "lon": before.lon, "zoom": before.zoom}
    return {"lat": round(moved["lat"], 4), "lon": round(moved["lon"], 4), "zoom": round(moved["zoom"], 2)}
