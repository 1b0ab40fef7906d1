"""The source's own coordinates: which place of the gazetteer they are called after, and what is odd about them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import pandas as pd

from gazetteer.chance import WRITTEN
from gazetteer.distance import km_between

from .schema import Fault
from .spot import TOWNS, Point, Printed, Spot

FAR_KM = 50.0
"""Coordinates further than this from the place they are given for are noted."""
BESIDE_KM = 5.0
"""A name that is only like the printed one counts where its place lies so close to the coordinates."""
_GIVEN = "the source gives the coordinates"


def given_point(named: Spot, row: Printed, point: Point, precision: str, radius_m: float) -> Spot:
    """The source's own coordinates, called after the place that the gazetteer found where that is surely the same:
    by its own name within FAR_KM, by one like it within BESIDE_KM. Else they keep the printed name alone."""
    known = named if _is_same(named, point) else Spot(place=row.place or None)
    likeness = (known.match_reason or "").split("; ")[0] if known.match_method not in (None, *WRITTEN) else ""
    return Spot(
        lat=point[0],
        lon=point[1],
        location_precision=precision,
        radius_m=radius_m,
        place=known.place,
        place_ar=known.place_ar,
        place_id=known.place_id,
        admin2_name=known.admin2_name,
        admin2_of=known.admin2_of,
        match_score=1.0,
        match_method="coordinates",
        match_reason="; ".join(filter(None, [_GIVEN, likeness])),
        match_guessed=known.match_guessed,
        regions=named.regions,
        scope="place" if named.scope or precision in TOWNS else "",
    )


def _is_same(named: Spot, point: Point) -> bool:
    if named.lat is None or named.lon is None or named.location_precision not in TOWNS:
        return False
    reach = FAR_KM if named.match_method in WRITTEN else BESIDE_KM
    return km_between(point, (named.lat, named.lon)) <= reach


def odd(
    placed: pd.DataFrame,
    printed: Sequence[Printed],
    given: Sequence[Point | None],
    named: Mapping[Printed, Spot],
    country_of: Callable[[str], str],
) -> Iterable[Fault]:
    """Coordinates far from the place, or in another country than said; the rows are kept."""
    rows: Sequence[tuple[Hashable, ...]] = list(zip(placed["source_row"], placed["admin0"], strict=True))
    for (number, country), row, point in zip(rows, printed, given, strict=True):
        if point is None:
            continue
        spot, shown, at = named[row], f"{point[0]:g}, {point[1]:g}", int(number)  # type: ignore[call-overload]
        if spot.lat is not None and spot.lon is not None and spot.location_precision in TOWNS:
            here = (spot.lat, spot.lon)
            if (km := km_between(point, here)) > FAR_KM:
                problem = f"lie {km:,.0f} km from {spot.place}, which '{row.place}' names"
                yield Fault(problem, _cure(point, here), at, "lat", shown, kept=True)
        said = country_of(row.country)
        if said and country and said != country:
            yield Fault(f"lie in {country}, the row says {row.country}", _CHECK, at, "lat", shown, kept=True)


_CHECK = "Check which is right; the coordinates were kept"


def _cure(point: Point, place: Point) -> str:
    if abs(point[1]) <= 90 and km_between((point[1], point[0]), place) <= FAR_KM:
        return "Latitude and longitude seem swapped: import again with --map lat=… --map lon=…"
    return _CHECK
