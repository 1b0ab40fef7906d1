"""The filter by who reports an incident, on the page."""

import pytest
from playwright.sync_api import expect

import geodata
from geodata import NOBODY, Filter
from tests.e2e.conftest import served
from tests.e2e.test_access import violations
from tests.e2e.test_filters import READY
from tests.e2e.test_page import asked, until
from tests.geodata.rows import a_store, an_incident

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

SYRIAN = "المرصد السوري"
NAMES = ("SOHR", "SOHR", SYRIAN, None)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    statuses = ("reported", "aggregate", "reported", "reported")
    rows = [an_incident(n, claimant=NAMES[n % 4], status=statuses[n % 4], quote=f"word{n % 3}") for n in range(40)]
    return a_store(tmp_path_factory.mktemp("claimants"), rows)


@pytest.fixture(scope="module")
def shown_at(store):
    with served(store) as address:
        yield address


@pytest.fixture
def opened(page, shown_at):
    """Opens the page at a query, the section unfolded."""

    def open_(query=""):
        page.goto(f"{shown_at}?{query}")
        page.wait_for_function(READY)
        page.evaluate("() => { document.getElementById('claimants-section').open = true; }")
        return page

    return open_


def number(store, **where):
    return geodata.summary(store, Filter(**where)).incidents


def lines(*told):
    """What the list says, each name with its number."""
    return [f"{name}{n}" for name, n in told]


def test_a_claimant_is_chosen_stands_in_the_address_and_is_undone_by_its_chip(opened, store):
    page = opened()
    choices = page.locator("#claimant-list .choice")
    expect(choices).to_have_text(lines(("SOHR", 20), ("not stated", 10), (SYRIAN, 10)))
    assert violations(page) == []
    page.locator("#claimant-list").get_by_role("checkbox", name=SYRIAN).check()
    until(page, number(store, claimants=(SYRIAN,)))
    page.wait_for_function("() => new URLSearchParams(location.search).get('reporter')")
    assert asked(page)["reporter"] == [SYRIAN]
    expect(page.locator("#claimants-section .chosen")).to_have_text("1 chosen")
    expect(choices.first).to_have_text(f"{SYRIAN}10")
    page.get_by_role("button", name=f"Undo the filter reported by {SYRIAN}").click()
    until(page, 40)
    expect(page.locator("#claimant-list input:checked")).to_have_count(0)
    page.wait_for_function("() => !location.search.includes('reporter')")


def test_an_address_asks_for_words_and_for_what_names_nobody_and_reset_undoes_both(opened, store):
    page = opened(f"reporter={NOBODY}&q=word1&reporter=Nobody")
    until(page, number(store, claimants=(NOBODY,), text="word1"))
    expect(page.locator(".chip")).to_have_text(["reporter not stated", "“word1”"])
    expect(page.locator("#link-note")).to_contain_text("Nobody")
    page.get_by_role("button", name="Reset").click()
    until(page, 40)


def test_counts_of_claimants_follow_the_other_filters_and_names_are_found(opened):
    page = opened(f"status=aggregate&reporter={SYRIAN}")
    choices = page.locator("#claimant-list .choice")
    expect(choices).to_have_text(lines((SYRIAN, 0), ("SOHR", 10), ("not stated", 0)))
    page.get_by_label("Find a source").fill("sohr")
    expect(choices).to_have_text(lines((SYRIAN, 0), ("SOHR", 10)))
    page.get_by_label("Find a source").fill("المرصد")
    expect(choices).to_have_count(1)


def test_a_single_claimant_is_no_choice(page, tmp_path):
    with served(a_store(tmp_path, [an_incident(0), an_incident(1)])) as address:
        page.goto(address)
        page.wait_for_function(READY)
        expect(page.locator("#claimants-section")).to_be_hidden()
