"""Displacement as the page shows it: traces on the map, and the figure of the strip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Patch

import geodata
from geodata import Filter, Store

from . import basemap, controls, figures
from .theme import theme_of

COVERING = ("regions", "heat")
"""Ways to draw incidents that colour areas: no other tint may lie over them."""


def displaced(
    store: Store, where: Filter, theme: str | None, shown: bool, draw: str = "", style: dict[str, Any] | None = None
) -> tuple[Patch, Any]:
    """The figures that hold on the window's last day: a patch of the map, and the figure of the strip.

    `shown`: whether they are on the map; `draw`: how incidents are drawn; `style`: another basemap, or None.
    """
    found, figure = drawn(store, where, theme, shown, draw)
    patch = Patch()
    patch["data"] = [trace.to_plotly_json() for trace in found]
    if style:
        patch["layout"]["map"]["style"] = style
    return patch, figure


def drawn(store: Store, where: Filter, theme: str | None, shown: bool, draw: str = "") -> tuple[list[Any], Any]:
    """The same as traces, for a map that is not there yet."""
    stocks = geodata.stocks(store, where)
    layer = controls.displacement_layer(stocks) if shown else figures.NO_LAYER
    if draw in COVERING:
        layer = replace(figures.NO_LAYER, marks=layer.marks)
    traces = figures.map_traces(layer, theme_of(theme), basemap.BELOW_LABELS)
    return traces, controls.displaced_figure(geodata.spanned(stocks[stocks["standing"] == "total"]))
