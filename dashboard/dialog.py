"""The dialog of sharing: the view as a link, as rows, inside another page. `assets/share.js` moves it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

import geodata

from . import ids
from .buttons import tool
from .language import N_, t

ROWS = (("incidents", N_("Incidents")), ("displacement", N_("Displacement figures")))
FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("geojson", "GeoJSON"), ("parquet", "GeoParquet"))
"""Values for the server, and what they are called."""
PICTURES = ((ids.SHARE_PICTURE, N_("Save a picture (PNG)")), (ids.SHARE_PRINT, N_("Print or save as PDF")))


def dialog(embeds: bool = False) -> Any:
    """The dialog, closed. `embeds`: whether pages elsewhere may show a view."""
    return html.Dialog(
        [
            html.Div([_title(), tool(ids.SHARE_CLOSE, "close", t("Close"))], className="share-head"),
            html.P(id=ids.SHARE_WORDS, className="share-words"),
            _link(),
            _picture(),
            _rows(),
            _embed(embeds),
            html.P(id=ids.SHARE_SAID, className="share-said", role="status"),
            html.Iframe(id=ids.SHARE_FRAME, name=ids.SHARE_FRAME, title=t("Download"), hidden=True),
        ],
        id=ids.SHARE,
        className="share",
        **{"aria-labelledby": "share-title"},
    )


def _title() -> Any:
    """The first heading while the dialog is open: the page behind it is inert."""
    return html.H1(t("Share"), id="share-title")


def _link() -> Any:
    field = dmc.TextInput(
        id=ids.SHARE_LINK, value="", readOnly=True, size="sm", **{"aria-label": t("Link to this view")}
    )
    copy = html.Button(t("Copy link"), id=ids.SHARE_COPY_LINK, className="button")
    note = html.P(
        t("This address works on this computer alone."), id=ids.SHARE_HERE, className="share-note", hidden=True
    )
    return html.Section([html.H2(t("Link")), html.Div([field, copy], className="share-line"), note])


def _picture() -> Any:
    title = dmc.TextInput(id=ids.SHARE_TITLE, value="", size="sm", label=t("Title"), debounce=True)
    buttons: list[Any] = [html.Button(t(words), id=id, className="button") for id, words in PICTURES]
    buttons.append(
        html.A(t("Page that works offline (HTML)"), id=ids.SHARE_ALONE, target=ids.SHARE_FRAME, className="button")
    )
    return html.Section([html.H2(t("Picture")), title, html.Div(buttons, className="share-line share-buttons")])


def _rows() -> Any:
    return html.Section(
        [
            html.H2(t("Rows in a file")),
            html.Div(
                [
                    _choice(ids.SHARE_ROWS, [(value, t(label)) for value, label in ROWS], t("Which rows")),
                    _choice(ids.SHARE_FORMAT, FORMATS, t("Format")),
                ],
                className="share-line",
            ),
            html.Div(id=ids.SHARE_TOLD, className="share-told", role="status"),
            html.P(t("A ZIP: the rows, what each column means, sources and licences."), className="share-note"),
            html.A(t("Download"), id=ids.SHARE_DOWNLOAD, target=ids.SHARE_FRAME, className="button strong"),
        ]
    )


def _choice(id: str, data: Any, label: str) -> Any:
    named = [{"value": value, "label": words} for value, words in data]
    return dmc.SegmentedControl(id=id, value=data[0][0], data=named, size="xs", **{"aria-label": label})


def _embed(embeds: bool) -> Any:
    code = dmc.Textarea(
        id=ids.SHARE_EMBED,
        value="",
        readOnly=True,
        size="xs",
        **{"aria-label": t("Code for another page")},
    )
    copy = html.Button(t("Copy code"), id=ids.SHARE_COPY_EMBED, className="button")
    note = "" if embeds else t("Pages of other sites may show it once the server's HAURAN_EMBED names them.")
    line = html.Div([code, copy], className="share-line")
    return html.Section([html.H2(t("Inside another page")), line, html.P(note, className="share-note")])


def paper() -> Any:
    """The page as it is printed, empty until then: `assets/print.js` fills it."""
    named = [html.P(className="paper-sources"), html.P(className="paper-made"), html.P(t(geodata.DISCLAIMER))]
    beside = html.Div(
        [html.Div(className="paper-key"), html.Div(named, className="paper-notes")], className="paper-side"
    )
    return html.Article(
        [
            html.H1(),
            html.P(className="paper-filtered"),
            html.P(className="paper-counted"),
            html.Div([html.Div(className="paper-map"), beside], className="paper-row"),
            html.H2(t("Incidents over time")),
            html.Div(className="paper-chart"),
        ],
        id=ids.PRINT,
        className="paper",
    )


def embedded() -> Any:
    """The one line over an embedded map: what it shows, the way to the whole page, the sources with their licences."""
    line = html.H1(html.A(id=ids.EMBEDDED, target="_blank", rel="noopener"))
    return html.Header([line, html.Span(id=ids.EMBEDDED_SOURCES, className="muted")], className="embedded")
