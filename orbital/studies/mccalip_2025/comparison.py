"""McCalip's break-even launch price, as published and with the cost lines it leaves out."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Megawatt, Number, SignedUsdPerKilogram, Usd, UsdPerWatt, WattPerKilogram


@formula
def break_even_launch_price(
    ground_period_total: Usd,
    orbital_satellite_price_per_watt: UsdPerWatt,
    orbital_required_array_power: Megawatt,
    orbital_satellite_specific_power: WattPerKilogram,
) -> SignedUsdPerKilogram:
    """As published: (ground total - hardware) / mass. Leaves out operations, replacement and non-recurring cost (M2)."""
    hardware = orbital_satellite_price_per_watt * orbital_required_array_power
    return (ground_period_total - hardware) / (orbital_required_array_power / orbital_satellite_specific_power)


@formula
def corrected_break_even_launch_price(
    break_even_launch_price: SignedUsdPerKilogram,
    orbital_operations_total: Usd,
    orbital_replacement_total: Usd,
    orbital_nonrecurring_capital: Usd,
    orbital_required_array_power: Megawatt,
    orbital_satellite_specific_power: WattPerKilogram,
) -> SignedUsdPerKilogram:
    """With the three lines the engine leaves out."""
    left_out = orbital_operations_total + orbital_replacement_total + orbital_nonrecurring_capital
    return break_even_launch_price - left_out / (orbital_required_array_power / orbital_satellite_specific_power)


@formula
def total_ratio(orbital_period_total: Usd, ground_period_total: Usd) -> Number:
    """Orbital over ground total per nominal watt; the two sides deliver unlike shares of it (M3)."""
    return orbital_period_total / ground_period_total
