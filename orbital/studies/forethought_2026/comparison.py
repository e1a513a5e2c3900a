"""Forethought's crossover: the launch price at which power from orbit costs what it costs on the ground without a grid."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import KilogramPerWatt, SignedUsdPerKilogram, UsdPerKilowatt


@formula
def crossover_launch_price(
    ground_own_power_capital: UsdPerKilowatt, orbital_array_capital_per_load: UsdPerKilowatt, orbital_array_mass_per_load: KilogramPerWatt
) -> SignedUsdPerKilogram:
    """L* = (C_earth - C_hw) / m. Power alone, over the same five years on both sides.

    Source: appendix D.
    """
    return (ground_own_power_capital - orbital_array_capital_per_load) / orbital_array_mass_per_load
