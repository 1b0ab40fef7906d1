"""The rows of the table, block by block as it is scrolled, and what must be said of their order."""

from __future__ import annotations

from typing import Any

from dash.exceptions import PreventUpdate

import geodata
from geodata import Filter, Store

from . import controls
from .language import number, t


def rows(store: Store, wanted: Any, where: Filter) -> tuple[dict[str, Any], str]:
    """One block of the table: rows `startRow` to `endRow`, sorted as asked, and how many can be listed; and a note on
    their order, "" where there is none."""
    if not wanted:
        raise PreventUpdate
    order = [(sort["colId"], sort["sort"] == "desc") for sort in wanted.get("sortModel") or []]
    first, last = int(wanted["startRow"]), int(wanted["endRow"])
    total = geodata.number_of(store, where)
    listed = min(total, geodata.listed_max(store, order) or total)
    note = _cut(listed, total) if listed < total else ""
    try:
        found = geodata.rows_between(store, where, first, min(last, listed), order)
    except geodata.StoreError:
        if not order:
            raise
        found, listed = geodata.rows_between(store, where, first, last), total
        note = t("To sort so many incidents took too long: they stand by date. Narrow the filter to sort them.")
    return {"rowData": controls.table_rows(found), "rowCount": listed}, note


def _cut(listed: int, total: int) -> str:
    return t(
        "In this order the table lists the first {listed} of {total} incidents; by date it lists all.",
        listed=number(listed),
        total=number(total),
    )
