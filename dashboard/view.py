"""View: what the reader looks at, and its place in the URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

LIST_MAX = 200
TEXT_MAX = 200


@dataclass(frozen=True, slots=True)
class View:
    """The state of the page. None, empty text and empty tuples mean the page's own choice: everything.

    `start` and `end` are inclusive. `regions`, `types`, `precisions`, `statuses` and `sources` are as in
    `geodata.Filter`. `incident` is the id of the open card. `lat`, `lon` (decimal degrees) and `zoom` (0 to 22) say
    where the map stands. `theme` is light, dark or empty. `extent` leaves out what the map does not show.
    `displacement` shows that layer, `table` the table. `embed` shows map, timeline and key alone, inside another page.
    """

    start: date | None = None
    end: date | None = None
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    text: str = ""
    incident: str = ""
    lat: float | None = None
    lon: float | None = None
    zoom: float | None = None
    theme: str = ""
    extent: bool = False
    displacement: bool = True
    table: bool = False
    embed: bool = False

    def to_query(self) -> str:
        """The query part of the URL, without '?'.

        >>> View(start=date(2018, 7, 4), types=("Battles",), displacement=False).to_query()
        'from=2018-07-04&type=Battles&displacement=off'
        """
        pairs = [
            ("from", self.start and self.start.isoformat()),
            ("to", self.end and self.end.isoformat()),
            *(("region", region) for region in self.regions),
            *(("type", kind) for kind in self.types),
            *(("precision", precision) for precision in self.precisions),
            *(("status", status) for status in self.statuses),
            *(("source", source) for source in self.sources),
            ("q", self.text),
            ("incident", self.incident),
            ("lat", _number(self.lat, 4)),
            ("lon", _number(self.lon, 4)),
            ("zoom", _number(self.zoom, 2)),
            ("theme", self.theme),
            ("extent", "on" if self.extent else ""),
            ("displacement", "" if self.displacement else "off"),
            ("table", "on" if self.table else ""),
            ("embed", "on" if self.embed else ""),
        ]
        return urlencode([pair for pair in pairs if pair[1]], quote_via=quote)

    @classmethod
    def from_query(cls, query: str) -> View:
        """Read a view back. What the URL does not say, or says badly, keeps its default; nothing raises."""
        given: dict[str, list[str]] = {}
        for name, value in parse_qsl(query.lstrip("?"), max_num_fields=None, errors="replace"):
            given.setdefault(name, []).append(value)
        last = {name: values[-1] for name, values in given.items()}
        start, end = _date(last.get("from", "")), _date(last.get("to", ""))
        if start and end and start > end:
            start, end = end, start
        lat, lon = _within(last.get("lat", ""), -85, 85), _within(last.get("lon", ""), -180, 180)
        return cls(
            start,
            end,
            _words(given.get("region", [])),
            _words(given.get("type", [])),
            _words(given.get("precision", [])),
            _words(given.get("status", [])),
            _words(given.get("source", [])),
            last.get("q", "")[:TEXT_MAX].replace("\x00", ""),
            last.get("incident", "") if re.fullmatch("[0-9a-f]{12}", last.get("incident", "")) else "",
            lat if lon is not None else None,
            lon if lat is not None else None,
            _within(last.get("zoom", ""), 0, 22),
            last.get("theme", "") if last.get("theme") in ("light", "dark") else "",
            last.get("extent") == "on",
            last.get("displacement") != "off",
            last.get("table") == "on",
            embed=last.get("embed") == "on",
        )


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{round(value, digits) + 0.0:g}" if digits < 3 else f"{value:.{digits}f}"


def _words(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v[:TEXT_MAX] for v in values if v.strip()))[:LIST_MAX]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _within(text: str, low: float, high: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if low <= value <= high else None
