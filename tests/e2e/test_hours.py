"""Windows of hours on the page: steps, clocks of the places and of UTC, bars of an hour."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

import geodata
from geodata import Filter
from tests.e2e.test_page import COUNT, drag, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

EVENING = "from=2018-07-04T16:00&to=2018-07-04T22:59"
WINDOW = "() => hauran.window.get()"
SAID = "() => hauran.facts.days()"
FOURTH = geodata.to_day(datetime(2018, 7, 4))


def counted(store, start, end, zone=None):
    """Incidents of the store between two minutes of 4 July 2018."""
    times = (datetime.fromisoformat(f"2018-07-04T{clock}").replace(tzinfo=zone) for clock in (start, end))
    return str(geodata.summary(store, Filter(**dict(zip(("start", "end"), times, strict=True)))).incidents)


def choose(page, id, value):
    page.evaluate("([id, value]) => hauran.setProps(id, { value })", [id, value])


def hours(page, start, end, utc=False):
    """Wait until the window is that of those hours of 4 July, and the address says so."""
    z = "Z" if utc else ""
    until = "" if end == "23:59" else f"T{end}{z}"  # the end of the day is said as the day
    page.wait_for_url(f"**/*from=2018-07-04T{start}{z}&to=2018-07-04{until}*")


def test_an_address_of_hours_opens_on_them_and_stays(page, address, sample_store):
    opened(page, address, EVENING)
    expect(page.locator(COUNT)).to_have_text(counted(sample_store, "16:00", "22:59"))
    assert page.evaluate(SAID) == "4 Jul 2018, 16:00–22:59 local time"
    expect(page.locator("#window-words")).to_have_text("7 hours")
    expect(page.get_by_label("From: hour")).to_have_value("16")
    expect(page.locator("#live")).to_have_text("8 incidents, 4 Jul 2018, 16:00–22:59 local time")
    hours(page, "16:00", "22:59")


def test_a_step_is_an_hour_and_one_hour_is_a_window(page, address, sample_store):
    opened(page, address, EVENING)
    page.locator("#step-on").click()
    hours(page, "17:00", "23:59")
    choose(page, "mode", "instant")
    hours(page, "23:00", "23:59")
    expect(page.locator(COUNT)).to_have_text(counted(sample_store, "23:00", "23:59"))
    expect(page.locator("#mode")).to_have_value("One hour")
    page.locator("#step-back").click()
    hours(page, "22:00", "22:59")
    choose(page, "unit", "day")
    page.wait_for_url("**/*from=2018-07-04&to=2018-07-04*")
    expect(page.locator("#window-words")).to_have_text("4 Jul 2018 · 1 day")
    expect(page.get_by_label("From: hour")).to_be_hidden()


def test_the_clocks_of_utc_find_what_happened_then(page, address, sample_store):
    opened(page, address, "from=2018-07-04T19:00Z&to=2018-07-04T19:59Z")
    wanted = counted(sample_store, "19:00", "19:59", UTC)
    assert wanted != counted(sample_store, "19:00", "19:59") != counted(sample_store, "22:00", "22:59")
    expect(page.locator(COUNT)).to_have_text(wanted)
    assert page.evaluate(SAID) == "4 Jul 2018, 19:00–19:59 UTC"
    expect(page.get_by_role("textbox", name="Time zone")).to_have_value("UTC")
    choose(page, "zone", "local")
    hours(page, "19:00", "19:59")
    expect(page.locator(COUNT)).to_have_text(counted(sample_store, "19:00", "19:59"))
    choose(page, "zone", "utc")
    hours(page, "19:00", "19:59", utc=True)
    expect(page.locator(COUNT)).to_have_text(wanted)


def test_a_clock_is_typed(page, address, sample_store):
    opened(page, address, EVENING)
    field = page.get_by_label("From: hour")
    field.fill("20")
    field.press("Tab")
    hours(page, "20:00", "22:59")
    expect(page.locator(COUNT)).to_have_text(counted(sample_store, "20:00", "22:59"))


def test_bars_are_hours_once_the_timeline_shows_few_days(page, address):
    opened(page, address, EVENING)
    assert page.evaluate("() => hauran.engine.state.binning.count") > 24
    page.locator("#zoom").click()
    page.wait_for_function("() => hauran.engine.state.binning.hours")
    bars = page.evaluate("() => [...hauran.engine.state.all]")
    assert len(bars) == 24 * 6 or len(bars) % 24 == 0
    total = page.evaluate("() => hauran.engine.state.crossfilter.columns.start.length")
    assert 0 < sum(bars) < total
    assert sum(bars) == pytest.approx(round(sum(bars)), abs=1e-3)  # no incident of the sample begins before its day
    drag(page, ".handle.from", 18.5 / 24)
    page.wait_for_url("**/*from=2018-07-04T18:00&*")
    choose(page, "unit", "day")
    page.wait_for_function("() => !hauran.engine.state.binning.hours")


def test_what_may_lie_outside_the_hours_is_faint_and_the_key_says_so(page, address):
    opened(page, address, EVENING)
    expect(page.locator("#faint-key")).to_be_visible()
    shares = page.evaluate("() => hauran.engine.state.found.map(({ weight, total }) => weight / total)")
    assert min(shares) == pytest.approx(7 / 24, abs=1e-4)
    assert max(shares) == pytest.approx(1, abs=1e-6)
    page.evaluate("() => hauran.window.set(...hauran.window.span(), true)")
    expect(page.locator("#faint-key")).to_be_hidden()


def test_the_file_of_an_hour_holds_its_incidents(page, address, sample_store):
    opened(page, address, EVENING)
    page.locator("#share-open").click()
    expect(page.locator("#share-told")).to_contain_text("8 of 56 incidents, 4 Jul 2018, 16:00–22:59 local time")
    href = page.locator("#share-download").get_attribute("href")
    assert "from=2018-07-04T16%3A00&to=2018-07-04T22%3A59" in href
    reply = page.request.get(address.rstrip("/") + href)
    assert "2018-07-04T1600_2018-07-04T2259" in reply.headers["content-disposition"]


def test_the_card_says_both_clocks(page, address, sample_store):
    found = sample_store.ask("SELECT id FROM incidents WHERE start_minute = 1325")["id"].iloc[0]
    opened(page, address, f"incident={found}")
    expect(page.locator(".card-when")).to_contain_text("22:05 local time (19:05 UTC)")


def test_time_walks_by_the_hour_and_grows_from_the_first(page, address):
    opened(page, address, "from=2018-07-04T16:00&to=2018-07-04T18:59")
    page.locator("#zoom").click()
    choose(page, "speed", "8")
    page.locator("#play").click()
    hours(page, "21:00", "23:59")  # it ends at the end of the day, three hours long as before
    choose(page, "mode", "cumulative")
    page.wait_for_function(f"() => hauran.window.get()[0] === {FOURTH}")
    choose(page, "speed", "1")
    page.locator("#play").click()
    page.wait_for_function("() => hauran.facts.days() === '4 Jul 2018, 00:00–01:59 local time'")
    page.locator("#play").click()
