"""A name with a word more or less than the list's: "Bakras" of "Upper Bakras"."""

import pytest

from gazetteer import Entry, Gazetteer, Place, build_index
from gazetteer.names import fold, shortened
from tests.gazetteer.small import CITY, ENTRIES


def village(id, name, lat=32.70, lon=36.20):
    return Place(id, name, "", lat, lon, "settlement", "SY", "Dar'a", "SY-DR", 0, 1_000.0)


UPPER, HATTIN, KHARAB = (
    village("own:10", "Upper Bakras"),
    village("own:11", "Hattin", 32.8),
    village("own:12", "Kharab"),
)
NEAR = (32.70, 36.15)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    path = tmp_path_factory.mktemp("words") / "gazetteer.sqlite"
    more = (Entry(UPPER, ("Upper Bakras", "بقرص فوقاني")), Entry(HATTIN, ("Hattin",)), Entry(KHARAB, ("Kharab",)))
    build_index(path, sources=[(*ENTRIES, *more)], progress=False)
    return Gazetteer(path)


@pytest.mark.parametrize(
    ("name", "place"), [("Baqras", UPPER), ("Buqrus", UPPER), ("بقرص", UPPER), ("Mazraat Hattin", HATTIN)]
)
@pytest.mark.parametrize("context", [{"near": NEAR}, {"region": "Dar'a"}])
def test_a_word_more_or_less_is_a_guess_and_said(asked, name, place, context):
    match = asked.candidates(name, **context)[0]
    assert (match.place, match.method, match.guessed) == (place, "one word", True)
    assert match.reasons[0].startswith(f"a word more or less: {name} → ")


def test_no_word_is_added_where_nothing_says_where_to_look(asked):
    assert all(match.method != "one word" for match in asked.candidates("Baqras"))
    assert all(match.method != "one word" for match in asked.candidates("Baqras", near=(34.7, 36.7)))


def test_a_name_in_full_comes_before_a_part_of_it(asked):
    assert asked.candidates("Upper Bakras", near=NEAR)[0].method == "exact"
    assert asked.candidates("Tafas", near=NEAR)[0].method == "exact"
    assert asked.candidates("Dara'a", near=NEAR)[0].place == CITY


def test_a_short_name_is_not_cut():
    assert shortened(fold("Al Bab")) == []
    assert shortened(fold("Tall Rasha")) == []
    assert [bones for bones, _ in shortened(fold("Upper Bakras"))] == ["bkrs", "Abr"]
