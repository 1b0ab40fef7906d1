"""Displacement as the page shows it: traces on the map, and the figure of the strip."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

from dash import Patch, no_update
from plotly.io.json import to_json_plotly

import geodata
from geodata import Filter, Store

from . import basemap, controls, figures
from .theme import theme_of

COVERING = ("regions", "heat")
"""Ways to draw incidents that colour areas: no other tint may lie over them."""


def drawn(store: Store, where: Filter, theme: str | None, shown: bool, draw: str = "") -> tuple[list[Any], Any]:
    """The figures that hold on the window's last day: traces of the map, and the figure of the strip.

    `shown`: whether they are on the map; `draw`: how incidents are drawn.
    """
    stocks = geodata.stocks(store, where)
    layer = controls.displacement_layer(stocks) if shown else figures.NO_LAYER
    if draw in COVERING:
        layer = replace(figures.NO_LAYER, marks=layer.marks)
    traces = figures.map_traces(layer, theme_of(theme), basemap.BELOW_LABELS)
    standing = stocks["standing"]
    total, wider = geodata.spanned(stocks[standing == "total"]), bool((standing == "outside").any())
    return traces, controls.displaced_figure(total, wider)


def patched(traces: list[Any], before: Any, style: dict[str, Any] | None = None) -> tuple[Any, str]:
    """The traces as a patch of the map, and their key; no patch where `before` is their key, as a map takes long to
    draw. `style`: another basemap, or None."""
    told = [trace.to_plotly_json() for trace in traces]
    key = sha256(to_json_plotly(told).encode()).hexdigest()
    if key == before and not style:
        return no_update, key
    patch = Patch()
    patch["data"] = told
    if style:
        patch["layout"]["map"]["style"] = style
    return patch, key
