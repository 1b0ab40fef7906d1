"""Choices with their counts, the strip of figures, the table, the layer of the displaced."""

from datetime import date

import pandas as pd
import pytest

import geodata
from dashboard import controls, doubts, figures, harm, ids, sharing
from dashboard.theme import EVENT_COLOURS, LIGHT
from dashboard.view import View
from geodata import NOWHERE, Filter
from geodata.schema import EVENT_TYPES
from tests.dashboard.parts import of_class, of_kind, words
from tests.geodata.rows import a_figure, a_store, an_incident

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A store with what sheets should not hold, and incidents of every sort of place."""
    return a_store(
        tmp_path_factory.mktemp("odd"),
        [
            an_incident(0, place=HOSTILE, place_printed=HOSTILE, event_printed=HOSTILE, claimant=HOSTILE),
            an_incident(1, lat=None, lon=None, location_precision=None, place=None, fatalities_best=None),
            an_incident(2, admin1=None, admin1_name=None, location_precision="country", match_guessed=True),
            an_incident(
                3, admin0=None, admin0_name=None, admin1=None, admin1_name=None, location_precision="sea or air"
            ),
            an_incident(4, event_type="Unclassified", sub_event_type=None, fatalities_low=2, fatalities_high=5),
        ],
        [a_figure(0, place_printed=HOSTILE, claimant=HOSTILE, lat=32.6, lon=36.1)],
    )


def values(choices):
    """The values that can be chosen, in order."""
    return [choice.value for choice in of_kind(choices, "Checkbox")]


def counted(choices):
    """What each choice is counted by, by its value."""
    return {
        choice.value: getattr(of_class(choice, "count")[0], "data-count") for choice in of_kind(choices, "Checkbox")
    }


def heads(choices):
    return [choice.value for choice in of_kind(choices, "Checkbox") if "head" in choice.className.split()]


def test_every_type_in_the_store_has_a_choice(sample_store):
    per_type = geodata.per_event_type(sample_store)
    choices = controls.type_choices(per_type)
    assert set(heads(choices)) == set(per_type["event_type"])
    rest = {f"{kind}/" for kind in per_type.loc[per_type["sub_event_type"] == "", "event_type"]}
    assert set(values(choices)) <= {*per_type["event_type"], *per_type["sub_event_type"], *rest}


def test_the_commonest_type_comes_first_and_its_sub_types_below_it(sample_store):
    per_type = geodata.per_event_type(sample_store)
    sums = per_type.groupby("event_type")["incidents"].sum()
    choices = controls.type_choices(per_type)
    numbers = [sums[kind] for kind in heads(choices)]
    assert numbers == sorted(numbers, reverse=True)
    kind = None
    for value in values(choices):
        if value in sums.index:
            kind = value
        else:
            subs = set(per_type.loc[per_type["event_type"] == kind, "sub_event_type"])
            assert (value.removeprefix(f"{kind}/") if value.endswith("/") else value) in subs


def test_every_event_type_can_be_chosen_from():
    kinds = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs or ("",)]
    rows = pd.DataFrame(kinds, columns=["event_type", "sub_event_type"]).assign(incidents=1)
    choices = controls.type_choices(rows)
    assert set(EVENT_COLOURS) == set(heads(choices))
    assert len(of_class(choices, "swatch")) == len(EVENT_TYPES)
    shapes = {name for swatch in of_class(choices, "swatch") for name in swatch.className.split() if "shape" in name}
    assert len(shapes) == len(EVENT_TYPES)


def test_every_region_in_the_store_has_a_choice(sample_store):
    assert values(controls.region_choices(geodata.per_region(sample_store)))[0] == "SY"
    assert set(values(controls.region_choices(geodata.per_region(sample_store)))) == {
        "SY",
        "SY-DR",
        "SY-QU",
        "SY-SU",
        "SY-HL",
    }


def test_incidents_without_a_place_or_a_country_can_be_chosen_too(odd):
    choices = controls.region_choices(geodata.per_region(odd))
    assert values(choices)[-1] == NOWHERE
    assert "At sea or unknown" in words(choices)


def test_choices_that_would_show_nothing_stay_faint(sample_store):
    where = Filter(start=date(2018, 6, 18), end=date(2018, 6, 18))
    choices = controls.region_choices(geodata.per_region(sample_store, where))
    assert "none" in next(c.className for c in of_kind(choices, "Checkbox") if c.value == "SY-QU").split()


def test_no_two_choices_have_one_value(odd):
    for choices in (
        controls.region_choices(geodata.per_region(odd)),
        controls.type_choices(geodata.per_event_type(odd)),
    ):
        assert len(values(choices)) == len(set(values(choices)))


def test_no_two_choices_of_the_page_are_counted_as_one(odd):
    lists = [
        controls.region_choices(geodata.per_region(odd)),
        controls.type_choices(geodata.per_event_type(odd)),
        *(controls.word_choices(["exact", NOWHERE, "reported"], *told) for told in controls.WORDS.values()),
    ]
    keys = [key for choices in lists for key in counted(choices).values()]
    assert len(keys) == len(set(keys))


def test_a_sub_type_that_is_not_all_of_its_type_can_be_chosen_though_it_is_the_only_one(tmp_path):
    rows = [
        an_incident(0, event_type="Battles", sub_event_type="Armed clash"),
        an_incident(1, event_type="Battles", sub_event_type=None),
        an_incident(2, event_type="Riots", sub_event_type="Mob violence"),
    ]
    store = a_store(tmp_path, rows)
    choices = controls.type_choices(geodata.per_event_type(store))
    assert values(choices) == ["Battles", "Armed clash", "Battles/", "Riots"]
    for kind, number in (("Battles", 2), ("Armed clash", 1), ("Riots", 1)):
        assert geodata.summary(store, Filter(event_types=(kind,))).incidents == number


def test_incidents_without_a_point_are_one_choice_whatever_region_they_name(tmp_path):
    rows = [an_incident(n, lat=None, lon=None, admin1=f"SY-{n}", admin1_name=f"{n}") for n in range(3)]
    choices = controls.region_choices(geodata.per_region(a_store(tmp_path, rows)))
    assert values(choices) == [NOWHERE]


def test_every_doubt_has_its_words_and_two_boxes_that_say_them():
    assert set(doubts.WORDS) == set(geodata.DOUBTS)
    rows = pd.DataFrame({"doubt": list(geodata.DOUBTS), "incidents": 1, "of": 2})
    boxes = of_kind(doubts.doubt_rows(rows), "Checkbox")
    assert [box.value for box in boxes] == [sign + name for name in geodata.DOUBTS for sign in ("", "-")]
    assert getattr(boxes[0], "aria-label") == "only: spelling mended"
    assert getattr(boxes[1], "aria-label") == "without: spelling mended"


def test_words_are_offered_where_there_is_a_choice():
    offered = controls.word_choices(["exact", NOWHERE], *controls.WORDS[ids.PRECISIONS])
    assert counted(offered) == {"exact": "precision exact", NOWHERE: f"precision {NOWHERE}"}
    assert "exact point" in words(offered)
    assert "not on the map" in words(offered)
    assert controls.word_choices(["exact"], *controls.WORDS[ids.PRECISIONS]) == []
    assert controls.word_choices([], "status", {}) == []


def figure(store, where=geodata.EVERYTHING):
    stocks = geodata.stocks(store, where)
    return words(controls.displaced_figure(geodata.spanned(stocks[stocks["standing"] == "total"])))


def test_the_figure_of_the_displaced_says_range_day_and_sources(sample_store):
    said = figure(sample_store, Filter(end=date(2018, 7, 5)))
    for part in ("Displaced", "270,000–325,000+", "as of 5 Jul 2018", "3 sources"):
        assert part in said


def test_no_figure_is_no_zero(sample_store):
    said = figure(sample_store, Filter(start=date(1999, 1, 1), end=date(1999, 1, 2)))
    assert "Displaced –" in said
    assert "no figure holds" in said
    assert "0" not in said


def test_the_table_shows_unknown_deaths_as_a_dash_and_ranges_as_ranges(odd):
    rows = {row["id"]: row for row in controls.table_rows(geodata.incidents(odd))}
    killed = [rows[f"{number:012x}"]["killed"] for number in (0, 1, 4)]
    assert killed == ["–", "–", "2–5"]


def test_the_table_marks_what_was_guessed_and_keeps_what_was_printed(sample_store):
    (row,) = [row for row in controls.table_rows(geodata.incidents(sample_store)) if row["place"].startswith("≈")]
    assert (row["place"], row["printed"]) == ("≈ Tafas", "Taras")


def test_every_incident_has_a_line_in_the_table_and_an_id_of_its_own(sample_store):
    rows = controls.table_rows(geodata.incidents(sample_store))
    assert len({row["id"] for row in rows}) == len(rows) == 56


def test_hostile_words_stay_words(odd):
    assert HOSTILE in {row["place"] for row in controls.table_rows(geodata.incidents(odd))}
    layer = controls.displacement_layer(geodata.stocks(odd))
    hover = figures.mark_trace(layer, LIGHT).hovertext
    assert hover
    assert all("<script" not in said for said in hover)


def test_the_badge_names_the_datasets_and_their_licences(sample_store, tmp_path):
    badge = controls.dataset_badge(geodata.datasets(sample_store))
    assert "2 datasets" in words(badge)
    assert "CC BY 4.0" in words(badge)
    assert "incidents (CC BY 4.0" in badge.title
    assert controls.dataset_badge(geodata.datasets(geodata.Store(tmp_path))) == []


def test_an_area_of_a_part_is_told_from_that_of_a_total(sample_store):
    layer = controls.displacement_layer(geodata.stocks(sample_store, Filter(end=date(2018, 7, 11))))
    assert layer.areas == {"SY-DR": 1, "SY-QU": 2, "SY-SU": 1}
    assert {feature["properties"]["code"] for feature in layer.outlines["features"]} == set(layer.areas)


def test_every_part_with_a_point_has_one_mark_and_the_total_one(sample_store):
    stocks = geodata.stocks(sample_store, Filter(end=date(2018, 7, 5)))
    layer = controls.displacement_layer(stocks)
    labels = [label for _, _, label, _ in layer.marks]
    assert labels[0] == "270,000–325,000+"
    drawn = stocks[(stocks["standing"] == "part") & stocks["lat"].notna()]
    assert len(labels) == 1 + len(set(zip(drawn["lat"], drawn["lon"], strict=True)))


def test_nothing_displaced_draws_nothing(tmp_path):
    assert controls.displacement_layer(geodata.stocks(a_store(tmp_path))) == figures.NO_LAYER


FIGURES = {
    "about 60,000": {"value": 60_000, "quantifier": "about"},
    "up to 189,000": {"value": None, "high": 189_000, "quantifier": "up to"},
    "more than 320,000": {"value": None, "low": 320_000, "quantifier": "more than"},
    "62,000–66,000": {"value": None, "low": 62_000, "high": 66_000, "quantifier": "between"},
    "hundreds of thousands more": {"value": None, "figure_printed": "hundreds of thousands more"},
    "no number given": {"value": None},
}


def test_a_figure_is_said_as_its_source_says_it(tmp_path):
    figures = [a_figure(n, claimant=said, **figure) for n, (said, figure) in enumerate(FIGURES.items())]
    rows = geodata.stocks(a_store(tmp_path, figures=figures)).to_dict("records")
    assert {row["claimant"]: controls.figure_words(row) for row in rows} == {said: said for said in FIGURES}


def test_actors_deaths_and_doubts_are_said_in_words():
    view = View(actors=("Army",), deaths_least=1, deaths_unstated=True, doubts=("-mended", "no-link", "nonsense"))
    assert harm.said(view) == [
        "Army",
        "at least 1 death, or not stated",
        "without: spelling mended",
        "only: no link to a source",
    ]
    assert harm.said(View()) == []
    assert sharing.filtered(view).deaths_least == 1
