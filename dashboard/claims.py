"""Claims: what a source says in its own words, who else may report the same event, and what lies near it."""

from __future__ import annotations

import re
from typing import Any

from dash import html

import geodata

from . import ids, text
from .controls import swatch, whole
from .language import N_, beside, local, t, tn, word
from .reasons import happened


def deaths_of(row: dict[str, Any]) -> str:
    """The number of deaths of an incident as it states it: "3–5", "at least 5", "not stated"."""
    low, best, high = (whole(row[f"fatalities_{name}"]) for name in ("low", "best", "high"))
    if best is None and high is None:
        return t("not stated") if low is None else t("at least {n}", n=text.count(low))
    if best is None and low is None:
        return t("up to {n}", n=text.count(high))
    return text.span(best if low is None else low, best if high is None else high)


def deaths_words(row: dict[str, Any]) -> str:
    """The same as words that stand alone: "3–5 deaths", "deaths not stated"."""
    numbers = [whole(row[f"fatalities_{name}"]) for name in ("high", "best", "low")]
    known = [number for number in numbers if number is not None]
    return tn("{range} death", "{range} deaths", known[0], range=deaths_of(row)) if known else t("deaths not stated")


def best_guess(row: dict[str, Any]) -> str:
    """What the source holds most likely within its range of deaths; empty where that is the range."""
    low, best, high = (whole(row[f"fatalities_{name}"]) for name in ("low", "best", "high"))
    return "" if best is None or (low in (None, best) and high in (None, best)) else text.count(best)


QUANTIFIER_WORDS = {
    "exact": "",
    "about": N_("about"),
    "more than": N_("at least"),
    "up to": N_("up to"),
    "between": N_("between two numbers"),
}
"""How a source qualifies its number; nothing for one that it gives plainly."""


def place_of(row: dict[str, Any]) -> str:
    """The place chosen in the script of the page, or else as printed, with ≈ before a guess."""
    named = local(row["place"], row["place_ar"]) or row["place_printed"] or t("Not on the map")
    return f"≈ {named}" if row["match_guessed"] is True else named


def pick(row: dict[str, Any], where: str = "", at: str = "list") -> Any:
    """A button that opens the card of an incident: its day, `where`, what happened, deaths; in a list its actors."""
    when = text.days(row["start_day"], row["end_day"])
    who = " / ".join(filter(None, [row.get("actor1"), row.get("actor2")])) if at == "list" else ""
    guessed = "≈ " if row["match_guessed"] is True and not where else ""
    return html.Button(
        [
            swatch(row["event_type"]),
            html.Span(
                [
                    html.Span([guessed, beside(when, where)], className="pick-when", dir="auto"),
                    html.Bdi(happened(row["event_printed"]) or word(row["event_type"]), className="pick-what"),
                    html.Bdi(who, className="pick-who") if who else None,
                ]
            ),
            html.Span(deaths_words(row), className="count"),
        ],
        id=ids.opens(row["id"], at),
        className="pick",
    )


def quoted(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """The lines of the quote and the notes; a quote that the notes hold is shown where it stands in them."""
    quote, notes = row["quote"], row["notes"]
    if not quote or not notes:
        return [
            (t("Quote"), html.Q(quote, dir="auto") if quote else None),
            (t("Notes"), _lines(notes) if notes else None),
        ]
    found = re.search(r"\s+".join(map(re.escape, quote.split())), notes, re.IGNORECASE)
    if not found:
        return [(t("Quote"), html.Q(quote, dir="auto")), (t("Notes"), _lines(notes))]
    parts = [notes[: found.start()], html.Mark(found[0]), notes[found.end() :]]
    return [(t("Quote in its text"), html.Div(parts, dir="auto", className="lines"))]


LINES_SHOWN = 3
"""So many lines of the notes are there at once: columns of a sheet that no field takes are a line each."""


def _lines(notes: str) -> Any:
    lines = notes.split("\n")
    if len(lines) <= LINES_SHOWN + 1:
        return html.Div(notes, dir="auto", className="lines")
    more, rest = len(lines) - LINES_SHOWN, "\n".join(lines[LINES_SHOWN:])
    return html.Div(
        [
            html.Div("\n".join(lines[:LINES_SHOWN]), dir="auto", className="lines"),
            html.Details(
                [
                    html.Summary(tn("{n} more line", "{n} more lines", more), className="link"),
                    html.Div(rest, dir="auto", className="lines"),
                ]
            ),
        ]
    )


def also_section(row: dict[str, Any], others: Any) -> Any:
    """This incident and those that may be the same event side by side; None where there are none.

    `others` is what `geodata.also_reported` gives for `row`.
    """
    listed = others.to_dict("records")
    if not listed:
        return None
    advice = t("These reports may be of the same event: do not add their figures up. Nothing is merged here.")
    heads = (t("Who says so"), t("When"), t("Where"), t("Deaths"))
    head = html.Tr([html.Th(name, scope="col") for name in heads])
    more = t("The {n} closest are listed; there may be others.", n=text.count(len(listed)))
    own = row | {"title": row["dataset"].get("title") or row["source"], "distance_m": None}
    body = [_claim(own, own["title"], t("This one"))]
    body += [_claim(other, "" if other["source"] == row["source"] else other["title"]) for other in listed]
    return html.Section(
        [
            html.H3(t("Perhaps the same event"), id="also-reported"),
            html.P(advice, className="muted"),
            html.Table(
                [html.Thead(head), html.Tbody(body)], className="claims", **{"aria-labelledby": "also-reported"}
            ),
            html.P(more, className="muted") if len(listed) == geodata.CLAIMS_MAX else None,
        ]
    )


def _claim(row: dict[str, Any], dataset: str, own: str = "") -> Any:
    """A row of the table; `dataset` is empty where it goes without saying, `own` names the card's own row."""
    claimant = html.Bdi(row["claimant"] or t("not stated"))
    who = html.B(own) if own else html.Button(claimant, id=ids.opens(row["id"], "claims"), className="narrow")
    below = [html.Span(part) for part in (claimant if own else "", html.Bdi(dataset) if dataset else "") if part]
    cells = [text.days(row["start_day"], row["end_day"]), _where(row), deaths_of(row)]
    return html.Tr(
        [html.Th([who, *below], scope="row"), *map(html.Td, cells)],
        className="own" if own else "",
    )


def _where(row: dict[str, Any]) -> list[Any]:
    known = word(text.PRECISION_WORDS[row["location_precision"] or ""])
    away = distance_words(row["distance_m"]) if row["distance_m"] is not None else ""
    return [html.Bdi(place_of(row)), html.Span(known), html.Span(away) if away else None]


SAME_POINT_M = 50.0


def distance_words(metres: float) -> str:
    """How far one point lies from another: "the same point", "2.4 km away"."""
    return t("the same point") if metres < SAME_POINT_M else t("{distance} away", distance=text.distance(metres))


def near_section(near: Any, reach_m: float) -> Any:
    """The incidents of the filter that lie nearest; None where there are none. `near` is `geodata.nearby`'s table."""
    rows = near.to_dict("records")
    if not rows:
        return None
    picks = [html.Li(pick(r, beside(distance_words(r["distance_m"]), place_of(r)), "near")) for r in rows]
    about = t("The nearest of the incidents shown, within {distance}.", distance=text.distance(reach_m))
    return html.Section(
        [html.H3(t("Nearby")), html.P(about, className="muted"), html.Ul(picks, className="picks near")]
    )
