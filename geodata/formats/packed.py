"""What lies in a file: as it is, unpacked where it is a .gz, or the one table of a .zip."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath

from geodata.schema import Fault

LARGEST = 256 * 2**20
"""Bytes of the largest text file read, and of the largest XLSX or ZIP once unpacked."""
LARGEST_RATIO = 100
"""What unpacks to more than this many times its size is refused before it is opened."""
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx")
_PACKED = (".gz", ".zip")
_GZIP, _ZIP = b"\x1f\x8b", b"PK"
_OTHERS = {
    b"\xd0\xcf\x11\xe0": ("an old Excel file (.xls)", "Save it as XLSX or CSV"),
    b"%PDF": ("a PDF", "Copy its table into a spreadsheet, and save that as XLSX or CSV"),
    b"PAR1": ("a Parquet file", "Save it as CSV"),
    b"SQLi": ("a SQLite database", "Save its table as CSV"),
    b"\x89PNG": ("a picture", "Give the table itself, as XLSX or CSV"),
    b"\xff\xd8\xff": ("a picture", "Give the table itself, as XLSX or CSV"),
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
    if not content.startswith(_ZIP):
        return content, False
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"is cut short or no XLSX ({error})", "Save it again, as XLSX or CSV") from error
    with archive:
        parts = archive.infolist()
        _refuse_bombs(parts)
        if any(part.filename == "xl/workbook.xml" for part in parts):
            return content, True
        return _member(archive, parts, deep)


def _member(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], deep: bool) -> tuple[bytes, bool]:
    """The one table that the archive holds."""
    tables = [part for part in parts if deep and _is_table(part.filename)]
    if not tables:
        raise UnreadableFile("is a ZIP without a table in it", "Save the table as XLSX or CSV")
    if len(tables) > 1:
        names = ", ".join(f"'{part.filename}'" for part in tables[:5]) + (", …" if len(tables) > 5 else "")
        raise UnreadableFile(f"is a ZIP of {len(tables)} tables: {names}", "Unpack it, and import the one you mean")
    try:
        content = archive.read(tables[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
        raise UnreadableFile(
            f"is a ZIP that cannot be unpacked ({error})", "Unpack it, and import the table"
        ) from error
    return _table(content, deep=False)


def _is_table(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return path.suffix.casefold() in TABLES and not hidden


def _gunzipped(content: bytes) -> bytes:
    try:
        with gzip.open(BytesIO(content)) as file:
            found = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            f"is a .gz that cannot be unpacked ({error})", "Pack it again, or import it unpacked"
        ) from error
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
