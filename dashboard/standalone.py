"""A view as one HTML file that needs no server: its incidents, a map of their region, time, table and sources."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

import geodata
from geodata import Filter, Store

from . import claimants, harm, language, sharing, tally, text
from .controls import whole
from .language import N_, beside, t, tn, word
from .reasons import happened
from .theme import EVENT_COLOURS
from .view import View

STANDALONE = "/api/standalone"
FOLDER = Path(__file__).parent / "alone"
INCIDENTS_MAX = 5_000
BYTES_MAX = 1_700_000
"""Of the incidents in a file, so that it can be sent by mail and opened on an old telephone."""
WORDS_MAX = 300
"""Letters of a quote or any other text of an incident."""
TITLE_MAX = 200
MARGIN = 0.25
"""Of the width of the incidents' box, around it."""
LEAST_DEGREES = 0.6
UNITS_UP_TO = 25.0
"""Degrees across, up to which admin-1 units are drawn besides countries."""
ASPECT = 2.2
"""Width of the map by its height, at least."""
LINES = 1500
"""Parts of the map's width that its lines are true to."""


def register(server: Flask, store: Store, title: str) -> None:
    """Add the route to the server. `title` is what the file is called unless the request says."""
    server.add_url_rule(STANDALONE, "standalone", lambda: sharing.answered(lambda: standalone(store, title)))


def standalone(store: Store, title: str) -> Response:
    """The view of the request as a file to keep. Raises ValueError where it cannot be read or nothing may leave."""
    query = request.query_string.decode("utf-8", "replace")
    where = sharing.asked(query, request.args.get("bbox", ""))
    named = request.args.get("title", "")[:TITLE_MAX].replace("\x00", "").strip()
    body = document(store, where, named or title, _filtered(store, View.from_query(query)))
    return sharing.attachment(body.encode(), "text/html", geodata.dated("hauran", where) + ".html")


def document(store: Store, where: Filter, title: str, filtered: str = "") -> str:
    """The file as text. `filtered` says the filter in words. Raises NothingLeft where no incident may be passed on."""
    leaving = geodata.leaving(store, where)
    free = set(leaving.sources["source"][leaving.sources["redistribute"] == "full"])
    if not leaving.rows:
        raise sharing.NothingLeft(
            " ".join(map(sharing.left_out, leaving.left_out))
            or t("No row passes these filters. Widen the dates or take a filter off.")
        )
    within = replace(where, sources=tuple(sorted(free)))
    rows = _plain(geodata.released(store, within, geodata.EXPORTED_TABLES["incidents"], INCIDENTS_MAX).rows)
    sources = [row for row in leaving.sources.to_dict("records") if row["source"] in free]
    kept = list(_fitting(_incident(row, [s["source"] for s in sources]) for row in reversed(rows)))[::-1]
    told = {
        "title": title,
        "filtered": filtered,
        "rows": kept,
        "fields": FIELDS,
        "types": [[t(kind), colour] for kind, colour in EVENT_COLOURS.items()],
        "sources": [sharing.source(row) for row in sources],
        "left": _left(leaving, len(kept), kept[0][0]),
        "ground": _ground(kept),
        "words": {name: t(phrase) for name, phrase in PHRASES.items()},
        "disclaimer": t(geodata.DISCLAIMER),
        "attribution": t("Map: {attribution}. Made with Hauran.", attribution="Natural Earth"),
    }
    return _page(title, told)


def _plain(rows: Any) -> list[dict[str, Any]]:
    """The rows with None for what is empty."""
    found: list[dict[str, Any]] = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return found


FIELDS = (
    *("start", "end", "lat", "lon", "type", "solid", "drawn", "radius", "guessed", "when", "place", "printed"),
    *("region", "what", "deaths", "precision", "claimant", "quote", "url", "source", "id"),
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
        "radius": round(radius) if radius else 0,
        "guessed": int(row["match_guessed"] is True),
        "when": text.days(first, last),
        "place": _cut(row["place"]),
        "printed": _cut(row["place_printed"]),
        "region": _cut(row["admin1_name"] or row["region_printed"]),
        "what": _cut(happened(row["event_printed"]) or word(row["sub_event_type"] or row["event_type"])),
        "deaths": text.span(best if low is None else low, best if high is None else high),
        "precision": t(text.PRECISION_WORDS[precision]),
        "claimant": _cut(row["claimant"]),
        "quote": _cut(row["quote"]),
        "url": row["url"] if _is_web(row["url"]) else "",
        "source": sources.index(row["source"]),
        "id": row["id"],
    }
    return [said[name] for name in FIELDS]


SOLID = ("exact", "neighbourhood", "settlement")
"""Precisions whose point is no stand-in for an area."""


def _cut(words: str | None) -> str:
    plain = words or ""
    return plain if len(plain) <= WORDS_MAX else plain[:WORDS_MAX].rstrip() + "…"


def _is_web(url: str | None) -> bool:
    return bool(url) and len(str(url)) <= 2 * WORDS_MAX and str(url).startswith(("https://", "http://"))


def _fitting(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """The first rows that BYTES_MAX has room for, one at least."""
    room = BYTES_MAX
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


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a map, degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def across(self) -> float:
        return max(self.east - self.west, self.north - self.south)


def _frame(points: list[tuple[float, float]]) -> Frame | None:
    """The box around points (lat, lon) with a margin; None without points."""
    if not points:
        return None
    lats, lons = zip(*points, strict=True)
    pad = max(LEAST_DEGREES, MARGIN * max(max(lats) - min(lats), max(lons) - min(lons)))
    south, north = max(-84.0, min(lats) - pad), min(84.0, max(lats) + pad)
    middle, half = (min(lons) + max(lons)) / 2, (max(lons) - min(lons)) / 2 + pad
    half = max(half, ASPECT / 2 * (north - south) / math.cos(math.radians((south + north) / 2)))
    return Frame(max(-180.0, middle - half), south, min(180.0, middle + half), north)


def _ground(rows: list[list[Any]]) -> dict[str, Any] | None:
    """Land under the incidents: the box, and outlines as whole numbers of 1/scale degrees, lon and lat by turns."""
    lat, lon, drawn = (FIELDS.index(name) for name in ("lat", "lon", "drawn"))
    frame = _frame([(row[lat], row[lon]) for row in rows if row[drawn]])
    if frame is None:
        return None
    tolerance = frame.across / LINES
    scale = 10 ** max(1, math.ceil(-math.log10(tolerance)))
    found: Any = geodata.ground((frame.west, frame.south, frame.east, frame.north), tolerance)
    arabic = language.spoken() == "ar"
    return {
        "box": [frame.west, frame.south, frame.east, frame.north],
        "scale": scale,
        "shapes": [
            [said["level"], (arabic and said["name_ar"]) or said["name"], _rings(feature, scale)]
            for feature in found["features"]
            if (said := feature["properties"])["level"] == 0 or frame.across <= UNITS_UP_TO
        ],
    }


def _rings(feature: dict[str, Any], scale: int) -> list[list[int]]:
    polygons = feature["geometry"]["coordinates"]
    return [[round(at * scale) for point in ring for at in point] for polygon in polygons for ring in polygon]


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
}
"""What the file says, by the name that its script knows it by."""


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _page(title: str, told: dict[str, Any]) -> str:
    """The parts put together; nothing in them can end the element that it stands in."""
    script = (FOLDER / "alone.js").read_text(encoding="utf-8")
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
