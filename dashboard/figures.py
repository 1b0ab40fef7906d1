"""Tables in, figures out. Nothing here knows Dash or the store."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from . import text
from .theme import EVENT_COLOURS, Theme

SOLID = ("exact", "neighbourhood", "settlement")
"""Precisions that are drawn as a point; coarser ones are hollow: the dot stands for an area."""
UNDRAWN = ("country",)
"""Precisions too coarse for a dot: counted and listed, not drawn."""

FONT = "Noto Sans, Noto Sans Arabic, system-ui, sans-serif"
EARTH_M = 6_371_008.8
TILE_PX = 512
OVER_PX = 100
DARK_DISCS = ("Battles",)
DISC_PX, DISC_MAX_PX, EDGE_PX = 13.0, 44.0, 3.0
INCIDENTS_TRACE = "incidents"
DISPLACED_TRACE = "displaced"


@dataclass(frozen=True, slots=True)
class Spot:
    """All incidents that stand at one point: their ids, how many of each event type (most first), and what to say
    of them."""

    lat: float
    lon: float
    ids: tuple[str, ...]
    types: tuple[tuple[str, int], ...]
    solid: bool
    label: str

    @property
    def diameter_px(self) -> float:
        """Area grows with the number of incidents, up to a limit."""
        return min(DISC_MAX_PX, DISC_PX * math.sqrt(len(self.ids)))


def spots(incidents: Any) -> list[Spot]:
    """One spot a point on the map, largest first, so that small ones lie on top. `incidents` is
    `geodata.incidents`' table."""
    rows = [row for row in incidents.to_dict("records") if _drawn(row)]
    rows.sort(key=lambda row: (row["lat"], row["lon"]))
    found = [
        _spot(lat, lon, list(group)) for (lat, lon), group in groupby(rows, key=lambda row: (row["lat"], row["lon"]))
    ]
    return sorted(found, key=lambda spot: -len(spot.ids))


def _drawn(row: dict[str, Any]) -> bool:
    return row["lat"] == row["lat"] and row["lat"] is not None and row["location_precision"] not in UNDRAWN


def _spot(lat: float, lon: float, rows: list[dict[str, Any]]) -> Spot:
    rows.sort(key=lambda row: row["start_day"])
    types = Counter(row["event_type"] for row in rows)
    return Spot(
        float(lat),
        float(lon),
        tuple(row["id"] for row in rows),
        tuple(types.most_common()),
        any(row["location_precision"] in SOLID for row in rows),
        _spoken(rows),
    )


def _spoken(rows: list[dict[str, Any]]) -> str:
    first = rows[0]
    name = _escape(first["place"] or first["place_printed"] or "")
    if first["location_precision"] not in SOLID:
        name += f" ({text.PRECISION_WORDS[first['location_precision']]})"
    killed = [
        row["fatalities_best"]
        for row in rows
        if row["fatalities_best"] == row["fatalities_best"] and row["fatalities_best"] is not None
    ]
    deaths = f"<br>{text.counted(int(sum(killed)), 'death', 'deaths')}" if killed else ""
    what = _escape(first["event_printed"] or first["sub_event_type"] or first["event_type"])
    lines = what if len(rows) == 1 else text.counted(len(rows), "incident", "incidents")
    guess = "<br>spelling mended, see the card" if any(row["match_guessed"] is True for row in rows) else ""
    return f"<b>{name}</b><br>{lines}<br>{text.days(rows[0]['start_day'], rows[-1]['end_day'])}{deaths}{guess}"


