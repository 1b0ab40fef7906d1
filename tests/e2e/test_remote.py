"""A store too large for the browser: the store's answers are the same as those of the browser's own filter."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

import geodata
from dashboard import remote
from dashboard.reading import told_window
from geodata import Filter, grid, gridded, to_date
from tests.e2e.conftest import served
from tests.e2e.test_engine import FILTERS, SHELLED, controls
from tests.e2e.test_page import STANDS
from tests.geodata.rows import ID, a_figure, a_store, an_incident
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
  const { engine } = hauran, { state } = engine, { remote, header } = state.columns, map = hauran.glass.inner();
  const reporters = filter.claimants.map((name) => ["reporter", name]);
  const asked = new URLSearchParams([...(words ? [["q", words]] : []), ...reporters]).toString();
  const bytes = asked && !remote && await (await fetch(`/api/match?${asked}`)).arrayBuffer();
  const settled = () => new Promise((done) => { if (!remote || !remote.later(done)) done(); });
  engine.filter({ ...filter, match: bytes ? new Uint8Array(bytes) : null, words });
  state.window = window;
  const glyphs = [];
  for (const [mode, zoom] of ways) {
    state.mode = mode;
    state.going = true;
    map.jumpTo({ zoom });
    engine.paint();
    await settled();
    const [west, south, east, north] = map.getBounds().toArray().flat();
    const [[x0, y0], [x1, y1]] = [hauran.world({ lng: west, lat: north }), hauran.world({ lng: east, lat: south })];
    const seen = state.found.filter(({ x, y }) => x >= x0 && x <= x1 && y >= y0 && y <= y1);
    glyphs.push(seen.map(({ x, y, counts, total, weight, solid, guessed, members }) =>
      [x, y, ...counts, total, weight, solid, guessed, members.length ?? 1]));
  }
  state.mode = "regions";
  state.by = "deaths";
  engine.paint();
  await settled();
  const { pair, actor, ...lists } = state.counts.by;
  const by = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]]));
  const actors = actor || [...hauran.actors.sums(header, pair)];
  const { passing, killed } = state.counts;
  return { counts: { ...state.counts, by, actors, passing: [...passing], killed: [...killed] }, glyphs, hist: [...state.hist], all: [...state.all] };
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


SOUTH = ((35.5, 32.0), (37.2, 32.2), (36.9, 33.6), (35.6, 33.4))
AREAS = ((), (), SOUTH, ((34.0, 31.0), (41.0, 31.0), (35.0, 37.5)))
QUESTIONS = [replace(where, area=AREAS[number % len(AREAS)]) for number, where in enumerate(FILTERS)]


def asked(where):
    days = told_window(where.start, where.end)
    area = [list(corner) for corner in where.area] or None
    return {"filter": controls(where) | {"area": area}, "window": days, "words": where.text, "ways": WAYS}


@pytest.fixture(scope="module")
def local(shared_context, shown_at):
    """What the browser's own filter says to each of FILTERS."""
    page = opened(shared_context, shown_at)
    assert page.evaluate("() => !hauran.engine.state.columns.remote")
    found = [page.evaluate(DRAWN, asked(where)) for where in QUESTIONS]
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


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_the_store_counts_and_draws_what_the_browser_would(desk, local, number):
    wanted, found = local[number], desk.evaluate(DRAWN, asked(QUESTIONS[number]))
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


def stand(page, centre, zoom):
    """Puts the map there, as a choice of the page does."""
    page.evaluate(
        "([center, zoom]) => { hauran.engine.state.going = true; hauran.glass.inner().jumpTo({ center, zoom }); }",
        [centre, zoom],
    )


def opened_wide(page):
    """Everything is shown again, by the page's own hand."""
    page.evaluate(
        "() => { Object.assign(hauran.engine.state, { mode: 'auto', by: 'count' }); dash_clientside.hauran.reset(1); }"
    )
    expect(page.locator("#figure-incidents")).to_have_text(str(len(ROWS)))
    page.wait_for_function("() => !document.querySelector('[data-dash-is-loading=true]')")


def test_the_page_says_where_its_counts_come_from(desk):
    opened_wide(desk)
    expect(desk.locator("#filtered")).to_have_text(f"{len(ROWS)} of {len(ROWS)} incidents shown · counted in the store")


