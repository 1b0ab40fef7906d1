"""Places to go to: the store's first, then the gazetteer's."""

import pytest

import geodata
from geodata.places import LIMIT
from tests.geodata.rows import a_store, an_incident

JASIM = {
    "place": "Jasim",
    "place_ar": "جاسم",
    "place_printed": "Jassem",
    "place_id": "geonames:165997",
    "lat": 32.99,
    "lon": 36.06,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [an_incident(n, place_id="geonames:170905") for n in range(3)]
    rows += [an_incident(n, **JASIM) for n in (3, 4)]
    rows += [an_incident(5, lat=None, lon=None, place=None, place_printed="Nowhere at all")]
    return a_store(tmp_path_factory.mktemp("places"), rows)


def found(store, words, **more):
    return geodata.places(store, words, **more)


@pytest.mark.parametrize("words", ["Jasim", "jas", "جاسم", "JASSEM", "  jasim "])
def test_a_place_of_incidents_is_found_by_any_of_its_names(store, gazetteer, words):
    first = found(store, words)[0]
    assert (first.name, first.name_ar, first.incidents) == ("Jasim", "جاسم", 2)
    assert (first.lat, first.admin1, first.country) == (32.99, "Daraa", "SY")


def test_places_of_incidents_come_before_the_gazetteers(store, gazetteer):
    spots = found(store, "da")
    assert spots[0].incidents == 3
    assert all(spot.incidents == 0 for spot in spots[1:])
    assert len(spots) == LIMIT
    assert spots[1].country == "SY"


@pytest.mark.parametrize("words", ["Aleppo", "Homs", "da", "حلب"])
def test_no_place_is_offered_twice(store, gazetteer, words):
    spots = found(store, words)
    assert len(spots) > 1
    assert len({(spot.name, spot.kind, spot.lat, spot.lon) for spot in spots}) == len(spots)


def test_a_place_that_the_store_does_not_have_comes_from_the_gazetteer(store, gazetteer):
    spot = found(store, "Damasc")[0]
    assert (spot.name, spot.country, spot.incidents) == ("Damascus", "SY", 0)
    assert spot.radius_m > 0


def test_each_place_comes_once(store, gazetteer):
    spots = found(store, "jasim")
    assert len([spot for spot in spots if abs(spot.lat - 32.99) < 0.05]) == 1


def test_a_name_that_sounds_alike_is_offered_where_none_begins_so(store, gazetteer):
    assert [spot.name for spot in found(store, "Taffas")] == ["Tafas"]


def test_a_point_is_a_place(store, gazetteer):
    (spot,) = found(store, "32.61, 36.1")
    assert (spot.lat, spot.lon) == (32.61, 36.1)


@pytest.mark.parametrize("words", ["", "j", " ", "\x00", "'", "no place is called so", "%", "Nowhere at all"])
def test_nonsense_finds_nothing(store, gazetteer, words):
    assert found(store, words) == []


def test_no_more_are_given_than_asked(store, gazetteer):
    assert len(found(store, "da", limit=2)) == 2


def test_a_spelling_mended_leads_to_the_stores_own_place(store, gazetteer):
    assert [(spot.name, spot.incidents) for spot in found(store, "Jassim")] == [("Jasim", 2)]


def test_an_empty_store_leaves_the_gazetteer(tmp_path, gazetteer):
    assert found(a_store(tmp_path), "tafas")[0].name == "Tafas"


def test_without_a_gazetteer_the_store_answers_alone(store, monkeypatch, tmp_path):
    monkeypatch.setenv("HAURAN_CACHE", str(tmp_path))
    assert [spot.name for spot in found(store, "jas")] == ["Jasim"]
    assert found(store, "Damasc") == []
    assert list(tmp_path.iterdir()) == []
