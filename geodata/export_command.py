"""python -m geodata export: the options → a filter, and the files written."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gazetteer import PRECISIONS
from gazetteer.names import skeleton

from .area import CORNERS_MAX, Area, outlined
from .choices import per_region
from .claimants import claimants
from .doubts import DOUBTS, WITHOUT
from .export import FORMATS, Exported, export
from .extent import extent
from .moments import begins, ends, ordered, read_moment, to_date, written
from .overlaps import per_actor
from .query import AT_SEA, NOBODY, NOWHERE, Filter, datasets, district, rest
from .release import EXPORTED
from .schema import DISPLACEMENT, EVENT_TYPES, INCIDENTS, STATUSES, SUB_EVENT_TYPES
from .search import searchable
from .store import Store
from .writers import TooLarge

ALL_EXPORTED, SOME_LEFT_OUT, NOTHING_EXPORTED = 0, 1, 2
STDOUT = "-"
LISTED_MAX = 60
"""Names that a message lists before it counts the others."""
_MORE = """exit status
  0  every row of the filter was exported
  1  rows stayed behind, or were counted only: their dataset may not be passed on
  2  nothing was exported

examples
  python -m geodata export -o incidents.csv
  python -m geodata export --from 2018-07-01 --to 2018-07-05 --region Daraa --type Battles -o battles.geojson
  python -m geodata export --table displacement -o displaced.zip --format xlsx
"""


class WrongOption(ValueError):  # noqa: N818
    """An option says what there is not; the message lists what there is."""


def add_to(commands: Any) -> argparse.ArgumentParser:
    """The grammar of the command, added to the others'."""
    add: argparse.ArgumentParser = commands.add_parser(
        "export",
        help="write what a filter shows to a file, with its manifest",
        description=(
            "Write exactly what the filter shows. FILE.manifest.json says where it came from; FILE.zip holds both. "
            "The same store gives the same bytes."
        ),
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument(
        "--from", dest="start", type=_moment, metavar="DATE", help="first day, 2018-07-04, or minute, 2018-07-04T06:00"
    )
    add.add_argument("--to", dest="end", type=_moment, metavar="DATE", help="last day or minute, inclusive")
    for name, metavar, meaning in (
        (
            "region",
            "CODE|NAME",
            f"SY, SY-DR, Daraa; SY- where its region is not known, {NOWHERE} for what has no point",
        ),
        ("type", "TYPE", "ACLED's event type or sub-event type"),
        ("source", "DATASET", "a dataset of the store"),
        ("actor", "NAME", "an actor on either side"),
        ("reported-by", "NAME", f"who reports an incident; {NOBODY} where nobody is named"),
    ):
        add.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=f"{meaning}; may be repeated")
    add.add_argument(
        "--precision", action="append", default=[], choices=PRECISIONS, metavar="WORD", help="of the point"
    )
    add.add_argument("--status", action="append", default=[], choices=STATUSES, help="of the row")
    add.add_argument("--deaths", type=_number, metavar="N", help="at least N: the best figure, else the low, the high")
    add.add_argument("--deaths-unstated", action="store_true", help="with --deaths: those that state no number too")
    for name, meaning in (("only", "only what has this doubt"), ("without", "nothing that has it")):
        add.add_argument(
            f"--{name}",
            action="append",
            default=[],
            choices=tuple(DOUBTS),
            metavar="DOUBT",
            help=f"{meaning}: {', '.join(DOUBTS)}",
        )
    add.add_argument("--text", default="", metavar="WORDS", help="words of an incident")
    add.add_argument("--bbox", type=_bbox, metavar="W,S,E,N", help="decimal degrees: --bbox=35.5,32.3,37,33.5")
    add.add_argument(
        "--area", type=_area, default=(), metavar="LON,LAT;…", help="an outline: --area='36,32;37,32;36.5,33'"
    )
    add.add_argument("--table", choices=tuple(EXPORTED), default=INCIDENTS.name, help="(default: incidents)")
    add.add_argument("--format", choices=tuple(FORMATS), help="(default: as FILE ends, else csv)")
    add.add_argument(
        "-o", dest="file", default="", metavar="FILE", help=f"(default: the table's name); {STDOUT} for stdout"
    )
    return add


def _moment(text: str) -> date:
    try:
        return read_moment(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no day. Write it as 2018-07-04, or as 2018-07-04T06:00 with a local time"
        ) from None


def _number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,15}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no number of deaths. Write a whole number, 0 or more")
    return int(text)


def _bbox(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no box. Write west,south,east,north in degrees") from None
    if not (-90 <= south <= north <= 90 and all(-180 <= side <= 180 for side in (west, east))):
        raise argparse.ArgumentTypeError(f"'{text}' is no box on Earth. Write west,south,east,north in degrees")
    return west, south, east, north


def _area(text: str) -> Area:
    found = outlined(text)
    if not found:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no outline. Write its 3 to {CORNERS_MAX} corners as lon,lat;lon,lat;… in degrees"
        )
    return found


