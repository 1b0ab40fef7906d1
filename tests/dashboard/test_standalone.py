"""A view as one file: what is in it, what may not be, how large it gets, and that nothing in it can run."""

import json
import random
import re
from base64 import b64encode
from hashlib import sha256

import pytest

import geodata
from dashboard import controls, sharing, standalone, standalone_figures
from dashboard.app import create_app
from tests.dashboard.test_sharing import HARMLESS, HOSTILE, VIEWS
from tests.geodata.rows import ID, a_figure, a_store, an_incident, day

TOLD = re.compile(r'<script id="told" type="application/json">(.*?)</script>', re.S)
QUERIES = [query for query in HOSTILE if not query.startswith(("format", "rows"))]
AT = {name: at for at, name in enumerate(standalone.FIELDS)}


@pytest.fixture(scope="module")
def client(sample_store):
    return create_app(sample_store).server.test_client()


def told(page):
    """What the file holds for its script."""
    (found,) = TOLD.findall(page)
    return json.loads(found)


@pytest.mark.parametrize("query", VIEWS)
def test_the_incidents_in_the_file_are_those_of_the_view(client, sample_store, query):
    wanted = list(geodata.incidents(sample_store, VIEWS[query])["id"])
    answer = client.get(f"{standalone.STANDALONE}?{query}")
    assert answer.status_code == (200 if wanted else 404)
    if wanted:
        held = told(answer.get_data(as_text=True))
        assert [row[AT["id"]] for row in held["rows"]] == wanted
        assert held["left"] == []


def test_the_file_is_named_by_its_days_and_titled_as_asked(client):
    answer = client.get(
        f"{standalone.STANDALONE}?from=2018-07-03&to=2018-07-07&region=SY-DR&title=Strikes%20%26%20more"
    )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hauran_2018-07-03_2018-07-07.html"'
    page = answer.get_data(as_text=True)
    assert "<title>Strikes &amp; more</title>" in page
    held = told(page)
    assert (held["title"], held["filtered"]) == ("Strikes & more", "3–7 Jul 2018 · Dar'a")
    assert held["disclaimer"] == geodata.DISCLAIMER
    assert "Uppsala" in held["sources"][0]["cite"]


