"""Words that tell places of one name apart keep them apart when sources are merged."""

import pytest

from gazetteer.merging import merged
from gazetteer.place import Entry, Place
from gazetteer.sides import apart, sides


def entry(id, *names, lat=33.0):
    return Entry(Place(id, names[0], "", lat, 36.0, "settlement", "SY", "", "SY-DR", 0, 1_000.0), names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Sultan Yaaqoub el-Fauqa", "As Sultan Yaqub"), ("Soultane Yaaqoub et Tahta", "As Sultan Yaqub")),
        (("كوركان فوقاني",), ("كوركان تحتاني",)),
        (("Umm Qantarah al Gharbiyah",), ("Umm Qantarah ash Sharqiyah",)),
        (("At Tiwal al Janubi",), ("At Tiwal ash Shamali",)),
        (("سبينة الصغرى",), ("سبينة الكبرى",)),
        (("Upper Baqras", "Buqrus"), ("Lower Baqras", "Buqrus")),
        (("Mazraa 1",), ("Mazraa 2",)),
    ],
)
def test_upper_and_lower_are_two_places(one, other):
    assert apart(one, other)
    assert apart(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Upper Baqras",), ("Baqras Fawqani",)),
        (("Umm al Mayadhin",), ("أم المياذن",)),
        (("Al Jadidah",), ("El Qadime",)),
        (("Kafr Shams", "Kafr Shams al Gharbi", "Kafr Shams ash Sharqi"), ("Kafr Shams ash Sharqi",)),
    ],
)
def test_a_word_that_does_not_speak_against_the_other_joins(one, other):
    assert not apart(one, other)


def test_one_source_tells_a_village_from_its_upper_part():
    assert not apart(["Hilta"], ["Hilta el Faouqa", "Hilta"])
    assert apart(["Hilta"], ["Hilta el Faouqa", "Hilta"], of_one_source=True)


def test_a_word_that_is_the_whole_name_is_no_side():
    assert sides(["Al Jadidah", "الجديدة"]) == {}
    assert sides(["Kafr Kabir"]) == {"size": {"large"}}


def test_upper_and_lower_stay_two_when_sources_are_merged():
    upper, lower = entry("a:1", "Upper Baqras", "Buqrus"), entry("a:2", "Lower Baqras", "Buqrus", lat=33.005)
    again = entry("b:9", "Baqras Tahtani", "Buqrus")
    kept = merged([upper, lower, again])
    assert [one.place.name for one in kept] == ["Upper Baqras", "Lower Baqras"]
    assert "Baqras Tahtani" in kept[1].names


def test_the_same_id_is_the_same_place():
    assert len(merged([entry("a:1", "Al Karak ash Sharqi", "Karak"), entry("a:1", "Karak")])) == 1
