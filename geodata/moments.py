"""Moments: a date is a whole day of the place where something happened; a datetime is a minute, by the clocks of that
place, or of UTC where that is its zone. Numbers count from 1970, by the same clocks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

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


def is_utc(when: date | None) -> bool:
    """Whether it is a minute of UTC."""
    return isinstance(when, datetime) and when.tzinfo is not None


def from_minute(minute: int, utc: bool = False) -> date:
    """The moment whose first minute that is: the day where it is its first."""
    return _minute(minute, utc) if minute % DAY_MINUTES else to_date(minute // DAY_MINUTES)


def until_minute(minute: int, utc: bool = False) -> date:
    """The moment whose last minute that is: the day where it is its last.

    >>> until_minute(17715 * 1440 + 719).isoformat(), until_minute(17715 * 1440 + 1439).isoformat()
    ('2018-07-03T11:59:00', '2018-07-03')
    """
    return _minute(minute, utc) if (minute + 1) % DAY_MINUTES else to_date(minute // DAY_MINUTES)


def _minute(minute: int, utc: bool) -> datetime:
    day, rest = divmod(minute, DAY_MINUTES)
    return datetime.combine(to_date(day), time(rest // 60, rest % 60), UTC if utc else None)


def read_moment(text: str) -> date:
    """A day or a minute, as ISO 8601 writes them; Z is UTC. Raises ValueError for anything else, other zones too.

    >>> written(read_moment("2018-07-04")), written(read_moment("2018-07-04T06:00Z"))
    ('2018-07-04', '2018-07-04T06:00Z')
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ?", text):
        return datetime.fromisoformat(text)
    return date.fromisoformat(text)


def written(when: date) -> str:
    """The moment in ISO 8601, as `read_moment` reads it."""
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.replace(tzinfo=None).isoformat(timespec="minutes") + ("Z" if is_utc(when) else "")


def ordered(start: date | None, end: date | None) -> tuple[date | None, date | None]:
    """The two sides of a window, the earlier first, each as short as can be said; None leaves a side open."""
    if start and end and begins(start) > ends(end):
        start, end = end, start
    return (
        start and from_minute(begins(start), is_utc(start)),
        end and until_minute(ends(end), is_utc(end)),
    )
