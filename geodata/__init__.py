"""Incidents and displacement figures: read, locate, keep, ask."""

from .answers import breakdown, listed_max, over_time, rows_between, summary
from .block import packed, smallest
from .breakdown import OTHERS, Bins, bins
from .claims import CLAIMS_MAX, REACH_M, also_reported, nearby
from .columns import Columns, as_columns, matching
from .displaced import NOTHING, Range, displaced_steps, movements, spanned, stocks, total
from .doubts import DOUBTS, WITHOUT
from .export import FORMATS as EXPORT_FORMATS
from .export import ZIP, Exported, export
from .extent import Extent, extent
from .flows import End, Flow, Flows, flows
from .glyphs import Cell, Glyphs, cells, points_at, rows_at, spots
from .grid import at_hand, grid_of
from .gridded import (
    Counts,
    acting,
    actors_of,
    counts,
    doubted,
    histogram,
    ids_at,
    killed,
    large,
    number_of,
    prepare,
    values,
)
from .manifest import DISCLAIMER, citation, manifest
from .overlaps import Deadly, known_actors, per_actor, per_deaths, per_doubt
from .places import Spot, places
from .query import (
    EVERYTHING,
    NOWHERE,
    Box,
    Filter,
    Summary,
    datasets,
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
    to_date,
    to_day,
)
from .regions import ground, outlines
from .release import EXPORTED as EXPORTED_TABLES
from .release import ROWS_MAX as EXPORT_ROWS_MAX
from .release import Leaving, LeftOut, Release, leaving, released
from .schema import EVENT_TYPES
from .store import Outdated, Store, StoreError, TooSlow, default_root
from .surfaces import Heat, Units, heat, units
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
    "EXPORT_ROWS_MAX",
    "NOTHING",
    "NOWHERE",
    "OTHERS",
    "REACH_M",
    "WITHOUT",
    "ZIP",
    "Bins",
    "Box",
    "Cell",
    "Columns",
    "Counts",
    "Deadly",
    "End",
    "Exported",
    "Extent",
    "Filter",
    "Flow",
    "Flows",
    "Glyphs",
    "Heat",
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
    "TooSlow",
    "Units",
    "Window",
    "acting",
    "actors_of",
    "also_reported",
    "as_columns",
    "at_hand",
    "bins",
    "breakdown",
    "cells",
    "citation",
    "compared",
    "counts",
    "coverage",
    "datasets",
    "default_root",
    "displaced_steps",
    "doubted",
    "export",
    "extent",
    "faults",
    "flows",
    "grid_of",
    "ground",
    "heat",
    "histogram",
    "ids_at",
    "incident",
    "incidents",
    "incidents_by_id",
    "killed",
    "known_actors",
    "large",
    "leaving",
    "listed_max",
    "manifest",
    "matching",
    "movements",
    "nearby",
    "neighbours",
    "number_of",
    "outlines",
    "over_time",
    "packed",
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
    "points_at",
    "prepare",
    "released",
    "rows_at",
    "rows_between",
    "smallest",
    "spanned",
    "spots",
    "stocks",
    "summary",
    "to_date",
    "to_day",
    "total",
    "units",
    "values",
    "within",
]
