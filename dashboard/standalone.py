"""A view as one HTML file that needs no server: its incidents, a map of their region, time, table and sources."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

import geodata
from geodata import Filter, Store

from . import claimants, harm, language, sharing, standalone_figures, standalone_map, tally, text
from .basemap import ATTRIBUTION
from .controls import whole
from .language import N_, beside, local, t, tn, word
from .reasons import happened
from .theme import EVENT_COLOURS
from .view import View

STANDALONE = "/api/standalone"
FOLDER = Path(__file__).parent / "alone"
SCRIPTS = ("labels.js", "displaced.js", "alone.js")
INCIDENTS_MAX = 5_000
BYTES_MAX = 1_700_000
"""Of the incidents and figures in a file, so that it can be sent by mail and opened on an old telephone."""
TITLE_MAX = 200


def register(server: Flask, store: Store, title: str) -> None:
    """Add the route to the server. `title` is what the file is called unless the request says."""
    server.add_url_rule(STANDALONE, "standalone", lambda: sharing.answered(lambda: standalone(store, title)))


def standalone(store: Store, title: str) -> Response:
    """The view of the request as a file to keep. Raises ValueError where it cannot be read or nothing may leave."""
    query = request.query_string.decode("utf-8", "replace")
    where = sharing.asked(query, request.args.get("bbox", ""))
    named = request.args.get("title", "")[:TITLE_MAX].replace("\x00", "").strip()
    view = View.from_query(query)
    body = document(store, where, named or title, _filtered(store, view), view.displacement)
    return sharing.attachment(body.encode(), "text/html", geodata.dated("hauran", where) + ".html")


def document(store: Store, where: Filter, title: str, filtered: str = "", marks: bool = True) -> str:
    """The file as text. `filtered` says the filter in words; `marks`: whether the displaced are on its map.

    Raises NothingLeft where no incident may be passed on.
    """
    leaving = geodata.leaving(store, where)
    free = set(leaving.sources["source"][leaving.sources["redistribute"] == "full"])
    if not leaving.rows:
        raise sharing.NothingLeft(
            " ".join(map(sharing.left_out, leaving.left_out))
            or t("No row passes these filters. Widen the dates or take a filter off.")
        )
    within = replace(where, sources=tuple(sorted(free)))
    rows = _plain(geodata.released(store, within, geodata.EXPORTED_TABLES["incidents"], INCIDENTS_MAX).rows)
    window = _window(store, where)
    displaced = standalone_figures.displaced(store, where, window, marks)
    sources = [row for row in leaving.sources.to_dict("records") if row["source"] in free]
    names = [row["source"] for row in sources]
    sources += [row for row in displaced.sources if row["source"] not in free]
    room = BYTES_MAX - len(_json(displaced.told).encode())
    kept = list(_fitting((_incident(row, names) for row in reversed(rows)), room))[::-1]
    if len(kept) < leaving.rows:
        window = max(window[0], kept[0][0]), window[1]
    told = {
        "title": title,
        "filtered": filtered,
        "rows": kept,
        "fields": FIELDS,
        "types": [[t(kind), colour] for kind, colour in EVENT_COLOURS.items()],
        "sources": [sharing.source(row) for row in sources],
        "left": [*_left(leaving, len(kept), kept[0][0]), *displaced.left],
        "window": window,
        "displaced": displaced.told,
        "ground": _ground(kept),
        "words": {name: t(phrase) for name, phrase in PHRASES.items()},
        "disclaimer": t(geodata.DISCLAIMER),
        "attribution": t("Map: {attribution}. Made with Hauran.", attribution=ATTRIBUTION),
    }
    return _page(title, told)


def _window(store: Store, where: Filter) -> tuple[int, int]:
    """First and last day of the window, within the days of the store; the store has an incident."""
    span = geodata.extent(store)
    first, last = span.first_day or 0, span.last_day or 0
    return (
        max(first, geodata.to_day(where.start)) if where.start else first,
        min(last, geodata.to_day(where.end)) if where.end else last,
    )


def _plain(rows: Any) -> list[dict[str, Any]]:
    """The rows with None for what is empty."""
    found: list[dict[str, Any]] = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return found


FIELDS = (
    *("start", "end", "lat", "lon", "type", "solid", "drawn", "named", "radius", "guessed", "when", "place"),
    *("printed", "region", "what", "deaths", "precision", "claimant", "quote", "url", "source", "id"),
)
"""What is kept of an incident, in the order of its list; days since 1970-01-01, degrees, metres."""


def _incident(row: dict[str, Any], sources: list[str]) -> list[Any]:
    first, last = (geodata.to_day(date.fromisoformat(row[name])) for name in ("start_date", "end_date"))
    precision, point = row["location_precision"] or "", row["lat"] is not None and row["lon"] is not None
    low, best, high = (whole(row[f"fatalities_{name}"]) for name in ("low", "best", "high"))
    radius = row["coordinateUncertaintyInMeters"]
    said = {
        "start": first,
        "end": last,
        "lat": round(row["lat"], 5) if point else None,
        "lon": round(row["lon"], 5) if point else None,
        "type": list(EVENT_COLOURS).index(row["event_type"]),
        "solid": int(precision in SOLID),
        "drawn": int(point and precision != "country"),
        "named": int(precision in NAMED),
        "radius": round(radius) if radius else 0,
        "guessed": int(row["match_guessed"] is True),
        "when": text.days(first, last),
        "place": text.shortened(local(row["place"], row["place_ar"])),
        "printed": text.shortened(row["place_printed"]),
        "region": text.shortened(local(row["admin1_name"], row["admin1_name_ar"]) or row["region_printed"]),
        "what": text.shortened(happened(row["event_printed"]) or word(row["sub_event_type"] or row["event_type"])),
        "deaths": text.span(best if low is None else low, best if high is None else high),
        "precision": t(text.PRECISION_WORDS[precision]),
        "claimant": text.shortened(row["claimant"]),
        "quote": text.shortened(row["quote"]),
        "url": text.web(row["url"]),
        "source": sources.index(row["source"]),
        "id": row["id"],
    }
    return [said[name] for name in FIELDS]


SOLID = ("exact", "neighbourhood", "settlement")
"""Precisions whose point is no stand-in for an area."""
NAMED = (*SOLID, "near settlement")
"""Precisions whose place has its name on the map."""


def _fitting(rows: Iterable[list[Any]], room: int) -> Iterator[list[Any]]:
    """The first rows that have room in so many bytes, one at least."""
    for at, row in enumerate(rows):
        room -= len(_json(row).encode())
        if at and room < 0:
            return
        yield row


def _left(leaving: geodata.Leaving, kept: int, first: int) -> list[str]:
    """What is not in the file and why, for whom it is sent to: datasets that stay behind are not named."""
    said = []
    if kept < leaving.rows:
        said.append(
            t(
                "Of {total} incidents the {n} last are in this file, from {day} on, so that it stays small enough to "
                "send. Fewer dates or a filter leave none out.",
                total=text.count(leaving.rows),
                n=text.count(kept),
                day=text.day(first),
            )
        )
    held = sum(item.rows for item in leaving.left_out)
    if held:
        said.append(
            tn(
                "{n} incident that passes the filter is not here: its publisher does not allow that it is passed on.",
                "{n} incidents that pass the filter are not here: their publishers do not allow that they are passed "
                "on.",
                held,
            )
        )
    return said


def _ground(rows: list[list[Any]]) -> dict[str, Any] | None:
    """The map under the rows that are drawn."""
    lat, lon, drawn, named = (FIELDS.index(name) for name in ("lat", "lon", "drawn", "named"))
    points = [(row[lat], row[lon]) for row in rows if row[drawn]]
    return standalone_map.ground(points, list({(row[lat], row[lon]) for row in rows if row[drawn] and row[named]}))


def _filtered(store: Store, view: View) -> str:
    """What is filtered, in words; regions and datasets by their names."""
    units, told = geodata.per_region(store), geodata.datasets(store)
    names = dict(zip(units["admin0"], units["admin0_name"], strict=True))
    names |= {geodata.rest(code): t("{country}, region not known", country=name) for code, name in names.items()}
    names |= dict(zip(units["admin1"], units["admin1_name"], strict=True))
    names |= dict(zip(map(geodata.district, units["admin1"], units["admin2_name"]), units["admin2_name"], strict=True))
    names |= {f"{kind}/": t("{kind}, kind not stated", kind=word(kind)) for kind in EVENT_COLOURS}
    names |= {code: word(said) for code, said in tally.NO_REGION.items()}
    titles = {row["source"]: row["title"] or row["source"] for row in told.to_dict("records")}
    parts = [
        text.window(view.start, view.end) if view.start and view.end else "",
        *(names.get(code) or code for code in view.regions),
        *(names.get(kind) or word(kind) for kind in view.types),
        *(word(text.PRECISION_WORDS.get(name, name)) for name in view.precisions),
        *map(word, view.statuses),
        *(titles.get(name, name) for name in view.sources),
        *map(claimants.said, view.claimants),
        *harm.said(view),
        f"“{view.text.strip()}”" if view.text.strip() else "",
        t("only what the map shows") if view.extent else "",
        t("drawn area") if view.area else "",
    ]
    return beside(*parts)


PHRASES = {
    "all": N_("{n} incidents in all"),
    "of": N_("{n} of {total} incidents"),
    "map": N_("Map of incidents"),
    "time": N_("Time"),
    "from": N_("From"),
    "to": N_("To"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "in": N_("Zoom in"),
    "out": N_("Zoom out"),
    "whole": N_("Show all"),
    "key": N_("Key"),
    "solid": N_("Town, village or exact point"),
    "hollow": N_("Stands for a wider area"),
    "many": N_("Several at one place, by type"),
    "guessed": N_("Spelling mended: a guess"),
    "incidents": N_("Incidents"),
    "sources": N_("Sources"),
    "date": N_("Date"),
    "place": N_("Place"),
    "printed": N_("as printed: {words}"),
    "region": N_("Region"),
    "what": N_("What happened"),
    "deaths": N_("Deaths"),
    "precision": N_("Precision"),
    "claimant": N_("Reported by"),
    "link": N_("Link"),
    "here": N_("{n} at one place"),
    "undrawn": N_("{n} not on the map"),
    "none": N_("No incidents in this window"),
    "displaced": N_("People displaced"),
    "figure": N_("Figure"),
}
"""What the file says, by the name that its script knows it by."""


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _page(title: str, told: dict[str, Any]) -> str:
    """The parts put together; nothing in them can end the element that it stands in."""
    script = "".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    held = b64encode(sha256(script.encode()).digest()).decode()
    parts = {
        "lang": language.spoken(),
        "dir": language.direction(language.spoken()),
        "title": escape(title),
        "policy": f"default-src 'none'; script-src 'sha256-{held}'; style-src 'unsafe-inline'; base-uri 'none'",
        "style": (FOLDER / "alone.css").read_text(encoding="utf-8"),
        "script": script,
        "told": _json(told).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"),
    }
    pieces = (FOLDER / "alone.html").read_text(encoding="utf-8").split("%%")
    return "".join(parts[piece] if at % 2 else piece for at, piece in enumerate(pieces))
