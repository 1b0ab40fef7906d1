"""What the drawer shows: the card of an incident, the incidents of a spot, the displacement figures behind a total."""

from __future__ import annotations

import json
from typing import Any

from dash import dcc, html

import geodata

from . import ids, text
from .controls import figure_words, range_words, swatch, whole
from .language import N_, digits, t, tn, word


def outdated() -> list[Any]:
    """Said where what was clicked belongs to an import that has been followed by another."""
    return [
        html.H2(t("The store has a newer import")),
        html.P(t("Reload the page: what stands on the map is of the import before.")),
    ]


def spot_list(rows: list[dict[str, Any]], total: int) -> list[Any]:
    """The incidents of one spot, to choose from; `total` counts those that are not listed too."""
    places = sorted({r["place"] or r["place_printed"] or "" for r in rows})
    more = t(", the first {n} listed", n=text.count(len(rows))) if total > len(rows) else ""
    return [
        html.H2(places[0] if len(places) == 1 else tn("{n} place", "{n} places", len(places))),
        html.P(tn("{n} incident here", "{n} incidents here", total) + more, className="muted"),
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
                    row["event_printed"] or word(row["event_type"]),
                ]
            ),
            html.Span(tn("{n} death", "{n} deaths", killed) if killed else "", className="count"),
        ],
        id=ids.opens(row["id"]),
        className="pick",
    )


def card(row: dict[str, Any], earlier: str | None = None, later: str | None = None) -> list[Any]:
    """One incident with everything that defends it. `row` is what `geodata.incident` gives; `earlier` and `later` are
    the ids of its neighbours in time, None where there are none."""
    return [
        html.P(
            [swatch(row["event_type"]), word(row["sub_event_type"] or row["event_type"])],
            className="card-type",
        ),
        html.H2(_sentence(row["event_printed"] or word(row["event_type"]))),
        html.P([html.B(text.days(row["start_day"], row["end_day"])), _clock(row)], className="card-when"),
        _section(t("Where"), _where(row)),
        _section(t("How precise"), _precision(row)),
        _section(t("Harm"), _harm(row)),
        _section(t("Who says so"), _claim(row)),
        _section(
            t("How it was read"),
            [
                (
                    t("Event type"),
                    f"{row['event_type']}: {row['event_reason']}" if row["event_reason"] else row["event_type"],
                )
            ],
        ),
        _section(t("From"), _dataset(row)),
        html.Section([html.H3(t("Cite as")), html.P(citation(row), className="cite"), _copy(row)]),
        html.Nav([_neighbour(earlier, t("← Earlier")), _neighbour(later, t("Later →"))], className="neighbours"),
    ]


def citation(row: dict[str, Any]) -> str:
    """What to write under a quotation: the incident, its place as printed and chosen, who says so, the dataset."""
    printed, chosen = row["place_printed"], row["place"]
    named = (
        t("{place} (printed “{words}”)", place=chosen, words=printed)
        if chosen and printed and chosen != printed
        else chosen or printed
    )
    place = ", ".join(filter(None, [named, row["admin1_name"], row["admin0_name"]]))
    said = ", ".join(filter(None, [row["claimant"], row["compiled_from"]]))
    dataset = row["dataset"]
    source = [dataset.get("title") or row["source"], dataset.get("publisher"), dataset.get("licence")]
    what = _sentence(row["event_printed"] or word(row["event_type"]))
    parts = [
        ", ".join(filter(None, [what, place, text.days(row["start_day"], row["end_day"])])),
        t("Reported by {source}", source=said) if said else "",
        ", ".join(filter(None, source)),
        t("Incident {id}", id=row["id"]),
    ]
    return ". ".join(filter(None, parts)) + "."


def _copy(row: dict[str, Any]) -> Any:
    return html.Span([dcc.Clipboard(content=citation(row), title=t("Copy the citation"), className="copy"), t("Copy")])


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
        return "" if row["time_precision"] in ("day", None) else " · " + _time_precision(row)
    clock = f"{int(start) // 60:02d}:{int(start) % 60:02d}"
    if end is not None and end != start:
        clock += f"–{int(end) // 60:02d}:{int(end) % 60:02d}"
    said = t(" · {clock} local time", clock=digits(clock))
    return said + (t(" (printed “{words}”)", words=printed) if printed and clock not in printed else "")


TIME_WORDS = {
    "minute": N_("to the minute"),
    "hour": N_("to the hour"),
    "part of day": N_("to the part of a day"),
    "day": N_("to the day"),
    "week": N_("to the week"),
    "month": N_("to the month"),
    "year": N_("to the year"),
}


def _time_precision(row: dict[str, Any]) -> str:
    known = row["time_precision"] or ""
    return word(TIME_WORDS.get(known, known)) if known else ""


