"""Choices with their counts, the strip of figures, the table, the layer of the displaced."""

from datetime import date

import pandas as pd
import pytest

import geodata
from dashboard import controls, figures
from dashboard.theme import EVENT_COLOURS, LIGHT
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


def shown(choices):
    """Count of each choice by its value."""
    return {
        choice.value: int(words(of_class(choice, "count")).replace(",", "")) for choice in of_kind(choices, "Checkbox")
    }


def test_every_type_in_the_store_has_a_choice_with_its_count(sample_store):
    per_type = geodata.per_event_type(sample_store)
    choices = shown(controls.type_choices(per_type))
    heads = {kind: n for kind, n in choices.items() if kind in EVENT_TYPES}
    assert heads == per_type.groupby("event_type")["incidents"].sum().to_dict()
    assert sum(heads.values()) == geodata.summary(sample_store).incidents
    for row in per_type.to_dict("records"):
        assert choices.get(row["sub_event_type"], row["incidents"]) == row["incidents"]


def test_every_event_type_can_be_chosen_from():
    kinds = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs or ("",)]
    rows = pd.DataFrame(kinds, columns=["event_type", "sub_event_type"]).assign(incidents=1)
    assert set(EVENT_COLOURS) <= set(shown(controls.type_choices(rows)))
    assert len(of_class(controls.type_choices(rows), "swatch")) == len(EVENT_TYPES)


def test_every_region_in_the_store_has_a_choice_with_its_count(sample_store):
    choices = shown(controls.region_choices(geodata.per_region(sample_store)))
    assert choices == {"SY": 56, **{code: choices[code] for code in ("SY-DR", "SY-QU", "SY-SU", "SY-HL")}}
    assert sum(n for code, n in choices.items() if code != "SY") == 56


def test_every_incident_is_counted_in_one_country_or_nowhere(odd):
    choices = shown(controls.region_choices(geodata.per_region(odd)))
    assert choices[NOWHERE] == 1
    assert sum(n for code, n in choices.items() if "-" not in code or code == NOWHERE) == 5


def test_choices_that_would_show_nothing_stay_and_say_0(sample_store):
    where = Filter(start=date(2018, 6, 18), end=date(2018, 6, 18))
    choices = controls.region_choices(geodata.per_region(sample_store, where))
    assert shown(choices)["SY-QU"] == 0
    assert "none" in next(c.className for c in of_kind(choices, "Checkbox") if c.value == "SY-QU").split()


def test_choices_follow_one_another_as_their_values_do(odd):
    values = [choice.value for choice in of_kind(controls.region_choices(geodata.per_region(odd)), "Checkbox")]
    assert len(values) == len(set(values))


def strip(store, where=geodata.EVERYTHING):
    stocks = geodata.stocks(store, where)
    totals = stocks[stocks["standing"] == "total"]
    return controls.figure_strip(geodata.summary(store, where), geodata.spanned(totals))


def test_the_strip_says_counts_ranges_and_how_old_they_are(sample_store):
    said = words(strip(sample_store, Filter(end=date(2018, 7, 5))))
    for part in ("40", "18 Jun – 5 Jul 2018", "270,000–325,000+", "as of 5 Jul 2018", "3 sources", "1 spelling mended"):
        assert part in said


def test_the_strip_of_an_empty_window_has_dashes_and_no_0_deaths(sample_store):
    said = words(strip(sample_store, Filter(start=date(1999, 1, 1), end=date(1999, 1, 2))))
    assert "Incidents 0 none in this window" in said
    assert "Deaths –" in said
    assert "Displaced –" in said


@pytest.mark.xfail(strict=True, reason="shows 0 where none of the incidents states a number")
def test_deaths_that_nobody_states_are_not_0_in_the_strip(tmp_path):
    said = words(strip(a_store(tmp_path, [an_incident(0), an_incident(1)])))
    assert "Deaths –" in said


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


@pytest.mark.xfail(strict=True, reason="hover text of displacement is not escaped")
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
