"""The parts of the page that follow from the data: choices with counts, the strip of figures, the card, the lists."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
from dash import html

import geodata

from . import figures, ids, text
from .theme import EVENT_COLOURS


def type_choices(per_type: Any) -> list[Any]:
    """A checkbox for each event type in the store with its colour and count, its sub-types under it. From `geodata.per_event_type`."""
    rows = sorted(per_type.to_dict("records"), key=lambda r: list(EVENT_COLOURS).index(r["event_type"]))
    groups = [(kind, list(found)) for kind, found in groupby(rows, key=lambda r: r["event_type"])]
    groups.sort(key=lambda group: -sum(r["incidents"] for r in group[1]))
    return [choice for kind, found in groups for choice in _type_group(kind, found)]


def _type_group(kind: str, rows: list[dict[str, Any]]) -> list[Any]:
    subs = sorted((r for r in rows if r["sub_event_type"]), key=lambda r: -r["incidents"])
    swatch = html.I(className="swatch", style={"background": EVENT_COLOURS[kind]})
    head = _choice(kind, [swatch, kind], sum(r["incidents"] for r in rows))
    if len(subs) < 2:
        return [head]
    return [head, *(_choice(r["sub_event_type"], [r["sub_event_type"]], r["incidents"], "sub") for r in subs)]


def region_choices(per_region: Any) -> list[Any]:
    """A checkbox for each country and, under it, each admin-1 unit with incidents in the store; then those without a place."""
    rows = per_region.to_dict("records")
    placed = sorted((r for r in rows if r["admin0"] != geodata.NOWHERE), key=lambda r: r["admin0_name"])
    choices = []
    for country, found in groupby(placed, key=lambda r: r["admin0"]):
        units = sorted(found, key=lambda r: (-r["incidents"], r["admin1_name"]))
        choices.append(_choice(country or "?", [units[0]["admin0_name"] or "At sea or unknown"], sum(u["incidents"] for u in units)))
        choices += [_choice(u["admin1"], [u["admin1_name"]], u["incidents"], "sub") for u in units if u["admin1"]]
    return choices + [_choice(geodata.NOWHERE, ["Not on the map"], r["incidents"]) for r in rows if r["admin0"] == geodata.NOWHERE]


def _choice(value: str, label: list[Any], number: int, level: str = "head") -> Any:
    line = html.Span([html.Span(label, className="choice-name"), html.Span(text.count(number), className="count")], className="choice-line")
    return dmc.Checkbox(value=value, label=line, size="xs", className=f"choice {level}{'' if number else ' none'}")


def dataset_badge(datasets: Any) -> Any:
    """The datasets of the store and their licences, in a word each."""
    rows = datasets.to_dict("records")
    if not rows:
        return []
    names = [r["title"] or r["source"] for r in rows]
    licences = sorted({r["licence"] for r in rows if r["licence"]})
    shown = names[0] if len(names) == 1 else f"{len(names)} datasets"
    full = "; ".join(f"{r['title'] or r['source']} ({r['licence'] or 'no licence stated'})" for r in rows)
    return html.Span([shown, html.Span(" · ".join(licences), className="licences")], title=full)


def figure_strip(summary: geodata.Summary, displaced: geodata.Range) -> list[Any]:
    """Incidents, deaths, displaced, and how precisely all is located."""
    deaths = text.span(summary.deaths_low, summary.deaths_high)
    unknown = f"{summary.deaths_unknown:,} state no number" if summary.deaths_unknown else "each states a number"
    return [
        _figure("Incidents", text.count(summary.incidents), text.days(summary.first_day, summary.last_day) or "none in this window"),
        _figure("Deaths", deaths if summary.incidents else "–", unknown if summary.incidents else ""),
        html.Button(_figure_body("Displaced", _range(displaced), _as_of(displaced)), id=ids.opens(ids.DISPLACED), className="figure", title="The figures behind this"),
        _figure("Located to a town or better", text.share(summary.share_precise), _not_placed(summary)),
    ]


def _figure(name: str, value: str, note: str) -> Any:
    return html.Div(_figure_body(name, value, note), className="figure")


def _figure_body(name: str, value: str, note: str) -> list[Any]:
    return [html.Span(name, className="figure-name"), html.Span(value, className="figure-value"), html.Span(note, className="figure-note")]


def _range(found: geodata.Range) -> str:
    return text.span(found.low, found.high, found.open_below, found.open_above)


def _as_of(found: geodata.Range) -> str:
    if found.low is None:
        return "no figure holds on the last day"
    return f"as of {text.day(found.as_of_day)} · {text.counted(len(found.claimants), 'source', 'sources')}"


def _not_placed(summary: geodata.Summary) -> str:
    parts = [f"{summary.guessed:,} spelling mended" if summary.guessed else "", f"{summary.unlocated:,} not on the map" if summary.unlocated else ""]
    return " · ".join(filter(None, parts)) or ("all on the map" if summary.incidents else "")


def table_rows(incidents: Any) -> list[dict[str, Any]]:
    """The rows of the table. `incidents` is `geodata.incidents`' table."""
    return [
        {
            "id": r["id"],
            "day": r["start_day"],
            "when": text.days(r["start_day"], r["end_day"]),
            "place": ("≈ " if r["match_guessed"] is True else "") + (r["place"] or "–"),
            "printed": r["place_printed"] or "",
            "region": r["admin1_name"] or r["region_printed"] or "",
            "what": r["event_printed"] or r["sub_event_type"] or r["event_type"],
            "killed": text.span(_int(r["fatalities_low"] if _int(r["fatalities_low"]) is not None else r["fatalities_best"]),
                                _int(r["fatalities_high"] if _int(r["fatalities_high"]) is not None else r["fatalities_best"])),
            "precision": text.PRECISION_WORDS[r["location_precision"] or ""],
            "claimant": r["claimant"] or "",
        }
        for r in incidents.to_dict("records")
    ]  # fmt: skip


