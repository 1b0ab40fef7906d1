"""What has been typed so far begins names of places."""

import pytest

from gazetteer import Gazetteer, index_path
from gazetteer.prefix import beginning, opened


@pytest.fixture(scope="module")
def index():
    Gazetteer()
    return opened()


def names(index, typed, countries=(), **more):
    return [place.name for _, place in beginning(index, typed, countries, **more)]


@pytest.mark.parametrize("typed", ["Tafas", "tafas", "TAFA", "taf", "طفس", "طف"])
def test_tafas_is_offered_however_it_is_typed(index, typed):
    assert "Tafas" in names(index, typed, ("SY",))


def test_a_whole_name_comes_before_longer_ones(index):
    assert names(index, "Dara", ("SY",))[0] == "Dar'a"


def test_each_place_comes_once_and_no_more_than_asked(index):
    found = beginning(index, "da", (), limit=5)
    assert len(found) == len({place.id for _, place in found}) == 5


def test_countries_shut_the_others_out(index):
    assert {place.country for _, place in beginning(index, "sai", ("LB", "SY"), limit=30)} <= {"LB", "SY"}


@pytest.mark.parametrize("typed", ["", " ", "t", "'", "qqqqqqqqqq", "%", "_" * 300])
def test_little_or_nonsense_offers_nothing(index, typed):
    assert beginning(index, typed) == []


def test_an_index_that_is_not_there_is_not_built(tmp_path):
    assert opened(tmp_path / "gazetteer.sqlite") is None
    assert list(tmp_path.iterdir()) == []
    assert opened(index_path()) is not None
