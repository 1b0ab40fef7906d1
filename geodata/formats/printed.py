"""Printed cells to values, a column at a time: each distinct cell is read once, what cannot be read is a fault."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import TypeVar

from geodata.dates import plain
from geodata.schema import Fault

T = TypeVar("T")


@dataclass
class Printed:
    """The cells of a sheet by field. `rows` are their numbers, `lost` the positions of rows to be left out."""

    cells: Mapping[str, Sequence[object]]
    rows: Sequence[int]
    columns: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.rows)

    def raw(self, name: str) -> Sequence[object]:
        """The cells of a field; None for all where the sheet has no such column."""
        return self.cells.get(name) or self._none

    @cached_property
    def _none(self) -> list[object]:
        return [None] * len(self)

    def text(self, name: str) -> list[str | None]:
        """The cells as text, None where empty."""
        return [shown(cell) or None for cell in self.raw(name)]

    def read(self, name: str, reader: Callable[[object], T | None], cure: str, kept: bool = True) -> list[T | None]:
        """Each cell through `reader`; a ValueError of it is noted as a fault, and the row lost unless `kept`.

        A cell that stands in many rows is noted once, with their number, where the rows are kept. The value of a row
        at fault is the second argument of the ValueError where it has one, else None.
        """
        known: dict[Hashable, T | ValueError | None] = {}
        values: list[T | None] = []
        wrong: dict[Hashable, list[int]] = {}
        for at, cell in enumerate(self.raw(name)):
            if cell not in known:
                known[cell] = _tried(reader, cell)
            value = known[cell]
            if isinstance(value, ValueError):
                wrong.setdefault(cell, []).append(at)
                value = value.args[1] if len(value.args) > 1 else None
            values.append(value)
        for cell, rows in wrong.items():
            self._note(name, str(known[cell].args[0]), rows, cure, kept)  # type: ignore[union-attr]
        return values

    def _note(self, name: str, problem: str, rows: Sequence[int], cure: str, kept: bool) -> None:
        if kept and len(rows) > 1:
            self.fault(rows[0], name, f"{problem} (in {len(rows):,} rows)", cure)
            return
        for at in rows:
            self.fault(at, name, problem, cure, kept)

    def fault(self, at: int, name: str, problem: str, cure: str, kept: bool = True) -> None:
        """Note what is wrong with the cell of a field at a position."""
        self.faults.append(
            Fault(problem, cure, self.rows[at], self.columns.get(name, name), shown(self.raw(name)[at]), kept)
        )
        if not kept:
            self.lost.add(at)


def _tried(reader: Callable[[object], T | None], cell: object) -> T | ValueError | None:
    try:
        return reader(cell)
    except ValueError as error:
        return error


def shown(cell: object) -> str:
    """The cell as text: a whole number without its point, a date without midnight.

    >>> shown(3.0), shown(datetime(2018, 7, 4)), shown(None)
    ('3', '2018-07-04', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return str(cell).strip()


def known_word(cell: object, known: Mapping[str, str], empty: str, taken_as: str) -> str:
    """The vocabulary's word for the cell; `empty` for an empty one. A ValueError for others gives `taken_as`."""
    text = plain(shown(cell)).replace("_", " ")
    if not text:
        return empty
    if text not in known:
        raise ValueError(f"is not one of the known words; taken as {taken_as}", taken_as)
    return known[text]
