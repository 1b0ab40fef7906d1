"""What single arguments of the shell say: a point, a number, countries; and the end of a pipe that is not read."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence

from gazetteer.countries import UnknownCountryError, country_codes
from gazetteer.distance import Point

_CLOSED, _STOPPED = 141, 130
"""What a shell gives for a process that a closed pipe, or Ctrl-C, has ended."""

_SOUTHERN = re.compile(r"-[\d.]+\s*,")


def southern(arguments: Sequence[str]) -> list[str]:
    """The arguments, points of the southern half marked so that their minus does not make them an option."""
    return [f" {argument}" if _SOUTHERN.match(argument) else argument for argument in arguments]


def point(text: str) -> Point:
    """The point, LAT,LON in degrees."""
    lat, _, lon = text.strip().partition(",")
    try:
        found = float(lat), float(lon)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{text!r}: no point; write it as LAT,LON: 32.62,36.10") from fault
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        raise argparse.ArgumentTypeError(f"{text!r}: not on the globe; latitude comes first: 32.62,36.10")
    return found


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.strip().isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: write a whole number, 1 or more")
    return int(text)


def countries(text: str) -> list[str]:
    """Codes of countries, parted by commas."""
    try:
        return country_codes(text.split(","))
    except UnknownCountryError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault


def quietly(run: Callable[[], int]) -> int:
    """The exit status of the run, which ends without a traceback where nobody reads on or it is stopped by hand."""
    try:
        try:
            return run()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED
    except KeyboardInterrupt:
        print("gazetteer: stopped", file=sys.stderr)
        return _STOPPED
