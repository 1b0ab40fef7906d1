"""Exports of UCDP: their codes say what happened and how precise the time is."""

import doctest

import pytest

from geodata.formats import ucdp
from geodata.formats.sheet import read
from geodata.schema import BATTLES, CIVILIANS, UNCLASSIFIED

HEAD = "id,type_of_violence,date_prec,date_start,date_end,where_coordinates,source_office,best\n"


@pytest.fixture
def record(tmp_path):
    """The one record of a row of cells, without faults."""

    def make(cells, head=HEAD):
        (tmp_path / "ged.csv").write_text(head + cells + "\n")
        reading = read(tmp_path / "ged.csv")
        assert reading.faults == []
        return reading.records.iloc[0]

    return make


@pytest.mark.parametrize("decimals", ["", ".0"])
@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("1", BATTLES, "state-based violence"),
        ("2", BATTLES, "non-state violence"),
        ("3", CIVILIANS, "one-sided violence"),
    ],
)
def test_the_kind_of_violence_is_the_event_type(record, code, kind, words, decimals):
    row = record(f"1,{code}{decimals},1,2018-07-04,2018-07-04,Tafas,SOHR,3")
    assert (row["event_type"], row["sub_event_type"], row["event_printed"]) == (kind, None, words)
    assert words in row["event_reason"]


def test_a_code_that_is_none_says_no_type(record):
    row = record("1,4,1,2018-07-04,2018-07-04,Tafas,SOHR,3")
    assert (row["event_type"], row["event_printed"]) == (UNCLASSIFIED, "4")


def test_words_of_the_event_go_before_the_code(record):
    row = record("1,1,shelling of Tafas,2018-07-04", "id,type_of_violence,what,date_start\n")
    assert (row["event_type"], row["event_printed"]) == ("Explosions/Remote violence", "shelling of Tafas")


@pytest.mark.parametrize(
    ("code", "precision"), [("1", "day"), ("2.0", "week"), ("3", "week"), ("4.0", "month"), ("5", "year")]
)
def test_the_precision_of_the_date_is_kept(record, code, precision):
    assert record(f"1,1,{code},2018-07-04,2018-07-05,Tafas,SOHR,3")["time_precision"] == precision


@pytest.mark.parametrize(("code", "precision"), [("1", "day"), ("2", "week"), ("3.0", "month")])
def test_the_same_numbers_mean_something_else_to_acled(record, code, precision):
    row = record(f"2018-07-04,{code},Tafas", "event_date,time_precision,location\n")
    assert row["time_precision"] == precision


def test_an_office_that_stands_for_each_of_its_articles_is_named_once(record):
    assert record("1,1,1,2018-07-04,2018-07-04,Tafas,SOHR;SOHR;AFP,3")["claimant"] == "SOHR; AFP"


def test_the_examples():
    assert doctest.testmod(ucdp).failed == 0
