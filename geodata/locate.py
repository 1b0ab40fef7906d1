"""Records to points: coordinates as given, names through the gazetteer, regions by their spot.

What is not found stays, unlocated. Each distinct place, region and country is looked up once. A town that is named but
not known is not moved to the middle of its region: the row has no point, and says which places it might have meant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import pandas as pd

from gazetteer.distance import km_between
from gazetteer.place import (
    COUNTRY,
    PART_OF_COUNTRY,
    PART_OF_PROVINCE,
    PROVINCE,
    Match,
)

from .given import given_point, odd
from .schema import DISPLACEMENT, Fault, Table
from .search import searchable
from .spot import TOWNS, Point, Printed, Spot

if TYPE_CHECKING:
    from gazetteer import Gazetteer

    from .regions import Regions

REGION_SCORE = 0.6
"""A word that is less like the name of a region than this says none: "various" is not Varese."""
COMPACT_KM = 300.0
"""Places without a region are looked for near the others, where half of those lie this close to their middle."""
Progress = Callable[[Iterable["Printed"]], Iterable["Printed"]]


_COLUMNS = tuple(Spot.__dataclass_fields__)
_UNITS = ("admin0", "admin0_name", "admin1", "admin1_name", "admin1_name_ar")


@dataclass(frozen=True, slots=True)
class Located:
    """The records with the place columns of their table filled, and what was odd about coordinates."""

    records: pd.DataFrame
    faults: list[Fault]


def locate(
    records: pd.DataFrame, table: Table, gazetteer: Gazetteer, regions: Regions, progress: Progress = iter
) -> Located:
    """Place each record. `records` has place_printed, region_printed, country, lat, lon, location_precision, radius_m.

    `admin2_name` stays where it is said. `progress` wraps the places while they are looked up, as tqdm does.
    """
    given = [
        None if pd.isna(lat) else (float(lat), float(lon))
        for lat, lon in zip(records["lat"], records["lon"], strict=True)
    ]
    printed = _printed(records, given)
    finder = _Finder(gazetteer, regions, table == DISPLACEMENT)
    named = finder.all(progress(list(dict.fromkeys(printed))))
    spots = [
        given_point(named[row], row, point, precision, radius) if point else named[row]
        for row, point, precision, radius in zip(
            printed, given, records["location_precision"], records["radius_m"], strict=True
        )
    ]
    placed = records.assign(
        **{name: pd.Series([getattr(spot, name) for spot in spots], index=records.index) for name in _COLUMNS}
    )
    coarse = placed["location_precision"].isin([PART_OF_COUNTRY, COUNTRY]) & (placed["match_method"] == "coordinates")
    said = [finder.unit(row) if vague else None for row, vague in zip(printed, coarse, strict=True)]
    placed = _with_districts(_with_units(placed, regions, coarse, said), records)
    return Located(placed, list(odd(placed, printed, given, named, finder.country)))


def _printed(records: pd.DataFrame, given: Sequence[Point | None]) -> list[Printed]:
    words = records[["place_printed", "region_printed", "country"]].astype(object)
    rows = words.where(words.notna(), "").itertuples(index=False, name=None)
    return [
        Printed(place, region, country, (round(point[0], 1), round(point[1], 1)) if point and place else None)
        for (place, region, country), point in zip(rows, given, strict=True)
    ]


class _Finder:
    """Looks printed places up, each once."""

    def __init__(self, gazetteer: Gazetteer, regions: Regions, figures: bool) -> None:
        self.gazetteer, self.regions, self.figures = gazetteer, regions, figures
        self._countries: dict[str, str] = {}
        self._areas: dict[str, list[Match]] = {}

    def all(self, printed: Iterable[Printed]) -> dict[Printed, Spot]:
        """Those that say a region or give a point first; the others then near them, where they lie close together."""
        later: list[Printed] = []
        found: dict[Printed, Spot] = {}
        for row in printed:
            if row.said or row.near or not row.place:
                found[row] = self.one(row)
            else:
                later.append(row)
        spots = [(spot.lat, spot.lon) for spot in found.values() if spot.lat is not None and spot.lon is not None]
        near = _middle([*spots, *(row.near for row in found if row.near)])
        return found | {row: self.one(row, near) for row in later}

    def one(self, row: Printed, near: Point | None = None) -> Spot:
        place = "" if self.figures and _same(row.place, row.region) else row.place
        around = near if row.said else row.near or near
        spot = self._place(replace(row, place=place), around) if place else self._area(row)
        return self._with_regions(row, spot) if self.figures else spot

    def unit(self, row: Printed) -> str | None:
        """The admin-1 code of the one unit that the row's region names; None where it names none, or several."""
        codes = self._codes(self._units(row))
        return codes[0] if len(codes) == 1 else None

    def country(self, text: str) -> str:
        """ISO 3166-1 alpha-2 of a country as printed; empty where it is not known."""
        if text not in self._countries:
            matches = [match for match in self.gazetteer.region(text) if match.place.kind == "country"] if text else []
            self._countries[text] = matches[0].place.country if matches else ""
        return self._countries[text]

    def _place(self, row: Printed, near: Point | None) -> Spot:
        code = self.country(row.country)
        region = row.region or ("" if code else row.country)
        matches = self.gazetteer.candidates(row.place, near=near, region=region, country_codes=(code,) if code else ())
        if not matches or not matches[0].accepted or _is_bold(matches[0]):
            return Spot(match_method="", match_reason=_why_not(matches), match_alternatives=_alternatives(matches))
        return self._spot(matches[0], matches[1:])

    def _spot(self, match: Match, others: Sequence[Match] = ()) -> Spot:
        place, town = match.place, match.place.kind == "settlement"
        lat, lon, radius_m = place.lat, place.lon, match.radius_m
        if not town and place.admin1_code in self.regions.names():
            area = self.regions.part(place.admin1_code, match.part)
            lat, lon, radius_m = area.lat, area.lon, area.radius_m
        return Spot(
            lat=lat,
            lon=lon,
            location_precision=match.precision,
            radius_m=radius_m,
            place=place.name,
            place_ar=place.name_ar or None,
            place_id=place.id,
            match_score=round(match.score, 4),
            match_method=match.method,
            match_reason="; ".join(match.reasons) or None,
            match_alternatives=_alternatives(others),
            match_guessed=match.guessed,
            admin0=place.country or None,
            admin1=None if town else place.admin1_code or None,
            admin2_name=place.admin2 or (place.name if place.kind == "district" else None),
            admin2_of=place.admin1_code,
        )

    def _units(self, row: Printed) -> list[Match]:
        if row.said not in self._areas:
            code = self.country(row.country)
            matches = self.gazetteer.region(row.said, (code,) if code else ()) if row.said else []
            named = [match for match in matches if match.score >= REGION_SCORE]
            self._areas[row.said] = named
        return self._areas[row.said]

    def _area(self, row: Printed) -> Spot:
        """The spot of the units that the region names; none where it names none."""
        units = self._units(row)
        if not units:
            said = f"'{row.said}' names no region that is known" if row.said else "the source says no place"
            return Spot(match_method="", match_reason=said)
        if len(units) == 1:
            spot = self._spot(units[0])
            return replace(spot, match_method="region", match_reason="the source says no more than the region")
        return self._union(units)

    def _union(self, units: Sequence[Match]) -> Spot:
        codes = self._codes(units)
        if not codes:
            return Spot(match_method="", match_reason="the countries named have no regions that are known")
        area = self.regions.union(codes)
        countries = {match.place.country for match in units}
        return Spot(
            lat=area.lat,
            lon=area.lon,
            location_precision=PART_OF_COUNTRY,
            radius_m=area.radius_m,
            place=", ".join(match.place.name for match in units),
            place_ar="، ".join(match.place.name_ar for match in units if match.place.name_ar) or None,
            match_score=round(min(match.score for match in units), 4),
            match_method="region",
            match_reason=f"the middle of the {len(units)} regions named",
            admin0=countries.pop() if len(countries) == 1 else None,
        )

    def _codes(self, units: Iterable[Match]) -> list[str]:
        """The admin-1 codes of the units, sorted; a whole country gives all of its own."""
        known = self.regions.names()
        codes: set[str] = set()
        for match in units:
            if match.place.kind == "country":
                codes |= {code for code, name in known.items() if name.country == match.place.country}
            elif match.place.admin1_code in known:
                codes.add(match.place.admin1_code)
        return sorted(codes)

    def _with_regions(self, row: Printed, spot: Spot) -> Spot:
        """For a figure: its units and its point. A place or a part of a unit is a scope of its own.

        A place that is not known stands at the spot of the units it lies in.
        """
        units = self._units(row)
        codes = " ".join(self._codes(units))
        named = bool(row.place) and not _same(row.place, row.region)
        unknown = named and spot.lat is None
        if spot.location_precision in (*TOWNS, PART_OF_PROVINCE):
            return replace(spot, regions=codes or None, scope="place")
        if not units and spot.lat is not None:
            return replace(spot, regions=spot.admin1, scope="regions" if spot.admin1 else "")
        if spot.location_precision == PROVINCE and spot.admin1 == codes:
            return replace(spot, regions=codes, scope="regions")
        area = self._area(row)
        scope = "place" if unknown else "regions" if codes else ""
        if unknown and area.lat is not None:
            reason = f"'{row.place}' is not known; placed by its region"
            area = replace(area, match_reason=reason, match_alternatives=spot.match_alternatives)
        elif named and area.lat is not None:
            area = replace(area, match_reason=f"'{row.place}' stands for the regions named")
        return replace(area, regions=codes or None, scope=scope)