HELD = """() => {
  window.held = [];
  const plain = window.fetch;
  window.fetch = async (target, options) => {
    const url = String(target?.url || target);
    if (!url.includes("/api/shown.bin")) return plain(target, options);
    const passed = new Promise((go) => held.push({ url, go }));
    await passed;
    return plain(target, options);
  };
  window.letGo = () => { window.fetch = plain; for (const { go } of held) go(); };
}"""
DRAG = """async (days) => {
  const before = document.getElementById("figure-incidents").textContent, seen = [];
  for (const [from, until] of days) {
    hauran.window.set(from, until);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    seen.push(document.getElementById("figure-incidents").textContent);
  }
  return { before, seen, asked: held.length };
}"""


def test_while_an_answer_is_under_way_the_last_stays_drawn_and_the_newest_question_follows(desk, store):
    opened_wide(desk)
    desk.evaluate(SETTLED)
    desk.evaluate(HELD)
    first, _ = desk.evaluate("() => hauran.window.all()")
    days = [[first, first + n] for n in (9, 8, 7, 6, 5)]
    told = desk.evaluate(DRAG, days)
    assert set(told["seen"]) == {told["before"]}
    assert told["asked"] == 1
    expect(desk.locator(".map-box")).to_have_class("map-box counting")
    desk.evaluate("() => letGo()")
    where = Filter(start=to_date(first), end=to_date(first + 5))
    expect(desk.locator("#figure-incidents")).to_have_text(str(geodata.summary(store, where).incidents))
    expect(desk.locator(".map-box")).to_have_class("map-box")
    expect(desk.locator("#live")).to_contain_text(f"{geodata.summary(store, where).incidents} incidents")
    opened_wide(desk)


def test_a_move_of_the_map_within_what_is_at_hand_asks_nothing(desk):
    opened_wide(desk)
    stand(desk, [36.3, 33], 8)
    desk.evaluate(SETTLED)
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    stand(desk, [36.32, 33.01], 8.2)
    desk.evaluate(SETTLED)
    assert asked == []
    stand(desk, [40.32, 33.01], 8.2)
    desk.evaluate(SETTLED)
    assert len(asked) == 1


def glyph_at(lat, lon):
    """JavaScript that picks the glyph there."""
    return f"""() => {{ const map = hauran.glass.inner(), at = map.project([{lon}, {lat}]);
      return hauran.engine.state.layer.pick(at.x, at.y); }}"""


def test_a_click_on_a_place_lists_its_incidents_and_rings_it(desk, store):
    opened_wide(desk)
    stand(desk, [SHELLED[1], SHELLED[0]], 9)
    desk.evaluate(SETTLED)
    total = desk.evaluate(glyph_at(*SHELLED))["total"]
    box = desk.locator("#map").bounding_box()
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(desk.locator("#drawer")).to_be_visible()
    expect(desk.locator("#card")).to_contain_text(f"{total} incidents")
    desk.wait_for_function("() => hauran.engine.state.glass.selected.length === 1")
    ring = desk.evaluate(
        "() => hauran.engine.state.glass.rings.data.features.map((f) => f.geometry.coordinates[0][16])"
    )
    assert any(lon == pytest.approx(SHELLED[1], abs=0.05) for lon, _ in ring)
    desk.locator("#close").click()
    opened_wide(desk)


def test_a_cell_of_many_places_is_zoomed_into(desk):
    opened_wide(desk)
    stand(desk, [36.3, 34], 1.5)
    desk.evaluate(SETTLED)
    cell = desk.evaluate("() => hauran.engine.state.found.find(({ members }) => members.length > 1)")
    x, y = desk.evaluate(
        "(at) => Object.values(hauran.glass.inner().project(hauran.lngLat(...at)))", [cell["x"], cell["y"]]
    )
    box = desk.locator("#map").bounding_box()
    desk.mouse.click(box["x"] + x - 10, box["y"] + y + 16)  # off the single place that lies over it
    desk.wait_for_function("() => hauran.glass.inner().getZoom() > 3")
    stand(desk, [36.3, 33], 5)


def test_the_table_and_the_regions_follow_the_same_filter(desk, store):
    opened_wide(desk)
    desk.evaluate("() => hauran.setProps('types', { value: ['Battles'] })")
    number = geodata.summary(store, Filter(event_types=("Battles",))).incidents
    expect(desk.locator("#figure-incidents")).to_have_text(str(number))
    desk.evaluate("() => hauran.setProps('draw-as', { value: 'regions' })")
    desk.wait_for_function(
        "() => hauran.engine.state.found.length === 0 && !!hauran.glass.inner().getLayer('hauran-regions')"
    )
    desk.evaluate("() => hauran.setProps('draw-as', { value: 'auto' })")
    opened_wide(desk)


