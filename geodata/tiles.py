"""Points in a vector tile."""

from __future__ import annotations

from io import BytesIO

import geopandas as gpd
import pandas as pd


def points_of(tile: bytes, layer: str, zoom: int, x: int, y: int) -> pd.DataFrame:
    """The points of a layer of a Mapbox Vector Tile, gzipped or not: `lat` and `lon` (degrees), and what the tile says
    of them; none where it has no such layer. GDAL reads it; its driver for a file of tiles reads all for a few."""
    if layer not in set(gpd.list_layers(BytesIO(tile))["name"]):
        return pd.DataFrame(columns=["lat", "lon"])
    found = gpd.read_file(BytesIO(tile), layer=layer, engine="pyogrio", Z=zoom, X=x, Y=y).to_crs("EPSG:4326")
    return pd.DataFrame(found.drop(columns="geometry")).assign(lat=found.geometry.y, lon=found.geometry.x)
