"""What Novaspace computes for the ground beyond our Model: a sum over five years, the building in full."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Usd, UsdPerYear, Year


@formula
def period_total(total_cost: UsdPerYear, building_cost: UsdPerYear, building_capital: Usd, program_time: Year) -> Usd:
    """Building paid in full at the start, and the other cost lines over the period, undiscounted."""
    return building_capital + (total_cost - building_cost) * program_time
