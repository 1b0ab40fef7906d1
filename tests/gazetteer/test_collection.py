import gzip
import json
import os

import pytest

from gazetteer import Gazetteer, collection
from gazetteer import index as index_module
from gazetteer.commands import run
from gazetteer.files import SourceError
from gazetteer.geonames import read_geonames
from gazetteer.merging import merged
from gazetteer.ocha import read_ocha
from gazetteer.place import Entry
from gazetteer.shelf import read_file
from gazetteer.tables import read_table
from gazetteer.whosonfirst import read_whosonfirst
from tests.gazetteer.small import CITY, ENTRIES, SAYDA, UNIT

OCHA = """gEn,gAr,gP,dEn,dAr,dP,sEn,sAr,sP,cEn,cAr,cP,type,lon,lat
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Tell Shihab,تل شهاب,C6025,C,35.97,32.69
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Nawa,نوى,C6110,C,36.04,32.89
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Jasim,جاسم,C6111,C,36.06,32.99
"""


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The path of an index whose world is a handful of places."""
    monkeypatch.setattr(index_module, "world", lambda: iter(ENTRIES))
    return tmp_path / "cache" / "gazetteer.sqlite"


@pytest.fixture
def ocha(tmp_path):
    path = tmp_path / "ocha.csv"
    path.write_text(OCHA, encoding="utf-8")
    return path


def taken(tmp_path, reader, text, name="places.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reader(path)


def test_a_list_of_ocha_can_be_asked_for_names_units_and_codes(index, ocha):
    source, _ = collection.add(ocha, "ocha", index=index, progress=False)
    gazetteer = Gazetteer(index)
    assert (source.rows, source.places) == (3, 7)
    assert gazetteer.candidates("Jasem", region="Dar'a")[0].place.id == "ocha:C6111"
    town, district = gazetteer.candidates("C6110")[0], gazetteer.candidates("SY1202")[0]
    assert (town.place.name, town.accepted) == ("Nawa", True)
    assert (district.place.kind, district.precision, district.accepted) == ("district", "district", True)
    assert town.place.admin1_code == "SY-DR"
    assert gazetteer.candidates("SY12")[0].place.id == UNIT.id
    assert "ocha:SY12" in gazetteer.candidates("SY12")[0].place.also


def test_what_is_removed_is_not_found_any_more(index, ocha):
    collection.add(ocha, "ocha", index=index, progress=False)
    assert [source.name for source in collection.sources(index)] == ["ocha"]
    collection.remove("ocha", index=index, progress=False)
    assert collection.sources(index) == []
    assert Gazetteer(index).candidates("C6110") == []
    with pytest.raises(SourceError, match="no such source; there are: none"):
        collection.remove("ocha", index=index)


def test_a_file_that_is_refused_changes_nothing(index, ocha, tmp_path):
    collection.add(ocha, "ocha", index=index, progress=False)
    before = index.read_bytes()
    broken = tmp_path / "broken.csv"
    broken.write_text("name;where\nTafas;here\n")
    for kind in ("ocha", "geonames", "whosonfirst", "table"):
        with pytest.raises(SourceError, match=r"broken\.csv"):
            collection.add(broken, kind, index=index)
    assert index.read_bytes() == before
    assert len(collection.sources(index)) == 1


def test_a_build_that_fails_leaves_index_and_sources(index, ocha, monkeypatch):
    collection.add(ocha, "ocha", index=index, progress=False)
    before = index.read_bytes()

    def full(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(collection, "build_index", full)
    with pytest.raises(OSError, match="disk full"):
        collection.remove("ocha", index=index)
    assert index.read_bytes() == before
    assert len(collection.sources(index)) == 1
    assert len(os.listdir(index.parent / "sources")) == 1


def test_a_source_added_again_takes_the_place_of_the_old(index, ocha):
    collection.add(ocha, "ocha", index=index, progress=False)
    ocha.write_text("\n".join(OCHA.split("\n")[:2]), encoding="utf-8")
    collection.add(ocha, "ocha", index=index, progress=False)
    assert [source.rows for source in collection.sources(index)] == [1]


def test_a_source_that_is_replaced_is_named(index, ocha, monkeypatch, capsys):
    monkeypatch.setenv("HAURAN_CACHE", str(index.parent))
    for _ in range(2):
        assert run(["add", str(ocha), "--as", "ocha"]) == 0
    assert "ocha: in place of 7 places (ocha, 20" in capsys.readouterr().err


def test_a_source_is_called_as_its_file_in_plain_letters(index, ocha):
    path = ocha.rename(ocha.with_name("My list (2).v1.csv"))
    source, _ = collection.add(path, "ocha", index=index, progress=False)
    assert source.name == "my-list-2"
    with pytest.raises(SourceError, match="'a/b': a source's name has letters, digits, - and _ only"):
        collection.add(path, "ocha", name="a/b", index=index, progress=False)


def test_a_source_that_is_damaged_on_disk_is_named_and_can_be_replaced_or_removed(index, ocha, monkeypatch):
    collection.add(ocha, "ocha", index=index, progress=False)
    kept = index.parent / "sources" / "ocha.places.gz"
    kept.write_bytes(kept.read_bytes()[:-40])
    other = ocha.rename(ocha.with_name("other.csv"))
    with pytest.raises(SourceError, match=r"ocha\.places\.gz: damaged .* remove ocha`, or add the source again"):
        collection.add(other, "ocha", index=index, progress=False)
    assert index.exists()
    monkeypatch.setenv("HAURAN_CACHE", str(index.parent))
    assert run(["add", str(other), "--as", "ocha", "--name", "ocha"]) == 0
    kept.write_bytes(kept.read_bytes()[:-40])
    collection.remove("ocha", index=index, progress=False)
    assert collection.sources(index) == []


def test_one_place_of_two_sources_keeps_all_names_and_ids():
    other = Entry(SAYDA.__class__(**{**as_fields(SAYDA), "id": "wof:9", "lat": 32.64}), ("Saïda", "صيدا"))
    far = Entry(SAYDA.__class__(**{**as_fields(SAYDA), "id": "wof:8", "lat": 33.0}), ("Sayda",))
    one = next(entry for entry in merged([*ENTRIES, other, far]) if entry.place.id == SAYDA.id)
    assert one.place.also == "wof:9"
    assert {"Sayda", "Saida", "Saïda", "صيدا"} == set(one.names)
    assert len(merged([*ENTRIES, other, far])) == len(ENTRIES) + 1


def test_a_place_that_comes_again_has_its_own_id_once():
    again = Entry(SAYDA, ("Seida",))
    one = next(entry for entry in merged([*ENTRIES, again]) if entry.place.id == SAYDA.id)
    assert (one.place.also, "Seida" in one.names) == ("", True)


def as_fields(place):
    return {name: getattr(place, name) for name in place.__dataclass_fields__}


def test_faults_of_a_list_are_listed_by_line(tmp_path):
    rows = OCHA + (
        "Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Swapped,مقلوب,C1,C,32.9,36.1\n"
        "Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Far,بعيد,C2,C,10.0,50.0\n"
        "Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,No point,بلا,C3,C,,\n"
        "Dar'a,درعا,SY12\n"
    )
    found = taken(tmp_path, read_ocha, rows)
    faults = {fault.line: fault.said for fault in found.faults}
    assert "swapped" in faults[5]
    assert "km from its district" in faults[6]
    assert "no point" in faults[7]
    assert "3 cells where the header has 15" in faults[8]
    assert len([entry for entry in found.entries if entry.place.kind == "settlement"]) == 4


def test_a_table_of_ones_own_needs_name_and_point(tmp_path):
    found = taken(tmp_path, read_table, "name;lat;lon;also\nTafas;32.7;36.06;Ţafas|طفس\nNowhere;95;200;\n")
    assert [entry.names for entry in found.entries] == [("Tafas", "Ţafas", "طفس")]
    assert found.entries[0].place.name_ar == "طفس"
    assert "not on the globe" in found.faults[0].said
    with pytest.raises(SourceError, match="no column 'lat' or 'latitude', 'lon' or 'longitude'; found 'name', 'where'"):
        taken(tmp_path, read_table, "name,where\nTafas,here\n")


def test_another_encoding_is_read_and_said(tmp_path):
    found = taken(tmp_path, read_table, "name,lat,lon\nطفس,32.7,36.06\n".encode("cp1256"))
    assert found.entries[0].place.name == "طفس"
    assert "Windows Arabic" in found.faults[0].said
    assert taken(tmp_path, read_table, "name,lat,lon\nطفس,32.7,36.06\n".encode("utf-16")).faults == []


def test_a_dump_of_geonames_gives_settlements_and_units(tmp_path):
    def line(id, name, code, kind, lat="32.7", lon="36.0"):
        cells = [id, name, name, "طفس", lat, lon, code, kind, "SY", "", "06", "", "", "", "31249", "", "", "", ""]
        return "\t".join(cells)

    lines = [line("1", "Tafas", "P", "PPL"), line("2", "Wadi", "H", "WAD"), line("3", "Dar'a", "A", "ADM1"), "broken"]
    found = taken(tmp_path, read_geonames, "\n".join(lines), "SY.txt")
    assert [entry.place.kind for entry in found.entries] == ["province", "settlement"]
    assert found.entries[1].place.admin1_code == "SY.06"
    assert found.faults[0].line == 4
    (tmp_path / "alternates.txt").write_text("9\t1\ten\tTaffas\n8\t1\tlink\thttp://x\n")
    more = read_geonames(tmp_path / "SY.txt", tmp_path / "alternates.txt")
    assert "Taffas" in more.entries[1].names
    assert "http://x" not in more.entries[1].names


def test_foreign_names_leaked_into_a_record_are_dropped_and_counted(tmp_path):
    names = {f"{code}_x_preferred": ["Zaida"] for code in ("deu", "ces", "epo", "est", "hun", "ita", "nld")}
    record = {
        "id": 1, "name": "Sayda", "pt": "locality", "lat": 32.63, "lon": 36.22, "cc": "SY", "conc": {"gn:id": 7},
        "names": {**names, "ara_x_preferred": ["صيدا"], "ara_x_variant": ["زايدا"], "und_x_variant": ["Saïda"]},
    }  # fmt: skip
    path = tmp_path / "wof.jsonl.gz"
    path.write_bytes(gzip.compress(f"{json.dumps(record)}\nno json\n".encode()))
    found = read_whosonfirst(path)
    assert found.entries[0].names == ("Sayda", "صيدا", "Saïda")
    assert "names in 7 foreign languages" in found.faults[-1].said
    assert found.faults[0].line == 2


@pytest.mark.parametrize("content", [b"", b"\0\1\2" * 500, b"\xff" * 50, b"name,lat,lon\n", b"PK\3\4broken"])
def test_a_file_that_holds_no_place_is_refused(tmp_path, content):
    path = tmp_path / "odd.zip" if content.startswith(b"PK") else tmp_path / "odd.csv"
    path.write_bytes(content)
    for kind in ("ocha", "geonames", "whosonfirst", "table"):
        with pytest.raises(SourceError, match="odd"):
            read_file(path, kind)


def test_the_shell_adds_shows_and_removes(index, ocha, monkeypatch, capsys):
    monkeypatch.setenv("HAURAN_CACHE", str(index.parent))
    assert run(["add", str(ocha), "--as", "ocha"]) == 0
    assert "ocha: 7 places of 3 rows, 0 faults; CC BY-IGO, OCHA" in capsys.readouterr().out
    assert run(["sources"]) == 0
    assert "ocha: ocha, 7 places of 3 rows" in capsys.readouterr().out
    assert run(["reverse", "32.63,36.10"]) == 0
    assert "Dar'a" in capsys.readouterr().out
    assert run(["remove", "ocha"]) == 0
    assert run(["remove", "ocha"]) == 1
    assert "no such source" in capsys.readouterr().err
    assert CITY.name == "Dar'a"
