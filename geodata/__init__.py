"""Incidents and displacement figures: read, locate, keep, ask."""

from .breakdown import OTHERS, Bins, bins, breakdown, over_time
from .claims import CLAIMS_MAX, REACH_M, also_reported, nearby
from .columns import Columns, as_columns, ids_at, matching
from .displaced import NOTHING, Range, displaced_steps, movements, spanned, stocks, total
from .doubts import DOUBTS, WITHOUT
from .export import FORMATS as EXPORT_FORMATS
from .export import ZIP, Exported, export
from .flows import End, Flow, Flows, flows
from .manifest import DISCLAIMER, citation, manifest
from .overlaps import Deadly, known_actors, per_actor, per_deaths, per_doubt
from .places import Spot, places
from .query import (
    EVERYTHING,
    NOWHERE,
    Box,
    Extent,
    Filter,
    Summary,
    datasets,
    extent,
    faults,
    incident,
    incidents,
    incidents_by_id,
    neighbours,
    per_day,
    per_event_type,
    per_precision,
    per_region,
    per_source,
    per_status,
    rows_between,
    summary,
    to_date,
    to_day,
)
from .regions import ground, outlines
from .release import EXPORTED as EXPORTED_TABLES
from .release import Leaving, LeftOut, Release, leaving, released
from .schema import EVENT_TYPES
from .store import Outdated, Store, StoreError, default_root
from .windows import Window, compared, coverage, within
from .writers import TooLarge

__all__ = [
    "CLAIMS_MAX",
    "DISCLAIMER",
    "DOUBTS",
    "EVENT_TYPES",
    "EVERYTHING",
    "EXPORTED_TABLES",
    "EXPORT_FORMATS",
    "NOTHING",
    "NOWHERE",
    "OTHERS",
    "REACH_M",
    "WITHOUT",
    "ZIP",
    "Bins",
    "Box",
    "Columns",
    "Deadly",
    "End",
    "Exported",
    "Extent",
    "Filter",
    "Flow",
    "Flows",
    "Leaving",
    "LeftOut",
    "Outdated",
    "Range",
    "Release",
    "Spot",
    "Store",
    "StoreError",
    "Summary",
    "TooLarge",
    "Window",
    "also_reported",
    "as_columns",
    "bins",
    "breakdown",
    "citation",
    "compared",
    "coverage",
    "datasets",
    "default_root",
    "displaced_steps",
    "export",
    "extent",
    "faults",
    "flows",
    "ground",
    "ids_at",
    "incident",
    "incidents",
    "incidents_by_id",
    "known_actors",
    "leaving",
    "manifest",
    "matching",
    "movements",
    "nearby",
    "neighbours",
    "outlines",
    "over_time",
    "per_actor",
    "per_day",
    "per_deaths",
    "per_doubt",
    "per_event_type",
    "per_precision",
    "per_region",
    "per_source",
    "per_status",
    "places",
    "released",
    "rows_between",
    "spanned",
    "stocks",
    "summary",
    "to_date",
    "to_day",
    "total",
    "within",
]
