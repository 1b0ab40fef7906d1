"""View: the state of the page and the address say the same; no address breaks it."""

import doctest
from dataclasses import fields
from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import view
from dashboard.view import COLOURED, DRAWN, LIST_MAX, TEXT_MAX, View
from geodata.area import CORNERS_MAX, corners

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40)
codes = st.lists(words.filter(str.strip), max_size=4, unique=True).map(tuple)
days = st.none() | st.dates()


def within(low, high, digits):
    """Numbers as the address writes them."""
    return st.integers(low * 10**digits, high * 10**digits).map(lambda number: number / 10**digits)


points = st.none() | st.tuples(within(-85, 85, 4), within(-180, 180, 4))
views = st.builds(
    lambda window, point, **more: View(
        start=window[0], end=window[1], lat=point and point[0], lon=point and point[1], **more
    ),
    st.tuples(days, days).map(lambda pair: pair if None in pair else tuple(sorted(pair))),
    points,
    regions=codes,
    types=codes,
    precisions=codes,
    statuses=codes,
    sources=codes,
    text=words,
    incident=st.just("") | st.from_regex("[0-9a-f]{12}", fullmatch=True),
    zoom=st.none() | within(0, 22, 2),
    theme=st.sampled_from(("", "light", "dark")),
    displacement=st.booleans(),
    table=st.booleans(),
    actors=codes,
    deaths_least=st.none() | st.integers(0, 9_999_999),
    deaths_unstated=st.booleans(),
    doubts=codes,
    summary=st.booleans(),
    compare=st.sampled_from(("", "before", "year"))
    | st.tuples(st.dates(), st.dates()).map(lambda pair: f"{min(pair)}..{max(pair)}"),
    embed=st.booleans(),
    area=st.just(())
    | st.lists(st.tuples(within(-180, 179, 4), within(-85, 85, 4)), min_size=3, max_size=CORNERS_MAX).map(tuple),
    draw=st.sampled_from(("", *DRAWN)),
    by=st.sampled_from(("", *COLOURED)),
    claimants=codes,
)
NAMES = (
    "from",
    "to",
    "region",
    "type",
    "precision",
    "status",
    "source",
    "reporter",
    "actor",
    "deaths",
    "unstated",
    "doubt",
    "q",
    "incident",
    "lat",
    "lon",
    "zoom",
    "theme",
    "displacement",
    "table",
    "summary",
    "compare",
    "embed",
    "area",
    "draw",
    "by",
)
NONSENSE = (
    "",
    "nan",
    "inf",
    "-1e999",
    "999",
    "2018-13-45",
    "00000-00",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "' OR 1=1 --",
    "%00",
    "%ff%fe",
    "%",
    "a" * 5000,
    "١٢",
    "[]",
    "None",
    "1_0",
    "20180704",
    "2018-W27-3",
)


def test_the_examples_in_the_words_hold():
    assert doctest.testmod(view).failed == 0


@given(views)
def test_a_view_comes_back_from_its_address(told):
    assert View.from_query(told.to_query()) == told
    assert View.from_query("?" + told.to_query()) == told


