"""Where: districts in the tree of regions, and the map that goes to what is shown."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, served
from tests.e2e.test_access import violations
from tests.e2e.test_page import STANDS, until
from tests.geodata.rows import a_store, an_incident

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

IZRA, ODD = "Izra'", '<b>"North/South"</b>'
SPOTS = ((IZRA, 32.9, 36.2), (IZRA, 32.8, 36.3), (ODD, 32.6, 36.1), (None, 32.7, 36.0))
ALEPPO = {"admin1": "SY-HL", "admin1_name": "Aleppo", "admin1_name_ar": "حلب", "lat": 36.2, "lon": 37.1}
VISIBLE = """(spots) => spots.every(([lat, lon]) => {
  const { x, y } = hauran.glass.inner().project([lon, lat]);
  const top = document.elementFromPoint(...((box) => [box.left + x, box.top + y])(hauran.glass.inner().getContainer().getBoundingClientRect()));
  return !!top && !!top.closest(".map");
})"""
ASKED = "/api/covered"


@pytest.fixture(scope="module")
def shown_at(tmp_path_factory):
    rows = [an_incident(n, admin2_name=name, lat=lat, lon=lon) for n, (name, lat, lon) in enumerate(SPOTS)]
    rows += [an_incident(10 + n, admin2_name="Aleppo", **ALEPPO) for n in range(3)]
    rows += [an_incident(20, location_precision="country", admin1=None, admin1_name=None, lat=35.0, lon=38.0)]
    with served(a_store(tmp_path_factory.mktemp("where"), rows)) as address:
        yield address


@pytest.fixture
def opened(page, shown_at):
    """Opens the page at a query."""

    def open_(query=""):
        page.goto(f"{shown_at}?{query}")
        page.wait_for_function(STANDS)
        return page

    return open_


def district(page, name):
    return page.locator(".choice.deep", has_text=name)


def test_districts_are_folded_under_their_unit_with_counts_that_follow(opened):
    page = opened()
    assert not district(page, IZRA).is_visible()
    page.get_by_label("Districts of Daraa").click()
    assert page.locator(".branch", has_text="Daraa").locator(".choice.deep .choice-name").all_inner_texts() == [
        IZRA,
        ODD,
    ]
    expect(district(page, IZRA).locator(".count")).to_have_text("2")
    district(page, IZRA).click()
    until(page, 2)
    expect(page.locator(".chip")).to_have_text(IZRA)
    expect(district(page, ODD).locator(".count")).to_have_text("1")
    district(page, ODD).click()
    until(page, 3)
    page.wait_for_function("() => new URLSearchParams(location.search).getAll('region').length === 2")
    assert parse_qs(urlsplit(page.url).query)["region"] == [f"SY-DR/{IZRA}", f"SY-DR/{ODD}"]
    page.locator(".chip", has_text=IZRA).click()
    until(page, 1)
    assert violations(page) == []


def test_an_address_opens_the_fold_of_its_district_and_forgets_one_that_is_none(opened):
    page = opened(f"region={quote(f'SY-DR/{ODD}')}&region=SY-DR/Nowhere")
    until(page, 1)
    expect(district(page, ODD)).to_be_visible()
    expect(page.locator(".chip")).to_have_text(ODD)
    assert page.locator("#filtered").inner_text() == "1 of 8 incidents shown"


def test_a_card_names_the_district(opened):
    page = opened("incident=000000000000")
    expect(page.locator("#card")).to_contain_text("Izra', Daraa, Syria")


@pytest.mark.parametrize("context", [{}, {"viewport": PHONE, "has_touch": True}], indirect=True, ids=["desk", "phone"])
def test_the_map_goes_to_what_is_shown_and_to_nothing_else(page, shown_at, opened):
    opened("region=SY-DR&lat=0&lon=0&zoom=4")
    page.get_by_role("button", name="Go to what is shown").click()
    page.wait_for_function(VISIBLE, arg=[spot[1:] for spot in SPOTS])
    zoom = page.evaluate("() => hauran.glass.inner().getZoom()")
    assert 8 < zoom <= 11
    page.wait_for_function("() => Math.abs(Number(new URLSearchParams(location.search).get('lat')) - 32.7) < 0.4")
    page.evaluate("() => hauran.setProps('regions', { value: ['SY-HL'] })")
    until(page, 3)
    page.get_by_role("button", name="Go to what is shown").click()
    page.wait_for_function(VISIBLE, arg=[(36.2, 37.1)])
    page.wait_for_function("() => !hauran.glass.inner().isMoving()")
    assert page.evaluate("() => hauran.glass.inner().getZoom()") == pytest.approx(11)
    before = page.evaluate("() => hauran.glass.inner().getCenter().toArray()")
    page.evaluate("() => hauran.setProps('text', { value: 'nothing like it' })")
    until(page, 0)
    page.get_by_role("button", name="Go to what is shown").click()
    expect(page.locator("#notice")).to_have_text("Nothing that is shown has a place on the map.")
    assert page.evaluate("() => hauran.glass.inner().getCenter().toArray()") == before


def test_what_the_map_shows_now_does_not_say_where_it_goes_but_an_area_does(opened):
    page = opened("lat=32.7&lon=36.1&zoom=8&extent=on")
    until(page, 4)
    page.get_by_role("button", name="Go to what is shown").click()
    page.wait_for_function(VISIBLE, arg=[(36.2, 37.1), (32.6, 36.1)])
    expect(page.locator("#figure-incidents")).to_have_text("8")
    opened("lat=0&lon=0&zoom=4&area=36,32;36,33;36.15,33;36.15,32")
    page.get_by_role("button", name="Go to what is shown").click()
    page.wait_for_function(VISIBLE, arg=[(32.6, 36.1), (32.7, 36.0)])
    assert page.evaluate("() => hauran.glass.inner().getBounds().getEast()") < 37


def test_a_link_with_a_filter_opens_where_its_incidents_lie_unless_it_says_a_place(opened):
    page = opened("region=SY-HL")
    page.wait_for_function(VISIBLE, arg=[(36.2, 37.1)])
    assert page.evaluate("() => hauran.glass.inner().getZoom()") > 9
    opened("region=SY-HL&lat=33&lon=36&zoom=7")
    assert page.evaluate("() => hauran.glass.inner().getCenter().lat") == pytest.approx(33, abs=0.01)


@pytest.mark.parametrize("context", [{}], indirect=True)
@pytest.mark.parametrize("panel", ["summary=on", "incident=000000000000"])
def test_beside_a_panel_tools_can_be_pressed_and_no_figure_is_cut(opened, panel):
    page = opened(panel)
    page.locator("#fit").click(trial=True)
    page.evaluate("() => { document.getElementById('hints').hidden = false; }")
    page.locator("#hints-close").click(trial=True)
    cut = "(values) => values.some((value) => value.scrollWidth > value.parentElement.clientWidth)"
    assert not page.locator(".figure-value").evaluate_all(cut)


def test_regions_say_how_many_incidents_they_leave_out(opened):
    page = opened("draw=regions")
    expect(page.locator("#region-key")).to_contain_text("1 incident in no province that is known is left out")


def test_in_arabic_the_dialog_of_sharing_counts_in_arabic(opened):
    page = opened("lang=ar&region=SY-HL")
    page.locator("#share-open").click()
    expect(page.locator("#share-words")).to_contain_text("٣ من ٨ حوادث")


SLOW = """(late) => { const ask = fetch; window.fetch = async (...all) => {
  if (String(all[0]).includes("_dash-update")) await new Promise((done) => setTimeout(done, late));
  return ask(...all);
}; }"""


def test_a_filter_chosen_just_before_is_where_the_map_goes_however_late_the_server_is(opened):
    page = opened("lat=0&lon=0&zoom=4")
    page.evaluate(SLOW, 2500)
    page.evaluate("() => { hauran.setProps('regions', { value: ['SY-HL'] }); document.getElementById('fit').click(); }")
    page.wait_for_function("() => !hauran.glass.inner().isMoving() && hauran.glass.inner().getZoom() > 10.9")
    page.wait_for_function(VISIBLE, arg=[(36.2, 37.1)])


@pytest.mark.parametrize(
    ("answer", "said"),
    [({"status": 422, "body": "Too slow."}, "Too slow."), (None, "The server does not answer.")],
)
def test_where_the_server_says_no_place_the_map_stays_and_says_why(opened, answer, said):
    page = opened("lat=0&lon=0&zoom=4")
    page.route(f"**{ASKED}*", lambda route: route.fulfill(**answer) if answer else route.abort())
    page.get_by_role("button", name="Go to what is shown").click()
    expect(page.locator("#notice")).to_have_text(said)
    assert page.evaluate("() => hauran.glass.inner().getZoom()") == 4


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
def test_a_phone_has_steps_units_and_clocks_behind_a_button(page, opened):
    opened()
    more = page.get_by_role("button", name="Mode, steps and speed")
    assert not page.locator(".paces").is_visible()
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    page.locator("#unit").click()
    page.get_by_role("option", name="hours").click()
    expect(page.locator("#from-clock, .clock").first).to_be_visible()
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    more.click()
    assert not page.locator(".paces").is_visible()
