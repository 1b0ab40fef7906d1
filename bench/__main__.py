"""`python -m bench`: every figure, one after the other. `python -m bench page` measures one room alone."""

import argparse
import sys
from importlib import import_module

ROOMS = ("gazetteer", "imports", "page", "large")


def main() -> int:
    """Run the rooms named, or all. Exit code 2 for a name that is none."""
    parser = argparse.ArgumentParser("python -m bench", description="Measure, room by room; all rooms without a name.")
    parser.add_argument("room", nargs="*", help=f"what to measure: {', '.join(ROOMS)}")
    chosen = parser.parse_args().room or list(ROOMS)
    if unknown := set(chosen) - set(ROOMS):
        parser.error(f"no {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}")
    for room in chosen:
        print(f"\n{room}", flush=True)
        import_module(f"bench.{room}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
