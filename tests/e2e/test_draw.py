"""Drawing an area: the points in it are those of the store, and hands, keys and the address all draw the same."""

import math
import random
from urllib.parse import unquote

import numpy as np
import pytest
from playwright.sync_api import expect

import geodata
from dashboard.view import View
from geodata import Filter
from geodata.area import CORNERS_MAX, _pixels, corners, holds
from tests.e2e.conftest import ASSETS, PHONE
from tests.e2e.test_page import STANDS, opened, shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

AREA = "36.0,32.55;36.3,32.55;36.3,32.9;36.0,32.9"
STAND = "lat=32.75&lon=36.15&zoom=9.5"
SQUARE = [(0.35, 0.4), (0.65, 0.4), (0.65, 0.75), (0.35, 0.75)]


@pytest.fixture(scope="module")
def blank(shared_context):
    page = shared_context.new_page()
    page.set_content("<p></p>")
    for name in ("a-hauran", "area", "sums", "crossfilter", "columns"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


def star(dice, corners_):
    """An outline around a point anywhere, the antimeridian too."""
    lon, lat, reach = dice.uniform(-180, 179), dice.uniform(-60, 60), dice.choice((0.01, 1, 20))
    turns = sorted(dice.uniform(0, 2 * math.pi) for _ in range(corners_))
    drawn = [(lon + reach * dice.random() * math.cos(a), lat + reach * dice.random() * math.sin(a)) for a in turns]
    return [list(corner) for corner in drawn]


def test_the_page_finds_in_an_area_what_the_store_finds(blank):
    dice = random.Random(7)
    for number in (3, 4, 7, 30, CORNERS_MAX) * 8:
        area = blank.evaluate("(drawn) => hauran.area.corners(drawn)", star(dice, number))
        if area is None:
            continue
        assert corners(area) == tuple(map(tuple, area))
        west, east = min(lon for lon, _ in area), max(lon for lon, _ in area)
        south, north = min(lat for _, lat in area), max(lat for _, lat in area)
        lon = [(dice.uniform(west, east) + 180) % 360 - 180 for _ in range(300)]
        lat = [dice.uniform(south, north) for _ in range(300)]
        x, y = (side.astype(int).tolist() for side in _pixels(lat, lon))
        found = blank.evaluate(
            "([area, x, y]) => [...hauran.area.inside(area, { points: x.length, x, y })]", [area, x, y]
        )
        assert found == holds(tuple(map(tuple, area)), np.array(lat), np.array(lon)).astype(int).tolist()


@pytest.mark.parametrize(
    "drawn",
    [[], [[36, 32], [37, 33]], [[36, 32]] * 5, [[-179, 0], [0, 1], [182, 2]], [[36, n / 10] for n in range(61)]],
)
def test_what_is_no_outline_is_refused(blank, drawn):
    assert blank.evaluate("(drawn) => hauran.area.corners(drawn)", drawn) is None


def test_an_outline_is_turned_into_the_first_turn_of_the_earth(blank):
    found = blank.evaluate("(drawn) => hauran.area.corners(drawn)", [[539, -17], [541, -17], [541, -16]])
    assert found == [[179, -17], [181, -17], [181, -16]]
    found = blank.evaluate("(drawn) => hauran.area.corners(drawn)", [[-181, 89], [-179, 89], [-179, -16]])
    assert found == [[179, 85], [181, 85], [181, -16]]


def test_a_map_over_the_antimeridian_shows_both_sides(page, address):
    opened(page, address)
    for sides, wanted in (
        ([170, -20, 190, -10], [170, -20, -170, -10]),
        ([-190, -20, -170, -10], [170, -20, -170, -10]),
        ([30, 30, 40, 35], [30, 30, 40, 35]),
        ([-400, -80, 20, 80], [-180, -80, 180, 80]),
        ([170, 0, 180, 1], [170, 0, 180, 1]),
    ):
        assert page.evaluate("(sides) => hauran.engine.wrapped(sides)", sides) == wanted


def in_area(store, page):
    """Incidents of the store in the area that the address says."""
    view = View.from_query(page.evaluate("() => location.search"))
    assert view.area
    return geodata.summary(store, Filter(area=view.area)).incidents


def at(page, fx, fy):
    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] * fx, box["y"] + box["height"] * fy


def drawn(page):
    page.wait_for_function("() => location.search.includes('area=')")
    expect(page.locator(".draw-sheet")).to_have_count(0)
    page.wait_for_function(
        "() => hauran.engine.state.counts.total === Number(document.getElementById('figure-incidents').textContent)"
    )


