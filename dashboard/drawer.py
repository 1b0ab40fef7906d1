"""What the drawer shows: the card of an incident, the incidents of a spot, the displacement figures behind a total."""

from __future__ import annotations

import json
from typing import Any

from dash import dcc, html

import geodata

from . import ids, text
from .controls import figure_words, range_words, swatch, whole


def spot_list(rows: list[dict[str, Any]], total: int) -> list[Any]:
    """The incidents of one spot, to choose from; `total` counts those that are not listed too."""
    places = sorted({r["place"] or r["place_printed"] or "" for r in rows})
    more = f", the first {len(rows)} listed" if total > len(rows) else ""
    return [
        html.H2(places[0] if len(places) == 1 else f"{len(places)} places"),
        html.P(f"{text.counted(total, 'incident', 'incidents')} here{more}", className="muted"),
        html.Ul([html.Li(_pick(r)) for r in rows], className="picks"),
    ]


def _pick(row: dict[str, Any]) -> Any:
    killed = whole(row["fatalities_best"])
    return html.Button(
        [
            swatch(row["event_type"]),
            html.Span(
                [
                    html.Span(text.days(row["start_day"], row["end_day"]), className="pick-when"),
                    row["event_printed"] or row["event_type"],
                ]
            ),
            html.Span(text.counted(killed, "death", "deaths") if killed else "", className="count"),
        ],
        id=ids.opens(row["id"]),
        className="pick",
    )


def card(row: dict[str, Any], earlier: str | None = None, later: str | None = None) -> list[Any]:
    """One incident with everything that defends it. `row` is what `geodata.incident` gives; `earlier` and `later` are
    the ids of its neighbours in time, None where there are none."""
    return [
        html.P(
            [swatch(row["event_type"]), row["sub_event_type"] or row["event_type"]],
            className="card-type",
        ),
        html.H2(_sentence(row["event_printed"] or row["event_type"])),
        html.P([html.B(text.days(row["start_day"], row["end_day"])), _clock(row)], className="card-when"),
        _section("Where", _where(row)),
        _section("How precise", _precision(row)),
        _section("Harm", _harm(row)),
        _section("Who says so", _claim(row)),
        _section(
            "How it was read",
            [
                (
                    "Event type",
                    f"{row['event_type']}: {row['event_reason']}" if row["event_reason"] else row["event_type"],
                )
            ],
        ),
        _section("From", _dataset(row)),
        html.Section([html.H3("Cite as"), html.P(citation(row), className="cite"), _copy(row)]),
        html.Nav([_neighbour(earlier, "← Earlier"), _neighbour(later, "Later →")], className="neighbours"),
    ]


def citation(row: dict[str, Any]) -> str:
    """What to write under a quotation: the incident, its place as printed and chosen, who says so, the dataset."""
    printed, chosen = row["place_printed"], row["place"]
    named = f"{chosen} (printed “{printed}”)" if chosen and printed and chosen != printed else chosen or printed
    place = ", ".join(filter(None, [named, row["admin1_name"], row["admin0_name"]]))
    said = ", ".join(filter(None, [row["claimant"], row["compiled_from"]]))
    dataset = row["dataset"]
    source = [dataset.get("title") or row["source"], dataset.get("publisher"), dataset.get("licence")]
    what = _sentence(row["event_printed"] or row["event_type"])
    parts = [
        ", ".join(filter(None, [what, place, text.days(row["start_day"], row["end_day"])])),
        f"Reported by {said}" if said else "",
        ", ".join(filter(None, source)),
        f"Incident {row['id']}",
    ]
    return ". ".join(filter(None, parts)) + "."


def _copy(row: dict[str, Any]) -> Any:
    return html.Span([dcc.Clipboard(content=citation(row), title="Copy the citation", className="copy"), "Copy"])


def _neighbour(incident: str | None, words: str) -> Any:
    return html.Button(words, id=ids.opens(incident), className="link") if incident else html.Span()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _section(title: str, pairs: list[tuple[str, Any]]) -> Any:
    lines = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs if value not in (None, "", [])]
    return html.Section([html.H3(title), html.Dl(lines)]) if lines else None


def _clock(row: dict[str, Any]) -> str:
    start, end = row["start_minute"], row["end_minute"]
    printed = row["time_printed"] or ""
    if start is None:
        return "" if row["time_precision"] in ("day", None) else f" · to the {row['time_precision']}"
    clock = f"{int(start) // 60:02d}:{int(start) % 60:02d}"
    if end is not None and end != start:
        clock += f"–{int(end) // 60:02d}:{int(end) % 60:02d}"
    return f" · {clock} local time" + (f" (printed “{printed}”)" if printed and clock not in printed else "")


def _where(row: dict[str, Any]) -> list[tuple[str, Any]]:
    printed = ", ".join(filter(None, [row["place_printed"], row["region_printed"]]))
    chosen = [
        html.B(row["place"]),
        f" {row['place_ar'] or ''}",
        html.Br(),
        ", ".join(filter(None, [row["admin1_name"], row["admin0_name"]])),
    ]
    score = f"{row['match_score']:.2f} of 1" if row["match_score"] is not None else ""
    guess = (
        html.Span("Spelling mended: a guess, kept beside what was printed", className="guess")
        if row["match_guessed"]
        else None
    )
    return [
        ("Printed", printed),
        ("Chosen", chosen if row["place"] else html.Span("None: it stays off the map", className="guess")),
        ("", guess),
        ("Score", score),
        ("Found by", text.METHOD_WORDS.get(row["match_method"] or "", "")),
        ("Because", row["match_reason"]),
        ("Other candidates", _alternatives(row["match_alternatives"])),
    ]


