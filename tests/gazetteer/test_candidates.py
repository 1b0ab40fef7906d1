import csv
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, build_index
from gazetteer.distance import km_between
from gazetteer.place import PART_OF_COUNTRY, PART_OF_PROVINCE, PRECISIONS, PROVINCE, SETTLEMENT
from tests.gazetteer.small import ENTRIES

SAMPLE = "geodata/samples/incidents.csv"
DARAA = (32.6241, 36.1049)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "gazetteer.sqlite"
    build_index(path, sources=[ENTRIES])
    return Gazetteer(path)


def first(gazetteer, *args, **kwargs):
    return gazetteer.candidates(*args, **kwargs)[0]


def km(match, point):
    return km_between((match.place.lat, match.place.lon), point)


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("Dara'a", DARAA),
        ("Deraa", DARAA),
        ("Dar'a", DARAA),
        ("Daraa", DARAA),
        ("درعا", DARAA),
        ("Tafas", (32.7363, 36.0673)),
        ("طفس", (32.7363, 36.0673)),
        ("Umm al-Mayadin", (32.5837, 36.1965)),
        ("Um Elmayathen", (32.5837, 36.1965)),
        ("Aleppo", (36.2012, 37.1612)),
        ("London", (51.5, -0.12)),
    ],
)
def test_well_known_spellings_are_taken_without_context(gazetteer, name, point):
    match = first(gazetteer, name)
    assert match.accepted
    assert match.place.kind == "settlement"
    assert km(match, point) < 5


def test_a_bare_sayda_is_left_open(gazetteer):
    matches = gazetteer.candidates("Sayda")
    assert not matches[0].accepted
    assert {match.place.country for match in matches} >= {"LB", "SY"}


def test_a_point_settles_which_sayda(gazetteer):
    match = first(gazetteer, "Sayda", near=(32.62, 36.10))
    assert match.accepted
    assert km(match, (32.629, 36.224)) < 1


@pytest.mark.parametrize("region", ["Dara'a", "Daraa", "درعا", "Dara'a countryside", "eastern Dara'a", "Dar'a, Syria"])
def test_a_region_settles_which_sayda(gazetteer, region):
    match = first(gazetteer, "Sayda", region=region)
    assert match.accepted
    assert km(match, (32.6287, 36.2237)) < 1


def test_a_region_behind_a_comma_settles_which_sayda(gazetteer):
    assert first(gazetteer, "Sayda, Dara'a").place.admin1_code == "SY-DR"
    assert first(gazetteer, "Sayda (Quneitra)").place.admin1_code == "SY-QU"
    assert first(gazetteer, "Sayda, Lebanon").place.name == "Sidon"


def test_country_codes_shut_other_countries_out(gazetteer):
    assert {match.place.country for match in gazetteer.candidates("Sayda", country_codes="lb")} == {"LB"}
    assert {match.place.country for match in gazetteer.candidates("Sayda", country_codes=["SY", "DE"])} == {"SY", "DE"}


def test_a_misprint_is_mended_in_the_region_and_marked(gazetteer):
    mended, printed = first(gazetteer, "Taras", region="western Dara'a"), first(gazetteer, "Tafas", region="Dara'a")
    assert mended.place == printed.place
    assert mended.accepted
    assert mended.guessed
    assert mended.method == "one edit"
    assert mended.score < printed.score
    assert "spelling mended: Taras → Tafas (1 letter)" in mended.reasons[0]
    assert not printed.guessed


def test_a_name_that_is_the_same_but_for_accents_is_called_so_without_a_context(gazetteer):
    for name in ("Dämascus", "Al Qämishlī", "Ḥasakäh"):
        assert first(gazetteer, name).method == "folded"


def test_a_misprint_is_not_mended_without_a_context(gazetteer):
    assert not any(match.place.name == "Tafas" and match.accepted for match in gazetteer.candidates("Taras"))


def test_a_part_is_a_part_of_the_province(gazetteer):
    match = first(gazetteer, "southern Aleppo", region="Aleppo")
    assert (match.place.kind, match.part, match.precision) == ("province", "south", PART_OF_PROVINCE)
    assert match.place.admin1_code == "SY-HL"
    assert match.accepted


@pytest.mark.parametrize(
    ("text", "kind", "precision"),
    [
        ("Suwayda city", "settlement", SETTLEMENT),
        ("Dara'a", "settlement", SETTLEMENT),
        ("Daraa city", "settlement", SETTLEMENT),
        ("Daraa Governorate", "province", PROVINCE),
        ("Dara'a countryside", "province", PART_OF_PROVINCE),
        ("southern Syria", "country", PART_OF_COUNTRY),
    ],
)
def test_words_say_whether_the_town_or_the_province_is_meant(gazetteer, text, kind, precision):
    match = first(gazetteer, text)
    assert (match.place.kind, match.precision, match.accepted) == (kind, precision, True)


def test_a_name_that_begins_with_a_direction_is_a_name_first(gazetteer):
    assert first(gazetteer, "Western Ghariyah", region="Daraa").place.kind == "settlement"
    assert first(gazetteer, "Eastern Ghariyah town", region="Daraa").place.kind == "settlement"
    assert first(gazetteer, "South Lebanon").place.admin1_code == "LB-JA"


def test_a_place_outside_the_region_said_is_never_taken(gazetteer):
    for name in ("London", "Douma", "Sidon"):
        assert not first(gazetteer, name, region="As-Suwayda").accepted or (
            first(gazetteer, name, region="As-Suwayda").place.admin1_code == "SY-SU"
        )


