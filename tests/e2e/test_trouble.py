"""What may go wrong: hostile addresses, a server that fails, a browser without WebGL2, odd stores."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.dashboard.test_view import NAMES
from tests.e2e.conftest import served
from tests.e2e.test_page import STANDS, opened, until
from tests.geodata.rows import a_figure, a_store, an_incident, day

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

HOSTILE = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=document.title='owned'>",
    "\"><svg onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "' OR 1=1 --",
    "'; DROP TABLE incidents; --",
    "\\",
    "%",
    "%00",
    "../../etc/passwd",
    "{{7*7}}",
    "${7*7}",
    "__proto__",
    "constructor",
    "NaN",
    "-Infinity",
    "9" * 400,
    "\u202e\u0000\ufeff",
    "💥" * 60,
    "طفس\n\r\t",
)
UPDATE = "**/_dash-update-component*"


@pytest.fixture
def watched(page):
    """The page, and what was said as an error on its console."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return page, said


def unharmed(page):
    assert page.title() == "Hauran"
    assert page.locator("img[src=x], svg[onload]").count() == 0
    expect(page.locator("#error")).to_be_hidden()


def test_hostile_words_in_every_parameter_of_the_address_break_nothing(watched, address):
    page, said = watched
    names = (*NAMES, "mode", "step", "speed", "loop", "shown")
    pairs = [f"{name}={quote(words)}" for name in names for words in HOSTILE if name != "q"]
    page.goto(f"{address}?{'&'.join(pairs)}")
    page.wait_for_function(STANDS)
    unharmed(page)
    expect(page.locator("#figure-incidents")).to_have_text("56")
    for words in HOSTILE:
        search = "?" + "&".join(f"{name}={quote(words)}" for name in NAMES)
        page.evaluate("(search) => hauran.setProps('first', { data: { search, width: 900, height: 500 } })", search)
        text = words.replace("\x00", "")[:200]
        page.wait_for_function(
            "(text) => document.getElementById('text').value === text.replace(/[\\n\\r]/g, '')", arg=text
        )
    page.wait_for_load_state("networkidle")
    unharmed(page)
    assert [message for message in said if "ReadPixels" not in message] == []
    page.get_by_role("button", name="Reset").click()
    until(page, 56)


@pytest.mark.parametrize("status", [500, 503])
def test_a_failing_server_keeps_the_last_view_says_so_and_recovers(page, address, status):
    opened(page, address)
    until(page, 56)
    page.route(UPDATE, lambda route: route.fulfill(status=status, body="no"))
    page.get_by_role("checkbox", name="Quneitra").check()
    until(page, 2)
    expect(page.locator("#error")).to_contain_text("last view stays")
    page.unroute(UPDATE)
    page.get_by_role("checkbox", name="Quneitra").uncheck()
    until(page, 56)
    expect(page.locator("#error")).to_be_hidden()


def test_a_server_that_is_gone_is_asked_again_until_it_is_back(page, address):
    opened(page, address)
    until(page, 56)
    page.route("**/*", lambda route: route.abort())
    page.get_by_role("checkbox", name="Quneitra").check()
    until(page, 2)
    expect(page.locator("#error")).to_contain_text("does not answer")
    page.unroute("**/*")
    expect(page.locator("#error")).to_be_hidden()
    page.wait_for_function("() => location.search.includes('SY-QU')")
    until(page, 2)


def test_a_server_that_is_slow_to_answer_is_said_until_it_does(page, address):
    opened(page, address)
    held = []
    page.route(UPDATE, lambda route: held.append(route))
    page.get_by_role("checkbox", name="Quneitra").check()
    expect(page.locator("#error")).to_contain_text("slow to answer")
    until(page, 2)
    page.route(UPDATE, lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator("#error")).to_be_hidden()
    page.wait_for_function("() => location.search.includes('SY-QU')")
    page.unroute(UPDATE)


def test_a_search_that_fails_is_said_and_made_when_the_server_is_back(page, address):
    opened(page, address)
    page.route("**/api/match*", lambda route: route.fulfill(status=500, body="no"))
    page.get_by_label("Find incidents by place, actor or word").fill("tafas")
    expect(page.locator("#error")).to_be_visible()
    expect(page.locator("#figure-incidents")).to_have_text("56")
    page.unroute("**/api/match*")
    page.wait_for_function("() => Number(document.getElementById('figure-incidents').textContent) < 56")
    expect(page.locator("#error")).to_be_hidden()


