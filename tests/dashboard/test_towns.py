"""Towns of the basemap: read out of its tiles as they were written into them."""

import pytest

from dashboard import towns

HAURAN = (35.5, 32.3, 36.9, 33.3)
SYRIA = (35.0, 32.0, 42.5, 37.5)


@pytest.mark.parametrize("box", [HAURAN, SYRIA, (-180.0, -85.0, 180.0, 85.0), (179.0, -20.0, 180.0, -15.0)])
def test_towns_lie_in_the_box_and_the_first_named_come_first(box):
    west, south, east, north = box
    found = towns.towns(box, 50)
    assert all(west <= town.lon <= east and south <= town.lat <= north for town in found)
    assert [town.rank for town in found] == sorted(town.rank for town in found)
    assert len(found) == len(set(found)) <= 50


def test_a_town_is_where_it_is_and_has_both_names():
    (seat,) = [town for town in towns.towns(HAURAN, 50) if town.name == "Dar'a"]
    assert (seat.lat, seat.lon) == pytest.approx((32.6189, 36.1021), abs=0.002)
    assert (seat.name_ar, seat.rank) == ("درعا", 5.25)


def test_a_wider_box_has_the_larger_towns_alone():
    names = {town.name for town in towns.towns(SYRIA, 12)}
    assert {"Damascus", "Aleppo", "Homs"} <= names


def test_where_there_is_no_land_there_is_no_town():
    assert towns.towns((-30.0, 10.0, -29.0, 11.0), 50) == []
