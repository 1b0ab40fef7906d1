"""Doubts about an incident that its row can answer: what each is called, and the SQL condition that says so."""

from __future__ import annotations

from collections.abc import Sequence

DEATHS = "coalesce(fatalities_best, fatalities_low, fatalities_high)"
"""The deaths that an incident counts with: the best figure, else the low, else the high one; NULL where it states none.
"""
DEATHS_MOST = "coalesce(fatalities_high, fatalities_best, fatalities_low)"
"""The deaths of an incident at most; NULL where it states none."""
VAGUE = ("week", "month", "year")
"""Precisions of time that do not name the day."""
WITHOUT = "-"
"""Stands before the name of a doubt in `Filter.doubts`: incidents that have it are left out."""

DOUBTS = {
    "mended": "coalesce(match_guessed, false)",
    "deaths-unstated": f"{DEATHS} IS NULL",
    "unlocated": "lat IS NULL",
    "vague-time": f"coalesce(time_precision, '') IN ({', '.join(map(repr, VAGUE))})",
    "no-link": "coalesce(url, '') = ''",
    "no-quote": "coalesce(quote, '') = ''",
}
"""Name → SQL condition over `incidents`, never NULL. The order is that of the bits in `columns`' `flags`."""


def flags_sql() -> str:
    """An SQL number with a bit for each doubt that the row has, the first of DOUBTS the lowest."""
    return " + ".join(f"CASE WHEN {sql} THEN {1 << bit} ELSE 0 END" for bit, sql in enumerate(DOUBTS.values()))


def doubts_sql(wanted: Sequence[str]) -> str:
    """The SQL condition that the wanted doubts make together: each is to be there or, after WITHOUT, not.

    Raises ValueError for a name that is none of DOUBTS.
    """
    return " AND ".join(_one_sql(name) for name in wanted)


def _one_sql(wanted: str) -> str:
    name = wanted.removeprefix(WITHOUT)
    if name not in DOUBTS:
        raise ValueError(f"doubt '{wanted}' is not known. There is {', '.join(DOUBTS)}; '{WITHOUT}' before it negates")
    return f"NOT ({DOUBTS[name]})" if wanted.startswith(WITHOUT) else DOUBTS[name]
