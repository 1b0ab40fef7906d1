"""Place and Match: the two values that everything else speaks of, and the words for how precise a point is."""

from dataclasses import dataclass

EXACT = "exact"
NEIGHBOURHOOD = "neighbourhood"
SETTLEMENT = "settlement"
NEAR_SETTLEMENT = "near settlement"
DISTRICT = "district"
PART_OF_PROVINCE = "part of province"
PROVINCE = "province"
PART_OF_COUNTRY = "part of country"
COUNTRY = "country"
AT_SEA = "sea or air"

PRECISIONS = (
    EXACT,
    NEIGHBOURHOOD,
    SETTLEMENT,
    NEAR_SETTLEMENT,
    DISTRICT,
    PART_OF_PROVINCE,
    PROVINCE,
    PART_OF_COUNTRY,
    COUNTRY,
    AT_SEA,
)
"""Finest first. The crosswalk to the codes of UCDP, ACLED, IDMC, Atlos and Airwars stands in docs/precision.md."""

PARTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west", "centre")
"""Parts of an administrative unit that a report may name: "western Dara'a" is the west of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer.

    `lat` and `lon` are decimal degrees, WGS84. `kind` is settlement, province (an admin-1 unit) or country; where a
    source with finer units is loaded also district (admin 2) or subdistrict (admin 3).
    `country` is ISO 3166-1 alpha-2, `admin1_code` ISO 3166-2 (SY-DR), empty where it is not known. `radius_m` is the
    distance within which the place named may lie: 1 to 5 km for a settlement by population, the
    radius of an equal circle for a unit. `id` names the source and its id there: `geonames:170905`; `also` holds its
    ids in other sources, parted by spaces. `admin2` and its code are empty without such a source.
    """

    id: str
    name: str
    name_ar: str
    lat: float
    lon: float
    kind: str
    country: str
    admin1: str
    admin1_code: str
    population: int
    radius_m: float
    admin2: str = ""
    admin2_code: str = ""
    also: str = ""

    @property
    def address(self) -> str:
        """Name, province and country, as people write it: "Tafas, Dar'a, SY"."""
        parts = (self.name, self.admin1 if self.kind == "settlement" else "", self.country)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place and every name it goes by, its own first."""

    place: Place
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a printed name may mean, with the argument for it.

    `score` is 0 to 1. `spelling` is the name in the gazetteer that matched; `method` says how it met the query: exact,
    folded, skeleton, one deletion, one edit, one word, between, quarter, picked, coordinates. `part` is one of PARTS
    where the query names a part of the unit. `precision` is one of PRECISIONS. `guessed` is true where the spelling
    had to be mended.
    """

    place: Place
    score: float
    method: str
    spelling: str
    reasons: tuple[str, ...]
    precision: str
    radius_m: float
    part: str = ""
    guessed: bool = False
    accepted: bool = False