def test_the_world_does_not_lend_its_cities_to_a_misspelled_village(gazetteer):
    for name in ("Touki", "Anqarah", "Sine Village", "Parisa"):
        taken = [match for match in gazetteer.candidates(name, region="Dara'a") if match.accepted]
        assert all(match.place.admin1_code == "SY-DR" for match in taken)


def test_at_most_the_first_is_accepted(gazetteer):
    for name in ("Tafas", "Nawa", "Sayda", "Paris", "Damascus"):
        assert not any(match.accepted for match in gazetteer.candidates(name, limit=20)[1:])


def test_the_sample_resolves_row_by_row(gazetteer):
    with open(SAMPLE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    taken = [gazetteer.candidates(row["place"], region=row["region"])[0] for row in rows]
    missed = [row["place"] for row, match in zip(rows, taken, strict=True) if not match.accepted]
    assert missed == []


def test_the_sample_lies_where_the_communities_lie(gazetteer, shared):
    with open(shared / "data/gazetteer/ocha_communities.csv", encoding="utf-8", newline="") as file:
        communities = list(csv.DictReader(file))
    with open(SAMPLE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_province = {"Daraa": "Dar'a", "Quneitra": "Quneitra", "As-Suwayda": "As-Sweida"}
    for row in rows:
        match = gazetteer.candidates(row["place"], region=row["region"])[0]
        if match.place.kind == "settlement":
            province = by_province.get(row["region"], "Dar'a")
            near = min(km(match, (float(c["lat"]), float(c["lon"]))) for c in communities if c["gEn"] == province)
            assert near < 5, row


def test_region_cells_name_their_units_in_order(gazetteer):
    units = gazetteer.region("Dar'a, Quneitra, As-Sweida")
    assert [unit.place.admin1_code for unit in units] == ["SY-DR", "SY-QU", "SY-SU"]
    assert gazetteer.region("Daraa and Idleb, Syria")[1].place.admin1_code == "SY-ID"


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("western Dara'a", "SY-DR", "west"),
        ("Dara'a countryside", "SY-DR", ""),
        ("ريف درعا الغربي", "SY-DR", "west"),
        ("Rural Damascus", "SY-RD", ""),
        ("Idleb, Syria", "SY-ID", ""),
        ("Deir-ez-Zor", "SY-DY", ""),
    ],
)
def test_a_region_cell_names_one_unit(gazetteer, text, code, part):
    assert [(unit.place.admin1_code, unit.part) for unit in gazetteer.region(text)] == [(code, part)]


def test_a_region_cell_may_name_a_country(gazetteer):
    assert [unit.place.kind for unit in gazetteer.region("Syria")] == ["country"]
    assert [unit.place.country for unit in gazetteer.region("Lebanon, Syria")] == ["LB", "SY"]
    assert gazetteer.region("nowhere at all") == []


ODD = [
    "",
    " ",
    "\0",
    "?!",
    ",",
    ",,,",
    "(",
    "()",
    "a" * 10_000,
    "'" * 10_000,
    "Tafas\0",
    "\ud800",
    "-",
    "of",
    "in",
    "the",
]


@pytest.mark.parametrize("text", ODD, ids=repr)
def test_odd_text_is_no_fault(gazetteer, text):
    assert gazetteer.candidates(text) == [] or gazetteer.candidates(text)
    assert isinstance(gazetteer.region(text), list)
    assert isinstance(gazetteer.candidates("Tafas", region=text), list)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text(max_size=30))
def test_any_text_gives_ranked_matches(small, text, region):
    matches = small.candidates(text, region=region)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert all(0 <= match.score <= 1 and match.precision in PRECISIONS and match.reasons for match in matches)
    assert len({match.place.id for match in matches}) == len(matches)


def test_threads_may_ask_at_once(gazetteer):
    names = ["Tafas", "Sayda", "Nawa", "Umm Elmayathen", "Taras"] * 8
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: gazetteer.candidates(name, region="Daraa")[0].place.id, names))
    assert found == found[:5] * 8


def test_a_point_in_the_text_is_that_point(gazetteer):
    for text in ("32.6, 36.1", "32.6N 36.1E", "(32.6; 36.1)"):
        match = first(gazetteer, text)
        assert (match.place.lat, match.place.lon, match.precision, match.accepted) == (32.6, 36.1, "exact", True)
    assert not any(match.place.kind == "point" for match in gazetteer.candidates("95, 36"))


def test_between_two_places_is_their_middle_and_reaches_to_both(gazetteer):
    match = first(gazetteer, "between Tafas and Nawa", region="Daraa")
    assert match.accepted
    assert match.precision == "near settlement"
    for town in ("Tafas", "Nawa"):
        place = first(gazetteer, town, region="Daraa").place
        assert km(match, (place.lat, place.lon)) * 1000 <= match.radius_m


def test_another_spelling_behind_a_slash_is_tried(gazetteer):
    assert first(gazetteer, "Qwxzv/Tafas town", region="Daraa").place.name == "Tafas"


def test_places_of_one_document_help_each_other(gazetteer):
    names = ["Sayda", "Tafas", "Nasib", "Umm al-Mayadhin"]
    alone, together = gazetteer.candidates("Sayda")[0], gazetteer.resolve_together(names)
    assert not alone.accepted
    assert [matches[0].accepted for matches in together] == [True] * 4
    assert km(together[0][0], (32.629, 36.224)) < 1
    assert gazetteer.resolve_together([]) == []


def test_a_score_is_a_probability_and_rivals_share_it(gazetteer):
    for name in ("Sayda", "Nawa", "Tripoli", "Al Husayniyah"):
        assert sum(match.score for match in gazetteer.candidates(name, limit=3)) <= 1.1
