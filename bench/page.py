"""How fast the page is: ready in Chromium beside an empty Dash page with a map; a move of the window; a pick."""

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

from bench.made_up import store_of
from dashboard import basemap, ids
from dashboard.app import create_app
from gazetteer import Gazetteer
from geodata import Store, as_columns
from geodata.__main__ import SAMPLE
from geodata.intake import take_in
from geodata.regions import load

LOADS, CALLS = 5, 15
ROWS = (100_000, 1_000_000)
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


MOVES = """async (days) => {
  const { engine, window: hand } = hauran, [first, last] = hand.span(), took = [];
  for (let i = 0; i < 25; i++) {
    const from = first + Math.floor((Math.max(0, last - first - days) * i) / 25);
    engine.state.window = [from, Math.min(last, from + days)];
    engine.paint();
    took.push(engine.took);
    await new Promise(requestAnimationFrame);
  }
  return took;
}"""
"""Moves the window and gives the milliseconds of each move on the main thread: counts, histogram and glyphs."""

PICKS = """() => { const { layer } = hauran.engine.state, start = performance.now();
  for (let i = 0; i < 100; i++) layer.pick(200 + 5 * i, 300); return (performance.now() - start) / 100; }"""


def callback_ms(app: Dash, window: tuple[int, int]) -> float:
    """Milliseconds of the callback that follows a released window: the displaced, in-process."""
    client = app.server.test_client()
    output = f"{ids.FIGURE_DISPLACED}.children"
    spec = next(s for s in client.get("/_dash-dependencies").get_json() if output in s["output"])
    values: dict[str, Any] = {ids.WINDOW: list(window), ids.TEXT: "", ids.THEME: "light", ids.DISPLACEMENT: True}
    named = [name.split("@")[0] for name in spec["output"].strip(".").split("...")]
    outputs = [dict(zip(("id", "property"), name.split("."), strict=True)) for name in named]
    wired = [{**wire, "value": values.get(wire["id"])} for wire in spec["inputs"]]
    changed = [f"{ids.WINDOW}.data"]
    body = {"output": spec["output"], "outputs": outputs, "inputs": wired, "state": [], "changedPropIds": changed}
    start = time.perf_counter()
    reply = client.post("/_dash-update-component", json=body)
    took = (time.perf_counter() - start) * 1000
    if reply.status_code != 200:
        raise RuntimeError(f"the callback answered {reply.status_code}: {reply.get_data(as_text=True)[:200]}")
    return took


def spread(times: list[float], unit: str) -> str:
    """Median and range, so that the machine's noise shows."""
    return f"{statistics.median(times):.2f} {unit} (of {len(times)}: {min(times):.2f} to {max(times):.2f})"


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        root, gazetteer, regions = Path(folder), Gazetteer(), load()
        sample = Store(root / "sample")
        for path, dataset in SAMPLE:
            take_in(path, sample, gazetteer, regions=regions, dataset=dataset)
        app = create_app(sample)
        callback_ms(app, (17_700, 17_730))
        times = [callback_ms(app, (17_700, 17_705 + step)) for step in range(CALLS)]
        print(f"callback of a window change, sample: {spread(times, 'ms')}")
        _browser(sample, {rows: store_of(root / str(rows), rows) for rows in ROWS})


def _browser(sample: Store, large: dict[int, Store]) -> None:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium:
        print("the page: not measured, there is no Chromium")
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--enable-precise-memory-info"])
        _loads(browser, sample)
        for rows, store in large.items():
            _moves(browser, rows, store)
        browser.close()


def _loads(browser: Browser, sample: Store) -> None:
    with served(create_app(sample)) as ours, served(empty_page()) as empty:
        pairs = [(ready_s(browser, ours), ready_s(browser, empty)) for _ in range(LOADS)]
    mine, plain = ([pair[i] for pair in pairs] for i in (0, 1))
    ratio = statistics.median(mine) / statistics.median(plain)
    print(f"page ready with the sample: {spread(mine, 's')}")
    print(f"an empty Dash page with a map: {spread(plain, 's')}; ours takes {ratio:.1f} times as long")


def _moves(browser: Browser, rows: int, store: Store) -> None:
    size = len(as_columns(store).body) / 1e6
    with served(create_app(store)) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address)
        page.wait_for_function("window.hauran && hauran.engine.ready && hauran.engine.state.counts", timeout=60_000)
        print(f"{rows:,} incidents: ready in {time.perf_counter() - start:.2f} s, {size:.1f} MB travel")
        page.wait_for_timeout(2000)
        for words, days in (("a year", 365), ("all days", 10_000)):
            print(f"  window of {words} moved, main thread: {spread(page.evaluate(MOVES, days), 'ms')}")
        heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
        print(f"  pick under the pointer: {page.evaluate(PICKS):.3f} ms; JavaScript heap: {heap:.0f} MB")
        context.close()


if __name__ == "__main__":
    main()
