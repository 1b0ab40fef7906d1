"""The offline map: a MapLibre style of our own, and the route that serves its tiles from one PMTiles file."""

import gzip
import mmap
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import flask
from pmtiles.reader import Reader

FILE = Path(__file__).parent / "assets" / "basemap.pmtiles"
ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0)"
MAXZOOM = 7
KEEP_S = 86_400
MIME = "application/vnd.mapbox-vector-tile"
SOURCE = "basemap"
BELOW_LABELS = "water"
"""The lowest layer of names: what is added below it keeps the map readable."""
REGULAR, STRONG = "Hauran Regular", "Hauran SemiBold"
ARABIC_RANGES = ["U+0600-06FF", "U+0750-077F", "U+08A0-08FF", "U+FB50-FDFF", "U+FE70-FEFF"]

Theme = Literal["light", "dark"]
Json = dict[str, Any]

PALETTE: dict[str, dict[str, str]] = {
    "light": {
        "sea": "#d3e0e6",
        "land": "#f4f2ed",
        "shore": "#bccdd5",
        "river": "#c2d4dd",
        "admin1": "#d2ccc0",
        "admin0": "#a19888",
        "dot": "#8d867a",
        "place": "#45423c",
        "country": "#7b7467",
        "province": "#9b9384",
        "water": "#7f9cab",
        "halo": "#f8f7f4",
    },
    "dark": {
        "sea": "#131316",
        "land": "#1f1f23",
        "shore": "#2e2f35",
        "river": "#16171b",
        "admin1": "#34343a",
        "admin0": "#62626c",
        "dot": "#6f6f78",
        "place": "#b9b9c1",
        "country": "#8f8f99",
        "province": "#6c6c76",
        "water": "#4d5a66",
        "halo": "#1b1b1f",
    },
}


def style(theme: Theme, origin: str, language: str = "en") -> Json:
    """A complete MapLibre style. `origin` is scheme and host of the page, as MapLibre takes absolute URLs only."""
    colours = PALETTE[theme]
    return {
        "version": 8,
        "name": f"hauran-{theme}",
        "sources": {
            SOURCE: {
                "type": "vector",
                "tiles": [f"{origin}/tiles/{{z}}/{{x}}/{{y}}.mvt"],
                "minzoom": 0,
                "maxzoom": MAXZOOM,
                "attribution": ATTRIBUTION,
            }
        },
        "font-faces": _fonts(origin),
        "layers": [*_areas(colours), *_lines(colours), *_labels(colours, language)],
    }


def _fonts(origin: str) -> Json:
    """Our own fonts, so that a label looks the same and Arabic is shaped on every machine, under Plotly's names too."""
    named = {REGULAR: "Regular", STRONG: "SemiBold", "Open Sans Regular": "Regular", "Open Sans Bold": "SemiBold"}
    return {
        family: [
            {"url": f"{origin}/assets/fonts/NotoSans-{weight}.woff2"},
            {"url": f"{origin}/assets/fonts/NotoSansArabic-{weight}.woff2", "unicode-range": ARABIC_RANGES},
        ]
        for family, weight in named.items()
    }


def _layer(name: str, kind: str, source_layer: str, paint: Json, **rest: Any) -> Json:
    return {"id": name, "type": kind, "source": SOURCE, "source-layer": source_layer, "paint": paint, **rest}


def _by_zoom(*stops: Any) -> list[Any]:
    """A value that grows with the zoom: zoom, value, zoom, value …"""
    return ["interpolate", ["linear"], ["zoom"], *stops]


def _areas(colours: dict[str, str]) -> list[Json]:
    water = {"fill-color": colours["sea"], "fill-outline-color": colours["shore"]}
    return [
        {"id": "sea", "type": "background", "paint": {"background-color": colours["sea"]}},
        _layer("land", "fill", "land", {"fill-color": colours["land"], "fill-outline-color": colours["shore"]}),
        _layer(
            "rivers",
            "line",
            "rivers",
            {"line-color": colours["river"], "line-width": _by_zoom(4, 0.5, 8, 1.4, 12, 2.5)},
            filter=["<=", ["get", "rank"], ["+", ["zoom"], 1]],
            minzoom=3,
        ),
        _layer("lakes", "fill", "lakes", water),
    ]


def _lines(colours: dict[str, str]) -> list[Json]:
    firm = {"line-color": colours["admin0"], "line-width": _by_zoom(1, 0.5, 5, 1.0, 9, 1.8)}
    soft = {"line-color": colours["admin1"], "line-width": _by_zoom(4, 0.4, 7, 0.9, 11, 1.4)}
    joined = {"line-join": "round", "line-cap": "butt"}
    return [
        _layer("admin1", "line", "admin1", soft, layout=joined, minzoom=4),
        _layer("admin0", "line", "admin0", firm, layout=joined, filter=["==", ["get", "disputed"], 0]),
        _layer(
            "admin0-disputed",
            "line",
            "admin0",
            {**firm, "line-dasharray": [3, 2]},
            layout=joined,
            filter=["==", ["get", "disputed"], 1],
        ),
    ]


