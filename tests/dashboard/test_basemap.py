"""The offline map: its tiles, its style, and that nothing is asked of another host."""

import gzip
import json
import re

import flask
import pytest

from dashboard import basemap

ORIGIN = "http://127.0.0.1:8050"
DARA = "/tiles/7/76/51.mvt"


@pytest.fixture
def client():
    server = flask.Flask("tiles", static_folder=None)
    basemap.register_tiles(server)
    return server.test_client()


@pytest.fixture(params=["light", "dark"])
def style(request):
    return basemap.style(request.param, ORIGIN)


def strings(value):
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


def test_a_tile_comes_gzipped_and_may_be_kept(client):
    answer = client.get(DARA, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.mimetype) == (200, basemap.MIME)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "max-age" in answer.headers["Cache-Control"]
    assert b"Dar'a" in gzip.decompress(answer.data)


def test_a_client_without_gzip_gets_the_tile_plain(client):
    answer = client.get(DARA, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert "صيدا".encode() in answer.data


def test_a_tile_that_has_not_changed_is_not_sent_again(client):
    first = client.get(DARA, headers={"Accept-Encoding": "gzip"})
    again = client.get(DARA, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_open_sea_has_no_tile(client):
    answer = client.get("/tiles/7/60/90.mvt")
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("path", ["8/0/0", "3/8/0", "3/0/8", "99/0/0", "0/1/0", "3/-1/0", "a/b/c"])
def test_what_is_no_tile_is_not_found(client, path):
    assert client.get(f"/tiles/{path}.mvt").status_code == 404


def test_the_style_asks_its_own_host_alone(style):
    urls = [text for text in strings(style) if "/" in text and re.search(r"\.(mvt|woff2|json|png|pbf)|://", text)]
    assert len(set(urls)) == 5
    assert all(url.startswith(f"{ORIGIN}/") for url in urls)
    assert "glyphs" not in style
    assert "sprite" not in style


def test_the_style_is_json_and_draws_layers_that_the_tiles_hold(style, client):
    json.dumps(style)
    tile = gzip.decompress(client.get("/tiles/5/19/12.mvt", headers={"Accept-Encoding": "gzip"}).data)
    drawn = {layer["source-layer"] for layer in style["layers"] if "source-layer" in layer}
    assert drawn == {"land", "lakes", "rivers", "admin0", "admin1", "places", "labels"}
    assert all(layer.encode() in tile for layer in drawn)


def test_the_fonts_that_the_style_names_are_there(style):
    fonts = basemap.FILE.parent / "fonts"
    named = [face["url"].rsplit("/", 1)[1] for faces in style["font-faces"].values() for face in faces]
    assert all((fonts / name).is_file() for name in named)
    assert (fonts / "OFL.txt").is_file()
    used = {font for layer in style["layers"] for font in layer.get("layout", {}).get("text-font", [])}
    assert used <= set(style["font-faces"])


def test_disputed_borders_are_dashed_and_settled_ones_firm(style):
    lines = {layer["id"]: layer for layer in style["layers"] if layer["type"] == "line"}
    assert "line-dasharray" in lines["admin0-disputed"]["paint"]
    assert "line-dasharray" not in lines["admin0"]["paint"]


def test_arabic_comes_first_for_a_reader_of_arabic():
    first = {lang: next(text for text in strings(label_text(lang)) if text.startswith("name")) for lang in ("en", "ar")}
    assert first == {"en": "name", "ar": "name_ar"}


def label_text(language):
    layers = basemap.style("light", ORIGIN, language)["layers"]
    field = next(layer for layer in layers if layer["id"] == "places")["layout"]["text-field"]
    return next(part for part in field if isinstance(part, list) and part[0] == "format")


def test_names_lie_above_what_the_page_adds(style):
    order = [layer["id"] for layer in style["layers"]]
    names = [layer["id"] for layer in style["layers"] if layer["type"] in ("symbol", "circle")]
    assert order[order.index(basemap.BELOW_LABELS) :] == names


def test_the_map_says_whose_data_it_is(style):
    assert style["sources"][basemap.SOURCE]["attribution"] == "Natural Earth · GeoNames (CC BY 4.0)"


def test_the_map_is_small():
    files = [basemap.FILE, *(basemap.FILE.parent / "fonts").iterdir()]
    assert sum(file.stat().st_size for file in files) < 12_000_000