def test_places_too_many_to_draw_are_grouped_and_the_page_says_so(desk, monkeypatch):
    opened_wide(desk)
    monkeypatch.setattr(remote, "SPOTS_MAX", 2)
    desk.evaluate(
        "() => { hauran.engine.state.mode = 'points'; hauran.engine.state.columns.remote.box = null; hauran.engine.paint(); }"
    )
    expect(desk.locator("#notice")).to_contain_text("Too many places to draw one by one")
    assert desk.evaluate("() => hauran.engine.state.found.every(({ members }) => members.cell)")
    monkeypatch.undo()
    gridded.LOCAL_MAX = 10
    desk.evaluate(
        "() => { hauran.engine.state.columns.remote.box = null; hauran.engine.state.columns.remote.answered = null; hauran.engine.paint(); }"
    )
    expect(desk.locator("#notice")).to_be_empty()
    opened_wide(desk)


def test_an_answer_that_fails_leaves_the_last_view_and_comes_when_the_server_is_back(desk, store):
    opened_wide(desk)
    desk.evaluate(SETTLED)
    desk.route("**/api/shown.bin*", lambda route: route.abort())
    first, _ = desk.evaluate("() => hauran.window.all()")
    desk.evaluate("(first) => hauran.window.set(first, first + 5, true)", first)
    expect(desk.locator("#error")).to_contain_text("The server does not answer")
    expect(desk.locator("#figure-incidents")).to_have_text(str(len(ROWS)))
    desk.unroute("**/api/shown.bin*")
    where = Filter(start=to_date(first), end=to_date(first + 5))
    expect(desk.locator("#figure-incidents")).to_have_text(str(geodata.summary(store, where).incidents))
    expect(desk.locator("#error")).to_be_hidden()
    opened_wide(desk)


def test_an_answer_that_takes_too_long_is_said_and_asked_again_only_where_the_question_changes(desk, store):
    opened_wide(desk)
    desk.evaluate(SETTLED)
    asked = []
    desk.route(
        "**/api/shown.bin*", lambda route: (asked.append(route.request.url), route.fulfill(status=422, body="too slow"))
    )
    first, _ = desk.evaluate("() => hauran.window.all()")
    desk.evaluate("(first) => hauran.window.set(first, first + 5, true)", first)
    expect(desk.locator("#error")).to_contain_text("takes too long")
    desk.wait_for_timeout(4000)  # beyond the time after which a server that is gone is asked again
    assert len(asked) == 1
    expect(desk.locator("#figure-incidents")).to_have_text(str(len(ROWS)))
    desk.unroute("**/api/shown.bin*")
    where = Filter(start=to_date(first), end=to_date(first + 4))
    desk.evaluate("(first) => hauran.window.set(first, first + 4, true)", first)
    expect(desk.locator("#figure-incidents")).to_have_text(str(geodata.summary(store, where).incidents))
    expect(desk.locator("#error")).to_be_hidden()
    opened_wide(desk)


def test_an_import_while_the_page_is_open_is_counted_by_the_next_question(shared_context, tmp_path, monkeypatch):
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    store = a_store(tmp_path, [an_incident(number) for number in range(3)])
    with served(store) as address:
        page = opened(shared_context, address)
        expect(page.locator("#figure-incidents")).to_have_text("3")
        with store.write() as connection:
            connection.execute(
                "UPDATE incidents SET event_type = 'Battles', sub_event_type = 'Armed clash' WHERE id = ?",
                [ID.format(0)],
            )
            connection.execute("DELETE FROM incidents WHERE id = ?", [ID.format(1)])
        page.evaluate("() => { hauran.engine.state.columns.remote.answered = null; hauran.engine.paint(); }")
        expect(page.locator("#figure-incidents")).to_have_text("2")
        assert page.evaluate("() => hauran.engine.state.columns.n") == 2
        assert page.thrown == []
        page.close()


def test_a_page_opened_while_an_import_is_read_says_so_and_then_shows_it(shared_context, tmp_path, monkeypatch):
    monkeypatch.setattr(gridded, "LOCAL_MAX", 1)
    store = a_store(tmp_path, [an_incident(number) for number in range(3)])
    with served(store) as address:
        page = shared_context.new_page()
        with grid._making:
            page.goto(address)
            expect(page.locator("#notice")).to_contain_text("The store is being read anew", timeout=60_000)
        expect(page.locator("#figure-incidents")).to_have_text("3")
        expect(page.locator("#notice")).to_be_empty()
        page.close()
