"""Buttons of the page: an icon, a name for it, an id; and which was clicked."""

from __future__ import annotations

from typing import Any

from dash import ctx, html


def icon_of(path: str) -> Any:
    """An icon of 20 pixels; its stroke follows the text colour. The path is drawn by the style sheet as a mask."""
    return html.Span(className=f"icon icon-{path}", **{"aria-hidden": "true"})


def tool(id: str, icon: str, label: str, **more: Any) -> Any:
    """A square button with an icon; `label` is said by a tip and by a screen reader."""
    return html.Button(icon_of(icon), id=id, className="tool", title=label, **{"aria-label": label}, **more)


def clicked() -> Any:
    """The id of the button whose click started the callback that runs, or None.

    Buttons that have only just appeared start it too, and may do so together with the click on another.
    """
    started = [ctx.triggered_prop_ids[each["prop_id"]] for each in ctx.triggered if each["value"]]
    return started[-1] if started else None
