"""Quarters of cities: the city stands for a quarter that is not known, and the match says so."""

import pytest

from gazetteer import Entry, Gazetteer, Place, build_index
from gazetteer.quarters import Quarter, possible_quarter, said_quarter
from tests.gazetteer.small import CITY, ENTRIES

ALEPPO = Place("own:7", "Aleppo", "حلب", 36.2012, 37.1612, "settlement", "SY", "Aleppo", "SY-HL", 2_098_210, 5_000.0)
PROVINCE = Place("iso:SY-HL", "Aleppo", "حلب", 36.1, 37.4, "province", "SY", "Aleppo", "SY-HL", 0, 75_000.0)
MAYDAN = Place("own:8", "Maydan", "الميدان", 36.2150, 37.1600, "settlement", "SY", "Aleppo", "SY-HL", 0, 1_000.0)
HAYAN = Place("own:9", "Hayyan", "حيان", 36.31, 37.04, "settlement", "SY", "Aleppo", "SY-HL", 0, 1_000.0)
SYRIA = Place("iso:SY", "Syria", "سوريا", 35.0, 38.0, "country", "SY", "", "", 0, 240_000.0)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    path = tmp_path_factory.mktemp("quarters") / "gazetteer.sqlite"
    more = (
        Entry(ALEPPO, ("Aleppo", "Halab", "حلب")),
        Entry(PROVINCE, ("Aleppo", "حلب")),
        Entry(MAYDAN, ("Maydan", "الميدان")),
        Entry(HAYAN, ("Hayyan", "حيان")),
        Entry(SYRIA, ("Syria", "سوريا")),
    )
    build_index(path, sources=[(*ENTRIES, *more)], progress=False)
    return Gazetteer(path)


@pytest.mark.parametrize(
    "text",
    [
        "Sheikh Maqsoud neighbourhood, Aleppo",
        "Sheikh Maqsoud neighborhood of Aleppo",
        "Bab Qinnasrin quarter in Aleppo",
        "the neighbourhood of Sukari in the city of Aleppo",
        "Sukari district, Aleppo city",
        "the district of Sukari in the city of Aleppo",
        "Hayy al-Sukari, Aleppo",
        "Sukari neighbourhood (Aleppo)",
        "Sukari (Aleppo)",
        "حي السكري، حلب",
        "حي السكري في حلب",
        "حي السكري بمدينة حلب",
        "حي السكري (حلب)",
    ],
)
def test_a_city_stands_for_a_quarter_that_is_not_known(asked, text):
    match = asked.candidates(text)[0]
    assert (match.place, match.accepted, match.method) == (ALEPPO, True, "quarter")
    assert (match.precision, match.radius_m) == ("settlement", ALEPPO.radius_m)
    assert 0.7 <= match.score <= 0.9
    assert "the city stands for it" in match.reasons[0]


def test_the_reason_names_the_quarters_city(asked):
    assert asked.candidates("Sukari neighbourhood, Aleppo")[0].reasons[0] == "quarter of Aleppo; the city stands for it"


@pytest.mark.parametrize("text", ["Maydan quarter, Aleppo", "حي الميدان في حلب"])
def test_a_quarter_that_is_known_is_itself(asked, text):
    match = asked.candidates(text)[0]
    assert (match.place, match.accepted) == (MAYDAN, True)
    assert match.method != "quarter"


def test_a_place_of_the_name_elsewhere_is_not_the_quarter(asked):
    assert asked.candidates("Tafas neighbourhood, Aleppo")[0].place == ALEPPO


def test_a_bare_name_before_a_city_is_offered_but_never_taken(asked):
    match = asked.candidates("Sukari, Aleppo")[0]
    assert (match.place, match.accepted) == (ALEPPO, False)
    assert match.score < 0.7
    assert "Sukari is not known" in match.reasons[0]


def test_a_village_of_the_name_near_the_city_keeps_the_city_out(asked):
    assert [match.method for match in asked.candidates("Hayan, Aleppo")] == ["skeleton"]


@pytest.mark.parametrize(
    "text",
    [
        "Sukari district, Aleppo",
        "Sukari neighbourhood, Syria",
        "Sukari neighbourhood, Qwxz",
        "Sukari neighbourhood",
        "Sukari village, Aleppo",
        "near Sukari, Aleppo",
        "Sukari camp, Aleppo",
    ],
)
def test_no_city_is_taken_where_none_is_said_to_hold_a_quarter(asked, text):
    assert not any(match.accepted or match.method == "quarter" for match in asked.candidates(text))


def test_the_city_of_a_quarter_keeps_to_the_region_and_country_said(asked):
    assert asked.candidates("Sukari neighbourhood, Aleppo", region="Dar'a") == []
    assert asked.candidates("Sukari neighbourhood, Aleppo", country_codes="LB") == []
    assert asked.candidates("Bahhar neighbourhood, Dara'a", region="Dar'a")[0].place == CITY


def test_brackets_that_hold_a_unit_say_where_the_place_lies(asked, gazetteer):
    assert asked.candidates("Maydan (Aleppo)")[0].place == MAYDAN
    assert gazetteer.candidates("Tripoli (Lebanon)")[0].place.country == "LB"
    assert gazetteer.candidates("Tripoli (Libya)")[0].place.country == "LY"


def test_the_parts_of_a_quarter_are_read():
    assert said_quarter("the Bab Tuma quarter in Damascus") == Quarter("Bab Tuma", "Damascus", 0.9, True)
    assert said_quarter("neighbourhood of Safia in Hasakah, Syria") == Quarter("Safia", "Hasakah, Syria", 0.9, True)
    assert said_quarter("Izra district, Dara'a") is None
    assert said_quarter("Quarter") is None
    assert possible_quarter("al-Waer (Homs)").city == "Homs"
    assert possible_quarter("Homs") is None
