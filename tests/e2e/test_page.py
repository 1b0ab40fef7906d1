"""What a reader can do on the page, in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

import geodata
from tests.e2e.conftest import PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

DOTS = "() => window.hauran?.engine?.ready ? hauran.engine.state.found.reduce((n, glyph) => n + glyph.total, 0) : -1"
STANDS = "() => !!(window.hauran?.engine?.ready && hauran.engine.state.layer && hauran.glass.inner()?.loaded())"
CENTRE = "() => { const c = hauran.glass.inner().getCenter(); return [c.lat, c.lng]; }"
ZOOM = "() => hauran.glass.inner().getZoom()"
PROJECT = """([lat, lon]) => { const at = hauran.glass.inner().project([lon, lat]);
  const box = document.querySelector('#map').getBoundingClientRect(); return [box.left + at.x, box.top + at.y]; }"""
COUNT = "#figure-incidents"
EXTENT = "() => document.scrollingElement.scrollWidth"
SOFTWARE_GPU = "GPU stall due to ReadPixels"


def opened(page, address, query=""):
    """The page, once its figures and its map stand."""
    page.goto(f"{address}?{query}")
    page.locator(COUNT).wait_for()
    page.wait_for_function(STANDS)
    return page


def shown(page):
    """Incidents as the strip counts them."""
    return int(page.locator(COUNT).inner_text())


def dots(page):
    """Incidents that are drawn."""
    return page.evaluate(DOTS)


def until(page, number):
    """Wait until that many incidents are counted and drawn."""
    expect(page.locator(COUNT)).to_have_text(str(number))
    page.wait_for_function(f"() => ({DOTS})() === {number}")


def until_fewer(page, number):
    """Wait until fewer incidents than that are counted, and as many drawn."""
    page.wait_for_function(f"() => Number(document.querySelector('#figure-incidents').textContent) < {number}")
    page.wait_for_function(f"() => ({DOTS})() === Number(document.querySelector('#figure-incidents').textContent)")
    return shown(page)


def drag(page, handle, to):
    """Drag a handle to the point of the window's bar that is `to` of its width."""
    box, bar = page.locator(handle).bounding_box(), page.locator("#brush").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] * to, box["y"] + 5, steps=4)
    page.mouse.up()


def click_on_map(page, lat, lon):
    """Click the dot at a point, once the map rests."""
    page.wait_for_function(STANDS)
    x, y = page.evaluate(PROJECT, [lat, lon])
    page.mouse.move(x + 3, y + 2)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def pan(page):
    """Pull the map to the left until the address says so."""
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.6
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=8)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('lat=')")


def at(store, printed):
    """Address of the map around a place, and the point of its incidents."""
    found = geodata.incidents(store)
    row = found[found["place_printed"] == printed].iloc[0]
    ids = found[(found["lat"] == row["lat"]) & (found["lon"] == row["lon"])]["id"]
    return f"lat={row['lat']:.4f}&lon={row['lon']:.4f}&zoom=11", row, list(ids)


def asked(page):
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("context", [{"bypass_csp": False}], indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_asks_no_other_host_and_says_nothing_on_the_console(page, address, theme):
    hosts, said, failed = set(), [], []
    page.on("request", lambda request: hosts.add(urlsplit(request.url)[:2]))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda reply: failed.append(reply.url) if reply.status >= 400 else None)
    page.goto(f"{address}?theme={theme}")
    page.locator(".maplibregl-canvas").wait_for()
    expect(page.locator(COUNT)).to_have_text("56")
    page.get_by_role("button", name="Table of the incidents shown").click()
    page.get_by_role("gridcell", name="Nawa").first.wait_for()
    page.locator(".ag-header-cell-text", has_text="Date").click()
    page.locator(".ag-header-cell-text", has_text="Date").click()
    expect(page.locator("[row-index='0'] [col-id='when']")).to_have_text("28 Jul 2018")
    page.wait_for_load_state("networkidle")
    assert {host.split(":")[0] for scheme, host in hosts if scheme not in ("data", "blob")} == {"127.0.0.1"}
    assert failed == []
    assert [message for message in said if SOFTWARE_GPU not in message] == []


