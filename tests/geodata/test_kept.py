"""Answers that are kept as long as a snapshot stays."""

import pandas as pd

import geodata
from geodata.kept import once_a_snapshot
from tests.geodata.rows import a_figure, a_store, an_incident


def test_an_answer_is_worked_out_once_a_snapshot(tmp_path):
    store = a_store(tmp_path, [an_incident(0)])
    asked = []

    @once_a_snapshot(4)
    def counted(store, number):
        asked.append(number)
        return number

    assert [counted(store, 1), counted(store, 2), counted(store, 1)] == [1, 2, 1]
    assert asked == [1, 2]
    with store.write() as connection:
        connection.execute("UPDATE incidents SET injured = 5")
    assert counted(store, 1) == 1
    assert asked == [1, 2, 1]


def test_two_stores_have_answers_of_their_own(tmp_path):
    one = a_store(tmp_path / "one", [an_incident(0)])
    two = a_store(tmp_path / "two", [an_incident(0), an_incident(1)])
    assert one.snapshot == two.snapshot
    assert [int(geodata.per_status(store)["incidents"].sum()) for store in (one, two)] == [1, 2]


def test_who_changes_a_table_changes_their_own_copy(tmp_path):
    store = a_store(tmp_path, [an_incident(0)], [a_figure(0)])
    for ask in (geodata.per_status, geodata.stocks, geodata.movements, geodata.datasets):
        before = ask(store)
        changed = ask(store)
        changed["more"] = 1
        pd.testing.assert_frame_equal(ask(store), before)


def test_what_an_import_changes_is_answered_anew(tmp_path):
    store = a_store(tmp_path, [an_incident(0)], [a_figure(0, value=100)])
    before = geodata.stocks(store)["value"].tolist()
    with store.write() as connection:
        connection.execute("UPDATE displacement SET value = 250")
    assert (before, geodata.stocks(store)["value"].tolist()) == ([100], [250])
