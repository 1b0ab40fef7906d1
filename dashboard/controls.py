"""The parts of the page that follow from the data: choices with counts, the strip of figures, table and map layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
from dash import html

import geodata

from . import figures, ids, text
from .language import N_, beside, isolated, local, t, territory, tn, word
from .reasons import happened
from .theme import EVENT_COLOURS

WORDS: dict[str, tuple[str, Mapping[str, str]]] = {
    ids.PRECISIONS: ("precision", text.PRECISION_WORDS | {geodata.NOWHERE: N_("not on the map")}),
    ids.STATUSES: ("status", {}),
    ids.SOURCES: ("source", {}),
}
"""The filters over plain words: their name in a count, and how their values are said."""


def type_choices(per_type: Any) -> list[Any]:
    """A checkbox for each event type in the store with its colour and count, its sub-types under it. From
    `geodata.per_event_type`."""
    rows = sorted(per_type.to_dict("records"), key=lambda r: list(EVENT_COLOURS).index(r["event_type"]))
    groups = [(kind, list(found)) for kind, found in groupby(rows, key=lambda r: r["event_type"])]
    groups.sort(key=lambda group: -sum(r["incidents"] for r in group[1]))
    return [choice for kind, found in groups for choice in _type_group(kind, found)]


def _type_group(kind: str, rows: list[dict[str, Any]]) -> list[Any]:
    subs = sorted((r for r in rows if r["sub_event_type"]), key=lambda r: -r["incidents"])
    head = _choice(kind, [swatch(kind), word(kind)], sum(r["incidents"] for r in rows))
    if len(rows) < 2:
        return [head]
    lines = [_choice(r["sub_event_type"], [word(r["sub_event_type"])], r["incidents"], "sub") for r in subs]
    rest = _incidents([r for r in rows if not r["sub_event_type"]])
    if rest:
        said = t("{kind}, kind not stated", kind=word(kind))
        lines.append(_choice(f"{kind}/", [t("kind not stated")], rest, "sub", said=said))
    return [head, *lines]


def swatch(kind: str) -> Any:
    """An event type's colour in its shape, as on the map."""
    inner = html.I(style={"background": EVENT_COLOURS[kind]})
    return html.I(inner, className=f"swatch shape-{list(EVENT_COLOURS).index(kind) + 1}")


def region_choices(per_region: Any) -> list[Any]:
    """A checkbox for each country and, under it, each admin-1 unit with incidents in the store, with a fold for its
    districts, which `assets/districts.js` fills; then those without a place."""
    rows = per_region.to_dict("records")
    placed = sorted((r for r in rows if r["admin0"] != geodata.NOWHERE), key=lambda r: r["admin0_name"])
    choices = []
    for country, found in groupby(placed, key=lambda r: r["admin0"]):
        there = list(found)
        name = territory(country, there[0]["admin0_name"]) or t("At sea or unknown")
        choices.append(_choice(country or geodata.AT_SEA, [name], _incidents(there)))
        units = groupby(sorted(there, key=lambda r: r["admin1"]), key=lambda r: r["admin1"])
        grouped = sorted((list(rows) for code, rows in units if code), key=lambda unit: -_incidents(unit))
        choices += [_unit(unit) for unit in grouped]
        rest = _incidents([r for r in there if not r["admin1"]])
        if grouped and rest:
            said = t("{country}, region not known", country=name)
            choices.append(_choice(geodata.rest(country), [t("region not known")], rest, "sub", said=said))
    nowhere = [r for r in rows if r["admin0"] == geodata.NOWHERE]
    return choices + ([_choice(geodata.NOWHERE, [t("Not on the map")], _incidents(nowhere))] if nowhere else [])


def _incidents(rows: list[dict[str, Any]]) -> int:
    return sum(r["incidents"] for r in rows)


def _unit(rows: list[dict[str, Any]]) -> Any:
    """The checkbox of an admin-1 unit, given its districts, and a fold for these where there are any."""
    code, name = rows[0]["admin1"], local(rows[0]["admin1_name"], rows[0]["admin1_name_ar"])
    choice = _choice(code, [name], _incidents(rows), "sub")
    if not any(r["admin2_name"] for r in rows):
        return choice
    said = t("Districts of {unit}", unit=name)
    head = html.Summary(title=said, **{"aria-label": said})
    fold = html.Details([head, html.Div()], className="districts", **{"data-unit": code})
    return html.Div([choice, fold], className="branch")


def word_choices(values: Any, name: str, words: Mapping[str, str]) -> list[Any]:
    """A checkbox for each value, in the order given; none where there is only one. `name` is the filter's, `words` how
    values are said."""
    listed = list(values)
    if len(listed) < 2:
        return []
    return [_choice(value, [word(words.get(value, value))], 1, counted=f"{name} {value}") for value in listed]


def _choice(value: str, label: list[Any], number: int, level: str = "head", counted: str = "", said: str = "") -> Any:
    """A checkbox with its count; `counted` is what the count goes by, `said` its name where it stands alone."""
    line = html.Span(
        [html.Span(label, className="choice-name"), html.Span(className="count", **{"data-count": counted or value})],
        className="choice-line",
    )
    named: Any = {"aria-label": said} if said else {}
    return dmc.Checkbox(
        value=value, label=line, size="xs", className=f"choice {level}{'' if number else ' none'}", **named
    )


