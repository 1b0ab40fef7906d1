"""The page looks as it did: six of its states as small pictures, and that these would tell if it did not."""

import pytest
from PIL import Image

from scripts import golden
from scripts.shots import stood

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

GREY_MAX, COLOUR_MAX = 5, 11
"""How far a page may lie from its golden picture (`golden.apart`). Measured over the six states: the same page lies 0.00
and 0.1 away at most; in DejaVu Sans or Serif instead of Noto 1.1 to 3.6 and 2.1 to 7.4; without its rail, or with its
direction turned, 7 to 23 in grey; with a red accent 15 to 23 in colour."""
OTHER_FONT = "* { font-family: 'DejaVu Sans', 'Liberation Sans', Arial, sans-serif !important }"
OTHER_ACCENT = ":root { --accent: #b3261e !important; --accent-soft: #f6dcd9 !important }"
NO_RAIL = "() => document.getElementById('rail-toggle').click()"
TURNED = "() => { const root = document.documentElement; root.dir = root.dir === 'rtl' ? 'ltr' : 'rtl'; }"
CALM_MS = 1200


def kept(name):
    with Image.open(golden.FOLDER / f"{name}.png") as picture:
        return picture.convert("RGB")


def looks_as_it_did(page, name):
    grey, colour = golden.apart(golden.shrunk(page.screenshot()), kept(name))
    return grey <= GREY_MAX and colour <= COLOUR_MAX


@pytest.fixture(scope="module", params=golden.STATES)
def state(request, browser, address):
    """The name of a state, and the page in it."""
    page = stood(browser, address.rstrip("/"), golden.STATES[request.param])
    yield request.param, page
    page.close()


def test_the_page_looks_as_it_did(state):
    name, page = state
    grey, colour = golden.apart(golden.shrunk(page.screenshot()), kept(name))
    assert (grey <= GREY_MAX, colour <= COLOUR_MAX) == (True, True), f"{grey:.1f}, {colour:.1f}; if meant: make golden"


@pytest.mark.parametrize(("css", "alike"), [(OTHER_FONT, True), (OTHER_ACCENT, False)], ids=["font", "accent"])
def test_another_font_is_the_same_page_and_another_accent_is_not(state, css, alike):
    name, page = state
    style = page.add_style_tag(content=css)
    page.wait_for_timeout(CALM_MS)
    found = looks_as_it_did(page, name)
    style.evaluate("(style) => style.remove()")
    assert found == alike


@pytest.mark.parametrize("change", [NO_RAIL, TURNED], ids=["rail", "direction"])
def test_another_layout_is_another_page(state, change):
    name, page = state
    page.evaluate(change)
    page.wait_for_timeout(CALM_MS)
    found = looks_as_it_did(page, name)
    page.evaluate(change)
    assert not found


def test_two_states_are_never_taken_for_one_another():
    names = [*golden.STATES]
    for name in names:
        for other in names:
            grey, colour = golden.apart(kept(name), kept(other))
            assert (grey <= GREY_MAX and colour <= COLOUR_MAX) == (name == other), (name, other, grey, colour)
