"""A store too large for the browser: the store's answers are the same as those of the browser's own filter."""

import pytest
from playwright.sync_api import expect

import geodata
from geodata import gridded
from tests.e2e.conftest import served
from tests.e2e.test_engine import FILTERS, SHELLED, controls
from tests.e2e.test_page import STANDS
from tests.geodata.rows import a_figure, a_store
from tests.geodata.test_columns import ordered
from tests.geodata.test_query import ROWS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

WAYS = (("points", 5), ("bins", 5), ("bins", 0.4), ("auto", 7.5), ("points", 0.4))
VIEW = "?theme=light&lat=33&lon=36.3&zoom={zoom}"
SETTLED = "() => new Promise((done) => { if (!hauran.engine.state.columns.remote.later(done)) done(); })"
DRAWN = """async ({ filter, window, words, ways }) => {
  const { engine } = hauran, { state } = engine, { remote } = state.columns, map = hauran.glass.inner();
  const bytes = words && !remote && await (await fetch(`/api/match?q=${encodeURIComponent(words)}`)).arrayBuffer();
  const settled = () => new Promise((done) => { if (!remote || !remote.later(done)) done(); });
  engine.filter({ ...filter, match: bytes ? new Uint8Array(bytes) : null, words });
  state.window = window;
  const glyphs = [];
  for (const [mode, zoom] of ways) {
    state.mode = mode;
    map.jumpTo({ zoom });
    engine.paint();
    await settled();
    const [west, south, east, north] = map.getBounds().toArray().flat();
    const [[x0, y0], [x1, y1]] = [hauran.world({ lng: west, lat: north }), hauran.world({ lng: east, lat: south })];
    const seen = state.found.filter(({ x, y }) => x >= x0 && x <= x1 && y >= y0 && y <= y1);
    glyphs.push(seen.map(({ x, y, counts, total, weight, solid, guessed, members }) =>
      [x, y, ...counts, total, weight, solid, guessed, members.length ?? 1]));
  }
  const by = Object.fromEntries(Object.entries(state.counts.by).map(([name, list]) => [name, [...list]]));
  return { counts: { ...state.counts, by, passing: [...state.counts.passing] }, glyphs, hist: [...state.hist], all: [...state.all] };
}"""


def opened(context, address, zoom=5):
    """A tab with the page, whose errors are kept."""
    page = context.new_page()
    page.thrown = []
    page.on("pageerror", lambda error: page.thrown.append(str(error)))
    page.goto(address + VIEW.format(zoom=zoom))
    page.wait_for_function(STANDS, timeout=60_000)
    return page


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [ordered(row) | {"match_guessed": number % 5 == 0} for number, row in enumerate(ROWS)]
    return a_store(tmp_path_factory.mktemp("remote"), rows, [a_figure(0, lat=SHELLED[0], lon=SHELLED[1])])


@pytest.fixture(scope="module")
def shown_at(store):
    with served(store) as address:
        yield address


def asked(where):
    days = [geodata.to_day(day) for day in (where.start, where.end)]
    return {"filter": controls(where), "window": days, "words": where.text, "ways": WAYS}


@pytest.fixture(scope="module")
def local(shared_context, shown_at):
    """What the browser's own filter says to each of FILTERS."""
    page = opened(shared_context, shown_at)
    assert page.evaluate("() => !hauran.engine.state.columns.remote")
    found = [page.evaluate(DRAWN, asked(where)) for where in FILTERS]
    page.close()
    return found


@pytest.fixture(scope="module")
def desk(shared_context, shown_at, local):
    """The page of the same store, as one that is too large for the browser."""
    before, gridded.LOCAL_MAX = gridded.LOCAL_MAX, 10
    page = opened(shared_context, shown_at)
    assert page.evaluate("() => !!hauran.engine.state.columns.remote")
    yield page
    page.close()
    gridded.LOCAL_MAX = before
    assert page.thrown == []


@pytest.mark.parametrize("number", range(len(FILTERS)))
def test_the_store_counts_and_draws_what_the_browser_would(desk, local, number):
    wanted, found = local[number], desk.evaluate(DRAWN, asked(FILTERS[number]))
    assert found["counts"] == wanted["counts"]
    for name in ("hist", "all"):
        assert found[name] == wanted[name]
    for mine, theirs in zip(found["glyphs"], wanted["glyphs"], strict=True):
        assert sorted(mine) == [pytest.approx(glyph, abs=1e-5) for glyph in sorted(theirs)]


def test_some_of_the_filters_show_glyphs_of_every_sort(local):
    glyphs = [glyph for found in local for way in found["glyphs"] for glyph in way]
    assert {glyph[-3] for glyph in glyphs} == {glyph[-2] for glyph in glyphs} == {0, 1}
    assert any(glyph[-1] > 1 for glyph in glyphs)
    assert any(glyph[-4] < glyph[-5] for glyph in glyphs)


def opened_wide(page):
    """Everything is shown again, by the page's own hand."""
    page.evaluate("() => { hauran.engine.state.mode = 'auto'; dash_clientside.hauran.reset(1); }")
    expect(page.locator("#figure-incidents")).to_have_text(str(len(ROWS)))


def test_the_page_says_where_its_counts_come_from(desk):
    opened_wide(desk)
    expect(desk.locator("#filtered")).to_have_text(f"{len(ROWS)} of {len(ROWS)} incidents shown · counted in the store")
