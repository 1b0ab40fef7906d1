"""Time zones: of a point, of a printed time, and what an import makes of both."""

from datetime import datetime

import pandas as pd
import pytest

import geodata
from geodata import EVERYTHING, Filter
from geodata.dates import read_date, read_time
from geodata.intake import take_in
from geodata.moments import DAY_MINUTES, begins
from geodata.zones import in_local_time, offset, zone_at
from tests.geodata.rows import day

DARAA, BUENOS_AIRES, KABUL = (32.62, 36.10), (-34.6, -58.4), (34.53, 69.17)


@pytest.mark.parametrize(
    ("point", "when", "ahead"),
    [
        (DARAA, "2018-07-04T22:05", 180),
        (DARAA, "2018-01-04T22:05", 120),
        (DARAA, "2024-01-04T22:05", 180),  # Syria gave up winter time in 2022
        (BUENOS_AIRES, "2018-07-04T22:05", -180),
        (KABUL, "2018-07-04T22:05", 270),
        ((0.0, -150.0), "2018-07-04T22:05", -600),  # at sea
    ],
)
def test_a_point_has_the_clocks_of_its_zone_at_that_time(point, when, ahead):
    assert offset(zone_at(*point), begins(datetime.fromisoformat(when))) == ahead


@pytest.mark.parametrize(
    ("printed", "minute", "ahead"),
    [
        ("22:05", 1325, None),
        ("22:05 local", 1325, None),
        ("22:05Z", 1325, 0),
        ("22:05 UTC", 1325, 0),
        ("10:05 pm GMT", 1325, 0),
        ("22:05 UTC+3", 1325, 180),
        ("22:05+03:00", 1325, 180),
        ("22:05 GMT-05:30", 1325, -330),
        ("08:00-10:00", 480, None),
        ("about 22:05Z", 1325, 0),
    ],
)
def test_a_time_is_read_with_its_zone(printed, minute, ahead):
    clock = read_time(printed)
    assert (clock.start, clock.ahead) == (minute, ahead)


@pytest.mark.parametrize(
    ("printed", "start", "end", "ahead"),
    [
        ("2018-07-04T22:05:30Z", 1325, 1325, 0),
        ("2018-07-04T22:05-05:00", 1325, 1325, -300),
        ("2018-07-04 22:05:00-05:00", 1325, 1325, -300),
        ("2018-07-04 22:05 +0300", 1325, 1325, 180),
        ("2018-07-04 08:00-10:00", 480, 600, None),
    ],
)
def test_a_date_keeps_the_zone_of_the_clock_behind_it(printed, start, end, ahead):
    span = read_date(printed)
    clock = read_time(span.clock)
    assert span.start.isoformat() == "2018-07-04"
    assert (clock.start, clock.end, clock.ahead) == (start, end, ahead)


def a_row(point, opens, told, first="2018-07-04", closes=None):
    return {
        **dict(zip(("lat", "lon"), point, strict=True)),
        **{"start_day": day(first), "start_minute": opens, "end_day": day(first)},
        **{"end_minute": opens if closes is None else closes, "utc_offset": told},
    }


def moved(*rows):
    found = in_local_time(pd.DataFrame(rows))
    names = ["start_day", "start_minute", "end_day", "end_minute", "utc_offset"]
    return [[None if pd.isna(cell) else int(cell) for cell in row] for row in found[names].itertuples(index=False)]


def test_times_of_another_zone_become_local_and_may_change_their_day():
    fourth = day("2018-07-04")
    assert moved(
        a_row(DARAA, 1325, None),
        a_row(DARAA, 1325, 0),
        a_row(DARAA, 60, 0, closes=120),
        a_row(BUENOS_AIRES, 60, 0),
        a_row((None, None), 1325, 0),
        a_row((None, None), 1325, None),
        a_row(DARAA, None, None),
    ) == [
        [fourth, 1325, fourth, 1325, 180],
        [fourth + 1, 65, fourth + 1, 65, 180],
        [fourth, 240, fourth, 300, 180],
        [fourth - 1, 1320, fourth - 1, 1320, -180],
        [fourth, 1325, fourth, 1325, 0],
        [fourth, 1325, fourth, 1325, None],
        [fourth, None, fourth, None, None],
    ]


def test_a_sheet_with_times_of_utc_is_found_by_both_clocks(tmp_path, gazetteer, regions):
    sheet = tmp_path / "reports.csv"
    sheet.write_text("date,time,place,lat,lon,event\n2018-07-04,22:05 UTC,Dar'a,32.62,36.10,Shelling\n")
    store = geodata.Store(tmp_path / "store")
    take_in(sheet, store, gazetteer, regions=regions)
    row = geodata.incident(store, geodata.incidents(store)["id"].iloc[0])
    assert (row["start_day"], row["start_minute"], row["utc_offset"]) == (day("2018-07-05"), 65, 180)
    assert row["time_printed"] == "2018-07-04 22:05 UTC"

    def number(start, end):
        sides = (geodata.read_moment(f"2018-07-{side}") for side in (start, end))
        return len(geodata.incidents(store, Filter(**dict(zip(("start", "end"), sides, strict=True)))))

    assert len(geodata.incidents(store, EVERYTHING)) == 1
    assert number("04T22:00Z", "04T22:59Z") == number("05T01:00", "05T01:59") == 1
    assert number("05T01:00Z", "05T01:59Z") == number("04T22:00", "04T22:59") == 0
    assert begins(geodata.read_moment("2018-07-04T22:05Z")) % DAY_MINUTES == 1325
