"""Where a row says it was, and what was found for it."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.place import EXACT, NEAR_SETTLEMENT, NEIGHBOURHOOD, SETTLEMENT

Point = tuple[float, float]
TOWNS = (EXACT, NEIGHBOURHOOD, SETTLEMENT, NEAR_SETTLEMENT)
"""Precisions of a point that is no stand-in for an area."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a row says it was, in its own words; `near` is the point it gives, rounded, where it gives one."""

    place: str
    region: str
    country: str
    near: Point | None = None

    @property
    def said(self) -> str:
        """Region and country together, as the gazetteer takes them."""
        return ", ".join(filter(None, (self.region, self.country)))


@dataclass(frozen=True, slots=True)
class Spot:
    """What was found for a Printed: the `_PLACE` columns of the schema that hang on it, units empty for a point.

    `admin2_of` is the admin-1 unit that the district is of, by the gazetteer.
    """

    lat: float | None = None
    lon: float | None = None
    location_precision: str | None = None
    radius_m: float | None = None
    place: str | None = None
    place_ar: str | None = None
    place_id: str | None = None
    match_score: float | None = None
    match_method: str | None = None
    match_reason: str | None = None
    match_alternatives: str | None = None
    match_guessed: bool = False
    admin0: str | None = None
    admin1: str | None = None
    admin2_name: str | None = None
    admin2_of: str | None = None
    regions: str | None = None
    scope: str = ""
