"""The drawer under the hand and the keyboard: where it begins, where the focus goes, a citation that is copied."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_page import opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]
FOCUSED = "() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName"


def choose(page):
    """Opens the card of an incident, as a click on its mark does."""
    page.evaluate("() => hauran.setProps('selected', { data: { rows: [3], total: 1 } })")


def chosen(page):
    """Opens the card and waits for it."""
    choose(page)
    expect(page.locator("#card h2")).to_be_visible()


def test_another_card_begins_at_its_top_with_the_focus_and_gives_it_back(page, address):
    opened(page, address)
    chosen(page)
    first = page.locator("#card h2")
    page.evaluate("() => { document.getElementById('drawer').scrollTop = 2000; }")
    before = first.get_attribute("data-incident")
    page.get_by_role("button", name="Later →").press("Enter")
    page.wait_for_function("(id) => document.querySelector('#card h2').dataset.incident !== id", arg=before)
    page.wait_for_function("() => document.activeElement === document.querySelector('#card h2')")
    assert page.evaluate("() => document.getElementById('drawer').scrollTop") == 0
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    assert page.evaluate(FOCUSED) != "BODY"


def test_a_card_closed_in_the_moment_in_which_it_opens_stays_closed(page, address):
    opened(page, address)
    page.evaluate("""() => new MutationObserver((_, watching) => {
      if (document.getElementById('drawer').hidden) return;
      watching.disconnect();
      window.opened = true;
      document.getElementById('close').click();
    }).observe(document.getElementById('drawer'), { attributes: true })""")
    choose(page)
    page.wait_for_function("() => window.opened")
    expect(page.locator("#drawer")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#drawer")).to_be_hidden()


def test_what_is_chosen_is_ringed_however_small_its_area_is(page, address):
    opened(page, address)
    data = "(await hauran.glass.inner().getSource('hauran-ring')?.getData())?.features || []"
    ringed = f"({data}).filter(({{ geometry }}) => geometry.type === 'Point').length"
    assert page.evaluate(f"async () => {ringed}") == 0
    chosen(page)
    page.wait_for_function(f"async () => {ringed} === 1")


def test_a_citation_is_copied_with_the_keyboard(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, address)
    chosen(page)
    button = page.get_by_role("button", name="Copy the citation")
    button.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == page.locator("#card .cite").inner_text()
