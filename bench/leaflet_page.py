"""A page of dash-leaflet clusters, run by the Python of an environment of its own: PORT and a file of columns."""

import sys
from pathlib import Path

import dash_leaflet as dl
import waitress
from dash import Dash, html
from flask import Response


def main(port: int, columns: Path) -> None:
    """Serve until ended."""
    app = Dash(__name__, update_title=None, assets_folder="none")
    app.server.add_url_rule("/api/incidents.bin", "columns", lambda: gzipped(columns.read_bytes()))
    clusters = dl.GeoJSON(id="clusters", cluster=True, zoomToBoundsOnClick=True)
    app.layout = html.Div([dl.Map(clusters, id="map", center=[33.5, 40], zoom=6, style={"height": "80vh"})])
    waitress.serve(app.server, host="127.0.0.1", port=port, threads=8)


def gzipped(body: bytes) -> Response:
    """The block as the page of ours sends it."""
    return Response(body, mimetype="application/octet-stream", headers={"Content-Encoding": "gzip"})


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
