"""What hangs together on the page: table and map choose one incident, links say what they could not find, focus stays."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, served
from tests.e2e.test_page import opened, until
from tests.geodata.rows import a_figure, a_store, an_incident, day

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]
CHOSEN = ".ag-row-selected [col-id='when']"


def test_a_card_opened_on_the_map_chooses_its_row_and_scrolls_to_it(page, address):
    opened(page, address, "table=on")
    page.get_by_role("gridcell", name="18 Jun 2018").first.wait_for()
    page.evaluate(
        """() => { const { columns } = hauran.engine.state;
        hauran.setProps('selected', { data: { rows: [columns.n - 1], total: 1 } }); }"""
    )
    expect(page.locator("#card h2")).to_be_visible()
    expect(page.locator(CHOSEN)).to_have_text("28 Jul 2018")
    expect(page.locator(CHOSEN)).to_be_in_viewport()
    page.get_by_role("button", name="← Earlier").click()
    expect(page.locator(CHOSEN)).not_to_have_text("28 Jul 2018")
    page.keyboard.press("Escape")
    expect(page.locator(".ag-row-selected")).to_have_count(0)


def test_enter_opens_the_card_of_a_row(page, address):
    opened(page, address, "table=on")
    page.get_by_role("gridcell", name="18 Jun 2018").first.click()
    expect(page.locator("#card h2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    page.locator("[row-index='2'] [col-id='when']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_be_visible()
    expect(page.locator("[row-index='2']").first).to_contain_class("ag-row-selected")


def test_the_table_ends_where_a_panel_begins(page, address):
    opened(page, address, "table=on&summary=on")
    page.get_by_role("gridcell", name="18 Jun 2018").first.wait_for()
    table, panel = (page.locator(name).bounding_box() for name in (".table-panel", ".summary-panel"))
    assert table["x"] + table["width"] <= panel["x"] + 1


def test_the_table_is_mirrored_in_arabic(page, address):
    opened(page, address, "lang=ar&table=on")
    page.locator(".ag-header-cell[col-id='when']").wait_for()
    when, who = (page.locator(f".ag-header-cell[col-id='{name}']").bounding_box() for name in ("when", "place"))
    assert when["x"] > who["x"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("region=SY-XX&type=Riots", "SY-XX · Riots"),
        ("from=1990-01-01&to=1990-02-01", "1 Jan – 1 Feb 1990"),
        ("incident=0123456789ab", "incident 0123456789ab"),
    ],
)
def test_a_link_says_what_the_store_does_not_have(page, address, query, said):
    opened(page, address, query)
    expect(page.locator("#link-note")).to_have_text(
        f"This store does not have what the link asks for: {said}. It is left out."
    )


def test_a_link_that_is_kept_whole_says_nothing(page, address):
    opened(page, address, "region=SY-DR&type=Battles&from=2018-07-01&to=2018-07-07")
    expect(page.locator("#chips .chip")).to_have_count(2)
    expect(page.locator("#link-note")).to_be_empty()


def test_focus_stays_among_the_chips_and_beside_them(page, address):
    opened(page, address, "region=SY-DR&region=SY-QU&type=Battles")
    chips = page.locator("#chips .chip")
    expect(chips).to_have_count(3)
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(2)
    expect(chips.first).to_be_focused()
    page.locator("#reset").focus()
    page.keyboard.press("Enter")
    until(page, 56)
    expect(page.locator("#filtered")).to_be_focused()


@pytest.mark.parametrize("context", [{"viewport": PHONE}], indirect=True)
def test_escape_closes_the_filters_of_a_phone(page, address):
    opened(page, address)
    page.locator("#rail-toggle").click()
    expect(page.locator("#rail-close")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#rail-close")).to_be_hidden()
    expect(page.locator("#rail-toggle")).to_be_focused()


FLOW = {"measure": "flow", "start_day": day("2018-07-01"), "end_day": day("2018-07-10"), "as_of_day": day("2018-07-10")}


def test_arrivals_are_bars_over_their_days_and_follow_the_regions(page, tmp_path):
    figures = [
        a_figure(0, **FLOW, value=1000),
        a_figure(1, **FLOW, value=500, regions="SY-QU", admin1="SY-QU", place_printed="Quneitra"),
    ]
    incidents = [an_incident(0), an_incident(1, admin1="SY-QU", admin1_name="Quneitra", lat=33.1, lon=35.8)]
    with served(a_store(tmp_path, incidents, figures)) as address:
        opened(page, address)
        strip = "() => JSON.stringify(hauran.engine.state.strip)"
        page.wait_for_function("() => hauran.engine.state.strip.arrivals.length === 1")
        first, last = day("2018-07-01"), day("2018-07-10")
        assert page.evaluate(strip) == f'{{"arrivals":[[{first},{last},150,150]],"stocks":[]}}'
        page.get_by_role("checkbox", name="Quneitra").check()
        page.wait_for_function("() => hauran.engine.state.strip.arrivals[0]?.[3] === 50")
        expect(page.locator("#figure-displaced")).to_be_visible()


def test_a_store_without_figures_has_no_figure_of_the_displaced(page, tmp_path):
    with served(a_store(tmp_path, [an_incident(0)])) as address:
        opened(page, address)
        expect(page.locator("#figure-incidents")).to_have_text("1")
        expect(page.locator("#figure-displaced")).to_be_hidden()
        expect(page.locator("#rail").get_by_text("Displacement figures")).to_be_hidden()
        expect(page.locator("#legend [data-mark='displaced']")).to_be_hidden()


def test_what_is_only_an_aggregate_has_no_deaths_to_count(page, tmp_path):
    with served(a_store(tmp_path, [an_incident(0, status="aggregate", fatalities_best=20)])) as address:
        opened(page, address)
        expect(page.locator("#figure-deaths")).to_have_text("not stated")
        expect(page.locator("#figure-deaths-note")).to_have_text("aggregates and forecasts do not count")
