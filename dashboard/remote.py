"""What the browser asks of a store too large to travel: dictionaries, counts and glyphs of a view, rows, points."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, Response, abort, jsonify, request

import geodata
from geodata import Box, Cell, Filter, Glyphs, Store, StoreError

from .api import POINTS, ROWS, SHOWN, WORDS_MAX, WORDS_OF_STORE
from .reading import CONTROLS, read_filter
from .theme import EVENT_COLOURS

SPOTS_MAX = 20_000
"""Glyphs that travel at once; where there are more points in view, they are gathered in small cells."""
FINER = 2
"""Zooms by which those cells are smaller than usual: 11 pixels instead of 44."""
ZOOM_MAX = 22
LIST_MAX = 200
UNITS_MAX = 500
"""Points with their unit that travel at once; where there are more, only those that are chosen have it drawn."""
COUNTRY = "country"
TYPES = tuple(EVENT_COLOURS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser wants to draw: the filter; `glyphs` (cells, spots, heat, none) at a whole zoom in a box of
    degrees; whether also the bars, the deaths of each region, the counts of actors."""

    where: Filter
    glyphs: str
    zoom: int
    box: Box
    bars: bool
    killed: bool
    actors: bool


def register(server: Flask, store: Store) -> None:
    """Add the routes to the server."""
    for address, answer in ((WORDS_OF_STORE, words), (SHOWN, shown), (ROWS, rows), (POINTS, points)):
        server.add_url_rule(address, answer.__name__, _bound(answer, store))


def _bound(answer: Callable[[Store], Response], store: Store) -> Callable[[], Response]:
    def bound() -> Response:
        grid = _at_hand(store)
        reply = None if grid is None else answer(store)
        moved = geodata.at_hand(store) is not grid  # an import ended meanwhile: the parts may be of two snapshots
        return _told({"preparing": True}, 202) if reply is None or moved else reply

    return bound


def _at_hand(store: Store) -> Any:
    """`geodata.at_hand`. Raises StoreError where it could not be made: no narrower question would help."""
    try:
        return geodata.at_hand(store)
    except geodata.TooSlow as error:
        raise StoreError(f"{store.root}: the arrays of a large store could not be made in time ({error})") from error


def _told(what: Any, status: int = 200) -> Response:
    response = jsonify(what)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def words(store: Store) -> Response:
    """The dictionaries of the current snapshot, as in `geodata.as_columns`, and under `daily` all incidents a day and
    event type; 202 while the arrays are being made."""
    header = {name: value for name, value in geodata.grid_of(store).header.items() if name != "of"}
    return _told({**header, "daily": geodata.histogram(store, None, TYPES).ravel().tolist()})


def shown(store: Store) -> Response:
    """Counts, glyphs and bars of what is asked, as one block (`geodata.block`), gzipped."""
    asked = read(request.args.get("ask", ""))
    header: dict[str, Any] = {"snapshot": geodata.grid_of(store).header["snapshot"]}
    if asked.actors:
        header["actors"] = geodata.acting(store, asked.where)
        return _block(header, {})
    arrays, told = drawn(store, asked)
    header |= told | {"counts": asdict(geodata.counts(store, asked.where))}
    if asked.killed:
        header["killed"] = geodata.killed(store, asked.where)
    if asked.bars:
        arrays["bars"] = geodata.smallest(geodata.histogram(store, asked.where, TYPES).ravel())
    return _block(header, arrays)


def _block(header: dict[str, Any], arrays: dict[str, Any]) -> Response:
    body = gzip.compress(geodata.packed(header, arrays)[1], 1, mtime=0)
    kept = {"Content-Encoding": "gzip", "Cache-Control": "no-store"}
    return Response(body, mimetype="application/octet-stream", headers=kept)


