"""Printed cells of a sheet → the columns of an incident or of a displacement figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from statistics import median

from geodata.dates import Clock, Order, Span, is_ambiguous, order_of, plain, read_date, read_time
from geodata.events import Event, classify
from geodata.quantities import Quantity, read_quantity
from geodata.schema import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES, TIME_PRECISIONS, UNCLASSIFIED

from . import ucdp
from .headers import words_of
from .points import points
from .printed import Printed, known_word, shown

Columns = dict[str, Sequence[object]]
_EPOCH = date(1970, 1, 1)
_WRITE_DATE = "Write it as 2018-07-31"
_IF_MISPRINTED = "Mend the year if it is a misprint, and import again: the timeline reaches to every date"
_FAR_YEARS, _FAR_ONE_OF = 30, 10
"""A date is far off from so many years on, where at most one of so many is."""
_WRITE_TIME = "Write it as 22:05, or as a part of the day: evening"
_WRITE_NUMBER = "Write a whole number, 'about 20', 'at least 20', 'up to 20' or '15-20'"


def incident_records(printed: Printed, order: Order | None) -> Columns:
    """The columns of schema.INCIDENTS that a sheet gives, and `country`."""
    spans = _dates(printed, "date", order)
    ends = _dates(printed, "end_date", order) if "end_date" in printed.columns else [None] * len(printed)
    events = _events(printed)
    killed = _deaths(printed)
    injured = printed.read("injured", read_quantity, _WRITE_NUMBER)
    counts = printed.read("count", read_quantity, _WRITE_NUMBER)
    return {
        **_common(printed),
        **_times(printed, spans, ends),
        **events,
        "actor1": printed.text("actor1"),
        "actor2": printed.text("actor2"),
        "fatalities_low": [number.low for number in killed],
        "fatalities_best": [number.best for number in killed],
        "fatalities_high": [number.high for number in killed],
        "injured": [_one(number) for number in injured],
        "event_count": [_one(number) for number in counts],
        "count_quantifier": [_quantifier(numbers) for numbers in zip(killed, injured, counts, strict=True)],
        "status": _words(printed, "status", _STATUS, "reported"),
    }


def displacement_records(printed: Printed, order: Order | None) -> Columns:
    """The columns of schema.DISPLACEMENT that a sheet gives, and `country`."""
    as_of = _dates(printed, "as_of", order)
    starts, ends = (
        _dates(printed, name, order) if name in printed.columns else [None] * len(printed) for name in ("from", "to")
    )
    figures, quantifiers, words = _figures(printed)
    return {
        **_common(printed),
        "measure": _words(printed, "measure", _MEASURES, "stock"),
        "status": _words(printed, "status", _STATUS, "reported"),
        "role": _words(printed, "role", _ROLES, "recommended"),
        "quantifier": quantifiers,
        "low": [figure.low for figure in figures],
        "value": [figure.best for figure in figures],
        "high": [figure.high for figure in figures],
        "figure_printed": words,
        "unit": _words(printed, "unit", _UNITS, "people"),
        "household_size": printed.read("household_size", _decimal, "Give the people of a household as a number, 5.4"),
        "as_of_day": [span and _number(span.end) for span in as_of],
        "start_day": [span and _number(span.start) for span in map(_period, starts, as_of)],
        "end_day": [span and _number(span.end) for span in map(_period, ends, as_of)],
        "origin": printed.text("origin"),
    }


def _period(said: Span | None, as_of: Span | None) -> Span | None:
    """The period covered: what is said of it, else the month, week or year that the figure is of."""
    return said or (as_of if as_of and as_of.precision != "day" else None)


def _common(printed: Printed) -> Columns:
    return {
        "source_id": printed.text("id"),
        "place_printed": printed.text("place"),
        "region_printed": printed.text("region"),
        "admin2_name": [name and " ".join(name.split()) for name in printed.text("district")],
        "country": printed.text("country"),
        **points(printed),
        "claimant": _claimants(printed),
        "compiled_from": printed.text("compiled_from"),
        "quote": printed.text("quote"),
        "url": printed.text("url"),
        "notes": printed.text("notes"),
    }


def _claimants(printed: Printed) -> list[str | None]:
    told = printed.text("reported_by")
    return [*map(ucdp.each_once, told)] if _is_headed(printed, "reported_by", ucdp.OFFICE_HEADER) else told


def _dates(printed: Printed, name: str, order: Order | None) -> list[Span | None]:
    cells = printed.raw(name)
    settled = order or order_of(cells)
    if settled is None and is_ambiguous(cells):
        at = next(at for at, cell in enumerate(cells) if is_ambiguous([cell]))
        printed.fault(
            at,
            name,
            "and the dates of its column do not tell day from month; read as day/month/year",
            "If the month stands first, import again with --date-order mdy",
        )
    required = name in ("date", "as_of")
    read = partial(_date, required=required, order=settled or "dmy")
    spans = printed.read(name, read, _WRITE_DATE, kept=not required)
    for at, years in _far_off(spans):
        printed.fault(at, name, f"lies {years:,} years from the middle of the file's dates; kept", _IF_MISPRINTED)
    return spans


def _far_off(spans: Sequence[Span | None]) -> Iterator[tuple[int, int]]:
    """The few dates that lie far from the others, as one of a wrong year does: their place, and how many years."""
    days = {at: span.start.toordinal() for at, span in enumerate(spans) if span}
    middle = median(days.values()) if days else 0
    far = {at: years for at, day in days.items() if (years := int(abs(day - middle) / 365.25)) >= _FAR_YEARS}
    if len(far) * _FAR_ONE_OF <= len(days):
        yield from far.items()


def _date(cell: object, required: bool, order: Order) -> Span | None:
    if shown(cell):
        return read_date(cell, order)
    if required:
        raise ValueError("has no date")
    return None


def _times(printed: Printed, spans: Sequence[Span | None], ends: Sequence[Span | None]) -> Columns:
    first, last = (printed.read(name, read_time, _WRITE_TIME) for name in ("time", "end_time"))
    clocks = [_until(start, end) for start, end in zip(first, last, strict=True)]
    rows = [_when(printed, at, spans[at], ends[at], clocks[at]) for at in range(len(printed))]
    names = ("start_day", "end_day", "start_minute", "end_minute", "time_precision", "utc_offset")
    columns: Columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    own = _is_headed(printed, "time_precision", ucdp.PRECISION_HEADER)
    said = _words(
        printed, "time_precision", _same(TIME_PRECISIONS) | ucdp.coded(ucdp.TIME_PRECISIONS if own else _ACLED), ""
    )
    columns["time_precision"] = [word or found for word, found in zip(said, columns["time_precision"], strict=True)]
    texts = zip(*(printed.text(name) for name in ("date", "end_date", "time")), strict=True)
    return columns | {"time_printed": [_time_printed(*text) for text in texts]}


def _until(start: Clock | None, end: Clock | None) -> Clock | None:
    """The time from the first to the last minute; the next day's where that is earlier."""
    if start is None or end is None or start.start == end.end:
        return start
    ahead = end.ahead if start.ahead is None else start.ahead
    return Clock(start.start, end.end, "part of day", int(end.end < start.start), ahead)


