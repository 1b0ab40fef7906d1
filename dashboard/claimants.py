"""The filter by who reports an incident; `assets/claimants.js` asks for its list, as there can be thousands."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

import geodata
from geodata import Store

from . import ids, remote
from .api import WORDS_MAX
from .folds import names
from .language import N_, t
from .view import View

ADDRESS = "/api/claimants.json"
LISTED_MAX = 200


def section() -> Any:
    """The section of the rail; hidden where the store has one claimant alone."""
    ours = (ids.CLAIMANTS, ids.CLAIMANT_SEARCH, t("Find a source"), ids.CLAIMANT_LIST, ids.CLAIMANT_MORE)
    return names(N_("Reported by"), *ours, shut=True)


def restored(store: Store, view: View) -> dict[str, Any]:
    """The values of the control for a view; what the store does not have is left out, if it says so in time."""
    try:
        known = geodata.claimants(store)
    except geodata.TooSlow:
        return {"claimants": list(view.claimants), "no_claimants": False}
    return {"claimants": [name for name in view.claimants if name in known], "no_claimants": len(known) < 2}


def said(claimant: str) -> str:
    """A choice in words."""
    return t("reporter not stated") if claimant == geodata.NOBODY else t("reported by {name}", name=claimant)


def register(server: Flask, store: Store) -> None:
    """Add the route to the server."""
    server.add_url_rule(ADDRESS, "claimants", lambda: answer(store))


def answer(store: Store) -> Response:
    """`rows`, the claimants that the filter under `ask` (as `remote` reads it) leaves with their incidents, and `left`,
    how many more there are. `find`: words of their names."""
    where = remote.read(request.args.get("ask", "{}")).where
    found = geodata.claimants_named(store, where, request.args.get("find", "")[:WORDS_MAX])
    rows = zip(found["claimant"][:LISTED_MAX], found["incidents"][:LISTED_MAX].astype(int), strict=True)
    response = jsonify(rows=[[name, int(n)] for name, n in rows], left=max(0, len(found) - LISTED_MAX))
    response.headers["Cache-Control"] = "no-store"
    return response
