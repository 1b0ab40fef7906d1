"""What no place is called: every question has a defined answer, or geopy's own exception."""

from itertools import pairwise

import pytest
from geopy.exc import GeopyError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import PRECISIONS, Gazetteer, build_index
from tests.gazetteer.small import ENTRIES, TAFAS


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("odd") / "gazetteer.sqlite"
    build_index(path, sources=[ENTRIES], progress=False)
    return Gazetteer(path)


ODD = st.sampled_from(
    [
        "", " ", "\0", "\n\t\r", "?!…—", "(", ")", "()", "(,)", ",,,", "/", "//", "،", "a" * 10_000, "ص" * 10_000,
        ", " * 5_000, "(" * 3_000, "Tafas\0", "\x1b[31mTafas", "\u202eTafas", "Tафас طفس", "12", "-0", "1e309",
        "nan, inf", "32.6, 36.1", "91, 181", "north of", "near", "between and", "between Tafas and", "quarter of",
        "حي في", "حي ، حلب", "the", "C5998", "Tafas quarter, ", ", Dar'a", "in in in", "x in", "\ud83d\ude00",
        "\ufeffTafas", "ﷺ", "İstanbul", "ß" * 300,
    ]
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(
        [
            "Tafas", "Dar'a", "Sidon", "صيدا", "درعا", "in", "of", "near", "between", "and", "quarter", "neighbourhood",
            "district", "حي", "في", "the", "city", "north", ",", "(", ")", "/", "32.6", "36.1", "al-", "\0", "ـ", "'",
            "east", "countryside", "camp",
        ]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip
TEXT = st.one_of(ODD, WORDS, st.text(max_size=60), st.text("0123456789.,;-+NSEW° ", max_size=30))
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(matches, limit):
    assert len(matches) <= max(limit, 0)
    assert [match.accepted for match in matches[1:]] == [False] * len(matches[1:])
    assert all(0 <= match.score <= 1 and match.precision in PRECISIONS for match in matches)
    assert all(a.score >= b.score for a, b in pairwise(matches))
    assert all(abs(match.place.lat) <= 90 and abs(match.place.lon) <= 180 and match.radius_m > 0 for match in matches)
    assert all(match.reasons and all(match.reasons) for match in matches if match.accepted)


@CALM
@given(
    TEXT,
    TEXT,
    st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.sampled_from([(), "", "SY", "sy, lb", ["SY"], "XX", "?"]),
    st.sampled_from([1, 2, 5, 40]),
)
def test_any_question_gives_ranked_matches(small, text, region, near, codes, limit):
    check(small.candidates(text, near=near, region=region, country_codes=codes, limit=limit), limit)


@CALM
@given(TEXT, st.sampled_from([(), "SY"]))
def test_any_region_cell_gives_units(small, text, codes):
    found = small.region(text, codes)
    assert all(match.place.kind in ("province", "country") for match in found)
    assert len(found) == len(set(found))


@CALM
@given(TEXT | st.none() | st.integers() | st.binary(max_size=5), st.booleans())
def test_geocode_gives_a_location_or_none_or_geopys_error(small, text, exactly_one):
    try:
        found = small.geocode(text, exactly_one=exactly_one)
    except GeopyError:
        assert not isinstance(text, str)
    else:
        assert found is None or (found.raw["accepted"] if exactly_one else len(found) >= 1)


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@CALM
@given(TEXT | st.tuples(st.floats(), st.floats()))
def test_reverse_gives_a_place_or_geopys_error(small, query):
    try:
        found = small.reverse(query)
    except (ValueError, GeopyError):
        return
    assert found.raw["distance_km"] >= 0


def test_a_point_written_out_is_that_point(small):
    match = small.candidates("32.6, 36.1")[0]
    assert (match.place.lat, match.place.lon, match.method, match.precision) == (32.6, 36.1, "coordinates", "exact")
    assert small.reverse("32.7363, 36.0673").raw["name"] == TAFAS.name
    assert small.candidates("91, 181") == []
