"""What the browser draws of the displaced who moved: flows as plain values, with their words."""

from __future__ import annotations

from typing import Any

import geodata
from geodata import Filter, Flow, Store

from . import text
from .controls import range_words
from .language import N_, beside, t

MEASURE_WORDS = {"flow": N_("{people} arrived"), "return": N_("{people} returned")}


def drawn(store: Store, where: Filter, shown: bool) -> list[dict[str, Any]]:
    """The flows of the filter for `assets/flows.js`, widest first: from and to (lon, lat), people, measure, words.

    None of them where displacement is not shown.
    """
    return [_plain(flow) for flow in geodata.flows(store, where).drawn] if shown else []


def _plain(flow: Flow) -> dict[str, Any]:
    return {
        "from": [flow.origin.lon, flow.origin.lat],
        "to": [flow.destination.lon, flow.destination.lat],
        "people": flow.people.high or flow.people.low or 0,
        "measure": flow.measure,
        "title": t("{origin} → {place}", origin=flow.origin.name, place=flow.destination.name),
        "words": t(MEASURE_WORDS[flow.measure], people=range_words(flow.people)),
        "note": beside(_days(flow), ", ".join(flow.people.claimants)),
    }


def _days(flow: Flow) -> str:
    if flow.first_day is None or flow.last_day is None:
        return ""
    return text.days(flow.first_day, flow.last_day)
