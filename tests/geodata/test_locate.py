"""Records to points."""

import pandas as pd
import pytest

from gazetteer.distance import km_between
from geodata.intake import Dataset, take_in
from geodata.locate import locate
from geodata.schema import DISPLACEMENT, INCIDENTS
from geodata.store import Store

TAFAS = (32.736, 36.067)


@pytest.fixture
def place(gazetteer, regions):
    """Places rows of place, region, country, lat, lon, precision."""

    def make(*rows, table=INCIDENTS):
        names = ["place_printed", "region_printed", "country", "lat", "lon", "location_precision"]
        records = pd.DataFrame([(*row, *[None] * (6 - len(row))) for row in rows], columns=names).astype(object)
        records = records.assign(radius_m=[100.0 if lat is not None else None for lat in records["lat"]])
        records["location_precision"] = [
            word or ("exact" if lat is not None else None)
            for word, lat in zip(records["location_precision"], records["lat"], strict=True)
        ]
        return locate(records.assign(source_row=range(2, len(rows) + 2)), table, gazetteer, regions)

    return make


def one(located):
    return located.records.iloc[0]


def test_a_town_is_found_with_its_precision_reason_and_unit(place):
    row = one(place(("Tafas", "Daraa")))
    assert row["location_precision"] == "settlement"
    assert km_between((row["lat"], row["lon"]), TAFAS) < 5
    assert (row["admin0"], row["admin1"], row["admin1_name_ar"]) == ("SY", "SY-DR", "درعا")
    assert row["match_method"] == "exact"
    assert row["match_reason"]
    assert 0 < row["match_score"] <= 1


def test_a_mended_spelling_is_marked_and_keeps_what_was_printed(place):
    row = one(place(("Taras", "western Dara'a")))
    assert (row["place_printed"], row["place"], bool(row["match_guessed"])) == ("Taras", "Tafas", True)


def test_a_part_of_a_province_is_never_a_settlement(place, regions):
    row = one(place(("southern Aleppo", "Aleppo")))
    south = regions.part("SY-HL", "south")
    assert row["location_precision"] == "part of province"
    assert (row["lat"], row["lon"], row["radius_m"]) == (south.lat, south.lon, south.radius_m)
    assert (row["admin1"], row["admin1_name"]) == ("SY-HL", "Aleppo")


def test_a_region_alone_gives_its_own_spot(place, regions):
    row = one(place((None, "Daraa")))
    assert (row["location_precision"], row["match_method"]) == ("province", "region")
    assert (row["lat"], row["radius_m"]) == (regions.part("SY-DR").lat, regions.part("SY-DR").radius_m)
    assert one(place((None, "western Dara'a")))["location_precision"] == "part of province"


def test_several_regions_give_the_spot_of_all(place, regions):
    row = one(place((None, "Dar'a, Quneitra, As-Sweida")))
    assert row["location_precision"] == "part of country"
    assert row["lat"] == regions.union(["SY-DR", "SY-QU", "SY-SU"]).lat
    assert row["admin0"] == "SY"
    assert row["admin1"] is None


def test_a_country_alone_has_no_unit(place):
    row = one(place((None, None, "Syria")))
    assert (row["location_precision"], row["admin0"], row["admin1"]) == ("country", "SY", None)


def test_an_unknown_town_in_a_known_region_stays_unlocated(place):
    row = one(place(("Qwertzuiop", "Daraa")))
    assert row[["lat", "lon", "location_precision", "admin0", "admin1", "place"]].isna().all()
    assert row["match_reason"]


def test_nothing_printed_is_unlocated_with_its_reason(place):
    assert one(place((None, None)))["match_reason"] == "the source says no place"
    assert "names no region" in one(place((None, "Qwertzuiop")))["match_reason"]


def test_given_coordinates_stand(place):
    row = one(place(("Tafas", "Daraa", None, 32.74, 36.07)))
    assert (row["lat"], row["lon"], row["location_precision"], row["match_method"]) == (
        32.74,
        36.07,
        "exact",
        "coordinates",
    )
    assert (row["place"], row["admin1"]) == ("Tafas", "SY-DR")


def test_coordinates_far_from_their_place_are_kept_and_noted(place):
    located = place(("Tafas", "Daraa", None, 36.2, 37.16))
    assert one(located)["lat"] == 36.2
    assert one(located)["admin1"] == "SY-HL"
    (fault,) = located.faults
    assert fault.kept
    assert "km from Tafas" in fault.problem


def test_swapped_coordinates_are_suspected(place):
    (fault,) = place(("Tafas", "Daraa", None, 36.067, 32.736)).faults
    assert "swapped" in fault.cure


def test_coordinates_in_another_country_than_said_are_noted(place):
    located = place((None, None, "Syria", 31.95, 35.93))
    assert "lie in JO, the row says Syria" in str(located.faults[0])


def test_places_without_a_region_are_looked_for_near_the_others(place):
    located = place(("Tafas", "Daraa"), ("Nawa", "Daraa"), ("Sayda", None))
    row = located.records.iloc[2]
    assert row["lat"] is not None
    assert km_between((row["lat"], row["lon"]), TAFAS) < 50


