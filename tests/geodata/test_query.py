"""Filter and the questions: laws over a store of every kind of row, and the cases that went wrong elsewhere."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import AT_SEA, DOUBTS, EVERYTHING, NOBODY, NOWHERE, Filter, begins, ends, is_utc, to_date, to_day
from geodata.query import ORDERS
from geodata.schema import EVENT_TYPES, STATUSES
from tests.geodata.rows import SOURCE, a_figure, a_store, an_incident, day

FIRST = day("2018-06-01")
PLACES = (  # lat, lon, precision, admin0, admin1
    (32.6189, 36.1021, "settlement", "SY", "SY-DR"),
    (33.1258, 35.8240, "exact", "SY", "SY-QU"),
    (36.2021, 37.1343, "province", "SY", "SY-HL"),
    (35.0, 38.0, "country", "SY", None),
    (33.8938, 35.5018, "neighbourhood", "LB", "LB-BA"),
    (-17.7134, 178.065, "settlement", "FJ", "FJ-C"),
    (-16.9, -179.97, "near settlement", "FJ", "FJ-N"),
    (33.9, 34.1, "sea or air", None, None),
    (None, None, None, None, None),
)
HOSTILE = (
    "'",
    '"',
    "' OR '1'='1",
    "'; DROP TABLE incidents; --",
    "x') OR (1=1",
    "1=1) OR (search LIKE '%",
    "%' ESCAPE '!",
    "--",
    "/* */",
    "\\",
    "\\'",
    "\\%",
    "%%",
    "_____",
    "?",
    "$1",
    ":name",
    "{0}",
    "\x00",
    "UNION SELECT * FROM datasets",
    "read_csv('/etc/passwd')",
    "\U0001f4a5\u202e",
)


def _rows():
    dice = random.Random(2018)
    kinds = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in (*subs[:2], None)]
    for number in range(150):
        lat, lon, precision, admin0, admin1 = PLACES[number % len(PLACES)]
        kind, sub = dice.choice(kinds)
        start = FIRST + dice.randrange(60)
        low = dice.choice([None, 0, 1, 5])
        best = dice.choice([None, 5, 6])
        high = dice.choice([None, 6, 20])
        opens, closes = dice.choice([(None, None), (None, None), (0, 1439), (365, 365), (1200, 1439), (1320, 359)])
        yield an_incident(
            number,
            event_type=kind,
            sub_event_type=sub,
            start_day=start,
            end_day=start + (1 if opens and closes < opens else dice.choice([0, 0, 0, 3, 40])),
            start_minute=opens,
            end_minute=closes,
            utc_offset=None if opens is None else dice.choice([None, 120, 180, -705]),
            lat=lat,
            lon=lon,
            location_precision=precision,
            admin0=admin0,
            admin0_name=admin0,
            admin1=admin1,
            admin1_name=admin1,
            admin2_name=("Izra'", "North/South", None)[number % 3],
            fatalities_low=low,
            fatalities_best=best,
            fatalities_high=high,
            status=dice.choice(STATUSES),
            actor1=dice.choice(["Army", "Rebels", None]),
            actor2=dice.choice(["Army", "Civilians", None]),
            quote=f"word{number % 7} shelling" if number % 11 else None,
            url=dice.choice([None, "https://example.org/1"]),
            time_precision=dice.choice(["day", "minute", "week", "month", None]),
            match_guessed=dice.choice([True, False, None]),
            claimant=("SOHR", "OCHA; AFP", "", None)[number % 4],
        )


ROWS = tuple(_rows())
DAYS = st.dates(to_date(FIRST - 3), to_date(FIRST + 110))
MINUTES = st.builds(
    lambda day, minute, zone: datetime.combine(day, time(), zone) + timedelta(minutes=minute),
    DAYS,
    st.sampled_from((1, 359, 360, 365, 366, 720, 1200, 1320, 1438)) | st.integers(1, 1438),
    st.sampled_from((None, UTC)),
)
REGIONS = ("SY", "LB", "SY-DR", "SY-QU", "SY-HL", "FJ-N", NOWHERE, "XX", "SY-", AT_SEA)
REGIONS += ("SY-DR/Izra'", "SY-QU/North/South", "SY-QU/Izra'")
KINDS = (*EVENT_TYPES, "Armed clash", "Attack", "Nonsense", "Battles/", "Riots/")
WANTED = (*DOUBTS, *(f"-{name}" for name in DOUBTS))


def some(choices):
    return st.lists(st.sampled_from(choices), max_size=3, unique=True).map(tuple)


boxes = st.tuples(
    st.sampled_from((-180.0, -179.98, 30.0, 35.9, 170.0)),
    st.sampled_from((-90.0, -18.0, 32.0, 33.5)),
    st.sampled_from((-170.0, 36.0, 38.0, 179.0, 180.0)),
    st.sampled_from((-17.0, 33.0, 37.0, 90.0)),
)
filters = st.builds(
    Filter,
    start=st.none() | DAYS | MINUTES,
    end=st.none() | DAYS | MINUTES,
    regions=some(REGIONS),
    event_types=some(KINDS),
    actors=some(("Army", "Civilians", "Nobody")),
    sources=some((SOURCE, "other")),
    precisions=some(("settlement", "country", "exact", NOWHERE)),
    statuses=some(STATUSES),
    bbox=st.none() | boxes,
    text=st.sampled_from(("", "", "word3", "shelling WORD1", "درعا", "nothing like it")),
    deaths_least=st.sampled_from((None, None, 0, 1, 5, 6, 21)),
    deaths_unstated=st.booleans(),
    doubts=some(WANTED),
    claimants=st.just(()) | some(("SOHR", "OCHA; AFP", NOBODY, "OCHA")),
)
FIELDS = ("start", "end", "regions", "event_types", "actors", "sources", "precisions", "statuses", "bbox", "text")
FIELDS += ("deaths_least", "doubts", "claimants")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("query"), ROWS)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("empty"))


def ids(store, where=EVERYTHING):
    return set(geodata.incidents(store, where)["id"])


def passes(row, where):
    """The filter said again, row by row, in Python."""
    return all(
        (
            where.start is None or span(row, where.start)[1] >= begins(where.start),
            where.end is None or span(row, where.end)[0] <= ends(where.end),
            not where.regions or bool(units_of(row) & set(where.regions)),
            not where.event_types or bool(kinds_of(row) & set(where.event_types)),
            not where.actors or bool({row["actor1"], row["actor2"]} & set(where.actors)),
            not where.sources or row["source"] in where.sources,
            not where.precisions or (row["location_precision"] or NOWHERE) in where.precisions,
            not where.statuses or row["status"] in where.statuses,
            not where.claimants or (row["claimant"] or NOBODY) in where.claimants,
            where.bbox is None or inside(row, *where.bbox),
            all(word in row["search"] for word in where.text.lower().split()),
            deadly(row, where),
            all(doubted(row, name.removeprefix("-")) is not name.startswith("-") for name in where.doubts),
        )
    )


def units_of(row):
    """What the place of an incident may be called in a filter."""
    said = geodata.district(row["admin1"], row["admin2_name"]) if row["admin1"] else ""
    return {row["admin0"], row["admin1"], said, _unknown(row)} - {"", None}


def kinds_of(row):
    """What the event of an incident may be called in a filter."""
    return {row["event_type"], row["sub_event_type"] or f"{row['event_type']}/"}


def span(row, side):
    """First and last minute of an incident by the clocks of a side: those of its days where its hour is not known."""
    opens, closes = row["start_minute"], row["end_minute"]
    ahead = (row["utc_offset"] or 0) if is_utc(side) else 0
    first = row["start_day"] * 1440 + (0 if opens is None else opens) - ahead
    return first, row["end_day"] * 1440 + (1439 if closes is None else closes) - ahead


def deaths(row):
    """The figure that a row counts with; None where it states none."""
    stated = (row[f"fatalities_{which}"] for which in ("best", "low", "high"))
    return next((number for number in stated if number is not None), None)


def deadly(row, where):
    if where.deaths_least is None:
        return True
    return where.deaths_unstated if deaths(row) is None else deaths(row) >= where.deaths_least


def doubted(row, name):
    """A doubt said again, in Python."""
    return {
        "mended": row["match_guessed"] is True,
        "deaths-unstated": deaths(row) is None,
        "unlocated": row["lat"] is None,
        "vague-time": row["time_precision"] in ("week", "month", "year"),
        "no-link": not row["url"],
        "no-quote": not row["quote"],
    }[name]


def _unknown(row):
    if row["lat"] is None:
        return NOWHERE
    return "" if row["admin1"] else f"{row['admin0']}-" if row["admin0"] else AT_SEA


def inside(row, west, south, east, north):
    if row["lat"] is None:
        return False
    across = west <= row["lon"] <= east if west <= east else row["lon"] >= west or row["lon"] <= east
    return south <= row["lat"] <= north and across


@given(filters)
@settings(max_examples=35, deadline=None)
def test_a_filter_shows_what_passes_each_of_its_parts(store, where):
    assert ids(store, where) == {row["id"] for row in ROWS if passes(row, where)}


def beyond(row, where):
    """The deaths, at most, of an incident that counts and reaches beyond the window, said again in Python; else 0."""
    stated = (row[f"fatalities_{which}"] for which in ("high", "best", "low"))
    early = where.start is not None and span(row, where.start)[0] < begins(where.start)
    late = where.end is not None and span(row, where.end)[1] > ends(where.end)
    most = next((number for number in stated if number is not None), 0)
    return most if (early or late) and row["status"] == "reported" else 0


@given(filters)
@settings(max_examples=35, deadline=None)
def test_deaths_that_may_lie_outside_the_window_are_told_apart(store, where):
    expected = [deaths for row in ROWS if passes(row, where) and (deaths := beyond(row, where))]
    found = geodata.summary(store, where)
    assert (found.beyond, found.deaths_beyond) == (len(expected), sum(expected))


@given(filters, st.sampled_from(FIELDS))
@settings(max_examples=12, deadline=None)
def test_a_wider_filter_never_shows_less(store, where, name):
    assert ids(store, where) <= ids(store, where.without(name))


@given(filters, st.integers(0, 30))
@settings(max_examples=10, deadline=None)
def test_a_wider_window_never_shows_less(store, where, days):
    wider = replace(
        where,
        start=where.start and where.start - timedelta(days),
        end=where.end and where.end + timedelta(days),
    )
    assert ids(store, where) <= ids(store, wider)


@given(filters)
@settings(max_examples=10, deadline=None)
def test_counts_per_choice_follow_the_other_filters_and_sum_right(store, where):
    for ask, own in (
        (geodata.per_region, "regions"),
        (geodata.per_event_type, "event_types"),
        (geodata.per_source, "sources"),
        (geodata.per_precision, "precisions"),
    ):
        counts = ask(store, where)
        shown = geodata.incidents(store, where.without(own))
        assert counts["incidents"].sum() == len(shown), own
        assert counts["fatalities"].sum() == shown["fatalities_best"].sum(), own
        assert list(counts["incidents"]) == sorted(counts["incidents"], reverse=True), own


@given(filters)
@settings(max_examples=4, deadline=None)
def test_choosing_a_region_shows_as_many_as_its_count_says(store, where):
    for row in geodata.per_region(store, where).to_dict("records"):
        code = geodata.district(row["admin1"], row["admin2_name"])
        if not row["admin1"]:
            code = NOWHERE if row["admin0"] == NOWHERE else geodata.rest(row["admin0"])
        if code:
            assert len(ids(store, replace(where, regions=(code,)))) == row["incidents"]


def test_choices_without_incidents_in_the_filter_stay_with_0(store):
    nothing = Filter(start=date(1999, 1, 1), end=date(1999, 1, 2))
    for ask in (geodata.per_region, geodata.per_event_type):
        assert len(ask(store, nothing)) == len(ask(store)) > 1
        assert ask(store, nothing)["incidents"].sum() == 0


def test_a_box_across_the_date_line_holds_both_sides(store):
    fiji = Filter(bbox=(177.0, -20.0, -179.0, -16.0))
    assert set(geodata.incidents(store, fiji)["admin1"]) == {"FJ-C", "FJ-N"}


@given(filters)
@settings(max_examples=15, deadline=None)
def test_what_a_filter_covers_holds_its_points_and_no_more(store, where):
    rows = geodata.incidents(store, where)
    points = rows[rows["lat"].notna() & (rows["location_precision"] != "country")]
    box = geodata.covered(store, where)
    if points.empty:
        assert box is None
        return
    west, south, east, north = box
    assert (south, north) == (points["lat"].min(), points["lat"].max())
    lons = [lon + 360 if lon < west else lon for lon in points["lon"]]
    assert (min(lons), max(lons)) == (west, east)
    assert east - west <= points["lon"].max() - points["lon"].min()


def test_what_lies_on_both_sides_of_the_date_line_is_covered_across_it(store):
    west, _, east, _ = geodata.covered(store, Filter(regions=("FJ-N", "FJ-C")))
    assert west < 180 < east < west + 10


def test_dates_are_inclusive_and_an_incident_that_lasts_passes_on_each_of_its_days(tmp_path):
    store = a_store(tmp_path, [an_incident(0, start_day=day("2018-07-01"), end_day=day("2018-07-05")), an_incident(1)])
    shown = {
        when: len(ids(store, Filter(start=date.fromisoformat(when), end=date.fromisoformat(when))))
        for when in ("2018-06-30", "2018-07-01", "2018-07-03", "2018-07-04", "2018-07-05", "2018-07-06")
    }
    assert list(shown.values()) == [0, 1, 1, 2, 1, 0]


def test_text_is_found_without_case_accents_and_forms_of_letters(tmp_path):
    store = a_store(
        tmp_path,
        [
            an_incident(0, quote="The ÉGLISE in Dar‘ā"),
            an_incident(1, place_printed="القرية", place_ar="القرية", place="x"),
            an_incident(2, quote="١٢ قتيلاً", place_ar="إبطع"),
        ],
    )
    found = {words: len(ids(store, Filter(text=words))) for words in ("eglise", "dara eglise", "القريه", "12", "ابطع")}
    assert found == {"eglise": 1, "dara eglise": 1, "القريه": 1, "12": 1, "ابطع": 1}


def test_all_words_must_be_there_in_any_order(store):
    assert ids(store, Filter(text="shelling word1")) == ids(store, Filter(text="  word1   SHELLING "))
    assert not ids(store, Filter(text="word1 word2"))


@pytest.mark.parametrize("sign", ["%", "_", "\\", "\\%", "\x00"])
def test_signs_part_words_and_are_never_patterns(store, sign):
    assert ids(store, Filter(text=f"word1{sign}shelling")) == ids(store, Filter(text="word1 shelling"))
    assert ids(store, Filter(text=f"w{sign}zz")) == set()
    assert ids(store, Filter(text=sign)) == ids(store)


def number(store, where=EVERYTHING):
    return geodata.summary(store, where).incidents


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_neither_raise_nor_match_all(store, words):
    for name in ("regions", "event_types", "actors", "sources", "precisions", "statuses", "claimants"):
        assert number(store, Filter(**{name: (words,)})) == 0, name
    assert geodata.incident(store, words) is None
    if any(map(str.isalnum, words)):
        assert number(store, Filter(text=words)) < len(ROWS)
    geodata.per_region(store, Filter(text=words))
    geodata.stocks(store, Filter(regions=(words,), sources=(words,)))
    assert number(store) == len(ROWS)


def test_deaths_not_stated_are_not_0(tmp_path):
    store = a_store(tmp_path, [an_incident(0), an_incident(1, fatalities_best=0), an_incident(2, fatalities_best=3)])
    shown = geodata.incidents(store)
    assert list(shown["fatalities_best"].isna()) == [True, False, False]
    summary = geodata.summary(store)
    assert (summary.deaths_best, summary.deaths_unknown) == (3, 1)
    assert geodata.incident(store, f"{0:012x}")["fatalities_best"] is None


def test_deaths_are_a_range_and_aggregates_and_forecasts_stay_out(tmp_path):
    store = a_store(
        tmp_path,
        [
            an_incident(0, fatalities_low=2, fatalities_best=4, fatalities_high=9),
            an_incident(1, fatalities_best=1),
            an_incident(2, fatalities_low=3),
            an_incident(3, fatalities_best=500, status="aggregate", injured=70),
            an_incident(4, fatalities_best=900, status="forecast"),
            an_incident(5, injured=7),
        ],
    )
    summary = geodata.summary(store)
    assert (summary.deaths_low, summary.deaths_best, summary.deaths_high) == (6, 8, 13)
    assert (summary.deaths_unknown, summary.injured, summary.incidents) == (1, 7, 6)


@given(filters)
@settings(max_examples=15, deadline=None)
def test_a_summary_keeps_its_order(store, where):
    summary = geodata.summary(store, where)
    assert 0 <= summary.deaths_low <= summary.deaths_best <= summary.deaths_high
    assert 0 <= summary.precise <= summary.located <= summary.incidents
    assert summary.unlocated == summary.incidents - summary.located
    assert (summary.first_day is None) == (summary.incidents == 0)


def test_incidents_without_a_point_are_nowhere_and_stay_listed(store):
    nowhere = geodata.incidents(store, Filter(regions=(NOWHERE,)))
    assert len(nowhere) == sum(row["lat"] is None for row in ROWS)
    assert nowhere["lat"].isna().all()
    counted = geodata.per_region(store)
    assert counted.loc[counted["admin0"] == NOWHERE, "incidents"].sum() == len(nowhere)


def test_a_country_holds_those_known_to_the_country_alone(store):
    assert len(ids(store, Filter(regions=("SY",)))) > sum(
        len(ids(store, Filter(regions=(code,)))) for code in ("SY-DR", "SY-QU", "SY-HL")
    )


ORDER = st.lists(st.tuples(st.sampled_from((*ORDERS, "nonsense")), st.booleans()), max_size=2)


@given(filters, ORDER, st.integers(4, 60))
@settings(max_examples=15, deadline=None)
def test_blocks_of_a_list_are_the_list_each_row_once(store, where, order, size):
    number = geodata.summary(store, where).incidents
    blocks = [geodata.rows_between(store, where, n, n + size, order) for n in range(0, number + 1, size)]
    assert all(len(found) == size for found in blocks[: number // size])
    listed = [id for found in blocks for id in found["id"]]
    assert len(listed) == len(set(listed)) == number
    assert set(listed) == ids(store, where)


def test_a_list_without_an_order_goes_by_day_and_id(store):
    every = geodata.incidents(store)
    assert list(geodata.rows_between(store, EVERYTHING, 0, 1000)["id"]) == list(every["id"])
    assert list(every["start_day"]) == sorted(every["start_day"])


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("down", [False, True])
def test_empty_cells_come_last_either_way(store, name, down):
    sql = ORDERS[name]
    found = geodata.rows_between(store, EVERYTHING, 0, 1000, [(name, down)])
    cells = store.ask(f"SELECT id, {sql} AS cell FROM incidents").set_index("id")["cell"].reindex(found["id"])
    empty = list(cells.isna())
    assert empty == sorted(empty)
    told = list(cells.dropna())
    assert told == sorted(told, reverse=down)


@pytest.mark.parametrize(("first", "last"), [(10, 5), (1000, 1100), (0, 0)])
def test_a_block_that_is_none_is_empty(store, first, last):
    assert geodata.rows_between(store, EVERYTHING, first, last).empty


def test_incidents_are_found_by_their_ids_and_no_others(store):
    wanted = [ROWS[3]["id"], ROWS[40]["id"], "no such id", "' OR 1=1 --"]
    found = geodata.incidents_by_id(store, wanted)
    assert set(found["id"]) == set(wanted[:2])
    assert geodata.incidents_by_id(store, []).empty


@given(filters.map(lambda where: replace(where, start=to_date(FIRST + 20), end=to_date(FIRST + 24))))
@settings(max_examples=8, deadline=None)
def test_from_one_neighbour_to_the_next_every_incident_is_met_once(store, where):
    wanted = list(geodata.incidents(store, where)["id"])
    met = []
    here = wanted[0] if wanted else None
    while here and len(met) <= len(ROWS):
        met.append(here)
        before, after = geodata.neighbours(store, geodata.incident(store, here), where)
        assert before == (met[-2] if len(met) > 1 else None)
        here = after
    assert met == wanted


def test_an_incident_that_the_filter_hides_still_has_its_neighbours(store):
    battles = Filter(event_types=("Battles",))
    other = next(row for row in ROWS if row["event_type"] != "Battles")
    listed = geodata.incidents(store, battles)
    earlier = listed[(listed["start_day"] < other["start_day"])]
    before, _ = geodata.neighbours(store, geodata.incident(store, other["id"]), battles)
    same_day = listed[(listed["start_day"] == other["start_day"]) & (listed["id"] < other["id"])]
    last = pd.concat([earlier, same_day])["id"]
    assert before == (last.iloc[-1] if len(last) else None)


def test_one_incident_comes_with_its_dataset(store):
    row = geodata.incident(store, ROWS[0]["id"])
    assert row["place"] == "Dar‘ā"
    assert row["dataset"]["licence"] == "CC0"
    assert "search" not in row
    assert geodata.incident(store, "f" * 12) is None


def test_the_extent_spans_incidents_and_figures(tmp_path):
    store = a_store(
        tmp_path,
        [an_incident(0, start_day=day("2018-07-01"), end_day=day("2018-07-09"))],
        [a_figure(0, as_of_day=day("2018-08-01")), a_figure(1, as_of_day=day("2018-06-01"))],
    )
    span = geodata.extent(store)
    assert (span.first_day, span.last_day) == (day("2018-06-01"), day("2018-08-01"))
    assert span.bbox == span.core == (36.1021, 32.6189, 36.1021, 32.6189)


def test_an_extent_holds_every_point_and_its_core_lies_within(store):
    span = geodata.extent(store)
    assert ids(store, Filter(bbox=span.bbox)) == {row["id"] for row in ROWS if row["lat"] is not None}
    west, south, east, north = span.core
    assert span.bbox[0] <= west <= east <= span.bbox[2]
    assert span.bbox[1] <= south <= north <= span.bbox[3]


def test_the_core_of_an_extent_leaves_out_what_is_far_and_keeps_what_is_near(tmp_path):
    many = [an_incident(n, lat=32.6 + n / 100, lon=36.1 + n / 100) for n in range(40)]
    span = geodata.extent(a_store(tmp_path, [*many, an_incident(40, lat=36.2, lon=37.1), an_incident(41, lat=32.55)]))
    west, south, east, north = span.core
    assert (west, south) == span.bbox[:2]
    assert 32.9 < north < 33.1
    assert 36.4 < east < 36.6


def test_a_store_without_points_has_days_but_no_box(tmp_path):
    store = a_store(tmp_path, [an_incident(0, lat=None, lon=None)])
    span = geodata.extent(store)
    assert (span.first_day, span.bbox, span.core) == (day("2018-07-04"), None, None)


def test_an_empty_store_has_no_extent_and_answers_every_question(empty):
    span = geodata.extent(empty)
    assert (span.first_day, span.last_day, span.bbox, span.core) == (None, None, None, None)
    asks = (geodata.per_region, geodata.per_event_type, geodata.per_source, geodata.per_precision)
    for ask in (geodata.incidents, *asks, geodata.stocks, geodata.movements):
        assert len(ask(empty)) == 0
    summary = geodata.summary(empty)
    assert (summary.incidents, summary.deaths_high, summary.first_day) == (0, 0, None)


@given(st.dates())
def test_a_day_and_its_date_are_the_same(when):
    assert to_date(to_day(when)) == when


def test_figures_give_the_box_where_no_incident_does(tmp_path):
    figures = [a_figure(0, lat=32.6, lon=36.1), a_figure(1, lat=33.0, lon=36.6)]
    assert geodata.extent(a_store(tmp_path / "a", [], figures)).bbox == (36.1, 32.6, 36.6, 33.0)
    placed = a_store(tmp_path / "b", [an_incident(0)], figures)
    assert geodata.extent(placed).bbox == (36.1021, 32.6189, 36.1021, 32.6189)
