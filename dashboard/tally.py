"""Tally: what a filter shows in words, in tables by region, type, actor and dataset, and region by region over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

import geodata
from geodata import Bins, Filter, Summary

from . import ids, sparks, text
from .controls import swatch
from .language import N_, local, number, t, territory, tn, word

ROWS_MAX, ACTORS_MAX, CHARTS_MAX = 25, 10, 12
HEADS = {
    "region": N_("By region"),
    "event_type": N_("By event type"),
    "actor": N_("By actor"),
    "source": N_("By dataset"),
}
"""What a table is by (a name of `geodata.breakdown`), and its heading."""


def headline(found: Summary, where: Filter) -> list[Any]:
    """What is shown, as a sentence that can be quoted, and what its deaths leave out."""
    if not found.incidents:
        return [html.P(t("No incidents in this window. Widen the dates or reset the filters."), className="headline")]
    first = where.start or geodata.to_date(found.first_day or 0)
    last = where.end or geodata.to_date(found.last_day or 0)
    shown = t(
        "{incidents} in {days}, {span}",
        incidents=tn("{n} incident", "{n} incidents", found.incidents),
        days=text.length(first, last),
        span=text.window(first, last),
    )
    said = [t(", ").join((shown, deaths_in_all(found))), *_without_number(found)]
    lines = [html.P(t("; ").join(said) + ".", className="headline")]
    if aside := found.incidents - found.reported:
        counted = tn(
            "{n} is an aggregate, a forecast or background: it is not in the deaths.",
            "{n} are aggregates, forecasts or background: they are not in the deaths.",
            aside,
        )
        lines.append(html.P(counted, className="muted"))
    if found.beyond:
        lines.append(html.P(beyond(found.beyond, found.deaths_beyond, text.window(first, last)), className="muted"))
    return lines


def beyond(incidents: int, deaths: int, span: str) -> str:
    """That some incidents reach beyond a window, and how many of their deaths may lie outside."""
    return tn(
        "{n} incident with deaths reaches beyond {span}: up to {deaths} may lie outside.",
        "{n} incidents with deaths reach beyond {span}: up to {deaths} may lie outside.",
        incidents,
        deaths=tn("{n} death", "{n} deaths", deaths),
        span=span,
    )


def deaths_in_all(found: Any) -> str:
    """The deaths of some incidents: "120–135 deaths", "deaths not stated". Takes a `Summary`'s fields."""
    if found.deaths_unknown == found.reported:
        return t("deaths not stated")
    return tn(
        "{range} death", "{range} deaths", found.deaths_high, range=text.span(found.deaths_low, found.deaths_high)
    )


def _without_number(found: Summary) -> list[str]:
    some = 0 < found.deaths_unknown < found.reported
    return [tn("{n} states no number", "{n} state no number", found.deaths_unknown)] if some else []


def table(by: str, rows: Any, chosen: Mapping[str, Any]) -> Any:
    """The section of one breakdown (`geodata.breakdown`); what is beyond the longest list is summed in its last row.

    `chosen` are the values of the filter by the same names as HEADS.
    """
    if not len(rows):
        return None
    rows = countries_told(rows)
    most = ACTORS_MAX if by == "actor" else ROWS_MAX
    shown = [_row(by, row, chosen) for row in rows.head(most).to_dict("records")]
    note = html.P(t("An incident counts for each side that it names."), className="muted") if by == "actor" else None
    return html.Section(
        [
            html.H3(word(HEADS[by]), id=f"summary-{by}"),
            html.Table(
                [_head(), html.Tbody([*shown, *_rest(by, rows[most:])])],
                className="tally",
                **{"aria-labelledby": f"summary-{by}"},
            ),
            note,
        ]
    )


def _head() -> Any:
    names = ("", t("Incidents"), t("Deaths"), t("Located"))
    hint = t("Share located to a town or better")
    cells = [html.Th(name, scope="col") for name in names[1:3]]
    return html.Thead(html.Tr([html.Td(), *cells, html.Th(names[3], scope="col", title=hint)]))


def _row(by: str, row: dict[str, Any], chosen: Mapping[str, Any]) -> Any:
    return html.Tr([html.Th(chooser(by, row, chosen), scope="row"), *_cells(row)])


def _cells(row: dict[str, Any]) -> list[Any]:
    unknown = row["deaths_unknown"]
    silent = unknown == row["reported"]
    deaths = "–" if silent else text.span(row["deaths_low"], row["deaths_high"])
    aside = html.Span(tn("{n} not stated", "{n} not stated", unknown)) if unknown else None
    # half up, as the browser does
    share = int(100 * row["precise"] / row["incidents"] + 0.5) if row["incidents"] else 0
    located = t("{n}%", n=number(share))
    return [html.Td(text.count(row["incidents"])), html.Td([deaths, aside]), html.Td(located)]


def _rest(by: str, rows: Any) -> list[Any]:
    if not len(rows):
        return []
    name = tn("{n} other", "{n} others", len(rows))
    if by == "actor":  # their incidents overlap, so that their sum would say nothing
        return [html.Tr([html.Th(name, scope="row"), html.Td(), html.Td(), html.Td()])]
    return [html.Tr([html.Th(name, scope="row"), *_cells(rows.sum(numeric_only=True).to_dict())])]


