"""How fast the page is: ready in Chromium beside an empty Dash page with a map, and the callback of a filter change."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import waitress
from dash import Dash, dcc, html
from playwright.sync_api import Browser, sync_playwright

from bench.imports import made_up
from dashboard import basemap, ids
from dashboard.app import create_app
from gazetteer import Gazetteer
from geodata import Store
from geodata.__main__ import SAMPLE
from geodata.intake import take_in
from geodata.regions import load

LOADS, CALLS = 5, 15
ROWS = 20_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def served(app: Dash) -> Iterator[str]:
    """The app on a free port of loopback; its address."""
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def empty_page() -> Dash:
    """What Dash and Plotly cost without us: a page with a map and one point."""
    app = Dash(__name__, update_title=None)
    style = {"version": 8, "sources": {}, "layers": []}
    figure = go.Figure(go.Scattermap(lat=[32.6], lon=[36.1]), {"map": {"style": style}})
    app.layout = html.Div([dcc.Graph(id=ids.MAP, figure=figure), html.Div("ready", className="figure-value")])
    basemap.register_tiles(app.server)
    return app


def ready_s(browser: Browser, address: str) -> float:
    """Seconds from the request until figures and map stand, with an empty cache."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".figure-value")
    page.wait_for_selector("#map canvas")
    took = time.perf_counter() - start
    page.close()
    return took


def callback_ms(app: Dash, window: tuple[int, int]) -> float:
    """Milliseconds of the callback that draws everything after a change of the window, in-process."""
    client = app.server.test_client()
    spec = next(s for s in client.get("/_dash-dependencies").get_json() if f"{ids.TIMELINE}.figure" in s["output"])
    values: dict[str, Any] = {
        ids.WINDOW: list(window),
        ids.TYPES: [],
        ids.REGIONS: [],
        ids.TEXT: "",
        ids.THEME: "light",
    }
    values |= {ids.DISPLACEMENT: True, ids.SELECTED: None}
    named = spec["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.split("."), strict=True)) for name in named]
    wired = {key: [{**wire, "value": values[wire["id"]]} for wire in spec[key]] for key in ("inputs", "state")}
    body = {"output": spec["output"], "outputs": outputs, **wired, "changedPropIds": [f"{ids.WINDOW}.data"]}
    start = time.perf_counter()
    reply = client.post("/_dash-update-component", json=body)
    took = (time.perf_counter() - start) * 1000
    if reply.status_code != 200:
        raise RuntimeError(f"the callback answered {reply.status_code}: {reply.get_data(as_text=True)[:200]}")
    return took


def spread(times: list[float], unit: str) -> str:
    """Median and range, so that the machine's noise shows."""
    return f"{statistics.median(times):.2f} {unit} (of {len(times)}: {min(times):.2f} to {max(times):.2f})"


def _stores(folder: Path) -> tuple[Store, Store]:
    gazetteer, regions = Gazetteer(), load()
    sample, large = Store(folder / "sample"), Store(folder / "large")
    for path, dataset in SAMPLE:
        take_in(path, sample, gazetteer, regions=regions, dataset=dataset)
    made_up(folder / "reports.csv", ROWS)
    take_in(folder / "reports.csv", large, gazetteer, regions=regions)
    return sample, large


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        sample, large = _stores(Path(folder))
        _callbacks(sample, large)
        _loads(sample)


def _callbacks(sample: Store, large: Store) -> None:
    for name, store, first in (("sample, 56 incidents", sample, 17_700), (f"{ROWS:,} incidents", large, 16_000)):
        app = create_app(store)
        callback_ms(app, (first, first + 30))
        times = [callback_ms(app, (first, first + 5 + step)) for step in range(CALLS)]
        print(f"callback of a window change, {name}: {spread(times, 'ms')}")


def _loads(sample: Store) -> None:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium:
        print("page ready: not measured, there is no Chromium")
        return
    with sync_playwright() as play, served(create_app(sample)) as ours, served(empty_page()) as empty:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pairs = [(ready_s(browser, ours), ready_s(browser, empty)) for _ in range(LOADS)]
        browser.close()
    mine, plain = ([pair[i] for pair in pairs] for i in (0, 1))
    ratio = statistics.median(mine) / statistics.median(plain)
    print(f"page ready with the sample: {spread(mine, 's')}")
    print(f"an empty Dash page with a map: {spread(plain, 's')}; ours takes {ratio:.1f} times as long")


if __name__ == "__main__":
    main()