def _time_printed(start: str | None, end: str | None, clock: str | None) -> str:
    return " ".join(filter(None, [start, f"to {end}" if end and end != start else "", clock]))


def _when(printed: Printed, at: int, span: Span | None, end: Span | None, clock: Clock | None) -> tuple[object, ...]:
    if span is None:
        return (None,) * 6
    last = span.end
    if end and end.end < span.start:
        printed.fault(at, "end_date", "is before the first day; left out", _WRITE_DATE)
    elif end:
        last = end.end
    if clock is None and span.clock:
        clock = read_time(span.clock)
    if clock is None:
        return _number(span.start), _number(last), None, None, span.precision, None
    if last == span.end:  # else the day that the time ends on is said
        last += timedelta(days=clock.days)
    return (
        _number(span.start),
        _number(last),
        clock.start,
        clock.end,
        clock.precision if span.precision == "day" else span.precision,
        clock.ahead,
    )


def _number(day: date) -> int:
    return (day - _EPOCH).days


def _same(words: Sequence[str]) -> dict[str, str]:
    return {word: word for word in words}


_STATUS = _same(STATUSES) | {
    "actual": "reported",
    "confirmed": "reported",
    "forecasted": "forecast",
    "projected": "forecast",
    "متوقع": "forecast",
}
_ACLED = {"1": "day", "2": "week", "3": "month"}
"""ACLED's codes of the precision of time."""
_ROLES = _same(("recommended", "triangulation")) | {"recommended figure": "recommended"}
_UNITS = _same(("people", "households")) | dict.fromkeys(
    ["person", "persons", "individual", "individuals", "ind", "idps", "idp", "شخص"], "people"
)
_UNITS |= dict.fromkeys(["household", "hh", "families", "family", "familles", "ménages", "عائلة", "أسرة"], "households")
_MEASURES = _same(("stock", "flow", "return"))
_MEASURES |= dict.fromkeys(
    ("returns", "returnees", "returnee", "idp returnees", "spontaneous returns", "العائدون"), "return"
)
_MEASURES |= dict.fromkeys(
    ("arrivals", "arrival", "idp arrivals", "new displacement", "new displacements", "flows"), "flow"
)
_MEASURES |= dict.fromkeys(("movement", "movements", "idp movements", "displacements"), "flow")
_MEASURES |= dict.fromkeys(("idps", "idp", "present", "displaced", "total", "stocks", "النازحون"), "stock")


