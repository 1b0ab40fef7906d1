"""View: what the reader looks at, and its place in the URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from geodata.area import outlined
from geodata.moments import ordered, read_moment, written

LIST_MAX = 200
BEFORE, YEAR = "before", "year"
"""What `View.compare` says besides typed dates: the time before, of the same length; the same dates a year before."""
TEXT_MAX = 200
CLAIMANT_MAX = 2000
"""Letters of a claimant: a row may name many offices in one."""
DRAWN = ("points", "bins", "regions", "heat")
COLOURED = ("deaths", "rate")


@dataclass(frozen=True, slots=True)
class View:
    """The state of the page. None, empty text and empty tuples mean the page's own choice: everything.

    `start` and `end` are inclusive, each a day or a minute. `regions`, `types`, `precisions`, `statuses` and `sources`
    are as in `geodata.Filter`. `incident` is the id of the open card. `lat`, `lon` (decimal degrees) and `zoom` (0 to
    22) say where the map stands. `theme` is light, dark or empty. `extent` leaves out what the map does not show.
    `displacement` shows that layer, `table` the table. `actors`, `deaths_least`, `deaths_unstated` and `doubts` are as
    in `geodata.Filter`, and so are `claimants` and `area`, an outline drawn on the map. `summary` opens that panel;
    `compare` is BEFORE, YEAR, two dates with ".." between them, or empty for no comparison. `draw` is how incidents are
    drawn, one of DRAWN, `by` what regions are coloured by, one of COLOURED; empty for the page's own choice. `embed`
    shows map, timeline and key alone, inside another page.
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
    actors: tuple[str, ...] = ()
    deaths_least: int | None = None
    deaths_unstated: bool = False
    doubts: tuple[str, ...] = ()
    summary: bool = False
    compare: str = ""
    embed: bool = False
    area: tuple[tuple[float, float], ...] = ()
    draw: str = ""
    by: str = ""
    claimants: tuple[str, ...] = ()

    def to_query(self) -> str:
        """The query part of the URL, without '?'.

        >>> View(start=date(2018, 7, 4), types=("Battles",), displacement=False).to_query()
        'from=2018-07-04&type=Battles&displacement=off'
        """
        pairs = [
            ("from", self.start and written(self.start)),
            ("to", self.end and written(self.end)),
            *(("region", region) for region in self.regions),
            *(("type", kind) for kind in self.types),
            *(("precision", precision) for precision in self.precisions),
            *(("status", status) for status in self.statuses),
            *(("source", source) for source in self.sources),
            *(("reporter", claimant) for claimant in self.claimants),
            *(("actor", actor) for actor in self.actors),
            ("deaths", "" if self.deaths_least is None else str(self.deaths_least)),
            ("unstated", "on" if self.deaths_unstated else ""),
            *(("doubt", doubt) for doubt in self.doubts),
            ("q", self.text),
            ("incident", self.incident),
            ("lat", _number(self.lat, 4)),
            ("lon", _number(self.lon, 4)),
            ("zoom", _number(self.zoom, 2)),
            ("theme", self.theme),
            ("extent", "on" if self.extent else ""),
            ("displacement", "" if self.displacement else "off"),
            ("table", "on" if self.table else ""),
            ("summary", "on" if self.summary else ""),
            ("compare", self.compare),
            ("embed", "on" if self.embed else ""),
            ("area", ";".join(f"{lon:.4f},{lat:.4f}" for lon, lat in self.area)),
            ("draw", self.draw),
            ("by", self.by),
        ]
        return urlencode([pair for pair in pairs if pair[1]], quote_via=quote, safe=",;:")

    @classmethod
    def from_query(cls, query: str) -> View:
        """Read a view back. What the URL does not say, or says badly, keeps its default; nothing raises."""
        given: dict[str, list[str]] = {}
        for name, value in parse_qsl(query.lstrip("?"), max_num_fields=None, errors="replace"):
            given.setdefault(name, []).append(value)
        last = {name: values[-1] for name, values in given.items()}
        start, end = ordered(_moment(last.get("from", "")), _moment(last.get("to", "")))
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
            _one_of(last.get("theme"), ("light", "dark")),
            last.get("extent") == "on",
            last.get("displacement") != "off",
            last.get("table") == "on",
            actors=_words(given.get("actor", [])),
            deaths_least=int(last["deaths"]) if re.fullmatch("[0-9]{1,7}", last.get("deaths", "")) else None,
            deaths_unstated=last.get("unstated") == "on",
            doubts=_words(given.get("doubt", [])),
            summary=last.get("summary") == "on",
            compare=_comparison(last.get("compare", "")),
            embed=last.get("embed") == "on",
            area=outlined(last.get("area", "")),
            draw=_one_of(last.get("draw"), DRAWN),
            by=_one_of(last.get("by"), COLOURED),
            claimants=_words(given.get("reporter", []), CLAIMANT_MAX),
        )


def span_of(said: str) -> tuple[date, date] | None:
    """The two dates of "2018-06-20..2018-06-26", the earlier first; None where they are not two dates."""
    first, dots, last = said.partition("..")
    dates = [found for found in (_date(first), _date(last)) if found]
    return (min(dates), max(dates)) if dots and len(dates) == 2 else None


def _comparison(said: str) -> str:
    if said in (BEFORE, YEAR):
        return said
    dates = span_of(said)
    return f"{dates[0].isoformat()}..{dates[1].isoformat()}" if dates else ""


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{round(value, digits) + 0.0:g}" if digits < 3 else f"{value:.{digits}f}"


def _one_of(value: str | None, words: tuple[str, ...]) -> str:
    return value if value in words else ""


def _words(values: list[str], longest: int = TEXT_MAX) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v[:longest] for v in values if v.strip()))[:LIST_MAX]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> date | None:
    try:
        return read_moment(text)
    except ValueError:
        return None


def _within(text: str, low: float, high: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if low <= value <= high else None