def test_incidents_that_do_not_come_are_said_and_shown_when_they_come(context, address):
    page = context.new_page()
    page.route("**/api/incidents.bin*", lambda route: route.fulfill(status=500, body="no"))
    page.goto(address)
    expect(page.locator("#error")).to_be_visible()
    page.unroute("**/api/incidents.bin*")
    expect(page.locator("#figure-incidents")).to_have_text("56")
    expect(page.locator("#error")).to_be_hidden()
    page.close()


BLIND = """const plain = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return String(kind).includes("webgl") ? null : plain.call(this, kind, ...more);
};"""


def test_without_webgl_the_page_says_so_and_the_table_works(context, address):
    page = context.new_page()
    page.add_init_script(BLIND)
    page.goto(address)
    expect(page.locator("#notice")).to_contain_text("WebGL2")
    expect(page.locator("#figure-incidents")).to_have_text("56")
    page.get_by_role("gridcell", name="Nawa").first.wait_for()
    page.get_by_role("checkbox", name="Quneitra").check()
    expect(page.locator("#figure-incidents")).to_have_text("2")
    expect(page.get_by_role("gridcell", name="Hadar").first).to_be_visible()
    expect(page.get_by_role("gridcell", name="Nawa")).to_have_count(0)
    page.get_by_role("gridcell", name="Hadar").first.click()
    expect(page.locator("#card")).to_contain_text("Hadar")
    page.close()


@pytest.mark.parametrize(
    ("incidents", "figures", "number"),
    [
        ([an_incident(0)], [], 1),
        ([an_incident(n, start_day=day("2018-07-04")) for n in range(300)], [], 300),
        ([an_incident(0, lat=None, lon=None, location_precision=None, place=None)], [], 1),
        ([], [a_figure(0, lat=32.6, lon=36.1)], 0),
        (
            [
                an_incident(0, start_day=day("1900-01-01")),
                an_incident(1, start_day=day("1969-12-31"), end_day=day("1970-01-01")),
                an_incident(2, start_day=day("2100-12-31")),
            ],
            [],
            3,
        ),
    ],
    ids=["one incident", "all at one spot", "one without a place", "figures alone", "1900 to 2100"],
)
def test_an_odd_store_is_shown_and_played(page, tmp_path, incidents, figures, number):
    with served(a_store(tmp_path, incidents, figures)) as address:
        opened(page, address)
        expect(page.locator("#figure-incidents")).to_have_text(str(number))
        page.get_by_role("button", name="One step on").click()
        page.get_by_role("button", name="One step back").click()
        page.get_by_role("button", name="Play").click()
        page.evaluate("() => new Promise(requestAnimationFrame)")
        page.locator("#play").click()
        page.locator("#all-time").click()
        expect(page.locator("#figure-incidents")).to_have_text(str(number))
        expect(page.locator("#error")).to_be_hidden()
        page.goto("about:blank")


def test_all_at_one_spot_are_listed_up_to_a_limit(page, tmp_path):
    elsewhere = an_incident(300, place="Nawa", lat=32.889, lon=36.042)
    with served(a_store(tmp_path, [*(an_incident(n) for n in range(300)), elsewhere])) as address:
        opened(page, address, "lat=32.62&lon=36.1&zoom=11")
        box = page.locator("#map").bounding_box()
        x, y = page.evaluate(
            "() => { const at = hauran.glass.inner().project([36.1021, 32.6189]); return [at.x, at.y]; }"
        )
        page.mouse.click(box["x"] + x, box["y"] + y)
        expect(page.locator(".pick")).to_have_count(200)
        expect(page.locator("#card")).to_contain_text("300 incidents here, the first 200 listed")
        page.get_by_role("button", name="Show all in the table").click()
        expect(page.locator("#chips")).to_contain_text("drawn area")
        expect(page.locator("#filtered")).to_have_text("300 of 301 incidents shown")
        expect(page.locator("#table .ag-row").first).to_contain_text("Dar'a")
        page.goto("about:blank")


def test_a_window_without_incidents_says_so(page, address):
    opened(page, address, "from=2018-07-12&to=2018-07-12")
    until(page, 0)
    expect(page.locator("#notice")).to_contain_text("Widen the dates")
    expect(page.locator("#figure-deaths")).to_have_text("–")
    page.get_by_role("button", name="Reset").click()
    until(page, 56)
    expect(page.locator("#notice")).to_have_text("")


