"""What is wrong with a source's file is said, all at once; whatever the file holds, a reader ends in order."""

import gzip
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import build_index, collection
from gazetteer import index as index_module
from gazetteer.__main__ import main
from gazetteer.files import SourceError
from gazetteer.geonames import read_geonames
from gazetteer.names import LONGEST
from gazetteer.ocha import read_ocha
from gazetteer.shelf import KINDS, Shelf, read_file
from gazetteer.tables import read_table
from gazetteer.whosonfirst import read_whosonfirst
from tests.gazetteer.small import ENTRIES

pytestmark = pytest.mark.slow

TABLE = """name,lat,lon,name_ar,also,kind,country,admin1,admin1_code,population,id
Tafas,32.7363,36.0673,طفس,Ţafas|Tafs,settlement,SY,Dar'a,SY-DR,31249,a1
"Sayda, east",32.6287,36.2237,صيدا,,settlement,SY,Dar'a,SY-DR,,a2
"""
OCHA = """gEn,gAr,gP,dEn,dAr,dP,sEn,sAr,sP,cEn,cAr,cP,type,lon,lat
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Nawa,نوى,C6110,C,36.04,32.89
Dar'a,درعا,SY12,Izra',ازرع,SY1202,Nawa,نوى,SY120203,Jasim,جاسم,C6111,C,36.06,32.99
"""
DUMP = "".join(
    "\t".join([id, name, name, "طفس,Tafs", lat, lon, *code, "SY", "", "06", "", "", "", people, "", "", "", "x"]) + "\n"
    for id, name, lat, lon, code, people in (
        ("1", "Tafas", "32.7363", "36.0673", ("P", "PPL"), "31249"),
        ("2", "Dar'a", "32.85", "36.21", ("A", "ADM1"), "0"),
    )
)
RECORD = {
    **{"id": 1, "name": "Tafas", "pt": "locality", "lat": 32.7363, "lon": 36.0673, "cc": "SY", "pop": 31249},
    **{"conc": {"gn:id": 7}, "hier": [{"region_id": 9}], "names": {"ara_x_preferred": ["طفس"], "eng_x_variant": ["T"]}},
}
REGION = {**RECORD, "id": 9, "name": "Dar'a", "pt": "region", "conc": {"iso:id": "SY-DR"}}
FILES = {
    "table": TABLE,
    "ocha": OCHA,
    "geonames": DUMP,
    "whosonfirst": "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in (RECORD, REGION)),
}
ODD = st.sampled_from(
    [
        *("", "\0", "\n", "\r", '"', "'", ",", "\t", ";", "|", "²", "-0", "1e999", "nan", "inf", "32,5", "9" * 5000),
        *("x" * 140_000, "\u2028", "\ufeff", "\ud7ff", "١٢", "90.0001", "-181", "[" * 30_000, "null", "{}", "SY", "XX"),
    ]
)