def test_a_figure_for_a_province_is_no_figure_for_its_town(place):
    row = one(place(("Dar'a", "Dar'a"), table=DISPLACEMENT))
    assert (row["scope"], row["regions"], row["location_precision"]) == ("regions", "SY-DR", "province")


def test_a_figure_for_a_place_keeps_the_place(place):
    row = one(place(("Nasib border crossing", "Dar'a"), table=DISPLACEMENT))
    assert (row["scope"], row["regions"], row["location_precision"]) == ("place", "SY-DR", "near settlement")


def test_a_figure_for_an_unknown_place_is_no_figure_for_its_region(place):
    row = one(place(("Qwertzuiop", "Dar'a"), table=DISPLACEMENT))
    assert (row["scope"], row["regions"], row["location_precision"]) == ("place", "SY-DR", "province")
    assert "not known" in row["match_reason"]


def test_a_figure_for_a_part_of_a_province_is_no_figure_for_all_of_it(place):
    row = one(place((None, "western Dara'a"), table=DISPLACEMENT))
    assert (row["scope"], row["regions"], row["location_precision"]) == ("place", "SY-DR", "part of province")


def test_a_figure_for_several_regions_names_them_sorted(place):
    row = one(place(("southern Syria", "Quneitra, Dar'a, As-Sweida"), table=DISPLACEMENT))
    assert (row["scope"], row["regions"]) == ("regions", "SY-DR SY-QU SY-SU")


def test_an_empty_table_stays_empty(place):
    assert place().records.empty


@pytest.mark.parametrize("word", ["unknown", "various", "Narnia", "Gotham", "Wakanda", "Northern front"])
def test_a_word_that_names_no_region_is_no_dot(place, word):
    located = one(place((None, word, None)))
    assert pd.isna(located["lat"])
    assert one(place(("Tafas", word, None)))["admin1"] in ("SY-DR", None) or pd.isna(
        one(place(("Tafas", word, None)))["admin1"]
    )


@pytest.mark.parametrize(
    ("place", "method", "precision"),
    [
        ("Bab Sharqi Bridge quarter, Dara'a", "quarter", "settlement"),
        ("between Tafas and Dara'a", "between", "near settlement"),
    ],
)
def test_every_way_of_finding_a_place_can_be_stored(tmp_path, gazetteer, regions, place, method, precision):
    sheet = tmp_path / "reports.csv"
    sheet.write_text(f'date,place,country,what\n2018-07-04,"{place}",Syria,shelling\n')
    store = Store(tmp_path / "store")
    report = take_in(sheet, store, gazetteer, regions=regions, dataset=Dataset("mine"))
    row = store.ask("SELECT match_method, location_precision, match_reason FROM incidents").iloc[0]
    assert (report.kept, report.faulty) == (1, 0)
    assert (row["match_method"], row["location_precision"]) == (method, precision)
    assert row["match_reason"]


@pytest.mark.parametrize(
    ("printed", "lat", "lon", "found", "likeness"),
    [
        ("Tafas", 32.74, 36.40, True, ""),  # 31 km off, under its own name
        ("Sahem al-Golan", 32.78, 35.93, True, "; same consonants: "),
        ("Sahem al-Golan", 32.78, 36.10, False, ""),  # 16 km off: another place, perhaps
        ("Nowhere at all", 32.74, 36.07, False, ""),
    ],
)
def test_coordinates_are_called_after_a_place_that_is_surely_theirs(place, printed, lat, lon, found, likeness):
    row = one(place((printed, "Daraa", None, lat, lon)))
    assert (row["lat"], row["match_method"], row["match_score"]) == (lat, "coordinates", 1.0)
    assert bool(row["place_id"]) is found
    assert found or row["place"] == printed
    assert row["match_reason"].partition("coordinates")[2][: len(likeness) or None] == likeness


@pytest.mark.parametrize(
    ("region", "precision", "unit"),
    [
        ("Homs Governorate", "part of country", "SY-HI"),
        ("Homs Governorate", "country", "SY-HI"),
        ("Homs", "part of country", "SY-HI"),
        (None, "part of country", None),
        ("Qwertzuiop", "part of country", None),
        ("Mafraq", "part of country", None),  # of another country than the point
    ],
)
def test_a_point_for_a_part_of_a_country_lies_in_the_unit_that_the_source_names(place, region, precision, unit):
    row = one(place(("Central Syria", region, "Syria", 35.0, 38.0, precision)))
    assert (row["lat"], row["admin0"], row["admin1"]) == (35.0, "SY", unit)
    assert bool(row["admin1_name"]) is bool(unit)


def test_rows_of_many_kinds_beside_each_other_keep_their_own_units(place):
    rows = [
        ("Central Syria", "Homs Governorate", "Syria", 35.0, 38.0, "part of country"),
        ("Central Syria", None, "Syria", 35.0, 38.0, "part of country"),
        ("Tafas", None, None, 32.7357, 36.0669),
        ("Central Syria", "Hama", "Syria", 35.0, 38.0, "country"),
    ]
    assert list(place(*rows).records["admin1"]) == ["SY-HI", None, "SY-DR", "SY-HM"]
