"""What leaves the page: the rows of a view as a file, and what would be in it. The query is that of the page's URL."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from flask import Flask, Response, jsonify, request

import geodata
from geodata import Filter, Store

from .basemap import ATTRIBUTION
from .language import number, t, tn
from .view import View

EXPORT, PREVIEW, COVERED = "/api/export", "/api/export/preview", "/api/covered"
INCIDENTS, DISPLACEMENT = "incidents", "displacement"
NAMED_OTHERWISE = {"types": "event_types"}
"""Fields of View that Filter calls otherwise."""
NOT_OF_FIGURES = ("event_types", "actors", "text", "deaths_least", "deaths_unstated", "doubts", "claimants")
"""Fields of Filter that displacement figures have not."""
PROBLEMS = (ValueError, geodata.StoreError, OSError)
"""What a file may fail by: a query that cannot be read, a format that is too small, a store that does not answer."""


class NothingLeft(ValueError):  # noqa: N818
    """No row of the view may leave, or there is none; the message says which."""


def register(server: Flask, store: Store) -> None:
    """Add the routes to the server."""
    server.add_url_rule(EXPORT, "export", lambda: answered(lambda: exported(store)))
    server.add_url_rule(PREVIEW, "export_preview", lambda: jsonify(preview(store)))
    server.add_url_rule(COVERED, "covered", lambda: answered(lambda: covered(store)))


def covered(store: Store) -> Response:
    """Where the incidents of the view lie (`geodata.covered`), whatever the map shows now; null where there is none. In
    a store without incidents, where its figures lie."""
    view = View.from_query(request.query_string.decode("utf-8", "replace"))
    found = geodata.covered(store, filtered(view))
    return jsonify(found or (geodata.extent(store).bbox if not store.counts()["incidents"] else None))


def filtered(view: View, box: geodata.Box | None = None) -> Filter:
    """What a view shows, as a filter: each field of View that Filter has too; `box` is what the map shows, degrees."""
    known = {field.name for field in fields(Filter)}
    told = {NAMED_OTHERWISE.get(field.name, field.name): getattr(view, field.name) for field in fields(view)}
    return Filter(**{name: value for name, value in told.items() if name in known} | {"bbox": box})


def asked(query: str, bbox: str = "") -> Filter:
    """The filter of a query as the page's URL has it. `bbox` is west,south,east,north in degrees.

    Raises ValueError for a box that is none, and where the view is only what the map shows and no box says what.
    """
    view = View.from_query(query)
    if view.extent and not bbox:
        raise ValueError(t("extent=on needs what the map shows: bbox=west,south,east,north in degrees"))
    return filtered(view, box(bbox) if bbox else None)


def box(text: str) -> geodata.Box:
    """West, south, east, north of a text such as 35.5,32.3,37,33.5. Raises ValueError where it is no box on Earth."""
    try:
        west, south, east, north = (float(side) for side in text[:200].split(","))
    except ValueError:
        raise ValueError(_no_box(text)) from None
    if not all(map(math.isfinite, (west, south, east, north))) or not -90 <= south <= north <= 90:
        raise ValueError(_no_box(text))
    return west, south, east, north


def _no_box(text: str) -> str:
    return t("bbox={text} is no box. Write west,south,east,north in degrees: 35.5,32.3,37,33.5", text=text[:60])


def answered(answer: Callable[[], Response]) -> Response:
    """The answer, or why there is none (`refused`)."""
    try:
        return answer()
    except PROBLEMS as error:
        return refused(error)


def refused(error: Exception) -> Response:
    """Why there is no answer, in words: 400 for the query, 404 for no rows, 413 too large, 422 slow, 503 the store."""
    return Response(_words(error), _status(error), {"Cache-Control": "no-store"}, mimetype="text/plain")


def _words(error: Exception) -> str:
    slow = isinstance(error, geodata.TooSlow)
    return t("This takes longer than the store allows. Narrow the dates or the filters.") if slow else str(error)


def _status(error: Exception) -> int:
    if isinstance(error, geodata.TooSlow):
        return 422
    if isinstance(error, NothingLeft):
        return 404
    if isinstance(error, geodata.TooLarge):
        return 413
    return 400 if isinstance(error, ValueError) else 503


def attachment(body: bytes, mimetype: str, name: str) -> Response:
    """A file that the browser keeps under its name, never one of yesterday."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype=mimetype, headers=headers)


