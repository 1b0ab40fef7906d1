"""Rows of a CSV with a header: every row that has its cells; every other one is a fault."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gazetteer.files import SourceError, Taken, lines_of, shown
from gazetteer.texts import text_of

_RUN_ON = 50
"""Lines that one quoted cell may run over."""

Row = tuple[int, dict[str, str]]
"""The line a row begins on, and its cells by column."""


def records(
    path: Path, needed: Sequence[str], taken: Taken, called: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Row]:
    """Line number and cells of each row; rows with too few or many cells are faults.

    `called` gives for a column the headers it may stand under, whatever their case; the first that is there counts.
    SourceError when a needed column is not there, or one stands twice.
    """
    lines = list(lines_of(text_of(path, taken)))
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise SourceError(f"{path.name}: empty")
    delimiter = max(",;\t|", key=lines[start].count)
    cells, used = _row(lines, start, delimiter)
    header = _header(path, [cell.strip() for cell in cells], needed, called or {}, taken)
    yield from _cells(lines, start + used, delimiter, header, taken)


def _header(
    path: Path, header: list[str], needed: Sequence[str], called: Mapping[str, Sequence[str]], taken: Taken
) -> list[str]:
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    if twice:
        raise SourceError(f"{path.name}: column {twice[0]!r} stands twice; rename one", taken.faults)
    renamed = dict(zip(header, header, strict=True))
    folded = {name.casefold(): name for name in reversed(header)}
    for column, names in called.items():
        found = next((folded[name] for name in names if name in folded), None)
        if found is not None:
            renamed[found] = column
    missing = [" or ".join(map(repr, called.get(name, (name,))[:2])) for name in needed if name not in renamed.values()]
    if missing:
        found_names = ", ".join(shown(name) for name in header[:20])
        raise SourceError(f"{path.name}: no column {', '.join(missing)}; found {found_names}", taken.faults)
    unused = [name for name in header if called and name and renamed[name] not in called]
    if unused:
        taken.fault(1, f"columns that are not used: {', '.join(shown(name) for name in unused)}")
    return [renamed[name] for name in header]


def _cells(lines: list[str], at: int, delimiter: str, header: list[str], taken: Taken) -> Iterator[Row]:
    while at < len(lines):
        line = at + 1
        cells, used = _row(lines, at, delimiter)
        if len(cells) != len(header) and used > 1:
            cells, used = _alone(lines[at], delimiter), 1
        at += used
        if not any(cell.strip() for cell in cells):
            continue
        taken.rows += 1
        if len(cells) == len(header):
            yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))
            continue
        taken.fault(line, f"{len(cells)} cells where the header has {len(header)}; left out: {shown(lines[line - 1])}")


def _row(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """The cells of the row that begins here, and how many lines it runs over; a quote left open ends with its line."""
    reader = csv.reader((f"{line}\n" for line in lines[at : at + _RUN_ON]), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return _alone(lines[at], delimiter), 1
    return cells, max(1, reader.line_num)


def _alone(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
