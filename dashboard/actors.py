"""The filter by actor; `assets/actors.js` fills its list, as there can be thousands."""

from __future__ import annotations

from typing import Any

from . import ids
from .folds import names
from .language import N_, t


def section() -> Any:
    """The section of the rail; hidden until the engine knows that there are actors to choose from."""
    return names(N_("Who"), ids.ACTORS, ids.ACTOR_SEARCH, t("Find an actor"), ids.ACTOR_LIST, ids.ACTOR_MORE)
