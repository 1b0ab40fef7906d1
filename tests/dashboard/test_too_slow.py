"""Questions that the store cuts off: what the server answers, wherever they are asked."""

import json

import pytest

import geodata
from dashboard import api, claimants, sharing
from dashboard.app import create_app
from dashboard.view import View
from geodata import Store, TooSlow, grid
from tests.geodata.rows import a_store, an_incident

UPDATE = "/_dash-update-component"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = a_store(tmp_path_factory.mktemp("slow"), [an_incident(0)])
    geodata.grid_of(store)
    return store


@pytest.fixture(scope="module")
def app(store):
    """The page, opened once: its first request works out what all later ones know."""
    app = create_app(store)
    app.server.test_client().get("/")
    return app


@pytest.fixture
def client(app, monkeypatch):
    """A browser whose questions all take too long."""

    def slow(*_):
        raise TooSlow("no answer within 2000 ms. Narrow the filter")

    monkeypatch.setattr(Store, "arrow", slow)
    return app.server.test_client()


def refused(reply):
    assert reply.status_code == 422
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.get_data(as_text=True).startswith("This takes longer than the store allows. Narrow the dates")


@pytest.mark.parametrize(
    "path",
    [
        f"{api.MATCH}?q=tafas",
        f"{api.SHOWN}?ask={json.dumps({'filter': {'words': 'tafas'}})}",
        f"{sharing.EXPORT}?q=tafas",
        f"{claimants.ADDRESS}?ask={json.dumps({'filter': {'words': 'tafas'}})}",
    ],
)
def test_what_takes_too_long_is_refused_with_the_way_out(client, path):
    refused(client.get(path))


def test_a_link_keeps_its_claimants_where_the_store_cannot_say_in_time_which_it_has(client, store):
    told = claimants.restored(store, View(claimants=("SOHR",)))
    assert told == {"claimants": ["SOHR"], "no_claimants": False}


def test_a_preview_that_takes_too_long_says_so(client):
    assert "Narrow the dates" in client.get(f"{sharing.PREVIEW}?q=tafas").get_json()["problem"]


def test_a_callback_that_takes_too_long_is_refused_too(client, app):
    output = next(name for name in app.callback_map if "getRowsResponse" in name)
    asked = {"startRow": 0, "endRow": 100, "sortModel": []}
    body = {
        "output": output,
        "outputs": {"id": "table", "property": "getRowsResponse"},
        "inputs": [{"id": "table", "property": "getRowsRequest", "value": asked}],
        "state": [{"id": "question", "property": "data", "value": {"words": "tafas"}}],
        "changedPropIds": ["table.getRowsRequest"],
    }
    refused(client.post(UPDATE, json=body))


def test_arrays_that_were_not_made_in_time_are_a_fault_of_the_store(client, store):
    grid._failed[grid._key(store)] = TooSlow("no answer within 2000 ms")
    reply = client.get(api.WORDS_OF_STORE)
    assert reply.status_code == 503
    assert "could not be made in time" in reply.get_data(as_text=True)
