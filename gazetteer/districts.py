"""Districts that two sources know: those of GeoNames go under the P-code of the one with the same name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from gazetteer.names import skeleton
from gazetteer.place import Entry, Place

_WORD = re.compile(r"\b(?:district|mintaqat|mantiqat|nahiyat|qada|caza)\b|^(?:منطقة|قضاء) ", re.IGNORECASE)

_Key = tuple[str, str]
"""A province and the skeleton of a name."""


def in_one_district(entries: list[Entry]) -> list[Entry]:
    """The entries, those with a district of GeoNames in that of another source if one has the name in the province.

    Those of GeoNames come last, for the other sources know how far their districts reach. In a country where another
    source has districts, one of GeoNames without such a twin holds no places: so no place is taken to lie outside a
    district only because it is numbered otherwise.
    """
    others = [entry for entry in entries if _is_district(entry.place) and not _is_geonames(entry.place)]
    if not others:
        return entries
    twins = _twins(entries, others)
    known = {entry.place.country for entry in others}
    moved = [Entry(_moved(entry.place, twins, known), entry.names) for entry in entries]
    return sorted(moved, key=lambda entry: entry.place.kind == "district" and _is_geonames(entry.place))


def _is_district(place: Place) -> bool:
    return place.kind == "district" and bool(place.admin2_code)


def _is_geonames(place: Place) -> bool:
    return place.id.startswith("geonames:")


def _twins(entries: list[Entry], others: list[Entry]) -> dict[str, Place]:
    """For each code of GeoNames the one district of another source that shares a name with it."""
    named: dict[_Key, dict[str, Place]] = defaultdict(dict)
    for entry in others:
        for key in _keys(entry):
            named[key][entry.place.id] = entry.place
    twins = {}
    for entry in entries:
        if _is_district(entry.place) and _is_geonames(entry.place):
            found = {id: place for key in _keys(entry) for id, place in named.get(key, {}).items()}
            if len(found) == 1:
                twins[entry.place.admin2_code] = next(iter(found.values()))
    return twins


def _keys(entry: Entry) -> Iterator[_Key]:
    for name in entry.names:
        if bones := skeleton(_WORD.sub(" ", name)):
            yield entry.place.admin1_code, bones


def _moved(place: Place, twins: dict[str, Place], known: set[str]) -> Place:
    if not _is_geonames(place) or place.country not in known:
        return place
    twin = twins.get(place.admin2_code)
    return replace(place, admin2=twin.admin2 if twin else "", admin2_code=twin.admin2_code if twin else "")
