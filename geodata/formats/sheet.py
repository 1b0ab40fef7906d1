"""CSV and XLSX with headers of people's own choosing → records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geodata.dates import Order
from geodata.schema import DISPLACEMENT, INCIDENTS, Fault, Table

from .grid import Grid, read_grid
from .headers import FIELDS, REQUIRED, guess, is_hxl, listed, score, words_of
from .packed import UnreadableFile
from .printed import Printed, shown
from .records import displacement_records, incident_records

_HEADER_WITHIN = 25


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet holds.

    `records` has a row for each row kept: the columns of `table` that a sheet can give, and `country`, what the sheet
    says of it. `columns` is our field → the sheet's header; `unmapped` are the headers whose cells went into the notes.
    `rows_read` counts the rows below the header. `encoding` is "xlsx" for a workbook, whose sheet is named in `sheet`.
    """

    table: Table
    records: pd.DataFrame
    faults: list[Fault]
    columns: dict[str, str]
    unmapped: list[str]
    rows_read: int
    encoding: str
    sheet: str


def read(path: Path, column_map: Mapping[str, str] | None = None, date_order: Order | None = None) -> Reading:
    """The records of the sheet, with every fault of it.

    `column_map` is our field → the sheet's header and overrules the guess; `date_order` says whether day or month comes
    first in 04/07/2018, where the column itself does not tell. A file that cannot be read at all has no records and
    one fault. Raises UnknownColumn where the map names a column that there is not.
    """
    try:
        grid = read_grid(path)
    except UnreadableFile as error:
        return Reading(INCIDENTS, pd.DataFrame(), [error.fault], {}, [], 0, "", "")
    return _reading(grid, column_map or {}, date_order)


def _reading(grid: Grid, column_map: Mapping[str, str], date_order: Order | None) -> Reading:
    at = _header_row(grid.rows, column_map.values())
    number, cells = grid.rows[at]
    body = grid.rows[at + 1 :]
    faults = [*grid.faults]
    if body and is_hxl(body[0][1]):
        body = body[1:]
    width = max(len(row) for _, row in [(number, cells), *body])
    headers = _headers(cells, width, number, body, faults)
    table, columns = guess(headers, column_map)
    unmapped = [header for header in headers if header and header not in columns.values()]
    printed = _printed(body, headers, columns)
    printed.cells = {**printed.cells, "notes": _notes(body, headers, columns, len(cells), number, faults)}
    records = (
        _records(table, printed, date_order) if _complete(table, columns, headers, body, faults) else pd.DataFrame()
    )
    faults += printed.faults
    faults.sort(key=lambda fault: fault.row or 0)
    return Reading(table, records, faults, columns, unmapped, len(body), grid.encoding, grid.sheet)


def _records(table: Table, printed: Printed, date_order: Order | None) -> pd.DataFrame:
    make = displacement_records if table == DISPLACEMENT else incident_records
    columns = {"source_row": list(printed.rows), **make(printed, date_order)}
    records = pd.DataFrame({name: pd.Series(list(values), dtype=object) for name, values in columns.items()})
    return records.drop(index=sorted(printed.lost)).reset_index(drop=True)


def _complete(
    table: Table, columns: Mapping[str, str], headers: Sequence[str], body: Sequence[object], faults: list[Fault]
) -> bool:
    """Whether there are rows and a date; notes the fault where not."""
    needed = REQUIRED[table.name]
    if not body:
        faults.append(Fault("has headers but no rows", "Give one row an incident below the headers"))
    if needed not in columns:
        faults.append(Fault(f"no column '{needed}'; found {listed(headers)}", f"Map it with --map {needed}=HEADER"))
    return bool(body) and needed in columns


def _header_row(rows: Sequence[tuple[int, list[object]]], told: object) -> int:
    """Position of the row of headers: the one among the first with most words that we know or were told."""
    wanted = {words_of(header) for header in told if header}  # type: ignore[attr-defined]

    def fit(at: int) -> tuple[int, int]:
        texts = [cell for cell in rows[at][1] if isinstance(cell, str) and cell]
        return score(texts) + 5 * len(wanted & {words_of(text) for text in texts}), -at

    best = max(range(min(_HEADER_WITHIN, len(rows))), key=fit)
    if fit(best)[0]:
        return best
    return next((at for at, (_, cells) in enumerate(rows[:_HEADER_WITHIN]) if sum(map(bool, cells)) > 1), 0)


def _headers(
    cells: Sequence[object], width: int, number: int, body: Sequence[tuple[int, list[object]]], faults: list[Fault]
) -> list[str]:
    """A name for each column: a second of one name gets its number; one without gets "column 5" where it has cells."""
    headers: list[str] = []
    for at in range(width):
        header = " ".join(shown(cells[at]).split()) if at < len(cells) else ""
        if not header and any(at < len(row) and row[at] not in (None, "") for _, row in body):
            header = f"column {at + 1}"
            if at < len(cells):
                faults.append(
                    Fault(f"column {at + 1} has no header; its cells went into the notes", "Name it", number, kept=True)
                )
        if header and header in headers:
            twice = header
            header = f"{header} ({headers.count(header) + 1})"
            faults.append(
                Fault(
                    f"stands twice; the second is '{header}'", "Give each column its own name", number, twice, kept=True
                )
            )
        headers.append(header)
    return headers


def _printed(body: Sequence[tuple[int, list[object]]], headers: Sequence[str], columns: Mapping[str, str]) -> Printed:
    where = {field: headers.index(header) for field, header in columns.items()}
    cells = {field: [row[at] if at < len(row) else None for _, row in body] for field, at in where.items()}
    return Printed(cells, [number for number, _ in body], columns)


def _notes(
    body: Sequence[tuple[int, list[object]]],
    headers: Sequence[str],
    columns: Mapping[str, str],
    width: int,
    number: int,
    faults: list[Fault],
) -> list[str]:
    """The notes of each row, and behind them a line "Header: value" of every column that no field took."""
    spare = [at for at, header in enumerate(headers) if header and header not in columns.values()]
    notes = headers.index(columns["notes"]) if "notes" in columns else None
    texts = []
    for row_number, row in body:
        if any(cell not in (None, "") for cell in row[width:]):
            cure = "Put cells that hold the separator into quotation marks, or name the columns"
            faults.append(
                Fault(
                    f"has {len(row)} cells, the header {width}; the rest went into the notes",
                    cure,
                    row_number,
                    kept=True,
                )
            )
        own = [shown(row[notes])] if notes is not None and notes < len(row) else []
        texts.append("\n".join(filter(None, [*own, *_pairs(row, spare, headers)])))
    return texts


def _pairs(row: Sequence[object], spare: Sequence[int], headers: Sequence[str]) -> Iterator[str]:
    for at in spare:
        if at < len(row) and (text := shown(row[at])):
            yield f"{headers[at]}: {text}"


__all__ = ["FIELDS", "Reading", "read"]