def _int(value: Any) -> int | None:
    return None if value is None or value != value else int(value)


def spot_list(rows: list[dict[str, Any]]) -> list[Any]:
    """The incidents of one spot, to choose from."""
    first = rows[0]
    return [
        html.H2(first["place"] or first["place_printed"]),
        html.P(f"{len(rows)} incidents at this point", className="muted"),
        html.Ul([html.Li(_pick(r)) for r in rows], className="picks"),
    ]


def _pick(row: dict[str, Any]) -> Any:
    swatch = html.I(className="swatch", style={"background": EVENT_COLOURS[row["event_type"]]})
    killed = _int(row["fatalities_best"])
    return html.Button(
        [
            swatch,
            html.Span([html.Span(text.days(row["start_day"], row["end_day"]), className="pick-when"), row["event_printed"] or row["event_type"]]),
            html.Span(text.counted(killed, "death", "deaths") if killed else "", className="count"),
        ],
        id=ids.opens(row["id"]),
        className="pick",
    )


def card(row: dict[str, Any]) -> list[Any]:
    """One incident with everything that defends it. `row` is what `geodata.incident` gives."""
    colour = EVENT_COLOURS[row["event_type"]]
    return [
        html.P([html.I(className="swatch", style={"background": colour}), row["sub_event_type"] or row["event_type"]], className="card-type"),
        html.H2(_sentence(row["event_printed"] or row["event_type"])),
        html.P([html.B(text.days(row["start_day"], row["end_day"])), _clock(row)], className="card-when"),
        _section("Where", _where(row)),
        _section("How precise", _precision(row)),
        _section("Harm", _harm(row)),
        _section("Who says so", _claim(row)),
        _section("How it was read", [("Event type", f"{row['event_type']}: {row['event_reason']}" if row["event_reason"] else row["event_type"])]),
        _section("From", _dataset(row)),
    ]


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
    chosen = [html.B(row["place"]), f" {row['place_ar'] or ''}", html.Br(), ", ".join(filter(None, [row["admin1_name"], row["admin0_name"]]))]
    score = f"{row['match_score']:.2f} of 1" if row["match_score"] is not None else ""
    guess = html.Span("Spelling mended: a guess, kept beside what was printed", className="guess") if row["match_guessed"] else None
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
    return [html.Div(f"{c['name']}, {', '.join(filter(None, [c.get('admin1'), c.get('country')]))} ({c['score']:.2f})") for c in found[:4]]


def _precision(row: dict[str, Any]) -> list[tuple[str, Any]]:
    point = f"{row['lat']:.4f}, {row['lon']:.4f}" if row["lat"] is not None else ""
    return [
        ("Place", text.PRECISION_WORDS[row["location_precision"] or ""]),
        ("Within", text.distance(row["radius_m"]) if row["radius_m"] else ""),
        ("Point", point),
        ("Time", f"to the {row['time_precision']}" if row["time_precision"] else ""),
    ]


