"""Sheets with headers of people's own choosing."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from geodata.formats.headers import UnknownColumn, guess, is_hxl
from geodata.formats.sheet import read
from geodata.moments import to_date
from geodata.schema import DISPLACEMENT, INCIDENTS


@pytest.fixture
def sheet(tmp_path):
    """Writes text as a CSV file and reads it."""

    def make(text, encoding="utf-8", **told):
        path = tmp_path / "reports.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read(path, **told)

    return make


@pytest.fixture
def book(tmp_path):
    """Writes sheets, title → rows, as an XLSX file and reads it."""

    def make(sheets, **told):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            page = workbook.create_sheet(title)
            for row in rows:
                page.append(row)
        workbook.save(tmp_path / "reports.xlsx")
        return read(tmp_path / "reports.xlsx", **told)

    return make


def days(reading):
    return [str(to_date(day)) for day in reading.records["start_day"]]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("date,place,what,killed", "date place what killed"),
        ("When;Town;Type of attack;Deaths", "date place what killed"),
        ("Event Date,Location,Event Type,Fatalities", "date place event_type killed"),
        ("Incident_Date,Name of village,Governorate,No. killed", "date place region killed"),
        ("التاريخ,المكان,المحافظة,القتلى", "date place region killed"),
        ("Date,Lieu,Gouvernorat,Morts,Blessés", "date place region killed injured"),
        ("eventDate,latitude,longitude", "date lat lon"),
        ("date,source,source url", "date reported_by url"),
    ],
)
def test_headers_are_guessed(headers, fields):
    names = headers.replace(";", ",").split(",")
    table, columns = guess(names)
    assert table == INCIDENTS
    assert set(fields.split()) == set(columns)
    assert set(columns.values()) <= set(names)


def test_columns_of_figures_make_a_displacement_sheet():
    table, columns = guess(["Reporting date", "Governorate", "IDPs", "measure"])
    assert table == DISPLACEMENT
    assert columns == {"as_of": "Reporting date", "region": "Governorate", "value": "IDPs", "measure": "measure"}


def test_a_map_overrules_the_guess(sheet):
    text = "date,when,place\n2018-07-04,2018-07-05,Tafas\n"
    assert days(sheet(text)) == ["2018-07-04"]
    reading = sheet(text, column_map={"date": "when"})
    assert days(reading) == ["2018-07-05"]
    assert reading.records["notes"][0] == "date: 2018-07-04"
    assert sheet(text, column_map={"place": ""}).records["place_printed"].isna().all()


def test_a_map_understands_the_names_of_the_schema(sheet):
    assert sheet("date,x1\n2018-07-04,3\n", column_map={"fatalities_best": "x1"}).records["fatalities_best"][0] == 3


def test_a_map_to_what_is_not_there_says_what_is(sheet):
    with pytest.raises(UnknownColumn, match=r"no column 'wenn'; found 'date', 'place'. Map it with --map date="):
        sheet("date,place\n2018-07-04,Tafas\n", column_map={"date": "wenn"})
    with pytest.raises(UnknownColumn, match="no field 'colour'"):
        sheet("date,place\n2018-07-04,Tafas\n", column_map={"colour": "place"})


def test_a_missing_date_column_is_one_fault_with_its_cure(sheet):
    reading = sheet("moment,place\n2018-07-04,Tafas\n")
    assert reading.records.empty
    assert reading.rows_read == 1
    (fault,) = reading.faults
    assert str(fault) == "file: no column 'date'; found 'moment', 'place'. Map it with --map date=HEADER."


def test_a_bad_date_leaves_its_row_out_and_keeps_the_others(sheet):
    reading = sheet("date,place\n31/02/2018,Tafas\n01/02/2018,Nawa\n13/02/2018,Nawa\n,Nawa\n")
    assert list(reading.records["source_row"]) == [3, 4]
    assert [(fault.row, fault.column, fault.value, fault.kept) for fault in reading.faults] == [
        (2, "date", "31/02/2018", False),
        (5, "date", "", False),
    ]
    assert "February 2018 has 28" in reading.faults[0].problem
    assert reading.faults[0].cure == "Write it as 2018-07-31"


@pytest.mark.parametrize(
    ("lat", "lon", "problem", "cure"),
    [
        ("132", "36.1", "is outside -90 to 90", "by its name"),
        ("136.1", "32.6", "is outside -90 to 90", "swapped"),
        ("32.6", "361", "is outside -180 to 180", "by its name"),
        ("0", "0", "Atlantic", "Leave coordinates empty"),
        ("32.6", "", "stands alone", "by its name"),
        ("north", "36.1", "no coordinate", "by its name"),
    ],
)
def test_bad_coordinates_are_dropped_and_the_row_kept(sheet, lat, lon, problem, cure):
    reading = sheet(f"date,place,lat,lon\n2018-07-04,Tafas,{lat},{lon}\n2018-07-04,Nawa,32.88,36.03\n")
    assert reading.records["lat"].tolist() == [None, 32.88]
    fault = reading.faults[0]
    assert fault.kept
    assert fault.row == 2
    assert problem in fault.problem
    assert cure in fault.cure


def test_coordinates_in_one_column(sheet):
    reading = sheet('date,coordinates\n2018-07-04,"32.62, 36.10"\n2018-07-04,somewhere\n')
    assert reading.records[["lat", "lon"]].values.tolist() == [[32.62, 36.1], [None, None]]
    assert len(reading.faults) == 1


def test_a_said_precision_sets_the_radius(sheet):
    reading = sheet("date,lat,lon,geo_precision\n2018-07-04,32,36,1\n2018-07-04,32,36,3\n2018-07-04,32,36,9\n")
    assert reading.records["location_precision"].tolist() == ["settlement", "province", "near settlement"]
    assert reading.faults[0].value == "9"


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_one_fault(sheet, content):
    reading = sheet(content)
    assert reading.records.empty
    assert len(reading.faults) == 1
    assert reading.faults[0].cure


def test_headers_alone_are_one_fault(sheet):
    assert [fault.problem for fault in sheet("date,place\n").faults] == ["has headers but no rows"]


ARABIC = "التاريخ,المكان,المحافظة,الحدث,القتلى\n4 تموز 2018,طفس,درعا,غارات جوية,3\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_arabic_in_any_encoding_reads_the_same(sheet, encoding):
    reading = sheet(ARABIC, encoding)
    row = reading.records.iloc[0]
    assert (row["place_printed"], row["region_printed"], row["fatalities_best"]) == ("طفس", "درعا", 3)
    assert row["sub_event_type"] == "Air/drone strike"
    assert days(reading) == ["2018-07-04"]
    guessed = [fault.problem for fault in reading.faults]
    assert guessed == (["is not UTF-8; read as Windows-1256"] if encoding == "cp1256" else [])


def test_french_in_windows_1252(sheet):
    reading = sheet("date,lieu,blessés\n4 août 2018,Évry,2\n", "cp1252")
    assert reading.records.iloc[0]["place_printed"] == "Évry"
    assert reading.records.iloc[0]["injured"] == 2
    assert reading.faults[0].kept


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(sheet, separator):
    text = "\n".join(separator.join(row) for row in [["date", "place", "notes"], ["2018-07-04", "Tafas", '"a, b; c"']])
    row = sheet(text).records.iloc[0]
    assert (row["place_printed"], row["notes"]) == ("Tafas", "a, b; c")


def test_a_quoted_line_break_is_one_row(sheet):
    reading = sheet('date,place,notes\n2018-07-04,Tafas,"two\nlines"\n\n31/02/2018,Nawa,x\n')
    assert reading.records["notes"][0] == "two\nlines"
    assert reading.faults[0].row == 4


def test_an_open_quotation_mark_is_named(sheet):
    rows = "".join(f"2018-07-04,Nawa,{n}\n" for n in range(300))
    reading = sheet(f'date,place,notes\n2018-07-04,Tafas,"open\n{rows}')
    assert "opened and not closed" in reading.faults[0].problem
    assert reading.faults[0].row == 2


def test_ragged_rows_lose_nothing(sheet):
    reading = sheet("date,place\n2018-07-04\n2018-07-04,Tafas,more,and more\n")
    assert reading.records["place_printed"].tolist() == [None, "Tafas"]
    assert reading.records["notes"][1] == "column 3: more\ncolumn 4: and more"
    assert [fault.row for fault in reading.faults] == [3]


def test_headers_that_are_empty_or_stand_twice_are_named(sheet):
    reading = sheet("date,place,place,,\n2018-07-04,Tafas,Nawa,extra,\n")
    assert reading.records["place_printed"][0] == "Tafas"
    assert reading.records["notes"][0] == "place (2): Nawa\ncolumn 4: extra"
    assert sorted(fault.problem.split(";")[0] for fault in reading.faults) == ["column 4 has no header", "stands twice"]
    assert all(fault.kept for fault in reading.faults)


def test_columns_without_a_field_go_into_the_notes(sheet):
    reading = sheet("date,place,notes,Colour,Weather\n2018-07-04,Tafas,own,red,\n")
    assert reading.records["notes"][0] == "own\nColour: red"
    assert reading.unmapped == ["Colour", "Weather"]


def test_a_row_of_hxl_tags_is_no_incident(sheet):
    reading = sheet("Date,Town,Deaths\n#date+occurred,#loc+name,#affected+killed\n2018-07-04,Tafas,3\n")
    assert reading.rows_read == len(reading.records) == 1
    assert reading.records["source_row"][0] == 3
    assert not is_hxl(["# of dead", "x", "y"])


def test_ambiguous_dates_are_read_day_first_and_said_once(sheet):
    text = "date,place\n04/07/2018,Tafas\n05/07/2018,Nawa\n"
    reading = sheet(text)
    assert days(reading) == ["2018-07-04", "2018-07-05"]
    (fault,) = reading.faults
    assert fault.kept
    assert "--date-order mdy" in fault.cure
    assert days(sheet(text, date_order="mdy")) == ["2018-04-07", "2018-05-07"]
    assert days(sheet("date,place\n04/07/2018,Tafas\n07/13/2018,Nawa\n")) == ["2018-04-07", "2018-07-13"]


def test_times_and_ends(sheet):
    reading = sheet(
        "date,end date,time,place\n2018-07-04,2018-07-06,22:05,a\n2018-07-04,,evening,b\n2018-07-04 10:30,,,c\n"
        "2018-07-04,,overnight,d\n2018-07-04,2018-07-01,sometime,e\nJuly 2018,,,f\n"
    )
    columns = ["start_day", "end_day", "start_minute", "end_minute", "time_precision", "time_printed"]
    rows = [tuple(row) for row in reading.records[columns].itertuples(index=False)]
    assert rows == [
        (17716, 17718, 1325, 1325, "minute", "2018-07-04 to 2018-07-06 22:05"),
        (17716, 17716, 1020, 1319, "part of day", "2018-07-04 evening"),
        (17716, 17716, 630, 630, "minute", "2018-07-04 10:30"),
        (17716, 17717, 1200, 359, "part of day", "2018-07-04 overnight"),
        (17716, 17716, None, None, "day", "2018-07-04 to 2018-07-01 sometime"),
        (17713, 17743, None, None, "month", "July 2018"),
    ]
    assert [(fault.row, fault.column) for fault in reading.faults] == [(6, "time"), (6, "end date")]


def test_counts_keep_their_bounds_and_what_they_mean(sheet):
    reading = sheet(
        "date,killed,injured\n2018-07-04,at least 4,3-5\n2018-07-04,about 20,\n2018-07-04,dozens,2\n2018-07-04,0,\n"
    )
    columns = ["fatalities_low", "fatalities_best", "fatalities_high", "injured", "count_quantifier"]
    rows = [tuple(row) for row in reading.records[columns].itertuples(index=False)]
    assert rows == [
        (4, None, None, 3, "more than"),
        (None, 20, None, None, "about"),
        (None, None, None, 2, "exact"),
        (None, 0, None, None, "exact"),
    ]
    assert [(fault.row, fault.value, fault.kept) for fault in reading.faults] == [(4, "dozens", True)]


def test_bounds_that_contradict_the_figure_are_left_out(sheet):
    reading = sheet("date,killed,killed low,killed high\n2018-07-04,3,9,10\n2018-07-04,3,2,10\n")
    assert reading.records["fatalities_low"].tolist() == [None, 2]
    assert reading.records["fatalities_best"].tolist() == [3, 3]
    assert reading.faults[0].row == 2


def test_a_displacement_figure_in_words_keeps_them(sheet):
    reading = sheet(
        "as of,low,value,high,quantifier,unit,measure,status,region\n"
        "2018-07-05,,,,hundreds of thousands more,people,stock,forecast,Dar'a\n"
        "2018-07-04,285000,,325000,between,people,stock,,Dar'a\n"
        '2018-07-04,,"270,000",,estimated,families,arrivals,,Dar\'a\n'
        "2018-07-04,,more than 320000,,,people,stock,,Dar'a\n"
        "2018-07-04,,,,,people,stock,,Dar'a\n"
    )
    assert reading.table == DISPLACEMENT
    columns = ["low", "value", "high", "quantifier", "unit", "measure", "status", "figure_printed"]
    assert [tuple(row) for row in reading.records[columns].itertuples(index=False)] == [
        (None, None, None, "about", "people", "stock", "forecast", "hundreds of thousands more"),
        (285000, None, 325000, "between", "people", "stock", "reported", None),
        (None, 270000, None, "about", "households", "flow", "reported", None),
        (320000, None, None, "more than", "people", "stock", "reported", None),
    ]
    assert [(fault.row, fault.problem, fault.kept) for fault in reading.faults] == [(6, "has no figure", False)]


def test_a_workbook_with_a_title_and_real_dates(book):
    reading = book(
        {
            "Cover": [["About this file"]],
            "Reports": [
                ["Incidents in the south"],
                [],
                ["Date", "Town", "Killed", "Time"],
                [datetime(2018, 7, 4), "Tafas", 3, datetime(2018, 7, 4, 22, 5).time()],
                [43285, "Nawa", 2.0, None],
                ["31/02/2018", "Nawa", None, None],
            ],
            "Old": [["date", "place"], ["2018-07-04", "Tafas"]],
        }
    )
    assert reading.sheet == "Reports"
    assert days(reading) == ["2018-07-04", "2018-07-04"]
    assert list(reading.records["source_row"]) == [4, 5]
    assert reading.records["start_minute"].tolist() == [1325, None]
    assert reading.records["fatalities_best"].tolist() == [3, 2]
    assert [fault.row for fault in reading.faults] == [None, None, 6]
    assert "'Old'" in str(reading.faults)


def test_a_list_goes_before_a_sheet_of_other_things(book):
    notes = [["Notes"], ["Counted by hand"], ["twice"]]
    reading = book({"Read me": notes, "List": [["Date", "Town"], ["2018-07-04", "Tafas"]]})
    assert reading.sheet == "List"
    assert "'Read me' with 3 rows" in str(reading.faults[0])


def test_a_value_that_stands_in_many_rows_is_noted_once(sheet):
    reading = sheet("date,killed\n" + "2018-07-04,dozens\n" * 5)
    (fault,) = reading.faults
    assert (fault.row, fault.problem) == (2, "is no whole number that can be read (in 5 rows)")
    assert len(reading.records) == 5


def test_a_number_beyond_all_people_is_a_fault(sheet):
    assert "larger" in sheet("date,killed\n2018-07-04,99999999999999999999\n").faults[0].problem


def test_an_export_of_ucdp_is_read_by_its_own_names(sheet):
    reading = sheet(
        "id,date_start,date_end,where_prec,where_coordinates,adm_1,region,latitude,longitude,best,low,high,side_a\n"
        "1.0,2018-07-04,2018-07-05,2.0,Tafas town,Daraa,Middle East,32.7,36.1,3,2,5,Government\n"
    )
    row = reading.records.iloc[0]
    assert (row["place_printed"], row["region_printed"]) == ("Tafas town", "Daraa")
    assert (row["location_precision"], row["radius_m"]) == ("near settlement", 25000)
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == (2, 3, 5)
    assert reading.faults == []


def test_a_figure_of_a_month_covers_that_month(sheet):
    reading = sheet("measure,governorate,month,people\nidp_arrivals,Aleppo,2016-01,134951.0\n")
    row = reading.records.iloc[0]
    assert (row["measure"], row["value"]) == ("flow", 134951)
    assert [str(to_date(row[day])) for day in ("start_day", "end_day", "as_of_day")] == [
        "2016-01-01",
        "2016-01-31",
        "2016-01-31",
    ]


def test_a_workbook_that_unpacks_to_much_more_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    (fault,) = read(path).faults
    assert "times its size" in fault.problem


@pytest.mark.parametrize("content", [b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0old", b"\x00\x01\x02\x03\xff" * 50])
def test_what_is_no_sheet_is_a_fault(sheet, content):
    reading = sheet(content)
    assert reading.records.empty
    assert reading.faults


def test_a_zip_of_something_else_and_a_cut_workbook_are_faults(tmp_path, book):
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "without a table" in read(path).faults[0].problem
    book({"a": [["date", "place"], ["2018-07-04", "Tafas"]]})
    whole = (tmp_path / "reports.xlsx").read_bytes()
    for cut in (100, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:cut])
        assert read(path).faults
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    path.write_bytes(inner.getvalue())
    assert read(path).faults[0].cure


def test_start_and_end_times_make_one_span(sheet):
    rows = sheet(
        "date,end_date,start_time,end_time,what\n2018-07-04,,22:05,23:10,x\n2018-07-04,,22:05,02:00,x\n"
        "2018-07-04,2018-07-05,22:05,02:00,x\n2018-07-04,,22:05,,x\n"
    ).records
    first = rows["start_day"].iloc[0]
    assert (rows["end_day"] - first).tolist() == [0, 1, 1, 0]
    assert rows["end_minute"].tolist() == [1390, 120, 120, 1325]
    assert rows["time_precision"].tolist() == ["part of day"] * 3 + ["minute"]


def test_a_time_precision_that_is_said_holds(sheet):
    reading = sheet("date,time_precision,what\n2018-07-04,week,x\n2018-07-04,3,x\n2018-07-04,,x\n2018-07-04,soon,x\n")
    assert reading.records["time_precision"].tolist() == ["week", "month", "day", "day"]
    assert [fault.value for fault in reading.faults] == ["soon"]


def test_an_uncertainty_in_metres_goes_before_the_precisions(sheet):
    reading = sheet(
        "date,lat,lon,precision,coordinateUncertaintyInMeters\n2018-07-04,32,36,settlement,1500\n"
        "2018-07-04,32,36,settlement,\n2018-07-04,32,36,settlement,-1\n2018-07-04,,,,700\n"
    )
    assert reading.records["radius_m"].tolist() == [1500, 3000, 3000, None]
    assert [fault.value for fault in reading.faults] == ["-1"]


def test_an_apostrophe_before_a_formula_is_taken_off(sheet):
    assert sheet("date,quote,what\n2018-07-04,'=1+1,'twas\n").records[["quote", "event_printed"]].values.tolist() == [
        ["=1+1", "'twas"]
    ]


def test_a_date_far_from_the_others_is_kept_and_named(sheet):
    lines = [f"{day} July 2018,Tafas" for day in range(1, 31)]
    reading = sheet("\n".join(["date,place", *lines, "4 July 1918,Tafas", "4 July 2081,Tafas"]))
    assert len(reading.records) == 32
    assert [(fault.row, fault.value, fault.kept) for fault in reading.faults] == [
        (32, "4 July 1918", True),
        (33, "4 July 2081", True),
    ]
    assert reading.faults[0].problem == "lies 100 years from the middle of the file's dates; kept"


def test_dates_of_two_centuries_are_no_misprints(sheet):
    reading = sheet("\n".join(["date,place", *(f"{year}-07-04,Tafas" for year in range(1900, 2100))]))
    assert reading.faults == []
