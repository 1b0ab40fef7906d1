"""Dates and times as people print them, in English, French and Arabic, and how precise they are.

A part of a day is an interval of local time, both ends inclusive:

| printed | from | to |
|---|---|---|
| dawn | 04:00 | 06:59 |
| morning | 06:00 | 11:59 |
| noon, midday | 11:00 | 13:59 |
| afternoon | 12:00 | 17:59 |
| evening | 17:00 | 21:59 |
| night | 20:00 | 23:59 |
| overnight | 20:00 | 05:59 of the next day |
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

Order = Literal["dmy", "mdy"]
PRECISIONS = ("day", "week", "month", "year")

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،", "01234567890123456789,")
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIAL = (15_000, 75_000)
"""Numbers in a date column that can be a spreadsheet's day numbers: the years 1941 to 2105."""

_MONTHS = (
    "january jan janvier janv يناير جانفي كانون_الثاني",
    "february feb février fevrier févr fevr فبراير فيفري شباط",
    "march mar mars مارس آذار اذار",
    "april apr avril avr أبريل ابريل أفريل افريل نيسان",
    "may mai مايو ماي أيار ايار",
    "june jun juin يونيو جوان حزيران",
    "july jul juillet juil يوليو يوليوز جويلية تموز",
    "august aug août aout أغسطس اغسطس غشت أوت اوت آب",
    "september sep sept septembre سبتمبر شتنبر أيلول ايلول",
    "october oct octobre أكتوبر اكتوبر تشرين_الأول تشرين_الاول",
    "november nov novembre نوفمبر نونبر تشرين_الثاني",
    "december dec décembre decembre déc ديسمبر دجنبر كانون_الأول كانون_الاول",
)
_MONTH = {name.replace("_", " "): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH_NAME = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|"
    r"mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:يوم )?(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد))\b\.?,?\s+"
)
_BETWEEN = re.compile(r"\s+(?:to|until|till|au|إلى|الى|حتى)\s+|\s+[-–—/]\s+|(?<=\d{4}-\d\d-\d\d)[/](?=\d{4}-)|[–—]")
_WEEK_OF = re.compile(r"^(?:the )?(?:week (?:of|from|starting|commencing)|semaine du|أسبوع)\s+")
_MONTH_DAYS = re.compile(rf"^(\d{{1,2}})\s*[-–—]\s*(\d{{1,2}})\s+((?:{_MONTH_NAME})\b.*)$")
_CLOCK_BEHIND = re.compile(
    r"[t ,]+(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?)\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `start` to `end`, inclusive. `precision` is one of PRECISIONS, `clock` a time behind the date."""

    start: date
    end: date
    precision: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes since midnight, both inclusive; `days` is 1 where the end falls on the next day.

    `precision` is minute or part of day. `ahead` are the minutes that a zone printed with it is ahead of UTC.
    """

    start: int
    end: int
    precision: str
    days: int = 0
    ahead: int | None = None


def read_date(cell: object, order: Order = "dmy") -> Span:
    """The days that a cell names. Raises ValueError, saying what is wrong, where it names none.

    >>> read_date("4 July 2018").start.isoformat(), read_date("تموز 2018").precision
    ('2018-07-04', 'month')
    """
    if isinstance(cell, datetime):
        clock = cell.strftime("%H:%M") if (cell.hour or cell.minute) else ""
        return Span(cell.date(), cell.date(), "day", clock)
    if isinstance(cell, date):
        return Span(cell, cell, "day")
    text = plain(cell)
    if found := _CLOCK_BEHIND.search(text):
        span = read_date(text[: found.start()], order)
        return Span(span.start, span.end, span.precision, "" if found[1].startswith("00:00") else _zoned(found))
    return _span(text, order)


def _zoned(found: re.Match[str]) -> str:
    """The clock behind a date with its zone. "08:00-10:00" is two times, unless it is ISO 8601's way of writing one."""
    clock, zone = found[1], found[2] or ""
    iso = found[0].startswith("t") or clock.count(":") > 1
    return f"{clock} utc{zone}" if zone.startswith("-") and iso else f"{clock}{zone}"


def plain(cell: object) -> str:
    """The cell in lower case, with Western digits and single spaces."""
    text = "" if cell is None else str(cell)
    return " ".join(text.translate(_DIGITS).replace("\u200f", "").replace("\u200e", "").casefold().split())


def _span(text: str, order: Order) -> Span:
    if found := _MONTH_DAYS.match(text):
        return _between(f"{found[1]} {found[3]}", f"{found[2]} {found[3]}", order)
    if found := _WEEK_OF.match(text):
        start = _span(text[found.end() :], order).start
        return Span(start, start + timedelta(days=6), "week")
    ends = [end for end in _BETWEEN.split(text) if end]
    if len(ends) == 2:
        return _between(ends[0], ends[1], order)
    return _single(text, order)


def _between(first: str, last: str, order: Order) -> Span:
    end = _single(last, order)
    try:
        start = _single(first, order)
    except ValueError:  # "28 June to 3 July 2018": the year stands once
        start = _single(f"{first} {end.end.year}", order)
    if start.start > end.end:
        raise ValueError("ends before it begins")
    return Span(start.start, end.end, max(start.precision, end.precision, key=PRECISIONS.index))


def _single(text: str, order: Order) -> Span:
    text = _WEEKDAY.sub("", text).strip(" ,.")
    for pattern, read in _SHAPES:
        if found := pattern.fullmatch(text):
            return read(found, order)
    raise ValueError("is no date that can be read")


def _day(year: int, month: int, day: int) -> Span:
    if not 1 <= month <= 12:
        raise ValueError(f"has month {month}; a year has 12")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(
            f"is no day of the calendar: {calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]}"
        )
    return Span(date(year, month, day), date(year, month, day), "day")


def _month(year: int, month: int) -> Span:
    if not 1 <= month <= 12:
        raise ValueError(f"has month {month}; a year has 12")
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        year += 1900 if year > 68 else 2000  # as POSIX does
    if not 1583 <= year <= 2200:
        raise ValueError(f"has year {year}; known are 1583 to 2200")
    return year


def _ymd(found: re.Match[str], _: Order) -> Span:
    return _day(_year(found[1]), int(found[2]), int(found[3]))


def _numbers(found: re.Match[str], order: Order) -> Span:
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def _iso_week(found: re.Match[str], _: Order) -> Span:
    start = date.fromisocalendar(_year(found[1]), int(found[2]), 1)
    return Span(start, start + timedelta(days=6), "week")


def _whole_year(found: re.Match[str], _: Order) -> Span:
    return Span(date(_year(found[1]), 1, 1), date(_year(found[1]), 12, 31), "year")


def _serial(found: re.Match[str], _: Order) -> Span:
    number = float(found[0])
    if not _SERIAL[0] <= number <= _SERIAL[1]:
        raise ValueError("is no date that can be read")
    day = _SERIAL_EPOCH + timedelta(days=int(number))
    minutes = round(number % 1 * 1440)
    return Span(day, day, "day", f"{minutes // 60:02d}:{minutes % 60:02d}" if 0 < minutes < 1440 else "")


_SHAPES = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), _ymd),
    (re.compile(r"((?:1[6-9]|2[01])\d{2})(\d{2})(\d{2})"), _ymd),
    (re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})"), _numbers),
    (
        re.compile(
            rf"(\d{{1,2}})(?:st|nd|rd|th|er)?[-/. ]*(?:of |"
            rf"de )?({_MONTH_NAME})(?:\s*/\s*(?:{_MONTH_NAME}))?[-/., ]+(\d{{4}}|\d{{2}})"
        ),
        lambda found, _: _day(_year(found[3]), _MONTH[found[2]], int(found[1])),
    ),
    (
        re.compile(rf"({_MONTH_NAME})[-/. ]+(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}})"),
        lambda found, _: _day(_year(found[3]), _MONTH[found[1]], int(found[2])),
    ),
    (
        re.compile(rf"({_MONTH_NAME})(?:\s*/\s*(?:{_MONTH_NAME}))?[-/., ]+(?:of )?(\d{{4}})"),
        lambda found, _: _month(_year(found[2]), _MONTH[found[1]]),
    ),
    (re.compile(r"(\d{4})[-/.](\d{1,2})"), lambda found, _: _month(_year(found[1]), int(found[2]))),
    (re.compile(r"(\d{1,2})[/.](\d{4})"), lambda found, _: _month(_year(found[2]), int(found[1]))),
    (re.compile(r"(\d{4})-?w(\d{1,2})"), _iso_week),
    (re.compile(r"((?:1[5-9]|2[01])\d{2})(?:\.0)?"), _whole_year),
    (re.compile(r"\d{5}(?:\.\d+)?"), _serial),
)

