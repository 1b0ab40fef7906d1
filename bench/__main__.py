"""`python -m bench`: every figure, one after the other. `python -m bench page` measures one room alone."""

import sys
from importlib import import_module

ROOMS = ("gazetteer", "imports", "page", "large")


def main() -> int:
    """Run the rooms named, or all. Exit code 2 for a name that is none."""
    chosen = sys.argv[1:] or list(ROOMS)
    unknown = set(chosen) - set(ROOMS)
    if unknown:
        print(f"bench: no {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}", file=sys.stderr)
        return 2
    for room in chosen:
        print(f"\n{room}", flush=True)
        import_module(f"bench.{room}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
