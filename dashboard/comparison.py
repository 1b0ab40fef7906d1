"""Comparison: two windows side by side, their difference, and why they may not be alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from dash import html

import geodata
from geodata import Filter, Store, Window

from . import tally, text
from .language import N_, direction, number, spoken, t, tn, word
from .view import BEFORE, YEAR, span_of

TABLES = ("region", "event_type")
NAMES_MAX = 6
LEFT_TO_RIGHT, ENDS = "\u2066", "\u2069"
HERE, THERE = "incidents", "incidents_other"
"""The columns of `geodata.coverage` and `geodata.compared` for the window that is shown and for the other one."""


def other_window(window: Window, compare: str) -> Window | None:
    """The window to compare with, as `View.compare` says it; None where there is none."""
    if compare in (BEFORE, YEAR):
        return window.before() if compare == BEFORE else window.a_year_before()
    typed = span_of(compare)
    return Window(*typed) if typed else None


def content(store: Store, where: Filter, window: Window, compare: str, chosen: Mapping[str, Any]) -> list[Any]:
    """The section that compares `window`, which is the filter's own, with another one."""
    other = other_window(window, compare)
    if other is None:
        return [html.P(t("Choose the first and the last day to compare with."), className="caveat")]
    where = geodata.within(where, window)
    coverage = geodata.coverage(store, where, other)
    heads = [_Head(_span(w), bool(coverage[name].sum())) for w, name in ((window, HERE), (other, THERE))]
    rows = {by: geodata.compared(store, where, other, by) for by in TABLES}
    tables = [_table(by, found, heads, chosen) for by, found in rows.items()]
    shared = None if geodata.overlap(window, other) else geodata.in_both(store, where, other)
    notes = [*caveats(coverage, window, other), *_longer(_sum(rows["region"]), shared, other)]
    return [html.H3(t("Two windows side by side")), *(html.P(note, className="caveat") for note in notes), *tables]


@dataclass(frozen=True, slots=True)
class _Head:
    """One of the two windows: what it is called, and whether any dataset has incidents in it."""

    span: str
    known: bool


def _span(window: Window) -> str:
    return text.window(window.start, window.end)


def caveats(coverage: Any, window: Window, other: Window) -> list[str]:
    """Why the two may not be alike: days outside the store, datasets that are silent, lengths that differ.

    `coverage` is what `geodata.coverage` gives for both.
    """
    if not len(coverage):
        return [t("The datasets shown hold no incidents.")]
    held = int(coverage["first_day"].min()), int(coverage["last_day"].max())
    sides = ((window, HERE), (other, THERE))
    return [*(note for w, name in sides for note in _missing(coverage, name, w, held)), *_lengths(window, other)]


def _missing(coverage: Any, column: str, window: Window, held: tuple[int, int]) -> list[str]:
    """What is not known of one window; a window wholly outside the store's days needs no list of silent datasets."""
    first, last = geodata.to_day(window.start), geodata.to_day(window.end)
    inside = max(0, min(last, held[1]) - max(first, held[0]) + 1)
    outside = tn(
        "{n} day of {span} lies outside the days of the incidents ({held}): nothing is known of it.",
        "{n} days of {span} lie outside the days of the incidents ({held}): nothing is known of them.",
        window.days - inside,
        span=_span(window),
        held=text.days(*held),
    )
    silent = list(coverage.loc[coverage[column] == 0, "title"]) if inside else []
    return [*([outside] if inside < window.days else []), *([_silence(silent, window)] if silent else [])]


def _silence(names: list[str], window: Window) -> str:
    return tn(
        "{names} has no incident in {span}: an absence of data, no sign of peace.",
        "{names} have no incident in {span}: an absence of data, no sign of peace.",
        len(names),
        span=_span(window),
        names=", ".join(names[:NAMES_MAX]) + (", …" if len(names) > NAMES_MAX else ""),
    )


def _longer(total: Mapping[str, Any], shared: tuple[int, int] | None, other: Window) -> list[str]:
    """That incidents reach beyond the other window (the headline says so of the shown one), or count in both.

    `total` sums a table of `geodata.compared`; `shared` is what `geodata.in_both` gives, None where windows overlap.
    """
    if shared is None:
        return [t("The windows overlap: what lies in both counts in each.")]
    there = int(total.get("beyond_other", 0))
    both = tn(
        "{n} incident with deaths lies in both windows: up to {deaths} count in each.",
        "{n} incidents with deaths lie in both windows: up to {deaths} count in each.",
        shared[0],
        deaths=tn("{n} death", "{n} deaths", shared[1]),
    )
    left = t("Differences of deaths leave out what may lie outside its window.")
    return [
        *([tally.beyond(there, int(total["deaths_beyond_other"]), _span(other))] if there else []),
        *([both] if shared[0] else []),
        *([left] if there or total.get("beyond", 0) else []),
    ]