_TWO_NUMBERS = re.compile(r"^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(?:\d{4}|\d{2})\b")


def order_of(cells: Iterable[object]) -> Order | None:
    """Whether day or month comes first in a column of numbers, by the cells that settle it; None where none does.

    Where cells speak for both, the more frequent order wins.
    """
    firsts = [first - second for first, second in _pairs(cells) if (first > 12) != (second > 12)]
    if not firsts:
        return None
    return "dmy" if 2 * sum(difference > 0 for difference in firsts) >= len(firsts) else "mdy"


def is_ambiguous(cells: Iterable[object]) -> bool:
    """Whether the column has cells that name two different days, one a reading of day first, one of month first."""
    return any(first != second and first <= 12 and second <= 12 for first, second in _pairs(cells))


def _pairs(cells: Iterable[object]) -> Iterator[tuple[int, int]]:
    for cell in cells:
        if isinstance(cell, str) and (found := _TWO_NUMBERS.match(plain(cell))):
            yield int(found[1]), int(found[2])


_PARTS_OF_DAY = (
    (re.compile(r"overnight|طوال الليل|ليلاً حتى الصباح"), Clock(20 * 60, 6 * 60 - 1, "part of day", 1)),
    (re.compile(r"dawn|daybreak|aube|فجر"), Clock(4 * 60, 7 * 60 - 1, "part of day")),
    (re.compile(r"afternoon|après-midi|apres-midi|بعد الظهر|عصر"), Clock(12 * 60, 18 * 60 - 1, "part of day")),
    (re.compile(r"noon|midday|midi|ظهر"), Clock(11 * 60, 14 * 60 - 1, "part of day")),
    (re.compile(r"morning|matin|صباح"), Clock(6 * 60, 12 * 60 - 1, "part of day")),
    (re.compile(r"evening|soir|مساء"), Clock(17 * 60, 22 * 60 - 1, "part of day")),
    (re.compile(r"night|nuit|ليل"), Clock(20 * 60, 24 * 60 - 1, "part of day")),
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:h.](\d{2})?)?(?::\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?|صباحا|مساء|ص|"
    r"م)?(?:\s*(?:hrs?|hours?|local.*))?"
)
_ZONE = re.compile(r"(?<=[\dm])\s*(?:(?:z|utc|gmt)\s*(?P<far>[+-]\d{1,2}(?::?\d{2})?)?|(?P<east>\+\d{2}:?\d{2}))$")
_TIMES = re.compile(r"\s*(?:[-–—]|\bto\b|\band\b|إلى|حتى)\s*")