def test_dragging_an_end_of_the_window_shows_fewer_and_back_all(page, address):
    opened(page, address)
    until(page, 56)
    drag(page, ".handle.until", 0.2)
    fewer = until_fewer(page, 56)
    assert 0 < fewer < 56
    drag(page, ".handle.until", 1.2)
    until(page, 56)
    drag(page, ".handle.from", 0.5)
    until_fewer(page, 56)


def test_the_middle_of_the_window_moves_it_whole(page, address):
    opened(page, address, "from=2018-06-18&to=2018-06-24")
    until_fewer(page, 56)
    box = page.locator(".pane").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 2.5, box["y"] + 4, steps=4)
    page.mouse.up()
    expect(page.locator("#window-words")).to_contain_text("7 days")
    page.wait_for_function("() => !location.search.includes('from=2018-06-18')")


def test_a_typed_date_narrows_the_window(page, address):
    opened(page, address)
    until(page, 56)
    page.locator("#to").fill("5 Jul 2018")
    page.locator("#to").press("Enter")
    until(page, 40)
    page.locator("#from").fill("4 Jul 2018")
    page.locator("#from").press("Enter")
    until(page, 12)
    expect(page.locator("#window-words")).to_contain_text("2 days")
    page.get_by_title("All dates").click()
    until(page, 56)


def test_play_moves_the_window_and_stops_at_the_end(page, address):
    opened(page, address, "from=2018-08-08&to=2018-08-13")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#play")).to_have_class("tool playing")
    expect(page.locator("#to")).to_have_value("16 Aug 2018")
    expect(page.locator("#play")).to_have_class("tool")
    expect(page.locator("#from")).to_have_value("11 Aug 2018")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play")


def test_a_region_and_a_type_show_fewer_and_reset_shows_all(page, address):
    opened(page, address)
    until(page, 56)
    expect(page.locator("#filtered")).to_have_text("56 of 56 incidents shown")
    expect(page.locator("#reset")).to_be_hidden()
    page.get_by_role("checkbox", name="Quneitra").check()
    until(page, 2)
    expect(page.locator("#filtered")).to_have_text("2 of 56 incidents shown")
    page.get_by_role("button", name="Reset").click()
    until(page, 56)
    expect(page.get_by_role("checkbox", name="Quneitra")).not_to_be_checked()
    page.get_by_role("checkbox", name="Battles").first.check()
    until_fewer(page, 56)
    page.get_by_role("button", name="Reset").click()
    until(page, 56)


def test_a_word_shows_what_names_it_in_either_script(page, address):
    opened(page, address)
    search = page.get_by_label("Find incidents by place, actor or word")
    search.fill("TAFAS")
    fewer = until_fewer(page, 56)
    assert fewer >= 4
    search.fill("طفس")
    until(page, fewer)
    search.fill("")
    until(page, 56)


def test_hostile_words_are_words(page, address):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened(page, address)
    for words in ("<img src=x onerror=alert(1)>", "' OR 1=1 --", "%_\\", "\U0001f4a5"):
        page.get_by_label("Find incidents by place, actor or word").fill(words)
        page.wait_for_function("words => new URLSearchParams(location.search).get('q') === words", arg=words)
        page.wait_for_load_state("networkidle")
        expect(page.locator("#error")).to_be_hidden()
    assert dialogs == []


def test_a_click_on_a_dot_opens_its_card_and_escape_closes_it(page, address, sample_store):
    place, row, ids = at(sample_store, "Hadar")
    assert len(ids) == 1
    opened(page, address, place)
    click_on_map(page, row["lat"], row["lon"])
    expect(page.locator("#card")).to_contain_text("Hadar")
    expect(page.locator("#card")).to_contain_text("Licence")
    page.wait_for_function(f"() => location.search.includes('incident={ids[0]}')")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    page.wait_for_function("() => !location.search.includes('incident=')")
    click_on_map(page, row["lat"], row["lon"])
    expect(page.locator("#drawer")).to_be_visible()