def _why_not(matches: Sequence[Match]) -> str:
    if not matches:
        return "no place of this name is known"
    best = matches[0]
    return f"not sure enough; best is {best.place.address} ({best.score:.2f}): {'; '.join(best.reasons)}"


def _is_bold(match: Match) -> bool:
    """Whether the spelling was mended to that of a province or a country: a village was meant, more likely."""
    return match.guessed and match.place.kind != "settlement"


def _same(place: str, region: str) -> bool:
    return bool(place) and searchable(place) == searchable(region)


def _alternatives(matches: Sequence[Match]) -> str | None:
    rows = [
        {
            "name": match.place.name,
            "admin1": match.place.admin1,
            "country": match.place.country,
            "lat": match.place.lat,
            "lon": match.place.lon,
            "score": round(match.score, 3),
        }
        for match in matches
    ]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def _middle(points: Sequence[Point]) -> Point | None:
    """The median point, where half of the points lie close to it."""
    if not points:
        return None
    middle = median(lat for lat, _ in points), median(lon for _, lon in points)
    return middle if median(km_between(point, middle) for point in points) <= COMPACT_KM else None


def _with_units(placed: pd.DataFrame, regions: Regions, coarse: pd.Series, said: Sequence[str | None]) -> pd.DataFrame:
    """Country and admin-1 unit: of the point where it is one, the unit's own where the row was placed by its unit. A
    point that stands for a part of a country (`coarse`) has the unit that its source names (`said`), if any."""
    names = regions.names()
    given = placed["match_method"] == "coordinates"
    points = placed["lat"].notna() & (given | placed["location_precision"].isin(TOWNS))
    found = regions.of_points(placed["lat"].astype(float).to_numpy(), placed["lon"].astype(float).to_numpy())
    found.index = placed.index
    inside = points & (found["admin0"] != "")
    columns = {
        name: placed[name] if name in placed else pd.Series(None, index=placed.index, dtype=object) for name in _UNITS
    }
    countries = {name.country: name.country_name for name in names.values()}
    columns["admin0_name"] = columns["admin0"].map(lambda code: countries.get(code))
    columns["admin1_name"] = columns["admin1"].map(lambda code: names[code].name if code in names else None)
    columns["admin1_name_ar"] = columns["admin1"].map(lambda code: names[code].name_ar if code in names else None)
    filled = {name: column.astype(object).where(~inside, found[name]) for name, column in columns.items()}
    units = {code: (code, unit.name, unit.name_ar) for code, unit in names.items()}
    theirs = [
        units[code] if code in names and names[code].country == country else (None, None, None)
        for code, country in zip(said, filled["admin0"], strict=True)
    ]
    for name, known in zip(("admin1", "admin1_name", "admin1_name_ar"), zip(*theirs, strict=True), strict=False):
        filled[name] = filled[name].where(~coarse, pd.Series(known, index=placed.index, dtype=object))
    return placed.assign(
        **{name: column.where(column.notna() & (column != ""), None) for name, column in filled.items()}
    )


def _with_districts(placed: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The district that the source says, else that of the place chosen where it lies in the unit of the point."""
    known = placed["admin2_name"].where(placed["admin2_of"] == placed["admin1"], None)
    said = records.get("admin2_name", known)
    return placed.assign(admin2_name=said.where(said.notna(), known)).drop(columns="admin2_of")
