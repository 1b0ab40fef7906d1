"""What the browser asks for besides the page: incidents as columns, rows that contain words, the displaced in time."""

from __future__ import annotations

from dataclasses import asdict

from flask import Flask, Response, abort, jsonify, request

import geodata
from geodata import Filter, Store

from .text import KIND_WORDS

COLUMNS, MATCH, HEALTH = "/api/incidents.bin", "/api/match", "/health"
PLACES = "/api/places"
DISPLACED, OUTLINES = "/api/displaced.json", "/api/outlines.json"
WORDS_OF_STORE, SHOWN = "/api/store.json", "/api/shown.bin"
ROWS, POINTS = "/api/rows.json", "/api/points.json"
REMOTE = {"words": WORDS_OF_STORE, "shown": SHOWN, "rows": ROWS, "points": POINTS}
"""Where the engine asks instead of taking all incidents, where the store is too large for that: answered by `remote`.
"""
WORDS_MAX = 200
LISTED_MAX = 500


def register(server: Flask, store: Store) -> None:
    """Add the routes to the server."""
    server.add_url_rule(COLUMNS, "columns", lambda: columns(store))
    server.add_url_rule(MATCH, "match", lambda: matching(store))
    server.add_url_rule(DISPLACED, "displaced", lambda: displaced(store))
    server.add_url_rule(OUTLINES, "outlines", lambda: outlines(store))
    server.add_url_rule(PLACES, "places", lambda: places(store))
    server.add_url_rule(HEALTH, "health", lambda: health(store))


def columns(store: Store) -> Response:
    """All incidents as columns (`geodata.as_columns`), gzipped; 304 where the browser has them already, 409 where the
    store no longer has the snapshot `of`, 413 where they are too many."""
    _travels(store)
    found = geodata.as_columns(store)
    if request.args.get("of", found.snapshot) != found.snapshot:
        return Response(status=409)
    response = Response(found.body, mimetype="application/octet-stream", headers={"Content-Encoding": "gzip"})
    response.set_etag(found.etag)
    return _revalidated(response)


def _travels(store: Store) -> None:
    """Answers 413 where the store is too large for a browser; without it, one request would fill the memory."""
    if geodata.large(store):
        abort(413, f"{store.counts()['incidents']:,} incidents are too many to travel; load the page anew")


def matching(store: Store) -> Response:
    """One bit a row of the columns of the snapshot `of`: whether it contains the words of `q` and one of `reporter`, if
    any, reports it; 409 where the store has gone on, 413 where there are too many."""
    _travels(store)
    words = request.args.get("q", "")[:WORDS_MAX]
    try:
        where = Filter(text=words, claimants=_listed("reporter"))
        found = geodata.matching(store, where, request.args.get("of"))
    except geodata.Outdated:
        return Response(status=409)
    return Response(found, mimetype="application/octet-stream")


def places(store: Store) -> Response:
    """The places that the words of `q` may mean (`geodata.places`), as a JSON list; `said` is the phrase for what one
    is, empty where it goes without saying."""
    words = request.args.get("q", "")[:WORDS_MAX].replace("\x00", " ")
    return jsonify([asdict(spot) | {"said": KIND_WORDS.get(spot.kind, "")} for spot in geodata.places(store, words)])


def displaced(store: Store) -> Response:
    """People displaced over time in the regions and datasets of the request: `stocks`, the total, and `arrivals` a day;
    each a list of first day, last day, lowest and highest claim."""
    where = Filter(regions=_listed("region"), sources=_listed("source"))
    told = {"stocks": geodata.displaced_steps(store, where), "arrivals": geodata.arrivals(store, where)}
    return _revalidated(jsonify(told))


def _listed(name: str) -> tuple[str, ...]:
    return tuple(request.args.getlist(name)[:LISTED_MAX])


def outlines(store: Store) -> Response:
    """The outlines of the admin-1 units that have incidents, as GeoJSON."""
    codes = tuple(sorted(code for code in geodata.values(store, "region")["admin1"] if code))
    return _revalidated(jsonify(geodata.outlines(codes)))


def _revalidated(response: Response, etag: str | None = None) -> Response:
    """Kept by the browser and asked for again by its ETag: the one given, or a hash of the body."""
    response.set_etag(etag) if etag else response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def health(store: Store) -> tuple[Response, int]:
    """Rows of each table and the snapshot that is served, as JSON; 503 where the store cannot be read."""
    try:
        return jsonify(status="ok", rows=store.counts(), snapshot=store.snapshot), 200
    except (OSError, geodata.StoreError) as error:
        return jsonify(status="unreadable", problem=str(error)), 503
