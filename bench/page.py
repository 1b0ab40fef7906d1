"""How fast the page is, in Chromium: ready, a move of the slider, a pick, bytes; beside what Plotly does by itself."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import waitress
from dash import Dash, dcc, html
from playwright.sync_api import Browser, Error, Page, sync_playwright

import dashboard
from bench import peers
from bench.made_up import store_of
from dashboard import basemap, ids
from dashboard.app import create_app, warm
from gazetteer import Gazetteer
from geodata import Store
from geodata.__main__ import SAMPLE
from geodata.intake import take_in
from geodata.regions import load

LOADS, MOVES, PICKS = 5, 20, 200
SIZES = (100_000, 1_000_000)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = ("--no-sandbox", "--enable-precise-memory-info", "--js-flags=--expose-gc")
DESK = {"width": 1440, "height": 900}
YEAR = 365
ASSETS = Path(dashboard.__path__[0]) / "assets"

MAP = "document.querySelector('#map .js-plotly-plot')?._fullLayout?.map?._subplot?.map"
EMPTY_READY = f"() => !!{MAP}?.loaded()"
READY = f"() => !!(window.hauran?.engine?.ready && hauran.engine.state.counts && {MAP}?.loaded())"
"""Whether figures, histogram and map stand."""
MOVE = """async ({ days, moves }) => {
  const { engine } = hauran, [first, last] = hauran.window.all(), found = [];
  const map = hauran.glass.inner(), room = last - first + 1 - days;
  for (let k = 0; k < moves; k++) {
    const from = first + Math.floor((room * k) / moves);
    const began = performance.now();
    engine.move([from, Math.max(from, from + days - 1 - (room ? 0 : k))]);
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => map.once("render", resolve));
    found.push([engine.took, performance.now() - began]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return found;
}"""
PICK = """(times) => Array.from({ length: times }, (_, k) => {
  const box = hauran.glass.inner().getContainer(), began = performance.now();
  hauran.engine.state.layer.pick((box.clientWidth * ((k * 37) % times)) / times, (box.clientHeight * k) / times);
  return performance.now() - began;
})"""
WEIGHT = """() => {
  gc();
  const arrays = (held) => Object.values(held).filter(ArrayBuffer.isView);
  const bytes = (held) => arrays(held).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const sent = performance.getEntriesByType("resource").find(({ name }) => name.includes("incidents.bin"));
  const { columns, crossfilter } = hauran.engine.state;
  const heap = performance.memory.usedJSHeapSize;
  return { sent: sent.encodedBodySize, heap, arrays: bytes(columns) + bytes(crossfilter) };
}"""
SCATTER = """async ({ address, days, moves }) => {
  const { n, start, point, px, py, header } = await hauran.columns.load(address);
  const at = Float64Array.from({ length: n }, (_, i) => px[Math.max(0, point[i] - 1)] * 360 - 180);
  const up = Float64Array.from({ length: n }, (_, i) => hauran.lngLat(0, py[Math.max(0, point[i] - 1)])[1]);
  const gd = document.querySelector("#map .js-plotly-plot"), found = [];
  const span = header.last_day - header.first_day + 1, length = days || span;
  const lower = (day) => hauran.Crossfilter.prototype.lower.call({ columns: { n, start } }, day);
  for (let k = 0; k < moves; k++) {
    const from = Math.floor(((span - length) * k) / moves);
    const cut = [from, from + length - (days ? 0 : k)].map(lower);
    const map = gd._fullLayout.map._subplot.map, began = performance.now();
    await Plotly.restyle(gd, { lat: [up.slice(...cut)], lon: [at.slice(...cut)] }, [0]);
    const took = performance.now() - began;
    await new Promise((resolve) => { map.once("idle", resolve); map.triggerRepaint(); });
    found.push([took, performance.now() - began]);
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Moves:
    """Milliseconds of some moves: of the main thread, and until the map has drawn."""

    took: list[float]
    drawn: list[float]

    @classmethod
    def of(cls, pairs: list[list[float]]) -> Moves:
        return cls([pair[0] for pair in pairs], [pair[1] for pair in pairs])

    def beside(self, other: Moves) -> str:
        """How many times as long the other took."""
        main, drawn = (
            statistics.median(theirs) / statistics.median(ours)
            for theirs, ours in ((other.took, self.took), (other.drawn, self.drawn))
        )
        return f"{main:.0f} and {drawn:.0f} times ours"

    def __str__(self) -> str:
        return f"main thread {worst(self.took)}, drawn {worst(self.drawn)}"


@contextmanager
def served(app: Dash) -> Iterator[str]:
    """The app on a free port of loopback; its address."""
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def empty_page(store: Store) -> Dash:
    """What Dash and Plotly cost without us: a page with our basemap and one point. It knows the columns' address."""
    app = Dash(__name__, update_title=None)
    basemap.register_tiles(app.server)
    columns = create_app(store).server.view_functions["columns"]
    app.server.add_url_rule("/api/incidents.bin", "columns", columns)
    figure = go.Figure(
        go.Scattermap(lat=[32.6], lon=[36.1]), {"map": {"style": {"version": 8, "sources": {}, "layers": []}}}
    )
    app.layout = html.Div([dcc.Graph(id=ids.MAP, figure=figure, style={"height": "80vh"})])
    return app


def ours_of(store: Store) -> Dash:
    """The app as `python -m dashboard` serves it: what every page opens with is worked out already."""
    app = create_app(store)
    warm(app, store)
    return app


def ready_s(browser: Browser, address: str, ready: str) -> float:
    """Seconds from the request until the page is ready, with an empty cache."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_function(ready)
    took = time.perf_counter() - start
    page.close()
    return took


def spread(times: list[float], unit: str) -> str:
    """Median and range, so that the machine's noise shows."""
    return f"{statistics.median(times):.2f} {unit} (of {len(times)}: {min(times):.2f} to {max(times):.2f})"


def worst(times: list[float]) -> str:
    """Median and worst in milliseconds."""
    return f"{statistics.median(times):.1f} ms (worst {max(times):.1f})"


def main() -> None:
    """Print the figures."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium:
        print("the page: not measured, there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(ARGS))
        _loads(browser, _sample(Path(folder) / "sample"))
        for rows in SIZES:
            _engine(browser, store_of(Path(folder) / str(rows), rows), rows)
        browser.close()


def _sample(root: Path) -> Store:
    store, gazetteer, regions = Store(root), Gazetteer(), load()
    for path, dataset in SAMPLE:
        take_in(path, store, gazetteer, regions=regions, dataset=dataset)
    return store


def _loads(browser: Browser, sample: Store) -> None:
    with served(ours_of(sample)) as ours, served(empty_page(sample)) as empty:
        pairs = [(ready_s(browser, ours, READY), ready_s(browser, empty, EMPTY_READY)) for _ in range(LOADS)]
    mine, plain = ([pair[i] for pair in pairs] for i in (0, 1))
    ratio = statistics.median(mine) / statistics.median(plain)
    print(f"page ready with the sample: {spread(mine, 's')}")
    print(f"an empty Dash page with a map: {spread(plain, 's')}; ours takes {ratio:.1f} times as long")


def _engine(browser: Browser, store: Store, rows: int) -> None:
    with served(ours_of(store)) as address:
        print(
            f"\npage ready with {rows:,} incidents: {spread([ready_s(browser, address, READY) for _ in range(3)], 's')}"
        )
        page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
        page.goto(f"{address}?zoom=6&lat=33.5&lon=40")
        page.wait_for_function(READY)
        mine = _moves(page, rows)
        picks: list[float] = page.evaluate(PICK, PICKS)
        weight: dict[str, float] = page.evaluate(WEIGHT)
        page.close()
    print(f"pick under the pointer, {rows:,} incidents: {worst(picks)}")
    sent, heap, arrays = (weight[name] / 1e6 for name in ("sent", "heap", "arrays"))
    print(f"{rows:,} incidents: {sent:.1f} MB sent, JS heap {heap:.0f} MB, typed arrays beside it {arrays:.0f} MB")
    if rows == SIZES[0]:
        _plain(browser, store, rows, mine)
        _peers(browser, store, rows, mine)


def _moves(page: Page, rows: int) -> dict[str, Moves]:
    """Moves of a window of a year and of one of all days, by places and by cells."""
    days = page.evaluate("() => { const [first, last] = hauran.window.all(); return last - first + 1; }")
    found = {}
    for way, name in (("points", "places"), ("bins", "cells")):
        page.evaluate("(mode) => hauran.setProps('draw-as', { value: mode })", way)
        page.wait_for_function("(mode) => hauran.engine.state.mode === mode", arg=way)
        page.wait_for_timeout(500)
        for window, length in (("a year", YEAR), ("all days", days)):
            moves = Moves.of(page.evaluate(MOVE, {"days": length, "moves": MOVES}))
            found[f"{name}, {window}"] = moves
            print(f"slider move, {rows:,} incidents as {name}, {window}: {moves}")
    return found


def _plain(browser: Browser, store: Store, rows: int, mine: dict[str, Moves]) -> None:
    """The same moves by Plotly's own scattermap and restyle: points alone, without counts or histogram."""
    with served(empty_page(store)) as address:
        page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
        page.goto(address)
        page.wait_for_function(EMPTY_READY)
        for name in ("a-hauran", "columns", "crossfilter"):
            page.add_script_tag(path=ASSETS / f"{name}.js")
        for window, length in (("a year", YEAR), ("all days", 0)):
            moves = Moves.of(page.evaluate(SCATTER, _asked(address, length)))
            beside = mine[f"places, {window}"].beside(moves)
            print(f"plain scattermap moved by restyle, {rows:,} points, {window}: {moves}; {beside}")
        page.close()


def _peers(browser: Browser, store: Store, rows: int, mine: dict[str, Moves]) -> None:
    """The same moves of dash-leaflet's clusters beside our cells."""
    try:
        with peers.leaflet(store) as address:
            for window, length in (("a year", YEAR), ("all days", 0)):
                moves = Moves.of(peers.moves(browser, address, ASSETS, length, MOVES // 2))
                beside = mine[f"cells, {window}"].beside(moves)
                print(f"dash-leaflet clusters, {rows:,} points, {window}: {moves}; {beside}")
    except (RuntimeError, Error) as error:
        print(f"dash-leaflet: not measured ({str(error).splitlines()[0]})")
    print(peers.LEFT_OUT)


def _asked(address: str, days: int) -> dict[str, Any]:
    return {"address": f"{address}/api/incidents.bin", "days": days, "moves": MOVES // 2}


if __name__ == "__main__":
    main()
