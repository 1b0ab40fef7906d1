"""Files as they are downloaded: gzipped, in an archive, or no table at all."""

import gzip
import io
import random
import tarfile
import tracemalloc
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


def archive(packing=zipfile.ZIP_DEFLATED, **members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def tarred():
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as made:
        told = tarfile.TarInfo("ged.csv")
        told.size = len(SHEET)
        made.addfile(told, io.BytesIO(SHEET))
    return held.getvalue()


def workbook():
    book, held = openpyxl.Workbook(), io.BytesIO()
    for line in SHEET.decode().splitlines():
        book.active.append(line.split(","))
    book.save(held)
    return held.getvalue()


def named(value):
    """What a case is called: packed bytes bear the time."""
    return value if isinstance(value, str) else ""


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
    ids=named,
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
        (b"PAR1\x15\x04PAR1", "a Parquet file"),
        (b"SQLite format 3\x00", "a SQLite database"),
        (tarred(), "a tar archive"),
        (gzip.compress(tarred()), "a tar archive"),
        (archive(zipfile.ZIP_BZIP2, **{"a.csv": SHEET}), "uncommon way"),
        (archive(zipfile.ZIP_LZMA, **{"a.csv": SHEET}), "uncommon way"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\xd0\xcf\x11\xe0old", "an old Excel file"),
        (bytes(range(256)) * 20, "is no text"),
    ],
    ids=named,
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


@pytest.mark.parametrize("first", ["PK", "PAR1", "SQLi", "%PD"])
def test_a_first_header_that_begins_as_other_files_do_is_a_header(file, first):
    content = f"{first},date,place,what\n7,2018-07-04,Tafas,shelling\n".encode()
    assert list(read(file("given.csv", content)).records["place_printed"]) == ["Tafas"]


@pytest.mark.parametrize("name", ["ged.csv", "xl/workbook.xml"])
def test_an_archive_that_hides_its_size_fills_no_memory(file, name):
    content = bytearray(archive(**{name: b" " * 100_000_000, "pad.bin": random.Random(1).randbytes(2_000_000)}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = content.find(mark) + at
        content[begin : begin + 4] = (1000).to_bytes(4, "little")
    path = file("given.zip", bytes(content))
    tracemalloc.start()
    assert "damaged" in problem(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30_000_000


def test_a_damaged_archive_is_a_fault_wherever_it_is_damaged(file):
    for made in (archive(**{"ged.csv": SHEET * 20}), workbook()):
        dice = random.Random(3)
        for _ in range(150):
            content = bytearray(made)
            for _ in range(3):
                content[dice.randrange(len(content))] = dice.randrange(256)
            reading = read(file("given.zip", bytes(content)))
            assert len(reading.records) or reading.faults
