"""Districts: as a sheet names them, or as the gazetteer does; in filters, exports and the words of an incident."""

import argparse

import pandas as pd
import pytest

import geodata
from gazetteer import Gazetteer, build_index
from gazetteer.place import Entry, Place
from geodata import export_command, grid_tables
from geodata.__main__ import main
from geodata.formats.headers import guess
from geodata.formats.sheet import read
from geodata.intake import Dataset, take_in
from geodata.regions import load
from geodata.schema import INCIDENTS
from geodata.store import Store
from tests.geodata.rows import a_store, an_incident

HEADERS = ["date", "what", "place"]


def fields(*headers):
    table, found = guess([*HEADERS, *headers])
    assert table is INCIDENTS
    return found.get("region"), found.get("district")


@pytest.mark.parametrize(
    ("headers", "region", "district"),
    [
        (("admin1", "admin2", "admin3"), "admin1", "admin2"),  # ACLED
        (("adm_1", "adm_2"), "adm_1", "adm_2"),  # UCDP
        (("admin1_code", "admin1_name", "admin2_code", "admin2_name"), "admin1_name", "admin2_name"),  # HDX
        (("admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode"), "admin1Name", "admin2Name"),  # DTM
        (("Governorate", "District"), "Governorate", "District"),
        (("المحافظة", "القضاء"), "المحافظة", "القضاء"),
        (("District",), "District", "District"),
        (("District", "Sub-district"), "District", "District"),
        (("admin2",), None, "admin2"),
        (("County",), None, "County"),
        (("Governorate", "County"), "Governorate", "County"),
        (("admin2_code",), None, None),
        (("ADM1_EN", "ADM2_PCODE"), "ADM1_EN", None),
        (("ADM1_EN", "ADM2_EN", "ADM2_PCODE"), "ADM1_EN", "ADM2_EN"),
        (("Sub-district",), "Sub-district", None),
        (("Governorate", "Sub-district"), "Governorate", None),
        ((), None, None),
    ],
)
def test_a_district_has_a_column_of_its_own(headers, region, district):
    assert fields(*headers) == (region, district)


def test_a_district_is_no_note(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "date,what,place,province,district\n2018-07-04,shelling,Tafas,Daraa,Al Muzayrib\n2018-07-04,x,y,z,\n"
    )
    records = read(path).records
    assert list(records["admin2_name"]) == ["Al Muzayrib", None]
    assert records["notes"].isna().all()
    assert list(records["region_printed"]) == ["Daraa", "z"]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory):
    """Two towns of Dar'a, one in a district that has a name."""
    places = [
        Place("c", "Syria", "سوريا", 35.0, 38.0, "country", "SY", "", "", 0, 300_000.0),
        Place("p", "Dar'a", "درعا", 32.9, 36.2, "province", "SY", "Dar'a", "SY-DR", 0, 40_000.0),
        Place("t", "Nawa", "نوى", 32.89, 36.04, "settlement", "SY", "Dar'a", "SY-DR", 0, 1000.0, "Izra'", "SY1203"),
        Place("s", "Salkhad", "صلخد", 32.49, 36.71, "settlement", "SY", "Dar'a", "SY-DR", 0, 1000.0, "Izra'", "SY1203"),
        Place("u", "Tafas", "طفس", 32.74, 36.07, "settlement", "SY", "Dar'a", "SY-DR", 0, 1000.0),
    ]
    path = tmp_path_factory.mktemp("districts") / "gazetteer.sqlite"
    build_index(path, progress=False, sources=[[Entry(place, (place.name,)) for place in places]])
    return Gazetteer(path)


@pytest.fixture
def store(tmp_path, gazetteer):
    """Rows whose district the gazetteer says; the sheet; nobody; the sheet, with a point; the sheet, without a place;
    the gazetteer, with a point of the sheet; nobody, as it has the town in another unit than its point."""
    path = tmp_path / "a.csv"
    path.write_text(
        "id,date,what,place,province,district,lat,lon\n"
        "1,2018-07-04,shelling,Nawa,Dar'a,,,\n"
        "2,2018-07-04,shelling,Nawa,Dar'a,Nawa,,\n"
        "3,2018-07-04,shelling,Tafas,Dar'a,,,\n"
        "4,2018-07-04,shelling,Tafas,Dar'a,Al  Muzayrib,32.74,36.07\n"
        "5,2018-07-04,shelling,,Dar'a,Izra',,\n"
        "6,2018-07-04,shelling,Nawa,Dar'a,,32.89,36.05\n"
        "7,2018-07-04,shelling,Salkhad,Dar'a,,,\n"
    )
    store = Store(tmp_path / "store")
    take_in(path, store, gazetteer, regions=load(), dataset=Dataset("d"))
    return store


