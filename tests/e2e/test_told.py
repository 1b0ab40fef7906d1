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


@pytest.mark.parametrize("typed", ["someday", "3 Jul 1990", "2018-13-45"])
def test_a_date_that_is_not_taken_is_said_with_what_was_typed(page, address, typed):
    opened(page, address, "from=2018-07-01&to=2018-07-07")
    field = page.get_by_label("From", exact=True)
    field.fill(typed)
    field.blur()
    expect(page.locator("#notice")).to_contain_text(f"“{typed}” is not taken as a date: write 1 Jul 2018, within")
    expect(field).to_have_value("1 Jul 2018")
    field.fill("2018-07-01")
    field.blur()
    expect(field).to_have_value("1 Jul 2018")
    field.fill("2 Jul 2018")
    field.blur()
    page.wait_for_function("hauran.iso(...hauran.window.get())[0] === '2018-07-02'")
    expect(page.locator("#notice")).to_have_text("")


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
