"""Heat and coloured regions: what they sum up, what they leave out, and that nothing else lies over them."""

import random

import pytest
from playwright.sync_api import expect

from tests.e2e.columns import ASSEMBLE, PRECISE, PRECISIONS, REGIONS, STATUSES, TYPES, a_case, lies_in, rows_of
from tests.e2e.conftest import ASSETS
from tests.e2e.test_page import STANDS, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

TINTED = """() => document.querySelector('#map .js-plotly-plot').data
  .filter((trace) => trace.type === 'choroplethmap').some((trace) => trace.locations?.length)"""


@pytest.fixture(scope="module")
def blank(shared_context):
    page = shared_context.new_page()
    page.set_content("<p></p>")
    for name in ("a-hauran", "overlay", "columns", "sums", "crossfilter", "heat"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


def run(page, code, argument):
    return page.evaluate(f"(it) => {{ {ASSEMBLE}\n{code} }}", argument)


def window(case):
    """The rows of the case's window that pass every filter."""
    return [row for row in rows_of(case) if not row["fails"] and lies_in(row, case["window"])]


def test_the_cells_hold_what_is_precise_and_nothing_else(blank):
    dice = random.Random(11)
    told = [a_case(dice) for _ in range(240)]
    found = run(
        blank,
        """return it.map((case_) => { const made = crossfilter(case_); made.count();
          const cells = hauran.heat.cells(made, 6, [0, 0, 1, 1]);
          return { total: cells.reduce((n, cell) => n + cell.total, 0), inside: cells.every(({ x, y }) => x > 0 && x < 1 && y > 0 && y < 1) }; })""",
        told,
    )
    for case, cells in zip(told, found, strict=True):
        solid = {row["point"] for row in rows_of(case) if PRECISIONS[row["precision"]] in PRECISE}
        wanted = sum(row["point"] in solid and not row["country"] for row in window(case) if row["point"])
        assert cells == {"total": wanted, "inside": True}
    assert sum(cells["total"] for cells in found) > 50


def test_what_is_out_of_view_makes_no_cell(blank):
    (case,) = [a_case(random.Random(3)) for _ in range(1)]
    case |= {"allowed": dict.fromkeys(case["allowed"]), "match": None, "inside": None, "window": [0, 500]}
    code = "const made = crossfilter(it[0]); made.count(); return hauran.heat.cells(made, 6, it[1]).reduce((n, c) => n + c.total, 0)"
    every = run(blank, code, [case, [0, 0, 1, 1]])
    west, east = (run(blank, code, [case, sides]) for sides in ([0, 0, 0.5, 1], [0.5, 0, 1, 1]))
    assert every == west + east > 0
    assert run(blank, code, [case, [1, 0, 2, 1]]) == every


def test_however_many_points_there_are_the_cells_stay_few_and_hold_them_all(blank):
    found = blank.evaluate(
        """() => { const points = 50000, types = [0], spread = () => Float64Array.from({ length: points }, () => 0.59 + Math.random() * 0.02);
        const made = { columns: { points, px: spread(), py: spread(), solid: new Uint8Array(points).fill(1) }, perPoint: new Uint32Array(points).fill(1), types };
        return [5, 8, 11].map((zoom) => { const cells = hauran.heat.cells(made, zoom, [0.58, 0.58, 0.62, 0.62]);
          return [cells.length, cells.reduce((n, cell) => n + cell.total, 0)]; }); }"""
    )
    assert all(0 < number <= 4000 and total == 50000 for number, total in found)


def test_deaths_of_a_region_are_those_reported_in_it(blank):
    dice = random.Random(5)
    told = [a_case(dice) for _ in range(240)]
    found = run(blank, "return it.map((case_) => [...crossfilter(case_).count().killed])", told)
    for case, killed in zip(told, found, strict=True):
        rows = [row for row in window(case) if STATUSES[row["status"]] == "reported"]
        assert killed == [sum(r["deaths"] for r in rows if r["region"] == code) for code in range(len(REGIONS))]
    assert sum(map(sum, found)) > 100
    assert TYPES


def test_heat_is_drawn_instead_of_dots_and_is_in_the_address(page, address):
    opened(page, address, "theme=light")
    page.locator("#draw-as").get_by_text("Heat").click()
    page.wait_for_function("() => location.search.includes('draw=heat')")
    page.wait_for_function("() => hauran.engine.state.found.length === 0")
    page.wait_for_function(
        "async () => (await hauran.glass.inner().getSource('hauran-heat')?.getData())?.features.length > 20"
    )
    expect(page.locator(".heat-key")).to_contain_text("more incidents")
    expect(page.locator("#heat-note")).to_have_text("1 incident known less precisely is left out")
    expect(page.locator(".for-dots").first).to_be_hidden()
    page.wait_for_function(f"() => !({TINTED})()")
    page.locator("#draw-as").get_by_text("Places").click()
    page.wait_for_function("() => hauran.engine.state.found.length > 0")
    page.wait_for_function(
        "async () => (await hauran.glass.inner().getSource('hauran-heat')?.getData())?.features.length === 0"
    )
    expect(page.locator(".for-dots").first).to_be_visible()


def test_regions_are_coloured_by_deaths_or_by_a_day(page, address):
    opened(page, address, "draw=regions&by=deaths&theme=light")
    key = page.locator("#region-key")
    expect(key).to_contain_text("Deaths, best estimates")
    page.wait_for_function("() => !!hauran.glass.inner().getLayer('hauran-regions')")
    most = page.evaluate("() => Math.max(...hauran.engine.state.counts.killed)")
    expect(key.locator("div").last).to_contain_text(f"–{most}")
    page.locator("#region-by").get_by_text("A day").click()
    expect(key).to_contain_text("Incidents a day, ")
    page.wait_for_function("() => location.search.includes('by=rate')")
    expect(key.locator("div")).to_have_count(5)
    page.wait_for_function(f"() => !({TINTED})()")
    page.wait_for_function(STANDS)


def test_what_regions_are_coloured_by_is_asked_for_with_regions_alone(page, address):
    opened(page, address)
    expect(page.locator("#region-by")).to_be_hidden()
    page.locator("#draw-as").get_by_text("Regions").click()
    expect(page.locator("#region-by")).to_be_visible()