def _words(printed: Printed, name: str, known: dict[str, str], otherwise: str) -> list[str]:
    """The vocabulary's word for each cell; `otherwise` for empty and for unknown ones, which are noted."""
    cure = f"Use {', '.join(dict.fromkeys(known.values()))}"
    reader = partial(known_word, known=known, empty=otherwise, taken_as=otherwise)
    return [word or otherwise for word in printed.read(name, reader, cure)]


def _events(printed: Printed) -> Columns:
    whats, types, subs = (printed.text(name) for name in ("what", "event_type", "sub_event_type"))
    if _is_headed(printed, "event_type", ucdp.VIOLENCE_HEADER):
        coded = [ucdp.violence(kind) for kind in types]
        types = [words[0] if words else kind for words, kind in zip(coded, types, strict=True)]
    else:
        coded = [None] * len(types)
    read = lru_cache(maxsize=None)(_event)
    rows = zip(whats, types, subs, coded, strict=True)
    events = [known[1] if known and not what else read(what, kind, sub) for what, kind, sub, known in rows]
    return {
        "event_type": [event.event_type for event in events],
        "sub_event_type": [event.sub_event_type or None for event in events],
        "event_reason": [event.reason or None for event in events],
        "event_printed": [what or sub or kind for what, kind, sub in zip(whats, types, subs, strict=True)],
    }


def _is_headed(printed: Printed, name: str, words: str) -> bool:
    return words_of(printed.columns.get(name, "")) == words


def _event(what: str | None, kind: str | None, sub: str | None) -> Event:
    """ACLED's own words, where the sheet has them; else what its words say, the finest column first."""
    if kind in EVENT_TYPES and (not sub or sub in EVENT_TYPES[kind]):
        return Event(kind, sub or "", "")
    if sub in SUB_EVENT_TYPES:
        return classify(sub)
    found = [classify(text) for text in (what, sub, kind) if text]
    return next((event for event in found if event.event_type != UNCLASSIFIED), found[0] if found else classify(""))


def _deaths(printed: Printed) -> list[Quantity]:
    best, low, high = (
        printed.read(name, read_quantity, _WRITE_NUMBER) for name in ("killed", "killed_low", "killed_high")
    )
    rows = zip(best, low, high, strict=True)
    return [_bounds(printed, at, "killed", *(number or Quantity() for number in row)) for at, row in enumerate(rows)]