def drawn(store: Store, asked: Asked) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arrays of what is drawn, and what the header says of it: `grouped`, whether points were gathered because they are
    too many; `units`, how many points stand for a unit."""
    if asked.glyphs == "heat":
        heat = geodata.heat(store, asked.where, asked.zoom, asked.box)
        return {"hot_x": heat.x, "hot_y": heat.y, "hot": geodata.smallest(heat.total)}, {}
    found, grouped = glyphs(store, asked)
    if found is None:
        return {}, {}
    units = geodata.units(store, asked.where, asked.box, UNITS_MAX)
    arrays = _arrays(store, found) | _units(store, units.points)
    return arrays, {"grouped": grouped, "units": units.number}


def glyphs(store: Store, asked: Asked) -> tuple[Glyphs | None, bool]:
    """The glyphs that are asked for, and whether points were gathered because they are too many."""
    if asked.glyphs == "cells":
        return geodata.cells(store, asked.where, asked.zoom, asked.box, TYPES), False
    if asked.glyphs == "spots":
        found = geodata.spots(store, asked.where, asked.box, SPOTS_MAX, TYPES)
        finer = min(asked.zoom + FINER, ZOOM_MAX)
        return found or geodata.cells(store, asked.where, finer, asked.box, TYPES), found is None
    return None, False


def _arrays(store: Store, found: Glyphs) -> dict[str, Any]:
    whole = ("counts", "solid", "guessed", "members", "point", "column", "row")
    return {
        "x": found.x,
        "y": found.y,
        "weight": found.weight.astype("float32"),
        **{name: geodata.smallest(getattr(found, name).ravel()) for name in whole},
        **_of_points(store, found.point),
    }


def _units(store: Store, points: Any) -> dict[str, Any]:
    """Of the points that stand for a unit: number, place and what is drawn under them."""
    grid = geodata.grid_of(store)
    told = {"point": geodata.smallest(points), "x": grid.x[points], "y": grid.y[points], **_of_points(store, points)}
    return {f"unit_{name}": values for name, values in told.items()}


def _of_points(store: Store, points: Any) -> dict[str, Any]:
    return {name: getattr(geodata.grid_of(store), name)[points] for name in ("radius", "vague", "unit")}


def rows(store: Store) -> Response:
    """The rows that pass and lie at a point, or in a cell given as zoom, column and row, or are known to a country
    alone (COUNTRY), for `geodata.ids_at`."""
    told = _json(request.args.get("ask", ""))
    at = told.get("at")
    try:
        place = None if at == COUNTRY else Cell(*map(int, at)) if isinstance(at, list) else int(str(at))
    except (TypeError, ValueError):
        abort(400, f"at={at} is neither the number of a point nor zoom, column and row of a cell nor '{COUNTRY}'")
    return _told(geodata.rows_at(store, _filter(told), place, LIST_MAX))


def points(store: Store) -> Response:
    """Of each pair of lat and lon asked for, the point there: its number, x, y (shares of the world), radius (10 m);
    pairs without one are left out."""
    asked = _json(request.args.get("ask", "")).get("points")
    pairs = asked[:LIST_MAX] if isinstance(asked, list) else []
    try:
        return _told(geodata.points_at(store, [(float(lat), float(lon)) for lat, lon in pairs]))
    except (TypeError, ValueError):
        abort(400, f"points={asked} are no pairs of numbers")


def read(text: str) -> Asked:
    """What the JSON of a request asks for. What it does not say is left open; answers 400 where it is no JSON."""
    told = _json(text)
    zoom, box = told.get("zoom"), told.get("box")
    return Asked(
        where=_filter(told),
        glyphs=str(told.get("glyphs") or ""),
        zoom=min(max(int(zoom), 0), ZOOM_MAX) if isinstance(zoom, int | float) and math.isfinite(zoom) else 0,
        box=read_filter(None, [], [], bounds=box).bbox or (-180.0, -85.0, 180.0, 85.0),
        bars=bool(told.get("bars")),
        killed=bool(told.get("killed")),
        actors=bool(told.get("actors")),
    )


def _json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        abort(400, f"ask={text[:WORDS_MAX]} is no JSON")
    return told if isinstance(told, dict) else {}


def _filter(told: dict[str, Any]) -> Filter:
    """The filter under `filter`, by the names of the controls."""
    given = told.get("filter")
    controls = given if isinstance(given, dict) else {}
    return read_filter(**{name: controls.get(name) for name in CONTROLS})
