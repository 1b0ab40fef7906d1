"""The engine on the page: its counts are the store's, its layer stays, a drag asks nothing of the server."""

import random
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import expect

import geodata
from dashboard.reading import told_window
from dashboard.theme import EVENT_COLOURS
from geodata import NOBODY, NOWHERE, Filter, begins, ends, from_minute, to_date, to_day, until_minute
from geodata.schema import STATUSES
from tests.e2e.conftest import served
from tests.e2e.test_page import PROJECT, STANDS
from tests.geodata.rows import SOURCE, a_figure, a_store
from tests.geodata.test_columns import ordered
from tests.geodata.test_query import FIRST, KINDS, REGIONS, ROWS, WANTED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

COUNTED = """async ({ filter, window, words }) => {
  const { engine } = hauran, { state } = engine;
  const reporters = filter.claimants.map((name) => ["reporter", name]);
  const asked = new URLSearchParams([...(words ? [["q", words]] : []), ...reporters]).toString();
  const bytes = asked && await (await fetch(`/api/match?${asked}`)).arrayBuffer();
  engine.filter({ ...filter, match: asked ? new Uint8Array(bytes) : null });
  state.window = window;
  engine.paint();
  const { by, passing, ...counts } = state.counts, { header } = state.columns;
  const named = (name, plural) => header[plural].map((word, i) => [word, by[name][i]]);
  const drawn = state.found.reduce((sum, glyph) => sum + glyph.total, 0);
  const bars = state.hist.reduce((sum, n) => sum + n, 0);
  return { ...counts, drawn, bars, from: header.first_day, words: document.getElementById("filtered").textContent,
    kinds: named("kind", "kinds"), regions: named("region", "regions"), statuses: named("status", "statuses"),
    precisions: named("precision", "precisions"), sources: named("source", "sources"),
    actors: [...hauran.actors.sums(header, by.pair)].map((n, i) => [header.actors[i], n]) };
}"""
COLOUR_AT = """([lat, lon]) => new Promise((resolve) => {
  const map = hauran.glass.inner(), canvas = map.getCanvas(), gl = canvas.getContext("webgl2");
  map.once("render", () => {
    const { x, y } = map.project([lon, lat]), ratio = canvas.width / canvas.clientWidth, pixel = new Uint8Array(4);
    gl.readPixels(Math.round(x * ratio), canvas.height - Math.round(y * ratio), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    resolve([...pixel]);
  });
  map.triggerRepaint();
})"""
GPU = "() => hauran.glass.inner().getCanvas().getContext('webgl2')"
THERE = "() => !!hauran.glass.inner().getLayer('hauran-glyphs')"
SHELLED = (32.6189, 36.1021)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [ordered(row) | {"match_guessed": number % 5 == 0} for number, row in enumerate(ROWS)]
    return a_store(tmp_path_factory.mktemp("engine"), rows, [a_figure(0, lat=SHELLED[0] + 0.6, lon=SHELLED[1])])


@pytest.fixture(scope="module")
def shown_at(store):
    """Where the store is shown."""
    with served(store) as address:
        yield address


@pytest.fixture(scope="module")
def desk(shared_context, shown_at):
    """The page with that store, open for all tests of the module; each leaves the filters open."""
    page = shared_context.new_page()
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(f"{shown_at}?theme=light&lat=33&lon=36.3&zoom=7.5")
    page.wait_for_function(STANDS)
    yield page
    page.close()
    assert thrown == []


def controls(where):
    """A Filter as the controls hand it to the engine."""
    names = {"kinds": "event_types", "regions": "regions", "precisions": "precisions"}
    names |= {"statuses": "statuses", "sources": "sources", "actors": "actors", "doubts": "doubts"}
    names |= {"claimants": "claimants"}
    deaths = {"deaths": where.deaths_least, "unstated": where.deaths_unstated}
    return {own: list(getattr(where, name)) for own, name in names.items()} | deaths | {"bounds": where.bbox}


def counted(page, where):
    window = told_window(where.start, where.end)
    return page.evaluate(COUNTED, {"filter": controls(where), "window": window, "words": where.text})


def some(dice, choices):
    return tuple(dice.sample(choices, dice.choice((0, 0, 0, 2, 4))))


