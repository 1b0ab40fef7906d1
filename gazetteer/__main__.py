"""The shell's way in: `python -m gazetteer "Sayda, Dara'a"` shows the ranked candidates with score and reasons."""

import argparse
import json
import sys
from collections.abc import Sequence

from gazetteer.arguments import count, countries, point, quietly, southern
from gazetteer.commands import SAID, is_command, run
from gazetteer.geocoder import Gazetteer, as_dict
from gazetteer.place import Match

_COMMANDS = "\n".join(f"  {name:8}  {said}" for name, said in SAID.items())
_MORE = f"""commands (each with --help)
{_COMMANDS}

examples
  python -m gazetteer "Sayda, Dara'a"
  python -m gazetteer Sayda --near 32.62,36.10 --limit 3
  python -m gazetteer Taras --region "western Dara'a" --country SY --json
  python -m gazetteer fetch SY LB
  python -m gazetteer add villages.csv --as table

exit status: 0 when the first candidate is taken (marked *), 1 when none is, 2 for a wrong command
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m gazetteer",
        usage="python -m gazetteer NAME [--near LAT,LON] [--region TEXT] [--country CODES] [--limit N] [--json]\n"
        f"       python -m gazetteer {{{','.join(SAID)}}} ...",
        description="Find a place by its name, offline, and say why it is the one.",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", help='the place as printed: "Sayda, Dara\'a"')
    parser.add_argument("--near", type=point, metavar="LAT,LON", help="a point the place should lie near, in degrees")
    parser.add_argument(
        "--region", default="", metavar="TEXT", help="the provinces or the country that the report says"
    )
    parser.add_argument(
        "--country", type=countries, default=(), metavar="CODES", help="only these countries: SY or SY,LB"
    )
    parser.add_argument("--limit", type=count, default=5, metavar="N", help="how many candidates to show (5)")
    parser.add_argument("--json", action="store_true", help="a list of objects instead of text")
    return parser


def _text(match: Match) -> str:
    place = match.place
    mark = "*" if match.accepted else " "
    part = f"{match.part} of " if match.part else ""
    head = f"{mark} {match.score:.2f}  {part}{place.address}  {place.lat:.4f}, {place.lon:.4f}  [{place.id}]"
    return f"{head}\n         {match.precision}, {match.method}: {'; '.join(match.reasons)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the first candidate is accepted or the command is done, 1 when not, 2 without arguments."""
    arguments = southern(sys.argv[1:] if arguments is None else arguments)
    if not arguments:
        _parser().print_help()
        return 2
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
    sys.exit(quietly(main))
