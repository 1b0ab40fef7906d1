"""The filter by actor; `assets/actors.js` fills its list, as there can be thousands."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from . import ids
from .folds import fold
from .language import N_, t


def section() -> Any:
    """The section of the rail; hidden until the engine knows that there are actors to choose from."""
    return fold(
        N_("Who"),
        ids.ACTORS,
        dmc.TextInput(
            id=ids.ACTOR_SEARCH,
            size="xs",
            placeholder=t("Find an actor"),
            className="actor-search",
            **{"aria-label": t("Find an actor")},
        ),
        dmc.CheckboxGroup(id=ids.ACTORS, value=[], children=html.Div(id=ids.ACTOR_LIST, className="scrolls")),
        html.Div(id=ids.ACTOR_MORE, className="actor-more"),
        hidden=True,
    )