def _wanted() -> tuple[str, str, Filter]:
    """Table, format and filter of the request. Raises ValueError for what is not there."""
    table, format = request.args.get("rows", INCIDENTS), request.args.get("format", "csv")
    for name, given, known in (("rows", table, geodata.EXPORTED_TABLES), ("format", format, geodata.EXPORT_FORMATS)):
        if given not in known:
            raise ValueError(
                t("{name}={given} is not known; there is {known}", name=name, given=given[:60], known=", ".join(known))
            )
    where = asked(request.query_string.decode("utf-8", "replace"), request.args.get("bbox", ""))
    return table, format, where.without(*NOT_OF_FIGURES) if table == DISPLACEMENT else where


def exported(store: Store) -> Response:
    """The rows of the view with their manifest, zipped, as far as their datasets may be passed on."""
    table, format, where = _wanted()
    leaving = geodata.leaving(store, where, table)
    _some(leaving)
    _fits(format, leaving.rows + leaving.rows_counted)
    made = geodata.export(store, where, format, table=table)
    return attachment(made.zipped(), geodata.ZIP, zip_name(made.name))


def zip_name(name: str) -> str:
    """The name of the archive around a file.

    >>> zip_name("incidents_2018-07-03.csv")
    'incidents_2018-07-03.zip'
    """
    return f"{name.rpartition('.')[0] or name}.zip"


def _some(leaving: geodata.Leaving) -> None:
    """Raises NothingLeft where no row would leave."""
    if leaving.rows + leaving.rows_counted:
        return
    held = " ".join(left_out(item) for item in leaving.left_out)
    raise NothingLeft(held or t("No row passes these filters. Widen the dates or take a filter off."))


def preview(store: Store) -> dict[str, Any]:
    """What `exported` would give, as JSON: `rows`, `counted` (rows that leave as counts), `shown` (all that pass),
    `total` (of the store), `left_out` in words, `sources`, and `problem`: why there would be no file, or ""."""
    try:
        table, format, where = _wanted()
        leaving = geodata.leaving(store, where, table)
        told = _told(store, table, leaving)
    except PROBLEMS as error:
        return {"problem": _words(error)}
    try:
        _some(leaving)
        _fits(format, leaving.rows + leaving.rows_counted)
    except ValueError as error:
        return told | {"problem": str(error)}
    return told | {"problem": ""}


def _told(store: Store, table: str, leaving: geodata.Leaving) -> dict[str, Any]:
    return {
        "rows": leaving.rows,
        "counted": leaving.rows_counted,
        "shown": leaving.rows + sum(item.rows for item in leaving.left_out),
        "total": store.counts()[table],
        "left_out": [left_out(item) for item in leaving.left_out],
        "sources": [source(row) for row in leaving.sources.to_dict("records")],
        "attribution": ATTRIBUTION,
        "disclaimer": t(geodata.DISCLAIMER),
    }


def source(row: dict[Any, Any]) -> dict[str, str]:
    """A dataset as it is named under a picture: its title with its licence, and how to cite it."""
    title, licence = str(row["title"] or row["source"]), str(row["licence"] or t("no licence stated"))
    return {"named": f"{title} ({licence})", "cite": geodata.citation(row)}


def _fits(format: str, rows: int) -> None:
    most = geodata.EXPORT_FORMATS[format].rows_max
    if most is not None and rows > most:
        raise geodata.TooLarge(
            tn(
                "{n} row is more than {most}, all that this format holds. Choose CSV or GeoParquet.",
                "{n} rows are more than {most}, all that this format holds. Choose CSV or GeoParquet.",
                rows,
                most=f"{most:,}",
            )
        )
    if rows > geodata.EXPORT_ROWS_MAX:
        raise geodata.TooLarge(
            t(
                "{n} rows are more than this page packs into one file, {most}. Narrow the dates or the filters.",
                n=number(rows),
                most=number(geodata.EXPORT_ROWS_MAX),
            )
        )


def left_out(item: geodata.LeftOut) -> str:
    """Which rows stay behind and why, in plain words."""
    if item.counted:
        return tn(
            "{n} row of “{dataset}” leaves as a count by region and month alone: its publisher allows no more.",
            "{n} rows of “{dataset}” leave as counts by region and month alone: its publisher allows no more.",
            item.rows,
            dataset=item.source,
        )
    return tn(
        "{n} row of “{dataset}” stays behind: its publisher does not allow that it is passed on.",
        "{n} rows of “{dataset}” stay behind: its publisher does not allow that they are passed on.",
        item.rows,
        dataset=item.source,
    )
