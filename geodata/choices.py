"""How many incidents each choice of a filter has."""

from __future__ import annotations

import pandas as pd

from .kept import once_a_snapshot
from .query import DISTRICT_NAME, EVERYTHING, NOWHERE, Filter
from .store import Store


def per_region(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row a region, most incidents first: admin0, admin0_name, admin1, admin1_name, admin1_name_ar, admin2_name,
    incidents, fatalities.

    The filter's own regions are left open. Regions without incidents in the filter stay, with 0. Incidents without a
    point have admin0 NOWHERE; those known to a country alone have an empty admin1, those whose district is not known
    an empty admin2_name.
    """
    return _per(
        store,
        where.without("regions"),
        f"CASE WHEN lat IS NULL THEN '{NOWHERE}' ELSE coalesce(admin0, '') END AS admin0, coalesce(admin0_name, "
        "'') AS admin0_name, "
        "coalesce(admin1, '') AS admin1, coalesce(admin1_name, '') AS admin1_name, coalesce(admin1_name_ar, '') "
        f"AS admin1_name_ar, {DISTRICT_NAME} AS admin2_name",
        6,
    )


def per_event_type(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row an event type and sub-type, most incidents first: event_type, sub_event_type, incidents, fatalities.

    The filter's own event types are left open; types without incidents in the filter stay, with 0.
    """
    return _per(store, where.without("event_types"), "event_type, coalesce(sub_event_type, '') AS sub_event_type", 2)


def per_source(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row a dataset: source, incidents, fatalities. The filter's own sources are left open."""
    return _per(store, where.without("sources"), "source", 1)


def per_status(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row a status: status, incidents, fatalities. The filter's own statuses are left open."""
    return _per(store, where.without("statuses"), "status", 1)


def per_precision(store: Store, where: Filter = EVERYTHING) -> pd.DataFrame:
    """One row a precision: location_precision ('' where unlocated), incidents, fatalities."""
    return _per(store, where.without("precisions"), "coalesce(location_precision, '') AS location_precision", 1)


@once_a_snapshot(64)
def _per(store: Store, where: Filter, columns: str, n: int) -> pd.DataFrame:
    condition, values = where.sql()
    places = ", ".join(str(i) for i in range(1, n + 1))
    return store.ask(
        f"SELECT {columns}, CAST(count(*) FILTER (WHERE {condition}) AS INTEGER) AS incidents, "
        f"CAST(coalesce(sum(fatalities_best) FILTER (WHERE {condition}), 0) AS BIGINT) AS fatalities "
        f"FROM incidents GROUP BY {places} ORDER BY incidents DESC, {places}",
        values * 2,
    )
