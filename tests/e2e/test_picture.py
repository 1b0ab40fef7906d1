"""What leaves the page as a picture or on paper: the words around it, its scale, its colours, and the page as it was afterwards."""

import struct

import pytest
from geopy.distance import great_circle
from playwright.sync_api import expect
from pypdf import PdfReader

import geodata
from tests.e2e.conftest import PHONE
from tests.e2e.test_page import opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

WEEK = "from=2018-07-03&to=2018-07-07&region=SY-DR"
LICENCE = "CC BY 4.0 (Uppsala Conflict Data Program)"
DRAWN = """async (title) => {
  const made = await hauran.picture.compose(title), pen = made.getContext("2d");
  const { data } = pen.getImageData(0, 0, made.width, made.height);
  const seen = (r, g, b) => { let n = 0; for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b) n++; return n; };
  return { width: made.width, height: made.height, corner: [...data.slice(0, 4)], orange: seen(0xd5, 0x5e, 0), land: seen(0xf4, 0xf2, 0xed) };
}"""
"""Size of the picture; its first pixel; how many pixels have the colour of explosions and of light land."""
STOOD = "() => [document.documentElement.dataset.theme, hauran.engine.state.map.getPixelRatio()]"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_light_and_fine_and_the_page_stays_as_it_was(page, address, theme):
    opened(page, address, f"{WEEK}&theme={theme}")
    before = page.evaluate(STOOD)
    width = page.evaluate("() => hauran.engine.state.map.getContainer().clientWidth")
    drawn = page.evaluate(DRAWN, "")
    assert drawn["width"] == 2 * (max(760, width) + 48)
    assert drawn["height"] > drawn["width"] / 2
    assert drawn["corner"] == [255, 255, 255, 255]
    assert drawn["land"] > 100_000
    assert drawn["orange"] > 1_000
    page.wait_for_function(f"() => String(({STOOD})()) === '{before[0]},{before[1]}'")


def test_a_picture_is_saved_under_the_days_that_it_shows(page, address):
    opened(page, address, WEEK)
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="Save a picture").click()
    assert found.value.suggested_filename == "hauran_2018-07-03_2018-07-07.png"
    body = found.value.path().read_bytes()
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    assert min(struct.unpack(">II", body[16:24])) > 1000
    expect(page.locator("#share-said")).to_have_text("The picture is saved.")


def test_the_words_around_a_picture_say_what_it_shows(page, address):
    opened(page, address, f"{WEEK}&q=tafas")
    said = page.evaluate("() => hauran.picture.said('Strikes')")
    assert said["title"] == "Strikes"
    assert said["filtered"] == "3–7 Jul 2018 · Dar'a · “tafas”"
    number = page.locator("#figure-incidents").inner_text()
    assert int(number) > 0
    assert said["counted"].startswith(f"{number} of 56 incidents · Deaths ")
    assert LICENCE in said["sources"]
    assert "Natural Earth · GeoNames (CC BY 4.0)" in said["made"]
    assert said["disclaimer"] == geodata.DISCLAIMER
    assert page.evaluate("() => hauran.picture.said(' ')")["title"] == "Hauran, 3–7 Jul 2018"


def test_a_picture_of_incidents_alone_names_their_source_alone(page, address):
    opened(page, address, "displacement=off")
    assert "displaced people" not in page.evaluate("() => hauran.picture.said('')")["sources"]


@pytest.mark.parametrize("at", [(32.6, 36.1, 9), (0, 0, 3), (68, 20, 6), (-45, 170, 15)])
def test_the_scale_bar_is_as_long_as_it_says(page, address, at):
    lat, lon, zoom = at
    opened(page, address, f"lat={lat}&lon={lon}&zoom={zoom}")
    found = page.evaluate(
        """() => { const { map } = hauran.engine.state, { px, words } = hauran.scale(map, hauran.picture.SCALE_PX);
          const { x, y } = map.project(map.getCenter());
          const a = map.unproject([x - px / 2, y]), b = map.unproject([x + px / 2, y]);
          return { px, words, ends: [[a.lat, a.lng], [b.lat, b.lng]] }; }"""
    )
    number, unit = found["words"].replace(",", "").split()
    metres = float(number) * {"km": 1000, "m": 1}[unit]
    assert 40 <= found["px"] <= 120
    assert great_circle(*found["ends"]).meters == pytest.approx(metres, rel=0.01)


KEY_WORDS = "() => hauran.picture.key().map(({ words }) => words)"


