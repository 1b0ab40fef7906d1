"""Put the page together: create_app(store, settings)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from dash import Dash, set_props
from dash.exceptions import DependencyException
from flask import Flask, Response, abort, request
from flask_compress import Compress

import geodata
from geodata import Store

from . import api, basemap, callbacks, claimants, ids, language, layout, remote, restoring, sharing, standalone
from .reading import read_size
from .settings import Settings
from .view import View

PAGE = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"
"""Where Dash serves Plotly's script: `window._dashPlotlyJSURL`."""
BODY_MAX = 256 * 1024
"""Bytes that a request may carry; the controls need a few hundred."""
UPDATE = "/_dash-update-component"
DYNAMIC = ("/api/", UPDATE)
"""What is answered from the store, and so says of which snapshot."""
KEPT = "public, max-age=31536000, immutable"
"""Of a script or style of ours: its address changes with it, so a browser has it fetched and compiled once."""
log = logging.getLogger(__name__)


class _Page(Dash):  # type: ignore[misc]
    ahead: Callable[[], str]
    """The tags for what the browser should fetch before its scripts ask for it."""

    def interpolate_index(self, **parts: str) -> str:
        """The page in the language of the request."""
        page = str(super().interpolate_index(**parts))
        spoken = language.spoken()
        told = {
            "{language}": spoken,
            "{direction}": language.direction(spoken),
            "{words}": language.for_browser(spoken),
            "{ahead}": self.ahead(),
        }
        for name, value in told.items():
            page = page.replace(name, value)
        return page


def create_app(store: Store, settings: Settings | None = None) -> Dash:
    """The Dash app that shows `store`. Nothing is shared between two apps."""
    settings = settings or Settings()
    app = _Page(
        __name__,
        title=settings.title,
        update_title=None,
        index_string=PAGE,
        on_error=_failed,
        suppress_callback_exceptions=True,  # the map and the table are made once they are wanted
    )
    app.ahead = lambda: _ahead(app, store)
    app.layout = lambda: _page(store, settings)
    callbacks.register(app, store)
    _serve(app, store, settings)
    return app


def warm(app: Dash, store: Store) -> None:
    """Work out what every page opens with, so that the first one does not wait."""
    geodata.prepare(store)
    with app.server.test_request_context():
        restoring.restore(store, View(), None, "", read_size(None))
    geodata.displaced_steps(store, geodata.EVERYTHING)
    geodata.arrivals(store, geodata.EVERYTHING)


def _ahead(app: Dash, store: Store) -> str:
    script = f'<link rel="preload" as="script" href="{app.get_relative_path(PLOTLY)}">'
    try:
        rows = "" if geodata.large(store) else restoring.columns_of(store)
    except geodata.StoreError:  # the page says so
        rows = ""
    return script + (f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{rows}">' if rows else "")


def _page(store: Store, settings: Settings) -> Any:
    span = geodata.extent(store)
    return layout.page(settings.title, span.first_day, span.last_day, bool(settings.embed))


def _failed(error: Exception) -> None:
    """Say on the page that an answer failed; the last view stays. What takes too long is answered as in `api`."""
    if isinstance(error, geodata.TooSlow):
        raise error
    log.exception("an answer failed", exc_info=error)
    set_props(
        ids.ERROR,
        {
            "children": language.t(
                "That did not work: {error}. The last view stays; change a filter to try again.", error=error
            ),
            "hidden": False,
        },
    )


def _serve(app: Dash, store: Store, settings: Settings) -> None:
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = BODY_MAX
    server.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "application/json",
        "application/javascript",
        "text/javascript",
        "image/svg+xml",
    ]
    Compress(server)
    basemap.register_tiles(server)
    api.register(server, store)
    remote.register(server, store)
    claimants.register(server, store)
    sharing.register(server, store)
    standalone.register(server, store, settings.title)
    policy = lru_cache(lambda: content_policy(app))

    @server.before_request
    def _begin() -> None:
        language.speak(wanted())
        if request.path == UPDATE and not _is_callback(app):
            abort(400, "no callback of this page")

    @server.errorhandler(DependencyException)
    def _absent(error: DependencyException) -> tuple[str, int]:
        return str(error), 404

    @server.errorhandler(geodata.StoreError)
    def _unanswered(error: geodata.StoreError) -> Response:
        return sharing.refused(error)

    @server.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if request.path.startswith(DYNAMIC):
            response.headers["X-Hauran-Snapshot"] = store.snapshot
        if request.endpoint == "_dash_assets.static" and "m" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = KEPT
        if response.mimetype == "text/html":
            sites = settings.embed if request.args.get("embed") == "on" else ()
            response.headers.setdefault("Content-Security-Policy", " ".join([policy(), *sites]))
        return response


def _is_callback(app: Dash) -> bool:
    """Whether the body asks for one of the page's callbacks, in the shape that Dash sends."""
    body = request.get_json(silent=True)
    return (
        isinstance(body, dict)
        and isinstance(body.get("output"), str)
        and body["output"] in app.callback_map
        and all(isinstance(body.get(part, []), list) for part in ("inputs", "state", "changedPropIds"))
        and "inputs" in body
    )


def wanted() -> str:
    """The language that the request asks for: by `lang` in the address, or else as its browser is set."""
    asked = request.args.get("lang", "")
    return asked if asked in language.LOCALES else request.accept_languages.best_match([*language.LOCALES]) or "en"


def content_policy(app: Dash) -> str:
    """The page may load from its own server alone. It ends with those that may show it inside a page of theirs."""
    scripts = " ".join(app.csp_hashes())
    return (
        f"default-src 'self'; script-src 'self' {scripts}; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri "
        "'self'; frame-ancestors 'self'"
    )
