"""What others would build for the same incidents, moved the same way: dash-leaflet's clusters in an environment."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

import geodata
from geodata import Store

NEEDED = "dash-leaflet==1.1.3"
WAIT_S, MOVE_S = 60, 60
LEFT_OUT = "kepler.gl: left out; the HTML that keplergl 0.4.0 writes loads its scripts from other hosts"
FEATURES = """async (address) => {
  const { n, start, point, px, py, header } = await hauran.columns.load(address);
  const at = (p) => ({ type: "Point", coordinates: hauran.lngLat(px[p], py[p]) });
  const features = [];
  window.lower = (day) => hauran.Crossfilter.prototype.lower.call({ columns: { n, start } }, day);
  for (let i = 0; i < n; i++) {
    features.push(point[i] ? { type: "Feature", properties: {}, geometry: at(point[i] - 1) } : null);
  }
  Object.assign(window, { features, span: header.last_day - header.first_day + 1 });
}"""
MOVES = """async ({ days, moves, wait }) => {
  const length = days || span, found = [];
  const pane = document.querySelector(".leaflet-marker-pane");
  const sum = () => [...pane.querySelectorAll(".marker-cluster")].length;
  for (let k = 0; k < moves; k++) {
    const from = Math.floor(((span - length) * k) / moves);
    const [a, b] = [from, from + length - (days ? 0 : k)].map(lower);
    const shown = { type: "FeatureCollection", features: features.slice(a, b).filter(Boolean) };
    const changed = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("nothing was drawn")), wait * 1000);
      const seen = new MutationObserver(() => { seen.disconnect(); clearTimeout(timer); resolve(); });
      seen.observe(pane, { childList: true, subtree: true });
    });
    const began = performance.now();
    dash_clientside.set_props("clusters", { data: shown });
    await changed;
    const took = performance.now() - began;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    found.push([took, performance.now() - began]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!sum()) throw new Error("no cluster stands on the map");
  return found;
}"""


@contextmanager
def leaflet(store: Store) -> Iterator[str]:
    """The address of dash-leaflet's page of the store. Raises RuntimeError, in words, where it cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        python = _installed(Path(folder))
        columns = Path(folder) / "columns.bin"
        columns.write_bytes(geodata.as_columns(store).body)
        port = _free()
        command = [str(python), str(Path(__file__).with_name("leaflet_page.py")), str(port), str(columns)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as page:
            try:
                yield _answering(f"http://127.0.0.1:{port}", page)
            finally:
                page.terminate()


def _installed(folder: Path) -> Path:
    python = folder / "bin" / "python"
    steps = [sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "-q", NEEDED, "waitress"]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError((done.stderr.strip().splitlines() or ["pip failed"])[-1])
    return python


def _free() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _answering(address: str, page: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until and page.poll() is None:
        try:
            urllib.request.urlopen(address).close()
            return address
        except urllib.error.URLError:
            time.sleep(0.2)
    raise RuntimeError("its page did not start")


def moves(browser: Browser, address: str, assets: Path, days: int, number: int) -> list[list[float]]:
    """Milliseconds of each move of a window of so many days (0 for all): main thread, drawn. Asks no other host."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route(lambda url: not url.startswith(address), _refused)
    try:
        page.goto(address)
        page.wait_for_selector(".leaflet-marker-pane", state="attached")
        return _moved(page, address, assets, days, number)
    finally:
        page.close()


def _refused(route: Route) -> None:
    route.abort()


def _moved(page: Page, address: str, assets: Path, days: int, number: int) -> list[list[float]]:
    for name in ("a-hauran", "columns", "crossfilter"):
        page.add_script_tag(path=assets / f"{name}.js")
    page.evaluate(FEATURES, f"{address}/api/incidents.bin")
    told: Any = page.evaluate(MOVES, {"days": days, "moves": number, "wait": MOVE_S})
    return [[float(value) for value in pair] for pair in told]
