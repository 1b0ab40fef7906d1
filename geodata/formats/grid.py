"""The cells of a CSV or XLSX file, whatever its encoding and separator. Row numbers are a spreadsheet's."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import openpyxl

from geodata.cells import printed
from geodata.schema import Fault

from .headers import score
from .packed import LARGEST, UnreadableFile, unpacked

_HEADER_WITHIN = 25
_SEPARATORS = ",;\t|"
_LINES_IN_A_CELL = 100
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
_BINARY = 0.05
"""A file with a greater share of control characters is no text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that hold anything, as (number, cells); `number` counts as a spreadsheet does, from 1."""

    rows: list[tuple[int, list[object]]]
    encoding: str
    sheet: str
    faults: list[Fault]


def read_grid(path: Path) -> Grid:
    """All cells of the file, or of the one in it where it is packed. Raises UnreadableFile."""
    content, is_xlsx = unpacked(path)
    return _xlsx(content) if is_xlsx else _csv(content)


def _csv(content: bytes) -> Grid:
    text, encoding, faults = decode(content)
    head = text[:20_000]
    if sum(letter < " " and letter not in "\t\r\n" for letter in head) > _BINARY * len(head):
        raise UnreadableFile("is no text", "Save its table as XLSX or CSV")
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


def _xlsx(content: bytes) -> Grid:
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, which are not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
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