def _escape(words: object) -> str:
    return str(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _discs(spot: Spot, theme: Theme) -> Iterator[tuple[float, str]]:
    """Diameters and colours, outermost first: an edge, a ring for each event type with area by its share, a hole."""
    full = spot.diameter_px
    yield full + EDGE_PX, theme.edge
    left = len(spot.ids)
    for kind, number in spot.types:
        yield full * math.sqrt(left / len(spot.ids)), EVENT_COLOURS.get(kind, EVENT_COLOURS["Unclassified"])
        left -= number
    if not spot.solid:
        yield full * 0.55, theme.land


def incident_trace(found: Sequence[Spot], theme: Theme) -> go.Scattermap:
    """The incidents: composition as rings, representative points hollow. Each point's customdata is its incidents'
    ids."""
    discs = [(spot, size, colour) for spot in found for size, colour in _discs(spot, theme)]
    return go.Scattermap(
        name=INCIDENTS_TRACE,
        lat=[spot.lat for spot, _, _ in discs],
        lon=[spot.lon for spot, _, _ in discs],
        mode="markers",
        marker={"size": [size for _, size, _ in discs], "color": [colour for _, _, colour in discs], "opacity": 1},
        customdata=[list(spot.ids) for spot, _, _ in discs],
        hovertext=[spot.label for spot, _, _ in discs],
        hoverinfo="text",
        showlegend=False,
        below="",
    )


def number_traces(found: Sequence[Spot]) -> list[go.Scattermap]:
    """How many incidents stand at a spot, on its innermost disc, where it is more than one: dark, or light on a
    dark disc."""
    many = [spot for spot in found if len(spot.ids) > 1]
    on_dark = [spot for spot in many if spot.solid and spot.types[-1][0] in DARK_DISCS]
    return [_numbers([s for s in many if s not in on_dark], "#10131a"), _numbers(on_dark, "#ffffff")]


def _numbers(found: Sequence[Spot], colour: str) -> go.Scattermap:
    return go.Scattermap(
        name="numbers",
        lat=[spot.lat for spot in found],
        lon=[spot.lon for spot in found],
        mode="text",
        text=[str(len(spot.ids)) for spot in found],
        textfont={"size": 12, "color": colour, "weight": 700},
        hoverinfo="skip",
        showlegend=False,
        below="",
    )


def circle(lat: float, lon: float, radius_m: float, corners: int = 72) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes of a circle of `radius_m` metres on the sphere, closed."""
    phi, arc = math.radians(lat), radius_m / EARTH_M
    lats, lons = [], []
    for i in range(corners + 1):
        bearing = 2 * math.pi * i / corners
        there = math.asin(math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * math.cos(bearing))
        turn = math.atan2(
            math.sin(bearing) * math.sin(arc) * math.cos(phi), math.cos(arc) - math.sin(phi) * math.sin(there)
        )
        lats.append(math.degrees(there))
        lons.append(lon + math.degrees(turn))
    return lats, lons


def ring_trace(row: dict[str, Any] | None, theme: Theme) -> go.Scattermap:
    """The circle within which the selected incident lies, in metres."""
    lats, lons = circle(row["lat"], row["lon"], row["radius_m"] or 0) if row and row["lat"] is not None else ([], [])
    return go.Scattermap(
        name="ring",
        below="",
        lat=lats,
        lon=lons,
        mode="lines",
        fill="toself",
        hoverinfo="skip",
        showlegend=False,
        line={"color": theme.accent, "width": 2},
        fillcolor=_faint(theme.accent, 0.14),
    )


def halo_trace(row: dict[str, Any] | None, theme: Theme) -> go.Scattermap:
    """A disc behind the selected incident."""
    at = [row] if row and row["lat"] is not None else []
    return go.Scattermap(
        name="halo",
        below="",
        lat=[r["lat"] for r in at],
        lon=[r["lon"] for r in at],
        mode="markers",
        hoverinfo="skip",
        showlegend=False,
        marker={"size": 30, "color": theme.accent, "opacity": 0.55},
    )


def _faint(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


@dataclass(frozen=True, slots=True)
class Layer:
    """The displacement to draw: `areas` maps region codes to 1 (in a total) or 2 (a part of its own), `outlines` is
    their GeoJSON;
    `marks` are points with a label and what to say of them."""

    areas: dict[str, int]
    outlines: dict[str, Any]
    marks: tuple[tuple[float, float, str, str], ...]


NO_LAYER = Layer({}, {"type": "FeatureCollection", "features": []}, ())


def area_trace(layer: Layer, theme: Theme, below: str) -> go.Choroplethmap:
    """The areas that displacement figures cover, tinted; never a count by area where a figure covers several."""
    return go.Choroplethmap(
        name="areas",
        geojson=layer.outlines,
        featureidkey="properties.code",
        locations=list(layer.areas),
        z=list(layer.areas.values()),
        zmin=1,
        zmax=2,
        colorscale=[[0, _faint(theme.displaced, 0.09)], [1, _faint(theme.displaced, 0.26)]],
        showscale=False,
        marker={"line": {"color": _faint(theme.displaced, 0.8), "width": 1.2}},
        hoverinfo="skip",
        below=below,
    )


def mark_trace(layer: Layer, theme: Theme) -> go.Scattermap:
    """Displacement figures: a diamond and the number."""
    return go.Scattermap(
        name=DISPLACED_TRACE,
        lat=[m[0] for m in layer.marks],
        lon=[m[1] for m in layer.marks],
        mode="text",
        text=[f"◆ {m[2]}" for m in layer.marks],
        textfont={"size": 14, "color": theme.displaced_ink, "weight": 700},
        hovertext=[m[3] for m in layer.marks],
        hoverinfo="text",
        showlegend=False,
        below="",
    )


def map_traces(
    incidents: Any, layer: Layer, selected: dict[str, Any] | None, theme: Theme, below: str = ""
) -> list[Any]:
    """Everything drawn over the basemap, lowest first."""
    found = spots(incidents)
    return [
        area_trace(layer, theme, below),
        ring_trace(selected, theme),
        halo_trace(selected, theme),
        incident_trace(found, theme),
        *number_traces(found),
        mark_trace(layer, theme),
    ]


RING, HALO = 1, 2
"""Positions of the two traces that follow the selection."""


def map_figure(style: dict[str, Any], lat: float, lon: float, zoom: float) -> go.Figure:
    """The map without anything on it. `zoom` is MapLibre's, 0 to 22."""
    figure = go.Figure(go.Scattermap(lat=[], lon=[]))
    figure.update_layout(
        map={"style": style, "center": {"lat": lat, "lon": lon}, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        uirevision="map",
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        hoverlabel={
            "bgcolor": "#15181c",
            "bordercolor": "#15181c",
            "font": {"color": "#f4f2ee", "size": 13, "family": FONT},
            "align": "left",
        },
    )
    return figure


def fitted(
    bbox: tuple[float, float, float, float] | None, width_px: float, height_px: float
) -> tuple[float, float, float]:
    """Centre (lat, lon) and zoom that show `bbox` (west, south, east, north) on a map of that size, below the figures
    that lie over its top; the world for None."""
    if bbox is None:
        return 20.0, 15.0, 1.5
    west, south, east, north = bbox
    top, bottom = (math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))) for lat in (north, south))
    across = max(east - west, 0.1) / 360 * TILE_PX
    along = max(top - bottom, 0.002) / (2 * math.pi) * TILE_PX
    clear_px = max(height_px - OVER_PX, 100)
    zoom = max(1.0, min(11.0, min(math.log2(width_px / across), math.log2(clear_px / along)) - 0.35))
    shift = OVER_PX / 2 / (TILE_PX * 2**zoom) * 2 * math.pi
    return math.degrees(math.atan(math.sinh((top + bottom) / 2 + shift))), (west + east) / 2, zoom


