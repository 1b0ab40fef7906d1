"""Tables in, figures out: spots, rings, circles, bars."""

import math

import pandas as pd
import pytest
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from dashboard import figures
from dashboard.figures import bin_days, circle, fitted, incident_trace, number_traces, spots, timeline
from dashboard.theme import DARK, EVENT_COLOURS, LIGHT, THEMES
from geodata.intake import typed
from geodata.schema import INCIDENTS
from tests.geodata.rows import an_incident, day

DARAA, NAWA = (32.6189, 36.1021), (32.8892, 36.0406)


def table(*rows):
    return typed(INCIDENTS, pd.DataFrame([an_incident(number, **row) for number, row in enumerate(rows)]))


def at(point, **more):
    return {"lat": point[0], "lon": point[1]} | more


def whole(figure):
    """A figure as the browser gets it."""
    return figure.to_plotly_json()


def test_incidents_at_one_point_are_one_spot_and_none_is_lost(sample_store):
    incidents = geodata.incidents(sample_store)
    found = spots(incidents)
    assert sorted(id for spot in found for id in spot.ids) == sorted(incidents[incidents["lat"].notna()]["id"])
    assert len({(spot.lat, spot.lon) for spot in found}) == len(found)
    assert all(sum(number for _, number in spot.types) == len(spot.ids) for spot in found)


def test_small_spots_lie_on_large_ones(sample_store):
    sizes = [len(spot.ids) for spot in spots(geodata.incidents(sample_store))]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 1


def test_a_spot_lists_its_incidents_by_day():
    found = table(at(DARAA, start_day=day("2018-07-05")), at(DARAA, start_day=day("2018-07-03")))
    assert spots(found)[0].ids == (found["id"][1], found["id"][0])


def test_a_country_alone_is_not_drawn_and_neither_is_no_point():
    found = table(at(DARAA, location_precision="country"), at((None, None), location_precision=None), at(NAWA))
    assert [(spot.lat, spot.lon) for spot in spots(found)] == [NAWA]


@pytest.mark.parametrize(
    ("precision", "solid"),
    [
        ("exact", True),
        ("neighbourhood", True),
        ("settlement", True),
        ("near settlement", False),
        ("district", False),
        ("province", False),
        ("sea or air", False),
    ],
)
def test_a_point_that_stands_for_an_area_is_hollow(precision, solid):
    (spot,) = spots(table(at(DARAA, location_precision=precision)))
    assert spot.solid == solid
    colours = list(incident_trace([spot], LIGHT).marker.color)
    assert (colours[-1] == LIGHT.land) == (not solid)


def rings(kinds, theme=LIGHT):
    """Diameter and colour of each disc of a spot with these event types."""
    (spot,) = spots(table(*(at(DARAA, event_type=kind) for kind in kinds)))
    marker = incident_trace([spot], theme).marker
    return spot, list(zip(marker.size, marker.color, strict=True))


@given(st.lists(st.sampled_from(list(EVENT_COLOURS)), min_size=1, max_size=12))
@settings(max_examples=12, deadline=None)
def test_the_area_of_a_ring_is_the_share_of_its_type(kinds):
    spot, discs = rings(kinds)
    areas = [size**2 for size, _ in discs[1:]] + [0]
    for i, (kind, number) in enumerate(spot.types):
        assert discs[i + 1][1] == EVENT_COLOURS[kind]
        assert (areas[i] - areas[i + 1]) / spot.diameter_px**2 == pytest.approx(number / len(kinds))


def test_the_edge_is_outermost_and_every_disc_within_the_one_before():
    for theme in THEMES.values():
        _, discs = rings(["Battles", "Riots", "Riots", "Protests"], theme)
        assert discs[0][1] == theme.edge
        assert [size for size, _ in discs] == sorted((size for size, _ in discs), reverse=True)


def test_the_area_of_a_spot_grows_with_its_incidents_up_to_a_limit():
    one, four, many = (rings(["Riots"] * number)[0].diameter_px for number in (1, 4, 90))
    assert four == pytest.approx(2 * one)
    assert many == figures.DISC_MAX_PX


def test_every_disc_names_the_incidents_of_its_spot(sample_store):
    found = spots(geodata.incidents(sample_store))
    trace = incident_trace(found, DARK)
    assert len(trace.customdata) == len(trace.lat) == len(trace.lon) == len(trace.hovertext) == len(trace.marker.size)
    assert {id for ids in trace.customdata for id in ids} == {id for spot in found for id in spot.ids}


def test_numbers_stand_on_spots_of_several_alone(sample_store):
    found = spots(geodata.incidents(sample_store))
    written = [words for trace in number_traces(found) for words in trace.text]
    assert sorted(map(int, written)) == sorted(len(spot.ids) for spot in found if len(spot.ids) > 1)


def test_words_of_a_sheet_are_no_markup_in_a_label():
    rows = table(at(DARAA, place="<img src=x onerror=alert(1)>", event_printed="<b>bold</b> & more"))
    label = spots(rows)[0].label
    assert "<img" not in label
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in label


