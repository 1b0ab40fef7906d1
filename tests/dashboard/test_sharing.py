"""What leaves the page over HTTP: the rows of the view, as far as they may be passed on, or why not."""

import csv
import doctest
import io
import json
import zipfile
from dataclasses import fields
from datetime import date

import pytest

import geodata
from dashboard import sharing
from dashboard.app import create_app
from dashboard.settings import Settings
from dashboard.view import View
from geodata import Filter
from tests.geodata.rows import a_figure, a_store, an_incident

VIEWS = {
    "": Filter(),
    "from=2018-07-03&to=2018-07-07": Filter(start=date(2018, 7, 3), end=date(2018, 7, 7)),
    "region=SY-DR&type=Battles": Filter(regions=("SY-DR",), event_types=("Battles",)),
    "q=tafas&theme=dark&table=on&lat=32.6&lon=36.1&zoom=9": Filter(text="tafas"),
    "precision=district&status=reported": Filter(precisions=("district",), statuses=("reported",)),
    "extent=on&bbox=35.9,32.5,36.3,32.8": Filter(bbox=(35.9, 32.5, 36.3, 32.8)),
    "region=-": Filter(regions=("-",)),
}
HOSTILE = (
    "format=exe",
    "rows=faults",
    "rows=incidents%20WHERE%201=1",
    "extent=on",
    "bbox=1,2,3",
    "bbox=nan,nan,nan,nan",
    "bbox=1,95,2,99",
    "bbox=1,3,2,2",
    "bbox=<script>,1,2,3",
    "bbox=" + "9" * 5000,
    "bbox=inf,1,2,3",
)
HARMLESS = (
    "from=junk",
    "to=99999-01-01",
    "q=%00",
    "q=%ff%fe",
    "q=%25%5F",
    "type=&region=",
    "lat=nan",
    "&&&=&",
    "%",
    "format=",
    "region=" + "&region=".join(map(str, range(500))),
    "q=' OR 1=1 --",
    "lang=xx",
    "rows=displacement&type=Battles&q=x",
)


@pytest.fixture(scope="module")
def client(sample_store):
    return create_app(sample_store).server.test_client()


def unpacked(answer):
    """The files of the archive, by name."""
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(answer):
    name, body = next(iter(unpacked(answer).items()))
    assert name.endswith(".csv")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_examples_in_the_words_hold():
    assert doctest.testmod(sharing).failed == 0


@pytest.mark.parametrize("query", VIEWS)
def test_the_rows_that_leave_are_those_of_the_filter(client, sample_store, query):
    wanted = geodata.incidents(sample_store, VIEWS[query])
    assert sharing.asked(query, query.partition("bbox=")[2]) == VIEWS[query]
    answer = client.get(f"{sharing.EXPORT}?{query}")
    told = client.get(f"{sharing.PREVIEW}?{query}").get_json()
    if wanted.empty:
        assert answer.status_code == 404
        assert told["problem"] == answer.get_data(as_text=True)
        return
    assert answer.status_code == 200
    assert [row["id"] for row in rows_of(answer)] == list(wanted["id"])
    assert (told["rows"], told["shown"], told["total"], told["problem"]) == (len(wanted), len(wanted), 56, "")


@pytest.mark.parametrize("format", sorted(geodata.EXPORT_FORMATS))
@pytest.mark.parametrize("rows", ["incidents", "displacement"])
def test_every_format_of_both_tables_is_a_named_archive_with_its_manifest(client, format, rows):
    answer = client.get(f"{sharing.EXPORT}?from=2018-07-03&to=2018-07-07&format={format}&rows={rows}")
    assert (answer.status_code, answer.mimetype) == (200, geodata.ZIP)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{rows}_2018-07-03_2018-07-07.zip"'
    files = unpacked(answer)
    told = json.loads(files["manifest.json"])
    assert (told["table"], told["filter"]) == (rows, {"from": "2018-07-03", "to": "2018-07-07"})
    assert next(iter(files)) == f"{rows}_2018-07-03_2018-07-07{geodata.EXPORT_FORMATS[format].suffix}"


def test_figures_that_leave_are_those_of_the_window_whatever_is_searched_for(client):
    plain = client.get(f"{sharing.EXPORT}?rows=displacement&to=2018-07-05")
    searched = client.get(f"{sharing.EXPORT}?rows=displacement&to=2018-07-05&q=tafas&type=Battles")
    assert 0 < len(rows_of(plain)) < 21
    assert rows_of(plain) == rows_of(searched)


@pytest.mark.parametrize("path", [sharing.EXPORT, sharing.PREVIEW])
@pytest.mark.parametrize("query", HOSTILE)
def test_a_query_that_cannot_be_read_is_answered_in_words(client, path, query):
    answer = client.get(f"{path}?{query}")
    words = answer.get_data(as_text=True) if path == sharing.EXPORT else answer.get_json()["problem"]
    assert answer.status_code == (400 if path == sharing.EXPORT else 200)
    assert 20 < len(words) < 200
    assert answer.mimetype in ("text/plain", "application/json")


@pytest.mark.parametrize("path", [sharing.EXPORT, sharing.PREVIEW])
@pytest.mark.parametrize("query", HARMLESS)
def test_no_query_is_an_error_of_the_server(client, path, query):
    assert client.get(f"{path}?{query}").status_code < 500


