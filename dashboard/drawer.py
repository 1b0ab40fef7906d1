"""What the drawer shows: the card of an incident, the incidents of a spot, the displacement figures behind a total."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dash import html

import geodata

from . import ids, text
from .claims import QUANTIFIER_WORDS, best_guess, deaths_of, pick, place_of, quoted
from .controls import figure_words, range_words, swatch, whole
from .language import N_, apart, beside, local, number, t, territory, tn, word
from .reasons import happened, reworded


def outdated() -> list[Any]:
    """Said where what was clicked belongs to an import that has been followed by another."""
    return [
        html.H2(t("The store has a newer import")),
        html.P(t("Reload the page: what stands on the map is of the import before.")),
    ]


def spot_list(rows: list[dict[str, Any]], total: int) -> list[Any]:
    """The incidents of one spot, to choose from; `total` counts those that are not listed too."""
    places = sorted({local(r["place"], r["place_ar"]) or r["place_printed"] or "" for r in rows})
    several = len(places) > 1
    more = t(", the first {n} listed", n=text.count(len(rows))) if total > len(rows) else ""
    return [
        html.H2(tn("{n} place", "{n} places", len(places)) if several else html.Bdi(places[0])),
        html.P(
            [tn("{n} incident here", "{n} incidents here", total) + more, _all_here(rows) if more else None],
            className="muted",
        ),
        html.Ul([html.Li(pick(r, place_of(r) if several else "")) for r in rows], className="picks"),
    ]


def _all_here(rows: list[dict[str, Any]]) -> Any:
    """A button that shows all incidents of the spot in the table; `assets/twin.js` gives it hands."""
    at = {"data-lat": str(rows[0]["lat"]), "data-lon": str(rows[0]["lon"])}
    return html.Button(t("Show all in the table"), className="link here", **at)


def card(
    row: dict[str, Any], earlier: str | None = None, later: str | None = None, also: Any = None, near: Any = None
) -> list[Any]:
    """One incident with everything that defends it. `row` is what `geodata.incident` gives; `earlier` and `later` are
    the ids of its neighbours in time, None where there are none; `also` and `near` are sections of `claims`."""
    what = _sentence(happened(row["event_printed"]) or word(row["event_type"]))
    return [
        html.P(
            [swatch(row["event_type"]), word(row["sub_event_type"] or row["event_type"])],
            className="card-type",
        ),
        html.H2(html.Bdi(what), title=what if len(what) > LONG else None, **{"data-incident": row["id"]}),
        html.P([html.B(text.days(row["start_day"], row["end_day"])), _clock(row)], className="card-when"),
        _section(t("Where"), _where(row)),
        _section(t("How precise"), _precision(row)),
        _section(t("Harm"), _harm(row)),
        _section(t("Who says so"), _claim(row)),
        also,
        _section(t("How it was read"), _reading(row)),
        _section(t("From"), _dataset(row)),
        html.Section([html.H3(t("Cite as")), html.P(citation(row), className="cite"), _copy()]),
        near,
        html.Nav(
            [_neighbour(earlier, t("← Earlier"), "earlier"), _neighbour(later, t("Later →"), "later")],
            className="neighbours",
        ),
    ]


def _reading(row: dict[str, Any]) -> list[tuple[str, Any]]:
    printed, reason = row["event_printed"] or "", reworded(row["event_reason"])
    return [
        (t("As printed"), html.Div(printed, dir="auto") if len(printed) > LONG else ""),
        (t("Event type"), ": ".join(filter(None, [word(row["event_type"]), reason]))),
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
    what = _short(_sentence(happened(row["event_printed"]) or word(row["event_type"])))
    parts = [
        ", ".join(filter(None, [what, place, text.days(row["start_day"], row["end_day"])])),
        t("Reported by {source}", source=said) if said else "",
        ", ".join(filter(None, source)),
        t("Incident {id}", id=row["id"]),
    ]
    return ". ".join(filter(None, parts)) + "."


def _short(words: str) -> str:
    return words if len(words) <= LONG else f"{words[:LONG].rsplit(None, 1)[0]} …"


def _copy() -> Any:
    said = {"data-copied": t("Copied"), "aria-live": "polite"}
    return html.Button(t("Copy the citation"), id=CITE, className="link copy", **said)


def _neighbour(incident: str | None, words: str, at: str) -> Any:
    return html.Button(words, id=ids.opens(incident, at), className="link") if incident else html.Span()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _section(title: str, pairs: list[tuple[str, Any]]) -> Any:
    lines = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs if value not in (None, "", [])]
    return html.Section([html.H3(title), html.Dl(lines)]) if lines else None


def _clock(row: dict[str, Any]) -> str:
    start, end, ahead = row["start_minute"], row["end_minute"], row["utc_offset"]
    printed = row["time_printed"] or ""
    if start is None:
        return "" if row["time_precision"] in ("day", None) else t(" · ") + _time_precision(row)
    minutes = [int(start), *([] if end in (None, start) else [int(end)])]
    clock = "–".join(map(text.clock, minutes))
    said = t(" · {clock} local time", clock=clock)
    if ahead is not None:
        said += t(" ({clock} UTC)", clock="–".join(text.clock((minute - int(ahead)) % 1440) for minute in minutes))
    return said + (t(" (printed “{words}”)", words=apart(printed)) if printed and clock not in printed else "")


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
    region = (
        row["admin2_name"],
        local(row["admin1_name"], row["admin1_name_ar"]),
        territory(row["admin0"] or "", row["admin0_name"] or ""),
    )
    chosen = [
        html.B(html.Bdi(local(row["place"], row["place_ar"]))),
        *([" ", html.Bdi(_in_other_script(row))] if row["place"] and row["place_ar"] else []),
        html.Br(),
        *_with_commas([html.Bdi(name) for name in region if name]),
    ]
    score = _of_one(row["match_score"], row["match_method"]) if row["match_score"] is not None else ""
    guess = (
        html.Span(t("Spelling mended: a guess, kept beside what was printed"), className="guess")
        if row["match_guessed"]
        else None
    )
    return [
        (t("Printed"), html.Bdi(printed) if printed else ""),
        (t("Chosen"), chosen if row["place"] else html.Span(t("None: it stays off the map"), className="guess")),
        ("", guess),
        (t("Score"), score),
        (t("Found by"), word(text.METHOD_WORDS.get(row["match_method"] or "", ""))),
        (t("Because"), reworded(row["match_reason"])),
        (t("Other candidates"), _alternatives(row["match_alternatives"])),
    ]


def _with_commas(parts: list[Any]) -> list[Any]:
    """The parts with a comma between them."""
    return [piece for part in parts for piece in (t(", "), part)][1:]


def _in_other_script(row: dict[str, Any]) -> str:
    latin, arabic = row["place"], row["place_ar"]
    return str(latin if local(latin, arabic) == arabic else arabic)


def _shown(score: float, method: str | None = None) -> str:
    """A score as people read it; never 1 for what was matched by name, as no match of a name is certain."""
    return number(score if method == "coordinates" else min(score, SCORE_MAX), places=2)


def _of_one(score: float, method: str | None) -> str:
    return t("{score} of 1", score=_shown(score, method))


def _alternatives(stored: str | None) -> list[Any]:
    found = [c for c in json.loads(stored or "[]") if c["score"] >= WORTH_NAMING]
    return [html.Div(html.Bdi(_candidate(c))) for c in found[:4]]


def _candidate(found: dict[str, Any]) -> str:
    named = ", ".join(filter(None, [found["name"], found.get("admin1"), found.get("country")]))
    return f"{named} ({_shown(found['score'])})"


def on_map(row: dict[str, Any]) -> bool:
    """Whether the point of an incident is drawn: that of a country would say more than is known."""
    return bool(row["location_precision"] != "country")


def _precision(row: dict[str, Any]) -> list[tuple[str, Any]]:
    point = f"{row['lat']:.4f}, {row['lon']:.4f}" if row["lat"] is not None else ""
    wide = bool(point) and not on_map(row)
    return [
        (t("Place"), word(text.PRECISION_WORDS[row["location_precision"] or ""])),
        (t("Within"), text.distance(row["radius_m"]) if row["radius_m"] and not wide else ""),
        (
            t("Point"),
            t("not drawn: it would say more than is known") if wide else html.Bdi(point, dir="ltr") if point else "",
        ),
        (t("Time"), _time_precision(row)),
    ]


def _harm(row: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (t("Deaths"), deaths_of(row)),
        (t("Most likely"), best_guess(row)),
        (t("Over time"), _whole(row)),
        (t("Injured"), t("not stated") if row["injured"] is None else text.count(whole(row["injured"]))),
        (t("Events"), text.count(whole(row["event_count"])) if row["event_count"] is not None else ""),
        (t("Number given as"), word(QUANTIFIER_WORDS.get(row["count_quantifier"] or "", ""))),
        (t("Status"), word(row["status"]) if row["status"] != "reported" else ""),
    ]


def _whole(row: dict[str, Any]) -> str:
    """That deaths of several days are not told apart by day; empty where there are none."""
    deadly = any(whole(row[f"fatalities_{which}"]) for which in ("low", "best", "high"))
    several = row["end_day"] != row["start_day"]
    return t("not stated by day") if several and deadly else ""


def _claim(row: dict[str, Any]) -> list[tuple[str, Any]]:
    link = (
        html.A(row["url"], href=row["url"], target="_blank", rel="noopener noreferrer")
        if _is_web(row["url"])
        else row["url"]
    )
    actors = [html.Bdi(name) for name in (row["actor1"], row["actor2"]) if name]
    return [
        (t("Reported by"), html.Bdi(row["claimant"]) if row["claimant"] else t("not stated")),
        (t("Actors"), actors if len(actors) < 2 else [actors[0], " / ", actors[1]]),
        (t("Link"), link),
        *quoted(row),
    ]


def _is_web(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("https://", "http://"))


def _dataset(row: dict[str, Any]) -> list[tuple[str, Any]]:
    dataset = row["dataset"]
    return [
        (t("Compiled from"), row["compiled_from"] and html.Bdi(row["compiled_from"])),
        (t("Dataset"), html.Bdi(dataset.get("title") or row["source"])),
        (t("Publisher"), dataset.get("publisher") and html.Bdi(dataset["publisher"])),
        (t("Licence"), dataset.get("licence") or t("not stated")),
        (t("Row"), _row_of(row)),
        (t("Id"), row["id"]),
    ]


def _row_of(row: dict[str, Any]) -> Any:
    number, file = row["source_row"], row["dataset"].get("file")
    if number is None:
        return ""
    return html.Bdi(t("{row} of {file}", row=number, file=file)) if file else text.count(whole(number))


LONG = 160
"""Letters from which a heading is cut short and told in full below."""
SCORE_MAX = 0.99
"""The highest score that is shown of a name; coordinates may have 1."""
WORTH_NAMING = 0.3
"""Score from which another candidate is shown on the card; the store keeps them all."""
CITE = "cite"
"""The id of the button that copies the citation; `assets/drawer.js` gives it hands."""
STANDING_WORDS = {
    "total": N_("The total"),
    "part": N_("Parts of the totals, never added"),
    "forecast": N_("Forecasts, apart from what was counted"),
    "outdated": N_("Older figures"),
    "triangulation": N_("For comparison only"),
    "outside": N_("Wider than the chosen regions"),
}


def displaced_list(
    stocks: Any, movements: Any, day: int | None, undrawn: Mapping[str, str] = MappingProxyType({})
) -> list[Any]:
    """The figures behind the displaced total, grouped by why they are or are not in it; then arrivals and returns.

    `undrawn` says, by id, why a movement with an origin is not on the map.
    """
    totals = stocks[stocks["standing"] == "total"]
    total = geodata.spanned(totals)
    head = [
        html.H2(t("People displaced")),
        html.P([html.B(range_words(total)), t(" · valid on {day}", day=text.day(day)) if day is not None else ""]),
        html.P(
            t("Sources differ: the range runs from the lowest to the highest figure that holds on that day."),
            className="muted",
        )
        if geodata.rival(totals)
        else None,
    ]
    groups = [
        html.Section(
            [
                html.H3(heading(name, stocks)),
                html.Ul([_stock(r) for r in stocks[stocks["standing"] == name].to_dict("records")], className="stocks"),
            ]
        )
        for name in STANDING_WORDS
        if (stocks["standing"] == name).any()
    ]
    return [*head, *groups, *_movement_list(movements, undrawn)]


def heading(standing: str, stocks: Any) -> str:
    """What the figures of a standing are headed by; totals by whether they rival each other."""
    totals = stocks[stocks["standing"] == "total"]
    if standing != "total" or len(totals) < 2:
        return word(STANDING_WORDS[standing])
    return t("Totals that rival each other") if geodata.rival(totals) else t("Totals of areas apart, added")


def _stock(row: dict[str, Any]) -> Any:
    return html.Li(
        [
            html.B(figure_words(row)),
            html.Span(f" {row['place_printed'] or row['region_printed'] or ''}"),
            html.Div(
                beside(row["claimant"], text.day(row["as_of_day"]), row["compiled_from"]),
                className="muted",
            ),
            html.Div(reworded(row["why"]), className="why"),
        ]
    )


def _movement_list(movements: Any, undrawn: Mapping[str, str]) -> list[Any]:
    sections = []
    for measure, words in (("flow", N_("Arrivals in the window")), ("return", N_("Returns in the window"))):
        rows = movements[movements["measure"] == measure]
        if len(rows):
            lines = [
                html.Li(
                    [
                        html.B(figure_words(r)),
                        f" {way(r)}",
                        html.Div(beside(r["claimant"], _period(r)), className="muted"),
                        _why_undrawn(undrawn.get(r["id"], "")),
                    ]
                )
                for r in rows.to_dict("records")
            ]
            sections.append(html.Section([html.H3(word(words)), html.Ul(lines, className="stocks")]))
    return sections


def way(row: dict[str, Any]) -> str:
    """Where the people of a movement went, and where they came from if its source says so."""
    place = row["place_printed"] or row["region_printed"] or ""
    return t("{origin} → {place}", origin=row["origin"], place=place) if row["origin"] else place


def _why_undrawn(why: str) -> Any:
    return html.Div(t("Not drawn on the map: {why}", why=reworded(why)), className="why") if why else None


def _period(row: dict[str, Any]) -> str:
    return text.days(whole(row["start_day"]), whole(row["end_day"]))
