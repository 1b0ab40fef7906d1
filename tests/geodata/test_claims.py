"""Claims of one event by several: what may be the same is found, what cannot be is not, and nothing is merged."""

import pytest

import geodata
from geodata import Filter
from tests.geodata.rows import ID, a_store, an_incident, day

CENTRE = {"lat": 32.6189, "lon": 36.1021}
OTHER = {"source": "other"}
NORTH_OF_IT = 1 / 111.195
"""Degrees of latitude in a kilometre."""


def found_beside(folder, *others, **said):
    """Numbers of the incidents that may be the same event as incident 0, of which more is said; each other one is of
    another dataset but for what is said."""
    store = a_store(folder, [an_incident(0, **said), *(an_incident(n, **OTHER | o) for n, o in enumerate(others, 1))])
    rows = geodata.also_reported(store, geodata.incident(store, ID.format(0)))
    return [int(id, 16) for id in rows["id"]]


def km(n):
    return {"lat": CENTRE["lat"] + n * NORTH_OF_IT}


def test_another_dataset_within_a_day_is_found_and_one_further_off_is_not(tmp_path):
    days = ("2018-07-02", "2018-07-03", "2018-07-04", "2018-07-05", "2018-07-06")
    assert found_beside(tmp_path, *({"start_day": day(d)} for d in days)) == [3, 2, 4]


def test_an_incident_that_lasts_is_compared_by_all_its_days(tmp_path):
    span = {"start_day": day("2018-06-20"), "end_day": day("2018-07-03")}
    assert found_beside(tmp_path, span) == [1]


def test_points_may_differ_by_five_kilometres_or_the_larger_radius(tmp_path):
    others = (km(4.9), km(5.1), km(11) | {"radius_m": 12_000.0}, km(13) | {"radius_m": 12_000.0})
    assert found_beside(tmp_path, *others) == [1, 3]


def test_the_radius_of_the_incident_itself_counts_too(tmp_path):
    assert found_beside(tmp_path, km(9), km(11), radius_m=10_000.0) == [1]


def test_an_incident_known_to_a_unit_alone_may_be_any_in_the_unit(tmp_path):
    unit = km(60) | {"location_precision": "province", "radius_m": 40_000.0}
    assert found_beside(tmp_path, unit, unit | {"admin1": "SY-QU"}) == [1]


def test_from_a_unit_all_in_it_are_found_and_none_beside_it(tmp_path):
    others = (km(60), km(1) | {"admin1": "SY-QU"})
    assert found_beside(tmp_path, *others, location_precision="part of province", radius_m=60_000.0) == [1]


def test_what_is_known_to_a_country_alone_or_not_at_all_is_not_compared(tmp_path):
    country = {"location_precision": "country", "radius_m": 300_000.0, "admin1": None}
    nowhere = {"lat": None, "lon": None, "location_precision": None}
    assert found_beside(tmp_path / "a", country, nowhere) == []
    assert found_beside(tmp_path / "b", {}, **country) == []
    assert found_beside(tmp_path / "c", {}, **nowhere) == []


def test_types_must_agree_unless_one_is_unclassified(tmp_path):
    bare = {"sub_event_type": None}
    others = ({"event_type": "Riots"} | bare, {"event_type": "Unclassified"} | bare)
    assert found_beside(tmp_path / "a", *others) == [2]
    assert found_beside(tmp_path / "b", *others, event_type="Unclassified", sub_event_type=None) == [1, 2]


def test_in_the_same_dataset_only_another_claimant_tells_it_apart(tmp_path):
    same = {"source": "test"}
    others = (same | {"claimant": "A"}, same | {"claimant": "B"}, same)
    assert found_beside(tmp_path, *others, claimant="A") == [2]


def test_a_total_is_no_claim_of_the_same_event(tmp_path):
    assert found_beside(tmp_path, {"status": "aggregate"}, {"status": "forecast"}) == []


def test_a_claim_is_mutual(sample_store):
    def others(id):
        return {*geodata.also_reported(sample_store, geodata.incident(sample_store, id))["id"]}

    pairs = [(a, b) for a in geodata.incidents(sample_store)["id"][::2] for b in others(a)]
    assert pairs
    assert all(a in others(b) for a, b in pairs)


def test_no_more_are_listed_than_asked_for_and_the_nearest_first(tmp_path):
    store = a_store(tmp_path, [an_incident(0), *(an_incident(n, **OTHER, **km(5 - n)) for n in range(1, 5))])
    rows = geodata.also_reported(store, geodata.incident(store, ID.format(0)), limit=2)
    assert [int(id, 16) for id in rows["id"]] == [4, 3]
    assert rows["distance_m"].tolist() == pytest.approx([1000, 2000], abs=5)


def test_nothing_is_merged(tmp_path):
    store = a_store(tmp_path, [an_incident(0, fatalities_best=4), an_incident(1, **OTHER, fatalities_best=5)])
    assert len(geodata.also_reported(store, geodata.incident(store, ID.format(0)))) == 1
    assert geodata.summary(store).deaths_best == 9


@pytest.fixture(scope="module")
def around(tmp_path_factory):
    """An incident, and others at 1, 3, 10, 20 and 30 km; the one at 10 km stands for a unit."""
    return a_store(
        tmp_path_factory.mktemp("around"),
        [
            an_incident(0),
            an_incident(1, **km(1), event_type="Battles", sub_event_type=None),
            an_incident(2, **km(3), start_day=day("2018-07-20")),
            an_incident(3, **km(10), location_precision="province"),
            an_incident(4, **km(20)),
            an_incident(5, **km(30)),
        ],
    )


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (Filter(), [1, 2, 4]),
        (Filter(event_types=("Explosions/Remote violence",)), [2, 4]),
        (Filter(end=geodata.to_date(day("2018-07-05"))), [1, 4]),
    ],
    ids=str,
)
def test_the_nearest_of_the_filter_are_found_within_reach(around, where, numbers):
    rows = geodata.nearby(around, geodata.incident(around, ID.format(0)), where)
    assert [int(id, 16) for id in rows["id"]] == numbers
    assert rows["distance_m"].is_monotonic_increasing
    assert rows["distance_m"].max() <= 25_000


def test_at_one_point_the_nearest_in_time_comes_first(tmp_path):
    days = ("2018-07-04", "2018-07-20", "2018-07-01", "2018-07-05")
    store = a_store(tmp_path, [an_incident(n, start_day=day(d)) for n, d in enumerate(days)])
    rows = geodata.nearby(store, geodata.incident(store, ID.format(0)), limit=2)
    assert [int(id, 16) for id in rows["id"]] == [3, 2]


@pytest.mark.parametrize(
    "said", [{"lat": None, "lon": None, "location_precision": None}, {"location_precision": "province"}]
)
def test_what_has_no_point_of_its_own_has_nothing_near(tmp_path, said):
    store = a_store(tmp_path, [an_incident(0, **said), an_incident(1)])
    assert len(geodata.nearby(store, geodata.incident(store, ID.format(0)))) == 0


def test_near_the_date_line_and_the_pole_distances_hold(tmp_path):
    spots = ((0.0, 179.95), (0.0, -179.95), (89.95, 0.0), (89.95, 180.0))
    store = a_store(tmp_path, [an_incident(n, lat=lat, lon=lon) for n, (lat, lon) in enumerate(spots)])
    near = [geodata.nearby(store, geodata.incident(store, ID.format(n))) for n in (0, 2)]
    assert [[int(id, 16) for id in rows["id"]] for rows in near] == [[1], [3]]
    assert near[0]["distance_m"].iloc[0] == pytest.approx(11_120, abs=30)
