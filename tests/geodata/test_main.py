"""The command line."""

import json

import pytest

from geodata.__main__ import main

GOOD = "date,place,region,what\n2018-07-04,Tafas,Daraa,shelling\n"


@pytest.fixture
def run(tmp_path, capsys, gazetteer):
    """Runs a command on a store of its own: status, what it printed, what it complained of."""

    def make(*argv):
        status = main([*map(str, argv), "--store", str(tmp_path / "store")])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return make


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_import_prints_columns_counts_and_places(run, tmp_path):
    status, out, _ = run("import", write(tmp_path, "reports.csv", GOOD + "2018-07-04,Qwertzuiop,Daraa,shelling\n"))
    assert status == 0
    for text in ("date=date, what=what", "2 read, 2 kept, 0 faulty", "2 added", "1: 1 settlement", "1: 'Qwertzuiop'"):
        assert text in out


def test_faults_are_all_listed_and_the_status_says_so(run, tmp_path):
    status, out, _ = run(
        "import", write(tmp_path, "reports.csv", GOOD + "31/02/2018,Nawa,Daraa,x\n2018-13-01,Nawa,Daraa,x\n")
    )
    assert status == 1
    assert "left out: row 3, column 'date': '31/02/2018' is no day" in out
    assert "left out: row 4, column 'date': '2018-13-01'" in out


def test_json_says_the_same(run, tmp_path):
    status, out, _ = run(
        "import", write(tmp_path, "reports.csv", GOOD), "--json", "--dataset", "mine", "--licence", "CC0"
    )
    (report,) = json.loads(out)
    assert status == 0
    assert (report["source"], report["kept"], report["located"]) == ("mine", 1, {"settlement": 1})


@pytest.mark.parametrize("text", ["", "place\nTafas\n", "date,place\n31/02/2018,Tafas\n"])
def test_nothing_imported_is_status_2(run, tmp_path, text):
    status, out, _ = run("import", write(tmp_path, "reports.csv", text))
    assert status == 2
    assert "faults" in out


def test_a_map_and_its_mistakes(run, tmp_path):
    path = write(tmp_path, "reports.csv", GOOD.replace("date", "moment"))
    assert run("import", path)[0] == 2
    assert run("import", path, "--map", "date=moment")[0] == 0
    status, _, err = run("import", path, "--map", "date=wenn")
    assert status == 2
    assert "reports.csv: no column 'wenn'; found 'moment'" in err


def test_one_bad_file_does_not_stop_the_others(run, tmp_path):
    status, out, err = run("import", tmp_path / "missing.csv", write(tmp_path, "reports.csv", GOOD))
    assert status == 1
    assert "1 kept" in out
    assert "missing.csv: No such file" in err


def test_the_sample_is_imported_once(run):
    assert "56 read, 56 kept" in run("sample")[1]
    status, out, _ = run("sample")
    assert status == 0
    assert out.startswith("The sample is in")


@pytest.mark.parametrize(
    "argv", [[], ["import"], ["import", "a.csv", "--map", "date"], ["import", "a", "b", "--dataset", "c"]]
)
def test_wrong_usage_is_status_2(argv, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HAURAN_STORE", str(tmp_path))
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_help_names_the_fields(capsys):
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    shown = capsys.readouterr().out
    assert "--map" in shown
    assert "reported_by" in shown
