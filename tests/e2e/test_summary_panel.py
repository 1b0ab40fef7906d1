"""The summary and the card's claims, as a reader with a mouse, a keyboard or a screen reader meets them."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_access import violations
from tests.e2e.test_page import STANDS, drag, opened, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

PANEL, HEADLINE = "#summary-panel", "#headline"
JULY = "from=2018-07-04&to=2018-07-10"


def summed(page, address, query=""):
    """The page with its summary, once that says something."""
    opened(page, address, f"summary=on&{query}")
    page.locator(f"{HEADLINE} .headline").wait_for()
    return page.locator(PANEL)


def test_a_button_opens_the_summary_and_escape_closes_it(page, address):
    opened(page, address)
    toggle = page.get_by_role("button", name="Summary of what is shown")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEADLINE)).to_contain_text("56 incidents in 60 days, 18 Jun – 16 Aug 2018, 298 deaths")
    expect(page.locator(f"{PANEL} h2")).to_be_focused()
    page.wait_for_function("location.search.includes('summary=on')")
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(toggle).to_be_focused()
    page.wait_for_function("!location.search.includes('summary')")


def test_the_summary_follows_the_window_once_the_hand_lets_go(page, address):
    panel = summed(page, address)
    drag(page, ".handle.until", 0.5)
    expect(page.locator(HEADLINE)).not_to_contain_text("56 incidents")
    shown = page.locator("#figure-incidents").inner_text()
    expect(page.locator(HEADLINE)).to_contain_text(f"{shown} incidents in ")
    expect(panel.get_by_role("img", name="Dar'a: ")).to_be_visible()


def test_a_row_sets_its_filter_and_a_second_click_takes_it_off(page, address):
    panel = summed(page, address)
    row = panel.get_by_role("button", name="Quneitra")
    row.press("Enter")
    until(page, 2)
    expect(page.locator(HEADLINE)).to_contain_text("2 incidents")
    expect(page.locator(".chip")).to_have_text("Quneitra")
    expect(row).to_have_attribute("aria-pressed", "true")
    row.press("Enter")
    until(page, 56)
    panel.get_by_role("button", name="Battles").click()
    until(page, 10)
    expect(page.locator(HEADLINE)).to_contain_text("10 incidents")


def test_the_window_before_stands_beside_this_one(page, address):
    panel = summed(page, address, JULY)
    panel.locator("#compare").get_by_text("The time before").click()
    table = panel.get_by_role("table", name="Difference by region")
    expect(table.get_by_role("row", name="Dar'a")).to_contain_text("+2")
    page.wait_for_function("location.search.includes('compare=before')")
    table.get_by_role("button", name="Quneitra").click()
    expect(page.locator(HEADLINE)).to_contain_text("1 incident in 7 days")
    table.get_by_role("button", name="Quneitra").click()
    expect(page.locator(HEADLINE)).to_contain_text("17 incidents in 7 days")
    panel.locator("#compare").get_by_text("A year before").click()
    expect(panel.locator(".caveat").first).to_contain_text("lie outside the days of the incidents")
    page.wait_for_function("location.search.includes('compare=year')")
    page.reload()
    page.wait_for_function(STANDS)
    expect(panel.locator(".caveat").first).to_contain_text("4–10 Jul 2017")


def test_typed_dates_are_compared_and_kept_in_the_address(page, address):
    panel = summed(page, address, JULY)
    expect(page.locator("#compare-from")).to_be_hidden()
    panel.locator("#compare").get_by_text("Dates").click()
    expect(page.locator("#compare-from")).to_have_value("27 Jun 2018")
    page.locator("#compare-from").fill("20 Jun 2018")
    page.locator("#compare-from").press("Enter")
    expect(panel.get_by_role("table", name="Difference by region")).to_contain_text("20 Jun – 3 Jul 2018")
    expect(panel.locator(".caveat")).to_contain_text("The windows differ in length: 7 days and 14 days.")
    page.wait_for_function("location.search.includes('compare=2018-06-20..2018-07-03')")


def test_a_card_lies_over_the_summary_and_gives_it_back(page, address):
    panel = summed(page, address)
    page.evaluate("() => hauran.setProps('selected', { data: { rows: [0], total: 1 } })")
    expect(page.locator("#card")).to_contain_text("Licence")
    expect(panel).to_have_css("visibility", "hidden")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(panel).to_have_css("visibility", "visible")
    expect(page.locator(f"{HEADLINE} .headline")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_summary(page, address, theme):
    panel = summed(page, address, f"theme={theme}&{JULY}&compare=year")
    expect(panel.locator(".caveat").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
def test_on_a_phone_the_summary_fits_the_screen(page, address):
    panel = summed(page, address, f"{JULY}&compare=before")
    expect(panel.get_by_role("table", name="Difference by region")).to_be_visible()
    assert page.evaluate("() => document.scrollingElement.scrollWidth") == PHONE["width"]
    assert panel.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    assert violations(page) == []


def test_in_arabic_the_summary_stands_on_the_other_side_with_its_own_digits(page, address):
    page.goto(f"{address}?lang=ar&summary=on&region=SY-QU")
    page.wait_for_function(STANDS)
    expect(page.locator(f"{HEADLINE} .headline")).to_contain_text("٢٠١٨")
    box = page.locator(PANEL).bounding_box()
    assert box["x"] < page.viewport_size["width"] / 2
    assert re.findall("[0-9]", page.locator("#summary table").first.inner_text()) == []
    expect(page.locator("#summary")).to_contain_text("القنيطرة")


def test_the_card_leads_to_who_else_may_report_the_event_and_to_what_lies_near(page, address):
    opened(page, address, "incident=621838a5a7dc")
    claims = page.get_by_role("table", name="Perhaps the same event")
    expect(claims.get_by_role("row")).to_have_count(3)
    claims.get_by_role("button", name="Sky News Arabia").press("Enter")
    expect(page.locator("#card h2")).to_have_text("Air strikes")
    page.wait_for_function("location.search.includes('incident=bafd4f53e03b')")
    expect(claims.get_by_role("button", name="Hasan J'need (journalist)")).to_be_visible()
    near = page.locator("#card .near button")
    expect(near).to_have_count(3)
    expect(near.first).to_contain_text("the same point")
    near.first.click()
    page.wait_for_function("!location.search.includes('incident=bafd4f53e03b')")
    assert violations(page) == []