def _harm(row: dict[str, Any]) -> list[tuple[str, Any]]:
    low, best, high = (_int(row[f"fatalities_{k}"]) for k in ("low", "best", "high"))
    deaths = "not stated" if low is best is high is None else text.span(best if low is None else low, best if high is None else high)
    return [
        ("Deaths", deaths),
        ("Injured", "not stated" if row["injured"] is None else text.count(_int(row["injured"]))),
        ("Events", text.count(_int(row["event_count"])) if row["event_count"] is not None else ""),
        ("Status", row["status"] if row["status"] != "reported" else ""),
    ]


def _claim(row: dict[str, Any]) -> list[tuple[str, Any]]:
    link = html.A(row["url"], href=row["url"], target="_blank", rel="noopener noreferrer") if _is_web(row["url"]) else row["url"]
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
        html.P([html.B(_range(total)), f" · valid on {text.day(day)}" if day is not None else ""]),
        html.P("Sources differ: the range runs from the lowest to the highest figure that holds on that day.", className="muted"),
    ]
    groups = [
        html.Section([html.H3(words), html.Ul([_stock(r) for r in stocks[stocks["standing"] == name].to_dict("records")], className="stocks")])
        for name, words in STANDING_WORDS.items()
        if (stocks["standing"] == name).any()
    ]
    return [*head, *groups, *_movement_list(movements)]


def figure_words(row: dict[str, Any]) -> str:
    """A displacement figure as its source puts it: "up to 189,000", "62,000–66,000", "about 60,000"."""
    lower, upper = _int(row["lower"]), _int(row["upper"])
    if lower is None and upper is None:
        return row["figure_printed"] or "no number given"
    words = text.span(lower, upper, open_below=lower is None, open_above=upper is None)
    return f"about {words}" if row["quantifier"] == "about" else words


def _stock(row: dict[str, Any]) -> Any:
    return html.Li(
        [
            html.B(figure_words(row)),
            html.Span(f" {row['place_printed'] or row['region_printed'] or ''}"),
            html.Div(" · ".join(filter(None, [row["claimant"], text.day(row["as_of_day"]), row["compiled_from"]])), className="muted"),
            html.Div(row["why"], className="why"),
        ]
    )


def _movement_list(movements: Any) -> list[Any]:
    sections = []
    for measure, words in (("flow", "Arrivals in the window"), ("return", "Returns in the window")):
        rows = movements[movements["measure"] == measure]
        if len(rows):
            lines = [
                html.Li([html.B(figure_words(r)), f" {r['place_printed'] or ''}", html.Div(f"{r['claimant']} · {text.days(r['start_day'], r['end_day'])}", className="muted")])
                for r in rows.to_dict("records")
            ]  # fmt: skip
            sections.append(html.Section([html.H3(words), html.Ul(lines, className="stocks")]))
    return sections


def displacement_layer(stocks: Any) -> figures.Layer:
    """What the map draws of the figures that hold: areas of totals and parts, a diamond for each total and each part."""
    shown = stocks[stocks["standing"].isin(["total", "part"])]
    totals, parts = shown[shown["standing"] == "total"], shown[shown["standing"] == "part"]
    areas = {code: 1 for codes in totals["regions"] for code in (codes or "").split()}
    areas |= {code: 2 for codes in parts[parts["scope"] == "regions"]["regions"] for code in (codes or "").split()}
    marks = [_total_mark(group) for _, group in totals.groupby("regions", sort=False) if group["lat"].notna().any()]
    marks += [_part_mark(group) for _, group in parts[parts["lat"].notna()].groupby(["lat", "lon"], sort=False)]
    return figures.Layer(areas, geodata.outlines(tuple(sorted(areas))), tuple(marks))


def _total_mark(rows: Any) -> tuple[float, float, str, str]:
    placed = rows[rows["lat"].notna()].iloc[0]
    return _mark(placed["lat"], placed["lon"], _range(geodata.spanned(rows)), "Displaced in all", rows)


def _part_mark(rows: Any) -> tuple[float, float, str, str]:
    first = rows.iloc[0]
    return _mark(first["lat"], first["lon"], _range(geodata.spanned(rows)), f"{first['place_printed']}, a part", rows)


def _mark(lat: float, lon: float, label: str, title: str, rows: Any) -> tuple[float, float, str, str]:
    said = "<br>".join(f"{figure_words(r)}: {r['claimant']}, {text.day(r['as_of_day'])}" for r in rows.to_dict("records"))
    return float(lat), float(lon), label, f"<b>{title}</b><br>{said}"
