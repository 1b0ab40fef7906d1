"""The bundled sample, located against the truth of OCHA (tests/data/SOURCES.md)."""

import csv
from pathlib import Path

import pytest

from gazetteer.distance import km_between

TRUTH = Path(__file__).resolve().parents[1] / "data" / "sample_truth.csv"


@pytest.fixture(scope="module")
def rows(sample_store):
    return sample_store.ask("SELECT * FROM incidents ORDER BY source_row").to_dict("records")


def test_every_incident_is_located(rows):
    assert len(rows) == 56
    assert sum(row["location_precision"] is not None for row in rows) >= 54


def test_every_settlement_lies_within_5_km_of_the_truth(rows):
    with TRUTH.open(encoding="utf-8") as file:
        truth = {row["place_printed"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    settlements = [row for row in rows if row["location_precision"] == "settlement"]
    assert len(settlements) >= 54
    for row in settlements:
        assert km_between((row["lat"], row["lon"]), truth[row["place_printed"]]) < 5, row["place_printed"]


def test_the_misprint_is_a_marked_guess(rows):
    (row,) = [row for row in rows if row["match_guessed"]]
    assert (row["place_printed"], row["place"]) == ("Taras", "Tafas")
    assert "Taras → Tafas" in row["match_reason"]


def test_southern_aleppo_is_a_part_and_suwayda_city_the_city(rows):
    found = {row["place_printed"]: row["location_precision"] for row in rows}
    assert found["southern Aleppo"] == "part of province"
    assert found["Suwayda city"] == "settlement"


def test_every_incident_has_its_province_and_its_type(rows):
    assert {row["admin1"] for row in rows} == {"SY-DR", "SY-SU", "SY-QU", "SY-HL"}
    assert all(row["event_type"] != "Unclassified" for row in rows)


def test_figures_cover_their_regions(sample_store):
    rows = sample_store.ask("SELECT place_printed, scope, regions FROM displacement")
    found = {row.place_printed: (row.scope, row.regions) for row in rows.itertuples()}
    assert len(rows) == 21
    assert found["Nasib border crossing"] == ("place", "SY-DR")
    assert found["south-west Syria"] == ("regions", "SY-DR SY-QU SY-SU")
    assert found["Dar'a"] == ("regions", "SY-DR")
    assert found["near the Golan"] == ("place", "SY-QU")


def test_the_forecast_is_no_reported_figure(sample_store):
    row = sample_store.ask("SELECT * FROM displacement WHERE status = 'forecast'").iloc[0]
    assert row["figure_printed"] == "hundreds of thousands more"
    assert row[["low", "value", "high"]].isna().all()


def test_both_datasets_say_their_licence(sample_store):
    assert sample_store.ask("SELECT licence FROM datasets")["licence"].str.len().gt(0).all()
    assert sample_store.counts()["faults"] == 0
