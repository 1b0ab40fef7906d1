"""The page in Arabic: mirrored, in its own words and digits, and the same figures."""

import re

import pytest
from playwright.sync_api import expect

from dashboard import language, text
from dashboard.language import tn
from dashboard.reading import read_filter
from tests.e2e.conftest import ASSETS
from tests.e2e.test_page import STANDS, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]


@pytest.fixture
def in_arabic():
    language.speak("ar")
    yield
    language.speak("en")


def test_the_browser_says_numbers_days_and_plurals_as_the_server_does(page, in_arabic):
    words = language.for_browser("ar")
    page.set_content(f'<html lang="ar" dir="rtl"><script id="words" type="application/json">{words}</script>')
    for name in ("a-hauran", "moments"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    numbers = [*range(30), 99, 100, 101, 102, 103, 111, 1000, 1234, 10**6]
    assert page.evaluate("(it) => it.map(hauran.count)", numbers) == [language.number(n) for n in numbers]
    for one, many in (("{n} incident", "{n} incidents"), ("{n} day", "{n} days")):
        told = page.evaluate("([a, b, it]) => it.map((n) => hauran.tn(a, b, n))", [one, many, numbers])
        assert told == [tn(one, many, n) for n in numbers]
    spans = [(17715, 17715), (17715, 17719), (17711, 17719), (17500, 17719), *((d, d) for d in range(17700, 18070, 29))]
    assert page.evaluate("(it) => it.map(([a, b]) => hauran.days(a, b))", spans) == [text.days(*s) for s in spans]
    for window in ([17716.25, 17716], [17713.75, 17716.5, 1], [17716, 17715.5]):
        where = read_filter(window)
        said = [text.window(where.start, where.end), text.length(where.start, where.end)]
        assert page.evaluate("(it) => [hauran.days(...it), hauran.length(...it)]", window) == said


def test_the_page_is_mirrored_and_says_nothing_in_english(page, address):
    page.goto(f"{address}?lang=ar")
    page.wait_for_function(STANDS)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#figure-incidents")).to_have_text("٥٦")
    rail, stage = page.locator("#rail").bounding_box(), page.locator(".stage").bounding_box()
    assert rail["x"] > stage["x"] + stage["width"] / 2
    first, last = (page.locator(f".handle.{end}").bounding_box()["x"] for end in ("from", "until"))
    assert first > last
    shown = " ".join(page.locator(".rail, .figures, .filtered, .legend summary, .dock-row").all_inner_texts())
    assert re.findall("[A-Za-z]{2,}", shown) == []


def test_arrows_move_the_window_the_way_they_point(page, address):
    page.goto(f"{address}?lang=ar&from=2018-07-03&to=2018-07-07")
    page.wait_for_function(STANDS)
    page.locator(".pane").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("location.search.includes('from=2018-07-04')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('from=2018-07-02')")


def test_the_other_language_keeps_the_view(page, address):
    opened(page, address, "from=2018-07-03&to=2018-07-07&region=SY-DR")
    shown = page.locator("#figure-incidents").inner_text()
    page.get_by_role("button", name="العربية").click()
    page.wait_for_url("**lang=ar**")
    page.wait_for_function(STANDS)
    assert "from=2018-07-03" in page.url
    assert "region=SY-DR" in page.url
    expect(page.locator("#figure-incidents")).to_have_text(shown.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**lang=en**")
    page.wait_for_function(STANDS)
    expect(page.locator("#figure-incidents")).to_have_text(shown)


def test_the_calendar_of_the_date_fields_speaks_arabic_and_takes_what_is_typed(page, address):
    page.goto(f"{address}?lang=ar&from=2018-07-04&to=2018-07-05")
    page.wait_for_function(STANDS)
    field = page.locator("#from")
    expect(field).to_have_value("4 تموز 2018")
    field.click()
    calendar = page.locator(".mantine-Popover-dropdown:visible")
    expect(calendar).to_contain_text("تموز 2018")
    assert not re.search("[A-Za-z]", calendar.inner_text())
    assert calendar.locator("thead th").all_inner_texts()[0] == "س"  # weeks begin on Saturday
    field.fill("3 تموز 2018")
    field.press("Enter")
    page.wait_for_url("**/*from=2018-07-03&*")


def test_fields_for_numbers_and_dates_take_and_show_arabic_digits(page, address):
    page.goto(f"{address}?lang=ar")
    page.wait_for_function(STANDS)
    page.set_viewport_size({"width": 1440, "height": 900})
    size = page.locator("#size")
    size.click()
    size.press("Control+a")
    size.press_sequentially("٣٠")
    size.press("Enter")
    page.wait_for_function("() => hauran.length(...hauran.window.get()) === '٣٠ يومًا'")
    worn = page.evaluate(
        """async () => {
          const fonts = ["#size", "#from"].map((id) => getComputedStyle(document.querySelector(id)).fontFamily);
          const pen = document.createElement("canvas").getContext("2d"), arabic = '40px "Noto Sans Arabic"';
          const width = (font, text) => { pen.font = font; return pen.measureText(text).width; };
          await Promise.all([`40px ${fonts[0]}`, arabic].map((font) => document.fonts.load(font, "0٠")));
          const apart = [..."0123456789"].map((digit, i) => width(`40px ${fonts[0]}`, digit) - width(arabic, "٠١٢٣٤٥٦٧٨٩"[i]));
          return [fonts[0] === fonts[1], apart];
        }"""
    )
    assert worn == [True, [0] * 10]