def is_sound(entry):
    place = entry.place
    return (
        -90 <= place.lat <= 90
        and -180 <= place.lon <= 180
        and 0 < len(place.name) <= LONGEST
        and entry.names[0] == place.name
        and 0 < len(place.id.split()[0]) == len(place.id) <= 100
        and all(len(value) <= LONGEST for value in (place.admin1, place.admin2, place.name_ar, place.country))
        and all(len(code) <= 40 for code in (place.admin1_code, place.admin2_code))
        and 0 <= place.population < 2**40
        and all(0 < len(name) <= LONGEST and name.encode() for name in entry.names)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


def read_in_order(folder, content, kind):
    """Reads the file; whatever it holds, it gives sound places and sound faults, or is refused by name."""
    path = folder / "file.txt"
    path.write_bytes(content)
    try:
        source, taken = read_file(path, kind)
    except SourceError as fault:
        refusal = str(fault)
    else:
        return in_order(folder, content, source, taken)
    assert "file.txt" in refusal
    return None


def in_order(folder, content, source, taken):
    assert source.places == len(taken.entries) > 0
    assert [entry for entry in taken.entries if not is_sound(entry)] == []
    lines = content.count(b"\n") + content.count(b"\r") + content.count("\n".encode("utf-16-le")) + 1
    assert all(0 < fault.line <= lines and 0 < len(fault.said) < 1000 for fault in taken.faults)
    shelf = Shelf(folder / "shelf")
    shelf.write(source, taken)
    assert shelf.sources() == [source]
    assert list(shelf.entries()) == taken.entries
    shelf.remove(source.name)
    return taken


LIMITS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
kinds = pytest.mark.parametrize("kind", sorted(KINDS))


@kinds
@given(content=st.binary(max_size=300))
@LIMITS
def test_any_bytes_are_read_or_refused(folder, kind, content):
    read_in_order(folder, content, kind)


@kinds
@given(content=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
@LIMITS
def test_any_text_below_a_header_is_read_or_refused(folder, kind, content):
    read_in_order(folder, (FILES[kind].split("\n")[0] + "\n" + content).encode(), kind)


@kinds
@given(data=st.data())
@LIMITS
def test_a_damaged_file_is_read_or_refused(folder, kind, data):
    content = FILES[kind].encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.sampled_from([start, start + 1, start + 2, start + 40, len(content)]))
        put = data.draw(st.one_of(st.binary(max_size=4), ODD.map(lambda text: text.encode("utf-8", "surrogatepass"))))
        content = content[:start] + put + content[end:]
    read_in_order(folder, content, kind)


@pytest.mark.parametrize("kind", ["geonames", "ocha", "table"])
@given(data=st.data())
@LIMITS
def test_any_cell_is_read_or_said(folder, kind, data):
    lines = FILES[kind].split("\n")
    sign = "\t" if kind == "geonames" else ","
    at = data.draw(st.integers(0, len(lines) - 2))
    cells = lines[at].split(sign)
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(st.one_of(ODD, st.text(max_size=9)))
    lines[at] = sign.join(cells)
    read_in_order(folder, "\n".join(lines).encode("utf-8", "replace"), kind)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("\ud800")),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=9), inner, max_size=2)),
    max_leaves=4,
)


@given(key=st.sampled_from([*RECORD, "dep", "superseded"]), value=json_values)
@LIMITS
def test_any_value_in_a_record_is_read_or_said(folder, key, value):
    rows = ({**RECORD, key: value}, REGION, {**REGION, "id": 8, key: value})
    read_in_order(folder, "\n".join(map(json.dumps, rows)).encode(), "whosonfirst")


@given(marks=st.lists(st.tuples(*[st.sampled_from(["", "1", "x"])] * 6), min_size=1, max_size=5), data=st.data())
@LIMITS
def test_any_alternate_name_is_read_or_said(folder, marks, data):
    codes = st.sampled_from(["ar", "en", "fa", "link", "", "fr_1793"])
    names = st.sampled_from(["Tafas", "طفس", "طفسی", "x" * 300, " ", "Tafs", "\u2028"])
    rows = [["1", "1", data.draw(codes), data.draw(names), *mark] for mark in marks]
    (folder / "dump.txt").write_text(DUMP)
    (folder / "file.txt").write_text("\n".join("\t".join(row) for row in rows))
    source, taken = read_file(folder / "dump.txt", "geonames", names=folder / "file.txt")
    in_order(folder, (DUMP + "\n" * len(rows)).encode(), source, taken)


@given(names=json_values, key=st.sampled_from(["ara_x_preferred", "deu_x_variant"]))
@LIMITS
def test_any_names_in_a_record_are_read_or_said(folder, names, key):
    rows = ({**RECORD, "names": {key: names}}, {**RECORD, "id": 2, "names": {key: [names]}})
    read_in_order(folder, "\n".join(map(json.dumps, rows)).encode(), "whosonfirst")


@kinds
def test_a_sound_file_has_no_faults(folder, kind):
    taken = read_in_order(folder, FILES[kind].encode(), kind)
    assert taken.faults == []
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert read_in_order(folder, FILES[kind].encode(encoding), kind) == taken
    assert read_in_order(folder, FILES[kind].replace("\n", "\r\n").encode(), kind) == taken
    assert read_in_order(folder, gzip.compress(FILES[kind].encode()), kind) == taken
    for name in ("a.csv", "folder/a.csv"):
        assert read_in_order(folder, zip_of({name: FILES[kind].encode()}), kind) == taken