def chooser(by: str, row: dict[str, Any], chosen: Mapping[str, Any], at: str = "tally") -> Any:
    """The name of a row; a button that filters by it where a filter can say so."""
    value, name = row["value"], named(by, row)
    if not can_choose(value):
        return name
    held = is_chosen(by, value, chosen)
    hint = t("Show everything again") if held else t("Show this alone")
    pressed = {"aria-pressed": "true" if held else "false"}
    return html.Button(name, id=ids.narrows(by, value, at), className="narrow", title=hint, **pressed)


def countries_told(rows: Any) -> Any:
    """The same rows by region, of which country only where there are several."""
    return rows if len(set(rows["part_of"]) - {""}) > 1 else rows.assign(part_of="")


def can_choose(value: str) -> bool:
    """Whether a filter can show this value alone: what names no actor cannot be."""
    return bool(value) and value != geodata.OTHERS


def is_chosen(by: str, value: str, chosen: Mapping[str, Any]) -> bool:
    """Whether the filter names the value, or a sub-type of it."""
    held = chosen.get(by) or ()
    return value in held or (by == "event_type" and bool(set(geodata.EVENT_TYPES.get(value, ())) & set(held)))


def named(by: str, row: dict[str, Any]) -> Any:
    """What a row is called; names from the data keep their own direction."""
    value = row["value"]
    if by == "event_type":
        return [swatch(value), html.Span(_breakable(word(value)))]
    if by == "actor" and not value:
        return t("not stated")
    if by == "region":
        country = territory(value[:2], row["part_of"]) if row["part_of"] else ""
        return [html.Bdi(region_name(row)), html.Span(country, className="muted") if country else None]
    return html.Bdi(row["name"])


def _breakable(words: str) -> list[Any]:
    """The words, which may be broken after a stroke."""
    first, *rest = words.split("/")
    return [first, *(part for word in rest for part in ("/", html.Wbr(), word))]


NO_REGION = {
    geodata.NOWHERE: N_("Not on the map"),
    geodata.OTHERS: N_("Other regions"),
    geodata.AT_SEA: N_("At sea or unknown"),
}
"""What values of a breakdown by region are called that are no region."""


def region_name(row: dict[str, Any]) -> str:
    """A region of `geodata.breakdown` in the language of the page, where the data has it."""
    value, name = row["value"], row["name"]
    if value in NO_REGION:
        return word(NO_REGION[value])
    if value.endswith("-"):
        return t("{country}, region not known", country=territory(value[:-1], name))
    return local(name, row["name_ar"]) or value


OF_UNIT = {
    "day": N_("Each chart runs over {span}; each bar is a day, the tallest {n}."),
    "week": N_("Each chart runs over {span}; each bar is a week, the tallest {n}."),
    "month": N_("Each chart runs over {span}; each bar is a month, the tallest {n}."),
    "year": N_("Each chart runs over {span}; each bar is a year, the tallest {n}."),
}
MOST = {
    "day": N_("{name}: {incidents}, most on {day}: {n}"),
    "week": N_("{name}: {incidents}, most in the week of {day}: {n}"),
    "month": N_("{name}: {incidents}, most in the month of {day}: {n}"),
    "year": N_("{name}: {incidents}, most in the year of {day}: {n}"),
}


def charts(regions: Any, counts: Any, bins: Bins, span_days: tuple[int, int]) -> Any:
    """A small chart a region, all of one scale. `regions` and `counts` are `geodata.breakdown`'s and
    `geodata.over_time`'s tables by region, `bins` the stretches of time that cover the days of `span_days`."""
    rows = {row["value"]: row for row in regions.to_dict("records")}
    rows[geodata.OTHERS] = {"value": geodata.OTHERS, "name": ""}
    per = {value: dict(zip(found["day"], found["incidents"], strict=True)) for value, found in counts.groupby("value")}
    series = {value: [int(per[value].get(day, 0)) for day in bins.days] for value in rows if value in per}
    if not series:
        return None
    top = max(max(counts) for counts in series.values())
    span = text.days(*span_days)
    unit = word(OF_UNIT[bins.unit]).format(span=span, n=tn("{n} incident", "{n} incidents", top))
    drawn = [_chart(region_name(rows[value]), counts, top, bins) for value, counts in series.items()]
    heading = html.H3(t("Region by region over time"))
    note = tn(
        "{n} incident that began before is in no bar.",
        "{n} incidents that began before are in no bar.",
        carried := int(regions["incidents"].sum()) - int(counts["incidents"].sum()),
    )
    said = f"{unit} {note}" if carried else unit
    return html.Section([heading, html.P(said, className="muted"), html.Ul(drawn, className="charts")])


def _chart(name: str, counts: list[int], top: int, bins: Bins) -> Any:
    total, peak = sum(counts), max(counts)
    said = word(MOST[bins.unit]).format(
        name=name,
        incidents=tn("{n} incident", "{n} incidents", total),
        day=text.day(bins.days[counts.index(peak)]),
        n=number(peak),
    )
    box = html.Div(style=sparks.mask(counts, top), className="chart", role="img", title=said, **{"aria-label": said})
    head = html.Div([html.Bdi(name, className="chart-name"), html.Span(text.count(total), className="count")])
    return html.Li([head, html.Div(box, className="chart-box")])


def charted(regions: Any) -> list[str]:
    """The regions that get a chart of their own: all where they are few, else the largest, with room for the others."""
    values = list(regions["value"])
    return values if len(values) <= CHARTS_MAX else values[: CHARTS_MAX - 1]
