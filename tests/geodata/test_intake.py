"""One file into the store."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.intake import Dataset, ImportRefused, take_in, tiles
from geodata.store import Store

pytestmark = pytest.mark.slow  # writes snapshots to disk, over and over

SHEET = """date,place,region,what,killed
2018-07-04,Tafas,Daraa,shelling,3
2018-07-05,Qwertzuiop,Daraa,shelling,
31/02/2018,Nawa,Daraa,shelling,1
2018-07-06,Nawa,Daraa,air strikes,2
"""


@pytest.fixture
def take(tmp_path, gazetteer, regions):
    """Imports text as reports.csv into one store, kept as its `store`."""

    def make(text, name="reports.csv", source=None, **told):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        dataset = Dataset(source, **told) if source else None
        return take_in(path, make.store, gazetteer, regions=regions, dataset=dataset)

    make.store = Store(tmp_path / "store")
    return make


def test_an_import_counts_what_it_did(take):
    report = take(SHEET)
    assert (report.rows_read, report.kept, report.faulty, report.added) == (4, 3, 1, 3)
    assert report.located == {"settlement": 2}
    assert (report.unlocated, report.unlocated_places) == (1, {"Qwertzuiop": 1})
    assert take.store.counts() == {"incidents": 3, "displacement": 0, "datasets": 1, "faults": 1}


def test_what_was_left_out_stands_in_the_faults(take):
    take(SHEET)
    row = take.store.ask("SELECT * FROM faults").iloc[0]
    assert (row["source"], row["source_row"], row["column_name"], row["value"]) == ("reports", 4, "date", "31/02/2018")
    assert not row["kept"]


def test_a_second_import_changes_nothing_and_writes_no_snapshot(take):
    first = take(SHEET)
    again = take(SHEET)
    assert (again.added, again.changed, again.removed, again.unchanged) == (0, 0, 0, 3)
    assert again.snapshot == first.snapshot == take.store.snapshot


def test_an_edited_count_is_a_change_and_a_missing_row_a_removal(take):
    take(SHEET)
    edited = take(SHEET.replace("shelling,3", "shelling,5"))
    assert (edited.added, edited.changed, edited.removed) == (0, 1, 0)
    shorter = take(SHEET.replace("2018-07-06,Nawa,Daraa,air strikes,2\n", ""))
    assert (shorter.changed, shorter.removed, shorter.kept) == (1, 1, 2)
    assert take.store.counts()["incidents"] == 2


def test_another_file_of_the_same_name_is_refused(take):
    take(SHEET)
    other = "date,place,region,what\n2019-01-01,Homs,Homs,shelling\n"
    with pytest.raises(ImportRefused, match="--dataset another-name"):
        take(other)
    assert take.store.counts()["incidents"] == 3
    assert take(other, source="homs").added == 1
    assert take.store.counts()["incidents"] == 4


def test_two_datasets_may_hold_the_same_rows(take):
    take(SHEET)
    take(SHEET, source="copy")
    ids = take.store.ask("SELECT id FROM incidents")["id"]
    assert len(ids) == 6
    assert ids.is_unique


def test_a_file_without_good_rows_changes_nothing(take):
    take(SHEET)
    for text in ("", "place\nTafas\n", "date,place\n31/02/2018,Tafas\n"):
        report = take(text)
        assert report.kept == 0
        assert report.faults
    assert take.store.counts()["incidents"] == 3


def test_what_was_said_of_a_dataset_stays_said(take):
    take(SHEET, source="d", title="Reports", licence="CC BY 4.0", redistribute="none")
    take(SHEET.replace("shelling,3", "shelling,5"), source="d")
    row = take.store.ask("SELECT * FROM datasets").iloc[0]
    assert (row["title"], row["licence"], row["redistribute"]) == ("Reports", "CC BY 4.0", "none")
    assert (row["rows_read"], row["rows_kept"], row["rows_faulty"]) == (4, 3, 1)


def test_the_original_is_kept_for_every_import_that_changed_something(take):
    take(SHEET)
    take(SHEET)
    take(SHEET + "2018-07-07,Nawa,Daraa,shelling,\n")
    assert len(take.store.originals()) == 2


def test_a_figure_whose_place_is_unknown_stays(take):
    report = take("as of,place,value,measure\n2018-07-04,Qwertzuiop,1000,stock\n")
    assert (report.table, report.kept, report.unlocated) == ("displacement", 1, 1)


def test_incidents_without_a_place_are_known_by_their_coordinates(take):
    text = "date,what,lat,lon\n2018-07-04,shelling,32.7,36.1\n2018-07-04,shelling,32.8,36.0\n"
    take(text)
    shorter = take("date,what,lat,lon\n2018-07-04,shelling,32.8,36.0\n")
    assert (shorter.changed, shorter.removed, shorter.unchanged) == (0, 1, 1)
    assert take.store.ask("SELECT lat FROM incidents")["lat"].tolist() == [32.8]


def test_own_ids_are_the_key(take):
    take("id,date,place,region\nA1,2018-07-04,Tafas,Daraa\nA2,2018-07-04,Nawa,Daraa\n")
    report = take("id,date,place,region\nA1,2018-07-05,Tafas,Daraa\nA2,2018-07-04,Nawa,Daraa\n")
    assert (report.changed, report.unchanged) == (1, 1)
    assert sorted(take.store.ask("SELECT source_id FROM incidents")["source_id"]) == ["A1", "A2"]


def test_an_own_id_that_stands_twice_loses_its_second_row(take):
    report = take("id,date,place,region\nA1,2018-07-04,Tafas,Daraa\nA1,2018-07-04,Nawa,Daraa\n")
    assert (report.kept, report.faulty) == (1, 1)
    assert [(fault.row, fault.problem) for fault in report.faults] == [(3, "stands twice")]


def test_the_text_filter_finds_what_was_printed_and_what_was_found(take):
    take("date,place,region,what\n2018-07-04,Taras,western Dara'a,Russian air strike\n")
    search = take.store.ask("SELECT search FROM incidents")["search"][0]
    for word in ("taras", "tafas", "russian"):
        assert word in search


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 28), st.sampled_from(["shelling", "clashes", ""]), st.integers(0, 3)), max_size=12
    )
)
def test_source_ids_are_unique_and_a_second_import_changes_nothing(take, rows):
    text = "date,what,killed\n" + "".join(f"2018-07-{day:02d},{what},{killed}\n" for day, what, killed in rows)
    source = f"d{abs(hash(text))}"
    first, again = take(text, source=source), take(text, source=source)
    assert first.kept == again.unchanged == len(rows)
    assert again.added + again.changed + again.removed == 0


def test_tiles_are_web_mercator_at_zoom_22():
    tx, ty = tiles(pd.Series([0.0, 85.06, -90.0, None]), pd.Series([0.0, -180.0, 180.0, None]))
    side = 2**22
    assert tx.tolist()[:3] == [side // 2, 0, side - 1]
    assert ty.tolist()[:3] == [side // 2, 0, side - 1]
    assert tx.isna().tolist() == [False, False, False, True]


def test_a_name_holds_incidents_or_figures_and_never_both(take):
    take(SHEET)
    figures = "as_of,region,value,measure,source\n2018-07-04,Daraa,60000,stock,UN\n"
    with pytest.raises(ImportRefused, match=r"3 rows of this name in incidents.*--dataset another-name"):
        take(figures)
    assert take.store.counts()["displacement"] == 0
    assert take(figures, source="figures").added == 1


def test_a_mended_region_is_reported_under_the_name_that_was_printed(take):
    report = take("date,region,what\n2018-07-04,southern Daara,shelling\n")
    assert None not in report.guessed
    assert "None" not in report.guessed