def some_filters(number):
    dice = random.Random(18)
    for _ in range(number):
        start = to_date(FIRST + dice.randrange(-3, 60))
        end = start + timedelta(dice.choice((0, 3, 20, 120)))
        if dice.random() < 0.5:
            utc = dice.random() < 0.4
            start = from_minute(begins(start) + dice.choice((0, 359, 366, 700)), utc)
            end = until_minute(ends(end) - dice.choice((0, 119, 240, 700)), utc)
        yield Filter(
            start=start,
            end=end,
            regions=some(dice, REGIONS),
            event_types=some(dice, KINDS),
            sources=dice.choice(((), (), (), (SOURCE,), ("other",))),
            precisions=some(dice, ("settlement", "country", "exact", NOWHERE)),
            statuses=some(dice, STATUSES),
            bbox=dice.choice((None, None, (35.9, 32.1, 37.5, 36.9))),
            text=dice.choice(("", "", "", "word3", "shelling")),
            actors=dice.choice(((), (), (), ("Army",), ("Civilians", "Rebels"))),
            deaths_least=dice.choice((None, None, None, 0, 5)),
            deaths_unstated=dice.choice((False, True)),
            doubts=tuple(dice.sample(WANTED, dice.choice((0, 0, 0, 1)))),
        )


ALL_DAYS = Filter(start=to_date(FIRST - 1), end=to_date(FIRST + 200))
FIGURED = (
    replace(ALL_DAYS, actors=("Rebels", "Civilians"), doubts=("-mended", "no-link")),
    replace(ALL_DAYS, deaths_least=5, actors=("Army",)),
    replace(ALL_DAYS, deaths_least=5, deaths_unstated=True, doubts=("-unlocated", "-vague-time")),
    replace(ALL_DAYS, doubts=("deaths-unstated",), statuses=("reported", "aggregate")),
    replace(ALL_DAYS, event_types=("Armed clash",)),
    replace(ALL_DAYS, claimants=("SOHR", NOBODY), text="shelling"),
)
FILTERS = [ALL_DAYS, *FIGURED, *some_filters(24)]


def test_some_of_the_filters_show_something_and_some_do_not(store):
    numbers = [geodata.summary(store, where).incidents for where in FILTERS]
    assert numbers[0] == len(ROWS)
    assert all(0 < number < len(ROWS) for number in numbers[1 : 1 + len(FIGURED)])
    assert sum(0 < number < len(ROWS) for number in numbers) >= 12


@pytest.mark.parametrize("where", FILTERS, ids=lambda where: f"{where.start}")
def test_the_engine_counts_what_the_store_counts(desk, store, where):
    told, wanted = counted(desk, where), geodata.summary(store, where)
    assert told["words"] == f"{wanted.incidents} of {len(ROWS)} incidents shown"
    names = {"total": "incidents", "low": "deaths_low", "best": "deaths_best", "high": "deaths_high"}
    names |= {"unknown": "deaths_unknown"} | {name: name for name in BY_THEIR_NAMES}
    assert {name: told[name] for name in names} == {name: getattr(wanted, own) for name, own in names.items()}
    days = [None if told[name] is None else told[name] + told["from"] for name in ("first", "last")]
    assert days == [wanted.first_day, wanted.last_day]
    assert told["drawn"] == wanted.located - told["undrawn"]
    assert told["bars"] == geodata.summary(store, where.without("start", "end")).incidents


BY_THEIR_NAMES = ("injured", "located", "precise", "guessed", "beyond", "deaths_beyond")


def of(table, *names):
    """Incidents of a table of the store, by the values of its columns."""
    return {tuple(row[name] for name in names): row["incidents"] for row in table.to_dict("records")}


@pytest.mark.parametrize("where", FILTERS, ids=lambda where: f"{where.start}")
def test_each_count_leaves_its_own_filter_open_as_the_store_does(desk, store, where):
    told = counted(desk, where)
    assert {tuple(kind): n for kind, n in told["kinds"]} == of(
        geodata.per_event_type(store, where), "event_type", "sub_event_type"
    )
    assert {(r[0], r[1], r[2], r[5]): n for r, n in told["regions"]} == of(
        geodata.per_region(store, where), "admin0", "admin0_name", "admin1", "admin2_name"
    )
    for name, ask, column in (
        ("statuses", geodata.per_status, "status"),
        ("precisions", geodata.per_precision, "location_precision"),
        ("sources", geodata.per_source, "source"),
    ):
        assert {(word,): n for word, n in told[name]} == of(ask(store, where), column)


@pytest.mark.parametrize("where", FILTERS, ids=lambda where: f"{where.start}")
def test_actors_deaths_and_doubts_count_as_the_store_counts_them(desk, store, where):
    told = counted(desk, where)
    assert {(actor,): n for actor, n in told["actors"]} == of(geodata.per_actor(store, where), "actor")
    assert told["deadly"] == asdict(geodata.per_deaths(store, where))
    wanted = geodata.per_doubt(store, where).to_dict("records")
    assert told["doubts"] == [{"with": row["incidents"], "of": row["of"]} for row in wanted]