def _bounds(printed: Printed, at: int, name: str, best: Quantity, low: Quantity, high: Quantity) -> Quantity:
    """One quantity of three columns. Bounds that contradict the figure are left out, and noted."""
    lower, upper = _first(low.best, low.low, best.low), _first(high.best, high.high, best.high)
    numbers = [number for number in (lower, best.best, upper) if number is not None]
    if numbers != sorted(numbers):
        printed.fault(
            at, name, f"does not lie between {lower} and {upper}; the bounds are left out", "Mend the three numbers"
        )
        return Quantity(None, best.best, None, best.quantifier)
    own = low.best is not None or high.best is not None
    quantifier = (
        "between"
        if own and lower != upper and None not in (lower, upper)
        else best.quantifier or _implied(lower, best.best, upper)
    )
    return Quantity(lower, best.best, upper, quantifier)


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _implied(low: int | None, best: int | None, high: int | None) -> str:
    """What a figure means by the bounds it has."""
    if low is not None and high is not None:
        return "exact" if low == high else "between"
    if best is not None:
        return "exact"
    if low is not None:
        return "more than"
    return "up to" if high is not None else ""


def _one(number: Quantity | None) -> int | None:
    return _first(number.best, number.low, number.high) if number else None


def _quantifier(numbers: Sequence[Quantity | None]) -> str | None:
    return next((number.quantifier for number in numbers if number and number.quantifier), None)


_QUANTIFIERS = {
    **_same(("exact", "about", "more than", "up to", "between")),
    **dict.fromkeys(
        [
            "estimated",
            "estimate",
            "approximately",
            "approx",
            "around",
            "circa",
            "some",
            "roughly",
            "~",
            "نحو",
            "حوالي",
            "environ",
        ],
        "about",
    ),
    **dict.fromkeys(("at least", "over", ">", ">=", "minimum", "أكثر من", "plus de"), "more than"),
    **dict.fromkeys(("less than", "at most", "<", "<=", "maximum", "moins de"), "up to"),
    **dict.fromkeys(("total", "exactly", "="), "exact"),
}


def _figures(printed: Printed) -> tuple[list[Quantity], list[str], list[str | None]]:
    """Each row's figure, its quantifier, and its words where it is no number. A row with neither is lost."""
    unread: Callable[[str], list[Quantity | str | None]] = lambda name: [_or_words(cell) for cell in printed.raw(name)]  # noqa: E731
    said, values, lows, highs = printed.text("quantifier"), unread("value"), unread("low"), unread("high")
    worded = printed.text("figure_printed")
    figures, quantifiers, words = [], [], []
    for at in range(len(printed)):
        cells = (values[at], lows[at], highs[at])
        numbers = [cell if isinstance(cell, Quantity) else Quantity() for cell in cells]
        figure = _bounds(printed, at, "value", *numbers)
        quantifier, text = _meaning(said[at], figure)
        text = next((cell for cell in cells if isinstance(cell, str)), text or worded[at])
        if _one(figure) is None and not text:
            printed.fault(at, "value", "has no figure", _WRITE_NUMBER, kept=False)
        figures.append(figure)
        quantifiers.append(quantifier)
        words.append(text)
    return figures, quantifiers, words


def _or_words(cell: object) -> Quantity | str:
    try:
        return read_quantity(cell)
    except ValueError:
        return shown(cell)


def _meaning(said: str | None, figure: Quantity) -> tuple[str, str | None]:
    """The quantifier, and the words where they are none: "hundreds of thousands more"."""
    word = _QUANTIFIERS.get(plain(said))
    if word:
        return word, None
    if _one(figure) is None:
        return "about", said
    return figure.quantifier or "exact", said


def _decimal(cell: object) -> float | None:
    text = plain(shown(cell)).replace(",", ".")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise ValueError("is no number that can be read") from None