def run(store: Store, told: argparse.Namespace) -> int:
    """Export as told; the exit status."""
    try:
        where = wanted(store, told)
        path, zipped, format = _target(told.file, told.format)
        name = "" if path is None else path.with_suffix(FORMATS[format].suffix).name if zipped else path.name
        made = export(store, where, format, told.table, name)
    except (WrongOption, TooLarge) as error:
        print(error, file=sys.stderr)
        return NOTHING_EXPORTED
    if not made.rows + made.rows_counted:
        print(_nothing(store, told.table, made), file=sys.stderr)
        return NOTHING_EXPORTED
    try:
        written = _write(made, path, zipped, told.file == STDOUT)
    except OSError as error:
        print(f"{error.filename or path}: {error.strerror}. Choose a file you may write to, with -o", file=sys.stderr)
        return NOTHING_EXPORTED
    summary = (
        json.dumps(_summary(made, written), ensure_ascii=False, indent=2)
        if told.json
        else "\n".join(lines(made, written))
    )
    print(summary, file=sys.stderr if told.file == STDOUT else sys.stdout)
    return SOME_LEFT_OUT if made.left_out else ALL_EXPORTED


def wanted(store: Store, told: argparse.Namespace) -> Filter:
    """The filter that the options say. Raises WrongOption, listing what there is."""
    if told.start and told.end and begins(told.start) > ends(told.end):
        raise WrongOption(f"--from {written(told.start)} is after --to {written(told.end)}. Swap them")
    start, end = ordered(told.start, told.end)
    if told.table == DISPLACEMENT.name:
        for option, given in _of_incidents(told):
            if given:
                raise WrongOption(
                    f"{option}: figures of displacement have none. Leave it out, or use --table incidents"
                )
        if told.reported_by:
            raise WrongOption("--reported-by chooses incidents alone. Leave it out, or use --table incidents")
    if told.deaths_unstated and told.deaths is None:
        raise WrongOption("--deaths-unstated adds to --deaths. Say --deaths N too, or --only deaths-unstated")
    regions = _regions(store)
    types = {kind: kind for kind in (*EVENT_TYPES, *SUB_EVENT_TYPES)}
    sources = {str(name): str(name) for name in datasets(store)["source"]}
    return Filter(
        start=start,
        end=end,
        regions=_chosen(
            *("--region", told.region, regions, skeleton, _districts(store) if told.region else None),
            unknown={AT_SEA, *map(rest, regions.values())},
        ),
        event_types=_chosen("--type", told.type, types, unknown={f"{kind}/" for kind in EVENT_TYPES}),
        sources=_chosen("--source", told.source, sources),
        precisions=tuple(told.precision),
        statuses=tuple(told.status),
        bbox=told.bbox,
        area=told.area,
        text=told.text,
        actors=_chosen("--actor", told.actor, {name: name for name in per_actor(store)["actor"]} if told.actor else {}),
        deaths_least=told.deaths,
        deaths_unstated=told.deaths_unstated,
        claimants=_chosen("--reported-by", told.reported_by, _claimants(store, told.reported_by), unknown={NOBODY}),
        doubts=(*told.only, *(f"{WITHOUT}{doubt}" for doubt in told.without)),
    )


def _of_incidents(told: argparse.Namespace) -> Iterator[tuple[str, object]]:
    """The options that only incidents can answer."""
    yield from (("--type", told.type), ("--text", told.text), ("--actor", told.actor))
    yield from (("--deaths", told.deaths is not None), ("--only", told.only), ("--without", told.without))


Known = Mapping[str, str]
"""Words and the codes that they mean."""


def _chosen(
    option: str,
    given: Sequence[str],
    known: Known,
    loose: Callable[[str], str] | None = None,
    finer: Known | None = None,
    unknown: Collection[str] = (),
) -> tuple[str, ...]:
    """The codes of what is given: by code or name, letters folded, by `loose` where that names one alone. `finer`,
    code → name, is looked into for what is none of the known; codes of `unknown`, which say that something is not
    known, are taken as they are."""
    found: list[str] = []
    districts = [(name, code) for code, name in (finer or {}).items()]
    for word in given:
        codes = {word} & {*unknown} or _meant(word, known.items(), loose) or _meant(word, districts, loose)
        if len(codes) != 1:
            problem = "names several" if codes else "is not known here"
            listed = _some(list(_listed(known, codes or set(known.values()))))
            raise WrongOption(f"{option} '{word}' {problem}. There is {listed or 'none in the store'}")
        found.extend(codes)
    return tuple(dict.fromkeys(found))


