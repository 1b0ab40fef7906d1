"""What is known to a unit only is hatched, and what is known to a country only is counted at the edge and drawn nowhere."""

import pytest
from playwright.sync_api import expect

from geodata import to_date
from tests.e2e.conftest import served
from tests.e2e.test_page import STANDS, opened
from tests.geodata.rows import a_store, an_incident, day

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

UNITS = (
    "SY-DR",
    "SY-QU",
    "SY-SU",
    "SY-RD",
    "SY-DI",
    "SY-HM",
    "SY-HI",
    "SY-TA",
    "SY-LA",
    "SY-ID",
    "SY-HL",
    "SY-RA",
    "SY-HA",
)
FIRST = day("2018-07-01")
STAND = "theme=light&lat=33&lon=36.4&zoom=8"


def known_to(number, code, spot, **said):
    told = {"lat": spot.lat, "lon": spot.lon, "radius_m": spot.radius_m, "location_precision": "province"}
    return an_incident(number, **told | {"admin1": code, "admin1_name": code, "start_day": FIRST} | said)


@pytest.fixture(scope="module")
def vague(tmp_path_factory, regions):
    rows = [known_to(n, code, regions.part(code), start_day=FIRST + (n > 2) * 5) for n, code in enumerate(UNITS)]
    rows += [an_incident(50, lat=33.4, lon=36.6, radius_m=9000, location_precision="district", start_day=FIRST)]
    rows += [an_incident(60, start_day=FIRST)]
    far = {"lat": 35.0, "lon": 38.5, "radius_m": 240000, "location_precision": "country", "place": "Syria"}
    rows += [an_incident(n, **far | {"admin1": None, "admin1_name": None, "start_day": FIRST}) for n in (70, 71, 72)]
    with served(a_store(tmp_path_factory.mktemp("vague"), rows)) as address:
        yield address


def hatched(page):
    """Codes of the units that are hatched, and how many rings."""
    page.wait_for_function("() => !!hauran.glass.inner().getLayer('hauran-hatch-fill')")
    units, rings = page.evaluate(
        """async () => { const data = await hauran.glass.inner().getSource('hauran-hatch').getData();
        const codes = data.features.map((one) => one.properties.code);
        return [codes.filter(Boolean).sort(), codes.filter((code) => !code).length]; }"""
    )
    return units, rings


def until_hatched(page, number):
    page.wait_for_function(
        "async (n) => (await hauran.glass.inner().getSource('hauran-hatch')?.getData())?.features.length === n",
        arg=number,
    )


def test_few_units_in_view_are_hatched_by_outline_or_ring(page, vague):
    opened(page, vague, f"{STAND}&to={to_date(FIRST)}")
    until_hatched(page, 4)
    assert hatched(page) == (["SY-DR", "SY-QU", "SY-SU"], 1)
    expect(page.locator("#hatch-key")).to_be_visible()
    assert page.evaluate("() => hauran.glass.inner().hasImage('hauran-hatch-light')")


def test_what_is_filtered_away_is_not_hatched(page, vague):
    opened(page, vague, f"{STAND}&to={to_date(FIRST)}&precision=settlement")
    until_hatched(page, 0)
    expect(page.locator("#hatch-key")).to_be_hidden()


def test_many_units_are_hatched_only_under_the_pointer(page, vague):
    opened(page, vague, "theme=light&lat=35&lon=38&zoom=6.2")
    page.evaluate("() => hauran.setProps('draw-as', { value: 'points' })")
    page.wait_for_function("() => hauran.engine.state.found.length > 12")
    until_hatched(page, 0)
    page.wait_for_function(STANDS)
    x, y = page.evaluate(
        """() => { const [lng, lat] = hauran.lngLat(...(({ x, y }) => [x, y])(hauran.engine.state.found.find((glyph) => !glyph.solid)));
        const at = hauran.glass.inner().project([lng, lat]), box = document.querySelector('#map').getBoundingClientRect();
        return [at.x + box.left, at.y + box.top]; }"""
    )
    page.mouse.move(x + 2, y)
    page.mouse.move(x, y)
    until_hatched(page, 1)


def test_no_circle_stands_for_a_province(page, vague):
    opened(page, vague, f"{STAND}&to={to_date(FIRST)}&zoom=11")
    page.wait_for_function("() => hauran.engine.state.glass.rings")
    page.wait_for_function(STANDS)
    assert page.evaluate("() => hauran.hatch.now.points.every((p) => hauran.hatch.covers(p))")


def test_hatching_stays_in_the_other_theme(page, vague):
    opened(page, vague, f"{STAND}&to={to_date(FIRST)}")
    until_hatched(page, 4)
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function("() => hauran.glass.inner().getStyle()?.name === 'hauran-dark'")
    page.wait_for_function("() => hauran.glass.inner().hasImage('hauran-hatch-dark')")
    until_hatched(page, 4)


def test_what_is_known_to_a_country_is_counted_at_the_edge_and_listed(page, vague):
    opened(page, vague, STAND)
    button = page.get_by_role("button", name="3 incidents known to a country only")
    button.click()
    expect(page.locator("#card .pick")).to_have_count(3)
    expect(page.locator("#card")).to_contain_text("Syria")
    assert page.evaluate("() => hauran.engine.state.glass.rings.data.features.length") == 0
    page.evaluate("() => hauran.setProps('precisions', { value: ['settlement'] })")
    expect(button).to_be_hidden()


def test_the_sample_has_nothing_known_to_a_country_only(page, address):
    opened(page, address)
    expect(page.locator("#country-only")).to_be_hidden()
