"""The pictures of the docs show the page as it is."""

import io

import numpy as np
import pytest
from PIL import Image

from scripts.shots import FOLDER, SHOTS, picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

TILE_PX = 15
UNLIKE = 24
"""How far the mean colour of a tile may be from the picture's, of 255, before the tile counts as another one."""
OTHERS_MAX = 0.01
"""Share of tiles that may be others: letters and edges fall a little otherwise from one browser to the next."""


def tiles(image):
    """The mean colour of each tile."""
    pixels = np.asarray(image.convert("RGB"), dtype=float)
    down, across = (n // TILE_PX for n in pixels.shape[:2])
    return pixels[: down * TILE_PX, : across * TILE_PX].reshape(down, TILE_PX, across, TILE_PX, 3).mean(axis=(1, 3))


def share_of_others(a, b):
    assert a.size == b.size
    return float((np.abs(tiles(a) - tiles(b)).max(axis=2) > UNLIKE).mean())


@pytest.mark.parametrize("name", SHOTS)
def test_the_page_looks_as_in_the_docs(browser, address, name):
    now = Image.open(io.BytesIO(picture(browser, address.rstrip("/"), name)))
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert share_of_others(now, kept) <= OTHERS_MAX, "look at it; where it is meant, draw the docs anew: make shots"


def test_a_change_that_people_see_is_seen():
    with Image.open(FOLDER / "map.png") as kept:
        other = kept.convert("RGB")
    other.paste((255, 255, 255), (300, 60, 900, 130))  # the figures are gone
    with Image.open(FOLDER / "map.png") as kept:
        assert share_of_others(other, kept) > OTHERS_MAX