def zip_of(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def said(folder, reader, text, name="odd.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = reader(path)
    return [(fault.line, fault.said) for fault in found.faults], [entry.place for entry in found.entries]


def test_a_pair_that_is_swapped_within_the_globe_is_said_where_the_country_is_known(folder):
    turned = TABLE.replace("32.7363,36.0673", "36.0673,32.7363")
    faults, places = said(folder, read_table, turned)
    assert faults == [(2, "latitude and longitude swapped: lat '36.0673', lon '32.7363'; put right")]
    assert (places[0].lat, places[0].lon) == (32.7363, 36.0673)
    faults, places = said(folder, read_geonames, DUMP.replace("32.7363\t36.0673", "36.0673\t32.7363"))
    assert (faults[0][0], places[1].lat) == (1, 32.7363)
    assert "swapped" in faults[0][1]
    record = json.dumps({**RECORD, "lat": 36.0673, "lon": 32.7363})
    faults, places = said(folder, read_whosonfirst, record)
    assert ("swapped" in faults[0][1], places[0].lat) == (True, 32.7363)
    faults, places = said(folder, read_ocha, OCHA.replace("36.04,32.89", "32.89,36.04"))
    assert ("swapped" in faults[0][1], places[-2].lat) == (True, 32.89)


def test_no_pair_of_a_real_list_is_taken_for_swapped(shared):
    faults = read_ocha(shared / "data" / "gazetteer" / "ocha_communities.csv").faults
    assert [fault for fault in faults if "swapped" in fault.said] == []


@pytest.mark.parametrize("written", ["31,249", "31 249", "31.249", "31'249", "31249.0", "٣١٢٤٩"])
def test_a_number_of_people_is_read_however_it_is_grouped(folder, written):
    faults, places = said(folder, read_table, f'name;lat;lon;population\nTafas;32.7;36.1;"{written}"\n')
    assert (faults, places[0].population) == ([], 31249)


@pytest.mark.parametrize("written", ["many", "-5", "²", "1e9", "99999999999", "9" * 5000, "12,34"])
def test_a_number_of_people_that_is_none_is_said(folder, written):
    faults, places = said(folder, read_table, f'name;lat;lon;population\nTafas;32.7;36.1;"{written}"\n')
    assert (faults[0][0], places[0].population) == (2, 0)
    assert faults[0][1].startswith(f"population '{written[:39]}")


def test_a_decimal_comma_is_a_decimal_point(folder):
    faults, places = said(folder, read_table, "name;lat;lon\nTafas;32,7363;36,0673\n")
    assert (faults, places[0].lat, places[0].lon) == ([], 32.7363, 36.0673)


@pytest.mark.parametrize("lat", ["", "north", "32°44'", "1_0", "nan", "inf", "91", "3,2,1"])
def test_a_point_that_is_none_is_said_with_its_value(folder, lat):
    faults, places = said(folder, read_table, f'name;lat;lon\nTafas;"{lat}";200\nNawa;32.9;36\n')
    assert [place.name for place in places] == ["Nawa"]
    assert faults[0][0] == 2
    assert f"lat {lat!r}, lon '200'" in faults[0][1]


def test_a_point_at_nought_is_no_point(folder):
    faults, _ = said(folder, read_table, "name,lat,lon\nTafas,0,0\nNawa,32.9,36\n")
    assert "0, 0 lies at sea" in faults[0][1]


@pytest.mark.parametrize(("written", "code"), [("Syria", "SY"), ("syr", "SY"), ("سوريا", "SY"), ("SY", "SY")])
def test_a_country_is_known_by_any_of_its_names(folder, written, code):
    faults, places = said(folder, read_table, f"name,lat,lon,country\nTafas,32.7,36.1,{written}\n")
    assert (faults, places[0].country) == ([], code)


def test_a_country_that_is_none_is_said(folder):
    faults, places = said(folder, read_table, "name,lat,lon,country\nTafas,32.7,36.1,Atlantis\n")
    assert (faults[0][0], places[0].country) == (2, "")
    assert "country 'Atlantis'" in faults[0][1]


def test_a_quote_that_is_left_open_costs_its_own_line_alone(folder):
    rows = "".join(f"Place {number},32.{number},36.1\n" for number in range(100, 300))
    faults, places = said(folder, read_table, f'name,lat,lon\n"Tafas,32.7,36.1\n{rows}')
    assert len(places) == 200
    assert faults == [(2, "1 cells where the header has 3; left out: '\"Tafas,32.7,36.1'")]


def test_a_quoted_cell_may_run_over_lines_and_the_count_goes_on(folder):
    faults, places = said(folder, read_table, 'name,lat,lon\n"Tafas\nal-Gharbiya",32.7,36.1\nNawa,north,36\n')
    assert places[0].name == "Tafas al-Gharbiya"
    assert faults[0][0] == 4


def test_one_damaged_letter_does_not_spoil_the_arabic_of_the_others(folder):
    content = TABLE.encode().replace("صيدا".encode(), "صيدا".encode()[:-1])
    faults, places = said(folder, read_table, content)
    assert [place.name_ar for place in places] == ["طفس", "صيد"]
    assert (faults[0][0], "damaged UTF-8 (byte d8)" in faults[0][1]) == (3, True)


def test_windows_arabic_is_read_and_said_once(folder):
    faults, places = said(folder, read_table, TABLE.replace("Ţ", "T").encode("cp1256"))
    assert [place.name_ar for place in places] == ["طفس", "صيدا"]
    assert len(faults) == 1
    assert faults[0][0] == 2
    assert "Windows Arabic (cp1256), as were 1 more lines: 'Tafas" in faults[0][1]


def test_utf_16_without_its_mark_is_read_and_said(folder):
    for encoding in ("utf-16-le", "utf-16-be"):
        faults, places = said(folder, read_table, TABLE.encode(encoding))
        assert places[0].name_ar == "طفس"
        assert faults == [(1, f"no mark of its encoding; read as {encoding.upper()}")]


def test_utf_16_that_is_cut_off_is_refused(folder):
    with pytest.raises(SourceError, match=r"broken UTF-16 at byte \d+ \(truncated data\); save it as UTF-8"):
        said(folder, read_table, TABLE.encode("utf-16")[:-1])


def test_nuls_are_dropped_and_said(folder):
    faults, places = said(folder, read_table, TABLE.replace("Tafas,", "Taf\0as,"))
    assert places[0].name == "Tafas"
    assert faults[0][0] == 2
    assert "1 NUL bytes, dropped: 'Taf" in faults[0][1]


def test_a_name_that_is_too_long_is_said(folder):
    faults, places = said(folder, read_table, TABLE.replace("Ţafas", "x" * 140_000))
    assert (len(places), faults[0][0]) == (2, 2)
    assert "140,000 letters" in faults[0][1]


def test_columns_stand_under_any_case_and_those_not_used_are_said(folder):
    faults, places = said(folder, read_table, "Name;LATITUDE;Lng;Country;Notes\nTafas;32.7;36.1;SY;x\n")
    assert (places[0].country, faults) == ("SY", [(1, "columns that are not used: 'Notes'")])


def test_a_column_that_stands_twice_is_refused(folder):
    with pytest.raises(SourceError, match="column 'lat' stands twice"):
        said(folder, read_table, "name,lat,lat,lon\nTafas,32,33,36\n")


def test_an_id_that_stands_twice_is_said(folder):
    faults, places = said(folder, read_table, TABLE.replace("a2", "a1"))
    assert (len(places), faults) == (1, [(3, "id 'a1': it stands on line 2 already; left out")])
    faults, places = said(folder, read_geonames, DUMP + DUMP)
    assert (len(places), [line for line, _ in faults]) == (2, [3, 4])
    faults, places = said(folder, read_whosonfirst, FILES["whosonfirst"] * 2)
    assert (len(places), [line for line, _ in faults]) == (2, [3, 4])


def test_a_sign_within_a_record_does_not_end_its_line(folder):
    record = json.dumps({**RECORD, "name": "Ta\u2028fas"}, ensure_ascii=False)
    faults, places = said(folder, read_whosonfirst, record)
    assert (faults, places[0].name) == ([], "Ta fas")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zip_of({"a.csv": b"", "b.csv": b""}), "holds 2 files ('a.csv', 'b.csv'), not one"),
        (zip_of({}), "holds 0 files (none)"),
        (zip_of({"[Content_Types].xml": b"", "xl/a.xml": b""}), "an Excel workbook; save its sheet as CSV"),
        (zip_of({"a.csv": TABLE.encode()})[:-30], "cannot be read: File is not a zip file"),
        (gzip.compress(TABLE.encode())[:-9], "cannot be read: Compressed file ended"),
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "no column 'name'"),
        (b"\0\0\0" * 100, "no text; a table of places is CSV"),
    ],
)
def test_a_file_that_is_something_else_is_refused_with_what_it_is(folder, content, reason):
    with pytest.raises(SourceError) as refused:
        said(folder, read_table, content)
    assert reason in str(refused.value)


