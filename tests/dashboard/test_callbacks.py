"""What the callbacks do, as functions: read, restore, the displaced, rows, select, show, address."""

import json
from datetime import date

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from dashboard import api, flows, ids, listing
from dashboard.callbacks import select, show
from dashboard.controls import WORDS
from dashboard.displacement import drawn, patched
from dashboard.reading import read_filter, read_question
from dashboard.restoring import LAID_OUT, address, changed, restore
from dashboard.theme import EVENT_COLOURS, THEMES
from dashboard.view import View
from geodata import EVERYTHING, NOWHERE, Filter, to_date
from tests.dashboard.parts import of_kind, words
from tests.geodata.rows import a_figure, a_store, an_incident, day


def rows(store, wanted, where):
    found, note = listing.rows(store, wanted, where)
    assert note == ""
    return found


ORIGIN = "http://127.0.0.1:8050"
SIZE = (900.0, 520.0)
JULY = (day("2018-07-04"), day("2018-07-05"))
OPEN = {"window": None, "types": [], "regions": [], "precisions": [], "statuses": [], "sources": [], "words": ""}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A store with several values of every filter."""
    return a_store(
        tmp_path_factory.mktemp("many"),
        [
            an_incident(0),
            an_incident(1, location_precision="province", status="aggregate", source="other"),
            an_incident(2, lat=None, lon=None, location_precision=None, place=None, status="forecast"),
        ],
    )


def assigned(patch):
    """What a Patch assigns, by its path."""
    return {tuple(step["location"]): step["params"]["value"] for step in patch.to_plotly_json()["operations"]}


def traces(answer):
    return {trace.name: trace for trace in answer[0]}


def asked(store, selected=None, moved=None, before=None, displacement=True, no_table=True, **controls):
    shown = {"selected": selected, "moved": moved, "displacement": displacement, "no_table": no_table}
    return address(store, read_filter(**OPEN | controls), shown, before)


def restored(store, view=View(), theme=None):  # noqa: B008
    return restore(store, view, theme, ORIGIN, SIZE)


def block(first, last, *order):
    """What the table asks for."""
    return {"startRow": first, "endRow": last, "sortModel": [{"colId": name, "sort": way} for name, way in order]}


@given(*[json_values] * 8)
@settings(max_examples=150)
def test_no_value_of_a_control_breaks_the_filter(window, types, regions, precisions, statuses, sources, said, more):
    where = read_filter(
        window, types, regions, precisions, statuses, sources, said, None, more, more, more, ["mended", more]
    )
    lists = (where.regions, where.event_types, where.precisions, where.statuses, where.sources, where.actors)
    assert where.doubts == ("mended",)
    assert where.deaths_least is None or where.deaths_least >= 0
    assert all(isinstance(value, str) for values in lists for value in values)
    assert isinstance(where.text, str)
    assert where.start is None or geodata.begins(where.start) <= geodata.ends(where.end)
    where.sql()


def test_the_controls_are_read_as_a_filter():
    told = ([JULY[1], JULY[0]], ["Battles"], ["SY-DR"], ["exact", "-"], ["reported"], ["a", "b"], "tafas")
    assert read_filter(*told) == Filter(
        start=date(2018, 7, 4),
        end=date(2018, 7, 5),
        event_types=("Battles",),
        regions=("SY-DR",),
        precisions=("exact", "-"),
        statuses=("reported",),
        sources=("a", "b"),
        text="tafas",
    )
    assert read_filter(*[None] * 7) == EVERYTHING
    assert read_filter(claimants=["SOHR", 5, "-"]) == Filter(claimants=("SOHR", "-"))


def test_actors_deaths_and_doubts_are_read_as_a_filter():
    controls = {"actors": ["Army"], "deaths": 5, "unstated": True, "doubts": ["mended", "-no-link", "nonsense", "-"]}
    assert read_filter(**OPEN, **controls) == Filter(
        actors=("Army",), deaths_least=5, deaths_unstated=True, doubts=("mended", "-no-link")
    )
    assert read_filter(**OPEN, deaths="", unstated=True) == EVERYTHING
    assert read_filter(**OPEN, deaths=True) == read_filter(**OPEN, deaths=-1) == read_filter(**OPEN, deaths=1.5)
    assert read_filter(**OPEN, deaths=0).deaths_least == 0


@pytest.mark.parametrize("window", [[1e300, 2], ["", ""], [1], [1, 2, 3], "17716", {}, [None, None], [-(10**9), 10**9]])
def test_a_window_that_is_none_is_left_open(window):
    assert read_filter(window, [], [], [], [], [], "") == EVERYTHING


def test_a_plain_address_restores_everything(sample_store):
    told = restored(sample_store)
    span = geodata.extent(sample_store)
    assert told["window"] == [span.first_day, span.last_day]
    assert (told["types"], told["regions"], told["words"], told["selected"]) == ([], [], "", None)
    assert told["theme"] == "light"
    assert told["no_table"] is True
    assert told["displacement"] is True
    assert words(told["datasets"])


def test_the_page_opens_with_the_answers_to_its_first_question(sample_store):
    view = View(start=date(2018, 7, 3), end=date(2018, 7, 5), regions=("SY-DR", "XX"), by="deaths", summary=True)
    told = restored(sample_store, view)
    where = read_filter(told["window"], told["types"], told["regions"])
    found, figure = drawn(sample_store, where, "light", True)
    assert list(told["map"].figure.data) == found
    assert patched(found, told["traced"]) == (no_update, told["traced"])
    assert words(told["displaced"]) == words(figure)
    assert told["flows"] == flows.drawn(sample_store, where, True)
    assert told["address"] == "from=2018-07-03&to=2018-07-05&region=SY-DR&summary=on&by=deaths"


def test_what_the_page_is_laid_out_with_is_not_said_again(sample_store):
    plain = changed(restored(sample_store))
    assert {name for name, value in plain.items() if value is no_update} == set(LAID_OUT)
    told = changed(restored(sample_store, View(table=True, summary=True, incident="abc")))
    assert [told[name] for name in LAID_OUT] == [{"incident": "abc"}, False, False]


@given(json_values)
@settings(max_examples=150)
def test_no_question_breaks_the_reading(told):
    for question in (told, {"window": told, "theme": told, "draw": told, "displacement": told, "area": told}):
        asked = read_question(question)
        asked.where.sql()
        assert isinstance(asked.draw, str)
        assert asked.theme is None or isinstance(asked.theme, str)


def test_codes_that_the_store_does_not_have_are_left_out(sample_store):
    view = View(regions=("SY-DR", "XX-99", "<b>"), types=("Battles", "Armed clash", "nonsense"))
    told = restored(sample_store, view, "dark")
    assert told["regions"] == ["SY-DR"]
    assert set(told["types"]) <= {"Battles", "Armed clash"}
    assert "nonsense" not in told["types"]


@given(st.none() | st.dates(), st.none() | st.dates())
@settings(max_examples=8, deadline=None)
def test_a_restored_window_lies_in_the_store(sample_store, start, end):
    span = geodata.extent(sample_store)
    first, last = restored(sample_store, View(start=start, end=end))["window"]
    assert span.first_day <= first <= last <= span.last_day


def test_the_map_stands_where_the_address_says(sample_store):
    told = restored(sample_store, View(lat=33.0, lon=36.0, zoom=11.5), "dark")
    assert told["map"].figure.layout.map.center.to_plotly_json() == {"lat": 33.0, "lon": 36.0}
    assert told["map"].figure.layout.map.zoom == 11.5


def test_the_style_asks_the_own_host_alone(sample_store):
    for theme in ("light", "dark"):
        style = restored(sample_store, View(), theme)["map"].figure.layout.map.style
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
    told = restored(sample_store, View.from_query(query))
    assert {name: told[name] for name in shown} == shown
    assert (told["displacement"], told["no_table"]) == (displacement, no_table)


def test_the_whole_span_leaves_the_address_plain(sample_store):
    span = geodata.extent(sample_store)
    assert asked(sample_store, window=[span.first_day, span.last_day]) == ""


def test_the_address_keeps_where_the_map_stood(sample_store):
    moved = {"lat": 33.12345, "lon": 36.0, "zoom": 9.123}
    query = asked(sample_store, moved=moved)
    assert query == "lat=33.1234&lon=36.0000&zoom=9.12" or query == "lat=33.1235&lon=36.0000&zoom=9.12"
    assert asked(sample_store, before=query) == query
    assert asked(sample_store, moved=None, before=query) == query


def test_the_open_card_is_in_the_address(sample_store):
    id = geodata.incidents(sample_store)["id"].iloc[0]
    query = asked(sample_store, selected={"incident": id})
    assert query == f"incident={id}"
    assert restored(sample_store, View.from_query(query))["selected"] == {"incident": id}
    assert asked(sample_store, selected={"displaced": True}) == ""


def test_choices_of_words_that_the_store_does_not_have_are_left_out(many):
    view = View(precisions=("province", NOWHERE, "exact"), statuses=("forecast", "<b>"), sources=("other", "gone"))
    told = restored(many, view)
    assert told[ids.PRECISIONS] == ["province", NOWHERE]
    assert told[ids.STATUSES] == ["forecast"]
    assert told[ids.SOURCES] == ["other"]


def test_a_filter_with_one_value_is_not_offered(many, sample_store, tmp_path):
    assert [restored(many)[f"{name}_single"] for name in WORDS] == [False] * 3
    for name in WORDS:
        told = restored(a_store(tmp_path / name, [an_incident(0)]))
        assert told[f"{name}_single"] is True
        assert told[f"{name}_choices"] == []
    assert restored(sample_store)[f"{ids.SOURCES}_single"] is True


@given(
    st.sets(st.sampled_from(("settlement", "province", NOWHERE))), st.sets(st.sampled_from(("reported", "forecast")))
)
@settings(max_examples=15, deadline=None)
def test_words_that_are_chosen_come_back_from_the_address(many, precisions, statuses):
    query = asked(many, precisions=sorted(precisions), statuses=sorted(statuses), sources=["other"])
    told = restored(many, View.from_query(query))
    assert told[ids.PRECISIONS] == sorted(precisions)
    assert told[ids.STATUSES] == sorted(statuses)
    assert told[ids.SOURCES] == ["other"]


def test_actors_deaths_and_doubts_come_back_from_the_address(tmp_path):
    store = a_store(tmp_path, [an_incident(0, actor1="Army", fatalities_best=3), an_incident(1, actor2="جيش")])
    chosen = {"actors": ["جيش", "Army"], "deaths": 3, "unstated": True, "doubts": ["-mended", "no-link"]}
    query = asked(store, **chosen)
    told = restored(store, View.from_query(query))
    assert {name: told[name] for name in chosen} == chosen
    gone = restored(store, View(actors=("Nobody", "Army"), doubts=("nonsense", "mended")))
    assert (gone["actors"], gone["doubts"], gone["deaths"]) == (["Army"], ["mended"], "")


def test_deaths_and_doubts_are_offered_where_the_store_has_them(tmp_path):
    silent = restored(a_store(tmp_path / "silent", [an_incident(0)]))
    assert (silent["no_deaths"], silent["no_doubts"]) == (True, False)
    assert "deaths not stated" in words(silent["doubt_choices"])
    assert "spelling mended" not in words(silent["doubt_choices"])
    whole = an_incident(0, fatalities_best=1, url="https://example.org", quote="So it was.")
    told = restored(a_store(tmp_path / "whole", [whole]))
    assert (told["no_deaths"], told["no_doubts"], told["doubt_choices"]) == (False, True, [])


def test_the_engine_is_told_where_to_ask_the_types_and_the_days(sample_store):
    span = geodata.extent(sample_store)
    told = restored(sample_store)["config"]
    assert told["days"] == [span.first_day, span.last_day]
    assert told["types"] == list(EVENT_COLOURS)
    assert set(told["dark"]) <= set(told["types"])
    assert set(told["themes"]) == set(THEMES)
    for name, route in (("columns", api.COLUMNS), ("match", api.MATCH), ("strip", api.DISPLACED)):
        assert told[name].split("?")[0] == route
    json.dumps(told)


def test_what_is_asked_for_has_another_address_after_an_import(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    before = restored(store)["config"]
    with store.write() as connection:
        connection.execute("UPDATE incidents SET injured = 5")
    after = restored(store)["config"]
    assert before["columns"] != after["columns"]
    assert before["strip"] != after["strip"]


def test_the_layer_of_the_displaced_can_be_taken_off(sample_store):
    assert traces(drawn(sample_store, EVERYTHING, "light", True))["displaced"].text
    assert not traces(drawn(sample_store, EVERYTHING, "light", False))["displaced"].text


def test_no_tint_of_the_displaced_lies_over_coloured_areas(sample_store):
    told = traces(drawn(sample_store, EVERYTHING, "light", True, "heat"))
    assert told["displaced"].text
    assert not told["areas"].locations


def test_the_figure_of_the_displaced_is_that_of_the_windows_last_day(sample_store):
    _, figure = drawn(sample_store, Filter(end=date(2018, 7, 5)), None, True)
    assert "270,000–325,000+" in words(figure)
    assert "as of 5 Jul 2018" in words(figure)
    _, hidden = drawn(sample_store, Filter(end=date(2018, 7, 5)), None, False)
    assert words(hidden) == words(figure)


def test_the_basemap_changes_with_the_theme_alone(sample_store):
    found, _ = drawn(sample_store, EVERYTHING, "light", True)
    patch, key = patched(found, None)
    assert set(assigned(patch)) == {("data",)}
    style = {"version": 8}
    patch, _ = patched(found, key, style)
    assert assigned(patch)[("layout", "map", "style")] == style


def test_the_map_is_drawn_again_only_where_its_figures_differ(sample_store):
    def found(where, *more):
        return drawn(sample_store, where, "light", True, *more)[0]

    _, key = patched(found(EVERYTHING), None)
    assert patched(found(Filter(event_types=("Battles",), text="tafas")), key) == (no_update, key)
    for other in (found(Filter(end=date(2018, 7, 5))), found(EVERYTHING, "heat"), found(Filter(regions=("SY-QU",)))):
        patch, now = patched(other, key)
        assert now != key
        assert len(assigned(patch)[("data",)]) == 2


@pytest.mark.parametrize(
    "where",
    [
        EVERYTHING,
        Filter(start=date(2018, 7, 4), end=date(2018, 7, 5)),
        Filter(regions=("SY-QU",)),
        Filter(event_types=("Battles",)),
        Filter(text="tafas"),
        Filter(text="no such word"),
        Filter(start=date(1999, 1, 1), end=date(1999, 1, 1)),
    ],
    ids=str,
)
def test_the_blocks_of_the_table_are_its_incidents_each_once(sample_store, where):
    number = geodata.summary(sample_store, where).incidents
    blocks = [rows(sample_store, block(first, first + 20), where) for first in range(0, 60, 20)]
    assert {found["rowCount"] for found in blocks} == {number}
    listed = [row["id"] for found in blocks for row in found["rowData"]]
    assert listed == list(geodata.incidents(sample_store, where)["id"])
    json.dumps(blocks)


@pytest.mark.parametrize("way", ["asc", "desc"])
def test_a_block_is_sorted_as_asked_over_all_rows(sample_store, way):
    found = rows(sample_store, block(0, 100, ("when", way)), EVERYTHING)["rowData"]
    days = [row["day"] for row in found]
    assert days == sorted(days, reverse=way == "desc")
    assert len(days) == 56


@pytest.mark.parametrize(
    "wanted", [block(0, 5, ("nothing", "asc")), block(0, 5, ("id; DROP TABLE incidents", "desc")), block(-5, 5)]
)
def test_a_block_asked_for_oddly_is_the_plain_one(sample_store, wanted):
    found = rows(sample_store, wanted, EVERYTHING)
    assert found["rowCount"] == 56
    assert found["rowData"][:5] == rows(sample_store, block(0, 5), EVERYTHING)["rowData"]


@pytest.mark.parametrize("wanted", [block(50, 10), block(100, 200)])
def test_a_block_past_the_end_is_empty(sample_store, wanted):
    assert rows(sample_store, wanted, EVERYTHING)["rowData"] == []


@pytest.mark.parametrize("wanted", [None, {}])
def test_a_table_that_asks_for_nothing_is_left_alone(sample_store, wanted):
    with pytest.raises(PreventUpdate):
        rows(sample_store, wanted, EVERYTHING)


def test_an_empty_store_breaks_nothing(tmp_path):
    store = geodata.Store(tmp_path)
    told = restored(store)
    assert told["window"] is None
    assert told["config"]["days"] == [0, 0]
    assert rows(store, block(0, 100), EVERYTHING) == {"rowData": [], "rowCount": 0}
    assert "Displaced –" in words(drawn(store, EVERYTHING, "light", True)[1])
    assert show(store, None, EVERYTHING) == (None, True, [])
    assert show(store, {"rows": [0, 1]}, EVERYTHING) == (None, True, [])
    assert asked(store) == ""


@pytest.mark.parametrize(
    ("source", "chosen"),
    [(ids.CLOSE, None), (ids.FIGURE_DISPLACED, {"displaced": True}), (ids.opens("abc"), {"incident": "abc"})],
)
def test_a_click_chooses(source, chosen):
    assert select(source) == chosen


def test_what_is_no_click_chooses_nothing():
    with pytest.raises(PreventUpdate):
        select(None)


def test_a_chosen_incident_has_its_card_and_its_point_is_marked(sample_store):
    row = geodata.incidents(sample_store).iloc[0]
    for centre in (True, False):
        selected = {"incident": row["id"], "centre": centre}
        content, hidden, points = show(sample_store, selected, EVERYTHING)
        assert hidden is False
        assert "Licence" in words(content)
        assert points == [[row["lat"], row["lon"], centre]]


def test_an_incident_without_a_point_has_a_card_and_marks_nothing(many):
    content, hidden, points = show(many, {"incident": f"{2:012x}"}, EVERYTHING)
    assert (hidden, points) == (False, [])
    assert "off the map" in words(content)


def test_nothing_is_marked_of_what_is_known_to_a_country_alone(tmp_path):
    store = a_store(tmp_path, [an_incident(0), an_incident(1, location_precision="country", radius_m=300_000)])
    for id, number in ((0, 1), (1, 0)):
        content, hidden, points = show(store, {"incident": f"{id:012x}"}, EVERYTHING)
        assert (hidden, len(points)) == (False, number)
        assert ("not drawn" in words(content)) is not number
        assert ("Within" in words(content)) is bool(number)


def test_rows_that_were_clicked_open_their_card_or_list_them(sample_store):
    content, hidden, points = show(sample_store, {"rows": [3], "total": 1}, EVERYTHING)
    assert hidden is False
    assert "Licence" in words(content)
    assert len(points) == 1
    content, hidden, points = show(sample_store, {"rows": [0, 1, 2, 9999, -1], "total": 300}, EVERYTHING)
    assert hidden is False
    assert len(of_kind(content, "Button")) == 1 + len(points) == 4  # one shows them all in the table
    assert "300 incidents here, the first 3 listed" in words(content)


def test_a_row_that_was_clicked_is_in_the_address_by_its_id(sample_store):
    (id,) = geodata.ids_at(sample_store, [3])
    assert asked(sample_store, selected={"rows": [3], "total": 1}) == f"incident={id}"
    assert asked(sample_store, selected={"rows": [3, 4], "total": 2}) == ""


def test_the_displaced_open_their_list(sample_store):
    content, hidden, points = show(sample_store, {"displaced": True}, Filter(end=date(2018, 7, 5)))
    assert (hidden, points) == (False, [])
    assert "valid on 5 Jul 2018" in words(content)


@pytest.mark.parametrize(
    "selected",
    [
        None,
        {},
        {"incident": "no such id"},
        {"incident": ["a"]},
        {"rows": []},
        {"rows": [9999]},
        {"rows": ["0", None, 1.5]},
    ],
)
def test_what_is_not_there_opens_nothing(sample_store, selected):
    assert show(sample_store, selected, EVERYTHING) == (None, True, [])


def test_a_window_beyond_the_store_is_left_out_and_said(sample_store):
    span = geodata.extent(sample_store)
    for view in (View(start=date(2040, 1, 1)), View(end=date(1900, 1, 1))):
        told = restored(sample_store, view)
        assert told["window"] == [span.first_day, span.last_day]
        assert "It is left out" in told["link_note"]
    assert to_date(span.first_day) == date(2018, 6, 18)


def test_figures_without_incidents_still_have_their_days(tmp_path):
    store = a_store(tmp_path, figures=[a_figure(0)])
    assert restored(store)["window"] == [day("2018-07-04")] * 2


def test_the_map_comes_with_the_figures_that_hold_and_not_only_after_them(sample_store):
    areas, marks = restored(sample_store, View.from_query("to=2018-07-05"))["map"].figure.data
    assert len(areas.locations) > 0
    assert any("270,000–325,000+" in label for label in marks.text)
    hidden = restored(sample_store, View.from_query("to=2018-07-05&displacement=off"))["map"].figure.data
    assert [len(hidden[0].locations), len(hidden[1].lat)] == [0, 0]
    heat = restored(sample_store, View.from_query("to=2018-07-05&draw=heat"))["map"].figure.data
    assert len(heat[0].locations) == 0
    assert list(heat[1].text) == list(marks.text)


def test_the_map_opens_on_what_is_filtered_and_asks_the_store_only_where_it_must(sample_store, monkeypatch):
    asked, before = [], geodata.covered
    monkeypatch.setattr(geodata, "covered", lambda *told: asked.append(told) or before(*told))

    def zoom(**said):
        return restored(sample_store, View(**said))["map"].figure.layout.map.zoom

    everything = zoom()
    assert (zoom(start=date(2018, 7, 1)), asked) == (everything, [])
    assert (zoom(regions=("SY-DR",), lat=33.0, lon=36.0, zoom=7.0), asked) == (7.0, [])
    assert zoom(text="taras") > everything
    assert len(asked) == 1

    def slow(*_):
        raise geodata.TooSlow("too slow")

    monkeypatch.setattr(geodata, "covered", slow)
    assert zoom(text="taras") == everything
