"""What the callbacks do, as functions: read, restore, draw, select, show, address."""

from datetime import date

import pytest
from dash.exceptions import PreventUpdate
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from dashboard import callbacks, ids
from dashboard.callbacks import address, draw, notice, read_filter, restore, select, show
from dashboard.settings import Settings
from dashboard.view import View
from geodata import EVERYTHING, Filter, to_day
from tests.dashboard.parts import of_kind, words
from tests.geodata.rows import day

ORIGIN = "http://127.0.0.1:8050"
SIZE = (900.0, 520.0)
SETTINGS = Settings()
KNOWN = pytest.mark.xfail(strict=True, reason="an incident of an open page may be gone after an import")
GONE = pytest.param({"spot": ["no such id"]}, marks=KNOWN)
JULY = (day("2018-07-04"), day("2018-07-05"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


def drawn(store, where, theme="light", displacement=True, selected=None, style=None):
    return draw(store, SETTINGS, where, theme, displacement, selected, style)


def patched(patch):
    """What a Patch assigns, by its path."""
    return {tuple(step["location"]): step["params"]["value"] for step in patch.to_plotly_json()["operations"]}


def traces(answer):
    return {trace["name"]: trace for trace in patched(answer["map"])[("data",)]}


def dots(answer):
    return {id for group in traces(answer)["incidents"]["customdata"] for id in group}


def asked(store, selected=None, window=None, moved=None, before=None, **more):
    parts = {"window": window, "types": [], "regions": [], "words": ""}
    controls = parts | {name: more.pop(name) for name in list(more) if name in parts}
    return address(store, controls, selected, more.get("displacement", True), more.get("no_table", True), moved, before)


@given(json_values, json_values, json_values, json_values)
@settings(max_examples=80)
def test_no_value_of_a_control_breaks_the_filter(window, types, regions, said):
    where = read_filter(window, types, regions, said)
    assert all(isinstance(code, str) for code in (*where.regions, *where.event_types))
    assert isinstance(where.text, str)
    assert where.start is None or where.start <= where.end
    where.sql()


def test_the_controls_are_read_as_a_filter():
    assert read_filter([JULY[1], JULY[0]], ["Battles"], ["SY-DR"], "tafas") == Filter(
        start=date(2018, 7, 4), end=date(2018, 7, 5), event_types=("Battles",), regions=("SY-DR",), text="tafas"
    )
    assert read_filter(None, None, None, None) == EVERYTHING


@pytest.mark.parametrize("window", [[1e300, 2], ["", ""], [1], [1, 2, 3], "17716", {}, [None, None], [-(10**9), 10**9]])
def test_a_window_that_is_none_is_left_open(window):
    assert read_filter(window, [], [], "") == EVERYTHING


def test_a_plain_address_restores_everything(sample_store):
    told = restore(sample_store, View(), None, ORIGIN, SIZE)
    span = geodata.extent(sample_store)
    assert told["window"] == [span.first_day, span.last_day]
    assert (told["types"], told["regions"], told["words"], told["selected"]) == ([], [], "", None)
    assert told["theme"] == "light"
    assert told["no_table"] is True
    assert told["displacement"] is True
    assert words(told["datasets"])


def test_codes_that_the_store_does_not_have_are_left_out(sample_store):
    view = View(regions=("SY-DR", "XX-99", "<b>"), types=("Battles", "Armed clash", "nonsense"))
    told = restore(sample_store, view, "dark", ORIGIN, SIZE)
    assert told["regions"] == ["SY-DR"]
    assert set(told["types"]) <= {"Battles", "Armed clash"}
    assert "nonsense" not in told["types"]


@given(st.none() | st.dates(), st.none() | st.dates())
@settings(max_examples=8, deadline=None)
def test_a_restored_window_lies_in_the_store(sample_store, start, end):
    span = geodata.extent(sample_store)
    first, last = restore(sample_store, View(start=start, end=end), None, ORIGIN, SIZE)["window"]
    assert span.first_day <= first <= last <= span.last_day


def test_the_map_stands_where_the_address_says(sample_store):
    told = restore(sample_store, View(lat=33.0, lon=36.0, zoom=11.5), "dark", ORIGIN, SIZE)
    assert told["figure"].layout.map.center.to_plotly_json() == {"lat": 33.0, "lon": 36.0}
    assert told["figure"].layout.map.zoom == 11.5


def test_the_style_asks_the_own_host_alone(sample_store):
    for theme in ("light", "dark"):
        style = restore(sample_store, View(), theme, ORIGIN, SIZE)["figure"].layout.map.style
        addresses = [part for part in str(style).split("'") if "://" in part]
        assert addresses
        assert all(part.startswith(ORIGIN) for part in addresses)


@given(
    st.sets(st.sampled_from(("SY-DR", "SY-QU", "SY-SU", "SY-HL"))),
    st.sets(st.sampled_from(("Battles", "Explosions/Remote violence"))),
    st.sampled_from(("", "tafas", "درعا")),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=8, deadline=None)
def test_what_is_shown_comes_back_from_the_address(sample_store, regions, types, said, days, displacement, no_table):
    first = geodata.extent(sample_store).first_day
    shown = {
        "window": sorted(first + offset for offset in days),
        "regions": sorted(regions),
        "types": sorted(types),
        "words": said,
    }
    query = asked(sample_store, displacement=displacement, no_table=no_table, **shown)
    told = restore(sample_store, View.from_query(query), None, ORIGIN, SIZE)
    assert {name: told[name] for name in shown} == shown
    assert (told["displacement"], told["no_table"]) == (displacement, no_table)


def test_the_whole_span_leaves_the_address_plain(sample_store):
    span = geodata.extent(sample_store)
    assert asked(sample_store, window=[span.first_day, span.last_day]) == ""


def test_the_address_keeps_where_the_map_stood(sample_store):
    moved = {"map.center": {"lat": 33.12345, "lon": 36.0}, "map.zoom": 9.123}
    query = asked(sample_store, moved=moved)
    assert query == "lat=33.1234&lon=36.0000&zoom=9.12" or query == "lat=33.1235&lon=36.0000&zoom=9.12"
    assert asked(sample_store, before=query) == query
    assert asked(sample_store, moved={"autosize": True}, before=query) == query


def test_the_open_card_is_in_the_address(sample_store):
    id = geodata.incidents(sample_store)["id"].iloc[0]
    query = asked(sample_store, selected={"incident": id})
    assert query == f"incident={id}"
    assert restore(sample_store, View.from_query(query), None, ORIGIN, SIZE)["selected"] == {"incident": id}
    assert asked(sample_store, selected={"displaced": True}) == ""


def test_everything_is_drawn_for_everything(sample_store):
    answer = drawn(sample_store, EVERYTHING)
    assert answer["filtered"] == "56 of 56 incidents shown"
    assert answer["unfiltered"] is True
    assert answer["notice"] == ""
    assert len(answer["rows"]) == 56
    assert dots(answer) == {row["id"] for row in answer["rows"]}
    assert set(answer) == set(callbacks.DRAWN)


@pytest.mark.parametrize(
    "where",
    [
        Filter(start=date(2018, 7, 4), end=date(2018, 7, 5)),
        Filter(regions=("SY-QU",)),
        Filter(event_types=("Battles",)),
        Filter(text="tafas"),
        Filter(text="no such word"),
        Filter(start=date(1999, 1, 1), end=date(1999, 1, 1)),
    ],
    ids=str,
)
def test_figures_dots_and_table_tell_the_same(sample_store, where):
    answer = drawn(sample_store, where)
    number = geodata.summary(sample_store, where).incidents
    assert number < 56
    assert len(answer["rows"]) == len(dots(answer)) == number
    assert answer["filtered"].startswith(f"{number} of 56 ")
    assert answer["unfiltered"] is False
    assert bool(answer["notice"]) == (number == 0)


def test_the_layer_of_the_displaced_can_be_taken_off(sample_store):
    assert traces(drawn(sample_store, EVERYTHING))["displaced"]["text"]
    assert not traces(drawn(sample_store, EVERYTHING, displacement=False))["displaced"]["text"]


def test_the_basemap_changes_with_the_theme_alone(sample_store):
    assert set(patched(drawn(sample_store, EVERYTHING)["map"])) == {("data",)}
    style = {"version": 8}
    assert patched(drawn(sample_store, EVERYTHING, style=style)["map"])[("layout", "map", "style")] == style


def test_more_incidents_than_are_drawn_are_counted_and_said(sample_store):
    answer = draw(sample_store, Settings(points_max=10), EVERYTHING, "dark", True, None, None)
    assert len(answer["rows"]) == 10
    assert "first 10 of 56" in answer["notice"]
    assert answer["filtered"].startswith("56 of 56")


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    store = geodata.Store(tmp_path)
    told = restore(store, View(), None, ORIGIN, SIZE)
    assert told["window"] is None
    answer = drawn(store, EVERYTHING)
    assert "python -m geodata import" in answer["notice"]
    assert answer["rows"] == []
    assert show(store, None, None, EVERYTHING)[1] is True
    assert asked(store) == ""


@pytest.mark.parametrize(
    ("total", "shown", "said"),
    [(0, 0, "holds no incidents yet"), (9, 0, "Widen the dates"), (9, 9, ""), (50, 30, "first 20")],
)
def test_a_notice_says_what_is_not_on_the_map(total, shown, said):
    summary = geodata.Summary(shown, 0, 0, 0, 0, 0, shown, shown, 0, None, None)
    assert said in notice(summary, total, 20)
    assert bool(said) == bool(notice(summary, total, 20))


def clicked(*customdata):
    return {"points": [{} if found is None else {"customdata": found} for found in customdata]}


@pytest.mark.parametrize(
    ("source", "value", "chosen"),
    [
        (ids.CLOSE, 1, None),
        (ids.MAP, clicked(["a"]), {"incident": "a"}),
        (ids.MAP, clicked(["a", "b"]), {"spot": ["a", "b"]}),
        (ids.MAP, clicked(None), {"displaced": True}),
        (ids.MAP, clicked(None, ["a"]), {"incident": "a"}),
        (ids.opens(ids.DISPLACED), 1, {"displaced": True}),
        (ids.opens("abc"), 1, {"incident": "abc"}),
    ],
)
def test_a_click_chooses(source, value, chosen):
    assert select(source, value) == chosen


def test_a_row_of_the_table_chooses_its_incident():
    assert select(ids.TABLE, [{"id": "a"}])["incident"] == "a"


@pytest.mark.parametrize(
    ("source", "value"), [(None, None), (ids.CLOSE, None), (ids.TABLE, []), (ids.opens("a"), None), (ids.MAP, None)]
)
def test_what_is_no_click_chooses_nothing(source, value):
    with pytest.raises(PreventUpdate):
        select(source, value)


def test_a_chosen_incident_has_its_card_and_its_ring(sample_store):
    id = geodata.incidents(sample_store)["id"].iloc[0]
    content, hidden, patch = show(sample_store, {"incident": id}, "light", EVERYTHING)
    assert hidden is False
    assert "Licence" in words(content)
    assert len(patched(patch)[("data", 1)]["lat"]) > 3


def test_a_spot_of_several_lists_them(sample_store):
    found = list(geodata.incidents(sample_store)["id"][:3])
    content, hidden, _ = show(sample_store, {"spot": [*found, "no such id"]}, "light", EVERYTHING)
    assert hidden is False
    assert len(of_kind(content, "Button")) == 3


def test_the_displaced_open_their_list(sample_store):
    content, hidden, _ = show(sample_store, {"displaced": True}, "light", Filter(end=date(2018, 7, 5)))
    assert hidden is False
    assert "valid on 5 Jul 2018" in words(content)


@pytest.mark.parametrize(
    "selected",
    [
        None,
        {},
        {"incident": "no such id"},
        pytest.param({"spot": []}, marks=KNOWN),
        pytest.param({"spot": ["no such id"]}, marks=KNOWN),
    ],
)
def test_what_is_not_there_opens_nothing(sample_store, selected):
    content, hidden, _ = show(sample_store, selected, None, EVERYTHING)
    assert content is None
    assert hidden is True


def test_the_window_is_said_in_words_for_those_who_do_not_see_it(sample_store):
    where = Filter(start=date(2018, 7, 4), end=date(2018, 7, 5))
    assert drawn(sample_store, where)["live"] == "12 incidents, 4–5 Jul 2018"
    assert to_day(where.start) == JULY[0]
