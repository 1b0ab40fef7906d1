"""Draw the pictures of the docs from the bundled sample: `make shots`."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.page import CHROMIUM, READY, served
from dashboard.app import create_app
from gazetteer import Gazetteer
from geodata import Store
from geodata.__main__ import SAMPLE
from geodata.intake import take_in
from geodata.regions import load

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
WINDOW = "from=2018-06-24&to=2018-07-05"
TARAS = "≈ Tafas"


def open_card(page: Page) -> None:
    """The card of the misprint, chosen in the table."""
    page.get_by_role("button", name="Table of the incidents shown").click()
    row = page.get_by_role("gridcell", name=TARAS).first
    row.scroll_into_view_if_needed()
    row.click()
    page.locator("#card .guess").wait_for()


def open_figures(page: Page) -> None:
    """The figures behind the displaced total."""
    page.locator("#figure-displaced").click()
    page.get_by_role("heading", name="People displaced").wait_for()


def show_hours(page: Page) -> None:
    """The timeline by the hour."""
    page.locator("#zoom").click()
    page.wait_for_function("hauran.engine.state.binning.hours")


def open_share(page: Page) -> None:
    """The dialog of sharing, with what a file would hold."""
    page.locator("#share-open").click()
    page.locator("#share-told p").first.wait_for()


State = tuple[ViewportSize, str, Callable[[Page], None] | None]
"""Of a page: its size, the query of its address, what is done on it."""

SHOTS: dict[str, State] = {
    "map": (DESK, f"theme=light&{WINDOW}", None),
    "map-dark": (DESK, f"theme=dark&{WINDOW}", None),
    "map-arabic": (DESK, f"lang=ar&theme=light&{WINDOW}", None),
    "card": (DESK, "theme=light&from=2018-07-04&to=2018-07-04", open_card),
    "displaced": (DESK, "theme=light&to=2018-07-05", open_figures),
    "hours": (DESK, "theme=light&from=2018-07-04T16:00&to=2018-07-04T22:59", show_hours),
    "share": (DESK, "theme=light&from=2018-07-03&to=2018-07-07&region=SY-DR", open_share),
    "phone": (PHONE, f"theme=light&{WINDOW}", None),
}


def stood(browser: Browser, address: str, state: State) -> Page:
    """The page of the sample at the address, as it stands in that state."""
    size, query, act = state
    page = browser.new_page(viewport=size, reduced_motion="reduce")
    page.add_init_script("try { localStorage.setItem('hauran-hints', 'seen'); } catch {}")
    page.goto(f"{address}/?{query}")
    page.wait_for_function(READY)
    page.wait_for_load_state("networkidle")
    if act:
        act(page)
    page.wait_for_timeout(1500)
    return page


def picture(browser: Browser, address: str, state: State) -> bytes:
    """The picture of that page as PNG."""
    page = stood(browser, address, state)
    shot = page.screenshot()
    page.close()
    return shot


@contextlib.contextmanager
def sample_page() -> Iterator[tuple[Browser, str]]:
    """Chromium, and the address of the page of the sample, served until the block ends."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)))
    with tempfile.TemporaryDirectory() as folder:
        store, gazetteer = Store(Path(folder) / "store"), Gazetteer()
        for path, dataset in SAMPLE:
            take_in(path, store, gazetteer, regions=load(), dataset=dataset)
        with sync_playwright() as play, served(create_app(store)) as address:
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            yield browser, address
            browser.close()


def main() -> None:
    """Write docs/pictures/*.png."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sample_page() as (browser, address):
        for name, state in SHOTS.items():
            (FOLDER / f"{name}.png").write_bytes(picture(browser, address, state))
            print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
