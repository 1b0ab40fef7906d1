"""The dock: the controls of time over the timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import html

from . import ids, text
from .buttons import tool
from .language import digits, t


def dock(first_day: int | None, last_day: int | None) -> Any:
    return html.Footer(
        [
            html.Div([*_walk(), *_dates(first_day, last_day), *_presets(), _more(), *_pace()], className="dock-row"),
            html.Div(
                [
                    html.Canvas(id=ids.TIMELINE, className="timeline", **{"aria-label": t("Incidents over time")}),
                    _brush(first_day, last_day),
                ],
                className="timeline-box",
            ),
        ],
        className="dock",
        **{"aria-label": t("Time")},
    )


DATE_FORMAT = "D MMM YYYY"
"""How the date fields write a date; `assets/calendar.js` has the names of the months."""


def calendar_words() -> dict[str, str]:
    """What the buttons of a date field's calendar are called, for those who cannot see their arrows."""
    return {
        "previousMonth": t("Month before"),
        "nextMonth": t("Month after"),
        "previousYear": t("Year before"),
        "nextYear": t("Year after"),
        "previousDecade": t("Ten years before"),
        "nextDecade": t("Ten years after"),
    }


def _walk() -> list[Any]:
    return [
        tool(ids.STEP_BACK, "back", t("One step back")),
        tool(ids.PLAY, "play", t("Play")),
        tool(ids.STEP_ON, "on", t("One step on")),
    ]


def _dates(first_day: int | None, last_day: int | None) -> list[Any]:
    def date(id: str, label: str) -> Any:
        return dmc.DateInput(
            id=id,
            size="xs",
            valueFormat=DATE_FORMAT,
            ariaLabels=calendar_words(),
            className="date",
            **_bounds(first_day, last_day, label),
        )

    def clock(id: str, label: str) -> Any:
        return dmc.TimePicker(
            id=id,
            size="xs",
            className="clock",
            format="24h",
            debounce=True,
            hoursInputLabel=t("{side}: hour", side=label),
            minutesInputLabel=t("{side}: minute", side=label),
        )

    return [
        *(date(ids.FROM, t("From")), clock(ids.FROM_CLOCK, t("From"))),
        html.Span(t("to"), className="muted"),
        *(date(ids.TO, t("To")), clock(ids.TO_CLOCK, t("To"))),
        _choice(ids.ZONE, "local", [("local", t("Local")), ("utc", t("UTC"))], t("Time zone"), "zone"),
    ]


def _presets() -> list[Any]:
    named = (
        (ids.LAST_DAY, t("24 h"), t("The last day of the window")),
        (ids.LAST_WEEK, t("7 d"), t("Its last seven days")),
        (ids.LAST_MONTH, t("30 d"), t("Its last thirty days")),
        (ids.ALL_TIME, t("All"), t("All dates")),
        (ids.ZOOM, t("Zoom in"), t("Show the window alone in the timeline")),
    )
    return [html.Div([html.Button(t, id=i, className="preset", title=w) for i, t, w in named], className="presets")]


def _more() -> Any:
    """Shows mode, steps and speed where they have no room of their own: on a phone."""
    return tool(ids.PACES, "paces", t("Mode, steps and speed"), **{"aria-expanded": "false"})


def _choice(id: str, value: str, options: list[tuple[str, str]], label: str, kind: str = "pace") -> Any:
    named = [{"value": v, "label": t} for v, t in options]
    return dmc.Select(
        id=id, value=value, data=named, size="xs", allowDeselect=False, className=kind, **{"aria-label": label}
    )


def _pace() -> list[Any]:
    return [
        html.Div(
            [
                _choice(
                    ids.MODE,
                    "window",
                    [
                        ("window", t("Window")),
                        ("cumulative", t("From start")),
                        ("remaining", t("To end")),
                        ("instant", t("One day")),
                    ],
                    t("Mode"),
                ),
                html.Span(t("of"), className="muted"),
                dmc.NumberInput(
                    id=ids.SIZE,
                    min=1,
                    max=99_999,
                    size="xs",
                    className="pace number size",
                    hideControls=True,
                    debounce=True,
                    **{"aria-label": t("Length of the window, in days or hours")},
                ),
                html.Span(t("step"), className="muted"),
                dmc.NumberInput(
                    id=ids.STEP,
                    value=1,
                    min=1,
                    max=999,
                    size="xs",
                    className="pace number",
                    **{"aria-label": t("Size of a step")},
                ),
                _choice(
                    ids.UNIT,
                    "day",
                    [("hour", t("hours")), ("day", t("days")), ("week", t("weeks")), ("month", t("months"))],
                    t("Unit of a step"),
                ),
                _choice(
                    ids.SPEED,
                    "1",
                    [(n, digits(f"{n}×")) for n in ("0.25", "0.5", "1", "2", "4", "8", "16")],
                    t("Speed"),
                ),
                dmc.Checkbox(id=ids.LOOP, label=t("Loop"), size="xs", checked=False),
            ],
            className="paces",
        ),
        html.Span(id=ids.WINDOW_WORDS, className="muted window-words"),
    ]


def _bounds(first_day: int | None, last_day: int | None, label: str) -> dict[str, Any]:
    bounds: dict[str, Any] = {"aria-label": label, "clearable": False, "fixOnBlur": True}
    if first_day is not None and last_day is not None:
        bounds |= {"minDate": _iso(first_day), "maxDate": _iso(last_day)}
    return bounds


def _iso(day: int) -> str:
    return (text.EPOCH + timedelta(days=day)).isoformat()


def _brush(first_day: int | None, last_day: int | None) -> Any:
    """The window over the timeline; `assets/brush.js` gives it hands."""
    handle = {"role": "slider", "tabIndex": "0"}
    return html.Div(
        [
            html.Div(className="shade before"),
            html.Div(
                [
                    html.Div(className="handle from", **handle, **{"aria-label": t("First day of the window")}),
                    html.Div(className="handle until", **handle, **{"aria-label": t("Last day of the window")}),
                ],
                className="pane",
                tabIndex="0",
                role="group",
                **{"aria-label": t("Window of time; arrow keys move it")},
            ),
            html.Div(className="shade after"),
        ],
        id=ids.BRUSH,
        className="brush",
        hidden=first_day is None,
        **{
            "data-first": str(first_day if first_day is not None else ""),
            "data-last": str(last_day if last_day is not None else ""),
        },
    )
