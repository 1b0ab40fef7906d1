"""What lies in a file: as it is, unpacked where it is a .gz, or the one table of a .zip."""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath

from geodata.schema import Fault

LARGEST = 256 * 2**20
"""Bytes of the largest text file read, and of the largest XLSX or ZIP once unpacked."""
LARGEST_RATIO = 100
"""An XLSX or ZIP that unpacks to more than this many times its size is refused before it is opened."""
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx")
_PACKED = (".gz", ".zip")
_GZIP, _ZIPS = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
_TAR, _TAR_AT = b"ustar", 257
_PIECE = 1 << 20
_KNOWN_PACKING = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_BROKEN = (
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    zlib.error,
    struct.error,
)
"""What a damaged archive may raise."""
_TABLE = "Give the table itself, as XLSX or CSV"
_OTHERS = {
    b"\xd0\xcf\x11\xe0": ("an old Excel file (.xls)", "Save it as XLSX or CSV"),
    b"%PDF-": ("a PDF", "Copy its table into a spreadsheet, and save that as XLSX or CSV"),
    b"SQLite format 3\x00": ("a SQLite database", "Save its table as CSV"),
    b"\x89PNG\r\n": ("a picture", _TABLE),
    b"\xff\xd8\xff": ("a picture", _TABLE),
}
"""How other kinds of files begin, what they are called, and the way out."""


class UnreadableFile(ValueError):  # noqa: N818
    """The file as a whole cannot be read; `fault` says why and what to do."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(f"{problem}. {cure}.")
        self.fault = Fault(problem, cure)


def table_name(path: Path) -> str:
    """The file's name without the ending of a table and that of an archive.

    >>> table_name(Path("ged251-csv.zip")), table_name(Path("2018.07 Daraa.csv.gz")), table_name(Path("2018.07"))
    ('ged251-csv', '2018.07 Daraa', '2018')
    """
    name = path.name.removesuffix(path.suffix) if path.suffix.casefold() in _PACKED else path.name
    inner = PurePosixPath(name)
    return inner.stem if name == path.name or inner.suffix.casefold() in TABLES else name


def unpacked(path: Path) -> tuple[bytes, bool]:
    """The bytes of the file's table, and whether it is an XLSX. Raises UnreadableFile."""
    if (size := path.stat().st_size) > LARGEST:
        raise UnreadableFile(f"has {size:,} bytes; {LARGEST:,} are the most", "Split it")
    content = path.read_bytes()
    if content.startswith(_GZIP):
        content = _gunzipped(content)
    return _table(content, deep=True)


def _table(content: bytes, deep: bool) -> tuple[bytes, bool]:
    if not content:
        raise UnreadableFile("is empty", "Give a file with a row of headers and one row an incident")
    for start, (kind, cure) in _OTHERS.items():
        if content.startswith(start):
            raise UnreadableFile(f"is {kind}", cure)
    if content.startswith(_PARQUET) and content.endswith(_PARQUET):
        raise UnreadableFile("is a Parquet file", "Save it as CSV")
    if content.startswith(_TAR, _TAR_AT):
        raise UnreadableFile("is a tar archive", f"Unpack it. {_TABLE}")
    if not content.startswith(_ZIPS):
        return content, False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _unzipped(content, archive, deep)
    except UnreadableFile:
        raise
    except _BROKEN as error:
        raise UnreadableFile(
            f"is an XLSX or a ZIP that is cut short or damaged ({error})", "Save it again, as XLSX or CSV"
        ) from error


def _unzipped(content: bytes, archive: zipfile.ZipFile, deep: bool) -> tuple[bytes, bool]:
    """The archive itself where it is an XLSX, all of whose parts can be read; else the one table that it holds."""
    parts = archive.infolist()
    _refuse_bombs(parts)
    if any(part.filename == "xl/workbook.xml" for part in parts):
        for part in parts:
            for _ in _pieces(archive, part):
                pass
        return content, True
    tables = [part for part in parts if deep and _is_table(part.filename)]
    if not tables:
        raise UnreadableFile("is a ZIP without a table in it", "Save the table as XLSX or CSV")
    if len(tables) > 1:
        names = ", ".join(f"'{part.filename}'" for part in tables[:5]) + (", …" if len(tables) > 5 else "")
        raise UnreadableFile(f"is a ZIP of {len(tables)} tables: {names}", "Unpack it, and import the one you mean")
    return _table(b"".join(_pieces(archive, tables[0])), deep=False)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part of the archive, no more of it at once than can be held: what it claims of its size may be wrong."""
    if part.compress_type not in _KNOWN_PACKING:
        raise UnreadableFile("is a ZIP packed in an uncommon way", "Unpack it, and import the table")
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            yield piece


def _is_table(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return path.suffix.casefold() in TABLES and not hidden


def _gunzipped(content: bytes) -> bytes:
    try:
        with gzip.open(BytesIO(content)) as file:
            found = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        cure = "Pack it again, or import it unpacked"
        raise UnreadableFile(f"is a .gz that cannot be unpacked ({error})", cure) from error
    if len(found) > LARGEST:
        raise UnreadableFile(f"unpacks to more than {LARGEST:,} bytes, the most that is read", "Split it")
    return found


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    ratio = size / max(1, sum(part.compress_size for part in parts))
    if size > LARGEST or ratio > LARGEST_RATIO:
        raise UnreadableFile(
            f"unpacks to {size:,} bytes, {ratio:,.0f} times its size; at most {LARGEST:,} and {LARGEST_RATIO} are read",
            "Save it as CSV, or split it",
        )
