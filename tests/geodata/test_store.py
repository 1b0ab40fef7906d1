"""Store: snapshots, readers and writers."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.intake import typed
from geodata.schema import DATASETS, FAULTS, TABLES
from geodata.store import KEPT, Store, StoreError, TooSlow, Unchanged, default_root, sha256

pytestmark = pytest.mark.slow  # writes snapshots to disk, over and over


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "a" / "store")


def add(store, name):
    with store.write() as connection:
        connection.execute("INSERT INTO datasets (source, redistribute, sha256) VALUES (?, 'full', '')", [name])


def test_a_new_store_has_every_table_empty(store):
    assert store.snapshot == "snap-1"
    assert store.counts() == {table.name: 0 for table in TABLES}


def test_a_write_makes_the_next_snapshot_and_readers_see_it_at_once(store):
    other = Store(store.root)
    assert other.counts()["datasets"] == 0
    add(store, "a")
    assert store.snapshot == other.snapshot == "snap-2"
    assert other.counts()["datasets"] == 1


def test_two_snapshots_are_kept(store):
    for name in "abcd":
        add(store, name)
    assert sorted(path.stem for path in store.root.glob("snap-*")) == ["snap-4", "snap-5"]
    assert KEPT == 2


def test_a_failed_write_leaves_the_store_as_it_was(store):
    def half():
        with store.write() as connection:
            connection.execute("INSERT INTO datasets (source, redistribute, sha256) VALUES ('a', 'full', '')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert store.snapshot == "snap-1"
    assert store.counts()["datasets"] == 0
    assert not list(store.root.glob("next*"))


def test_unchanged_writes_no_snapshot(store):
    with store.write():
        raise Unchanged
    assert store.snapshot == "snap-1"


def test_a_reader_of_an_old_snapshot_survives_two_newer_ones(store):
    cursor = store._reader().cursor()
    cursor.execute("SELECT count(*) FROM datasets")
    for name in "abc":
        add(store, name)
    assert not (store.root / "snap-1.duckdb").exists()
    assert cursor.execute("SELECT count(*) FROM datasets").fetchall() == [(0,)]
    assert store.counts()["datasets"] == 3


def test_many_threads_read_while_one_writes(store):
    stop = threading.Event()

    def read():
        seen = [0]
        while not stop.is_set():
            seen.append(store.counts()["datasets"])
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for name in "abcdefgh":
            add(store, name)
        stop.set()
        for reader in readers:
            assert reader.result() == sorted(reader.result())
    assert store.counts()["datasets"] == 8


def test_two_writers_at_once_lose_nothing(store):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: add(Store(store.root), f"d{n}"), range(12)))
    assert store.counts()["datasets"] == 12
    assert store.snapshot == "snap-13"


def test_answers_have_text_or_none_and_nullable_numbers(store):
    rows = store.ask(
        "SELECT 'x' AS a, NULL::VARCHAR AS b, 1::BIGINT AS c, NULL::INTEGER AS d, true AS e, 1.5::DOUBLE AS f"
    )
    assert rows.iloc[0]["a"] == "x"
    assert rows.iloc[0]["b"] is None
    assert list(rows.dtypes.astype(str)) == ["object", "object", "Int64", "Int32", "boolean", "float64"]
    assert store.ask("SELECT sum(x) AS s FROM (SELECT 2::BIGINT AS x)")["s"].dtype == "Int64"
    assert list(store.ask("SELECT source, rows_read FROM datasets WHERE false").columns) == ["source", "rows_read"]


def test_values_are_bound(store):
    add(store, "it's")
    assert store.ask("SELECT source FROM datasets WHERE source = ?", ["it's"])["source"].tolist() == ["it's"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY datasets TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "SET max_execution_time = 0",
        "INSERT INTO datasets (source, redistribute, sha256) VALUES ('a', 'full', '')",
        "DROP TABLE datasets",
        "SELECT * FROM sql",
    ],
)
def test_a_reader_cannot_leave_its_tables_or_change_them(store, sql):
    with pytest.raises(duckdb.Error):
        store.ask(sql)


def test_a_long_question_is_cut_off_with_the_way_out(store):
    with pytest.raises(TooSlow, match="Narrow the filter"):
        store.ask("SELECT count(*) FROM range(100000000000) AS t(x) WHERE x % 7 = 3")


def test_a_broken_snapshot_names_the_originals_to_import_again(store, tmp_path):
    sheet = tmp_path / "reports.csv"
    sheet.write_text("date,place\n2018-07-04,Tafas\n")
    add(store, "a")
    store.keep_original(sheet)
    current = store.root / "snap-2.duckdb"
    current.write_bytes(b"torn" * 4096)
    with pytest.raises(StoreError, match=r"snap-2.duckdb: cannot be opened.*'snap-1.duckdb'.*reports.csv"):
        Store(store.root)


def test_a_snapshot_that_is_gone_is_a_clear_error(store):
    (store.root / "snap-1.duckdb").unlink()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(store.root)


def test_leftovers_of_a_killed_write_do_no_harm(store):
    (store.root / "next.duckdb").write_bytes(b"half")
    (store.root / "next.duckdb.wal").write_bytes(b"half")
    (store.root / "CURRENT.next").write_text("snap-9")
    (store.root / "snap-2.duckdb").write_bytes(b"renamed but never made current")
    add(store, "a")
    assert store.snapshot == "snap-2"
    assert store.counts()["datasets"] == 1


def test_originals_are_kept_whole_and_read_only_once(store, tmp_path):
    sheet = tmp_path / "reports.csv"
    sheet.write_bytes(b"date\n")
    digest = store.keep_original(sheet)
    assert digest == store.keep_original(sheet) == sha256(sheet)
    (kept,) = store.originals()
    assert kept.read_bytes() == b"date\n"
    assert kept.stat().st_mode & 0o777 == 0o444


def test_an_older_store_gains_the_columns_that_were_added_since(store):
    with store.write() as connection:
        connection.execute("ALTER TABLE incidents DROP COLUMN quote")
        connection.execute("DROP TABLE faults")
    again = Store(store.root)
    assert again.ask("SELECT quote FROM incidents").empty
    assert again.counts()["faults"] == 0


def test_a_full_disk_leaves_the_store_as_it_was(store):
    code = (
        "import resource, signal, sys; from pathlib import Path; from geodata.store import Store, StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); store = Store(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))\n"
        "try:\n"
        "    with store.write() as c: c.execute('CREATE TABLE t AS SELECT random() FROM range(1000000)')\n"
        "except StoreError as error: print(error)\n"
    )
    root = Path(__file__).resolve().parents[2]
    run = [sys.executable, "-c", code, str(store.root)]
    answer = subprocess.run(run, capture_output=True, text=True, cwd=root, check=True)
    assert "cannot be written" in answer.stdout
    assert store.snapshot == "snap-1"
    assert store.counts()["datasets"] == 0
    assert not list(store.root.glob("next*"))


def test_a_folder_that_cannot_be_made_says_where_to_choose_another(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="HAURAN_STORE"):
        Store(tmp_path / "file" / "store")


def test_the_store_lies_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("HAURAN_STORE", str(tmp_path))
    assert default_root() == tmp_path
    monkeypatch.delenv("HAURAN_STORE")
    assert default_root().parts[-2:] == ("hauran", "store")


TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
ROWS = st.tuples(st.none() | st.integers(1, 2**31 - 1), TEXTS, TEXTS, TEXTS, TEXTS, st.none() | st.booleans())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, max_size=5))
def test_a_written_table_reads_back_the_same(store, rows):
    frame = typed(FAULTS, pd.DataFrame([("s", n, *row) for n, row in enumerate(rows)], columns=FAULTS.names))
    with store.write() as connection:
        connection.execute("DELETE FROM faults")
        connection.register("frame", frame)
        connection.execute("INSERT INTO faults BY NAME SELECT * FROM frame")
    back = typed(FAULTS, store.ask("SELECT * FROM faults ORDER BY number"))
    pd.testing.assert_frame_equal(back, frame)


def test_every_table_of_the_schema_is_portable_sql():
    assert all(table.ddl().startswith("CREATE TABLE IF NOT EXISTS") for table in TABLES)
    assert DATASETS.key == ("source",)


@pytest.mark.parametrize("lost", [lambda current: current.unlink(), lambda current: current.write_text("")])
def test_a_store_whose_pointer_was_lost_is_no_new_one(store, lost):
    add(store, "a")
    lost(store.root / "CURRENT")
    with pytest.raises(StoreError, match=r"write 'snap-2\.duckdb' into"):
        Store(store.root)
    (store.root / "CURRENT").write_text("snap-2.duckdb")
    assert Store(store.root).counts()["datasets"] == 1


def test_a_first_write_that_never_ended_is_begun_again(store):
    (store.root / "CURRENT").unlink()
    assert Store(store.root).counts()["datasets"] == 0
