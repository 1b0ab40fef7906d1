"""Moments: a date is a whole day, a datetime without a zone is a minute of it, local time. Numbers count from 1970."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

EPOCH = date(1970, 1, 1)
DAY_MINUTES = 1440


def to_day(when: date) -> int:
    """Days since 1970-01-01."""
    return when.toordinal() - EPOCH.toordinal()


def to_date(day: int) -> date:
    """The date that is `day` days after 1970-01-01."""
    return EPOCH + timedelta(days=int(day))


def minute_of(when: date) -> int | None:
    """Minutes since midnight; None for a whole day."""
    return when.hour * 60 + when.minute if isinstance(when, datetime) else None


def begins(when: date) -> int:
    """The first minute, since 1970-01-01 00:00."""
    return to_day(when) * DAY_MINUTES + (minute_of(when) or 0)


def ends(when: date) -> int:
    """The last minute, inclusive, since 1970-01-01 00:00."""
    minute = minute_of(when)
    return to_day(when) * DAY_MINUTES + (DAY_MINUTES - 1 if minute is None else minute)


def from_minute(minute: int) -> date:
    """The moment whose first minute that is: the day where it is its first."""
    return _minute(minute) if minute % DAY_MINUTES else to_date(minute // DAY_MINUTES)


def until_minute(minute: int) -> date:
    """The moment whose last minute that is: the day where it is its last.

    >>> until_minute(17715 * 1440 + 719).isoformat(), until_minute(17715 * 1440 + 1439).isoformat()
    ('2018-07-03T11:59:00', '2018-07-03')
    """
    return _minute(minute) if (minute + 1) % DAY_MINUTES else to_date(minute // DAY_MINUTES)


def _minute(minute: int) -> datetime:
    day, rest = divmod(minute, DAY_MINUTES)
    return datetime.combine(to_date(day), datetime.min.time()) + timedelta(minutes=rest)


def read_moment(text: str) -> date:
    """A day or a minute of it, as ISO 8601 writes them. Raises ValueError for anything else, a zone too.

    >>> read_moment("2018-07-04"), read_moment("2018-07-04T06:00")
    (datetime.date(2018, 7, 4), datetime.datetime(2018, 7, 4, 6, 0))
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
        return datetime.fromisoformat(text)
    return date.fromisoformat(text)


def written(when: date) -> str:
    """The moment in ISO 8601, as `read_moment` reads it."""
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def ordered(start: date | None, end: date | None) -> tuple[date | None, date | None]:
    """The two sides of a window, the earlier first, each as short as can be said; None leaves a side open."""
    if start and end and begins(start) > ends(end):
        start, end = end, start
    return start and from_minute(begins(start)), end and until_minute(ends(end))
