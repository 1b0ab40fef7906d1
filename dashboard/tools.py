"""The tools that lie over the map: to go where the incidents are, to draw an area."""

from __future__ import annotations

from typing import Any

from dash import html

from . import ids
from .buttons import tool
from .language import t


def tools() -> Any:
    """Buttons at the upper end of the map."""
    pressed = {"aria-pressed": "false", "aria-describedby": ids.DRAW_HINT}
    return html.Div(
        [
            tool(ids.FIT, "fit", t("Go to what is shown")),
            tool(ids.DRAW_BOX, "box", t("Draw a box: only incidents in it"), **pressed),
            tool(ids.DRAW_POLYGON, "polygon", t("Draw an outline: only incidents in it"), **pressed),
        ],
        id=ids.TOOLS,
        className="map-tools",
        role="group",
        **{"aria-label": t("Map tools")},
    )


def hint() -> Any:
    """How to use the tool that is pressed; `assets/draw.js` writes it."""
    return html.P(id=ids.DRAW_HINT, className="draw-hint", role="status", hidden=True)
