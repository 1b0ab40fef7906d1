"""Sharing what the page shows, in a real browser: the dialog, the file of rows, the link, the embedded view."""

import csv
import io
import zipfile
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

import geodata
from tests.e2e.conftest import PHONE
from tests.e2e.test_access import violations
from tests.e2e.test_page import STANDS, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

WEEK = "from=2018-07-03&to=2018-07-07&region=SY-DR"
OPEN = "() => document.getElementById('share').open"


def shared(page, address, query=""):
    """The page with its dialog open and what a file would hold in it."""
    opened(page, address, query)
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#share-told")).not_to_be_empty()
    return page.locator("#share")


def rows_of(download):
    with zipfile.ZipFile(download.path()) as archive:
        body = archive.read(archive.namelist()[0])
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def told(page, id):
    """The address that a field of the dialog holds, and its query."""
    found = urlsplit(page.locator(id).input_value())
    return found, parse_qs(found.query)


def test_the_file_holds_the_rows_that_the_dialog_says(page, address, sample_store):
    dialog = shared(page, address, WEEK)
    expect(dialog.locator("#share-told")).to_have_text("11 of 56 incidents, 3–7 Jul 2018, Dar'a")
    with page.expect_download() as found:
        dialog.get_by_role("link", name="Download").click()
    assert found.value.suggested_filename == "incidents_2018-07-03_2018-07-07.zip"
    where = geodata.Filter(start=geodata.to_date(17715), end=geodata.to_date(17719), regions=("SY-DR",))
    assert [row["id"] for row in rows_of(found.value)] == list(geodata.incidents(sample_store, where)["id"])


def test_figures_and_formats_are_a_choice(page, address):
    dialog = shared(page, address, "to=2018-07-05")
    dialog.get_by_text("Displacement figures").click()
    dialog.get_by_text("GeoJSON").click()
    expect(dialog.locator("#share-told")).to_contain_text("of 21 displacement figures")
    with page.expect_download() as found:
        dialog.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(found.value.path()) as archive:
        assert archive.namelist()[0] == "displacement_2018-06-18_2018-07-05.geojson"


def test_a_download_before_the_server_has_told_is_of_what_is_chosen(page, address):
    dialog = shared(page, address)
    page.route("**/api/export/preview?*", lambda route: None)  # never answers
    dialog.get_by_text("GeoJSON").click()
    with page.expect_download() as found:
        dialog.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(found.value.path()) as archive:
        assert archive.namelist()[0].endswith(".geojson")


def test_only_what_the_map_shows_leaves(page, address):
    dialog = shared(page, address, "extent=on&lat=32.62&lon=36.1&zoom=12")
    expect(page.locator("#figure-incidents")).not_to_have_text("56")
    number = page.locator("#figure-incidents").inner_text()
    expect(dialog.locator("#share-told")).to_contain_text(f"{number} of 56 incidents")
    with page.expect_download() as found:
        dialog.get_by_role("link", name="Download").click()
    assert len(rows_of(found.value)) == int(number)


def test_where_nothing_passes_there_is_no_file_and_the_reason_is_said(page, address):
    dialog = shared(page, address, "q=nothing%20like%20it")
    expect(dialog.locator("#share-told")).to_contain_text("Widen the dates or take a filter off")
    assert dialog.locator("#share-download").get_attribute("href") is None


def test_an_answer_that_is_no_file_is_said_in_the_dialog(page, address):
    dialog = shared(page, address)
    page.evaluate("() => document.getElementById('share-download').setAttribute('href', '/api/export?format=exe')")
    dialog.get_by_role("link", name="Download").click()
    expect(dialog.locator("#share-told")).to_contain_text("format=exe is not known")


@pytest.mark.parametrize("words", ['"><img src=x onerror=alert(1)>', "<b>x</b>", "' OR 1=1 --", "درعا"])
def test_hostile_words_stay_words(page, address, words):
    dialog = shared(page, address, f"q={quote(words)}")
    expect(dialog.locator("#share-words")).to_contain_text(f"“{words}”")
    assert dialog.locator("img, b").count() == 0
    _, query = told(page, "#share-link")
    assert query["q"] == [words]
    assert page.locator("#share-embed").input_value().count("<") == 2


def test_the_dialog_is_worked_by_keys_alone(page, address):
    opened(page, address)
    page.locator("#share-open").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(OPEN)
    assert page.evaluate("() => document.getElementById('share').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.evaluate(OPEN)
    assert page.evaluate("() => document.activeElement.id") == "share-open"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_but_minor_things_in_the_dialog(page, address, theme):
    shared(page, address, f"theme={theme}")
    assert violations(page) == []


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
def test_the_dialog_fits_a_phone(page, address):
    dialog = shared(page, address)
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert dialog.evaluate("(box) => box.scrollWidth <= box.clientWidth")
    assert violations(page) == []


def test_an_embedded_view_is_map_timeline_key_and_one_line(page, address):
    page.goto(f"{address}?{WEEK}&embed=on")
    page.wait_for_function(STANDS)
    line = page.locator("#embedded")
    expect(line).to_have_text("Hauran · 11 of 56 incidents · open in full")
    expect(page.locator("#embedded-sources")).to_contain_text("CC BY 4.0 (Uppsala Conflict Data Program)")
    for seen in ("#map", "#timeline", "#legend", "#play"):
        assert page.locator(seen).is_visible()
    for hidden in (".top", ".rail", "#figures", "#from"):
        assert not page.locator(hidden).is_visible()
    assert violations(page) == []
    full = parse_qs(urlsplit(line.get_attribute("href")).query)
    assert full["region"] == ["SY-DR"]
    assert "embed" not in full
    page.locator("#step-on").click()
    expect(line).not_to_contain_text("11 of 56")
    assert "embed=on" in page.url


def test_the_code_for_another_page_leads_to_the_embedded_view(page, address):
    shared(page, address, WEEK)
    code = page.locator("#share-embed").input_value()
    page.set_content(code)
    frame = page.frame_locator("iframe")
    frame.locator("#embedded", has_text="11 of 56 incidents").wait_for()


def test_the_page_that_works_offline_bears_the_title_that_was_given(page, address):
    dialog = shared(page, address, WEEK)
    dialog.get_by_label("Title").fill("Strikes & more")
    with page.expect_download() as found:
        dialog.get_by_role("link", name="Page that works offline").click()
    assert found.value.suggested_filename == "hauran_2018-07-03_2018-07-07.html"
    assert "<title>Strikes &amp; more</title>" in found.value.path().read_text(encoding="utf-8")


def test_paper_is_filled_before_the_browser_is_asked_to_print(page, address):
    dialog = shared(page, address, WEEK)
    page.evaluate("() => { window.print = () => { window.asked = document.querySelector('#print h1').textContent; }; }")
    dialog.get_by_label("Title").fill("Strikes")
    dialog.get_by_role("button", name="Print or save as PDF").click()
    page.wait_for_function("() => window.asked === 'Strikes'")
    assert not page.evaluate(OPEN)