def read_time(cell: object) -> Clock | None:
    """The time of day that a cell names; None where it is empty. Raises ValueError where it names none.

    A time without a zone is local.

    >>> read_time("22:05").start, read_time("10 pm").start, read_time("evening").precision
    (1325, 1320, 'part of day')
    """
    if isinstance(cell, datetime | time):
        return _minute(cell.hour * 60 + cell.minute)
    text = plain(cell)
    if not text:
        return None
    if zone := _ZONE.search(text):
        clock = read_time(text[: zone.start()])
        return clock and replace(clock, ahead=_ahead(zone["far"] or zone["east"] or "+0"))
    if re.fullmatch(r"0?\.\d+", text):  # a spreadsheet's fraction of a day
        return _minute(min(round(float(text) * 1440), 1439))
    ends = [_clock(end) for end in _TIMES.split(text)]
    if len(ends) == 1 and ends[0] is not None:
        return _minute(ends[0])
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        return Clock(ends[0], ends[1], "part of day", int(ends[1] < ends[0]))
    for pattern, clock in _PARTS_OF_DAY:
        if pattern.search(text):
            return clock
    raise ValueError("is no time of day that can be read")


def _ahead(printed: str) -> int:
    """Minutes of "+3", "+0300", "-05:30"."""
    digits = printed[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return (int(hours) * 60 + int(minutes)) * (-1 if printed[0] == "-" else 1)


def _minute(minute: int) -> Clock:
    return Clock(minute, minute, "minute")


def _clock(text: str) -> int | None:
    found = _TIME.fullmatch(text.removeprefix("at ").removeprefix("about ").removeprefix("around ").strip("~ "))
    if not found and (digits := re.fullmatch(r"(\d{2})(\d{2})(?:\s*(?:hrs?|hours?))?", text)):
        return _valid(int(digits[1]), int(digits[2]))
    if not found or not (found[2] or found[3] or "h" in text or ":" in text):
        return None
    hour = int(found[1])
    if half := found[3]:
        if not 1 <= hour <= 12:
            return None if hour > 23 else _valid(hour, int(found[2] or 0))
        hour = hour % 12 + (12 if half[0] in "pم" else 0)
    return _valid(hour, int(found[2] or 0))


def _valid(hour: int, minute: int) -> int | None:
    return hour * 60 + minute if hour < 24 and minute < 60 else None
