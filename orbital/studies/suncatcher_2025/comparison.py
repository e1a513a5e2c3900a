"""The Suncatcher paper's own comparison."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Ratio, UsdPerYearPerWatt


@formula
def launch_over_electricity(orbital_launched_power_price: UsdPerYearPerWatt, ground_power_spend: UsdPerYearPerWatt) -> Ratio:
    """Launch alone over electricity alone, per kilowatt and year: neither side's total."""
    return orbital_launched_power_price / ground_power_spend
