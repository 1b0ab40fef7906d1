"""Flows on the map: curved from origin to destination, wider for more, gone with the switch; the rest is listed."""

import math

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ASSETS, served
from tests.e2e.test_page import STANDS, opened
from tests.geodata.rows import a_store, an_incident, day
from tests.geodata.test_flows import arrivals

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

DRAWN = "() => hauran.flows.now.flows.length"
MIDDLE = """() => { const line = hauran.flows.features(hauran.flows.now.flows)[0].geometry.coordinates;
  const at = hauran.glass.inner().project(line[Math.floor(line.length / 2)]);
  const box = document.querySelector('#map').getBoundingClientRect(); return [at.x + box.left, at.y + box.top]; }"""
STAND = "theme=light&lat=32.9&lon=36.0&zoom=9"


@pytest.fixture(scope="module")
def blank(shared_context):
    page = shared_context.new_page()
    page.set_content("<p></p>")
    for name in ("a-hauran", "overlay", "flows"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


@pytest.fixture(scope="module")
def moved(tmp_path_factory, gazetteer):
    figures = [
        arrivals(1, value=90000),
        arrivals(2, "Tafas", value=400, measure="return"),
        arrivals(3, "various", value=5),
    ]
    store = a_store(
        tmp_path_factory.mktemp("flows"),
        [an_incident(0, start_day=day("2018-06-30")), an_incident(1, start_day=day("2018-07-31"))],
        figures,
    )
    with served(store) as address:
        yield address


def test_a_line_runs_from_end_to_end_and_bends(blank):
    line = blank.evaluate("() => hauran.flows.curve([36.2, 32.8], [35.8, 33.1]).line")
    assert line[0] == pytest.approx([36.2, 32.8])
    assert line[-1] == pytest.approx([35.8, 33.1])
    there, back = (
        blank.evaluate("([a, b]) => hauran.flows.curve(a, b).line[16]", ends)
        for ends in ([[36.2, 32.8], [35.8, 33.1]], [[35.8, 33.1], [36.2, 32.8]])
    )
    assert abs(there[0] - back[0]) > 0.02


def test_arrows_on_the_way_and_at_the_end_point_along_the_line(blank):
    line, arrows = blank.evaluate(
        """() => { const { line, arrows } = hauran.flows.curve([36.2, 32.8], [35.8, 33.1]);
          return [line.map(([lng, lat]) => hauran.world({ lng, lat })), arrows.map(([[lng, lat], turn]) => [hauran.world({ lng, lat }), turn])]; }"""
    )
    assert [at for at, _ in arrows] == [pytest.approx(line[19], abs=1e-12), pytest.approx(line[-1], abs=1e-12)]
    for (_, turn), (a, b) in zip(arrows, ((18, 20), (31, 32)), strict=True):
        along = math.degrees(math.atan2(line[b][1] - line[a][1], line[b][0] - line[a][0]))
        assert turn == pytest.approx(along, abs=2)


def test_a_line_takes_the_short_way_across_the_antimeridian(blank):
    lons = [lon for lon, _ in blank.evaluate("() => hauran.flows.curve([179, -17], [-179, -16]).line")]
    assert lons == sorted(lons)
    assert lons[-1] == pytest.approx(181)


def test_more_people_make_a_wider_line(blank):
    widths = blank.evaluate("() => [0, 1, 10, 1000, 1000000].map((n) => hauran.flows.width(n, 1000000))")
    assert widths == sorted(widths)
    assert len(set(widths)) == 5


def test_flows_are_drawn_with_their_words_and_go_with_the_switch(page, moved):
    opened(page, moved, STAND)
    page.wait_for_function(f"() => ({DRAWN})() === 2")
    expect(page.locator("#flow-key")).to_be_visible()
    for layer in ("hauran-flows-line", "hauran-flows-back", "hauran-flows-arrow"):
        page.wait_for_function(
            "(id) => hauran.glass.inner().queryRenderedFeatures({ layers: [id] }).length > 0", arg=layer
        )
    x, y = page.evaluate(MIDDLE)
    page.mouse.move(x + 3, y)
    page.mouse.move(x, y)
    tip = page.locator(".flow-tip")
    expect(tip).to_contain_text("Dar'a → Quneitra")
    expect(tip).to_contain_text("90,000 arrived")
    expect(tip).to_contain_text("1–31 Jul 2018 · OCHA")
    page.get_by_role("switch", name="Displacement figures").uncheck()
    page.wait_for_function(f"() => ({DRAWN})() === 0")
    expect(page.locator("#flow-key")).to_be_hidden()


def test_flows_stay_in_the_other_theme(page, moved):
    opened(page, moved, STAND)
    page.wait_for_function(f"() => ({DRAWN})() === 2")
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function("() => hauran.glass.inner().getStyle()?.name === 'hauran-dark'")
    page.wait_for_function("() => !!hauran.glass.inner().getLayer('hauran-flows-arrow')")
    page.wait_for_function("() => hauran.glass.inner().hasImage('hauran-arrow')")
    page.wait_for_function(STANDS)


def test_flows_of_other_days_are_not_drawn(page, moved):
    opened(page, moved, f"{STAND}&from=2018-07-05")
    page.wait_for_function("() => hauran.engine.state.counts?.total === 1")
    page.wait_for_function(f"() => ({DRAWN})() === 0")


def test_the_panel_says_where_they_came_from_and_what_is_not_drawn(page, moved):
    opened(page, moved, STAND)
    page.locator("#figure-displaced").click()
    card = page.locator("#card")
    expect(card).to_contain_text("Dar'a → Quneitra")
    expect(card).to_contain_text("Not drawn on the map: 'various' is no region or place that is known, or several")
