"""The tools of the map on a store too large for the browser: heat, units, what is known to a country alone, actors, the table."""

import time

import pytest
from playwright.sync_api import expect

import geodata
from dashboard import remote, text
from geodata import Filter, answers, gridded, to_date
from tests.e2e.conftest import served
from tests.e2e.test_page import STANDS, click_on_map
from tests.geodata.rows import ID, a_store, an_incident, day

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

FIRST = day("2018-07-01")
SETTLED = """() => new Promise((done) => { const { remote } = hauran.engine.state.columns;
  if (!remote || !remote.later(done)) done(); })"""
UNITS = (
    ("SY-DR", "Daraa", 32.6189, 36.1021, "province", 40_000),
    ("SY-QU", "Quneitra", 33.1253, 35.8241, "district", 9_000),
    ("SY-DI", "Damascus", 33.5102, 36.2913, "settlement", 2_000),
    ("SY-HM", "Homs", 34.7268, 36.7234, "settlement", 2_000),
)
SIDES = "[0.55, 0.35, 0.65, 0.45]"
HEAT = f"""() => {{ const {{ heat, engine }} = {{ heat: hauran.heat, engine: hauran.engine }};
  return heat.cells(engine.state.crossfilter, 5, {SIDES}).map(({{ x, y, total }}) => [x, y, total]); }}"""
BOX = (18.0, 15.0, 54.0, 50.0)  # SIDES in degrees, and more
HATCHED = "() => JSON.stringify(hauran.glass.inner().getSource('hauran-hatch')?.serialize().data.features.length)"
ACTORS = """() => [...document.querySelectorAll('#actor-list .choice')].map((line) =>
  [line.querySelector('.choice-name').textContent, line.querySelector('.count').textContent])"""


def rows():
    for number in range(40):
        code, name, lat, lon, precision, radius = UNITS[number % len(UNITS)]
        yield an_incident(
            number,
            start_day=FIRST + number,
            end_day=FIRST + number,
            **{"lat": lat, "lon": lon, "location_precision": precision, "radius_m": float(radius)},
            **{"admin1": code, "admin1_name": name, "actor1": f"Group {number % 3}", "actor2": None},
            fatalities_best=number % 7,
        )
    for number in range(40, 43):
        yield an_incident(number, start_day=FIRST, lat=35.0, lon=38.5, location_precision="country", admin1=None)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("tools"), list(rows()))


@pytest.fixture(scope="module")
def shown_at(store):
    geodata.grid_of(store)
    with served(store) as address:
        yield address


@pytest.fixture
def small(shared_context, shown_at):
    yield from _tab(shared_context, shown_at)


@pytest.fixture
def desk(shared_context, shown_at, monkeypatch):
    """A tab that is told that the store is too large for it."""
    monkeypatch.setattr(gridded, "LOCAL_MAX", 10)
    yield from _tab(shared_context, shown_at)


def _tab(context, address):
    page = context.new_page()
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.on("console", lambda line: thrown.append(line.text) if line.type == "error" else None)
    page.home, page.thrown = address, thrown
    yield page
    page.close()
    assert thrown == []


def opened(page, query):
    page.goto(f"{page.home}?theme=light&lat=33.4&lon=36.3&zoom=7.5&{query}")
    page.wait_for_function(STANDS, timeout=60_000)
    page.evaluate(SETTLED)
    return page


def test_heat_is_gathered_in_the_same_cells(small, store):
    cells = opened(small, "draw=heat").evaluate(HEAT)
    found = geodata.heat(store, Filter(), 5, BOX)
    assert sum(total for *_, total in cells) == found.total.sum() == 20
    assert sorted(cells) == [pytest.approx(cell) for cell in sorted(zip(found.x, found.y, found.total, strict=True))]


def test_heat_is_drawn_and_says_what_it_leaves_out(desk):
    opened(desk, "draw=heat")
    assert (
        desk.evaluate("() => hauran.engine.state.columns.remote.heat().reduce((sum, { total }) => sum + total, 0)")
        == 20
    )
    assert desk.evaluate("() => hauran.engine.state.found.length") == 0
    expect(desk.locator("#heat-note")).to_have_text("23 incidents known less precisely are left out")


def test_units_in_view_are_hatched(desk):
    opened(desk, "")
    desk.wait_for_function(f"() => ({HATCHED})() === '2'")
    expect(desk.locator("#hatch-key")).to_be_visible()
    opened(desk, "precision=settlement")
    expect(desk.locator("#figure-incidents")).to_have_text("20")
    expect(desk.locator("#hatch-key")).to_be_hidden()


