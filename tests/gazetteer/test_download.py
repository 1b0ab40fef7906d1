import hashlib
import os
import socket

import pytest

from gazetteer import Gazetteer, collection
from gazetteer import index as index_module
from gazetteer.__main__ import main
from gazetteer.countries import UnknownCountryError
from gazetteer.download import NotThereError, Patience, UnreachableError, download
from gazetteer.files import SourceError
from tests.gazetteer.mirror import breaks_off, fails, hangs, ignores_range, sends, serving, zipped
from tests.gazetteer.small import ENTRIES

QUICK = Patience(timeout_s=20, tries=3, wait_s=0)
TEXT = "".join(f"{hashlib.sha256(str(line).encode()).hexdigest()}\n" for line in range(500))
PACKED = zipped("SY.txt", TEXT)
HALF = len(PACKED) // 2


def line(id, name, kind="PPL", lat="32.7", lon="36.1", more="", country="SY"):
    cells = [id, name, name, more, lat, lon, "P", kind, country, "", "06", "", "", "", "0", "", "", "", "2020-01-01"]
    return "\t".join(cells)


DUMP = "\n".join([line("1", "Nawa", more="نوى,Neve"), line("2", "Jasim", lat="32.99", lon="36.06")])
NAMES = "\n".join(
    [
        "11\t1\tar\tنوى\t1\t\t\t\t\t",
        "12\t1\ten\tNeve\t\t\t\t1\t\t",
        "13\t1\ten\tNaoua\t\t\t\t\t\t",
        "14\t1\tlink\thttp://example.org\t\t\t\t\t\t",
        "15\t1\t\tNawaville\t\t\t1\t\t\t",
    ]
)


