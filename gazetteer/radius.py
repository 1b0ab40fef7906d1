"""How far from its point a place may reach, in metres."""

DISTRICT_M = 15_000.0
"""A district or subdistrict whose extent is not known."""

_STEPS = ((5_000, 1_000.0), (50_000, 2_000.0), (500_000, 3_000.0))


def settlement_radius_m(population: int) -> float:
    """How far from its point a settlement may reach, by its people: 1 to 5 km."""
    return next((radius for below, radius in _STEPS if population < below), 5_000.0)