def test_what_is_known_to_a_country_alone_is_listed_by_a_click(desk):
    opened(desk, "")
    expect(desk.locator("#country-only")).to_have_text("3 incidents known to a country only")
    desk.locator("#country-only").click()
    expect(desk.locator("#card")).to_contain_text("3 incidents")


def test_actors_are_counted_listed_and_chosen(desk, store):
    opened(desk, "")
    desk.wait_for_function(f"() => ({ACTORS})().length > 2")
    desk.evaluate(SETTLED)
    wanted = geodata.per_actor(store).itertuples()
    assert dict(desk.evaluate(ACTORS)) == {row.actor: str(row.incidents) for row in wanted}
    desk.locator("#actor-list .choice", has_text="Group 1").click()
    number = geodata.summary(store, Filter(actors=("Group 1",))).incidents
    expect(desk.locator("#figure-incidents")).to_have_text(str(number))
    desk.evaluate(SETTLED)
    assert desk.evaluate(ACTORS)[0] == ["Group 1", str(number)]


def test_counts_of_actors_follow_the_window_once_the_hand_rests(desk, store):
    opened(desk, "")
    desk.wait_for_function(f"() => ({ACTORS})().length > 2")
    desk.evaluate("(first) => hauran.window.set(first, first + 9, true)", FIRST)
    where = Filter(start=to_date(FIRST), end=to_date(FIRST + 9))
    wanted = {row.actor: str(row.incidents) for row in geodata.per_actor(store, where).itertuples()}
    desk.wait_for_function(f"(wanted) => ({ACTORS})().every(([name, n]) => wanted[name] === n)", arg=wanted)


def test_regions_are_coloured_by_deaths(desk, store):
    opened(desk, "draw=regions&by=deaths")
    expect(desk.locator("#region-key")).to_contain_text("Deaths, best estimates")
    assert desk.evaluate("() => hauran.engine.state.counts.killed.reduce((sum, n) => sum + n, 0)") == (
        geodata.summary(store).deaths_best
    )


def test_an_area_and_a_doubt_and_deaths_narrow_all_that_is_shown(desk, store):
    area = ((35.5, 32.0), (37.2, 32.2), (36.9, 33.3), (35.6, 33.4))
    opened(desk, f"area={';'.join(f'{x},{y}' for x, y in area)}&deaths=2&doubt=no-link&summary=on")
    number = geodata.summary(store, Filter(area=area, deaths_least=2, doubts=("no-link",))).incidents
    assert 0 < number < 20
    expect(desk.locator("#figure-incidents")).to_have_text(str(number))
    assert desk.evaluate("() => hauran.engine.state.found.reduce((sum, { total }) => sum + total, 0)") == number
    expect(desk.locator("#headline")).to_contain_text(f"{number} incidents in")
    expect(desk.locator("[data-count='deaths least']")).to_have_text(str(number))


def test_the_table_says_where_another_order_ends(desk, monkeypatch):
    monkeypatch.setattr(answers, "SORTED_MAX", 12)
    opened(desk, "table=on")
    expect(desk.locator("#table-note")).to_be_empty()
    desk.locator("#table .ag-header-cell", has_text="Place").click()
    expect(desk.locator("#table-note")).to_have_text(
        "In this order the table lists the first 12 of 43 incidents; by date it lists all."
    )
    desk.locator("#table .ag-header-cell", has_text="Date").click()
    expect(desk.locator("#table-note")).to_be_empty()


def test_an_embedded_map_counts_no_actors(desk):
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    opened(desk, "embed=on")
    expect(desk.locator("#embedded")).to_contain_text("43 incidents")
    assert [url for url in asked if "/api/shown.bin" in url]
    assert not [url for url in asked if "actors%22%3Atrue" in url]


HELD = """() => {
  const plain = window.fetch, opened = new Promise((go) => { window.letGo = go; });
  window.fetch = async (target, options) => {
    if (String(target?.url || target).includes("/api/shown.bin")) { window.asked = true; await opened; }
    return plain(target, options);
  };
}"""
PICTURED = """(way) => { window.pictured = "waits";
  Promise.resolve(way === "paper" ? hauran.print.fill("") : hauran.picture.compose("")).then(() => { window.pictured = hauran.engine.state.counts.total; }, (error) => { window.pictured = error.message; }); }"""


