"""Sparks: small charts of counts over time, drawn as one shape that takes the colour of the page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

TALL = 24
GAP = 0.12
LEAST = 0.8
"""Height of the smallest bar that is not 0, so that it is seen."""


def shape(counts: Sequence[int], top: int) -> str:
    """The bars of `counts` as SVG: one unit wide each, `top` as tall as the chart, with the sides free to stretch."""
    bars = "".join(_bar(at, count, top) for at, count in enumerate(counts) if count)
    box = f'viewBox="0 0 {max(len(counts), 1)} {TALL}" preserveAspectRatio="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path d="{bars}"/></svg>'


def _bar(at: int, count: int, top: int) -> str:
    height = max(LEAST, TALL * count / max(top, 1))
    return f"M{at + GAP / 2:g} {TALL}v{-height:.2f}h{1 - GAP:g}V{TALL}z"


def mask(counts: Sequence[int], top: int) -> dict[str, str]:
    """The style of a box that shows the chart in its background's colour, in either theme and on paper."""
    address = f'url("data:image/svg+xml,{quote(shape(counts, top), safe="/:=")}")'
    return {"WebkitMaskImage": address, "maskImage": address}
