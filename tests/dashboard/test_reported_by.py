"""The filter by who reports: its list, what is restored of it, how it is said, the rows that it leaves."""

import json

import numpy as np
import pytest

import geodata
from dashboard import api, claimants, standalone
from dashboard.app import create_app
from dashboard.view import View
from geodata import NOBODY, Filter
from tests.geodata.rows import a_store, an_incident

NAMES = ("SOHR", None, "المرصد", "AFP & Co")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [an_incident(n, claimant=NAMES[min(n, 9) % 4], status=("reported", "aggregate")[n < 4]) for n in range(10)]
    return a_store(tmp_path_factory.mktemp("claimants"), rows)


@pytest.fixture(scope="module")
def client(store):
    return create_app(store).server.test_client()


def listed(client, find="", **controls):
    reply = client.get(claimants.ADDRESS, query_string={"ask": json.dumps({"filter": controls}), "find": find})
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")
    return reply.get_json()


def test_the_list_counts_what_the_other_filters_leave_and_has_the_chosen_first(client):
    assert listed(client) == {"left": 0, "rows": [["-", 3], ["SOHR", 3], ["AFP & Co", 2], ["المرصد", 2]]}
    told = listed(client, statuses=["aggregate"], claimants=["المرصد"])
    assert told["rows"] == [["المرصد", 1], ["-", 1], ["AFP & Co", 1], ["SOHR", 1]]
    assert listed(client, "afp")["rows"] == [["AFP & Co", 2]]


def test_a_long_list_is_cut_and_says_how_many_more_there_are(client, monkeypatch):
    monkeypatch.setattr(claimants, "LISTED_MAX", 3)
    told = listed(client)
    assert (len(told["rows"]), told["left"]) == (3, 1)


def test_a_link_keeps_the_claimants_that_the_store_has(store, tmp_path):
    told = claimants.restored(store, View(claimants=("SOHR", "Nobody", NOBODY)))
    assert told == {"claimants": ["SOHR", NOBODY], "no_claimants": False}
    alone = a_store(tmp_path, [an_incident(0), an_incident(1)])
    assert claimants.restored(alone, View()) == {"claimants": [], "no_claimants": True}


def test_the_section_is_folded_and_hidden_until_the_store_has_claimants_to_choose_from(client):
    with client.application.test_request_context():
        section = claimants.section()
    assert (section.open, section.hidden) == (False, True)


def test_a_choice_is_said_in_words_in_the_offline_page_too(store):
    assert standalone._filtered(store, View(claimants=("SOHR", NOBODY))) == "reported by SOHR · reporter not stated"


@pytest.mark.parametrize("words", ["", "dara", "nothing like it"])
def test_one_mask_holds_the_words_and_who_reports(client, store, words):
    reply = client.get(api.MATCH, query_string={"q": words, "reporter": ["SOHR", NOBODY]})
    bits = np.unpackbits(np.frombuffer(reply.data, "uint8"), bitorder="little")
    wanted = geodata.summary(store, Filter(text=words, claimants=("SOHR", NOBODY))).incidents
    assert bits.sum() == wanted == (0 if words.startswith("nothing") else 6)
