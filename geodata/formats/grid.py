"""The cells of a CSV or XLSX file, whatever its encoding and separator. Row numbers are a spreadsheet's."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import openpyxl

from geodata.cells import printed
from geodata.schema import Fault

from .headers import score

LARGEST = 256 * 2**20
"""Bytes of the largest text file read, and of the largest XLSX once unpacked."""
LARGEST_RATIO = 100
"""An XLSX that unpacks to more than this many times its size is refused before it is opened."""
_HEADER_WITHIN = 25
_SEPARATORS = ",;\t|"
_LINES_IN_A_CELL = 100
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
_XLS = b"\xd0\xcf\x11\xe0"


class UnreadableFile(ValueError):  # noqa: N818
    """The file as a whole cannot be read; `fault` says why and what to do."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(f"{problem}. {cure}.")
        self.fault = Fault(problem, cure)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that hold anything, as (number, cells); `number` counts as a spreadsheet does, from 1."""

    rows: list[tuple[int, list[object]]]
    encoding: str
    sheet: str
    faults: list[Fault]


def read_grid(path: Path) -> Grid:
    """All cells of the file. Raises UnreadableFile."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise UnreadableFile("is empty", "Give a file with a row of headers and one row an incident")
    if start == _XLS:
        raise UnreadableFile("is an old Excel file (.xls)", "Save it as XLSX or CSV")
    if start.startswith(b"PK"):
        return _xlsx(path)
    return _csv(path)


def _csv(path: Path) -> Grid:
    if (size := path.stat().st_size) > LARGEST:
        raise UnreadableFile(f"has {size:,} bytes; {LARGEST:,} are the most", "Split it")
    text, encoding, faults = decode(path.read_bytes())
    if not text.strip():
        raise UnreadableFile("holds nothing but blanks", "Give a file with a row of headers and one row an incident")
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[tuple[int, list[object]]] = []
    for number, cells in enumerate(reader, 1):
        if any(cell.strip() for cell in cells):
            rows.append((number, [printed(cell.strip()).strip() for cell in cells]))
            faults += [_unclosed(number, cell) for cell in cells if cell.count("\n") > _LINES_IN_A_CELL]
    return Grid(rows, encoding, "", faults)


def _unclosed(number: int, cell: str) -> Fault:
    return Fault(
        f"one cell runs over {cell.count(chr(10)) + 1} lines: a quotation mark is opened and not closed",
        "Close or double the quotation mark",
        number,
        value=cell[:40],
        kept=True,
    )


def _separator(text: str) -> str:
    """The separator that gives most rows the same number of cells, and more than one."""
    head = text[:20_000].splitlines()[:50]

    def fit(separator: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=separator) if row)
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        return (rows / max(1, widths.total()) if width > 1 else 0, width)

    return max(_SEPARATORS, key=fit)


def decode(content: bytes) -> tuple[str, str, list[Fault]]:
    """The text, the name of its encoding, and a fault (row kept) where the encoding had to be guessed."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, errors="replace"), name, []
    if name := _wide(content):
        return content.decode(name, errors="replace"), name, []
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        name = _guess(content)
    shown = name.replace("cp", "Windows-") if name.startswith("cp125") else name
    fault = Fault(f"is not UTF-8; read as {shown}", "Save it as UTF-8 if letters look wrong", kept=True)
    return content.decode(name, errors="replace"), name, [fault]


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark, by the zero bytes of its separators and digits; empty where it is not."""
    head = content[:2000]
    if 0 not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(content: bytes) -> str:
    head = content[:200_000]
    arabic = head.decode("cp1256", errors="replace")
    letters = sum(map(len, _ARABIC_WORD.findall(arabic)))
    if letters > sum(byte > 127 for byte in head) / 2:
        return "cp1256"
    likely = charset_normalizer.from_bytes(head, cp_isolation=["cp1252", "cp1250", "cp1251", "cp1254"])
    names = {match.encoding: match for match in likely}
    best = names.get("cp1252") or likely.best()
    return best.encoding if best else "cp1252"


def _xlsx(path: Path) -> Grid:
    _refuse_bombs(path)
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, which are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            sheets = {sheet.title: list(_cells(sheet)) for sheet in book.worksheets}
            book.close()
    except Exception as error:  # openpyxl raises whatever its parsers do
        cure = "Open it in a spreadsheet and save it as XLSX or CSV"
        raise UnreadableFile(f"is no XLSX that can be read ({error})", cure) from error
    held = {title: rows for title, rows in sheets.items() if rows}
    if not held:
        raise UnreadableFile(
            "has no cell that holds anything", "Give a sheet with a row of headers and one row an incident"
        )
    first, *others = sorted(held, key=lambda title: not _is_list(held[title]))
    faults = [_left_out(title, len(held[title]), first) for title in others]
    return Grid(held[first], "xlsx", first, faults)


def _is_list(rows: Sequence[tuple[int, list[object]]]) -> bool:
    """Whether the sheet has rows below headers that we know."""
    heads = [score([cell for cell in cells if isinstance(cell, str)]) for _, cells in rows[:_HEADER_WITHIN]]
    return len(rows) > 1 and max(heads) > 1


def _left_out(title: str, rows: int, read: str) -> Fault:
    return Fault(
        f"sheet '{title}' with {rows:,} rows was not read, sheet '{read}' was",
        "Save it as a file of its own to import it",
        kept=True,
    )


def _cells(sheet: object) -> Iterator[tuple[int, list[object]]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what the file claims of its size may be wrong
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):  # type: ignore[attr-defined]
        cells = [cell.strip() if isinstance(cell, str) else cell for cell in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            yield number, cells


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile(f"is cut short or no XLSX ({error})", "Save it again, as XLSX or CSV") from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableFile("is a ZIP but no XLSX", "Save it as XLSX or CSV")
    size = sum(part.file_size for part in parts)
    ratio = size / max(1, sum(part.compress_size for part in parts))
    if size > LARGEST or ratio > LARGEST_RATIO:
        raise UnreadableFile(
            f"unpacks to {size:,} bytes, {ratio:,.0f} times its size; at most {LARGEST:,} and {LARGEST_RATIO} are read",
            "Save it as CSV, or split it",
        )