def test_a_spot_of_several_lists_them_and_one_opens_its_card(page, address, sample_store):
    place, row, ids = at(sample_store, "Nawa")
    opened(page, address, place)
    click_on_map(page, row["lat"], row["lon"])
    expect(page.locator(".pick")).to_have_count(len(ids))
    page.locator(".pick").nth(1).click()
    expect(page.locator("#card")).to_contain_text("Printed")
    page.wait_for_function(f"() => location.search.includes('incident={ids[1]}')")


def test_the_displaced_open_the_figures_behind_them(page, address):
    opened(page, address, "to=2018-07-05")
    button = page.locator("button.figure")
    expect(button).to_contain_text("270,000–325,000+")
    button.click()
    expect(page.get_by_role("heading", name="People displaced")).to_be_visible()
    expect(page.locator("#card")).to_contain_text("ECHO")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#drawer")).to_be_hidden()


def test_a_row_of_the_table_opens_its_card(page, address):
    opened(page, address, "table=on&q=taras")
    page.get_by_role("gridcell", name="≈ Tafas").first.click()
    expect(page.locator("#card")).to_contain_text("Spelling mended")


def test_the_address_restores_what_was_seen(page, address, sample_store):
    _, _, ids = at(sample_store, "Hadar")
    query = (
        "from=2018-07-04&to=2018-07-20&region=SY-QU&type=Explosions/Remote%20violence&q=had&table=on"
        f"&incident={ids[0]}&lat=33.1000&lon=36.2000&zoom=9.5&displacement=off"
    )
    opened(page, address, query)
    until(page, 1)
    expect(page.locator("#from")).to_have_value("4 Jul 2018")
    expect(page.locator("#to")).to_have_value("20 Jul 2018")
    expect(page.get_by_role("checkbox", name="Quneitra")).to_be_checked()
    expect(page.get_by_label("Find incidents by place, actor or word")).to_have_value("had")
    expect(page.locator("#table-panel")).to_be_visible()
    expect(page.locator("#card")).to_contain_text("Hadar")
    expect(page.get_by_role("switch", name="Displacement figures")).not_to_be_checked()
    assert page.evaluate(CENTRE) == pytest.approx([33.1, 36.2], abs=0.002)
    page.wait_for_load_state("networkidle")
    wanted = {name: values for name, values in parse_qs(query).items() if name not in ("lat", "lon", "zoom")}
    assert {name: asked(page).get(name) for name in wanted} == wanted


def test_the_address_follows_the_map_and_a_reload_finds_it_again(page, address):
    opened(page, address)
    until(page, 56)
    pan(page)
    page.wait_for_function(STANDS)
    before = page.evaluate(CENTRE)
    page.reload()
    page.locator(COUNT).wait_for()
    page.wait_for_function(STANDS)
    assert page.evaluate(CENTRE) == pytest.approx(before, abs=0.01)


STOOD = "lat=33.0000&lon=36.5000&zoom=8.5"
BUSY = "(end) => { const late = performance.now() + end; while (performance.now() < late); }"


@pytest.mark.parametrize("how", ["pull", "wheel", "arrow", "plus"])
def test_a_map_moved_by_a_hand_stays_there_however_slow_the_page_is(page, address, how):
    opened(page, address, STOOD)
    before = page.evaluate(CENTRE), page.evaluate(ZOOM)
    page.evaluate(f"() => hauran.glass.inner().once('movestart', () => setTimeout({BUSY}, 0, 3000))")
    if how == "pull":
        pan(page)
    elif how == "wheel":
        page.locator("#map").hover()
        page.mouse.wheel(0, -300)
    else:
        page.locator(".maplibregl-canvas").press({"arrow": "ArrowRight", "plus": "+"}[how])
    page.wait_for_function("(at) => location.search.includes('lat=') && !location.search.includes(at)", arg=STOOD)
    page.wait_for_function("() => !hauran.glass.inner().isMoving()")
    assert (page.evaluate(CENTRE), page.evaluate(ZOOM)) != before