def opened_wide(page):
    """Everything is shown again, by the page's own hand."""
    page.evaluate("() => dash_clientside.hauran.reset(1)")
    expect(page.locator("#figure-incidents")).to_have_text(str(len(ROWS)))


@pytest.mark.parametrize(
    ("section", "words", "said"),
    [
        ("statuses", "aggregate", "aggregate"),
        ("regions", "region not known", "SY, region not known"),
        ("types", "kind not stated", "Battles, kind not stated"),
    ],
)
def test_a_choice_shows_its_count_and_that_many_incidents(desk, section, words, said):
    opened_wide(desk)
    choice = desk.locator(f"#{section}-section .choice", has_text=words).first
    if section == "types":
        choice = desk.locator("#types-section .choice:has(input[value='Battles/'])")
    number = choice.locator(".count").inner_text()
    choice.get_by_role("checkbox").check()
    expect(desk.locator("#figure-incidents")).to_have_text(number)
    chip = desk.get_by_role("button", name=f"Undo the filter {said}")
    expect(chip).to_be_visible()
    chip.click()
    expect(desk.locator("#figure-incidents")).to_have_text(str(len(ROWS)))
    expect(chip).to_have_count(0)


def test_the_inner_name_of_plotlys_map_is_there(desk):
    assert desk.evaluate("() => typeof hauran.glass.inner().project === 'function'")
    assert desk.evaluate("() => hauran.glass.inner() === hauran.engine.state.map")


def near(pixel, colour, by=12):
    return all(abs(pixel[i] - int(colour[1 + 2 * i : 3 + 2 * i], 16)) <= by for i in range(3))


def kind_of(pixel):
    """The event type whose colour a pixel has."""
    return next((kind for kind, colour in EVENT_COLOURS.items() if near(pixel, colour)), None)


def drawn_at(page, lat, lon):
    """The event type that is drawn at the edge of a glyph's middle, off its number."""
    page.evaluate("() => hauran.engine.state.glass.numbers.show(false)")
    page.wait_for_function(STANDS)
    return kind_of(page.evaluate(COLOUR_AT, [lat, lon]))


def test_a_glyph_has_the_colour_of_its_type(desk, store):
    opened_wide(desk)
    for kind in ("Battles", "Protests"):
        desk.evaluate("(kind) => hauran.setProps('types', { value: [kind] })", kind)
        number = geodata.summary(store, Filter(event_types=(kind,))).incidents
        expect(desk.locator("#figure-incidents")).to_have_text(str(number))
        assert drawn_at(desk, *SHELLED) == kind
    opened_wide(desk)


DRAG = """async (to) => {
  const brush = document.getElementById("brush"), box = brush.getBoundingClientRect();
  const handle = brush.querySelector(".handle.until"), grip = handle.getBoundingClientRect(), seen = [];
  const send = (target, type, x) => target.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: box.y + 5, bubbles: true, button: 0, buttons: 1 }));
  send(handle, "pointerdown", grip.x + grip.width / 2);
  for (let i = 1; i <= 12; i++) {
    send(window, "pointermove", grip.x + ((box.x + box.width * to - grip.x) * i) / 12);
    await new Promise(requestAnimationFrame);
    seen.push(Number(document.getElementById("figure-incidents").textContent));
  }
  window.letGo = () => send(window, "pointerup", box.x + box.width * to);
  return seen;
}"""


def test_a_drag_draws_at_once_and_asks_nothing_until_it_is_let_go(desk):
    opened_wide(desk)
    desk.wait_for_load_state("networkidle")
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "/assets/" not in request.url else None)
    seen = desk.evaluate(DRAG, 0.2)
    assert asked == []
    assert seen[-1] < len(ROWS)
    assert len(set(seen)) > 4
    with desk.expect_request("**/_dash-update-component*"):
        desk.evaluate("() => letGo()")
    desk.wait_for_function("() => location.search.includes('to=')")
    assert int(desk.locator("#figure-incidents").inner_text()) == seen[-1]
    opened_wide(desk)


def test_the_layer_comes_back_when_the_gpu_forgets_it(desk):
    opened_wide(desk)
    desk.evaluate("() => hauran.setProps('types', { value: ['Battles'] })")
    assert drawn_at(desk, *SHELLED) == "Battles"
    desk.evaluate(f"() => {{ window.gpu = ({GPU})().getExtension('WEBGL_lose_context'); gpu.loseContext(); }}")
    desk.wait_for_function(f"() => ({GPU})().isContextLost()")
    desk.evaluate("() => gpu.restoreContext()")
    desk.wait_for_function(f"() => !({GPU})().isContextLost()")
    desk.wait_for_function(THERE)
    desk.wait_for_function(STANDS)
    assert drawn_at(desk, *SHELLED) == "Battles"
    opened_wide(desk)