def _lengths(window: Window, other: Window) -> list[str]:
    if window.minutes == other.minutes:
        return []
    first, second = (text.length(w.start, w.end) for w in (window, other))
    return [t("The windows differ in length: {first} and {second}.", first=first, second=second)]


HEADINGS = {"region": N_("Difference by region"), "event_type": N_("Difference by event type")}


def _table(by: str, rows: Any, heads: Sequence[_Head], chosen: Mapping[str, Any]) -> Any:
    if not len(rows):
        return None
    rows = tally.countries_told(rows)
    top, rest = rows.head(tally.ROWS_MAX), rows[tally.ROWS_MAX :]
    lines = [_row(tally.chooser(by, row, chosen, "comparison"), row, heads) for row in top.to_dict("records")]
    if len(rest):
        lines.append(_row(tn("{n} other", "{n} others", len(rest)), _sum(rest), heads))
    names = [html.Th(name, scope="col") for name in (*(head.span for head in heads), t("Difference"))]
    body = [
        html.Thead(html.Tr([html.Td(), *names])),
        html.Tbody(lines),
        html.Tfoot(_row(t("All"), _sum(rows), heads)),
    ]
    title = html.H4(word(HEADINGS[by]), id=f"comparison-{by}")
    return html.Section([title, html.Table(body, className="tally compared", **{"aria-labelledby": title.id})])


def _sum(rows: Any) -> dict[str, Any]:
    return dict(rows.sum(numeric_only=True))


def _row(name: Any, row: dict[str, Any], heads: Sequence[_Head]) -> Any:
    """Where nothing is known of a window there is a dash and no difference: 0 would be a claim."""
    here, there = (_side(row, which) if head.known else None for which, head in zip(("", "_other"), heads, strict=True))
    difference = _difference(here, there) if here and there else "–"
    return html.Tr([html.Th(name, scope="row"), _cell(here), _cell(there), html.Td(difference)])


def _side(row: dict[str, Any], which: str) -> SimpleNamespace:
    names = ("incidents", "reported", "deaths_low", "deaths_high", "deaths_unknown", "deaths_beyond")
    return SimpleNamespace(**{name: int(row[name + which]) for name in names})


def _cell(side: SimpleNamespace | None) -> Any:
    if side is None:
        return html.Td("–")
    return html.Td([text.count(side.incidents), *(map(html.Span, _deaths(side)) if side.incidents else ())])


def _deaths(side: SimpleNamespace) -> list[str]:
    some = 0 < side.deaths_unknown < side.reported
    unknown = [tn("{n} not stated", "{n} not stated", side.deaths_unknown)] if some else []
    return [tally.deaths_in_all(side), *unknown]


def _difference(here: SimpleNamespace, there: SimpleNamespace) -> list[Any]:
    """Incidents more or fewer, and the least and most that the stated deaths differ by, those left out that may lie
    outside their window."""
    most, most_there = (side.deaths_high - side.deaths_beyond for side in (here, there))
    low, high = here.deaths_low - most_there, most - there.deaths_low
    words = signed(low) if low == high else t("{low} to {high}", low=signed(low), high=signed(high))
    silent = any(side.deaths_unknown for side in (here, there))
    most = max(abs(low), abs(high))
    deaths = (
        tn("{range} stated death", "{range} stated deaths", most, range=words)
        if silent
        else tn("{range} death", "{range} deaths", most, range=words)
    )
    stated = any(side.reported > side.deaths_unknown for side in (here, there))
    return [html.B(signed(here.incidents - there.incidents)), html.Span(deaths) if stated else None]


def signed(n: int) -> str:
    """A difference with its sign before it, in either direction of writing.

    >>> signed(12), signed(-3), signed(0)
    ('+12', '−3', '0')
    """
    words = number(n) if n == 0 else f"{'+' if n > 0 else '−'}{number(abs(n))}"
    return f"{LEFT_TO_RIGHT}{words}{ENDS}" if direction(spoken()) == "rtl" else words