def _alternatives(stored: str | None) -> list[Any]:
    found = [c for c in json.loads(stored or "[]") if c["score"] >= WORTH_NAMING]
    return [
        html.Div(f"{c['name']}, {', '.join(filter(None, [c.get('admin1'), c.get('country')]))} ({c['score']:.2f})")
        for c in found[:4]
    ]


def _precision(row: dict[str, Any]) -> list[tuple[str, Any]]:
    point = f"{row['lat']:.4f}, {row['lon']:.4f}" if row["lat"] is not None else ""
    return [
        ("Place", text.PRECISION_WORDS[row["location_precision"] or ""]),
        ("Within", text.distance(row["radius_m"]) if row["radius_m"] else ""),
        ("Point", point),
        ("Time", f"to the {row['time_precision']}" if row["time_precision"] else ""),
    ]


def _harm(row: dict[str, Any]) -> list[tuple[str, Any]]:
    low, best, high = (whole(row[f"fatalities_{k}"]) for k in ("low", "best", "high"))
    deaths = (
        "not stated"
        if low is best is high is None
        else text.span(best if low is None else low, best if high is None else high)
    )
    return [
        ("Deaths", deaths),
        ("Injured", "not stated" if row["injured"] is None else text.count(whole(row["injured"]))),
        ("Events", text.count(whole(row["event_count"])) if row["event_count"] is not None else ""),
        ("Status", row["status"] if row["status"] != "reported" else ""),
    ]


def _claim(row: dict[str, Any]) -> list[tuple[str, Any]]:
    link = (
        html.A(row["url"], href=row["url"], target="_blank", rel="noopener noreferrer")
        if _is_web(row["url"])
        else row["url"]
    )
    return [
        ("Reported by", row["claimant"] or "not stated"),
        ("Actors", " / ".join(filter(None, [row["actor1"], row["actor2"]]))),
        ("Quote", html.Q(row["quote"]) if row["quote"] else None),
        ("Link", link),
        ("Notes", row["notes"]),
    ]


def _is_web(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("https://", "http://"))


def _dataset(row: dict[str, Any]) -> list[tuple[str, Any]]:
    dataset = row["dataset"]
    return [
        ("Compiled from", row["compiled_from"]),
        ("Dataset", dataset.get("title") or row["source"]),
        ("Publisher", dataset.get("publisher")),
        ("Licence", dataset.get("licence") or "not stated"),
        ("Row", f"{row['source_row']} of {dataset.get('file')}" if row["source_row"] is not None else ""),
        ("Id", row["id"]),
    ]


WORTH_NAMING = 0.3
"""Score from which another candidate is shown on the card; the store keeps them all."""
STANDING_WORDS = {
    "total": "Totals that rival each other",
    "part": "Parts of the totals, never added",
    "forecast": "Forecasts, apart from what was counted",
    "outdated": "Older figures",
    "triangulation": "For comparison only",
    "outside": "Wider than the chosen regions",
}


def displaced_list(stocks: Any, movements: Any, day: int | None) -> list[Any]:
    """The figures behind the displaced total, grouped by why they are or are not in it; then arrivals and returns."""
    total = geodata.spanned(stocks[stocks["standing"] == "total"])
    head = [
        html.H2("People displaced"),
        html.P([html.B(range_words(total)), f" · valid on {text.day(day)}" if day is not None else ""]),
        html.P(
            "Sources differ: the range runs from the lowest to the highest figure that holds on that day.",
            className="muted",
        ),
    ]
    groups = [
        html.Section(
            [
                html.H3(words),
                html.Ul([_stock(r) for r in stocks[stocks["standing"] == name].to_dict("records")], className="stocks"),
            ]
        )
        for name, words in STANDING_WORDS.items()
        if (stocks["standing"] == name).any()
    ]
    return [*head, *groups, *_movement_list(movements)]


def _stock(row: dict[str, Any]) -> Any:
    return html.Li(
        [
            html.B(figure_words(row)),
            html.Span(f" {row['place_printed'] or row['region_printed'] or ''}"),
            html.Div(
                " · ".join(filter(None, [row["claimant"], text.day(row["as_of_day"]), row["compiled_from"]])),
                className="muted",
            ),
            html.Div(row["why"], className="why"),
        ]
    )


def _movement_list(movements: Any) -> list[Any]:
    sections = []
    for measure, words in (("flow", "Arrivals in the window"), ("return", "Returns in the window")):
        rows = movements[movements["measure"] == measure]
        if len(rows):
            lines = [
                html.Li(
                    [
                        html.B(figure_words(r)),
                        f" {r['place_printed'] or ''}",
                        html.Div(" · ".join(filter(None, [r["claimant"], _period(r)])), className="muted"),
                    ]
                )
                for r in rows.to_dict("records")
            ]
            sections.append(html.Section([html.H3(words), html.Ul(lines, className="stocks")]))
    return sections


def _period(row: dict[str, Any]) -> str:
    return text.days(whole(row["start_day"]), whole(row["end_day"]))
