"""The shell's `alias`: a person picks the place that a name means, sees what was picked, takes a pick back."""

import argparse
from collections.abc import Iterator

from gazetteer.descriptors import readings
from gazetteer.distance import Point
from gazetteer.files import SourceError
from gazetteer.geocoder import Gazetteer
from gazetteer.picks import Pick, key_of, today
from gazetteer.place import Place
from gazetteer.points import coordinates


def describe(command: argparse.ArgumentParser) -> None:
    """Give the parser of `alias` its arguments."""
    command.add_argument("name", nargs="?", default="", help='the name as printed: "Kharab"')
    command.add_argument("place", nargs="?", default="", help="the place: its id as a query shows it, or its P-code")
    command.add_argument("--by", default="", help="who picks")
    command.add_argument("--why", default="", help="the reason, shown beside every place found by it")
    command.add_argument("--region", default="", help="hold only where this unit, or a point in it, is the context")
    command.add_argument("--near", default="", metavar="LAT,LON", help="hold only within 40 km of this point")
    command.add_argument("--remove", action="store_true", help="take the pick of this name and context back")


def run(asked: argparse.Namespace) -> None:
    """Do what is asked and print it; SourceError with the cure where it cannot be done."""
    gazetteer = Gazetteer()
    if not asked.name:
        print("\n".join(_shown(gazetteer)) or "nothing was picked yet")
    elif asked.remove:
        gone = gazetteer.picker.picks.remove(asked.name, _plain(asked.region), _point(asked.near))
        print(f"taken back: {_line(gone, gazetteer)}")
    else:
        pick = _made(asked, gazetteer)
        old = gazetteer.picker.picks.add(pick)
        print(_line(pick, gazetteer))
        if old:
            print(f"in place of: {_line(old, gazetteer)}")


def _made(asked: argparse.Namespace, gazetteer: Gazetteer) -> Pick:
    """The pick that is asked for, its parts looked at."""
    name, by, why, region = map(_plain, (asked.name, asked.by, asked.why, asked.region))
    if coordinates(name) or not key_of(name):
        raise SourceError(f"{name!r}: no name; give the place as it is printed")
    if not (by and why):
        raise SourceError(f"{name}: say who picks and for what reason: --by NAME --why REASON")
    region = region or ("" if asked.near else readings(name)[0].region)
    if region and asked.near:
        raise SourceError(f"{name}: give --region or --near, not both")
    if region and not gazetteer.picker.units(region):
        raise SourceError(f"region {region!r}: no unit or country of this name; give a point with --near LAT,LON")
    place = _place(asked, gazetteer)
    return Pick(name, place.id, by, why, today(), region, _point(asked.near))


def _place(asked: argparse.Namespace, gazetteer: Gazetteer) -> Place:
    found = gazetteer.picker.places(asked.place)
    if len(found) == 1:
        return found[0]
    said = f"{len(found)} places" if found else "no place"
    matches = gazetteer.candidates(asked.name, near=_point(asked.near), region=asked.region)
    known = "; ".join(map(_named, found or [match.place for match in matches])) or "none"
    raise SourceError(f"{asked.place!r}: {said} with this id; candidates for {asked.name!r}: {known}")


def _point(text: str) -> Point | None:
    point = coordinates(text) if text else None
    if text and point is None:
        raise SourceError(f"--near {text!r}: no point; write it as LAT,LON: 32.62,36.10")
    return point


def _plain(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _shown(gazetteer: Gazetteer) -> Iterator[str]:
    picks = gazetteer.picker.picks.all()
    return (_line(pick, gazetteer) for pick in sorted(picks, key=lambda pick: (pick.key, pick.context)))


def _line(pick: Pick, gazetteer: Gazetteer) -> str:
    places = gazetteer.picker.places(pick.place_id)
    place = _named(places[0]) if places else f"{pick.place_id}, which the index does not know"
    lost = ", which the index does not know" if pick.region and not gazetteer.picker.units(pick.region) else ""
    return f"{pick.name} {pick.context}{lost}: {place}; picked by {pick.by} on {pick.on}: {pick.why}"


def _named(place: Place) -> str:
    return f"{place.address} [{place.id}]"