@given(st.text(max_size=200))
def test_no_address_breaks_the_page(query):
    told = View.from_query(query)
    assert View.from_query(told.to_query()) == told


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30)), max_size=8))
def test_no_value_breaks_the_page(pairs):
    told = View.from_query("&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs))
    assert View.from_query(told.to_query()) == told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_leaves_a_view_of_the_right_kind(name, value):
    told = View.from_query(f"{name}={value}")
    assert told.start is None or type(told.start) is date
    assert told.end is None or type(told.end) is date
    assert told.lat is None
    assert told.lon is None
    assert told.zoom is None or 0 <= told.zoom <= 22
    assert told.theme in ("", "light", "dark")
    assert told.deaths_least is None or 0 <= told.deaths_least <= 9_999_999
    assert told.incident == told.compare == ""
    assert told.area == ()
    assert (told.draw, told.by) == ("", "")
    assert len(told.text) <= TEXT_MAX
    assert "\x00" not in told.to_query()


def test_the_plain_page_has_an_empty_address():
    assert View().to_query() == ""
    assert View.from_query("") == View()


SAID = {
    "start": date(2018, 7, 4),
    "end": date(2018, 7, 5),
    "text": "q",
    "incident": "0" * 12,
    "lat": 1.0,
    "lon": 2.0,
    "zoom": 3.0,
    "theme": "dark",
    "deaths_least": 0,
    "compare": "2018-06-20..2018-06-26",
    "area": ((36.0, 32.5), (36.5, 32.5), (36.2, 32.9)),
    "draw": "heat",
    "by": "deaths",
}


def test_every_field_reaches_the_address():
    defaults = {field.name: field.default for field in fields(View)}
    switched = {name: not value for name, value in defaults.items() if isinstance(value, bool)}
    listed = {name: ("a", "b") for name, value in defaults.items() if value == () and name not in SAID}
    told = View(**SAID, **switched, **listed)
    for name, value in defaults.items():
        assert getattr(told, name) != value, name
        assert getattr(View.from_query(told.to_query()), name) == getattr(told, name), name


def test_dates_the_wrong_way_round_are_turned():
    assert View.from_query("from=2018-07-05&to=2018-07-04") == View(date(2018, 7, 4), date(2018, 7, 5))


def test_half_a_point_is_no_point():
    assert View.from_query("lat=32.6") == View.from_query("lon=36.1") == View()


def test_the_last_of_two_says():
    assert View.from_query("q=a&q=b").text == "b"


def test_lists_are_kept_short_and_without_repeats():
    told = View.from_query("&".join(f"region=R{n % 500}" for n in range(2000)))
    assert len(told.regions) == LIST_MAX
    assert View.from_query("region=SY&region=SY&region=%20").regions == ("SY",)


def test_a_comparison_is_a_known_word_or_two_dates():
    assert View.from_query("compare=before").compare == "before"
    assert View.from_query("compare=2018-06-26..2018-06-20").compare == "2018-06-20..2018-06-26"
    for said in ("after", "2018-06-20", "2018-06-20..", "..2018-06-20", "2018-06-20...2018-06-26", "a..b"):
        assert View.from_query(f"compare={said}").compare == ""


SQUARE = ((36.0, 32.5), (36.5, 32.5), (36.5, 32.9), (36.0, 32.9))


def test_an_area_is_written_as_people_can_read_it():
    assert View(area=SQUARE[:3]).to_query() == "area=36.0000,32.5000;36.5000,32.5000;36.5000,32.9000"


@pytest.mark.parametrize(
    "told",
    [
        None,
        7,
        "36,32",
        [],
        SQUARE[:2],
        [*SQUARE, (36.0,)],
        [*SQUARE, (36.0, None)],
        [*SQUARE, (36.0, "north")],
        [*SQUARE, (36.0, float("nan"))],
        [*SQUARE, (36.0, float("inf"))],
        [*SQUARE, (36.0, 85.1)],
        [*SQUARE, (-180.1, 32.0)],
        [*SQUARE, (540.1, 32.0)],
        [(-179.0, 0.0), (0.0, 1.0), (181.0, 2.0)],
        [SQUARE[0]] * (CORNERS_MAX + 1),
        {"lon": 36, "lat": 32},
        [[[36.0, 32.0], [36.0, 32.0]]] * 3,
    ],
    ids=str,
)
def test_what_is_no_outline_is_no_area(told):
    assert corners(told) == ()


def test_an_outline_may_go_on_across_the_antimeridian():
    told = ((179.5, -17.0), (181.0, -17.0), (181.0, -16.0))
    assert corners([list(corner) for corner in told]) == told
    assert View.from_query(View(area=told).to_query()).area == told
