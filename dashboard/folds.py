"""Sections of the rail that can be folded; `assets/rail.js` keeps which are and counts the choices made."""

from __future__ import annotations

from typing import Any

from dash import html

from .language import word


def fold(title: str, id: str, *inner: Any, hidden: bool = False, shut: bool = False) -> Any:
    """A section with a head that folds it. `title` is a phrase marked by `N_`; `id` is that of the control in it;
    `shut`, whether it is folded until somebody opens it."""
    head = html.Summary([html.H3(word(title), id=f"{id}-label"), html.Span(className="chosen", **{"data-chosen": id})])
    named = "fold shut" if shut else "fold"
    return html.Details([head, *inner], id=f"{id}-section", className=named, open=not shut, hidden=hidden)
