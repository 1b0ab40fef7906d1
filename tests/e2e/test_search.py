"""Typed words offer places, and the map goes to the one that is chosen."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_page import CENTRE, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

TAFAS = (32.7358, 36.0669)
MARKED = "() => (hauran.glass.inner().querySourceFeatures('hauran-place') || []).length > 0"


def typed(page, words):
    box = page.get_by_role("combobox", name="Find incidents")
    box.click()
    box.press_sequentially(words)
    return box


def near(page, lat, lon):
    page.wait_for_function(
        f"([lat, lon]) => {{ const at = ({CENTRE})(); return Math.abs(at[0] - lat) < .02 && Math.abs(at[1] - lon) < .02; }}",
        arg=[lat, lon],
    )


@pytest.mark.parametrize("words", ["tafa", "طفس"])
def test_enter_goes_to_the_place_and_marks_it(page, address, words):
    opened(page, address)
    box = typed(page, words)
    first = page.locator("#places [role=option]").first
    expect(first).to_contain_text("Tafas")
    expect(first).to_contain_text("4 incidents")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "place-0")
    box.press("Enter")
    near(page, *TAFAS)
    page.wait_for_function(MARKED)
    expect(page.locator("#places")).to_be_hidden()
    expect(box).to_have_value("")
    expect(page.locator("#figure-incidents")).to_have_text("56")
    page.wait_for_function("() => location.search.includes('lat=32.7')")
    page.locator("body").press("Escape")
    page.wait_for_function(f"() => !({MARKED})()")


def test_arrows_walk_round_and_escape_closes_the_list_alone(page, address):
    opened(page, address)
    page.locator("#figure-displaced").click()
    expect(page.locator("#drawer")).to_be_visible()
    box = typed(page, "da")
    options = page.locator("#places [role=option]")
    expect(options).to_have_count(8)
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", "place-7")
    box.press("Escape")
    expect(page.locator("#places")).to_be_hidden()
    expect(page.locator("#drawer")).to_be_visible()
    expect(box).to_have_value("da")


def test_a_click_goes_there_and_words_that_are_left_go_on_filtering(page, address):
    opened(page, address)
    typed(page, "damascus")
    page.locator("#places [role=option]").first.click()
    near(page, 33.51, 36.29)
    expect(page.locator("#figure-incidents")).to_have_text("56")
    box = typed(page, "tafas")
    expect(page.locator("#figure-incidents")).to_have_text("4")
    box.press("Enter")
    expect(page.locator("#places")).to_be_hidden()
    expect(page.locator("#figure-incidents")).to_have_text("4")


def test_the_last_words_win(page, address):
    opened(page, address)
    held = []
    page.route("**/api/places?q=da*", lambda route: held.append(route))
    typed(page, "da")
    page.wait_for_function("() => hauran.search.now.asked > 0")
    with page.expect_request("**/api/places?q=da"):
        pass
    box = page.get_by_role("combobox", name="Find incidents")
    box.fill("tafas")
    expect(page.locator("#places [role=option]").first).to_contain_text("Tafas")
    for route in held:
        route.continue_()
    expect(page.locator("#places [role=option]").first).to_contain_text("Tafas")


def test_the_route_answers_with_plain_values(page, address):
    found = page.request.get(f"{address}api/places?q=tafas").json()
    assert found[0] | {"radius_m": 0} == {
        **{"name": "Tafas", "name_ar": "طفس", "admin1": "Dar'a", "country": "SY", "kind": "settlement"},
        **{"lat": found[0]["lat"], "lon": found[0]["lon"], "radius_m": 0, "incidents": 4, "said": ""},
    }
    spots = page.request.get(f"{address}api/places?q=homs").json()
    assert {spot["said"] for spot in spots} >= {"", "province"}
    for words in ("", "%00", "x" * 5000, "%27"):
        assert page.request.get(f"{address}api/places?q={words}").json() == []


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_the_list_fits_a_phone(page, address):
    opened(page, address)
    typed(page, "da")
    expect(page.locator("#places [role=option]").first).to_be_visible()
    box = page.locator("#places").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