def test_the_key_of_a_picture_names_what_is_drawn(page, address):
    opened(page, address)
    expect(page.locator("#hatch-key")).to_be_visible()
    told = page.evaluate(KEY_WORDS)
    assert told[:2] == ["Battles", "Explosions/Remote violence"]
    dots = {"Stands for a wider area", "Spelling mended: a guess"}
    assert {*dots, "People displaced"} <= set(told)
    assert not [words for words in told if "fewer" in words]
    page.evaluate("() => hauran.setProps('draw-as', { value: 'regions' })")
    page.locator("#region-key > div").first.wait_for()
    expect(page.locator("#hatch-key")).to_be_hidden()
    words = page.evaluate(KEY_WORDS)
    assert not dots & {*words}
    assert "Incidents:" in words
    assert len(words) == len(told) - 1 - 4 + 6


def test_the_key_of_a_picture_of_heat_says_its_ends_and_what_is_left_out(page, address):
    opened(page, address)
    told = page.evaluate(KEY_WORDS)
    page.evaluate("() => hauran.setProps('draw-as', { value: 'heat' })")
    expect(page.locator("#heat-note")).not_to_be_empty()
    left = page.locator("#heat-note").inner_text()
    assert page.evaluate(KEY_WORDS)[-1] == f"fewer – more incidents · {left}"
    assert "Stands for a wider area" in told
    assert "Stands for a wider area" not in page.evaluate(KEY_WORDS)


INK = """(words) => {
  const { draw } = hauran.picture.key().find((one) => one.words === words), pen = document.createElement("canvas").getContext("2d");
  draw(pen, 2, 2);
  const { data } = pen.getImageData(0, 0, 20, 20), seen = new Set();
  for (let y = 7; y < 14; y++) for (let x = 5; x < 15; x++) seen.add(data[(y * 20 + x) * 4 + 3] > 60);
  return [...seen].length;
}"""
"""Whether the inside of a mark of the key is neither empty nor one patch: 2."""


def test_what_is_hatched_on_the_map_is_hatched_in_the_key_of_a_picture(page, address):
    opened(page, address)
    expect(page.locator("#hatch-key")).to_be_visible()
    assert page.evaluate(INK, "Known to a province or district only") == 2


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
def test_a_picture_from_a_phone_is_as_wide_as_its_words_need(page, address):
    opened(page, address, WEEK)
    assert page.evaluate(DRAWN, "T" * 500)["width"] == 2 * (760 + 48)


def printed(page, folder):
    """The pages of the page as a PDF."""
    page.pdf(path=folder / "page.pdf", prefer_css_page_size=True, print_background=True)
    return PdfReader(folder / "page.pdf").pages


def text_of(sheet):
    return " ".join(sheet.extract_text().split())


def test_the_page_on_paper_is_one_sheet_of_a4_that_says_what_it_shows(page, address, tmp_path):
    opened(page, address, WEEK)
    page.evaluate("() => hauran.print.fill('Strikes on Nawa')")
    (sheet,) = printed(page, tmp_path)
    assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx((842, 595), abs=1)
    said = text_of(sheet)
    for words in (
        "Strikes on Nawa",
        "3–7 Jul 2018 · Dar'a",
        "11 of 56 incidents",
        LICENCE,
        "Scale bar:",
        geodata.DISCLAIMER,
    ):
        assert words in said, words
    assert len(sheet.images) >= 2
    assert "What happened" not in said


def test_the_print_command_of_the_browser_gives_the_same_sheet(page, address, tmp_path):
    opened(page, address, f"{WEEK}&theme=dark")
    (sheet,) = printed(page, tmp_path)
    said = text_of(sheet)
    for words in ("Hauran, 3–7 Jul 2018", "11 of 56 incidents", LICENCE, geodata.DISCLAIMER):
        assert words in said, words
    assert page.evaluate("() => hauran.engine.state.theme.name") == "dark"


def test_a_long_title_and_many_filters_still_fit_one_sheet(page, address, tmp_path):
    opened(page, address, "type=Battles&type=Explosions/Remote%20violence&region=SY-DR&region=SY-QU&region=SY-SU&q=a")
    page.evaluate("() => hauran.print.fill('A title of many words '.repeat(9))")
    assert len(printed(page, tmp_path)) == 1


def test_where_there_is_nothing_paper_says_so(page, empty_address, tmp_path):
    page.goto(empty_address)
    page.wait_for_function("() => hauran.engine?.ready")
    assert geodata.DISCLAIMER in text_of(printed(page, tmp_path)[0])
