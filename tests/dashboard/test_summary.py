"""The summary: its headline, tables and charts say what the store says; a row sets its filter; windows are compared."""

import doctest
import re
from datetime import date
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from dashboard import comparison, ids, language, sparks, summary, tally
from dashboard.reading import read_filter
from dashboard.restoring import restore
from dashboard.view import View
from geodata import EVERYTHING, NOWHERE, Filter, Window
from tests.dashboard.parts import of_class, of_kind, walk, words
from tests.geodata.rows import a_store, an_incident, day

OFF = {"mode": "off", "first": None, "last": None}
BEFORE = OFF | {"mode": "before"}
JULY = Filter(start=date(2018, 7, 3), end=date(2018, 7, 7))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Fourteen regions, three datasets, deaths as ranges and not stated, an aggregate, two actors, names in Arabic."""
    regions = [
        an_incident(n, admin1=f"SY-{n:02}", admin1_name=f"Region {n}", fatalities_low=1, fatalities_high=3)
        for n in range(13)
    ]
    more = [
        an_incident(20, actor1="<b>Army</b>", actor2="جيش", admin1_name_ar="درعا"),
        an_incident(21, status="aggregate", fatalities_best=500, source="totals"),
        an_incident(22, event_type="Battles", sub_event_type="Armed clash", start_day=day("2018-07-07")),
        an_incident(23, lat=None, lon=None, location_precision=None, place=None, admin0=None, admin1=None),
        an_incident(24, admin1=None, admin1_name=None, location_precision="country"),
        an_incident(25, start_day=day("2018-06-28"), source="early", fatalities_best=2),
    ]
    return a_store(tmp_path_factory.mktemp("summary"), [*regions, *more])


def told(store, where=EVERYTHING, compare=OFF):
    headline, rest = summary.content(store, where, compare)
    return words(headline), rest


def table(part, label):
    """The rows of a table as they are read, by the first cell."""
    (found,) = [one for one in of_kind(part, "Table") if getattr(one, "aria-labelledby") == label]
    rows = [[words(cell) for cell in row.children] for row in of_kind(found, "Tr")]
    return {row[0]: row[1:] for row in rows}


def test_the_headline_says_incidents_days_and_deaths_as_a_range(store):
    said, _ = told(store, JULY)
    assert said.startswith("18 incidents in 5 days, 3–7 Jul 2018, 13–39 deaths; 4 state no number.")
    assert "1 is an aggregate, a forecast or background: it is not in the deaths." in said


def test_where_no_incident_states_deaths_none_are_claimed(store):
    said, _ = told(store, Filter(regions=(NOWHERE,)))
    assert said == "1 incident in 1 day, 4 Jul 2018, deaths not stated."


@pytest.mark.parametrize("where", [Filter(text="nothing like it"), Filter(date(1999, 1, 1), date(1999, 1, 2))], ids=str)
def test_nothing_found_is_said_and_nothing_drawn(store, where):
    said, rest = told(store, where)
    assert said.startswith("No incidents in this window")
    assert rest == []


def test_an_empty_store_has_a_summary(tmp_path):
    empty = geodata.Store(tmp_path)
    for compare in (OFF, BEFORE):
        assert told(empty, EVERYTHING, compare)[0].startswith("No incidents")
    assert "hold no incidents" in words(told(empty, JULY, BEFORE)[1])


def test_the_tables_say_what_the_breakdowns_say(sample_store):
    _, rest = told(sample_store, JULY)
    for by in ("region", "event_type", "source"):
        rows = table(rest, f"summary-{by}")
        assert rows.pop("") == ["Incidents", "Deaths", "Located"]
        found = geodata.breakdown(sample_store, JULY, by)
        assert [row[0] for row in rows.values()] == [str(n) for n in found["incidents"]]


def test_a_row_says_unknown_deaths_and_the_share_located(store):
    rows = table(told(store)[1], "summary-region")
    assert rows["Region 0"] == ["1", "1–3", "100%"]
    assert rows["Not on the map"] == ["1", "– 1 not stated", "0%"]
    assert rows["Daraa"] == ["4", "2 2 not stated", "100%"]
    assert rows["Syria, region not known"][0] == "1"


def test_rows_beyond_the_longest_list_are_summed_in_the_last(tmp_path):
    store = a_store(tmp_path, [an_incident(n, source=f"s{n:02}", fatalities_best=1) for n in range(30)])
    rows = table(told(store)[1], "summary-source")
    assert len(rows) == 1 + tally.ROWS_MAX + 1
    assert rows["5 others"] == ["5", "5", "100%"]


def test_actors_beyond_ten_are_counted_and_never_summed(tmp_path):
    store = a_store(tmp_path, [an_incident(n, actor1=f"a{n:02}", actor2="both") for n in range(13)])
    rows = table(told(store)[1], "summary-actor")
    assert rows["both"][0] == "13"
    assert rows["4 others"] == ["", "", ""]
    assert "counts for each side" in words(told(store)[1])


def test_countries_are_told_where_there_are_several(tmp_path):
    lebanon = {"admin0": "LB", "admin0_name": "Lebanon", "admin1": "LB-BA", "admin1_name": "Beirut"}
    one, two = (a_store(tmp_path / name, rows) for name, rows in _one_and_two(lebanon))
    assert "Daraa" in table(told(one)[1], "summary-region")
    assert set(table(told(two)[1], "summary-region")) == {"", "Daraa Syria", "Beirut Lebanon"}


def _one_and_two(lebanon):
    return ("one", [an_incident(0)]), ("two", [an_incident(0), an_incident(1, **lebanon)])


def charts(part):
    return [box for box in of_class(part, "chart") if box.role == "img"]


def test_every_region_has_a_chart_that_is_also_told_in_words(sample_store):
    drawn = charts(told(sample_store)[1])
    assert [getattr(box, "aria-label").split(":")[0] for box in drawn] == list(
        geodata.breakdown(sample_store, EVERYTHING, "region")["name"]
    )
    assert "51 incidents, most on 4 Jul 2018: 7" in getattr(drawn[0], "aria-label")


def test_at_most_twelve_charts_are_drawn_and_the_rest_is_one_of_them(store):
    drawn = charts(told(store)[1])
    assert len(drawn) == tally.CHARTS_MAX
    counted = [int(re.search(r": (\d+) incident", getattr(box, "aria-label"))[1]) for box in drawn]
    assert sum(counted) == geodata.summary(store).incidents
    assert getattr(drawn[-1], "aria-label").startswith("Other regions: ")


def test_what_began_before_the_window_is_in_no_bar_and_said_to_be(tmp_path):
    rows = [an_incident(0), an_incident(1, start_day=day("2018-06-20"), end_day=day("2018-07-31"))]
    store = a_store(tmp_path, rows)
    part = told(store, JULY)[1]
    assert "1 incident that began before is in no bar." in words(part)
    assert "1 incident, most on 4 Jul 2018: 1" in getattr(charts(part)[0], "aria-label")
    assert "in no bar" not in words(told(store)[1])


@pytest.mark.parametrize(("last", "unit"), [("2018-07-20", "day"), ("2018-12-20", "week"), ("2022-07-20", "month")])
def test_longer_windows_are_told_in_longer_bars(store, last, unit):
    where = Filter(start=date(2018, 6, 1), end=date.fromisoformat(last))
    assert f"each bar is a {unit}" in words(told(store, where)[1])


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=300))
@settings(max_examples=50)
def test_a_chart_has_a_bar_for_each_count_and_none_higher_than_the_scale(counts):
    drawn = ElementTree.fromstring(sparks.shape(counts, max(counts)))
    path = drawn[0].get("d")
    heights = [float(height) for height in re.findall(r"v-([\d.]+)", path)]
    assert len(heights) == sum(map(bool, counts))
    assert all(sparks.LEAST <= height <= sparks.TALL for height in heights)
    assert drawn.get("viewBox") == f"0 0 {len(counts)} {sparks.TALL}"


def test_a_chart_is_drawn_by_the_page_alone():
    style = sparks.mask([1, 0, 2], 2)["maskImage"]
    assert style.startswith('url("data:image/svg+xml,%3Csvg')
    assert (
        ElementTree.fromstring(unquote(style.removeprefix('url("data:image/svg+xml,').removesuffix('")'))) is not None
    )


def test_hostile_names_stay_words(store):
    _, rest = told(store)
    assert "<b>Army</b>" in words(rest)
    assert not {type(part).__name__ for part in walk(rest)} & {"Markdown", "Iframe", "Script"}


def test_regions_are_named_in_the_language_of_the_page(store):
    language.speak("ar")
    try:
        (named,) = {tally.region_name(row) for row in _rows_of(store, "SY-DR")}
    finally:
        language.speak("en")
    assert named == "درعا"


def _rows_of(store, value):
    found = geodata.breakdown(store, EVERYTHING, "region")
    return found[found["value"] == value].to_dict("records")


def buttons(part, by):
    return {one.id["value"]: one for one in of_kind(part, "Button") if one.id["by"] == by}


def test_a_row_is_a_button_where_a_filter_can_say_it_alone(store):
    _, rest = told(store)
    assert {NOWHERE, "SY-DR", "SY-"} <= set(buttons(rest, "region"))
    assert "" not in buttons(rest, "actor")
    assert set(buttons(rest, "source")) == {"test", "totals", "early"}


def test_no_two_buttons_of_the_summary_have_the_same_id(sample_store):
    _, rest = told(sample_store, JULY, BEFORE)
    found = [str(button.id) for button in of_kind(rest, "Button")]
    assert len(found) == len(set(found)) > 5


@pytest.mark.parametrize("by", list(tally.HEADS))
def test_a_row_that_was_clicked_shows_itself_alone_with_the_count_it_told(store, by):
    _, rest = told(store)
    counts = geodata.breakdown(store, EVERYTHING, by).set_index("value")["incidents"]
    for value, button in buttons(rest, by).items():
        wanted = dict(zip(summary.FILTERS.values(), summary.narrow(button.id, [[], [], [], ""]), strict=True))
        (name, held), *more = [(name, held) for name, held in wanted.items() if held is not no_update]
        assert more == []
        argument = {ids.TEXT: "words"}.get(name, name)
        where = read_filter(**{"window": None, "types": [], "regions": [], argument: held})
        assert geodata.summary(store, where).incidents == counts[value]
        pressed = buttons(summary.content(store, where, OFF)[1], by)[value]
        assert getattr(pressed, "aria-pressed") == "true"
        assert pressed.title == "Show everything again"


@pytest.mark.parametrize(
    ("source", "now", "wanted"),
    [
        (ids.narrows("region", "SY-DR"), [["SY-DR"], [], [], ""], [[], no_update, no_update, no_update]),
        (ids.narrows("region", "SY-DR"), [["SY"], [], [], ""], [["SY-DR"], no_update, no_update, no_update]),
        (ids.narrows("event_type", "Battles"), [[], ["Armed clash"], [], ""], [no_update, [], no_update, no_update]),
        (ids.narrows("actor", "Army"), [[], [], [], ["Army"]], [no_update, no_update, no_update, []]),
        (ids.narrows("actor", "Army"), [None, None, None, None], [no_update, no_update, no_update, ["Army"]]),
    ],
)
def test_a_second_click_takes_the_filter_off(source, now, wanted):
    assert summary.narrow(source, now) == wanted


@pytest.mark.parametrize("source", [None, "text"])
def test_what_is_no_click_narrows_nothing(source):
    with pytest.raises(PreventUpdate):
        summary.narrow(source, [[], [], [], ""])


@pytest.mark.parametrize(
    ("mode", "first", "last", "said"),
    [
        ("off", None, None, ""),
        (None, None, None, ""),
        ("before", "2018-06-20", "2018-06-26", "before"),
        ("year", None, None, "year"),
        ("dates", "2018-06-26", "2018-06-20", "2018-06-20..2018-06-26"),
        ("dates", "2018-06-20T00:00:00", "2018-06-26", "2018-06-20..2018-06-26"),
        ("dates", None, "2018-06-26", ""),
        ("dates", {}, [], ""),
    ],
)
def test_what_is_compared_is_read_from_the_controls(mode, first, last, said):
    assert summary.compared_with(mode, first, last) == said


@pytest.mark.parametrize("compare", ["", "before", "year", "2018-06-20..2018-06-26"])
def test_a_comparison_comes_back_from_the_address(sample_store, compare):
    view = View.from_query(View(summary=True, compare=compare).to_query())
    wires = restore(sample_store, view, "light", "http://127.0.0.1", (900.0, 500.0))
    assert wires["no_summary"] is False
    assert summary.compared_with(wires["compare"], wires["compare_from"], wires["compare_to"]) == compare


def test_the_dates_offered_are_those_before_the_window():
    window = [day("2018-07-04"), day("2018-07-10")]
    told = summary.restored(True, "", window)
    assert (told["compare"], told["compare_from"], told["compare_to"]) == ("off", "2018-06-27", "2018-07-03")
    assert summary.restored(False, "", None)["compare_from"] is None


def compared(store, where, mode="before", first=None, last=None):
    return told(store, where, {"mode": mode, "first": first, "last": last})[1]


def test_two_windows_stand_side_by_side_with_their_difference(sample_store):
    where = Filter(start=date(2018, 7, 4), end=date(2018, 7, 10))
    rows = table(compared(sample_store, where), "comparison-region")
    assert rows[""] == ["4–10 Jul 2018", "27 Jun – 3 Jul 2018", "Difference"]
    assert rows["Dar'a"] == ["15 56 deaths 5 not stated", "13 101 deaths", "+2 −45 stated deaths"]
    assert rows["Quneitra"] == ["1 1 death", "0", "+1 +1 death"]
    assert rows["All"][:2] == ["17 57 deaths 6 not stated", "13 101 deaths"]


def test_a_difference_of_ranges_is_a_range(store):
    where = Filter(start=date(2018, 7, 4), end=date(2018, 7, 4))
    rows = table(compared(store, where, "dates", "2018-06-28", "2018-06-28"), "comparison-event_type")
    assert rows["Explosions / Remote violence"] == [
        "17 13–39 deaths 3 not stated",
        "1 2 deaths",
        "+16 +11 to +37 stated deaths",
    ]


def test_deaths_that_may_lie_outside_a_window_or_count_in_both_are_told(tmp_path):
    long = {"start_day": day("2018-06-20"), "end_day": day("2018-07-31"), "fatalities_best": 300}
    rows = [an_incident(0, fatalities_best=4), an_incident(1, **long), an_incident(2, start_day=day("2018-06-28"))]
    store = a_store(tmp_path, rows)
    assert "1 incident with deaths reaches beyond 3–7 Jul 2018: up to 300 deaths may lie outside." in words(
        told(store, JULY)[0]
    )
    assert "reach" not in words(told(store)[0])
    part = words(compared(store, JULY))
    assert "1 incident with deaths reaches beyond 28 Jun – 2 Jul 2018: up to 300 deaths may lie outside." in part
    assert "1 incident with deaths lies in both windows: up to 300 deaths count in each." in part
    assert "in each" not in words(compared(store, JULY, "year"))
    over = words(compared(store, JULY, "dates", "2018-06-28", "2018-07-04"))
    assert "The windows overlap: what lies in both counts in each." in over


def test_a_window_of_which_nothing_is_known_has_no_zero_and_no_difference(sample_store):
    part = compared(sample_store, JULY, "year")
    assert "5 days of 3–7 Jul 2017 lie outside the days of the incidents (18 Jun – 28 Jul 2018)" in words(part)
    rows = table(part, "comparison-region")
    assert {(row[1], row[2]) for name, row in rows.items() if name} == {("–", "–")}


def test_a_dataset_that_is_silent_in_one_window_is_told(store):
    part = words(compared(store, JULY))
    assert "test, " not in part
    assert "Test, totals have no incident in 28 Jun – 2 Jul 2018: an absence of data, no sign of peace." in part
    assert "early has no incident in 3–7 Jul 2018: an absence of data, no sign of peace." in part


def test_windows_of_unlike_length_are_told(store):
    assert "differ in length: 5 days and 2 days" in words(compared(store, JULY, "dates", "2018-06-28", "2018-06-29"))


def test_a_date_that_is_missing_is_asked_for(store):
    assert "Choose the first and the last day" in words(compared(store, JULY, "dates", None, "2018-06-29"))


def test_days_before_the_calendar_are_asked_for_too(store):
    assert comparison.other_window(Window(date.min, date.min), "before") is None


def test_signs_are_typeset_and_stand_before_the_number_in_arabic():
    assert doctest.testmod(comparison).failed == 0
    language.speak("ar")
    try:
        assert comparison.signed(-12) == "\u2066−١٢\u2069"
    finally:
        language.speak("en")
