"""The page over HTTP: ids, headers, what junk is answered, and one drawing."""

import gzip
import json
import re
from itertools import pairwise

import pytest

import geodata
from dashboard import api, callbacks, ids, listing, stage
from dashboard.app import BODY_MAX, KEPT, create_app, warm
from dashboard.settings import Settings
from tests.dashboard.parts import walk
from tests.geodata.rows import a_figure, a_store, an_incident, day

UPDATE = "/_dash-update-component"
IDS = {name: value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
NO_OUTPUT = re.compile("[0-9a-f]{64}|")
"""Dash names a wire without outputs by a hash."""
BUILT = {"DISPLACED"}
"""Names of ids.py that are parts of pattern ids, made by callbacks."""
LATER = {ids.MAP: ids.MAP_HOLDER, ids.TABLE: ids.TABLE_PANEL, ids.TABLE_NOTE: ids.TABLE_PANEL}
"""What is made once it is wanted, and in what."""


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
    laid_out = [part.id for part in walk(app.layout()) if getattr(part, "id", None)]
    return laid_out + [id for id, holder in LATER.items() if holder in laid_out and id not in laid_out]


def test_every_id_stands_on_the_page_once(app):
    found = page_ids(app)
    assert {name for name, value in IDS.items() if value not in found} <= BUILT
    assert [id for id in found if found.count(id) > 1] == []


def test_what_is_made_later_has_its_id():
    assert {stage.graph({}).id, *(part.id for part in stage.listing())} == set(LATER)


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
    assert {name for name in named if not re.search(rf"\b{name}: (async )?\(", code)} == set()


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


def restored(client, wires, **first):
    """What the page opens with."""
    answer = posted(client, wires, f"{ids.DATASETS}.children", {f"{ids.FIRST}.data": first}, f"{ids.FIRST}.data")
    return answer.get_json()["response"]


def test_scripts_and_styles_are_kept_by_the_address_that_changes_with_them(client):
    ours = re.findall(r'="(/assets/[^"]+\.(?:js|css)[^"]*)"', read(client, "/"))
    assert len(ours) > 50
    for path in ours:
        with client.get(path) as kept, client.get(path.partition("?")[0]) as asked_again:
            assert kept.headers["Cache-Control"] == KEPT
            assert asked_again.headers["Cache-Control"] == "no-cache"
    with client.get("/assets/none.js?m=1") as absent:
        assert absent.headers.get("Cache-Control") != KEPT


def test_what_is_fetched_ahead_is_there(client, wires):
    plotly, rows = re.findall(r'rel="preload"[^>]* href="([^"]+)"', client.get("/").get_data(as_text=True))
    assert "Plotly" in read(client, plotly)
    assert rows == restored(client, wires)[ids.CONFIG]["data"]["columns"]
    assert client.get(rows).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/nothing.js",
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%2f..%2fpyproject.toml",
        "/tiles/9/0/0.mvt",
        "/tiles/1/2/0.mvt",
        "/_dash-component-suites/nothing/nothing.js",
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
    outputs = [{"id": id, "property": name} for id, name in names]
    body = {
        "output": wire["output"],
        "outputs": outputs if wire["output"].startswith("..") else outputs[0],
        "inputs": [given(end) for end in wire["inputs"]],
        "state": [given(end) for end in wire["state"]],
        "changedPropIds": [changed],
    }
    return client.post(UPDATE, json=body)


def asked_for_rows(client, wires, **question):
    """What the table is answered."""
    wanted = {f"{ids.TABLE}.getRowsRequest": {"startRow": 0, "endRow": 100, "sortModel": []}}
    wanted |= {f"{ids.QUESTION}.data": question}
    answer = posted(client, wires, f"{ids.TABLE}.getRowsResponse", wanted, f"{ids.TABLE}.getRowsRequest")
    assert answer.status_code == 200
    return answer.get_json()["response"][ids.TABLE]["getRowsResponse"]


def test_a_narrower_window_lists_fewer_incidents(client, wires):
    def listed(first, last):
        found = asked_for_rows(client, wires, window=[day(first), day(last)])
        return len(found["rowData"]), found["rowCount"]

    assert listed("2018-06-18", "2018-07-28") == (56, 56)
    assert listed("2018-07-04", "2018-07-05") == (12, 12)
    assert listed("2018-07-12", "2018-07-12") == (0, 0)


def test_nonsense_in_the_controls_lists_everything(client, wires):
    junk = {"window": "junk", "types": 5, "regions": {}, "words": [1], "precisions": "x", "statuses": 1.5}
    junk |= {"sources": [[]], "area": "x", "bounds": 5}
    assert len(asked_for_rows(client, wires, **junk)["rowData"]) == 56


def test_the_displaced_are_drawn_for_the_windows_last_day(client, wires):
    question = {"window": [day("2018-06-18"), day("2018-07-05")], "displacement": True}

    def answered(**more):
        values = {f"{ids.QUESTION}.data": question | more}
        answer = posted(client, wires, f"{ids.MAP}.figure", values, f"{ids.CHANGED}.data")
        assert answer.status_code == 200
        return json.dumps(answer.get_json(), ensure_ascii=False)

    assert "270,000–325,000+" in answered()
    assert "font-faces" not in answered()
    assert "font-faces" in answered(restyled=True)


def unpacked(answer):
    """Header of the columns and their bytes."""
    body = gzip.decompress(answer.data)
    return json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")]), body


def test_the_columns_are_gzipped_once_and_asked_again_only_when_changed(client, sample_store):
    answer = client.get(api.COLUMNS)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert unpacked(answer)[0]["rows"] == 56
    assert answer.get_etag()[0] == geodata.as_columns(sample_store).etag
    again = client.get(api.COLUMNS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(api.COLUMNS, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", [api.DISPLACED, api.OUTLINES])
def test_what_changes_with_the_store_alone_is_asked_again_only_then(client, path):
    answer = client.get(path)
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", [api.COLUMNS, api.DISPLACED, api.OUTLINES])
def test_two_stores_are_never_taken_for_one_another(tmp_path, path):
    stores = (
        a_store(tmp_path / "one", [an_incident(0)], [a_figure(0)]),
        a_store(tmp_path / "two", [an_incident(0, admin1="SY-SU")], [a_figure(0, value=5)]),
    )
    one, two = (create_app(store).server.test_client().get(path) for store in stores)
    assert one.data != two.data
    assert one.headers["ETag"] != two.headers["ETag"]


def test_the_displaced_over_time_are_steps_that_follow_one_another(client):
    steps = client.get(api.DISPLACED).get_json()["stocks"]
    assert len(steps) > 3
    assert all(first <= last and low <= high for first, last, low, high in steps)
    assert all(one[1] < two[0] for one, two in pairwise(steps))


def test_the_displaced_over_time_are_those_of_the_regions_and_datasets_asked_for(client):
    all_, quneitra, none = (
        client.get(f"{api.DISPLACED}{query}").get_json() for query in ("", "?region=SY-QU", "?source=nobody")
    )
    assert max(high for *_, high in quneitra["stocks"]) < max(high for *_, high in all_["stocks"])
    assert sum(high for *_, high in quneitra["arrivals"]) < sum(high for *_, high in all_["arrivals"])
    assert none == {"arrivals": [], "stocks": []}


def test_the_outlines_are_those_of_the_units_with_incidents(client):
    found = client.get(api.OUTLINES).get_json()
    assert {feature["properties"]["code"] for feature in found["features"]} == {"SY-DR", "SY-QU", "SY-SU", "SY-HL"}


@pytest.mark.parametrize("words", ["", "tafas", "طفس", "%", "_", "' OR 1=1 --", "\x00", "a" * 5000, "💥", "<b>"])
def test_words_are_matched_a_bit_a_row(client, sample_store, words):
    answer = client.get(api.MATCH, query_string={"q": words})
    assert answer.status_code == 200
    assert len(answer.data) == 7
    found = sum(byte.bit_count() for byte in answer.data)
    assert found == geodata.summary(sample_store, geodata.Filter(text=words[: api.WORDS_MAX])).incidents


def test_an_empty_store_answers_everything(tmp_path):
    client = create_app(geodata.Store(tmp_path)).server.test_client()
    header, _ = unpacked(client.get(api.COLUMNS))
    assert (header["rows"], header["first_day"]) == (0, None)
    assert client.get(api.MATCH, query_string={"q": "x"}).data == b""
    assert client.get(api.DISPLACED).get_json() == {"arrivals": [], "stocks": []}
    assert client.get(api.OUTLINES).get_json()["features"] == []


@pytest.mark.parametrize(
    "selected", ["junk", 5, [], {"incident": 5}, {"incident": ["x"]}, {"rows": 5}, {"rows": ["5"]}, {"rows": [10**30]}]
)
def test_nonsense_in_the_selection_is_no_error_of_the_server(client, wires, selected):
    values = {f"{ids.SELECTED}.data": selected}
    answer = posted(client, wires, f"{ids.CARD}.children", values, f"{ids.SELECTED}.data")
    assert answer.status_code < 500


JUNK = (b"{}", b"[]", b"null", b'{"output": "nothing.here"}', b'{"output": 5, "inputs": 7}', b'{"output": []}')


@pytest.mark.parametrize("body", [b"", b"not json", b"\xff\xfe", *JUNK])
def test_junk_is_answered_as_the_clients_fault(client, body):
    answer = client.post(UPDATE, data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500


def test_a_body_that_is_too_large_is_refused(client):
    answer = client.post(UPDATE, data=b" " * (BODY_MAX + 1), content_type="application/json")
    assert answer.status_code == 413


def test_what_is_restored_is_what_the_address_says(client, wires):
    first = {"search": "?q=tafas&theme=dark&table=on", "theme": "dark", "width": 800, "height": 500}
    response = restored(client, wires, **first)
    assert response[ids.TEXT]["value"] == "tafas"
    assert response[ids.THEME]["data"] == "dark"
    assert response[ids.TABLE_PANEL]["hidden"] is False


@pytest.mark.parametrize(
    "first", ["junk", 5, [], {"search": 5}, {"theme": []}, {"width": "x", "height": -1}, {"width": 0}]
)
def test_nonsense_in_what_the_page_opens_with_opens_the_plain_page(client, wires, first):
    answer = posted(client, wires, f"{ids.DATASETS}.children", {f"{ids.FIRST}.data": first}, f"{ids.FIRST}.data")
    assert answer.status_code == 200
    assert answer.get_json()["response"][ids.WINDOW]["data"] == [day("2018-06-18"), day("2018-08-16")]


@pytest.mark.parametrize("rows", [[], [an_incident(0)]], ids=("empty", "one"))
def test_what_every_page_opens_with_is_worked_out_before_it_is_asked_for(tmp_path, rows):
    store = a_store(tmp_path, rows)
    warm(create_app(store), store)
    assert geodata.as_columns(store) is geodata.as_columns(store)


def test_every_callback_of_ours_is_tested_as_a_function():
    assert {"drawn", "patched", "restore", "select", "show", "address", "read_question"} <= set(vars(callbacks))
    assert "rows" in vars(listing)


def test_the_layout_is_json(client):
    assert json.loads(client.get("/_dash-layout").data)
