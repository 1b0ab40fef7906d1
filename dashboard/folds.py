"""Sections of the rail that can be folded; `assets/rail.js` keeps which are and counts the choices made."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from .language import word


def fold(title: str, id: str, *inner: Any, hidden: bool = False, shut: bool = False) -> Any:
    """A section with a head that folds it. `title` is a phrase marked by `N_`; `id` is that of the control in it;
    `shut`, whether it is folded until somebody opens it."""
    head = html.Summary([html.H3(word(title), id=f"{id}-label"), html.Span(className="chosen", **{"data-chosen": id})])
    named = "fold shut" if shut else "fold"
    return html.Details([head, *inner], id=f"{id}-section", className=named, open=not shut, hidden=hidden)


def names(title: str, id: str, search: str, find: str, listed: str, more: str, shut: bool = False) -> Any:
    """A section over names of which there can be thousands, hidden until a script fills it: the field `search` that is
    called `find`, the list, and how many `more` there are."""
    field = dmc.TextInput(id=search, size="xs", placeholder=find, className="actor-search", **{"aria-label": find})
    boxes = dmc.CheckboxGroup(id=id, value=[], children=html.Div(id=listed, className="scrolls"))
    return fold(title, id, field, boxes, html.Div(id=more, className="actor-more"), hidden=True, shut=shut)
