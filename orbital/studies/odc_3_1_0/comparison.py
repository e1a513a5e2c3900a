"""odc's break-even launch price, in closed form."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Kilogram, Megawatt, PerYear, SignedUsdPerKilogram, UsdPerJoule, UsdPerKilogram, UsdPerYear


@formula
def break_even_launch_price(
    orbital_launch_price: UsdPerKilogram,
    ground_levelized_cost_per_energy_sold: UsdPerJoule,
    orbital_sold_power: Megawatt,
    orbital_total_cost: UsdPerYear,
    orbital_satellite_capital_recovery_factor: PerYear,
    orbital_launched_mass: Kilogram,
    orbital_insurance_premium_fraction: Fraction,
) -> SignedUsdPerKilogram:
    """Launch price at which both sides sell at the same cost: the cost is linear in it, its insurance included. Negative: none does."""
    allowed = ground_levelized_cost_per_energy_sold * orbital_sold_power - orbital_total_cost
    return orbital_launch_price + allowed / (orbital_satellite_capital_recovery_factor * orbital_launched_mass * (1.0 + orbital_insurance_premium_fraction))
