"""The timeline under the hand: the window's length, a window up to the last day, what the timeline shows of the days."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_page import opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]
WEEK = "from=2018-07-01&to=2018-07-07"


WATCHED = """() => {
  const { set } = hauran.window;
  window.seen = [];
  hauran.window.set = (from, until, ...more) => { seen.push(hauran.iso(from, until)); set(from, until, ...more); };
}"""
"""Keeps each window that is set, as dates: a slow machine may draw none of them."""


def window(page):
    """First and last day of the window, of what the timeline shows, and of the store, as dates."""
    return page.evaluate(
        "() => [hauran.window.get(), hauran.window.span(), hauran.window.all()].map((days) => hauran.iso(...days))"
    )


def until(page, first, last):
    page.wait_for_function(
        "(days) => String(hauran.iso(...hauran.window.get())) === days", arg=f"{first},{last}", timeout=10_000
    )


def paced(page, address, query=WEEK):
    """The page with mode, steps and speed, which stand behind a button at this width."""
    opened(page, address, query)
    page.get_by_role("button", name="Mode, steps and speed").click()


def sized(page, number):
    page.get_by_label("Length of the window").fill(str(number))
    page.get_by_label("Length of the window").press("Enter")


def over(page, share=0.5):
    box = page.locator("#brush").bounding_box()
    page.mouse.move(box["x"] + box["width"] * share, box["y"] + 20)


def test_the_length_of_the_window_can_be_typed(page, address):
    paced(page, address)
    expect(page.get_by_label("Length of the window")).to_have_value("7")
    sized(page, 3)
    until(page, "2018-07-01", "2018-07-03")
    page.wait_for_function("() => location.search.includes('to=2018-07-03')")
    sized(page, 40)
    until(page, "2018-07-01", "2018-08-09")
    sized(page, 999)
    until(page, "2018-06-18", "2018-08-16")
    expect(page.get_by_label("Length of the window")).to_have_value("60")


def test_a_length_counts_in_hours_where_steps_do(page, address):
    paced(page, address, "from=2018-07-04T06:00&to=2018-07-04T11:59")
    expect(page.get_by_label("Length of the window")).to_have_value("6")
    sized(page, 2)
    until(page, "2018-07-04T06:00", "2018-07-04T07:59")


def test_a_window_up_to_the_last_day_keeps_its_end(page, address):
    paced(page, address)
    page.locator("#mode").click()
    page.get_by_role("option", name="To end").click()
    until(page, "2018-07-01", "2018-08-16")
    page.get_by_role("button", name="One step on").click()
    until(page, "2018-07-02", "2018-08-16")
    sized(page, 2)
    until(page, "2018-08-15", "2018-08-16")
    page.get_by_role("button", name="One step on").click()
    until(page, "2018-08-16", "2018-08-16")
    page.get_by_role("button", name="One step on").click()
    page.wait_for_timeout(100)
    until(page, "2018-08-16", "2018-08-16")
    page.evaluate(WATCHED)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => seen.length")
    assert page.evaluate("() => seen[0]") == ["2018-06-18", "2018-08-16"]
    page.get_by_role("button", name="Pause").click()


def test_the_wheel_makes_the_window_longer_and_shorter(page, address):
    opened(page, address, WEEK)
    over(page)
    page.mouse.wheel(0, 100)
    until(page, "2018-06-30", "2018-07-08")
    page.mouse.wheel(0, -200)
    until(page, "2018-07-02", "2018-07-06")
    for _ in range(9):
        page.mouse.wheel(0, -100)
    until(page, "2018-07-04", "2018-07-04")
    assert window(page)[1] == window(page)[2]
    page.wait_for_function("() => location.search.includes('to=2018-07-04')")


def test_with_ctrl_the_wheel_zooms_the_timeline_and_the_window_stays_in_it(page, address):
    opened(page, address, WEEK)
    over(page, 0.3)
    page.keyboard.down("Control")
    for _ in range(20):
        page.mouse.wheel(0, -100)
    expect(page.locator("#zoom")).to_have_text("Zoom out")
    page.wait_for_function("() => String(hauran.window.span()) === String(hauran.window.get())")
    assert window(page)[0] == ["2018-07-01", "2018-07-07"]
    page.mouse.wheel(0, 100)
    page.wait_for_function("() => String(hauran.window.span()) !== String(hauran.window.get())")
    for _ in range(20):
        page.mouse.wheel(0, 100)
    page.keyboard.up("Control")
    expect(page.locator("#zoom")).to_have_text("Zoom in")
    shown = window(page)
    assert shown[1] == shown[2]
    assert shown[0] == ["2018-07-01", "2018-07-07"]


def test_a_window_of_all_days_goes_with_what_the_timeline_shows(page, address):
    opened(page, address)
    over(page, 0.0)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function("() => hauran.window.span()[1] < hauran.window.all()[1]")
    days, shown, _ = window(page)
    assert days == shown
    page.get_by_title("All dates").click()
    page.wait_for_function("() => String(hauran.window.get()) === String(hauran.window.all())")


def test_the_keyboard_zooms_and_moves_along_the_timeline(page, address):
    opened(page, address, WEEK)
    page.locator(".pane").focus()
    for _ in range(4):
        page.keyboard.press("+")
    page.wait_for_function("() => hauran.window.span()[1] - hauran.window.span()[0] < 40")
    before = page.evaluate("() => hauran.window.span()")
    page.keyboard.press("Control+ArrowRight")
    after = page.evaluate("() => hauran.window.span()")
    assert after[0] > before[0]
    assert after[1] - after[0] == before[1] - before[0]
    for _ in range(30):
        page.keyboard.press("Control+ArrowRight")
    days, shown, _ = window(page)
    assert days == ["2018-07-01", "2018-07-07"]
    assert shown[0] == days[0]
    for _ in range(8):
        page.keyboard.press("-")
    days, shown, whole = window(page)
    assert shown == whole
    assert days == ["2018-07-01", "2018-07-07"]


def test_a_preset_counts_back_beyond_what_a_zoomed_timeline_shows(page, address):
    opened(page, address, "from=2018-07-08&to=2018-07-17")
    page.get_by_role("button", name="Zoom in", exact=True).click()
    page.get_by_role("button", name="30 d", exact=True).click()
    until(page, "2018-06-18", "2018-07-17")
    assert window(page)[1] == window(page)[2]


def test_keys_play_and_step_where_nothing_has_the_focus(page, address):
    opened(page, address, WEEK)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    until(page, "2018-07-02", "2018-07-08")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_how_time_walks_and_what_the_timeline_shows_are_in_the_address(page, address):
    paced(page, address, f"{WEEK}&mode=cumulative&step=2-week&speed=4&loop=on&shown=2018-06-20..2018-07-20")
    until(page, "2018-06-20", "2018-07-07")
    assert page.get_by_label("Size of a step").input_value() == "2"
    expect(page.get_by_role("checkbox", name="Loop")).to_be_checked()
    told = page.evaluate("() => location.search")
    assert all(part in told for part in ("mode=cumulative", "step=2-week", "speed=4", "loop=on", "shown=2018-06-20"))
    page.get_by_label("Size of a step").fill("3")
    page.wait_for_function("() => location.search.includes('step=3-week')")


def test_a_number_field_that_holds_none_says_what_is_so(page, address):
    paced(page, address)
    for label, so in (("Length of the window", "7"), ("Size of a step", "1")):
        for written in ("", "-5"):
            page.get_by_label(label).fill(written)
            page.get_by_label(label).blur()
            expect(page.get_by_label(label)).to_have_value(so)
    until(page, "2018-07-01", "2018-07-07")
