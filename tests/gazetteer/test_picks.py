"""A person's pick: kept, found again in its context, marked, listed and taken back."""

import json

import pytest

from gazetteer import Entry, Gazetteer, Place, build_index
from gazetteer.__main__ import main
from gazetteer.files import SourceError
from gazetteer.picks import Pick
from geodata.__main__ import main as geodata_main
from geodata.store import Store
from tests.gazetteer.small import CITY, ENTRIES, SAYDA, SIDON, TAFAS

SYRIA = Place("iso:SY", "Syria", "سوريا", 35.0, 38.0, "country", "SY", "", "", 0, 240_000.0)
LEBANON = Place("iso:LB", "Lebanon", "لبنان", 33.9, 35.9, "country", "LB", "", "", 0, 60_000.0)
SOUTH = Place(
    "iso:LB-JA", "South Lebanon", "الجنوب", 33.4, 35.4, "province", "LB", "South Lebanon", "LB-JA", 0, 18_000.0
)
UNITS = (
    Entry(SYRIA, ("Syria", "سوريا")),
    Entry(LEBANON, ("Lebanon", "لبنان")),
    Entry(SOUTH, ("South Lebanon", "الجنوب")),
)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A user's folder with an index of a few places."""
    monkeypatch.setenv("HAURAN_CACHE", str(tmp_path / "cache"))
    build_index(tmp_path / "cache" / "gazetteer.sqlite", sources=[(*ENTRIES, *UNITS)], progress=False)
    return tmp_path / "cache"


@pytest.fixture
def asked(cache):
    return Gazetteer(cache / "gazetteer.sqlite")


def pick(gazetteer, name="Sayda", place=TAFAS, **context):
    gazetteer.picker.picks.add(Pick(name, place.id, "desk", "the reporter says so", "2018-07-09", **context))


def first(gazetteer, *args, **kwargs):
    return gazetteer.candidates(*args, **kwargs)[0]


def test_a_pick_wins_and_says_who_when_and_why(asked):
    before = asked.candidates("Sayda")
    pick(asked)
    match, *others = asked.candidates("Sayda")
    assert (match.place, match.method, match.score, match.accepted) == (TAFAS, "picked", 1.0, True)
    assert match.reasons == ("picked by desk on 2018-07-09: the reporter says so",)
    assert (match.precision, match.guessed) == ("settlement", False)
    assert [other.place for other in others] == [one.place for one in before]
    assert not any(other.accepted for other in others)


@pytest.mark.parametrize(
    "name", ["SAYDA", "Saydā", "Sayda village", "near Sayda", "Sayda/Nowhere", "Sayda (the old one)"]
)
def test_a_pick_is_found_under_other_case_and_words_round_it(asked, name):
    pick(asked)
    assert first(asked, name).method == "picked"
    assert first(asked, name).precision == ("near settlement" if "near" in name else "settlement")


@pytest.mark.parametrize(
    ("context", "holds"),
    [
        ({"region": "Dar'a"}, True),
        ({"region": "Daraa, Syria"}, True),
        ({"region": "western Dara'a"}, True),
        ({"near": (32.63, 36.10)}, True),
        ({}, False),
        ({"region": "Syria"}, False),
        ({"region": "South Lebanon"}, False),
        ({"near": (33.56, 35.37)}, False),
        ({"near": (32.63, 36.10), "region": "South Lebanon"}, False),
        ({"country_codes": "SY"}, False),
        ({"country_codes": "LB", "region": "Dar'a"}, False),
    ],
)
def test_a_pick_with_a_region_holds_where_that_is_the_context(asked, context, holds):
    pick(asked, region="Daraa")
    found = asked.candidates("Sayda", **context)
    assert any(match.method == "picked" for match in found) is holds


@pytest.mark.parametrize(
    ("context", "holds"),
    [
        ({"region": "Syria"}, True),
        ({"region": "Dar'a"}, True),
        ({"country_codes": "SY"}, True),
        ({"near": (32.63, 36.10)}, True),
        ({"country_codes": "SY,LB"}, False),
        ({"region": "Lebanon"}, False),
        ({}, False),
    ],
)
def test_a_pick_with_a_country_holds_in_the_country(asked, context, holds):
    pick(asked, region="Syria")
    assert (first(asked, "Sayda", **context).method == "picked") is holds


