"""What the page tells beside the incidents: its scale, a date that it does not take, figures over coloured regions."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_page import opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]
AS_LONG = """() => {
  const { map } = hauran.engine.state, bar = document.getElementById("scale"), { clientHeight: high, clientWidth: wide } = map.getContainer();
  const [a, b] = [0, bar.offsetWidth].map((px) => map.unproject([wide / 2 + px, high / 2]));
  return [bar.textContent, a.distanceTo(b) / 1000];
}"""


@pytest.mark.parametrize(("zoom", "said"), [("6", "50 km"), ("9", "10 km"), ("12", "1 km")])
def test_the_bar_of_the_scale_is_as_long_as_it_says(page, address, zoom, said):
    opened(page, address, f"lat=33&lon=36.2&zoom={zoom}")
    expect(page.locator("#scale")).to_be_visible()
    words, km = page.evaluate(AS_LONG)
    assert words == said
    assert km == pytest.approx(float(said.split()[0]), rel=0.02)


def typed_from(page, address, written):
    """The field of the window's first day, which was 2 July, with something else written into it by hand."""
    opened(page, address, "from=2018-07-02&to=2018-07-07")
    field = page.get_by_label("From", exact=True)
    field.fill("")
    field.press_sequentially(written)
    return field


def first(page, date):
    page.wait_for_function("(date) => hauran.iso(...hauran.window.get())[0] === date", arg=date)


@pytest.mark.parametrize(
    ("side", "typed", "window"),
    [("From", "20 Jul 2018", "2018-07-20 2018-07-25"), ("To", "25 Jun 2018", "2018-06-20 2018-06-25")],
)
def test_a_side_that_is_typed_beyond_the_other_takes_it_along(page, address, side, typed, window):
    opened(page, address, "from=2018-07-02&to=2018-07-07")
    page.get_by_label(side, exact=True).fill(typed)
    page.get_by_label(side, exact=True).press("Enter")
    page.wait_for_function("(it) => hauran.iso(...hauran.window.get()).join(' ') === it", arg=window)


@pytest.mark.parametrize("typed", ["someday", "3 Jul 1990", "2018-13-45", "31 Jun 2018", "1 Jul 18"])
def test_a_date_that_is_not_taken_is_said_with_what_was_typed(page, address, typed):
    field = typed_from(page, address, typed)
    field.blur()
    words = f"“{typed}” is not taken as a date: write it like 18 Jun 2018, within 18 Jun – 16 Aug 2018."
    expect(page.locator("#notice")).to_have_text(words)
    expect(field).to_have_value("2 Jul 2018")
    first(page, "2018-07-02")


@pytest.mark.parametrize("typed", ["5 jul 2018", "2018-07-05", "5/7/2018", "July 5, 2018", "٥ July ٢٠١٨"])
def test_a_date_is_taken_as_people_write_it_once_it_is_whole(page, address, typed):
    field = typed_from(page, address, typed)
    first(page, "2018-07-02")
    field.press("Enter")
    first(page, "2018-07-05")
    field.blur()
    expect(field).to_have_value("5 Jul 2018")
    expect(page.locator("#notice")).to_have_text("")


def test_a_day_of_the_calendar_is_taken_at_once(page, address):
    opened(page, address, "from=2018-07-02&to=2018-07-07")
    page.get_by_label("From", exact=True).fill("4")
    page.get_by_role("button", name="5 July 2018", exact=True).click()
    first(page, "2018-07-05")


def test_only_chosen_rings_are_filled(page, address):
    """Many fills over one another would hide the map."""
    opened(page, address, "lat=32.62&lon=36.1&zoom=11")
    rings = "() => hauran.engine.state.glass.rings.data.features.map(({ properties }) => properties.chosen)"
    page.wait_for_function(f"({rings})().length > 1")
    assert not any(page.evaluate(rings))
    fill = "() => JSON.stringify(hauran.engine.state.map.getFilter('hauran-ring-fill'))"
    assert page.evaluate(fill) == '["==",["get","chosen"],true]'
    page.evaluate(
        "hauran.setProps('selected', { data: { rows: [3], total: 1, of: hauran.engine.state.config.snapshot } })"
    )
    page.wait_for_function(f"({rings})().filter(Boolean).length === 1")


@pytest.mark.parametrize("embedded", [True, False])
def test_the_key_names_the_types_where_the_filters_do_not(page, address, embedded):
    page.goto(f"{address}?embed=on" if embedded else address)
    page.wait_for_function("window.hauran?.engine?.state.layer")
    page.locator("#legend").evaluate("(key) => { key.open = true; }")
    if not embedded:
        expect(page.locator("#key-types")).to_be_hidden()
        page.locator("#rail-toggle").click()
    expect(page.locator("#key-types > div")).to_have_text(["Explosions/Remote violence", "Battles"])
    expect(page.locator("#key-types")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_of_the_displaced_keep_a_halo_when_the_theme_changes(page, address, theme):
    opened(page, address, f"theme={theme}")
    surrounded = """(paper) => {
      const { map, theme } = hauran.engine.state, ids = map.getLayersOrder().filter((id) => /^plotly-trace-layer-.*-symbol$/.test(id));
      return theme.name !== paper ? false : ids.length > 0 && ids.every((id) => map.getPaintProperty(id, "text-halo-color") === theme.paper);
    }"""
    page.wait_for_function(surrounded, arg=theme)
    page.locator("#theme-toggle").click()
    page.wait_for_function(surrounded, arg={"light": "dark", "dark": "light"}[theme])