def test_a_locked_or_damaged_archive_is_refused(folder):
    packed = zip_of({"a.csv": TABLE.encode()})
    flags = packed.find(b"PK\1\2") + 8
    locked = packed[:6] + b"\1" + packed[7:flags] + b"\1" + packed[flags + 1 :]
    damaged = bytearray(packed)
    damaged[60] ^= 0xFF
    for content in (locked, bytes(damaged)):
        with pytest.raises(SourceError, match=r"odd\.csv: cannot be read"):
            said(folder, read_table, content)


def test_what_is_odd_about_a_unit_is_said(folder):
    lines = OCHA.splitlines()
    other = lines[2].replace("Dar'a,درعا", "Homs,حمص")
    faults, places = said(folder, read_ocha, "\n".join([*lines[:2], other]))
    assert faults == [(3, "SY12: 'Homs' here, \"Dar'a\" above; the first name counts")]
    assert next(place.name for place in places if place.kind == "province") == "Dar'a"
    for wrong, reason in (("XX12", "does not begin with the code of a country"), ("S Y", "no P-codes: 'S Y', 'C6111'")):
        faults, _ = said(folder, read_ocha, "\n".join([*lines[:2], lines[2].replace("SY12,", f"{wrong},", 1)]))
        assert (faults[0][0], reason in faults[0][1]) == (3, True)