MIXED = (
    [an_incident(n) for n in range(3)]
    + [an_incident(n, source="held") for n in range(3, 5)]
    + [an_incident(n, source="summed") for n in range(5, 9)]
)
DATASETS = ({"source": "held", "redistribute": "none"}, {"source": "summed", "redistribute": "aggregate"})


@pytest.fixture
def mixed(tmp_path):
    """A store of three datasets: one free, one that may be counted, one that stays."""
    store = a_store(tmp_path, MIXED, [a_figure(0), a_figure(1, source="held")])
    with store.write() as connection:
        for row in DATASETS:
            connection.execute(
                "INSERT INTO datasets BY NAME SELECT * REPLACE (? AS source, ? AS redistribute) FROM datasets "
                "WHERE source = 'test'",
                [row["source"], row["redistribute"]],
            )
    return store


@pytest.mark.parametrize("table", ["incidents", "displacement"])
@pytest.mark.parametrize("where", [Filter(), Filter(sources=("held",)), Filter(start=date(2030, 1, 1))])
def test_what_would_leave_is_what_leaves(mixed, table, where):
    told = geodata.leaving(mixed, where, table)
    made = geodata.export(mixed, where, "csv", table)
    assert (told.rows, told.rows_counted, told.left_out) == (made.rows, made.rows_counted, made.left_out)
    assert {item.source for item in told.left_out} <= set(told.sources["source"])


def test_what_stays_behind_is_said_before(mixed):
    client = create_app(mixed).server.test_client()
    told = client.get(sharing.PREVIEW).get_json()
    assert (told["rows"], told["counted"], told["shown"], told["total"]) == (3, 4, 9, 9)
    assert told["left_out"] == [
        "2 rows of “held” stay behind: its publisher does not allow that they are passed on.",
        "4 rows of “summed” leave as counts by region and month alone: its publisher allows no more.",
    ]
    assert list(unpacked(client.get(sharing.EXPORT)))[:2] == ["incidents.csv", "incidents-counts.csv"]


def test_where_nothing_may_leave_the_answer_says_why(mixed):
    answer = create_app(mixed).server.test_client().get(f"{sharing.EXPORT}?source=held")
    assert answer.status_code == 404
    assert "does not allow" in answer.get_data(as_text=True)


def test_a_text_that_excel_cannot_hold_is_said_with_the_way_out(tmp_path):
    client = create_app(a_store(tmp_path, [an_incident(0, quote="x" * 40_000)])).server.test_client()
    answer = client.get(f"{sharing.EXPORT}?format=xlsx")
    assert answer.status_code == 413
    assert "Choose csv" in answer.get_data(as_text=True)
    assert client.get(f"{sharing.EXPORT}?format=csv").status_code == 200


def test_more_rows_than_a_format_holds_are_said_before(sample_store, monkeypatch):
    xlsx = geodata.EXPORT_FORMATS["xlsx"]
    assert xlsx.rows_max == 1_048_575
    with pytest.raises(geodata.TooLarge, match="1,048,576 rows are more than 1,048,575"):
        sharing._fits("xlsx", xlsx.rows_max + 1)
    sharing._fits("csv", geodata.EXPORT_ROWS_MAX)


@pytest.mark.parametrize("path", [sharing.EXPORT, sharing.PREVIEW])
def test_a_store_that_cannot_be_read_is_said(tmp_path, path):
    store = geodata.Store(tmp_path)
    client = create_app(store).server.test_client()
    assert client.get("/health").status_code == 200
    store.root.joinpath("CURRENT").write_text("snap-99.duckdb")
    answer = client.get(path)
    assert answer.status_code == (503 if path == sharing.EXPORT else 200)
    assert "snap-99" in answer.get_data(as_text=True)


def test_every_filter_of_a_view_reaches_what_leaves():
    """Fields of Filter that View has, under the same name or as NAMED_OTHERWISE says."""
    reached = {sharing.NAMED_OTHERWISE.get(field.name, field.name) for field in fields(View)}
    assert {field.name for field in fields(Filter)} - reached <= {"bbox", "actors"}
    view = View(start=date(2018, 7, 1), types=("Battles",), sources=("a",), text="b", theme="dark")
    assert sharing.filtered(view) == Filter(start=date(2018, 7, 1), event_types=("Battles",), sources=("a",), text="b")


def framed_by(client, path):
    """Who may show the page inside one of theirs."""
    return client.get(path).headers["Content-Security-Policy"].partition("frame-ancestors ")[2].split()


def test_only_an_embedded_view_may_stand_on_the_sites_that_are_named(sample_store):
    named = create_app(sample_store, Settings(embed=("https://example.org",))).server.test_client()
    assert framed_by(named, "/?embed=on&region=SY-DR") == ["'self'", "https://example.org"]
    assert framed_by(named, "/") == framed_by(named, "/?embed=off") == ["'self'"]
    assert framed_by(create_app(sample_store).server.test_client(), "/?embed=on") == ["'self'"]


def test_more_rows_than_a_page_packs_are_said_before_they_are_fetched(client, monkeypatch):
    monkeypatch.setattr(geodata, "EXPORT_ROWS_MAX", 20)
    told = client.get("/api/export/preview", query_string={"format": "csv"}).get_json()
    assert told["problem"].startswith("56 rows are more than this page packs into one file, 20.")
    assert client.get("/api/export").status_code == 413
