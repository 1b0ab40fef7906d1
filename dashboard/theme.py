"""Colours of the page: one set for event types, and what changes between light and dark."""

from dataclasses import dataclass
from typing import Any, Literal

EVENT_COLOURS = {
    "Battles": "#0072B2",
    "Explosions/Remote violence": "#D55E00",
    "Violence against civilians": "#CC79A7",
    "Protests": "#009E73",
    "Riots": "#56B4E9",
    "Strategic developments": "#E69F00",
    "Unclassified": "#8C8F94",
}
"""Okabe and Ito's palette, told apart under every colour blindness; drawn with a dark or light edge for contrast."""

DARK_ON_MAP = ("Battles",)
"""Event types whose colour is so dark that a number on it must be light."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one theme, as CSS writes them. `steps` colour the regions, few to many."""

    name: Literal["light", "dark"]
    ink: str
    muted: str
    paper: str
    land: str
    edge: str
    grid: str
    backdrop: str
    accent: str
    displaced: str
    displaced_ink: str
    steps: tuple[str, str, str, str, str]


LIGHT = Theme(
    "light",
    ink="#1c2126",
    muted="#5a6370",
    paper="#ffffff",
    land="#f6f4ef",
    edge="#23272c",
    grid="#e4e6e9",
    backdrop="#d5d8dc",
    accent="#0b4f6c",
    displaced="#6a3d9a",
    displaced_ink="#4b2576",
    steps=("#dfe9ee", "#b3cdd9", "#7fabbf", "#43809b", "#0b4f6c"),
)
DARK = Theme(
    "dark",
    ink="#eceae6",
    muted="#a7adb5",
    paper="#1d2025",
    land="#24272c",
    edge="#e3e1dc",
    grid="#33373d",
    backdrop="#454a52",
    accent="#7cc7e8",
    displaced="#b48be0",
    displaced_ink="#d3b8f2",
    steps=("#26353d", "#2f4d5a", "#3c6c80", "#5596b0", "#7cc7e8"),
)
THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_of(name: Any) -> Theme:
    """The theme of that name; light where there is none."""
    return THEMES.get(name, LIGHT) if isinstance(name, str) else LIGHT