BINS = ((190, 1), (1300, 7))
MONTH_DAYS = 30.436875


def bin_days(first: int, last: int) -> int:
    """Days a bar of the timeline stands for: 1, 7, or 0 for calendar months."""
    return next((size for longest, size in BINS if last - first <= longest), 0)


def _bar(day: int, size: int) -> str:
    """The first date of the bar that `day` falls in, ISO 8601. Weeks begin on Monday."""
    when = text.EPOCH + timedelta(days=int(day))
    if size == 0:
        return when.replace(day=1).isoformat()
    return (when - timedelta(days=when.weekday() if size == 7 else 0)).isoformat()


def _bars(rows: Iterable[dict[str, Any]], size: int) -> dict[str, int]:
    bars: Counter[str] = Counter()
    for row in rows:
        bars[_bar(row["day"], size)] += int(row["incidents"])
    return dict(sorted(bars.items()))


def timeline(everything: Any, filtered: Any, first: int, last: int, theme: Theme) -> go.Figure:
    """Incidents over time: filtered ones stacked by event type, all of them in grey behind. Both are tables of
    `geodata.per_day`.

    The axis runs from the first to the last day given, without a margin, so that pixels map to days.
    """
    size = bin_days(first, last)
    bars = [_timeline_bar("All", _bars(everything.to_dict("records"), size), {}, theme.backdrop, size)]
    shown = filtered.to_dict("records")
    base: Counter[str] = Counter()
    for kind, colour in EVENT_COLOURS.items():
        counts = _bars((row for row in shown if row["event_type"] == kind), size)
        if counts:
            bars.append(_timeline_bar(kind, counts, base, colour, size))
            base.update(counts)
    return go.Figure(bars, _timeline_layout(first, last, theme))


def _timeline_bar(name: str, counts: dict[str, int], base: Mapping[str, int], colour: str, size: int) -> go.Bar:
    return go.Bar(
        name=name,
        x=list(counts),
        y=list(counts.values()),
        base=[base.get(x, 0) for x in counts],
        offset=0,
        width=[0.9 * 86_400_000 * (size or MONTH_DAYS)] * len(counts),
        marker={"color": colour, "line": {"width": 0}},
        customdata=list(counts.values()),
        hovertemplate=f"%{{x|%-d %b %Y}}<br>{_escape(name)}: %{{customdata:,}}<extra></extra>",
    )


TIMELINE_MARGIN_PX = {"l": 52, "r": 18, "t": 8, "b": 22}


def _timeline_layout(first: int, last: int, theme: Theme) -> dict[str, Any]:
    start, end = (text.EPOCH + timedelta(days=int(d)) for d in (first, last + 1))
    return {
        "barmode": "overlay",
        "margin": TIMELINE_MARGIN_PX,
        "height": 104,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 11, "color": theme.muted},
        "xaxis": {
            "type": "date",
            "range": [f"{start} 00:00", f"{end} 00:00"],
            "fixedrange": True,
            "showgrid": False,
            "tickcolor": theme.grid,
            "ticklabelposition": "outside",
            "nticks": 9,
        },
        "yaxis": {
            "fixedrange": True,
            "gridcolor": theme.grid,
            "nticks": 3,
            "rangemode": "tozero",
            "zeroline": False,
            "tickformat": ",d",
            "ticks": "outside",
            "ticklen": 10,
            "tickcolor": "rgba(0,0,0,0)",
        },
        "dragmode": False,
        "hovermode": "closest",
        "uirevision": "timeline",
    }