def test_the_file_asks_nobody_and_its_policy_lets_its_own_script_run_alone(client):
    page = client.get(standalone.STANDALONE).get_data(as_text=True)
    markup = TOLD.sub("", page)
    assert not re.findall(r"(?:src|href)=|url\(|@import|import\(|fetch\(|eval\(|Function\(|innerHTML", markup)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    held = b64encode(sha256(script.encode()).digest()).decode()
    assert policy == f"default-src 'none'; script-src 'sha256-{held}'; style-src 'unsafe-inline'; base-uri 'none'"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_file_speaks_the_language_of_the_page(client, language):
    page = client.get(f"{standalone.STANDALONE}?lang={language}").get_data(as_text=True)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_cannot_be_read_is_answered_in_words(client, query):
    answer = client.get(f"{standalone.STANDALONE}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


@pytest.mark.parametrize("query", [*HARMLESS, "title=" + "x" * 5000, "title=%00", "title=%ff"])
def test_no_query_is_an_error_of_the_server(client, query):
    assert client.get(f"{standalone.STANDALONE}?{query}").status_code < 500


def test_what_may_not_be_passed_on_is_neither_in_the_file_nor_named(tmp_path):
    rows = [
        an_incident(0),
        an_incident(1, source="held", place="Hidden"),
        an_incident(2, source="summed", quote="kept"),
    ]
    store = a_store(tmp_path, rows)
    with store.write() as connection:
        for source, may in (("held", "none"), ("summed", "aggregate")):
            connection.execute(
                "INSERT INTO datasets BY NAME SELECT * REPLACE (? AS source, ? AS redistribute, 'Secret' AS title) "
                "FROM datasets WHERE source = 'test'",
                [source, may],
            )
    page = standalone.document(store, geodata.EVERYTHING, "T")
    assert not re.findall("Hidden|kept|Secret|held|summed", page.partition("</style>")[2])
    held = told(page)
    assert len(held["rows"]) == len(held["sources"]) == 1
    assert held["left"] == [
        "2 incidents that pass the filter are not here: their publishers do not allow that they are passed on."
    ]
    with pytest.raises(sharing.NothingLeft, match="does not allow"):
        standalone.document(store, geodata.Filter(sources=("held",)), "T")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Six thousand incidents of a month, some with long words."""
    dice = random.Random(5)
    rows = [
        an_incident(
            n,
            start_day=day("2018-07-01") + n // 200,
            lat=32.6 + dice.random(),
            lon=36.1 + dice.random(),
            quote="Shelling was reported from several places in the morning, said a resident. "
            * dice.choice((1, 2, 9)),
        )
        for n in range(6_000)
    ]
    return a_store(tmp_path_factory.mktemp("large"), rows)


def test_a_large_view_is_cut_to_what_can_be_sent_and_says_so(large):
    page = standalone.document(large, geodata.EVERYTHING, "T")
    held = told(page)
    assert len(page.encode()) < 2_000_000
    assert 3_000 < len(held["rows"]) <= standalone.INCIDENTS_MAX
    (said,) = held["left"]
    assert said.startswith(f"Of 6,000 incidents the {len(held['rows']):,} last are in this file, from ")
    every = geodata.incidents(large)
    assert [row[AT["start"]] for row in held["rows"]] == list(every["start_day"])[-len(held["rows"]) :]


def test_five_thousand_plain_incidents_are_all_in_the_file(tmp_path):
    store = a_store(tmp_path, [an_incident(n, quote="Shelling was reported.") for n in range(5_000)])
    page = standalone.document(store, geodata.EVERYTHING, "T")
    assert len(page.encode()) < 2_000_000
    assert [row[AT["id"]] for row in told(page)["rows"]] == [ID.format(n) for n in range(5_000)]


def test_an_incident_without_a_place_or_known_to_a_country_alone_is_listed_and_not_drawn(tmp_path):
    bare = {"lat": None, "lon": None, "location_precision": None, "radius_m": None, "place": None}
    rows = [an_incident(0, **bare), an_incident(1, location_precision="country")]
    held = told(standalone.document(a_store(tmp_path, rows), geodata.EVERYTHING, "T"))
    assert [row[AT["drawn"]] for row in held["rows"]] == [0, 0]
    assert held["ground"] is None


def test_the_land_covers_what_is_drawn_and_is_small(sample_store, client):
    held = told(client.get(standalone.STANDALONE).get_data(as_text=True))
    west, south, east, north = held["ground"]["box"]
    drawn = [row for row in held["rows"] if row[AT["drawn"]]]
    assert all(west < row[AT["lon"]] < east and south < row[AT["lat"]] < north for row in drawn)
    names = {name for level, name, _ in held["ground"]["shapes"] if level == 0}
    assert {"Syria", "Jordan", "Lebanon"} <= names
    assert all(west <= lon <= east and south <= lat <= north for lon, lat, *_ in held["ground"]["towns"])
    assert len(json.dumps(held["ground"])) < 120_000


@pytest.mark.parametrize(("language", "place", "town"), [("en", "Nawa", "As-Suwayda"), ("ar", "نوى", "السويداء")])
def test_places_are_named_in_the_language_of_the_page(tmp_path, language, place, town):
    row = an_incident(0, place="Nawa", place_ar="نوى", lat=32.8865, lon=36.0389)
    client = create_app(a_store(tmp_path, [row])).server.test_client()
    held = told(client.get(f"{standalone.STANDALONE}?lang={language}").get_data(as_text=True))
    assert [(row[AT["place"]], row[AT["named"]]) for row in held["rows"]] == [(place, 1)]
    names = [name for _, _, name, _ in held["ground"]["towns"]]
    assert town in names
    assert not {"Nawa", "نوا"} & set(names), "the town of an incident is named once"


def test_what_stands_for_an_area_has_no_name_on_the_map(tmp_path):
    rows = [an_incident(n, location_precision=name) for n, name in enumerate(("settlement", "province", "district"))]
    held = told(standalone.document(a_store(tmp_path, rows), geodata.EVERYTHING, "T"))
    assert [row[AT["named"]] for row in held["rows"]] == [1, 0, 0]


@pytest.mark.parametrize(
    ("query", "window"),
    [
        ("from=2018-07-01&to=2018-07-07", ("2018-07-01", "2018-07-07")),
        ("from=2018-07-01T06:00&to=2018-07-07T11:59", ("2018-07-01", "2018-07-07")),
        ("from=2018-07-01", ("2018-07-01", "2018-08-16")),
        ("from=2001-01-01&to=2030-01-01", ("2018-06-18", "2018-08-16")),
        ("type=Battles", ("2018-06-18", "2018-08-16")),
    ],
)
def test_time_is_the_window_that_was_asked_for_within_the_days_of_the_store(client, query, window):
    held = told(client.get(f"{standalone.STANDALONE}?{query}").get_data(as_text=True))
    assert held["window"] == [day(one) for one in window]


def test_time_begins_with_what_is_kept_where_not_all_is(large):
    held = told(standalone.document(large, geodata.EVERYTHING, "T"))
    assert held["window"][0] == held["rows"][0][AT["start"]] > day("2018-07-01")


def test_the_figures_are_those_that_hold_on_the_last_day_as_the_page_has_them(client, sample_store):
    held = told(client.get(f"{standalone.STANDALONE}?from=2018-07-01&to=2018-07-07").get_data(as_text=True))
    found = held["displaced"]
    stocks = geodata.stocks(sample_store, geodata.Filter(end=geodata.to_date(day("2018-07-07"))))
    assert (found["range"], found["as_of"]) == ("270,000–325,000+", "as of 5 Jul 2018 · 3 sources")
    assert found["valid"] == " · valid on 7 Jul 2018"
    assert found["rivals"].startswith("Sources differ")
    assert found["since"] == stocks["as_of_day"].max()
    rows = [row for _, rows in found["groups"] for row in rows]
    assert [row[0] for row in rows] == [controls.figure_words(row) for row in stocks.to_dict("records")]
    assert [heading for heading, _ in found["groups"]][:2] == [
        "Totals that rival each other",
        "Parts of the totals, never added",
    ]
    assert [mark[2] for mark in found["marks"]] == [mark.label for mark in controls.displacement_marks(stocks)]
    steps = geodata.displaced_steps(sample_store)
    assert [step[2:] for step in found["steps"]] == [
        list(step[2:]) for step in steps if step[0] <= day("2018-07-07") and step[1] >= day("2018-07-01")
    ]
    assert all(day("2018-07-01") <= first <= last <= day("2018-07-07") for first, last, _, _ in found["steps"])
    assert "UN OCHA" in held["sources"][1]["cite"]


def test_figures_that_the_page_hides_are_listed_and_not_on_the_map(client):
    held = told(client.get(f"{standalone.STANDALONE}?displacement=off").get_data(as_text=True))
    assert held["displaced"]["groups"]
    assert held["displaced"]["marks"] == []


def test_without_figures_the_file_says_nothing_of_them(tmp_path):
    held = told(standalone.document(a_store(tmp_path, [an_incident(0)]), geodata.EVERYTHING, "T"))
    assert held["displaced"] is None


@pytest.mark.parametrize("may", ["none", "aggregate"])
@pytest.mark.parametrize("sources", [(), ("test", "held")])
def test_a_figure_that_may_not_be_passed_on_is_in_no_range_and_no_list(tmp_path, may, sources):
    figures = [a_figure(0, value=1000), a_figure(1, value=777_000, source="held", claimant="Hidden")]
    store = a_store(tmp_path, [an_incident(0)], figures)
    with store.write() as connection:
        connection.execute(
            "INSERT INTO datasets BY NAME SELECT * REPLACE ('held' AS source, ? AS redistribute, 'Secret' AS title) "
            "FROM datasets",
            [may],
        )
    page = standalone.document(store, geodata.Filter(sources=sources), "T")
    assert not re.findall("777,000|Hidden|Secret|held", page.partition("</style>")[2].partition("<script>")[0])
    held = told(page)
    assert held["displaced"]["range"] == "1,000"
    assert held["left"] == [
        "1 figure of displaced people is not here: its publisher does not allow that it is passed on."
    ]


def test_where_no_figure_may_be_passed_on_there_is_none(tmp_path):
    store = a_store(tmp_path, [an_incident(0)], [a_figure(0, source="held")])
    held = told(standalone.document(store, geodata.EVERYTHING, "T"))
    assert held["displaced"] is None
    assert len(held["left"]) == 1


def test_many_figures_are_cut_and_the_file_says_so(tmp_path):
    number = standalone_figures.FIGURES_MAX + 5
    figures = [a_figure(n, claimant=f"Claimant {n}", quote="x" * 5_000) for n in range(number)]
    page = standalone.document(a_store(tmp_path, [an_incident(0)], figures), geodata.EVERYTHING, "T")
    held = told(page)
    assert sum(len(rows) for _, rows in held["displaced"]["groups"]) == standalone_figures.FIGURES_MAX
    assert held["left"] == ["Of 405 figures of displaced people the first 400 are in this file."]
    assert len(page.encode()) < 300_000