SELECT_ONE = """() => { const { point, solid } = hauran.engine.state.columns;
  const row = point.findIndex((p) => p && solid[p - 1]);
  hauran.setProps('selected', { data: { rows: [row], total: 1 } }); }"""
RINGED = "() => hauran.engine.state.glass.rings.data.features.length === 2"
"""The area of the incident, and the ring round its dot."""


@pytest.fixture
def selected(desk):
    """The page with the card of one incident open."""
    opened_wide(desk)
    desk.evaluate(SELECT_ONE)
    desk.wait_for_function(RINGED)
    yield
    desk.evaluate("() => hauran.setProps('selected', { data: null })")
    desk.wait_for_function("() => document.getElementById('drawer').hidden")


@pytest.mark.usefixtures("selected")
def test_a_change_of_theme_keeps_glyphs_rings_and_numbers(desk):
    desk.evaluate("() => hauran.setProps('types', { value: ['Battles'] })")
    for theme in ("dark", "light"):
        desk.get_by_role("button", name="Light or dark").click()
        desk.wait_for_function("(name) => hauran.glass.inner().getStyle()?.name === `hauran-${name}`", arg=theme)
        for layer in ("hauran-glyphs", "hauran-numbers", "hauran-ring-line"):
            desk.wait_for_function("(id) => !!hauran.glass.inner().getLayer(id)", arg=layer)
        desk.wait_for_function(STANDS)
        assert drawn_at(desk, *SHELLED) == "Battles"
    opened_wide(desk)


@pytest.mark.usefixtures("selected")
def test_numbers_lie_over_the_glyphs_and_rings_below_them(desk):
    desk.wait_for_function("() => hauran.engine.state.glass.numbers.data.features.length > 0")
    order = desk.evaluate("() => hauran.glass.inner().getLayersOrder().filter((id) => id.startsWith('hauran'))")
    assert order.index("hauran-ring-line") < order.index("hauran-glyphs") < order.index("hauran-numbers")


def test_regions_are_coloured_by_count_and_stay_so_in_the_other_theme(desk):
    opened_wide(desk)
    shown = "() => { const map = hauran.glass.inner(); return !!map.getLayer('hauran-regions') && map.getLayoutProperty('hauran-regions', 'visibility') !== 'none'; }"
    desk.evaluate("() => hauran.setProps('draw-as', { value: 'regions' })")
    desk.wait_for_function(shown)
    classes = desk.locator("#region-key > div")
    classes.first.wait_for()
    bounds = [list(map(int, said.split("–"))) for said in classes.all_inner_texts()]
    assert all(one[-1] + 1 == other[0] for one, other in pairwise(bounds)), bounds
    assert all(one[0] < one[-1] for one in bounds if len(one) > 1)
    for theme in ("dark", "light"):
        desk.get_by_role("button", name="Light or dark").click()
        desk.wait_for_function("(name) => hauran.glass.inner().getStyle()?.name === `hauran-${name}`", arg=theme)
        desk.wait_for_function(STANDS)
        desk.wait_for_timeout(300)
        assert desk.evaluate(shown), theme
    desk.evaluate("() => hauran.setProps('draw-as', { value: 'auto' })")
    desk.wait_for_function(f"() => !({shown})()")
    opened_wide(desk)


def test_what_lies_under_the_pointer_is_what_is_drawn_there(desk):
    opened_wide(desk)
    for lat, lon in (SHELLED, (33.1258, 35.8240)):
        desk.wait_for_function(STANDS)
        x, y = desk.evaluate(PROJECT, [lat, lon])
        box = desk.locator("#map").bounding_box()
        picked = desk.evaluate(
            "([x, y]) => { const g = hauran.engine.state.layer.pick(x, y); return g && hauran.lngLat(g.x, g.y); }",
            [x - box["x"], y - box["y"]],
        )
        assert picked == pytest.approx([lon, lat], abs=1e-3)
    assert desk.evaluate("() => hauran.engine.state.layer.pick(1, 1)") is None


def test_a_country_alone_is_counted_but_not_drawn(desk, store):
    where = Filter(start=to_date(FIRST - 1), end=to_date(FIRST + 200), precisions=("country",))
    told = counted(desk, where)
    assert told["total"] == told["undrawn"] == geodata.summary(store, where).incidents > 0
    assert told["drawn"] == 0
    expect(desk.locator("#figure-precise-note")).to_contain_text(f"{told['total']} not on the map")


def test_days_of_the_engine_are_those_of_the_store(desk, store):
    span = geodata.extent(store)
    assert desk.evaluate("() => hauran.window.all()") == [span.first_day, span.last_day]
    assert to_day(to_date(span.first_day)) == span.first_day
