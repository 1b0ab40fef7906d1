"""The file of a view opened from disk by a browser that nobody answers: it works, and nothing that a row says runs."""

import pytest
from playwright.sync_api import expect

import geodata
from dashboard import standalone
from tests.e2e.conftest import PHONE, profile
from tests.e2e.test_access import violations
from tests.geodata.rows import a_figure, a_store, an_incident, day

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
    said = ("place_printed", "region_printed", "figure_printed", "claimant", "compiled_from", "url", "origin")
    figures = [a_figure(n, lat=32.7, lon=36.2, **dict.fromkeys(said, words)) for n, words in enumerate(HOSTILE)]
    figures[0] |= {"measure": "flow", "start_day": figures[0]["as_of_day"], "end_day": figures[0]["as_of_day"]}
    store = a_store(tmp_path, rows, figures)
    with store.write() as connection:
        connection.execute("UPDATE datasets SET title = ?, publisher = ?, licence = ?", [HOSTILE[1]] * 3)
    opened(alone, tmp_path, store, HOSTILE[1])
    seen = alone.evaluate(SEEN)
    assert (seen["ran"], seen["rows"], seen["odd"], seen["links"]) == (0, len(HOSTILE), 0, [])
    assert seen["title"] == HOSTILE[1]
    for words in HOSTILE[:4]:
        assert words in seen["text"]
        assert alone.locator("#figures tbody td", has_text=words).count()


def test_the_file_shows_what_the_view_shows(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, "South-west Syria")
    expect(alone.locator("h1")).to_have_text("South-west Syria")
    expect(alone.locator("#count")).to_contain_text("56 incidents in all")
    drawn = alone.evaluate("() => alone.drawn.reduce((n, { now }) => n + now.length, 0)")
    assert drawn == alone.evaluate("() => alone.rows.filter((row) => row.drawn).length")
    assert geodata.DISCLAIMER in alone.locator("footer").inner_text()
    expect(alone.locator("#cites li")).to_have_count(2)


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
    assert alone.evaluate("() => alone.shown[1] === alone.window[1]")


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


WEEK = geodata.Filter(start=geodata.to_date(day("2018-07-01")), end=geodata.to_date(day("2018-07-07")))


def test_the_places_of_incidents_are_named_on_the_map(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, where=WEEK)
    named = set(alone.evaluate("() => alone.named"))
    assert {"Tafas", "Sayda", "Umm al-Mayadhin"} <= named
    assert named <= set(alone.evaluate("() => alone.rows.map((row) => row.place)"))


def test_names_never_lie_over_one_another(alone, tmp_path):
    """Twenty villages around a town that has most incidents."""
    rows = [an_incident(n, place="Town") for n in range(5)]
    rows += [an_incident(n, place=f"Village {n}", lat=32.6 + n / 5_000, lon=36.1 + n / 5_000) for n in range(5, 25)]
    opened(alone, tmp_path, a_store(tmp_path, rows))
    for _ in range(4):
        named = alone.evaluate("() => alone.named")
        assert len(named) == len(set(named))
        alone.get_by_role("button", name="Zoom out").click()
        alone.wait_for_timeout(100)
    assert len(alone.evaluate("() => alone.named")) <= 3


def test_the_days_that_were_asked_for_are_those_of_the_axis(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, where=WEEK)
    expect(alone.locator("#window")).to_have_text("1 Jul 2018 – 7 Jul 2018")
    assert alone.locator("#to").get_attribute("max") == str(day("2018-07-07"))
    assert alone.evaluate("() => Math.max(...alone.rows.map((row) => row.end))") < day("2018-07-07")


def test_figures_of_the_displaced_stand_on_the_map_and_in_a_table(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, where=WEEK)
    section = alone.get_by_role("region", name="People displaced")
    expect(section.locator("tbody td b").first).to_have_text("about 270,000")
    expect(alone.locator("#total")).to_have_text("270,000–325,000+ · valid on 7 Jul 2018")
    x, y = alone.evaluate("() => { const { x, y } = alone.standing[0]; return [x, y]; }")
    assert alone.evaluate("() => alone.standing[0].mark.label") == "270,000–325,000+"
    alone.locator("#map").hover(position={"x": x, "y": y})
    expect(alone.locator("#tip")).to_contain_text("Displaced in all")
    expect(alone.locator("#tip div")).to_have_count(3)


def test_figures_are_on_the_map_on_the_days_that_they_hold_alone(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, where=WEEK)
    newest = day("2018-07-05")
    for last, seen in ((newest - 1, False), (newest, True), (newest + 2, True)):
        alone.evaluate("(days) => alone.set(days)", [day("2018-07-01"), last])
        alone.wait_for_function("(seen) => (alone.standing.length > 0) === seen", arg=seen)


def test_without_figures_there_is_no_section_of_them(alone, tmp_path):
    opened(alone, tmp_path, a_store(tmp_path, [an_incident(0)]))
    expect(alone.locator("#displaced")).to_be_hidden()
    assert "displaced" not in alone.locator("body").inner_text()


def test_on_paper_there_is_nothing_to_press_and_nothing_to_scroll(alone, tmp_path, sample_store):
    opened(alone, tmp_path, sample_store, where=WEEK)
    alone.emulate_media(media="print")
    assert alone.locator("button:visible, input:visible").count() == 0
    whole = "(boxes) => boxes.every((box) => box.scrollHeight <= box.clientHeight + 1)"
    assert alone.locator(".scroll").evaluate_all(whole)
