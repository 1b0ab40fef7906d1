"""The page over HTTP: ids, headers, what junk is answered, and one drawing."""

import json
import re

import pytest

import geodata
from dashboard import callbacks, ids
from dashboard.app import BODY_MAX, create_app
from dashboard.settings import Settings
from tests.dashboard.parts import walk
from tests.geodata.rows import day

UPDATE = "/_dash-update-component"
KNOWN = pytest.mark.xfail(strict=True, reason="Dash answers 500 to junk by itself")
IDS = {name: value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
NO_OUTPUT = re.compile("[0-9a-f]{64}|")
"""Dash names a wire without outputs by a hash."""
BUILT = {"DISPLACED"}
"""Names of ids.py that are parts of pattern ids, made by callbacks."""


@pytest.fixture(scope="module")
def app(sample_store):
    return create_app(sample_store)


@pytest.fixture(scope="module")
def client(app):
    return app.server.test_client()


@pytest.fixture(scope="module")
def wires(client):
    """The callbacks as the browser is told of them."""
    return client.get("/_dash-dependencies").get_json()


def read(client, path):
    with client.get(path) as answer:
        return answer.get_data(as_text=True)


def page_ids(app):
    return [part.id for part in walk(app.layout()) if getattr(part, "id", None)]


def test_every_id_stands_on_the_page_once(app):
    found = page_ids(app)
    assert {name for name, value in IDS.items() if value not in found} <= BUILT
    assert [id for id in found if found.count(id) > 1] == []


def test_ids_differ():
    assert len(set(IDS.values())) == len(IDS)


def test_every_wire_ends_on_the_page(app, wires):
    found = set(page_ids(app))
    for wire in wires:
        ends = [end["id"] for end in wire["inputs"] + wire["state"]]
        outputs = [output.split("@")[0] for output in wire["output"].strip(".").split("...")]
        ends += [output.rsplit(".", 1)[0] for output in outputs]
        assert {end for end in ends if not NO_OUTPUT.fullmatch(end) and not end.startswith("{")} <= found


def test_every_function_that_a_wire_names_is_in_the_assets(client, wires):
    page = client.get("/").get_data(as_text=True)
    scripts = re.findall(r'src="([^"]*assets/[^"]+\.js[^"]*)"', page)
    code = "".join(read(client, script) for script in scripts)
    named = {wire["clientside_function"]["function_name"] for wire in wires if wire["clientside_function"]}
    assert named
    assert {name for name in named if not re.search(rf"\b{name}: \(", code)} == set()


def test_two_apps_share_nothing(app, sample_store, tmp_path):
    other = create_app(geodata.Store(tmp_path), Settings(title="Other"))
    assert other.server is not app.server
    assert other.callback_map is not app.callback_map
    assert other.server.test_client().get("/health").get_json()["rows"]["incidents"] == 0
    assert app.server.test_client().get("/health").get_json()["rows"]["incidents"] == 56
    assert "<title>Other</title>" in other.server.test_client().get("/").get_data(as_text=True)


def test_health_counts_the_rows(client, sample_store):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.get_json() == {"status": "ok", "rows": sample_store.counts(), "snapshot": sample_store.snapshot}


def test_a_store_that_cannot_be_read_is_said_by_health(tmp_path):
    store = geodata.Store(tmp_path)
    client = create_app(store).server.test_client()
    assert client.get("/health").status_code == 200
    store.root.joinpath("CURRENT").write_text("snap-99.duckdb")
    answer = client.get("/health")
    assert answer.status_code == 503
    assert "snap-99" in answer.get_json()["problem"]


def test_the_page_may_load_from_its_own_server_alone(client):
    answer = client.get("/")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert "http" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_names_no_other_host(client):
    page = client.get("/").get_data(as_text=True)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/nothing.js",
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%2f..%2fpyproject.toml",
        "/tiles/9/0/0.mvt",
        "/tiles/1/2/0.mvt",
        pytest.param("/_dash-component-suites/nothing/nothing.js", marks=KNOWN),
    ],
)
def test_what_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404


