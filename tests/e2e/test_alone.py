"""The file of a view opened from disk by a browser that nobody answers: it works, and nothing that a row says runs."""

import pytest
from playwright.sync_api import expect

import geodata
from dashboard import standalone
from tests.e2e.conftest import PHONE, profile
from tests.e2e.test_access import violations
from tests.geodata.rows import a_store, an_incident, day

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>ran()</script>",
    "</script><script>ran()</script>",
    '"><img src=x onerror=ran()>',
    "<svg onload=ran()>",
    "<!--<script>",
    "-->",
    "]]>",
    "javascript:ran()",
    "{{told}}%%script%%",
    "%%told%%",
    "\u2028ran()//",
    "\\u003cscript>ran()",
    "';ran();//",
    "`${ran()}`",
    "&lt;b&gt;",
    "<iframe src=//example.org>",
    "<a href=javascript:ran()>x</a>",
    "<style>*{display:none}</style>",
    "\u202egnp.exe",
    "<math><mtext></form><form><img src=1 onerror=ran()>",
)
TEXTS = ("place", "place_printed", "admin1_name", "event_printed", "claimant", "quote", "url")
SEEN = """() => ({ ran: window.ran_, rows: document.querySelectorAll("#rows tr").length, title: document.title,
  odd: document.querySelectorAll("img, iframe, svg, form, math, script:not(#told):not(:last-of-type)").length,
  links: [...document.querySelectorAll("a")].map((a) => a.href), text: document.body.innerText })"""


@pytest.fixture
def alone(browser):
    """A tab without any network whose page fails the test when it throws; it is told of every call of `ran`."""
    context = profile(browser, bypass_csp=False, offline=True)
    page = context.new_page()
    faults, asked = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("window.ran_ = 0; window.ran = () => { window.ran_++; }")
    yield page
    context.close()
    assert faults == []
    assert {url.partition(":")[0] for url in asked} <= {"file"}


def opened(page, folder, store, title="T", where=geodata.EVERYTHING):
    """The file of the store, opened from disk."""
    file = folder / "view.html"
    file.write_text(standalone.document(store, where, title), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_function("() => window.alone && alone.drawn.length > 0")


def test_hostile_words_in_every_field_stay_words(alone, tmp_path):
    rows = [an_incident(n, **dict.fromkeys(TEXTS, words)) for n, words in enumerate(HOSTILE)]
    store = a_store(tmp_path, rows)
    with store.write() as connection:
        connection.execute("UPDATE datasets SET title = ?, publisher = ?, licence = ?", [HOSTILE[1]] * 3)
    opened(alone, tmp_path, store, HOSTILE[1])
    seen = alone.evaluate(SEEN)
    assert (seen["ran"], seen["rows"], seen["odd"], seen["links"]) == (0, len(HOSTILE), 0, [])
    assert seen["title"] == HOSTILE[1]
    for words in HOSTILE[:4]:
        assert words in seen["text"]


def test_the_file_shows_what_the_view_shows(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, "South-west Syria")
    expect(alone.locator("h1")).to_have_text("South-west Syria")
    expect(alone.locator("#count")).to_contain_text("56 incidents in all")
    drawn = alone.evaluate("() => alone.drawn.reduce((n, { now }) => n + now.length, 0)")
    assert drawn == alone.evaluate("() => alone.rows.filter((row) => row.drawn).length")
    assert geodata.DISCLAIMER in alone.locator("footer").inner_text()
    expect(alone.locator("#cites li")).to_have_count(1)


def test_the_window_of_time_filters_map_and_table(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store)
    first, last = day("2018-07-04"), day("2018-07-05")
    where = geodata.Filter(start=geodata.to_date(first), end=geodata.to_date(last))
    number = geodata.summary(sample_store, where).incidents
    alone.evaluate("(days) => alone.set(days)", [first, last])
    expect(alone.locator("#count")).to_contain_text(f"{number} of 56 incidents")
    expect(alone.locator("#rows tr:not([hidden])")).to_have_count(number)
    alone.locator("#from").focus()
    alone.keyboard.press("Home")
    assert alone.evaluate("() => alone.shown[0]") < first


def test_time_plays_to_its_end(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store)
    alone.get_by_role("button", name="Play").click()
    expect(alone.get_by_role("button", name="Pause")).to_be_visible()
    alone.wait_for_function("() => document.getElementById('play').textContent.includes('Play')")
    assert alone.evaluate("() => alone.shown[1] === Math.max(...alone.rows.map((row) => row.end))")


def test_a_dot_leads_to_its_rows_and_a_row_to_its_dot(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store)
    many = alone.evaluate("() => { const { spot, now } = alone.drawn[0]; alone.choose(spot); return now.length; }")
    expect(alone.locator("#rows tr:not([hidden])")).to_have_count(many)
    alone.get_by_role("button", name="Show all").last.click()
    expect(alone.locator("#rows tr:not([hidden])")).to_have_count(56)
    alone.locator("#rows tr[data-at]").first.click()
    assert 0 < alone.locator("#rows tr:not([hidden])").count() < 56


def test_axe_finds_nothing_serious_in_the_file(browser, tmp_path, sample_store):
    context = profile(browser, viewport=PHONE)
    page = context.new_page()
    opened(page, tmp_path, sample_store)
    assert violations(page) == []
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= PHONE["width"]
    context.close()
