"""Displacement figures: what is a total, what never is, and what rivals span together."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import NOTHING, Filter
from geodata.displaced import within
from tests.geodata.rows import a_figure, a_store, an_incident, day

NASIB, GOLAN = "Nasib border crossing", "near the Golan"
SOUTH = "SY-DR SY-QU SY-SU"


def on(iso, **more):
    return Filter(end=date.fromisoformat(iso), **more)


def total(rows):
    return geodata.spanned(rows[rows["standing"] == "total"])


def standing(rows, name):
    return rows[rows["standing"] == name]


def stocks_of(folder, figures, where=None):
    return geodata.stocks(a_store(folder, figures=figures), where or on("2018-12-31"))


def test_on_5_july_2018_three_sources_span_270_000_to_325_000_and_more(sample_store):
    found = total(geodata.stocks(sample_store, on("2018-07-05")))
    assert (found.low, found.high, found.open_below, found.open_above) == (270_000, 325_000, False, True)
    assert found.claimants == ("ECHO", "UN OCHA", "United Nations")
    assert found.as_of_day == day("2018-07-05")


def test_on_5_july_2018_nasib_and_the_golan_are_parts_and_the_forecast_stands_apart(sample_store):
    rows = geodata.stocks(sample_store, on("2018-07-05"))
    parts = standing(rows, "part")
    assert sorted(zip(parts["place_printed"], parts["claimant"], strict=True)) == [
        (NASIB, "ECHO"),
        (NASIB, "UN OCHA"),
        (GOLAN, "UN OCHA"),
    ]
    assert list(standing(rows, "forecast")["figure_printed"]) == ["hundreds of thousands more"]
    assert set(rows["standing"]) == {"total", "part", "forecast"}
    assert list(rows["standing"])[:3] == ["total"] * 3


def test_on_11_july_2018_the_newest_of_ocha_is_an_up_to_and_replaces_its_own(sample_store):
    rows = geodata.stocks(sample_store, on("2018-07-11"))
    ocha = rows[(rows["claimant"] == "UN OCHA") & (rows["place_printed"] == "south-west Syria")]
    assert list(ocha["upper"]) == [234_500]
    assert ocha["lower"].isna().all()
    found = total(rows)
    assert (found.low, found.high, found.open_below, found.open_above) == (234_500, 320_000, True, True)


def test_on_1_august_2018_the_total_is_184_000(sample_store):
    rows = geodata.stocks(sample_store, on("2018-08-01"))
    found = total(rows)
    assert (found.low, found.high, found.open_below, found.open_above) == (184_000, 184_000, False, False)
    assert found.claimants == ("UN OCHA",)
    assert {"ECHO", "United Nations"} <= set(standing(rows, "outdated")["claimant"])


def test_before_the_first_figure_nothing_holds(sample_store):
    rows = geodata.stocks(sample_store, on("2018-06-17"))
    assert len(rows) == 0
    assert total(rows) == NOTHING


def test_a_chosen_region_puts_wider_totals_outside(sample_store):
    rows = geodata.stocks(sample_store, on("2018-07-11", regions=("SY-QU",)))
    assert set(standing(rows, "outside")["place_printed"]) == {"south-west Syria", "southern Syria", NASIB}
    assert set(standing(rows, "part")["place_printed"]) <= {GOLAN}
    found = total(rows)
    assert (found.low, found.high, found.claimants) == (160_000, 160_000, ("UN OCHA",))


def test_a_chosen_country_holds_its_units(sample_store):
    assert total(geodata.stocks(sample_store, on("2018-07-05", regions=("SY",)))) == total(
        geodata.stocks(sample_store, on("2018-07-05"))
    )


def test_every_figure_has_a_standing_and_a_reason(sample_store):
    for iso in ("2018-06-29", "2018-07-05", "2018-07-11", "2018-08-16"):
        rows = geodata.stocks(sample_store, on(iso))
        assert (rows["why"].str.len() > 0).all()
        assert rows["id"].is_unique


def test_other_datasets_can_be_left_out(sample_store):
    assert len(geodata.stocks(sample_store, on("2018-07-05", sources=("sample-incidents",)))) == 0


def test_a_newer_figure_of_the_same_claimant_and_area_replaces_the_older(tmp_path):
    rows = stocks_of(tmp_path, [a_figure(0, value=10), a_figure(1, value=20, as_of_day=day("2018-07-05"))])
    assert list(rows["value"]) == [20]


def test_an_older_figure_holds_until_the_newer_ones_day(tmp_path):
    store = a_store(tmp_path, figures=[a_figure(0, value=10), a_figure(1, value=20, as_of_day=day("2018-07-06"))])
    assert [total(geodata.stocks(store, on(iso))).low for iso in ("2018-07-03", "2018-07-05", "2018-07-06")] == [
        None,
        10,
        20,
    ]


def test_households_of_unknown_size_stay_out_of_the_total(tmp_path):
    rows = stocks_of(
        tmp_path,
        [a_figure(0, value=100, unit="households"), a_figure(1, value=450, claimant="ECHO")],
    )
    assert list(standing(rows, "triangulation")["value"]) == [100]
    assert (total(rows).low, total(rows).high) == (450, 450)


def test_households_of_known_size_count_as_people(tmp_path):
    rows = stocks_of(tmp_path, [a_figure(0, value=100, unit="households", household_size=5.2)])
    assert (total(rows).low, total(rows).high) == (520, 520)


def test_what_its_publisher_does_not_recommend_and_forecasts_stay_out(tmp_path):
    rows = stocks_of(
        tmp_path,
        [
            a_figure(0, value=7, role="triangulation", claimant="A"),
            a_figure(1, value=9, status="forecast", claimant="B"),
            a_figure(2, value=11, status="background", claimant="C"),
        ],
    )
    assert sorted(rows["standing"]) == ["forecast", "triangulation"]
    assert total(rows) == NOTHING


def test_a_forecast_does_not_replace_what_was_counted(tmp_path):
    rows = stocks_of(
        tmp_path, [a_figure(0, value=10), a_figure(1, value=99, status="forecast", as_of_day=day("2018-07-09"))]
    )
    assert (total(rows).low, total(rows).high) == (10, 10)


def test_a_single_place_is_never_a_total(tmp_path):
    rows = stocks_of(tmp_path, [a_figure(0, scope="place", place_printed=NASIB)])
    assert list(rows["standing"]) == ["part"]
    assert total(rows) == NOTHING


def test_two_places_of_one_claimant_do_not_replace_each_other(tmp_path):
    rows = stocks_of(
        tmp_path, [a_figure(0, scope="place", place_printed="A"), a_figure(1, scope="place", place_printed="B")]
    )
    assert len(rows) == 2


UNITS = ("SY-DR", "SY-QU", "SY-SU", "SY-HL", "JO-MA", "LB-BA")
figures = st.lists(
    st.fixed_dictionaries(
        {
            "regions": st.sets(st.sampled_from(UNITS), min_size=1, max_size=4).map(
                lambda units: " ".join(sorted(units))
            ),
            "lower": st.none() | st.integers(0, 10**6),
            "upper": st.none() | st.integers(0, 10**6),
            "claimant": st.sampled_from(("A", "B", "C")),
        }
    ),
    max_size=5,
)


def claims(rows):
    """Rows as `stocks` gives them, with bounds in order."""
    ordered = []
    for number, row in enumerate(rows):
        bounds = sorted(bound for bound in (row["lower"], row["upper"]) if bound is not None)
        both = len(bounds) == 2
        lower = bounds[0] if bounds and (both or row["lower"] is not None) else None
        upper = bounds[-1] if bounds and (both or row["upper"] is not None) else None
        ordered.append(a_figure(number, **(row | {"lower": lower, "upper": upper})))
    table = pd.DataFrame(ordered, columns=[*a_figure(0), "lower", "upper"])
    return table.astype({"lower": "Int64", "upper": "Int64"})


@settings(max_examples=15, deadline=None)
@given(figures, figures)
def test_figures_of_areas_that_do_not_meet_add_up(here, there):
    far = [row | {"regions": row["regions"].replace("-", "X-")} for row in there]
    both, one, other = (geodata.spanned(claims(rows)) for rows in (here + far, here, far))
    for bound in ("low", "high"):
        parts = [getattr(found, bound) for found in (one, other) if found != NOTHING]
        assert getattr(both, bound) == (sum(parts) if parts else None)
    assert both.open_above == (one.open_above or other.open_above)
    assert set(both.claimants) == {*one.claimants, *other.claimants}


@settings(max_examples=15, deadline=None)
@given(figures.map(lambda rows: [row | {"regions": SOUTH} for row in rows]))
def test_rivals_for_one_area_span_from_the_lowest_to_the_highest(rows):
    found = geodata.spanned(claims(rows))
    said = [bound for row in rows for bound in (row["lower"], row["upper"]) if bound is not None]
    assert (found.low, found.high) == ((min(said), max(said)) if said else (None, None))


@settings(max_examples=15, deadline=None)
@given(figures)
def test_the_order_of_figures_does_not_matter(rows):
    assert geodata.spanned(claims(rows)) == geodata.spanned(claims(rows[::-1]))


@settings(max_examples=15, deadline=None)
@given(figures)
def test_a_span_is_never_upside_down(rows):
    found = geodata.spanned(claims(rows))
    assert found == NOTHING or 0 <= found.low <= found.high


@given(st.permutations(range(4)))
@settings(max_examples=4, deadline=None)
def test_parts_never_enter_totals_whatever_the_order(tmp_path_factory, order):
    said = (
        {"regions": SOUTH, "value": 300_000, "claimant": "A"},
        {"regions": "SY-QU", "value": 189_000, "claimant": "B"},
        {"regions": "SY-DR", "value": 20_000, "claimant": "A"},
        {"regions": "SY-DR", "value": 60_000, "claimant": "C", "scope": "place", "place_printed": NASIB},
    )
    rows = stocks_of(tmp_path_factory.mktemp("parts"), [a_figure(n, **said[i]) for n, i in enumerate(order)])
    assert sorted(rows["standing"]) == ["part", "part", "part", "total"]
    assert (total(rows).low, total(rows).high) == (300_000, 300_000)


@given(st.sets(st.sampled_from((*UNITS, "SY", "JO"))), st.sets(st.sampled_from((*UNITS, "SY", "JO"))))
def test_an_area_lies_within_itself_and_within_what_it_is_joined_to(a, b):
    assert within(frozenset(a), frozenset(a))
    assert within(frozenset(a), frozenset(a | b))


def test_movements_lie_in_the_window_whole(sample_store):
    def arrivals(start, end):
        rows = geodata.movements(sample_store, Filter(start=date.fromisoformat(start), end=date.fromisoformat(end)))
        return rows[rows["measure"] == "flow"]["value"].sum()

    assert arrivals("2018-06-01", "2018-06-30") == 50_761 + 23_085 + 3_015
    assert arrivals("2018-06-02", "2018-06-30") == 0
    assert arrivals("2018-07-01", "2018-07-31") == 41_123 + 5_285
    assert arrivals("2018-06-01", "2018-07-30") == 50_761 + 23_085 + 3_015


def test_movements_follow_the_region(sample_store):
    june = Filter(start=date(2018, 6, 1), end=date(2018, 6, 30), regions=("SY-QU",))
    assert list(geodata.movements(sample_store, june)["value"]) == [23_085]


def test_movements_are_never_stocks(sample_store):
    rows = geodata.stocks(sample_store)
    assert set(rows["measure"]) == {"stock"}
    assert set(geodata.movements(sample_store)["measure"]) == {"flow", "return"}


def test_a_movement_within_a_wider_one_of_the_same_claimant_is_left_out(tmp_path):
    period = {
        "measure": "flow",
        "start_day": day("2018-06-01"),
        "end_day": day("2018-06-30"),
        "as_of_day": day("2018-06-30"),
    }
    store = a_store(
        tmp_path,
        figures=[
            a_figure(0, value=77_000, regions=SOUTH, **period),
            a_figure(1, value=50_000, **period),
            a_figure(2, value=48_000, claimant="ECHO", **period),
        ],
    )
    assert sorted(geodata.movements(store)["value"]) == [48_000, 77_000]


def test_movements_of_two_places_in_one_unit_both_stay(tmp_path):
    town = {"measure": "flow", "scope": "place", "start_day": day("2018-06-01"), "end_day": day("2018-06-30")}
    store = a_store(tmp_path, figures=[a_figure(n, place_printed=name, **town) for n, name in enumerate("AB")])
    assert len(geodata.movements(store)) == 2


def test_what_covers_no_known_area_is_in_no_chosen_region_and_in_no_total(tmp_path):
    unknown = {"regions": None, "scope": "", "admin0": None, "admin1": None}
    store = a_store(
        tmp_path, figures=[a_figure(0, **unknown), a_figure(1, measure="flow", **unknown), a_figure(2, claimant="B")]
    )
    rows = geodata.stocks(store)
    assert dict(zip(rows["standing"], rows["why"], strict=True))["part"] == "what area it covers is not known"
    assert list(geodata.stocks(store, Filter(regions=("SY-DR",)))["standing"]) == ["total", "outside"]
    assert len(geodata.movements(store)) == 1
    assert len(geodata.movements(store, Filter(regions=("SY-DR",)))) == 0


def test_an_older_part_of_a_newer_wider_total_does_not_hold_when_it_alone_is_chosen(tmp_path):
    wide = {"regions": "SY-DR SY-QU", "admin1": None, "place_printed": "the south-west", "value": 57_000}
    part = {"regions": "SY-QU", "admin1": "SY-QU", "place_printed": "Quneitra", "value": 160_000}
    figures = [a_figure(0, **wide, as_of_day=day("2018-08-16")), a_figure(1, **part, as_of_day=day("2018-07-11"))]
    store = a_store(tmp_path, figures=figures)
    where = Filter(regions=("SY-QU",))
    found = geodata.stocks(store, where).set_index("value")
    assert found.loc[160_000, "standing"] == "outdated"
    assert found.loc[160_000, "why"] == "36 days older than the total it lies in"
    assert found.loc[57_000, "standing"] == "outside"
    assert geodata.total(store, where).low is None
    then = Filter(regions=("SY-QU",), end=date(2018, 8, 1))
    assert geodata.total(store, then).low == 160_000


def test_a_window_from_the_first_day_on_holds_what_began_before_it(tmp_path):
    flow = {"measure": "flow", "start_day": day("2018-07-01"), "as_of_day": day("2018-07-10")}
    store = a_store(tmp_path, [an_incident(0)], [a_figure(0, **flow)])
    assert geodata.extent(store).first_day == day("2018-07-04")
    for first, found in (("2018-07-04", 1), ("2018-07-05", 0), ("2018-07-03", 0), ("2018-07-01", 1)):
        assert len(geodata.movements(store, Filter(start=date.fromisoformat(first)))) == found


def test_movements_without_a_first_day_stay_out_of_a_window(tmp_path):
    store = a_store(tmp_path, figures=[a_figure(0, measure="flow")])
    assert len(geodata.movements(store)) == 1
    assert len(geodata.movements(store, Filter(start=date(2018, 1, 1)))) == 0


def test_nobody_says_a_number_is_no_range():
    assert geodata.spanned(claims([])) == NOTHING
    with pytest.raises(KeyError):
        geodata.spanned(pd.DataFrame())