def _labels(colours: dict[str, str], language: str) -> list[Json]:
    seen = ["<=", ["get", "rank"], ["zoom"]]
    dot = {
        "circle-color": colours["land"],
        "circle-stroke-color": colours["dot"],
        "circle-stroke-width": 1,
        "circle-radius": _by_zoom(5, 1.2, 10, 1.8),
    }
    place = {
        "text-size": _by_zoom(
            *(3, ["case", ["<=", ["get", "rank"], 4], 11, 10]),
            *(7, ["case", ["<=", ["get", "rank"], 5], 14, ["<=", ["get", "rank"], 6.5], 12, 11]),
            *(11, ["case", ["<=", ["get", "rank"], 6.5], 17, ["<=", ["get", "rank"], 8.5], 13.5, 12]),
        ),
        "text-font": [REGULAR],
        "text-variable-anchor": ["top", "bottom", "right", "left"],
        "text-radial-offset": 0.45,
        "text-padding": 5,
        "text-max-width": 8,
        "symbol-sort-key": ["-", ["get", "rank"], ["/", ["coalesce", ["get", "population"], 0], 1e8]],
    }
    return [
        _label("water", colours, language, (2, 11, 7, 15), maxzoom=9),
        _layer("dots", "circle", "places", dot, filter=seen, minzoom=6),
        _label("province", colours, language, (5, 10, 9, 14), maxzoom=10),
        _symbol("places", "places", colours["place"], colours["halo"], language, place, filter=seen, minzoom=2),
        _label("country", colours, language, (2, 10.5, 6, 16), maxzoom=7),
    ]


def _label(kind: str, colours: dict[str, str], language: str, size: tuple[float, ...], **rest: Any) -> Json:
    """The names of areas of one kind: country, province or water."""
    layout = {
        "text-font": [STRONG if kind == "country" else REGULAR],
        "text-size": _by_zoom(*size),
        "text-padding": 8,
        "text-max-width": 7,
        "symbol-sort-key": ["get", "rank"],
    }
    shown = ["all", ["==", ["get", "kind"], kind], ["<=", ["get", "rank"], ["zoom"]]]
    return _symbol(kind, "labels", colours[kind], colours["halo"], language, layout, filter=shown, **rest)


def _symbol(name: str, source_layer: str, colour: str, halo: str, language: str, layout: Json, **rest: Any) -> Json:
    paint = {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.4, "text-halo-blur": 0.4}
    return _layer(name, "symbol", source_layer, paint, layout={"text-field": _text(language), **layout}, **rest)


def _text(language: str) -> list[Any]:
    """The text of a label: Latin with Arabic below where Arabic is read, or Arabic with Latin below."""
    latin, arabic = ["get", "name"], ["get", "name_ar"]
    if language == "ar":
        both = ["format", arabic, {}, "\n", {}, latin, {"font-scale": 0.78}]
        return ["case", ["has", "name_ar"], both, latin]
    both = ["format", latin, {}, "\n", {}, arabic, {"font-scale": 0.92}]
    return ["case", ["all", ["has", "name_ar"], ["==", ["get", "ar"], 1]], both, latin]


@cache
def _tiles(path: Path) -> tuple[Reader, str]:
    """The tile file, mapped into memory once in a process, and a short hash of it."""
    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return Reader(lambda offset, length: view[offset : offset + length]), sha256(view[:]).hexdigest()[:12]


def tile(z: int, x: int, y: int, path: Path = FILE) -> bytes | None:
    """A gzipped tile of the file, a Mapbox Vector Tile; None where it has nothing."""
    found: bytes | None = _tiles(path)[0].get(z, x, y)
    return found


def register_tiles(server: flask.Flask, path: Path = FILE) -> None:
    """Adds the route /tiles/z/x/y.mvt: 200 with a gzipped tile, 204 where land and names end, 404 outside the grid."""
    server.add_url_rule("/tiles/<int:z>/<int:x>/<int:y>.mvt", "basemap_tile", lambda z, x, y: _answer(path, z, x, y))


def _answer(path: Path, z: int, x: int, y: int) -> flask.Response:
    if z > MAXZOOM or x >= 1 << z or y >= 1 << z:
        flask.abort(404, f"no tile {z}/{x}/{y}: zooms are 0 to {MAXZOOM}, x and y below 2^zoom")
    content, version = tile(z, x, y, path), _tiles(path)[1]
    response = flask.Response(content or b"", 204 if content is None else 200, mimetype=MIME)
    response.headers["Cache-Control"] = f"public, max-age={KEEP_S}"
    response.headers["Vary"] = "Accept-Encoding"
    if content is None:
        return response
    if flask.request.accept_encodings.quality("gzip") > 0:
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(gzip.decompress(content))
    response.set_etag(f"{version}-{z}-{x}-{y}")
    response.make_conditional(flask.request)
    return response
