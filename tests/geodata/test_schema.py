"""The tables, and every fault of one at once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.intake import typed
from geodata.schema import DISPLACEMENT, INCIDENTS, TABLES, validate

_KEY = {"id": "a", "source": "s", "source_id": "1", "status": "reported"}
GOOD = {
    INCIDENTS.name: _KEY | {"event_type": "Battles", "start_day": 17716, "end_day": 17716},
    DISPLACEMENT.name: _KEY
    | {"measure": "stock", "role": "recommended", "quantifier": "about", "unit": "people", "as_of_day": 17716},
}


def rows(table, *changes):
    """Good rows, each with its own key, changed."""
    good = GOOD[table.name]
    return pd.DataFrame(
        [good | {"source_id": str(n), "source_row": n} | change for n, change in enumerate(changes, 2)],
        columns=table.names,
    ).astype(object)


@pytest.mark.parametrize("table", [INCIDENTS, DISPLACEMENT])
def test_good_rows_have_no_fault(table):
    assert validate(table, rows(table, {}, {})) == []


PLANTED = [
    (INCIDENTS, "event_type", "Battle", "known words"),
    (INCIDENTS, "event_type", None, "is empty"),
    (INCIDENTS, "start_day", None, "is empty"),
    (INCIDENTS, "lat", 132.0, "outside -90 to 90"),
    (INCIDENTS, "lon", -181.0, "outside -180 to 180"),
    (INCIDENTS, "match_score", 1.5, "outside 0 to 1"),
    (INCIDENTS, "fatalities_best", -1, "outside"),
    (INCIDENTS, "injured", "many", "no number"),
    (INCIDENTS, "start_minute", 1440, "outside"),
    (INCIDENTS, "location_precision", "vague", "known words"),
    (INCIDENTS, "start_day", 17717, "above end_day"),
    (DISPLACEMENT, "measure", "heap", "known words"),
    (DISPLACEMENT, "value", -5, "outside"),
    (DISPLACEMENT, "unit", "", "is empty"),
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, len(PLANTED) - 1), min_size=1, max_size=8))
def test_every_planted_fault_is_found_by_row_and_column(planted):
    for table in (INCIDENTS, DISPLACEMENT):
        mine = [PLANTED[plant] for plant in planted if PLANTED[plant][0] == table]
        if not mine:
            continue
        found = {
            (fault.row, fault.column, fault.problem)
            for fault in validate(table, rows(table, *({p[1]: p[2]} for p in mine)))
        }
        for number, (_, column, _, problem) in enumerate(mine, 2):
            assert any(row == number and name == column and problem in text for row, name, text in found)


def test_rows_that_share_a_key_are_found():
    faults = validate(INCIDENTS, rows(INCIDENTS, {"source_id": "1"}, {"source_id": "1"}))
    assert [(fault.row, fault.problem) for fault in faults] == [(3, "stands twice")]


def test_a_table_that_lacks_a_column_says_which():
    (fault,) = validate(INCIDENTS, rows(INCIDENTS, {}).drop(columns="quote"))
    assert "quote" in fault.problem


def test_bounds_out_of_order_are_found():
    faults = validate(INCIDENTS, rows(INCIDENTS, {"fatalities_low": 5, "fatalities_best": 3, "fatalities_high": 2}))
    assert {fault.column for fault in faults} == {"fatalities_low", "fatalities_best"}


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_of_any_kind_is_good(table):
    assert validate(table, typed(table, pd.DataFrame())) == []
