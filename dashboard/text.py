"""What the page says: numbers, dates and precision in plain words."""

from __future__ import annotations

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)

PRECISION_WORDS = {
    "exact": "exact point",
    "neighbourhood": "neighbourhood",
    "settlement": "town or village",
    "near settlement": "near a town or village",
    "district": "district",
    "part of province": "part of a province",
    "province": "province",
    "part of country": "part of the country",
    "country": "country only",
    "sea or air": "at sea or in the air",
    "": "not located",
}

METHOD_WORDS = {
    "coordinates": "coordinates given by the source",
    "exact": "the name as printed",
    "folded": "the same name, accents and signs aside",
    "skeleton": "another spelling of the name",
    "one deletion": "a spelling with a letter more or less",
    "one edit": "a spelling one letter away",
    "one word": "a name with a word more or less",
    "between": "the middle of the two places named",
    "quarter": "its city, for a quarter of it",
    "picked": "chosen by a person",
    "region": "the region alone",
}


def day(number: int | None) -> str:
    """A day since 1970-01-01 as people write it: "4 Jul 2018"; "" for None."""
    return "" if number is None else _written(EPOCH + timedelta(days=int(number)))


def _written(when: date) -> str:
    return f"{when.day} {when:%b} {when.year}"


def days(first: int | None, last: int | None) -> str:
    """A span of days without repeating what both share: "3–7 Jul 2018".

    >>> days(17715, 17719), days(17711, 17719), days(17719, 17719)
    ('3–7 Jul 2018', '29 Jun – 7 Jul 2018', '7 Jul 2018')
    """
    if first is None or last is None:
        return ""
    a, b = EPOCH + timedelta(days=int(first)), EPOCH + timedelta(days=int(last))
    if a == b:
        return _written(a)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {b:%b} {b.year}"
    if a.year == b.year:
        return f"{a.day} {a:%b} – {_written(b)}"
    return f"{_written(a)} – {_written(b)}"


def count(number: int | None) -> str:
    """A number with thousands parted; an en dash where it is not known."""
    return "–" if number is None else f"{number:,}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 incident", "42 incidents"."""
    return f"{number:,} {one if number == 1 else many}"


def span(low: int | None, high: int | None, open_below: bool = False, open_above: bool = False) -> str:
    """A range of numbers; an open side says so.

    >>> span(62000, 66000), span(None, 189000, open_below=True), span(270000, 320000, open_above=True), span(4, 4)
    ('62,000–66,000', 'up to 189,000', '270,000–320,000+', '4')
    """
    if low is None and high is None:
        return "–"
    if low is None or high is None or low == high:
        number = count(high if low is None else low)
        return f"up to {number}" if open_below else f"more than {number}" if open_above else number
    return f"{'≤ ' if open_below else ''}{low:,}–{high:,}{'+' if open_above else ''}"


def distance(metres: float | None) -> str:
    """A radius as people say it: "800 m", "2 km", "40 km"."""
    if metres is None:
        return ""
    if metres < 1000:
        return f"{round(metres, -1):.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 9950 and metres % 1000 >= 50 else f"{metres / 1000:.0f} km"


def share(part: float | None) -> str:
    """A share of one as a percentage; an en dash where there is nothing to share."""
    return "–" if part is None else f"{part:.0%}"