@pytest.mark.parametrize("way", ["picture", "paper"])
def test_a_picture_waits_for_the_answer_that_it_shows(desk, store, way):
    opened(desk, "")
    desk.evaluate(HELD)
    first = desk.evaluate("() => hauran.window.all()[0]")
    desk.evaluate("(first) => hauran.window.set(first, first + 5, true)", first)
    desk.wait_for_function("() => window.asked")
    desk.evaluate(PICTURED, way)
    desk.wait_for_timeout(500)
    assert desk.evaluate("() => window.pictured") == "waits"
    desk.evaluate("() => letGo()")
    where = Filter(start=to_date(first), end=to_date(first + 5))
    wanted = geodata.summary(store, where).incidents
    desk.wait_for_function("(wanted) => window.pictured === wanted", arg=wanted)


def test_the_dialog_of_sharing_counts_once_the_count_is_that_of_its_days(desk, store):
    opened(desk, "")
    desk.evaluate(HELD)
    first = desk.evaluate("() => hauran.window.all()[0]")
    desk.evaluate("(first) => hauran.window.set(first, first + 5, true)", first)
    desk.wait_for_function("() => window.asked")
    desk.get_by_role("button", name="Share", exact=True).click()
    days = text.days(first, first + 5)
    expect(desk.locator("#share-words")).to_have_text(days)
    desk.evaluate("() => letGo()")
    wanted = geodata.summary(store, Filter(start=to_date(first), end=to_date(first + 5))).incidents
    expect(desk.locator("#share-words")).to_contain_text(
        f"{wanted} of {geodata.summary(store).incidents} incidents · {days}"
    )


def test_no_picture_is_made_of_a_view_that_is_not_what_is_asked_for(desk):
    opened(desk, "")
    desk.route("**/api/shown.bin*", lambda route: route.fulfill(status=422, body="too slow"))
    first = desk.evaluate("() => hauran.window.all()[0]")
    desk.evaluate("(first) => hauran.window.set(first, first + 5, true)", first)
    expect(desk.locator("#error")).to_contain_text("takes too long")
    desk.evaluate(PICTURED, "picture")
    desk.wait_for_function("() => window.pictured === 'what is asked for has not been answered yet'")
    desk.thrown.clear()  # the refusal and the answer that failed


@pytest.fixture
def slow(monkeypatch):
    """Answers take a second from the call of what is given."""
    before = remote.drawn

    def later(*asked):
        time.sleep(1)
        return before(*asked)

    return lambda: monkeypatch.setattr(remote, "drawn", later)


def test_regions_keep_the_last_figures_until_the_next_come(desk, slow):
    opened(desk, "draw=regions&by=rate")
    key = desk.locator("#region-key")
    rate = key.inner_text()
    slow()
    desk.evaluate("(first) => hauran.window.set(first, first + 4, true)", FIRST)
    desk.wait_for_url("**/*to=2018-07-05*")
    assert key.inner_text() == rate
    expect(key).not_to_have_text(rate, use_inner_text=True)
    desk.evaluate("() => hauran.setProps('region-by', { value: 'deaths' })")
    expect(key.locator("p").first).to_have_text("Incidents")
    assert desk.evaluate(
        "() => hauran.glass.inner().getPaintProperty('hauran-regions', 'fill-color').includes('SY-DR')"
    )
    expect(key.locator("p").first).to_have_text("Deaths, best estimates")


def once_slow(monkeypatch, name):
    """The first answer of a question of geodata takes a second."""
    before, waits = getattr(geodata, name), [1.0]

    def asked(*told):
        time.sleep(waits.pop() if waits else 0)
        return before(*told)

    monkeypatch.setattr(geodata, name, asked)


def test_a_mark_that_is_found_late_does_not_come_back(desk, monkeypatch):
    opened(desk, "")
    once_slow(monkeypatch, "points_at")
    with desk.expect_response("**/api/points.json*"):
        desk.evaluate("(at) => { hauran.engine.mark([at]); hauran.engine.mark([]); }", UNITS[0][2:4])
    desk.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    assert desk.evaluate("() => hauran.engine.state.glass.selected") == []


def test_the_last_click_opens_its_list_though_the_answer_before_comes_later(desk, store, monkeypatch):
    opened(desk, "")
    once_slow(monkeypatch, "rows_at")
    desk.evaluate(
        """() => { const before = hauran.setProps; window.told = [];
          hauran.setProps = (id, props) => { if (id === "selected") window.told.push(props.data.rows[0]); before(id, props); }; }"""
    )
    click_on_map(desk, *UNITS[2][2:4])
    click_on_map(desk, *UNITS[1][2:4])
    expect(desk.locator("#card")).to_contain_text("10 incidents")
    desk.wait_for_timeout(1200)  # beyond the slow answer
    assert geodata.ids_at(store, desk.evaluate("() => window.told")) == [ID.format(1)]
