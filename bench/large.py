"""How fast a store answers that is too large for the browser: over loopback, and on the page."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

import geodata
from bench.made_up import store_of
from bench.page import ARGS, CHROMIUM, DESK, READY, YEAR, served
from dashboard import api
from dashboard.app import create_app
from geodata import Filter, Store

ROWS = 10_000_000
TIMES, MOVES = 12, 10
LEVANT, COUNTRIES, TOWN = (33.0, 30.0, 44.0, 38.0), (10.0, 15.0, 70.0, 48.0), (35.8, 32.0, 37.4, 33.6)
AREA = [[35.0, 32.0], [38.0, 32.0], [37.0, 36.0], [35.0, 35.0]]
EVERY = {"types": ["Battles"], "actors": ["Civilians"], "deaths": 1, "doubts": ["-no-link"], "area": AREA}
WIDE = {"glyphs": "cells", "zoom": 5, "box": COUNTRIES}
ASKED = ("glyphs", "zoom", "box", "bars", "killed", "actors")
CHOSEN = {"types": ["Battles"], "regions": ["SY", "IQ"]}
QUESTIONS: dict[str, dict[str, Any]] = {
    "cells, all days": {"glyphs": "cells", "zoom": 5, "box": COUNTRIES},
    "cells, a year": {"glyphs": "cells", "zoom": 5, "box": COUNTRIES, "days": YEAR},
    "places in view, all days": {"glyphs": "spots", "zoom": 8, "box": TOWN},
    "places in view, a year": {"glyphs": "spots", "zoom": 8, "box": LEVANT, "days": YEAR},
    "two regions and a type, with bars": {"glyphs": "cells", "zoom": 5, "box": COUNTRIES, "bars": True, **CHOSEN},
    "an actor, with bars": {**WIDE, "bars": True, "controls": {"actors": ["SY: armed group 0"]}},
    "five deaths or more, with bars": {**WIDE, "bars": True, "controls": {"deaths": 5}},
    "no link to a source, with bars": {**WIDE, "bars": True, "controls": {"doubts": ["no-link"]}},
    "a drawn area, with bars": {**WIDE, "bars": True, "controls": {"area": AREA}},
    "all of these together, with bars": {**WIDE, "bars": True, "controls": EVERY},
    "heat": {"glyphs": "heat", "zoom": 5, "box": COUNTRIES},
    "regions by deaths": {"glyphs": "", "killed": True},
    "counts of the actors": {"actors": True},
    "a word, with bars": {"glyphs": "cells", "zoom": 5, "box": COUNTRIES, "bars": True, "words": "homs"},
}
MOVE = """async ({ days, moves }) => {
  const { engine } = hauran, { remote } = engine.state.columns, [first, last] = hauran.window.all(), found = [];
  const settled = () => new Promise((done) => { if (!remote.later(done)) done(); });
  for (let k = 0; k < moves; k++) {
    const began = performance.now();
    engine.move(days ? [first + days * k, first + days * (k + 1)] : [first, last - k - 1]);
    await new Promise(requestAnimationFrame);
    await settled();
    found.push(performance.now() - began);
  }
  return found;
}"""
DRAG = """async (frames) => {
  const { engine } = hauran, { state } = engine, [first, last] = hauran.window.all(), longest = [], seen = new Set();
  let before = performance.now();
  for (let k = 1; k <= frames; k++) {
    engine.move([first, last - k]);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest.push(now - before);
    before = now;
    seen.add(state.counts.total);
  }
  return { longest, seen: seen.size };
}"""


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "store", ROWS)


def measure(root: Path, rows: int) -> None:
    """Print the figures of a store of that many incidents, made under `root` where it is not there."""
    store = _made(root, rows)
    with served(create_app(store)) as address:
        _answers(store, address, rows)
        _tables(store, rows)
        chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
        if not chromium:
            print("the page: not measured, there is no Chromium")
            return
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=list(ARGS))
            _page(browser, address, rows)
            browser.close()


def _made(root: Path, rows: int) -> Store:
    began = time.perf_counter()
    store = store_of(root, rows)
    made = time.perf_counter()
    geodata.grid_of(store)
    file = root / f"{store.snapshot}.grid"
    took = f"made in {made - began:.0f} s, arrays beside the snapshot in {time.perf_counter() - made:.0f} s"
    print(f"\n{rows:,} incidents: {took} ({file.stat().st_size / 1e6:.0f} MB)")
    return store


def _answers(store: Store, address: str, rows: int) -> None:
    """Milliseconds of answers over loopback, each to another window, so that none is remembered."""
    span = geodata.extent(store)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name, told in QUESTIONS.items():
        times, worked = [], []
        for k in range(TIMES):
            first = int(span.first_day or 0) + k
            window = [first, first + told["days"] if "days" in told else int(span.last_day or 0) - k]
            controls = {n: told[n] for n in ("types", "regions", "words") if n in told} | told.get("controls", {})
            asked = {n: told[n] for n in ASKED if n in told} | {"filter": controls | {"window": window}}
            busy, began = time.process_time(), time.perf_counter()
            _get(f"{address}{api.SHOWN}?ask={urllib.parse.quote(json.dumps(asked))}")
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy) * 1000)
        spread = f"first {times[0]:.0f} ms, then {statistics.median(times[1:]):.0f} ms"
        noise = f"{min(times[1:]):.0f} to {max(times[1:]):.0f}; processor time {statistics.median(worked[1:]):.0f} ms"
        print(f"{rows:,} incidents, {name}: {spread} ({noise})", flush=True)


TABLES: dict[str, Callable[[Store, Filter], Any]] = {
    "figures of the summary": geodata.summary,
    "by region": lambda store, where: geodata.breakdown(store, where, "region"),
    "by actor": lambda store, where: geodata.breakdown(store, where, "actor"),
    "regions month by month": lambda store, where: geodata.over_time(store, where, "region", "month", ["SY-HM"]),
    "a hundred rows of the table from the middle": lambda store, where: geodata.rows_between(
        store, where, (n := geodata.number_of(store, where) // 2), n + 100
    ),
    "the first rows by place": lambda store, where: geodata.rows_between(store, where, 0, 100, [("place", False)]),
    "what is nearby": lambda store, where: geodata.nearby(store, _one(store), where),
}
"""What panels ask of a large store."""


def _tables(store: Store, rows: int) -> None:
    """Milliseconds of what the panels ask, each of another window."""
    span = geodata.extent(store)
    for name, ask in TABLES.items():
        times = []
        for k in range(MOVES // 2):
            where = Filter(end=geodata.to_date(int(span.last_day or 0) - k - 1))
            began = time.perf_counter()
            ask(store, where)
            times.append((time.perf_counter() - began) * 1000)
        print(f"{rows:,} incidents, {name}: {_spread(times)}", flush=True)


@cache
def _one(store: Store) -> dict[str, Any]:
    row = geodata.incident(store, str(geodata.rows_between(store, Filter(), 0, 1)["id"].iloc[0]))
    return row or {}


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address) as reply:  # loopback, our own server
        return bytes(reply.read())


def _page(browser: Browser, address: str, rows: int) -> None:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    page.set_default_timeout(120_000)
    began = time.perf_counter()
    page.goto(f"{address}?zoom=6&lat=33.5&lon=40")
    page.wait_for_function(READY)
    print(f"page ready with {rows:,} incidents in the store: {time.perf_counter() - began:.1f} s")
    for window, days in (("a year", YEAR), ("all days", 0)):
        times: list[float] = page.evaluate(MOVE, {"days": days, "moves": MOVES})
        print(f"slider move answered and drawn, {window}: {_spread(times)}")
    _drag(page)
    page.close()


def _drag(page: Page) -> None:
    told: dict[str, Any] = page.evaluate(DRAG, 60)
    frames = _spread(told["longest"])
    print(f"while dragging over all days: {told['seen']} answers drawn in 60 frames; a frame takes {frames}")


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})"
