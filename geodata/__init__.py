"""Incidents and displacement figures: read, locate, keep, ask."""

from .displaced import NOTHING, Range, movements, spanned, stocks
from .export import FORMATS as EXPORT_FORMATS
from .export import ZIP, Exported, export
from .query import (
    EVERYTHING,
    NOWHERE,
    Extent,
    Filter,
    Summary,
    datasets,
    extent,
    faults,
    incident,
    incidents,
    per_day,
    per_event_type,
    per_precision,
    per_region,
    per_source,
    summary,
    to_date,
    to_day,
)
from .regions import outlines
from .store import Store, StoreError, default_root

__all__ = [
    "EVERYTHING",
    "EXPORT_FORMATS",
    "NOTHING",
    "NOWHERE",
    "ZIP",
    "Exported",
    "Extent",
    "Filter",
    "Range",
    "Store",
    "StoreError",
    "Summary",
    "datasets",
    "default_root",
    "export",
    "extent",
    "faults",
    "incident",
    "incidents",
    "movements",
    "outlines",
    "per_day",
    "per_event_type",
    "per_precision",
    "per_region",
    "per_source",
    "spanned",
    "stocks",
    "summary",
    "to_date",
    "to_day",
]
