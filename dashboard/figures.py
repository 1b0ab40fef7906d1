"""Tables in, figures out. Nothing here knows Dash or the store."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from .theme import Theme

FONT = "Noto Sans, Noto Sans Arabic, system-ui, sans-serif"
TILE_PX = 512
UNDER_PX = 40
"""How high scale and attribution stand at the foot of the map."""


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
        name="displaced",
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


def map_traces(layer: Layer, theme: Theme, below: str = "") -> list[Any]:
    """What Plotly draws over the basemap: the displacement figures. Incidents are the engine's."""
    return [area_trace(layer, theme, below), mark_trace(layer, theme)]


def map_figure(style: dict[str, Any], lat: float, lon: float, zoom: float, traces: list[Any]) -> go.Figure:
    """The map with the `map_traces` over it. `zoom` is MapLibre's, 0 to 22."""
    figure = go.Figure(traces, {"template": {}})  # Plotly's own is 6 kB of colours for charts that are not here
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


def covered_px(width_px: float) -> float:
    """How much of the top of a map of that width the figures lie over: on a phone they stand in two rows."""
    return 120 if width_px > 620 else 180


def fitted(
    bbox: tuple[float, float, float, float] | None, width_px: float, height_px: float, over_px: float = 0
) -> tuple[float, float, float]:
    """Centre (lat, lon) and zoom that show `bbox` (west, south, east, north) on a map of that size, between what lies
    over its top, `over_px` high, and over its foot; the world for None."""
    if bbox is None:
        return 20.0, 15.0, 1.5
    west, south, east, north = bbox
    top, bottom = (math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))) for lat in (north, south))
    across = max(east - west, 0.1) / 360 * TILE_PX
    along = max(top - bottom, 0.002) / (2 * math.pi) * TILE_PX
    clear_px = max(height_px - over_px - UNDER_PX, 100)
    zoom = max(1.0, min(11.0, min(math.log2(width_px / across), math.log2(clear_px / along)) - 0.35))
    shift = (over_px - UNDER_PX) / 2 / (TILE_PX * 2**zoom) * 2 * math.pi
    lon = ((west + east) / 2 + 180) % 360 - 180
    return math.degrees(math.atan(math.sinh((top + bottom) / 2 + shift))), lon, zoom