def test_the_two_files_of_geonames_are_told_apart(folder, tmp_path):
    alternates = "1\t1\tar\tطفس\t1\t\t\t\t\t\n"
    (tmp_path / "dump.txt").write_text(DUMP)
    (tmp_path / "names.txt").write_text(alternates + "broken\n")
    with pytest.raises(SourceError, match=r"names\.txt: GeoNames' table of alternate names, no dump; give it with --n"):
        read_geonames(tmp_path / "names.txt")
    with pytest.raises(SourceError, match=r"dump\.txt: no table of alternate names of GeoNames"):
        read_geonames(tmp_path / "dump.txt", tmp_path / "dump.txt")
    fault = read_geonames(tmp_path / "dump.txt", tmp_path / "names.txt").faults[0]
    assert (fault.file, fault.line) == ("names.txt", 2)
    with pytest.raises(SourceError, match=r"names\.txt: only GeoNames has a table of alternate names"):
        read_file(tmp_path / "dump.txt", "ocha", names=tmp_path / "names.txt")
    with pytest.raises(SourceError, match=r"absent\.txt: cannot be read: No such file"):
        read_file(tmp_path / "dump.txt", "geonames", names=tmp_path / "absent.txt")


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The path of an index whose world is a handful of places."""
    monkeypatch.setattr(index_module, "world", lambda: iter(ENTRIES))
    monkeypatch.setenv("HAURAN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "gazetteer.sqlite"


def test_the_shell_lists_every_fault_of_a_file_that_is_refused(index, tmp_path, capsys):
    build_index(index)
    before = index.read_bytes()
    path = tmp_path / "villages.csv"
    path.write_text("name,lat,lon\n" + "Tafas,north,36\n" * 30)
    assert main(["add", str(path), "--as", "table"]) == 1
    said = capsys.readouterr().err
    assert said.count("no point in decimal degrees: lat 'north', lon '36'") == 20
    assert "villages.csv: 10 more faults; see all with add --all-faults" in said
    assert "gazetteer: villages.csv: no place in 30 rows" in said
    assert main(["add", str(path), "--as", "table", "--all-faults"]) == 1
    assert capsys.readouterr().err.count("lat 'north'") == 30
    assert index.read_bytes() == before
    assert collection.sources(index) == []


def test_what_a_reader_gives_can_be_built(index, folder):
    for kind, content in FILES.items():
        path = folder / f"{kind}.txt"
        path.write_text(content, encoding="utf-8")
        collection.add(path, kind, index=index, progress=False)
    assert [source.name for source in collection.sources(index)] == sorted(FILES)
