"""Tables in, figures out: the areas and numbers of the displaced, and where the map stands."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from dashboard import controls, figures
from dashboard.figures import NO_LAYER, Layer, fitted, map_figure, map_traces
from dashboard.theme import LIGHT, THEMES
from geodata import Filter, to_date
from tests.geodata.rows import day

BELOW = "water"
JULY_5, JULY_11 = to_date(day("2018-07-05")), to_date(day("2018-07-11"))


def layer_of(store, when):
    return controls.displacement_layer(geodata.stocks(store, Filter(end=when)))


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_areas_lie_below_the_names_and_the_numbers_above_all(sample_store, theme):
    areas, marks = map_traces(layer_of(sample_store, JULY_5), theme, BELOW)
    assert (areas.name, areas.below, areas.hoverinfo) == ("areas", BELOW, "skip")
    assert (marks.name, marks.below) == ("displaced", "")


@pytest.mark.parametrize("when", [JULY_5, JULY_11])
def test_every_area_has_its_outline_and_every_mark_its_point(sample_store, when):
    layer = layer_of(sample_store, when)
    areas, marks = map_traces(layer, LIGHT)
    outlined = {feature["properties"]["code"] for feature in areas.geojson["features"]}
    assert set(areas.locations) == outlined == set(layer.areas)
    assert len(marks.lat) == len(marks.lon) == len(marks.text) == len(marks.hovertext) == len(layer.marks)
    assert all(words.startswith("◆ ") for words in marks.text)


def test_a_part_is_tinted_deeper_than_a_total():
    areas, _ = map_traces(Layer({"SY-DR": 1, "SY-QU": 2}, NO_LAYER.outlines, ()), LIGHT)
    faint, deep = (float(colour.rsplit(",", 1)[1].rstrip(")")) for _, colour in areas.colorscale)
    assert list(areas.z) == [1, 2]
    assert 0 < faint < deep < 1
    assert (areas.zmin, areas.zmax) == (1, 2)


def test_without_figures_nothing_is_drawn():
    areas, marks = map_traces(NO_LAYER, LIGHT)
    assert (len(areas.locations), len(marks.lat)) == (0, 0)


def test_the_map_stands_where_it_is_put_and_keeps_what_the_reader_moved():
    figure = map_figure({"version": 8}, 32.6, 36.1, 9.5, map_traces(NO_LAYER, LIGHT))
    assert figure.layout.map.center.to_plotly_json() == {"lat": 32.6, "lon": 36.1}
    assert figure.layout.map.zoom == 9.5
    assert figure.layout.map.style == {"version": 8}
    assert figure.layout.uirevision


def test_incidents_are_no_part_of_a_figure(sample_store):
    drawn = map_figure({"version": 8}, 32.6, 36.1, 9.5, map_traces(layer_of(sample_store, JULY_5), LIGHT)).data
    assert [trace.name for trace in drawn] == ["areas", "displaced"]


def test_a_figure_holds_nothing_but_plain_values(sample_store):
    for trace in map_traces(layer_of(sample_store, JULY_5), LIGHT):
        json.dumps(trace.to_plotly_json(), default=list)


boxes = st.tuples(st.floats(-170, 160), st.floats(-60, 60), st.floats(0, 10), st.floats(0, 10)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@given(boxes, st.sampled_from([(390.0, 500.0), (1400.0, 700.0)]))
@settings(max_examples=40)
def test_a_fitted_map_shows_the_whole_box(box, size):
    over = figures.covered_px(size[0])
    lat, lon, zoom = fitted(box, *size, over)
    west, south, east, north = box
    pixels = figures.TILE_PX * 2**zoom
    bottom, centre, top = (math.asinh(math.tan(math.radians(y))) / (2 * math.pi) * pixels for y in (south, lat, north))
    assert (east - west) / 360 * pixels <= size[0]
    assert top - centre <= size[1] / 2 - over
    assert centre - bottom <= size[1] / 2 - figures.UNDER_PX
    assert lon == pytest.approx((west + east) / 2)
    assert 1 <= zoom <= 11


def test_without_a_box_the_world_is_shown():
    lat, lon, zoom = fitted(None, 900, 500)
    assert -60 < lat < 60
    assert -180 <= lon <= 180
    assert zoom < 3


def test_the_whole_world_fits_and_a_point_is_no_division_by_zero():
    assert fitted((-180.0, -90.0, 180.0, 90.0), 900, 500)[2] == 1
    assert fitted((36.1, 32.6, 36.1, 32.6), 900, 500)[2] <= 11