def test_an_import_while_the_page_is_open_is_said_and_never_mixed(page, tmp_path):
    store = a_store(tmp_path, [an_incident(0, place="Tafas"), an_incident(1, place="Nawa", lat=32.9, lon=36.05)])
    with served(store) as address:
        opened(page, address)
        until(page, 2)
        page.wait_for_function("hauran.engine.state.found.length")
        with store.write() as connection:
            connection.execute("DELETE FROM incidents WHERE source_id = '0'")
        page.evaluate(
            "hauran.engine.state.map && hauran.setProps('selected', { data: { rows: [0], total: 1, of: hauran.engine.state.config.snapshot } })"
        )
        expect(page.locator("#card")).to_contain_text("newer import")
        expect(page.locator("#newer")).to_be_visible()
        page.get_by_label("Find incidents by place, actor or word").fill("nawa")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#figure-incidents")).to_have_text("2")
        page.locator("#newer").get_by_role("link", name="Reload").click()
        page.wait_for_function(STANDS)
        until(page, 1)
        expect(page.locator("#newer")).to_be_hidden()


def test_figures_without_incidents_stand_on_the_timeline_and_on_the_map(page, tmp_path):
    figures = [
        a_figure(0, lat=32.6, lon=36.1),
        a_figure(1, as_of_day=day("2018-07-20"), lat=32.6, lon=36.1, value=4000),
    ]
    with served(a_store(tmp_path, [], figures)) as address:
        opened(page, address)
        page.wait_for_function("hauran.engine.state.binning && hauran.engine.state.strip.stocks.length === 2")
        lat, lon = page.evaluate("(() => { const c = hauran.glass.inner().getCenter(); return [c.lat, c.lng]; })()")
        assert abs(lat - 32.6) < 1
        assert abs(lon - 36.1) < 1
        expect(page.locator("#figure-displaced")).to_contain_text("4,000")


def test_the_hints_are_shown_once(browser, address):
    context = browser.new_context(viewport={"width": 1100, "height": 720}, bypass_csp=True)
    page = context.new_page()
    opened(page, address)
    expect(page.locator("#hints")).to_be_visible()
    page.get_by_role("button", name="Got it").click()
    expect(page.locator("#hints")).to_be_hidden()
    opened(page, address)
    expect(page.locator("#hints")).to_be_hidden()
    context.close()


SLOW = "takes too long"


def test_a_question_that_takes_too_long_is_said_and_not_asked_again(page, address):
    opened(page, address)
    until(page, 56)
    asked = []
    page.route(UPDATE, lambda route: (asked.append(route.request.url), route.fulfill(status=422, body="too slow")))
    page.get_by_role("checkbox", name="Quneitra").check()
    until(page, 2)
    banner = page.locator("#error")
    expect(banner).to_contain_text(SLOW)
    expect(banner).to_contain_text("narrow the dates or the filters")
    page.wait_for_load_state("networkidle")
    before = len(asked)
    page.wait_for_timeout(4000)  # beyond the time after which a server that is gone is asked again
    assert len(asked) == before > 0
    expect(banner).to_contain_text(SLOW)
    page.unroute(UPDATE)
    page.get_by_role("checkbox", name="Quneitra").uncheck()
    until(page, 56)
    expect(banner).to_be_hidden()


def test_a_search_that_takes_too_long_keeps_the_last_view(page, address):
    opened(page, address)
    until(page, 56)
    page.route("**/api/match*", lambda route: route.fulfill(status=422, body="too slow"))
    words = page.get_by_label("Find incidents by place, actor or word")
    words.fill("tafas")
    expect(page.locator("#error")).to_contain_text(SLOW)
    expect(page.locator("#figure-incidents")).to_have_text("56")
    words.fill("")
    expect(page.locator("#error")).to_be_hidden()
    until(page, 56)


@pytest.mark.parametrize("status", [422, 500])
def test_a_table_whose_rows_do_not_come_has_them_when_they_can(page, address, status):
    opened(page, address, "table=on")
    page.get_by_role("gridcell", name="Nawa").first.wait_for()
    page.route(UPDATE, lambda route: route.fulfill(status=status, body="no"))
    box = page.get_by_role("checkbox", name="Quneitra")
    for number in (2, 56, 2, 56):
        box.set_checked(number == 2)
        until(page, number)
        page.wait_for_timeout(200)
    expect(page.locator("#error")).to_be_visible()
    page.unroute(UPDATE)
    box.check()
    until(page, 2)
    expect(page.get_by_role("gridcell", name="Hadar").first).to_be_visible()
    expect(page.locator("#error")).to_be_hidden()
