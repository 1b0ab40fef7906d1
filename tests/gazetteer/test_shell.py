import os
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer.__main__ import main
from gazetteer.arguments import quietly
from gazetteer.commands import SAID

ROOT = Path(__file__).resolve().parents[2]


def into_closed_pipe(*arguments, cache):
    read, write = os.pipe()
    os.close(read)
    try:
        return subprocess.run(
            [sys.executable, "-m", "gazetteer", *arguments],
            cwd=ROOT,
            env={**os.environ, "HAURAN_CACHE": str(cache)},
            stdout=write,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    finally:
        os.close(write)


@pytest.mark.parametrize(("arguments", "status"), [(["sources"], 141), (["add", "--help"], 0), ([], 2)])
def test_a_pipe_that_nobody_reads_ends_it_quietly(tmp_path, arguments, status):
    done = into_closed_pipe(*arguments, cache=tmp_path)
    assert (done.returncode, done.stderr) == (status, "")


def test_ctrl_c_ends_it_without_a_traceback(capsys):
    def stopped():
        raise KeyboardInterrupt

    assert quietly(stopped) == 130
    assert capsys.readouterr().err == "gazetteer: stopped\n"


def test_without_arguments_it_shows_help_with_examples(capsys):
    assert main([]) == 2
    said = capsys.readouterr().out
    assert 'python -m gazetteer "Sayda, Dara\'a"' in said
    assert all(f"  {command} " in said for command in SAID)


@pytest.mark.parametrize("command", SAID)
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: python -m gazetteer {command}")
    assert SAID[command][1:] in " ".join(said.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Tafas", "--limit", "0"], "argument --limit: '0': write a whole number, 1 or more"),
        (["Tafas", "--limit", "-3"], "argument --limit: '-3': write a whole number, 1 or more"),
        (["Tafas", "--limit", "many"], "argument --limit: 'many': write a whole number, 1 or more"),
        (["Tafas", "--country", "SY,LEB"], "'LEB' is no country's code (ISO 3166-1, two letters); nearest: LB (Leb"),
        (["Tafas", "--country", "Syria"], "'SYRIA' is no country's code (ISO 3166-1, two letters); nearest: SY (Syr"),
        (["Tafas", "--country", "UK"], "nearest: GB (United Kingdom)"),
        (["Tafas", "--country", "YS"], "nearest: SY (Syria)"),
        (["reverse", "here"], "'here': no point; write it as LAT,LON: 32.62,36.10"),
        (["reverse", "36.1,320"], "'36.1,320': not on the globe; latitude comes first"),
        (["fetch"], "the following arguments are required: CODE"),
    ],
)
def test_a_wrong_argument_is_said_with_the_way_to_write_it(arguments, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("HAURAN_CACHE", str(tmp_path / "file" / "cache"))
    path = tmp_path / "villages.csv"
    path.write_text("name,lat,lon\nTafas,32.7,36.1\n")
    assert main(["add", str(path), "--as", "table"]) == 1
    assert "gazetteer: [Errno 20] Not a directory" in capsys.readouterr().err


def test_a_point_of_the_southern_half_is_no_option(gazetteer, capsys):
    assert main(["reverse", "-33.92,18.42"]) == 0
    assert "Cape Town" in capsys.readouterr().out
    assert main(["Cape Town", "--near", "-33.92,18.42", "--limit", "1"]) == 0