def test_a_label_tells_a_mended_spelling_and_deaths_that_are_known():
    (mended,) = spots(table(at(DARAA, match_guessed=True, fatalities_best=3)))
    (plain,) = spots(table(at(NAWA)))
    assert "spelling mended" in mended.label
    assert "3 deaths" in mended.label
    assert "spelling" not in plain.label
    assert "death" not in plain.label


@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(100, 200_000))
@settings(max_examples=15)
def test_a_circle_lies_at_its_radius_all_around(lat, lon, radius_m):
    lats, lons = circle(lat, lon, radius_m)
    assert (lats[0], lons[0]) == pytest.approx((lats[-1], lons[-1]))
    for there in zip(lats, lons, strict=True):
        assert great_circle((lat, lon), there).m == pytest.approx(radius_m, rel=1e-3)


def test_the_ring_and_the_halo_follow_what_is_chosen():
    row = an_incident(0)
    ring, halo = figures.ring_trace(row, LIGHT), figures.halo_trace(row, LIGHT)
    assert great_circle(DARAA, (ring.lat[0], ring.lon[0])).m == pytest.approx(2000, rel=1e-3)
    assert (halo.lat[0], halo.lon[0]) == DARAA
    for nothing in (None, an_incident(0, lat=None, lon=None)):
        assert len(figures.ring_trace(nothing, LIGHT).lat) == len(figures.halo_trace(nothing, LIGHT).lat) == 0


def test_the_traces_of_the_selection_stand_where_they_are_patched(sample_store):
    traces = figures.map_traces(geodata.incidents(sample_store), figures.NO_LAYER, None, LIGHT)
    assert (traces[figures.RING].name, traces[figures.HALO].name) == ("ring", "halo")


def bars(figure, but=()):
    return sum(sum(trace.y) for trace in figure.data if trace.name not in but)


@pytest.mark.parametrize(("days", "size"), [(10, 1), (400, 7), (3000, 0)])
def test_the_bars_of_the_timeline_sum_to_the_incidents(days, size):
    first = day("2018-01-31")
    rows = [
        {"day": first + n * days // 40, "event_type": kind, "incidents": n % 5 + 1}
        for n in range(40)
        for kind in ("Battles", "Riots")
    ]
    every = pd.DataFrame(rows)
    some = every[every["event_type"] == "Riots"]
    assert bin_days(first, first + days) == size
    figure = timeline(every, some, first, first + days, LIGHT)
    assert bars(figure, ["All"]) == some["incidents"].sum()
    assert bars(figure, EVENT_COLOURS) == every["incidents"].sum()


def test_the_types_of_the_timeline_are_stacked_without_a_gap(sample_store):
    days = geodata.per_day(sample_store)
    figure = timeline(days, days, int(days["day"].min()), int(days["day"].max()), LIGHT)
    tops = {}
    for trace in figure.data[1:]:
        for x, y, base in zip(trace.x, trace.y, trace.base, strict=True):
            assert base == tops.get(x, 0)
            tops[x] = base + y
    assert tops == dict(zip(figure.data[0].x, figure.data[0].y, strict=True))


def test_the_timeline_runs_from_the_first_day_to_the_end_of_the_last(sample_store):
    days = geodata.per_day(sample_store)
    figure = timeline(days, days, day("2018-06-18"), day("2018-07-28"), DARK)
    assert figure.layout.xaxis.range == ("2018-06-18 00:00", "2018-07-29 00:00")


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert figures._bar(day("2018-07-04"), 7) == "2018-07-02"
    assert figures._bar(day("2018-07-02"), 7) == "2018-07-02"
    assert figures._bar(day("2018-07-31"), 0) == "2018-07-01"


boxes = st.tuples(st.floats(-170, 160), st.floats(-60, 60), st.floats(0, 10), st.floats(0, 10)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@given(boxes, st.sampled_from([(390.0, 500.0), (1400.0, 700.0)]))
@settings(max_examples=40)
def test_a_fitted_map_shows_the_whole_box(box, size):
    lat, lon, zoom = fitted(box, *size)
    west, south, east, north = box
    pixels = figures.TILE_PX * 2**zoom
    bottom, centre, top = (math.asinh(math.tan(math.radians(y))) / (2 * math.pi) * pixels for y in (south, lat, north))
    assert (east - west) / 360 * pixels <= size[0]
    assert top - centre <= size[1] / 2 - figures.OVER_PX
    assert centre - bottom <= size[1] / 2
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


def test_a_figure_holds_nothing_but_plain_values(sample_store):
    traces = figures.map_traces(geodata.incidents(sample_store), figures.NO_LAYER, None, LIGHT)
    for trace in traces:
        assert isinstance(whole(trace), dict)
    hidden = {trace.name for trace in traces if trace.hoverinfo == "skip"}
    assert hidden == {"areas", "ring", "halo", "numbers"}