def _meant(word: str, known: Collection[tuple[str, str]], loose: Callable[[str], str] | None) -> set[str]:
    """The codes of the names that are the word, else of those alike."""
    codes = {code for name, code in known if word in (name, code)} or _alike(word, known, searchable)
    return codes or (_alike(word, known, loose) if loose else set())


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED_MAX:,} more" if len(names) > LISTED_MAX else ""
    return ", ".join(names[:LISTED_MAX]) + more


def _alike(word: str, known: Collection[tuple[str, str]], key: Callable[[str], str]) -> set[str]:
    wanted = key(word)
    return {code for name, code in known if wanted and wanted in (key(name), key(code))}


def _listed(known: Mapping[str, str], codes: set[str]) -> Iterator[str]:
    for code in sorted(codes):
        name = next((name for name, of in known.items() if of == code), code)
        yield code if name == code else f"{code} ({name})"


def _regions(store: Store) -> dict[str, str]:
    """Every name of a region in the store, its English one first, and NOWHERE → code."""
    told: dict[str, str] = {}
    names = "admin0, admin0_name, admin1, admin1_name, admin1_name_ar"
    rows = store.ask(
        f"SELECT {names}, '' AS regions FROM incidents UNION SELECT {names}, regions FROM displacement ORDER BY ALL"
    )
    for country, country_name, code, name, arabic, regions in rows.fillna("").itertuples(index=False, name=None):
        told |= {country_name or country: country} if country else {}
        told |= {word: code for word in (name, arabic) if code and word}
        told |= {unit: unit for unit in regions.split() if unit not in told.values()}
    return told | {"without a point": NOWHERE}


def _districts(store: Store) -> dict[str, str]:
    """Code → name of every district in the store."""
    told = per_region(store)
    pairs = zip(told["admin1"], told["admin2_name"], strict=True)
    return {district(unit, name): name for unit, name in pairs if name}


def _claimants(store: Store, asked: Sequence[str]) -> dict[str, str]:
    return {name: name for name in claimants(store)} if asked else {}


def _target(file: str, format: str | None) -> tuple[Path | None, bool, str]:
    """The path, whether a ZIP is asked for, and the format. Raises WrongOption where name and format contradict."""
    if file in ("", STDOUT):
        return None, False, format or "csv"
    path = Path(file)
    suffix = path.suffix.casefold()
    named = {".json": "geojson"} | {how.suffix: name for name, how in FORMATS.items()}
    if suffix == ".zip":
        return path, True, format or "csv"
    if format and suffix in named and named[suffix] != format:
        raise WrongOption(f"-o {file}: its name says {named[suffix]}, --format says {format}. Leave one of them out")
    return path, False, format or named.get(suffix, "csv")


def _write(made: Exported, path: Path | None, zipped: bool, stdout: bool) -> list[str]:
    """Write the files, each whole or not at all, the manifest last; their names."""
    if stdout:
        sys.stdout.buffer.write(made.body)
        sys.stdout.buffer.flush()
        return []
    path = path or Path(made.name)
    counts = {path.with_name(made.counts_name): made.counts} if made.counts else {}
    told = {path.with_name(f"{path.name}.manifest.json"): made.manifest_json}
    files = {path: made.zipped()} if zipped else {path: made.body, **counts, **told}
    for file, body in files.items():
        part = file.with_name(f"{file.name}.part")
        part.write_bytes(body)
        part.replace(file)
    return [str(file) for file in files]


def _nothing(store: Store, table: str, made: Exported) -> str:
    if made.left_out:
        return "Nothing may be exported.\n" + "\n".join(f"  {item}" for item in made.left_out)
    span = extent(store)
    if span.first_day is None or span.last_day is None:
        return f"{store.root}: the store is empty. Import a file: python -m geodata import FILE"
    days = f"{to_date(span.first_day)} to {to_date(span.last_day)}"
    return (
        f"No row of {table} passes the filter; the store spans {days}. Widen --from, --to, --region or what else is set"
    )


def _summary(made: Exported, files: Sequence[str]) -> dict[str, object]:
    left = [{"source": item.source, "rows": item.rows, "why": item.why} for item in made.left_out]
    return {"files": list(files), "left_out": left, "manifest": made.manifest}


def lines(made: Exported, files: Iterable[str]) -> Iterator[str]:
    """The summary as text, line by line."""
    without = made.manifest["rows_without_point"]
    yield f"{made.rows:,} rows" + (f", {without:,} of them without a point" if without else "")
    if made.rows_counted:
        yield f"  counts     {made.rows_counted:,} rows by region, month and kind, in {made.counts_name}"
    for item in made.left_out:
        yield f"  left out   {item}"
    for source in made.manifest["sources"]:
        yield f"  cite       {source['citation']}"
    for file in files:
        yield f"  file       {file}"