def test_a_pick_of_a_part_holds_in_that_part(asked):
    pick(asked, region="western Daraa")
    assert first(asked, "Sayda", region="western Daraa").method == "picked"
    assert first(asked, "Sayda", region="eastern Daraa").method != "picked"
    assert first(asked, "Sayda", region="Daraa").method != "picked"


def test_a_pick_near_a_point_holds_round_it(asked):
    pick(asked, near=(32.63, 36.10))
    assert first(asked, "Sayda", near=(32.73, 36.20)).method == "picked"
    assert first(asked, "Sayda", near=(33.56, 35.37)).method != "picked"
    assert first(asked, "Sayda").method != "picked"


def test_the_region_behind_a_comma_is_the_context_too(asked):
    pick(asked, region="Daraa")
    assert first(asked, "Sayda, Dara'a").method == "picked"
    assert first(asked, "Sayda (Dara'a)").method == "picked"
    assert first(asked, "Sayda, South Lebanon").method != "picked"


def test_the_pick_of_the_smallest_context_wins(asked):
    pick(asked, place=SIDON)
    pick(asked, place=SAYDA, region="Syria")
    pick(asked, place=TAFAS, region="Daraa")
    assert first(asked, "Sayda").place == SIDON
    assert first(asked, "Sayda", region="Syria").place == SAYDA
    assert first(asked, "Sayda", region="Daraa").place == TAFAS


def test_a_pick_that_lies_outside_the_region_said_says_so(asked):
    pick(asked)
    reasons = first(asked, "Sayda", region="South Lebanon").reasons
    assert reasons[1] == "in SY, not in South Lebanon as the region says"


def test_a_country_that_is_shut_out_stays_out(asked):
    pick(asked)
    assert all(match.place.country == "LB" for match in asked.candidates("Sayda", country_codes="LB"))


def test_a_name_that_holds_another_is_not_its_pick(asked):
    pick(asked, name="Lebanon", place=CITY)
    assert first(asked, "South Lebanon").place == SOUTH
    assert first(asked, "Lebanon").place == CITY


def test_both_ends_of_a_stretch_may_be_picked(asked):
    pick(asked, name="Old Mill", place=TAFAS)
    assert first(asked, "between Old Mill and Dar'a").method == "between"


def test_a_new_pick_is_seen_by_an_open_gazetteer_and_a_rebuilt_index(asked, cache):
    other = Gazetteer(cache / "gazetteer.sqlite")
    assert first(other, "Sayda").method == "exact"
    pick(asked)
    assert first(other, "Sayda").method == "picked"
    build_index(cache / "gazetteer.sqlite", sources=[(*ENTRIES, *UNITS)], progress=False)
    assert first(Gazetteer(), "Sayda").method == "picked"
    asked.picker.picks.remove("Sayda")
    assert first(other, "Sayda").method == "exact"


def test_a_pick_of_a_place_that_was_merged_is_found_under_its_old_id(cache):
    merged = Place(**{name: getattr(TAFAS, name) for name in TAFAS.__dataclass_fields__} | {"also": "ocha:C6 wof:8"})
    build_index(cache / "gazetteer.sqlite", sources=[[Entry(merged, ("Tafas",))]], progress=False)
    gazetteer = Gazetteer()
    gazetteer.picker.picks.add(Pick("Old Mill", "ocha:C6", "desk", "seen", "2018-07-09"))
    assert first(gazetteer, "Old Mill").place == merged
    gazetteer.picker.picks.add(Pick("Old Mill", "ocha:C", "desk", "seen", "2018-07-09"))
    assert gazetteer.candidates("Old Mill") == []


def test_the_stamp_names_the_picks(asked):
    before = asked.stamp
    pick(asked)
    assert asked.stamp.startswith(f"{before}; 1 picks ")


@pytest.mark.parametrize("line", ["{", "[1]", "null", '{"name": "x"}', '{"name": "x", "colour": 1}'])
def test_a_damaged_file_is_an_error_with_its_line(asked, cache, line):
    pick(asked)
    path = cache / "sources" / "picks.jsonl"
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(SourceError, match=r"picks\.jsonl, line 2"):
        asked.candidates("Sayda")
    with pytest.raises(SourceError, match=r"picks\.jsonl, line 2"):
        pick(asked)


def alias(*arguments):
    return main(["alias", *arguments])


WHO = ("--by", "desk", "--why", "the reporter says so")