def test_a_box_that_is_dragged_filters(page, address, sample_store):
    opened(page, address, STAND)
    every = shown(page)
    button = page.get_by_role("button", name="Draw a box")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#draw-hint")).to_contain_text("Drag a box")
    page.mouse.move(*at(page, *SQUARE[0]))
    page.mouse.down()
    page.mouse.move(*at(page, *SQUARE[2]), steps=3)
    page.mouse.up()
    drawn(page)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert 0 < shown(page) < every
    assert shown(page) == in_area(sample_store, page)
    page.get_by_role("button", name="Undo the filter drawn area").click()
    expect(page.locator("#figure-incidents")).to_have_text(str(every))
    page.wait_for_function("() => !location.search.includes('area=')")


def test_an_outline_is_closed_by_a_double_click(page, address, sample_store):
    opened(page, address, STAND)
    page.get_by_role("button", name="Draw an outline").click()
    for spot in SQUARE[:3]:
        page.mouse.click(*at(page, *spot))
    assert page.evaluate("() => hauran.draw.now.corners.length") == 3
    page.mouse.dblclick(*at(page, *SQUARE[3]))
    drawn(page)
    assert len(View.from_query(page.evaluate("() => location.search")).area) == 4
    assert shown(page) == in_area(sample_store, page) > 0
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("() => !location.search.includes('area=')")


def test_backspace_takes_a_corner_back_and_escape_ends(page, address):
    opened(page, address, STAND)
    every = shown(page)
    button = page.get_by_role("button", name="Draw an outline")
    button.click()
    for spot in SQUARE[:2]:
        page.mouse.click(*at(page, *spot))
    page.keyboard.press("Backspace")
    assert page.evaluate("() => hauran.draw.now.corners.length") == 1
    page.keyboard.press("Enter")
    expect(page.locator("#draw-hint")).to_contain_text("three corners")
    page.keyboard.press("Escape")
    expect(page.locator(".draw-sheet")).to_have_count(0)
    expect(page.locator("#draw-hint")).to_be_hidden()
    expect(button).to_be_focused()
    assert shown(page) == every
    assert "area" not in page.evaluate("() => location.search")


def test_keys_alone_draw_a_box(page, address, sample_store):
    opened(page, address, STAND)
    page.get_by_role("button", name="Draw a box").press("Enter")
    expect(page.locator(".draw-sheet")).to_be_focused()
    page.keyboard.press(" ")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    drawn(page)
    assert shown(page) == in_area(sample_store, page) > 0


def test_the_address_draws_the_area_with_its_outline(page, address, sample_store):
    opened(page, address, f"{STAND}&area={AREA}")
    wanted = geodata.summary(sample_store, Filter(area=View.from_query(f"area={AREA}").area)).incidents
    expect(page.locator("#figure-incidents")).to_have_text(str(wanted))
    page.wait_for_function("() => hauran.glass.inner().querySourceFeatures('hauran-area').length > 0")
    page.wait_for_function("() => location.search.includes('area=36.0000,32.5500;')")
    assert "%" not in unquote(page.evaluate("() => location.search"))
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function("() => hauran.glass.inner().getStyle()?.name === 'hauran-dark'")
    page.wait_for_function("() => !!hauran.glass.inner().getLayer('hauran-area-line')")
    page.wait_for_function(STANDS)


def test_a_click_in_the_drawing_opens_no_card(page, address):
    opened(page, address, "lat=32.6189&lon=36.1021&zoom=9.5")
    page.get_by_role("button", name="Draw an outline").click()
    page.mouse.click(*at(page, 0.5, 0.5))
    assert page.evaluate("() => hauran.draw.now.corners.length") == 1
    expect(page.locator("#drawer")).to_be_hidden()


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True, "is_mobile": True}], indirect=True)
def test_the_tools_stand_on_a_phone_as_well(page, address):
    opened(page, address, STAND)
    for name in ("Draw a box", "Draw an outline"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert min(box["width"], box["height"]) >= 40
        assert 0 <= box["x"] <= PHONE["width"] - 40
    button = page.get_by_role("button", name="Draw an outline")
    button.tap()
    for spot in [(0.3, 0.5), (0.7, 0.5), (0.5, 0.65), (0.3, 0.5)]:
        page.touchscreen.tap(*at(page, *spot))
    drawn(page)
    assert len(View.from_query(page.evaluate("() => location.search")).area) == 3
