"""Laws of an export: exactly what is filtered, the same bytes again, what may not leave never does."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata import EVERYTHING, EXPORTED_TABLES, NOWHERE, Filter, Store, export, incidents, query, release, released
from geodata.cells import printed, safe
from geodata.export import FORMATS
from geodata.intake import Dataset, _insert, take_in, typed
from geodata.outgoing import UNCERTAINTY, columns, laid_out
from geodata.schema import DATASETS, DISPLACEMENT, INCIDENTS
from geodata.writers import XLSX_TEXT, TooLarge, xlsx_text
from tests.geodata.rows import a_figure, a_store, an_incident, day

pytestmark = pytest.mark.slow  # writes snapshots to disk, over and over

SECRET = "Zz-secret"
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "=cmd|' /C calc'!A0",
    "'twas",
    "a\r\nb",
    '"',
    "",
)
FILTERS = st.builds(
    Filter,
    start=st.none() | st.dates(date(2018, 6, 1), date(2018, 7, 10)),
    end=st.none() | st.dates(date(2018, 6, 1), date(2018, 8, 10)),
    regions=st.lists(st.sampled_from(("SY", "SY-DR", "SY-QU", NOWHERE)), max_size=2).map(tuple),
    event_types=st.lists(st.sampled_from(("Battles", "Air/drone strike")), max_size=1).map(tuple),
    text=st.sampled_from(("", "shelling", "taras")),
)
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cells(body):
    """The rows of a CSV export, each a dict of text, formulas undone."""
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    return [{name: printed(cell) for name, cell in row.items()} for row in rows]


def shown(rows):
    """Rows as laid out, as the text a CSV has of them."""
    words = {True: "true", False: "false"}
    return [
        {
            name: "" if pd.isna(cell) else words[cell] if isinstance(cell, bool) else str(cell)
            for name, cell in row.items()
        }
        for row in rows.astype(object).to_dict("records")
    ]


def all_of(store, table=INCIDENTS, order="start_day"):
    return laid_out(table, store.ask(f"SELECT * FROM {table.name} ORDER BY {order}, id"))


def with_datasets(folder, allowed, rows):
    """A store whose datasets are named and allowed as told."""
    store = a_store(folder, rows)
    told = [
        {"source": name, "title": f"Title of {name}", "redistribute": may, "sha256": name * 4, "publisher": name}
        for name, may in allowed.items()
    ]
    with store.write() as connection:
        connection.execute("DELETE FROM datasets")
        _insert(connection, DATASETS, typed(DATASETS, pd.DataFrame(told)))
    return store


@pytest.fixture
def mixed(tmp_path):
    """Three datasets: open, to be counted alone, and not to be passed on."""
    allowed = {"open": "full", "counts": "aggregate", SECRET: "none"}
    words = {name: dict.fromkeys(("place_printed", "quote", "notes", "actor1", "url"), name) for name in allowed}
    rows = [
        an_incident(number, source=name, **words[name], start_day=day("2018-06-25") + number)
        for number, name in enumerate(["open", "counts", SECRET, "counts", "counts", "open", "counts", SECRET] * 2)
    ]
    return with_datasets(tmp_path, allowed, rows)


# the same bytes


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("table", ["incidents", "displacement"])
def test_the_same_store_gives_the_same_bytes(sample_store, format, table):
    first, again = (export(Store(sample_store.root), EVERYTHING, format, table) for _ in range(2))
    assert first.zipped() == again.zipped()
    assert first.body == again.body


def test_bytes_do_not_depend_on_the_clock(sample_store, monkeypatch):
    first = export(sample_store, EVERYTHING, "xlsx").zipped()
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert export(sample_store, EVERYTHING, "xlsx").zipped() == first


# exactly what is filtered


@quick
@given(where=FILTERS)
def test_what_is_exported_is_what_is_filtered(sample_store, where):
    made = export(sample_store, where)
    ids = incidents(sample_store, where)["id"].tolist()
    assert [row["id"] for row in cells(made.body)] == ids
    assert made.rows == made.manifest["rows"] == query.summary(sample_store, where).incidents


def test_figures_are_those_of_the_window_and_the_regions(sample_store):
    everything = export(sample_store, EVERYTHING, table="displacement")
    june = export(sample_store, Filter(end=date(2018, 6, 30)), table="displacement")
    later = export(sample_store, Filter(start=date(2018, 7, 1)), table="displacement")
    assert everything.rows == 21 == june.rows + later.rows
    assert all(row["as_of_date"] <= "2018-06-30" for row in cells(june.body))
    daraa = cells(export(sample_store, Filter(regions=("SY-DR",)), table="displacement").body)
    assert daraa
    assert {row["regions"] for row in daraa} <= {"SY-DR", ""}


def test_days_are_dates_and_minutes_are_times(tmp_path):
    rows = [an_incident(0, start_minute=5, end_minute=1439), an_incident(1, radius_m=0.0, fatalities_best=0)]
    first, second = cells(export(a_store(tmp_path, rows)).body)
    assert (first["start_date"], first["start_time"], first["end_time"]) == ("2018-07-04", "00:05", "23:59")
    assert (first[UNCERTAINTY], second[UNCERTAINTY]) == ("2000.0", "")
    assert (first["fatalities_best"], second["fatalities_best"]) == ("", "0")


def test_columns_are_the_schemas_with_the_uncertainty_beside_the_point():
    for table in (INCIDENTS, DISPLACEMENT):
        names = [column.name for column in columns(table)]
        assert names[names.index("lat") :][:3] == ["lat", "lon", UNCERTAINTY]
        assert set(table.names) - set(names) <= {"tx", "ty", "search", "radius_m"} | {
            name for name in table.names if name.endswith(("_day", "_minute"))
        }


# what is written reads back


def test_a_csv_reads_back_the_same(sample_store):
    assert cells(export(sample_store).body) == shown(all_of(sample_store))
    figures = all_of(sample_store, DISPLACEMENT, "as_of_day")
    assert cells(export(sample_store, table="displacement").body) == shown(figures)


def test_a_csv_has_a_byte_order_mark_and_crlf(sample_store):
    body = export(sample_store).body
    assert body.startswith(b"\xef\xbb\xbfid,")
    assert body.split(b"\n")[0].endswith(b"\r")


@pytest.mark.parametrize("table", [INCIDENTS, DISPLACEMENT])
def test_a_geoparquet_reads_back_the_same(sample_store, table):
    back = gpd.read_parquet(io.BytesIO(export(sample_store, EVERYTHING, "parquet", table.name).body))
    rows = all_of(sample_store, table, "start_day" if table == INCIDENTS else "as_of_day")
    assert back.crs.to_epsg() == 4326
    assert shown(pd.DataFrame(back.drop(columns="geometry"))) == shown(rows)
    there = rows["lat"].notna().tolist()
    assert back.geometry.notna().tolist() == there
    assert back.geometry[there].x.tolist() == rows["lon"][there].tolist()


def test_a_geojson_reads_back_the_same(tmp_path):
    nowhere = dict.fromkeys(("lat", "lon", "radius_m", "location_precision"))
    store = a_store(tmp_path, [an_incident(0, lat=-32.123456789, lon=-0.00000004), an_incident(1, **nowhere)])
    told = json.loads(export(store, EVERYTHING, "geojson").body)
    first, second = told["features"]
    assert (first["type"], first["id"], second["geometry"]) == ("Feature", "000000000000", None)
    assert first["geometry"]["coordinates"] == [pytest.approx(0, abs=1e-7), -32.1234568]
    rows = all_of(store).drop(columns=["lat", "lon"]).astype(object)
    assert [feature["properties"] for feature in told["features"]] == rows.where(rows.notna(), None).to_dict("records")


def test_a_filter_without_rows_is_an_empty_table_in_every_format(sample_store):
    nothing = Filter(end=date(1990, 1, 1))
    for format in FORMATS:
        made = export(sample_store, nothing, format)
        assert (made.rows, made.manifest["sources"]) == (0, [])
    assert json.loads(export(sample_store, nothing, "geojson").body)["features"] == []
    assert gpd.read_parquet(io.BytesIO(export(sample_store, nothing, "parquet").body)).empty


# hostile cells


@given(st.text() | st.sampled_from(HOSTILE) | st.text("'=+-@\t\rx", max_size=5))
def test_a_safe_cell_is_no_formula_and_is_undone(text):
    assert printed(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_cells_survive_every_format(tmp_path, format):
    texts = [*HOSTILE, "_x0041_", "bell\x07", "ابطع", "=HYPERLINK(1)\x00", "#N/A", "12", "2018-07-04"]
    store = a_store(tmp_path, [an_incident(number, quote=text) for number, text in enumerate(texts)])
    body = export(store, EVERYTHING, format).body
    if format == "csv":
        back = [row["quote"] for row in cells(body)]
    elif format == "geojson":
        back = [feature["properties"]["quote"] or "" for feature in json.loads(body)["features"]]
    elif format == "parquet":
        back = gpd.read_parquet(io.BytesIO(body))["quote"].fillna("").tolist()
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        at = [cell.value for cell in sheet[1]].index("quote")
        found = [row[at] for row in sheet.iter_rows(min_row=2)]
        assert {cell.data_type for cell in found} <= {"s", "inlineStr", "n"}
        assert all(cell.value is None for cell in found if cell.data_type == "n")
        back, texts = [cell.value or "" for cell in found], [xlsx_text(text) for text in texts]
    assert back == texts


def test_numbers_stay_numbers(tmp_path):
    store = a_store(tmp_path, [an_incident(0, lat=-32.5, lon=-1.25)])
    assert b",-32.5,-1.25,2000.0," in export(store).body
    book = openpyxl.load_workbook(io.BytesIO(export(store, EVERYTHING, "xlsx").body))
    assert -32.5 in [cell.value for cell in book.active[2]]


def test_a_text_too_long_for_xlsx_is_refused_not_cut(tmp_path):
    store = a_store(tmp_path, [an_incident(0, quote="x" * (XLSX_TEXT + 1))])
    with pytest.raises(TooLarge, match="Choose csv"):
        export(store, EVERYTHING, "xlsx")
    assert export(store).rows == 1


# what may not leave


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("sources", [(), (SECRET, "open", "counts")])
def test_a_dataset_that_is_not_passed_on_is_in_no_byte(mixed, format, sources):
    made = export(mixed, Filter(sources=sources), format)
    with zipfile.ZipFile(io.BytesIO(made.zipped())) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    if format == "xlsx":
        for body in (made.body, made.counts):
            with zipfile.ZipFile(io.BytesIO(body)) as book:
                parts += [book.read(name) for name in book.namelist()]
    if format == "parquet":
        parts += [gpd.read_parquet(io.BytesIO(made.body)).to_csv().encode()]
        parts += [pd.read_parquet(io.BytesIO(made.counts)).to_csv().encode()]
    assert not [part for part in parts if SECRET.encode() in part]
    assert made.manifest["rows_left_out"] == 4
    assert [(item.source, item.rows) for item in made.left_out] == [(SECRET, 4), ("counts", 8)]


@quick
@given(where=FILTERS)
def test_counts_sum_to_what_was_left_out(mixed, where):
    made = export(mixed, where)
    counts = cells(made.counts) if made.counts else []
    known = incidents(mixed, where)["source"].value_counts()
    assert sum(int(row["rows"]) for row in counts) == known.get("counts", 0) == made.rows_counted
    assert made.rows == known.get("open", 0)
    assert made.rows + made.rows_counted + made.manifest["rows_left_out"] == known.sum()


def test_counts_say_no_more_than_region_month_and_kind(mixed):
    counts = cells(export(mixed).counts)
    assert [(row["month"], row["event_type"], row["admin1"], row["rows"]) for row in counts] == [
        ("2018-06", "Explosions/Remote violence", "SY-DR", "3"),
        ("2018-07", "Explosions/Remote violence", "SY-DR", "5"),
    ]
    assert {row["aggregate"] for row in counts} == {"true"}
    assert not {"lat", "lon", "place", "start_date", "quote", "id"} & set(counts[0])


def test_figures_are_counted_too(tmp_path):
    store = with_datasets(tmp_path, {"counts": "aggregate"}, [])
    with store.write() as connection:
        rows = [a_figure(number, source="counts") for number in range(3)]
        _insert(connection, DISPLACEMENT, typed(DISPLACEMENT, pd.DataFrame(rows)))
    made = export(store, table="displacement")
    assert (made.rows, made.rows_counted) == (0, 3)
    assert [(row["measure"], row["rows"]) for row in cells(made.counts)] == [("stock", "3")]


def test_a_row_without_a_dataset_stays_behind(tmp_path):
    made = export(with_datasets(tmp_path, {"other": "full"}, [an_incident(0)]))
    assert (made.rows, made.left_out[0].source, made.left_out[0].rows) == (0, "test", 1)


# the manifest


def test_the_manifest_says_where_it_came_from(sample_store):
    where = Filter(start=date(2018, 7, 1), regions=("SY-DR",), event_types=("Battles",))
    told = export(sample_store, where, "parquet").manifest
    assert told["filter"] == {"from": "2018-07-01", "region": ["SY-DR"], "type": ["Battles"]}
    (source,), (known, _) = (
        told["sources"],
        query.datasets(sample_store).sort_values("source", ascending=False).to_dict("records"),
    )
    for name in ("title", "publisher", "licence", "sha256", "accessed", "gazetteer"):
        assert source[name] == known[name]
    assert source["rows"] == told["rows"]
    assert known["title"] in source["citation"]
    assert {"schema", "geopandas", "pandas", "pyarrow"} == set(told["versions"])
    assert "legal status" in told["boundaries"]["disclaimer"]
    assert set(told["columns"]) == {column.name for column in columns(INCIDENTS)}


@pytest.mark.parametrize("format", FORMATS)
def test_the_manifest_has_the_hash_of_every_file_of_the_zip(mixed, format):
    made = export(mixed, EVERYTHING, format)
    with zipfile.ZipFile(io.BytesIO(made.zipped())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(files["manifest.json"])
    assert told == made.manifest
    assert set(files) == {made.name, made.counts_name, "manifest.json", "README.txt"}
    for file in told["files"]:
        assert hashlib.sha256(files[file["name"]]).hexdigest() == file["sha256"]
    assert "coordinateUncertaintyInMeters" in files["README.txt"].decode()


def test_what_cannot_be_exported_is_named(sample_store):
    with pytest.raises(ValueError, match="'shp' cannot be exported; known are csv, xlsx, geojson, parquet"):
        export(sample_store, EVERYTHING, "shp")
    with pytest.raises(ValueError, match="'faults'"):
        export(sample_store, table="faults")


# in again

KEPT = (
    "lat lon radius_m location_precision start_day end_day start_minute end_minute time_precision event_type "
    "sub_event_type fatalities_low fatalities_best fatalities_high injured status claimant place_printed region_printed"
)
KEPT_OF_FIGURES = (
    "lat lon radius_m location_precision as_of_day start_day end_day measure status role quantifier low value high "
    "figure_printed unit claimant place_printed region_printed"
)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(("table", "kept"), [(INCIDENTS, KEPT), (DISPLACEMENT, KEPT_OF_FIGURES)])
def test_an_export_that_is_imported_gives_the_same_points(
    sample_store, tmp_path, gazetteer, regions, table, kept, format
):
    made = export(sample_store, EVERYTHING, format, table.name)
    path = tmp_path / made.name
    path.write_bytes(made.body)
    again = Store(tmp_path / "again")
    report = take_in(path, again, gazetteer, regions=regions, dataset=Dataset("again"))
    assert (report.kept, report.faults) == (made.rows, ())
    question = f"SELECT source_id, {', '.join(kept.split())} FROM {table.name} ORDER BY source_id"
    pd.testing.assert_frame_equal(again.ask(question), sample_store.ask(question))


def test_hostile_cells_are_undone_by_an_import(tmp_path, gazetteer, regions):
    texts = ["=1+1", "'=1", "-x", "plain"]
    made = export(a_store(tmp_path, [an_incident(number, quote=text) for number, text in enumerate(texts)]))
    path = tmp_path / made.name
    path.write_bytes(made.body)
    again = Store(tmp_path / "again")
    take_in(path, again, gazetteer, regions=regions)
    assert again.ask("SELECT quote FROM incidents ORDER BY source_id")["quote"].tolist() == texts


def test_rows_are_read_in_parts_and_stand_in_the_same_order(sample_store, monkeypatch):
    whole = released(sample_store, EVERYTHING, EXPORTED_TABLES["incidents"]).rows
    monkeypatch.setattr(release, "CHUNK_ROWS", 7)
    parts = released(sample_store, EVERYTHING, EXPORTED_TABLES["incidents"]).rows
    assert len(whole) > 7
    assert parts.equals(whole)