def test_the_shell_picks_shows_and_takes_back(cache, capsys):
    assert alias() == 0
    assert "nothing was picked yet" in capsys.readouterr().out
    assert alias("Sayda", TAFAS.id, *WHO, "--region", "Dar'a") == 0
    assert alias("Sayda", CITY.id, *WHO, "--near", "32.6,36.1") == 0
    assert alias("Sayda", SIDON.id, *WHO, "--near", "32.6,36.1") == 0
    assert "in place of: Sayda near 32.6,36.1: Dar'a" in capsys.readouterr().out
    assert main(["aliases"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert len(shown) == 2
    assert shown[0].startswith(f"Sayda in Dar'a: Tafas, Dar'a, SY [{TAFAS.id}]; picked by desk on ")
    assert shown[0].endswith(": the reporter says so")
    assert main(["Sayda", "--region", "Daraa"]) == 0
    assert "picked by desk" in capsys.readouterr().out
    assert alias("Sayda", "--remove") == 1
    assert "there are: in Dar'a; near 32.6,36.1" in capsys.readouterr().err
    assert alias("sayda", "--remove", "--near", "32.6, 36.1") == 0
    assert alias("Sayda", "--remove") == 0
    assert alias("Sayda", "--remove") == 1
    assert "there are: none" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Sayda", "own:9", *WHO), "no place with this id; candidates for 'Sayda': Sidon, South Lebanon, LB [own:4]"),
        (("Sayda", "", *WHO), "no place with this id"),
        (("Sayda", "own:2"), "--by NAME --why REASON"),
        (("Sayda", "own:2", "--by", " ", "--why", "x"), "--by NAME --why REASON"),
        (("Sayda", "own:2", *WHO, "--region", "Qwxz"), "no unit or country of this name"),
        (("Sayda", "own:2", *WHO, "--near", "here"), "LAT,LON"),
        (("Sayda", "own:2", *WHO, "--near", "32.6,36.1", "--region", "Dar'a"), "not both"),
        (("32.6, 36.1", "own:2", *WHO), "no name"),
        (("!?", "own:2", *WHO), "no name"),
    ],
)
def test_a_pick_that_cannot_be_kept_is_refused_with_the_way_out(cache, capsys, arguments, said):
    assert alias(*arguments) == 1
    assert said in capsys.readouterr().err
    assert not (cache / "sources").exists()


def test_a_reason_of_several_lines_is_kept_on_one(cache, capsys):
    assert alias("Sayda", "own:2", "--by", "desk\x1b[31m", "--why", "one\n\ttwo\0three") == 0
    (kept,) = map(json.loads, (cache / "sources" / "picks.jsonl").read_text().splitlines())
    assert (kept["by"], kept["why"]) == ("desk [31m", "one two three")


def test_a_region_printed_with_the_name_is_the_context_of_the_pick(cache, asked, capsys):
    assert alias("Old Mill quarter, Dara'a", TAFAS.id, *WHO) == 0
    assert first(asked, "Old Mill quarter", region="Dar'a").place == TAFAS
    assert asked.candidates("Old Mill quarter", region="South Lebanon") == []
    assert first(asked, "Old Mill quarter, Dara'a").method == "picked"
    assert alias("Old Mill, Nowhere", TAFAS.id, *WHO) == 1
    assert "--near LAT,LON" in capsys.readouterr().err


def test_a_place_may_be_picked_by_its_p_code(cache, capsys):
    coded = Entry(SAYDA, ("Sayda", "C5999"))
    build_index(cache / "gazetteer.sqlite", sources=[[coded]], progress=False)
    assert alias("Old Mill", "c5999", *WHO) == 0
    assert f"[{SAYDA.id}]" in capsys.readouterr().out


def test_an_import_uses_the_pick_and_says_so(cache, tmp_path, capsys):
    assert alias("Old Mill", TAFAS.id, *WHO, "--region", "Dar'a") == 0
    sheet = tmp_path / "reports.csv"
    sheet.write_text("date,place,region,country,what\n2018-07-04,Old Mill,Daraa,Syria,shelling\n")
    assert geodata_main(["import", str(sheet), "--store", str(tmp_path / "store")]) == 0
    asked = "SELECT place, place_id, match_method, match_reason, match_score, location_precision FROM incidents"
    row = Store(tmp_path / "store").ask(asked).iloc[0]
    assert (row["place"], row["place_id"], row["match_method"]) == ("Tafas", TAFAS.id, "picked")
    assert row["match_reason"].startswith("picked by desk on ")
    assert row["match_reason"].endswith("in Dar'a: the reporter says so")
    assert (row["match_score"], row["location_precision"]) == (1.0, "settlement")
