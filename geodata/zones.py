"""Time zones: how far the clocks of a place are ahead of UTC, from its point, offline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import tzfpy

from .moments import DAY_MINUTES, from_minute

_TIMES = ["start_day", "start_minute", "end_day", "end_minute", "utc_offset"]


@lru_cache(maxsize=1 << 16)
def zone_at(lat: float, lon: float) -> ZoneInfo | None:
    """The time zone of a point in degrees (WGS84), at sea that of its longitude; None where there is none."""
    try:
        return ZoneInfo(tzfpy.get_tz(lon, lat))
    except (ZoneInfoNotFoundError, ValueError):
        return None


@lru_cache(maxsize=1 << 16)
def offset(zone: ZoneInfo, minute: int) -> int:
    """Minutes that the zone is ahead of UTC at a local minute since 1970-01-01 00:00."""
    return _minutes(_clock(minute).replace(tzinfo=zone).utcoffset())


def _offset_at(zone: ZoneInfo, minute: int) -> int:
    """The same at a minute of UTC."""
    return _minutes(_clock(minute).replace(tzinfo=UTC).astimezone(zone).utcoffset())


def _clock(minute: int) -> datetime:
    when = from_minute(minute)
    return when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)


def _minutes(ahead: timedelta | None) -> int:
    return round((ahead or timedelta()).total_seconds() / 60)


def in_local_time(rows: pd.DataFrame) -> pd.DataFrame:
    """The incidents with `utc_offset` of their places, and times that were printed in another zone turned to local.

    `utc_offset` of the rows given is that of a zone printed with the time, empty where none was; it stays where the
    place is not known. Days whose hour is not known stay as they are.
    """
    timed = rows[rows["start_minute"].notna() & rows["start_day"].notna() & rows["lat"].notna()]
    told = timed[["lat", "lon", *_TIMES]].astype(object)
    found = [_local(*row) for row in told.where(told.notna(), None).itertuples(index=False, name=None)]
    moved = rows.copy()
    moved[_TIMES] = moved[_TIMES].astype(object)
    moved.loc[timed.index, _TIMES] = pd.DataFrame(found, index=timed.index, columns=_TIMES, dtype=object)
    return moved


def _local(
    lat: float, lon: float, day: int, opens: int, end: int, closes: int, told: int | None
) -> tuple[int | None, ...]:
    zone, first = zone_at(float(lat), float(lon)), int(day) * DAY_MINUTES + int(opens)
    if zone is None:
        return day, opens, end, closes, told
    if told is None:
        return day, opens, end, closes, offset(zone, first)
    ahead = _offset_at(zone, first - int(told))
    last = int(end) * DAY_MINUTES + int(closes) - int(told) + ahead
    return *divmod(first - int(told) + ahead, DAY_MINUTES), *divmod(last, DAY_MINUTES), ahead