@pytest.fixture
def mirror(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with serving() as mirror:
        mirror.files["/SY.zip"] = PACKED
        yield mirror


@pytest.fixture
def fetch(mirror, tmp_path):
    """Fetches /SY.zip; gives the file's bytes and what was said."""

    def run(patience=QUICK):
        said = []
        download(f"{mirror.address}/SY.zip", tmp_path / "SY.zip", say=said.append, patience=patience, progress=False)
        return (tmp_path / "SY.zip").read_bytes(), said

    return run


def test_a_file_comes_whole(fetch):
    assert fetch() == (PACKED, [])


def test_a_broken_connection_is_taken_up_where_it_broke_off(fetch, mirror):
    mirror.odd["/SY.zip"] = [breaks_off(HALF)]
    content, said = fetch()
    assert content == PACKED
    assert mirror.asked == [("/SY.zip", None), ("/SY.zip", f"bytes={HALF}-")]
    assert f"broke off at {HALF:,} of {len(PACKED):,} bytes; trying again" in said[0]


def test_a_server_that_falls_silent_is_left_in_time(fetch, mirror):
    mirror.odd["/SY.zip"] = [hangs(HALF)]
    content, said = fetch(Patience(timeout_s=0.3, tries=3, wait_s=0))
    assert content == PACKED
    assert "no answer in time" in said[0]


def test_what_came_is_kept_for_the_next_run(fetch, mirror):
    mirror.odd["/SY.zip"] = [breaks_off(HALF), fails(503), fails(503), fails(503)]
    with pytest.raises(SourceError, match="503 Service Unavailable, 3 times in a row; run it again to go on"):
        fetch()
    assert fetch()[0] == PACKED
    assert mirror.asked[-1] == ("/SY.zip", f"bytes={HALF}-")


def test_a_run_that_is_stopped_by_hand_keeps_what_came(mirror, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    mirror.odd["/SY.zip"] = [breaks_off(HALF)]
    path = tmp_path / "SY.zip"
    with pytest.raises(KeyboardInterrupt):
        download(f"{mirror.address}/SY.zip", path, say=stop, patience=QUICK, progress=False)
    assert path.read_bytes() == PACKED[:HALF]
    download(f"{mirror.address}/SY.zip", path, say=stop, patience=QUICK, progress=False)
    assert path.read_bytes() == PACKED


def test_a_file_that_is_whole_already_is_not_fetched_again(fetch, mirror):
    fetch()
    assert fetch() == (PACKED, [])
    assert mirror.asked[-1] == ("/SY.zip", f"bytes={len(PACKED)}-")


def test_a_server_that_cannot_go_on_sends_it_all_again(fetch, mirror):
    mirror.odd["/SY.zip"] = [breaks_off(HALF), ignores_range]
    content, said = fetch()
    assert content == PACKED
    assert "cannot go on where it broke off; starting over" in said[1]


def test_a_file_that_changes_meanwhile_is_started_over(fetch, mirror):
    mirror.odd["/SY.zip"] = [breaks_off(HALF, tag='"old"')]
    content, said = fetch()
    assert content == PACKED
    assert "the file has changed meanwhile; starting over" in said[1]


def test_another_part_than_was_asked_for_is_not_joined_on(fetch, mirror):
    def odd(request, mirror, content):
        from tests.gazetteer.mirror import send

        send(request, 206, content[HALF:], {"ETag": '"new"', "Content-Range": f"bytes {HALF}-9/{len(content)}"})

    mirror.odd["/SY.zip"] = [breaks_off(HALF), odd]
    content, said = fetch()
    assert content == PACKED
    assert "another part came than was asked for" in said[1]


def test_parts_that_do_not_fit_are_found_by_the_checksums(fetch, mirror, tmp_path):
    (tmp_path / "SY.zip").write_bytes(b"x" * HALF)
    (tmp_path / "SY.zip.tag").write_text('"1"')
    content, said = fetch()
    assert content == PACKED
    assert "damaged" in said[0]


def test_more_than_the_server_has_is_started_over(fetch, mirror, tmp_path):
    (tmp_path / "SY.zip").write_bytes(b"x" * (len(PACKED) + 1))
    (tmp_path / "SY.zip.tag").write_text('"1"')
    assert fetch()[0] == PACKED


def test_a_file_without_a_tag_is_fetched_from_the_start(fetch, mirror):
    mirror.tags["/SY.zip"] = ""
    mirror.odd["/SY.zip"] = [breaks_off(HALF, tag="")]
    assert fetch()[0] == PACKED
    assert mirror.asked == [("/SY.zip", None)] * 2


@pytest.mark.parametrize("status", [500, 502, 429])
def test_a_failing_server_is_tried_again(fetch, mirror, status):
    mirror.odd["/SY.zip"] = [fails(status), fails(status)]
    content, said = fetch()
    assert content == PACKED
    assert len(said) == 2
    assert f"the server answers {status}" in said[0]


def test_a_server_that_goes_on_failing_is_given_up(fetch, mirror):
    mirror.odd["/SY.zip"] = [fails(500)] * 9
    with pytest.raises(SourceError, match="500 Internal Server Error, 3 times in a row"):
        fetch()
    assert len(mirror.asked) == 3


@pytest.mark.parametrize(("status", "kind"), [(404, NotThereError), (410, NotThereError), (403, SourceError)])
def test_a_refusal_is_not_asked_for_twice(fetch, mirror, status, kind):
    mirror.odd["/SY.zip"] = [fails(status)]
    with pytest.raises(kind, match=rf"/SY\.zip: the server answers {status}"):
        fetch()
    assert len(mirror.asked) == 1


def test_a_length_that_is_never_reached_is_an_error(fetch, mirror):
    mirror.files["/SY.zip"] = PACKED[:HALF]
    mirror.odd["/SY.zip"] = [sends(PACKED[:HALF], **{"Content-Length": str(len(PACKED)), "ETag": '"1"'})] * 9
    with pytest.raises(SourceError, match=f"broke off at {HALF:,} of {len(PACKED):,} bytes, 3 times in a row"):
        fetch()


def test_a_damaged_archive_is_refused(fetch, mirror, tmp_path):
    damaged = bytearray(PACKED)
    damaged[HALF] ^= 0xFF
    mirror.files["/SY.zip"] = bytes(damaged)
    with pytest.raises(SourceError, match="no sound ZIP file"):
        fetch()
    assert os.listdir(tmp_path) == []


def test_a_login_page_is_no_archive(fetch, mirror):
    mirror.odd["/SY.zip"] = [sends(b"<html>Log in</html>", **{"Content-Type": "text/html"})]
    with pytest.raises(SourceError, match="a login page or a proxy may stand between"):
        fetch()


def closed_address():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{bound.getsockname()[1]}"


def test_without_a_server_it_is_said_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    said = []
    with pytest.raises(UnreachableError, match=r"could not reach 127\.0\.0\.1"):
        download(f"{closed_address()}/SY.zip", tmp_path / "SY.zip", say=said.append, patience=QUICK, progress=False)
    assert said == []


def test_progress_is_shown_when_asked_for(mirror, tmp_path, capsys):
    download(f"{mirror.address}/SY.zip", tmp_path / "SY.zip", say=print, patience=QUICK, progress=True)
    assert "SY.zip: 100%" in capsys.readouterr().err


@pytest.fixture
def index(tmp_path, monkeypatch, mirror):
    """The path of an index whose world is a handful of places, and a mirror with the files of Syria and Lebanon."""
    monkeypatch.setattr(index_module, "world", lambda: iter(ENTRIES))
    monkeypatch.setenv("HAURAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HAURAN_GEONAMES", mirror.address)
    mirror.files["/SY.zip"] = zipped("SY.txt", DUMP)
    mirror.files["/alternatenames/SY.zip"] = zipped("SY.txt", NAMES)
    mirror.files["/LB.zip"] = zipped("LB.txt", line("7", "Tibnin", lat="33.19", lon="35.41", country="LB"))
    return tmp_path / "cache" / "gazetteer.sqlite"


def fetched(codes, mirror, index, said):
    return collection.fetch(codes, mirror=mirror.address, say=said.append, patience=QUICK, index=index, progress=False)


def test_a_country_that_is_fetched_can_be_asked_for(index, mirror):
    [(source, _)] = fetched(["sy"], mirror, index, [])
    assert (source.name, source.kind, source.places, source.faults) == ("geonames-sy", "geonames", 2, 0)
    assert source.files == (
        (f"{mirror.address}/SY.zip", hashlib.sha256(mirror.files["/SY.zip"]).hexdigest()),
        (
            f"{mirror.address}/alternatenames/SY.zip",
            hashlib.sha256(mirror.files["/alternatenames/SY.zip"]).hexdigest(),
        ),
    )
    assert collection.sources(index) == [source]
    assert Gazetteer(index).candidates("Naoua", region="Dar'a")[0].place.id == "geonames:1"
    assert sorted(path.name for path in index.parent.rglob("*.zip*")) == []


def test_names_of_the_past_find_a_place_and_come_last(index, mirror):
    [(_, taken)] = fetched(["SY"], mirror, index, [])
    nawa = taken.entries[0]
    assert nawa.names == ("Nawa", "نوى", "Naoua", "Nawaville", "Neve")
    assert (nawa.place.name, nawa.place.name_ar) == ("Nawa", "نوى")
    assert Gazetteer(index).candidates("Neve", region="Dar'a")[0].place.id == "geonames:1"


def test_the_arabic_name_is_the_one_marked_so_and_in_use(index, mirror):
    marks = [
        ("fa", "نوا فارسی", "1", ""),
        ("ar", "نوا القديمة", "1", "1"),
        ("ar", "مدينة نوى", "", ""),
        ("fa", "نوى", "", ""),
        ("ar", "نوى", "", ""),
    ]
    lines = [f"{at}\t1\t{code}\t{name}\t{best}\t\t\t{past}\t\t" for at, (code, name, best, past) in enumerate(marks)]
    lines.append("9\t1\ten\tNawa\t\t\t\t1\t\t")
    mirror.files["/alternatenames/SY.zip"] = zipped("SY.txt", "\n".join(lines))
    [(_, taken)] = fetched(["SY"], mirror, index, [])
    assert (taken.entries[0].place.name, taken.entries[0].place.name_ar) == ("Nawa", "نوى")


def test_several_countries_come_at_once(index, mirror):
    said = []
    found = fetched(["SY", "LB"], mirror, index, said)
    assert [source.name for source, _ in found] == ["geonames-sy", "geonames-lb"]
    assert [source.name for source in collection.sources(index)] == ["geonames-lb", "geonames-sy"]
    assert "/alternatenames/LB.zip: the server answers 404 Not Found: taken without alternate names" in said[0]


def test_all_countries_come_or_none(index, mirror):
    fetched(["SY"], mirror, index, [])
    before, asked = index.read_bytes(), len(mirror.asked)
    with pytest.raises(NotThereError, match=r"/JO\.zip: the server answers 404"):
        fetched(["SY", "JO"], mirror, index, [])
    assert index.read_bytes() == before
    assert [source.name for source in collection.sources(index)] == ["geonames-sy"]
    fetched(["SY"], mirror, index, [])
    assert mirror.asked[-1][1] is not None, "what came whole is not fetched again"
    assert len(mirror.asked) == asked + 5


def test_a_dump_that_holds_something_else_changes_nothing(index, mirror):
    fetched(["SY"], mirror, index, [])
    before = index.read_bytes()
    mirror.files["/SY.zip"] = zipped("SY.txt", NAMES)
    with pytest.raises(SourceError, match="table of alternate names, no dump"):
        fetched(["SY"], mirror, index, [])
    assert index.read_bytes() == before


def test_a_wrong_code_is_said_before_anything_is_fetched(index, mirror):
    with pytest.raises(UnknownCountryError, match=r"'SYR' is no country's code .*nearest: SY \(Syria\); 'YS' is no"):
        fetched(["SYR", "LB", "YS"], mirror, index, [])
    assert mirror.asked == []


def test_the_shell_fetches(index, mirror, capsys):
    assert main(["fetch", "SY"]) == 0
    assert "geonames-sy: 2 places of 2 rows, 0 faults; CC BY 4.0, GeoNames" in capsys.readouterr().out
    assert main(["sources"]) == 0
    said = capsys.readouterr().out
    assert f"{mirror.address}/SY.zip, sha256 {hashlib.sha256(mirror.files['/SY.zip']).hexdigest()}" in said


def test_the_shell_says_what_to_do_without_a_network(index, monkeypatch, capsys):
    monkeypatch.setenv("HAURAN_GEONAMES", closed_address())
    assert main(["fetch", "SY"]) == 1
    said = capsys.readouterr().err
    assert "no network: could not reach 127.0.0.1" in said
    assert "python -m gazetteer add SY.zip --as geonames" in said
    assert not index.exists()


def test_a_mirror_has_an_address_of_the_web(index, monkeypatch, capsys):
    monkeypatch.setenv("HAURAN_GEONAMES", "file:///etc")
    assert main(["fetch", "SY"]) == 1
    assert "'file:///etc': no address of a mirror" in capsys.readouterr().err


def test_the_files_of_another_machine_can_be_added(index, tmp_path, mirror, capsys):
    (tmp_path / "alternatenames").mkdir()
    for path in ("/SY.zip", "/alternatenames/SY.zip"):
        (tmp_path / path[1:]).write_bytes(mirror.files[path])
    names = tmp_path / "alternatenames" / "SY.zip"
    assert main(["add", str(tmp_path / "SY.zip"), "--as", "geonames", "--names", str(names)]) == 0
    by_hand = collection.sources(index)
    [(fetched_source, _)] = fetched(["SY"], mirror, index, [])
    assert [(one.name, one.sha256, one.places) for one in by_hand] == [
        (fetched_source.name, fetched_source.sha256, fetched_source.places)
    ]
