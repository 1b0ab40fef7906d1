"""Colours can be told apart by every eye and read on their ground."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

import dashboard
from dashboard.basemap import PALETTE
from dashboard.theme import DARK, EVENT_COLOURS, LIGHT, THEMES
from geodata.schema import EVENT_TYPES

STYLE = (Path(dashboard.__path__[0]) / "assets" / "style.css").read_text(encoding="utf-8")
UNCLASSIFIED = "Unclassified"
DARK_EDGE = DARK
VISIONS = {  # Machado, Oliveira and Fernandes 2009, severity 1, over linear RGB
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def times(matrix, vector):
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def lab(colour, vision):
    seen = (min(1.0, max(0.0, c)) for c in times(VISIONS[vision], linear(colour)))
    x, y, z = (c / w for c, w in zip(times(TO_XYZ, tuple(seen)), WHITE, strict=True))
    fx, fy, fz = (c ** (1 / 3) if c > 216 / 24389 else (24389 / 27 * c + 16) / 116 for c in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one, other):
    """Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    light, chroma, hue = dl / sl, dc / sc, dh / sh
    return math.sqrt(light**2 + chroma**2 + hue**2 + rt * chroma * hue)


def contrast(one, other):
    """WCAG 2.2's ratio, 1 to 21."""
    bright, dark = sorted((times(TO_XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def css(theme):
    """The colours that the style sheet gives the theme, by name."""
    block = re.search(r":root\[data-theme=\"dark\"\] \{(.*?)\}" if theme == "dark" else r":root \{(.*?)\}", STYLE, re.S)
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})\b", block[1]))


def test_the_measure_of_difference_is_the_published_one():
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619)) == pytest.approx(2.0373, abs=1e-4)
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)


def test_every_event_type_has_a_colour_of_its_own():
    assert set(EVENT_COLOURS) == set(EVENT_TYPES)
    assert len(set(EVENT_COLOURS.values())) == len(EVENT_COLOURS)


@pytest.mark.parametrize("vision", VISIONS)
def test_event_colours_are_told_apart_by_every_eye(vision):
    kinds = {kind: colour for kind, colour in EVENT_COLOURS.items() if kind != UNCLASSIFIED}
    for one, other in combinations(kinds, 2):
        assert ciede2000(lab(kinds[one], vision), lab(kinds[other], vision)) >= 9, (one, other)


@pytest.mark.parametrize(
    "theme",
    [LIGHT, DARK],
    ids=list(THEMES),
)
def test_the_edge_of_a_dot_stands_out_from_the_land(theme):
    assert contrast(theme.edge, theme.land) >= 3
    assert contrast(theme.edge, PALETTE[theme.name]["land"]) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "displaced", "displaced_ink"])
def test_text_is_read_on_paper(theme, name):
    assert contrast(getattr(theme, name), theme.paper) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "guess", "alarm", "displaced"])
def test_text_of_the_style_sheet_is_read_on_both_papers(theme, name):
    colours = css(theme)
    assert contrast(colours[name], colours["paper"]) >= 4.5
    assert contrast(colours[name], colours["paper-2"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_style_sheet_and_theme_name_one_colour(theme):
    colours = css(theme.name)
    shared = [name for name in colours if hasattr(theme, name)]
    assert len(shared) >= 5
    assert {name: colours[name] for name in shared} == {name: getattr(theme, name) for name in shared}


def test_the_numbers_of_the_displaced_are_read_on_land():
    assert contrast(LIGHT.displaced_ink, LIGHT.land) >= 4.5
    assert contrast(DARK.displaced_ink, DARK.land) >= 4.5
