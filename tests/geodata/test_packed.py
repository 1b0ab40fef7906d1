"""Files as they are downloaded: gzipped, in an archive, or no table at all."""

import gzip
import io
import zipfile

import openpyxl
import pytest

from geodata.formats import packed
from geodata.formats.sheet import read

SHEET = b"date,place,what\n2018-07-04,Tafas,shelling\n2018-07-05,Nawa,air strike\n"


@pytest.fixture
def file(tmp_path):
    """Writes a file of that name."""

    def make(name, content):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return make


def archive(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def workbook():
    book, held = openpyxl.Workbook(), io.BytesIO()
    for line in SHEET.decode().splitlines():
        book.active.append(line.split(","))
    book.save(held)
    return held.getvalue()


def problem(path):
    reading = read(path)
    assert reading.records.empty
    (fault,) = reading.faults
    assert fault.cure
    return fault.problem


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ged.csv.gz", gzip.compress(SHEET)),
        ("ged.CSV.GZ", gzip.compress(SHEET[:20]) + gzip.compress(SHEET[20:])),
        ("ged.zip", archive(**{"data/ged.csv": SHEET})),
        ("ged.xlsx.gz", gzip.compress(workbook())),
        ("ged.zip", archive(**{"ged.xlsx": workbook()})),
        (
            "ged.zip",
            archive(**{"ged.csv": SHEET, "__MACOSX/._ged.csv": b"\x00\x05", "readme.pdf": b"%PDF", ".hid.csv": b""}),
        ),
        ("ged.csv", gzip.compress(SHEET)),
    ],
)
def test_a_packed_table_is_read_as_if_it_were_not(file, name, content):
    reading = read(file(name, content))
    assert list(reading.records["place_printed"]) == ["Tafas", "Nawa"]
    assert reading.faults == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(**{"a.csv": SHEET, "b.csv": SHEET}), "2 tables: 'a.csv', 'b.csv'"),
        (archive(**{"readme.md": b"hello"}), "without a table"),
        (archive(**{"inner.csv": archive(**{"a.csv": SHEET})}), "without a table"),
        (archive(**{"empty.csv": b""}), "is empty"),
        (gzip.compress(SHEET)[:-9], "cannot be unpacked"),
        (gzip.compress(b""), "is empty"),
        (archive(**{"bomb.csv": b" " * 20_000_000}), "times its size"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"SQLite format 3\x00", "a SQLite database"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\xd0\xcf\x11\xe0old", "an old Excel file"),
        (bytes(range(256)) * 20, "is no text"),
    ],
)
def test_what_holds_no_one_table_says_what_it_is(file, content, said):
    assert said in problem(file("given.csv", content))


def test_no_more_is_unpacked_than_is_read(file, monkeypatch):
    monkeypatch.setattr(packed, "LARGEST", 1000)
    assert "more than 1,000 bytes" in problem(file("given.csv.gz", gzip.compress(b"date,what\n" * 200)))


def test_a_protected_archive_says_so(file):
    content = bytearray(archive(**{"ged.csv": SHEET}))
    for at in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[at] |= 1
    assert "password" in problem(file("ged.zip", bytes(content)))