def _where(row: dict[str, Any]) -> list[tuple[str, Any]]:
    printed = ", ".join(filter(None, [row["place_printed"], row["region_printed"]]))
    chosen = [
        html.B(row["place"]),
        f" {row['place_ar'] or ''}",
        html.Br(),
        ", ".join(filter(None, [row["admin1_name"], row["admin0_name"]])),
    ]
    score = _of_one(row["match_score"]) if row["match_score"] is not None else ""
    guess = (
        html.Span(t("Spelling mended: a guess, kept beside what was printed"), className="guess")
        if row["match_guessed"]
        else None
    )
    return [
        (t("Printed"), printed),
        (t("Chosen"), chosen if row["place"] else html.Span(t("None: it stays off the map"), className="guess")),
        ("", guess),
        (t("Score"), score),
        (t("Found by"), word(text.METHOD_WORDS.get(row["match_method"] or "", ""))),
        (t("Because"), row["match_reason"]),
        (t("Other candidates"), _alternatives(row["match_alternatives"])),
    ]


def _of_one(score: float) -> str:
    """A score as people read it; never 1 for what was matched by name, as no match of a name is certain."""
    return t("{score} of 1", score=digits(f"{score:.2f}"))


def _alternatives(stored: str | None) -> list[Any]:
    found = [c for c in json.loads(stored or "[]") if c["score"] >= WORTH_NAMING]
    return [
        html.Div(f"{c['name']}, {', '.join(filter(None, [c.get('admin1'), c.get('country')]))} ({c['score']:.2f})")
        for c in found[:4]
    ]


def _precision(row: dict[str, Any]) -> list[tuple[str, Any]]:
    point = f"{row['lat']:.4f}, {row['lon']:.4f}" if row["lat"] is not None else ""
    return [
        (t("Place"), word(text.PRECISION_WORDS[row["location_precision"] or ""])),
        (t("Within"), text.distance(row["radius_m"]) if row["radius_m"] else ""),
        (t("Point"), point),
        (t("Time"), _time_precision(row)),
    ]


def _harm(row: dict[str, Any]) -> list[tuple[str, Any]]:
    low, best, high = (whole(row[f"fatalities_{k}"]) for k in ("low", "best", "high"))
    deaths = (
        t("not stated")
        if low is best is high is None
        else text.span(best if low is None else low, best if high is None else high)
    )
    return [
        (t("Deaths"), deaths),
        (t("Injured"), t("not stated") if row["injured"] is None else text.count(whole(row["injured"]))),
        (t("Events"), text.count(whole(row["event_count"])) if row["event_count"] is not None else ""),
        (t("Status"), word(row["status"]) if row["status"] != "reported" else ""),
    ]


def _claim(row: dict[str, Any]) -> list[tuple[str, Any]]:
    link = (
        html.A(row["url"], href=row["url"], target="_blank", rel="noopener noreferrer")
        if _is_web(row["url"])
        else row["url"]
    )
    return [
        (t("Reported by"), row["claimant"] or t("not stated")),
        (t("Actors"), " / ".join(filter(None, [row["actor1"], row["actor2"]]))),
        (t("Quote"), html.Q(row["quote"]) if row["quote"] else None),
        (t("Link"), link),
        (t("Notes"), row["notes"]),
    ]


def _is_web(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("https://", "http://"))


def _dataset(row: dict[str, Any]) -> list[tuple[str, Any]]:
    dataset = row["dataset"]
    return [
        (t("Compiled from"), row["compiled_from"]),
        (t("Dataset"), dataset.get("title") or row["source"]),
        (t("Publisher"), dataset.get("publisher")),
        (t("Licence"), dataset.get("licence") or t("not stated")),
        (
            t("Row"),
            t("{row} of {file}", row=row["source_row"], file=dataset.get("file"))
            if row["source_row"] is not None
            else "",
        ),
        (t("Id"), row["id"]),
    ]


WORTH_NAMING = 0.3
"""Score from which another candidate is shown on the card; the store keeps them all."""
STANDING_WORDS = {
    "total": N_("Totals that rival each other"),
    "part": N_("Parts of the totals, never added"),
    "forecast": N_("Forecasts, apart from what was counted"),
    "outdated": N_("Older figures"),
    "triangulation": N_("For comparison only"),
    "outside": N_("Wider than the chosen regions"),
}


def displaced_list(stocks: Any, movements: Any, day: int | None) -> list[Any]:
    """The figures behind the displaced total, grouped by why they are or are not in it; then arrivals and returns."""
    total = geodata.spanned(stocks[stocks["standing"] == "total"])
    head = [
        html.H2(t("People displaced")),
        html.P([html.B(range_words(total)), t(" · valid on {day}", day=text.day(day)) if day is not None else ""]),
        html.P(
            t("Sources differ: the range runs from the lowest to the highest figure that holds on that day."),
            className="muted",
        ),
    ]
    groups = [
        html.Section(
            [
                html.H3(word(words)),
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
    for measure, words in (("flow", N_("Arrivals in the window")), ("return", N_("Returns in the window"))):
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
            sections.append(html.Section([html.H3(word(words)), html.Ul(lines, className="stocks")]))
    return sections


def _period(row: dict[str, Any]) -> str:
    return text.days(whole(row["start_day"]), whole(row["end_day"]))