def test_a_map_moved_by_plotly_goes_back(page, address):
    opened(page, address, STOOD)
    page.evaluate("() => hauran.glass.inner().jumpTo({ center: [40, 34] })")
    assert page.evaluate(CENTRE) == pytest.approx([33.0, 36.5], abs=0.002)


def test_filtering_leaves_the_map_where_it_stands(page, address):
    opened(page, address, STOOD)
    page.get_by_role("checkbox", name="Quneitra").check()
    until(page, 2)
    assert page.evaluate(CENTRE) == pytest.approx([33.0, 36.5], abs=0.002)
    assert asked(page)["lat"] == ["33.0000"]


@pytest.mark.parametrize("context", [{}], indirect=True)
def test_dark_is_kept_when_the_page_is_opened_again(page, address):
    opened(page, address)
    theme = page.locator("html").get_attribute("data-theme")
    other = {"light": "dark", "dark": "light"}[theme]
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    page.locator(COUNT).wait_for()


def test_the_window_moves_by_the_keyboard_alone(page, address):
    opened(page, address)
    until(page, 56)
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("() => document.activeElement.className"))
        if "handle until" in seen[-1]:
            break
    assert "handle until" in seen[-1]
    assert any("handle from" in name for name in seen)
    page.keyboard.press("PageUp")
    expect(page.locator("#to")).to_have_value("9 Aug 2018")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#to")).to_have_value("10 Aug 2018")
    page.keyboard.press("Home")
    assert until_fewer(page, 56) == 2
    page.keyboard.press("End")
    until(page, 56)


def test_keys_pressed_fast_all_count(page, address):
    opened(page, address)
    until(page, 56)
    page.locator(".handle.until").focus()
    for _ in range(5):
        page.keyboard.press("PageUp")
    expect(page.locator("#to")).to_have_value("12 Jul 2018")
    until_fewer(page, 56)


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
def test_a_phone_shows_all_of_it(page, address, sample_store):
    _, _, ids = at(sample_store, "Hadar")
    opened(page, address)
    until(page, 56)
    assert page.evaluate(EXTENT) <= PHONE["width"]
    expect(page.get_by_role("checkbox", name="Quneitra")).to_be_hidden()
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_role("checkbox", name="Quneitra").check()
    page.get_by_role("button", name="Close the filters").click()
    expect(page.get_by_role("checkbox", name="Quneitra")).to_be_hidden()
    until(page, 2)
    page.goto(f"{address}?incident={ids[0]}")
    expect(page.locator("#card")).to_contain_text("Hadar")
    box = page.locator("#drawer").bounding_box()
    assert box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
    assert page.evaluate(EXTENT) <= PHONE["width"]
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#drawer")).to_be_hidden()


def test_an_empty_store_says_how_to_fill_it(page, empty_address):
    page.goto(empty_address)
    expect(page.locator("#notice")).to_contain_text("python -m geodata import")
    expect(page.locator("#error")).to_be_hidden()
    page.wait_for_function(STANDS)
    page.get_by_role("button", name="Play").click()
    page.get_by_title("All dates").click()
    expect(page.locator("#error")).to_be_hidden()


def test_a_filter_leaves_the_map_after_a_row_was_chosen(page, address):
    opened(page, address, "table=on&q=taras")
    page.get_by_role("gridcell", name="≈ Tafas").first.click()
    expect(page.locator("#card")).to_contain_text("Spelling mended")
    page.wait_for_function(STANDS)
    chosen = page.evaluate(CENTRE)
    pan(page)
    page.wait_for_function(STANDS)
    moved = page.evaluate(CENTRE)
    assert moved != pytest.approx(chosen, abs=0.01)
    page.get_by_role("checkbox", name="Quneitra").check()
    until(page, 0)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(CENTRE) == pytest.approx(moved, abs=0.01)


def test_a_closed_card_opens_again_from_its_row(page, address):
    opened(page, address, "table=on&q=taras")
    row = page.get_by_role("gridcell", name="≈ Tafas").first
    row.click()
    expect(page.locator("#drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    row.click()
    expect(page.locator("#drawer")).to_be_visible(timeout=3000)
