"""Draw the small pictures that the page is held to, tests/e2e/golden: `make golden`. How far two of them lie apart."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from scripts.shots import DESK, SHOTS, State, picture, sample_page

FOLDER = Path(__file__).parent.parent / "tests" / "e2e" / "golden"
STATES: dict[str, State] = {name: SHOTS[name] for name in ("map", "map-dark", "map-arabic", "card", "phone")} | {
    "empty": (DESK, "theme=light&from=2018-07-12&to=2018-07-12", None)
}
SHRUNK = 8
"""Pixels of the page on one of a golden picture: letters become a grey that hardly depends on their font."""
BLOCK = 5
"""Pixels of a golden picture on the side of a block: 40 of the page."""
LUMA = np.array([0.299, 0.587, 0.114])


def shrunk(shot: bytes) -> Image.Image:
    """The golden picture of a screenshot."""
    with Image.open(io.BytesIO(shot)) as full:
        return full.convert("RGB").reduce(SHRUNK)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two golden pictures lie apart, 0 to 255: brightness on average, and colour in the block
    that differs most, brightness aside. Pictures of two sizes lie 255 apart.

    The brightness of single blocks says nothing: another font moves words, which differs as much as another page.
    """
    if one.size != other.size:
        return 255.0, 255.0
    differ = np.asarray(one, "float64") - np.asarray(other, "float64")
    grey = differ @ LUMA
    colour = np.abs(differ - grey[..., None]).max(axis=2)
    return float(np.abs(grey).mean()), _worst(colour)


def _worst(field: np.ndarray) -> float:
    """The highest mean of a block."""
    high, wide = (side // BLOCK for side in field.shape)
    blocks = field[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK)
    return float(blocks.mean(axis=(1, 3)).max())


def main() -> None:
    """Write tests/e2e/golden/*.png."""
    FOLDER.mkdir(exist_ok=True)
    with sample_page() as (browser, address):
        for name, state in STATES.items():
            path = FOLDER / f"{name}.png"
            shrunk(picture(browser, address, state)).save(path, optimize=True)
            print(f"tests/e2e/golden/{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
