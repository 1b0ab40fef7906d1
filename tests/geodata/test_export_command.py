"""python -m geodata export: options, files, messages, exit status."""

import hashlib
import json
import zipfile

import pytest

import geodata
from dashboard.sharing import asked
from geodata.__main__ import main
from geodata.export_command import wanted
from geodata.query import NOWHERE
from tests.geodata.rows import a_store, an_incident

pytestmark = pytest.mark.slow  # writes snapshots to disk, over and over


@pytest.fixture
def run(sample_store, tmp_path, capfdbinary, monkeypatch):
    """Runs the command on the sample, in a folder of its own: status, what it printed, what it complained of."""
    monkeypatch.chdir(tmp_path)

    def make(*argv, store=sample_store):
        try:
            status = main(["export", *argv, "--store", str(store.root)])
        except SystemExit as stopped:
            status = stopped.code
        shown = capfdbinary.readouterr()
        return status, shown.out.decode(), shown.err.decode()

    return make


def test_a_file_and_its_manifest_are_written(run, tmp_path):
    status, out, _ = run("--from", "2018-07-01", "--region", "Daraa", "-o", "july.csv")
    told = json.loads((tmp_path / "july.csv.manifest.json").read_text(encoding="utf-8"))
    body = (tmp_path / "july.csv").read_bytes()
    assert status == 0
    assert out.startswith("27 rows\n")
    assert "cite       Compiled from UCDP GED" in out
    assert told["filter"] == {"from": "2018-07-01", "region": ["SY-DR"]}
    assert told["files"][0] == {
        "name": "july.csv",
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "holds": "rows",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["july.csv", "july.csv.manifest.json"]


def test_the_name_says_the_format_and_a_zip_holds_it_all(run, tmp_path):
    assert run("-o", "a.geojson")[0] == run("-o", "b.parquet")[0] == run("-o", "c.zip", "--format", "xlsx")[0] == 0
    assert json.loads((tmp_path / "a.geojson").read_bytes())["type"] == "FeatureCollection"
    assert (tmp_path / "b.parquet").read_bytes().startswith(b"PAR1")
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        assert archive.namelist() == ["c.xlsx", "manifest.json", "README.txt"]


def test_the_same_command_writes_the_same_bytes(run, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        run("-o", f"{name}/a.zip", "--format", "xlsx")
    assert (tmp_path / "one/a.zip").read_bytes() == (tmp_path / "two/a.zip").read_bytes()


def test_stdout_has_the_rows_alone(run, tmp_path):
    status, out, err = run("-o", "-", "--type", "battles")
    assert status == 0
    assert out.startswith("\ufeffid,source,")
    assert "rows" in err
    assert not list(tmp_path.iterdir())


def test_without_a_name_the_table_and_window_make_one(run):
    out = run("--table", "displacement", "--to", "2018-07-01", "--json")[1]
    told = json.loads(out)
    assert told["files"] == ["displacement_2018-07-01.csv", "displacement_2018-07-01.csv.manifest.json"]
    assert told["manifest"]["table"] == "displacement"


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--region", "Atlantis"], ["--region 'Atlantis' is not known here", "SY-DR (Dar'a)", "SY-QU (Quneitra)"]),
        (["--type", "war"], ["--type 'war' is not known here", "Battles", "Armed clash"]),
        (["--source", "acled"], ["--source 'acled' is not known here. There is sample-displacement, sample-incidents"]),
        (["--from", "2018-07-04", "--to", "2018-07-01"], ["--from 2018-07-04 is after --to 2018-07-01"]),
        (["--from", "04/07/2018"], ["'04/07/2018' is no day. Write it as 2018-07-04"]),
        (["--bbox=35,33,36,32"], ["'35,33,36,32' is no box on Earth"]),
        (["--bbox", "here"], ["'here' is no box"]),
        (["--area", "36,32;37,32"], ["'36,32;37,32' is no outline. Write its 3 to 60 corners as lon,lat;lon,lat;"]),
        (["--from", "2020-01-01"], ["No row of incidents passes the filter; the store spans 2018-06-18 to"]),
        (["--table", "displacement", "--type", "Battles"], ["--type: figures of displacement have none"]),
        (["-o", "a.csv", "--format", "xlsx"], ["-o a.csv: its name says csv, --format says xlsx"]),
        (["-o", "missing/a.csv"], ["missing/a.csv.part: No such file or directory"]),
        (["--precision", "good"], ["invalid choice: 'good'"]),
        (["--actor", "Nobody"], ["--actor 'Nobody' is not known here. There is none in the store"]),
        (["--deaths", "-1"], ["'-1' is no number of deaths. Write a whole number, 0 or more"]),
        (["--deaths-unstated"], ["--deaths-unstated adds to --deaths. Say --deaths N too"]),
        (["--without", "doubt"], ["invalid choice: 'doubt'", "mended"]),
        (["--table", "displacement", "--reported-by", "SOHR"], ["--reported-by chooses incidents alone"]),
        (["--reported-by", "BBC"], ["--reported-by 'BBC' is not known here", "SOHR"]),
        (["--table", "displacement", "--deaths", "0"], ["--deaths: figures of displacement have none"]),
        (["--table", "displacement", "--only", "no-link"], ["--only: figures of displacement have none"]),
    ],
)
def test_what_is_wrong_is_said_with_what_there_is(run, tmp_path, argv, told):
    status, out, err = run(*argv)
    assert (status, out) == (2, "")
    for text in told:
        assert text in err
    assert not list(tmp_path.iterdir())


def test_an_area_and_an_hour_are_those_of_the_address(run, sample_store):
    out = run("--area=36,32;37,32;36.5,33", "--from", "2018-07-04T19:00Z", "--to", "2018-07-04T19:59Z", "--json")[1]
    told = json.loads(out)
    where = asked("area=36,32;37,32;36.5,33&from=2018-07-04T19:00Z&to=2018-07-04T19:59Z")
    assert told["files"][0] == "incidents_2018-07-04T1900Z_2018-07-04T1959Z.csv"
    assert 0 < told["manifest"]["rows"] == len(geodata.incidents(sample_store, where))
    assert told["manifest"]["filter"] == {
        "from": "2018-07-04T19:00Z",
        "to": "2018-07-04T19:59Z",
        "area": [[36.0, 32.0], [37.0, 32.0], [36.5, 33.0]],
    }


@pytest.mark.parametrize("word", ["SY-DR", "sy-dr", "Dar'a", "Daraa", "Deraa", "درعا"])
def test_a_region_goes_by_any_of_its_names(sample_store, word):
    from geodata.__main__ import parser

    told = parser().parse_args(["export", "--region", word, "--region", NOWHERE, "--region", "Syria"])
    assert wanted(sample_store, told).regions == ("SY-DR", NOWHERE, "SY")


def test_rows_that_stay_behind_are_told_and_the_status_says_so(run, tmp_path):
    store = a_store(tmp_path / "s", [an_incident(0), an_incident(1, lat=None, lon=None)])
    for allowed, status, told in (
        ("full", 0, "2 rows, 1 of them without a point"),
        ("aggregate", 1, "2 rows of 'test' counted only"),
        ("none", 2, "2 rows of 'test' left out: its publisher does not allow that it is passed on"),
    ):
        with store.write() as connection:
            connection.execute("UPDATE datasets SET redistribute = ?", [allowed])
        answer = run("-o", f"{allowed}.csv", store=store)
        assert answer[0] == status
        assert told in answer[1] + answer[2]
    assert (tmp_path / "aggregate-counts.csv").exists()
    assert not (tmp_path / "none.csv").exists()


def test_an_empty_store_says_how_to_fill_it(run, tmp_path):
    status, _, err = run(store=a_store(tmp_path / "s"))
    assert status == 2
    assert "Import a file: python -m geodata import FILE" in err


def test_deaths_and_doubts_filter_and_stand_in_the_manifest(run, tmp_path):
    status, out, _ = run("--deaths", "0", "--only", "no-link", "--without", "mended", "-o", "a.csv")
    told = json.loads((tmp_path / "a.csv.manifest.json").read_text(encoding="utf-8"))
    assert (status, out.split("\n")[0]) == (0, "50 rows")
    assert told["filter"] == {"deaths_at_least": 0, "doubts": ["no-link", "-mended"]}
    status, out, _ = run("--deaths", "0", "--deaths-unstated", "-o", "b.csv")
    assert (status, out.split("\n")[0]) == (0, "56 rows")
    assert run("--without", "mended", "-o", "c.csv")[1].startswith("55 rows")


def test_who_reports_is_chosen_by_name_or_as_nobody_and_stands_in_the_manifest(run, tmp_path):
    status, out, _ = run("--reported-by", "sky news arabia", "--reported-by", "-", "-o", "a.csv")
    told = json.loads((tmp_path / "a.csv.manifest.json").read_text(encoding="utf-8"))
    assert (status, out.split("\n")[0]) == (0, "4 rows")
    assert told["filter"] == {"reported_by": ["Sky News Arabia", "-"]}


def test_an_actor_goes_by_its_name_in_any_letters(run, tmp_path):
    names = [f"Group {n}" for n in range(70)]
    rows = [an_incident(n, actor2=name) for n, name in enumerate([*names, "Jaysh al-Islām", "جيش الإسلام"])]
    store = a_store(tmp_path / "s", rows)
    for word, number in (("jaysh al islam", 1), ("جيش الاسلام", 1), ("Group 12", 1)):
        status, out, _ = run("--actor", word, "-o", "a.csv", store=store)
        assert (status, out.split("\n")[0]) == (0, f"{number} rows"), word
    _, _, err = run("--actor", "group", "-o", "b.csv", store=store)
    assert "--actor 'group' is not known here. There is Group 0, Group 1," in err
    assert "and 12 more" in err
