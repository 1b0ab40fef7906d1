"""The table: its rows, block by block as it is scrolled, what is said of their order, which one is chosen."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, no_update, set_props
from dash.exceptions import PreventUpdate

import geodata
from geodata import Filter, Store

from . import controls, ids, stage
from .language import number, t
from .reading import read_question


def register(app: Dash, store: Store) -> None:
    """Bind the table to `app`."""

    @app.callback(
        Output(ids.TABLE_PANEL, "children"),
        Input(ids.TABLE_PANEL, "hidden"),
        State(ids.TABLE_PANEL, "children"),
        prevent_initial_call=True,
    )
    def _table(hidden: bool, made: Any) -> Any:
        return no_update if hidden or made else stage.listing()

    @app.callback(
        Output(ids.TABLE, "getRowsResponse"),
        Input(ids.TABLE, "getRowsRequest"),
        State(ids.QUESTION, "data"),
        prevent_initial_call=True,
    )
    def _rows(wanted: dict[str, Any] | None, question: Any) -> dict[str, Any]:
        found, note = rows(store, wanted, read_question(question).where)
        set_props(ids.TABLE_NOTE, {"children": note})
        return found


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
