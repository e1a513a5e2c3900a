"""What Novaspace computes for orbit beyond our Model: sums over five years."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Usd, UsdEach, UsdPerWatt, UsdPerYear, Watt, Year


@formula
def satellite_price_per_it_power(satellite_price: UsdEach, satellite_it_power: Watt) -> UsdPerWatt:
    """Satellite per watt of IT."""
    return satellite_price / satellite_it_power


@formula
def period_total(total_cost: UsdPerYear, satellite_life: Year) -> Usd:
    """All cost lines over the period, undiscounted. After it everything is bought anew."""
    return total_cost * satellite_life
