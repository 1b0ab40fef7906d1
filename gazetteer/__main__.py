"""The shell's way in: `python -m gazetteer "Sayda, Dara'a"` shows the ranked candidates with score and reasons."""

import argparse
import json
import sys
from collections.abc import Sequence

from gazetteer.commands import is_command, run
from gazetteer.distance import Point
from gazetteer.geocoder import Gazetteer, as_dict
from gazetteer.place import Match


def _point(text: str) -> Point:
    lat, _, lon = text.partition(",")
    try:
        point = float(lat), float(lon)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{text!r}: no point; write it as LAT,LON: 32.62,36.10") from fault
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise argparse.ArgumentTypeError(f"{text!r}: not on the globe; latitude comes first: 32.62,36.10")
    return point


_SAID = "Find a place by its name, offline. Other commands: add, remove, sources, reverse, alias (each with --help)."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m gazetteer", description=_SAID)
    parser.add_argument("name", help='the place as printed: "Sayda, Dara\'a"')
    parser.add_argument("--near", type=_point, metavar="LAT,LON", help="a point the place should lie near, in degrees")
    parser.add_argument("--region", default="", help="the provinces or the country that the report says")
    parser.add_argument("--country", default="", metavar="CODES", help="only these countries: SY or SY,LB")
    parser.add_argument("--limit", type=int, default=5, help="how many candidates to show (5)")
    parser.add_argument("--json", action="store_true", help="a list of objects instead of text")
    return parser


def _text(match: Match) -> str:
    place = match.place
    mark = "*" if match.accepted else " "
    part = f"{match.part} of " if match.part else ""
    head = f"{mark} {match.score:.2f}  {part}{place.address}  {place.lat:.4f}, {place.lon:.4f}  [{place.id}]"
    return f"{head}\n         {match.precision}, {match.method}: {'; '.join(match.reasons)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the first candidate is accepted, 1 when none is."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if is_command(arguments):
        return run(arguments)
    asked = _parser().parse_args(arguments)
    matches = Gazetteer().candidates(
        asked.name, near=asked.near, region=asked.region, country_codes=asked.country, limit=asked.limit
    )
    if asked.json:
        print(json.dumps([as_dict(match, asked.name) for match in matches], ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(_text, matches)) or f"{asked.name}: no such place")
    return 0 if matches and matches[0].accepted else 1


if __name__ == "__main__":
    sys.exit(main())