def test_the_sheet_names_the_district_else_the_gazetteer(store):
    rows = geodata.incidents(store).set_index("place_printed")
    named = store.ask("SELECT source_id, admin1, admin2_name FROM incidents ORDER BY source_id")
    assert list(named["admin1"]) == ["SY-DR"] * 6 + ["SY-SU"]
    assert [name if name == name else None for name in named["admin2_name"]] == [
        *("Izra'", "Nawa", None, "Al Muzayrib", "Izra'", "Izra'", None),
    ]
    assert "admin2_name" in rows


def test_a_district_is_a_filter_a_choice_and_a_word(store):
    where = geodata.Filter(regions=("SY-DR/Izra'",))
    assert geodata.summary(store, where).incidents == 3
    assert geodata.summary(store, geodata.Filter(regions=("SY-DR/Izra",))).incidents == 0
    assert geodata.summary(store, geodata.Filter(text="muzayrib")).incidents == 1
    counts = geodata.per_region(store)
    assert dict(zip(zip(counts["admin1"], counts["admin2_name"], strict=True), counts["incidents"], strict=True)) == {
        **{
            ("SY-DR", "Izra'"): 3,
            ("SY-DR", "Nawa"): 1,
            ("SY-DR", ""): 1,
            ("SY-DR", "Al Muzayrib"): 1,
            ("SY-SU", ""): 1,
        },
    }


@pytest.mark.parametrize(
    ("word", "ids"), [("izra", "156"), ("SY-DR/Nawa", "2"), ("Dar'a", "123456"), ("SY", "1234567")]
)
def test_the_command_knows_a_district_by_its_name_or_code(store, tmp_path, word, ids):
    file = tmp_path / "out.csv"
    assert main(["export", "--store", str(store.root), "--region", word, "-o", str(file)]) == 0
    assert "".join(sorted(pd.read_csv(file, dtype=str)["source_id"])) == ids


def test_an_export_names_the_district(store):
    made = geodata.export(store, geodata.Filter(regions=("SY-DR/Nawa",)), "csv")
    header, row, *rest = made.body.decode("utf-8-sig").splitlines()
    assert rest == []
    assert dict(zip(header.split(","), row.split(","), strict=False))["source_id"] == "2"
    assert "Nawa" in row
    assert "admin2_name" in header


def test_the_command_takes_a_word_for_a_unit_before_a_district_and_asks_which_of_two(tmp_path):
    rows = [an_incident(0, admin2_name="Dar'a"), an_incident(1, admin2_name="Izra'")]
    store = a_store(tmp_path, [*rows, an_incident(2, admin2_name="Izra'", admin1="SY-SU", admin1_name="As-Suwayda")])

    def regions(word):
        grammar = argparse.ArgumentParser()
        told = export_command.add_to(grammar.add_subparsers()).parse_args(["--region", word])
        return export_command.wanted(store, told).regions

    for word in ("Dar'a", "Deraa", "dara", "Daraa", "SY-DR"):
        assert regions(word) == ("SY-DR",)
    assert regions("SY-DR/Dar'a") == ("SY-DR/Dar'a",)
    for word in ("Izra'", "izra"):
        with pytest.raises(export_command.WrongOption, match=r"names several\. There is SY-DR/Izra', SY-SU/Izra'"):
            regions(word)


def test_a_control_character_in_a_district_breaks_no_table(tmp_path, gazetteer):
    path = tmp_path / "a.csv"
    path.write_text("date,what,place,province,district\n2018-07-04,shelling,Nawa,Dar'a,Iz\x1fra\n")
    store = Store(tmp_path / "store")
    take_in(path, store, gazetteer, regions=load(), dataset=Dataset("d"))
    assert grid_tables.breakdown(store, geodata.Filter(), "region")["incidents"].sum() == 1
    assert geodata.summary(store, geodata.Filter(regions=("SY-DR/Iz ra",))).incidents == 1