def test_assets_are_compressed(client):
    page = client.get("/_dash-layout", headers={"Accept-Encoding": "gzip"})
    assert page.headers.get("Content-Encoding") == "gzip"


def posted(client, wires, output, values, changed):
    """Post one callback as the browser does; `values` are by id.property."""
    wire = next(wire for wire in wires if output in wire["output"] and not wire["clientside_function"])

    def given(end):
        return end | {"value": values.get(f"{end['id']}.{end['property']}")}

    names = [name.split("@")[0].rsplit(".", 1) for name in wire["output"].strip(".").split("...")]
    body = {
        "output": wire["output"],
        "outputs": [{"id": id, "property": name} for id, name in names],
        "inputs": [given(end) for end in wire["inputs"]],
        "state": [given(end) for end in wire["state"]],
        "changedPropIds": [changed],
    }
    return client.post(UPDATE, json=body)


def drawn(client, wires, **values):
    told = {f"{ids.DISPLACEMENT}.checked": True, f"{ids.THEME}.data": "light"} | values
    answer = posted(client, wires, f"{ids.TIMELINE}.figure", told, f"{ids.WINDOW}.data")
    assert answer.status_code == 200
    return answer.get_json()["response"]


def test_a_narrower_window_is_drawn_with_fewer_incidents(client, wires):
    def rows(first, last):
        window = {f"{ids.WINDOW}.data": [day(first), day(last)]}
        response = drawn(client, wires, **window)
        return len(response[ids.TABLE]["rowData"]), response[ids.FILTERED]["children"]

    assert rows("2018-06-18", "2018-07-28") == (56, "56 of 56 incidents shown")
    assert rows("2018-07-04", "2018-07-05") == (12, "12 of 56 incidents shown")
    assert rows("2018-07-12", "2018-07-12") == (0, "0 of 56 incidents shown")


def test_nonsense_in_the_controls_is_drawn_as_everything(client, wires):
    junk = {f"{ids.WINDOW}.data": "junk", f"{ids.TYPES}.value": 5, f"{ids.REGIONS}.value": {}, f"{ids.TEXT}.value": [1]}
    assert len(drawn(client, wires, **junk)[ids.TABLE]["rowData"]) == 56


@pytest.mark.parametrize("selected", ["junk", 5, [], {"incident": 5}, {"incident": ["x"]}, {"spot": 5}, {"spot": [5]}])
def test_nonsense_in_the_selection_is_no_error_of_the_server(client, wires, selected):
    values = {f"{ids.SELECTED}.data": selected}
    answer = posted(client, wires, f"{ids.CARD}.children", values, f"{ids.SELECTED}.data")
    assert answer.status_code < 500


JUNK = (b"{}", b"[]", b"null", b'{"output": "nothing.here"}', b'{"output": 5, "inputs": 7}', b'{"output": []}')


@pytest.mark.parametrize("body", [b"", b"not json", b"\xff\xfe", *(pytest.param(body, marks=KNOWN) for body in JUNK)])
def test_junk_is_answered_as_the_clients_fault(client, body):
    answer = client.post(UPDATE, data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500


def test_a_body_that_is_too_large_is_refused(client):
    answer = client.post(UPDATE, data=b" " * (BODY_MAX + 1), content_type="application/json")
    assert answer.status_code == 413


def test_what_is_restored_is_what_the_address_says(client, wires):
    first = {"search": "?q=tafas&theme=dark&table=on", "theme": "dark", "width": 800, "height": 500}
    answer = posted(client, wires, f"{ids.DATASETS}.children", {f"{ids.FIRST}.data": first}, f"{ids.FIRST}.data")
    response = answer.get_json()["response"]
    assert response[ids.TEXT]["value"] == "tafas"
    assert response[ids.THEME]["data"] == "dark"
    assert response[ids.TABLE_PANEL]["hidden"] is False


def test_every_callback_of_ours_is_tested_as_a_function():
    assert {"draw", "restore", "select", "show", "address", "read_filter"} <= set(vars(callbacks))


def test_the_layout_is_json(client):
    assert json.loads(client.get("/_dash-layout").data)