def dataset_badge(datasets: Any) -> Any:
    """The datasets of the store and their licences, in a word each."""
    rows = datasets.to_dict("records")
    if not rows:
        return []
    names = [r["title"] or r["source"] for r in rows]
    licences = sorted({r["licence"] for r in rows if r["licence"]})
    shown = names[0] if len(names) == 1 else tn("{n} dataset", "{n} datasets", len(names))
    unstated = t("no licence stated")
    full = "; ".join(f"{r['title'] or r['source']} ({r['licence'] or unstated})" for r in rows)
    pill = html.Span(beside(*licences), className="licences") if licences else None
    return html.Span([shown, pill], title=full)


def displaced_figure(found: geodata.Range, wider: bool = False) -> list[Any]:
    """The figure of the displaced: the range, its day, how many sources say so; `wider`, whether figures hold for more
    than the regions that are chosen."""
    return [
        html.Span(t("Displaced"), className="figure-name"),
        html.Span(range_words(found), className="figure-value" if found.low is not None else "figure-value none"),
        html.Span(as_of(found, wider), className="figure-note"),
    ]


def range_words(found: geodata.Range) -> str:
    """A range of people as the page writes it."""
    return text.span(found.low, found.high, found.open_below, found.open_above)


def as_of(found: geodata.Range, wider: bool) -> str:
    """The day of the newest figure of a range and how many say so; else why there is no range."""
    if found.low is None:
        return t("known for a wider area only") if wider else t("no figure holds on the last day")
    sources = tn("{n} source", "{n} sources", len(found.claimants)) if found.claimants else ""
    return beside(t("as of {day}", day=text.day(found.as_of_day)), sources)


def table_rows(incidents: Any) -> list[dict[str, Any]]:
    """The rows of the table. `incidents` is `geodata.incidents`' table."""
    return [
        {
            "id": r["id"],
            "day": r["start_day"],
            "when": text.days(r["start_day"], r["end_day"]),
            "place": ("≈ " if r["match_guessed"] is True else "") + (local(r["place"], r["place_ar"]) or "–"),
            "printed": r["place_printed"] or "",
            "region": local(r["admin1_name"], r["admin1_name_ar"]) or r["region_printed"] or "",
            "what": happened(r["event_printed"]) or word(r["sub_event_type"] or r["event_type"]),
            "killed": text.span(
                whole(r["fatalities_low"] if whole(r["fatalities_low"]) is not None else r["fatalities_best"]),
                whole(r["fatalities_high"] if whole(r["fatalities_high"]) is not None else r["fatalities_best"]),
            ),
            "precision": word(text.PRECISION_WORDS[r["location_precision"] or ""]),
            "claimant": r["claimant"] or "",
        }
        for r in incidents.to_dict("records")
    ]


def whole(value: Any) -> int | None:
    """The number as int; None where it is missing."""
    return None if value is None or value != value else int(value)


def figure_words(row: dict[str, Any]) -> str:
    """A displacement figure as its source puts it: "up to 189,000", "62,000–66,000", "about 60,000"."""
    lower, upper = whole(row["lower"]), whole(row["upper"])
    if lower is None and upper is None:
        return row["figure_printed"] or t("no number given")
    words = text.span(lower, upper, open_below=lower is None, open_above=upper is None)
    return t("about {n}", n=words) if row["quantifier"] == "about" else words


@dataclass(frozen=True, slots=True)
class Mark:
    """A displacement figure on the map: its point (degrees), its range, what it is of, and a line for each claim."""

    lat: float
    lon: float
    label: str
    title: str
    said: tuple[str, ...]


def displacement_layer(stocks: Any) -> figures.Layer:
    """What the map draws of the figures that hold: areas of totals and parts, and their marks."""
    shown = stocks[stocks["standing"].isin(["total", "part"])]
    totals, parts = shown[shown["standing"] == "total"], shown[shown["standing"] == "part"]
    areas = {code: 1 for codes in totals["regions"] for code in (codes or "").split()}
    areas |= {code: 2 for codes in parts[parts["scope"] == "regions"]["regions"] for code in (codes or "").split()}
    marks = tuple((mark.lat, mark.lon, isolated(mark.label), _hover(mark)) for mark in displacement_marks(stocks))
    return figures.Layer(areas, geodata.outlines(tuple(sorted(areas))), marks)


def displacement_marks(stocks: Any) -> list[Mark]:
    """A mark for each total and for each part that has a point."""
    totals, parts = stocks[stocks["standing"] == "total"], stocks[stocks["standing"] == "part"]
    marks = [_total_mark(group) for _, group in totals.groupby("regions", sort=False) if group["lat"].notna().any()]
    return marks + [_part_mark(group) for _, group in parts[parts["lat"].notna()].groupby(["lat", "lon"], sort=False)]


def _total_mark(rows: Any) -> Mark:
    return _mark(rows[rows["lat"].notna()].iloc[0], t("Displaced in all"), rows)


def _part_mark(rows: Any) -> Mark:
    first = rows.iloc[0]
    named = first["place_printed"] or first["region_printed"] or t("A place")
    return _mark(first, t("{place}, a part", place=named), rows)


def _mark(placed: Any, title: str, rows: Any) -> Mark:
    said = tuple(
        f"{figure_words(r)}: {', '.join(filter(None, [r['claimant'], text.day(r['as_of_day'])]))}"
        for r in rows.to_dict("records")
    )
    return Mark(float(placed["lat"]), float(placed["lon"]), range_words(geodata.spanned(rows)), title, said)


def _hover(mark: Mark) -> str:
    return f"<b>{escape(mark.title)}</b><br>{'<br>'.join(map(escape, mark.said))}"
