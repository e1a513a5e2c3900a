"""What research-viewer computes for orbit unlike our Model: all capital per kilowatt over one effective life, and the emission of one face."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Megawatt, Usd, UsdPerKilowatt, UsdPerYear, UsdPerYearPerWatt, WattPerSquareMeter


@formula(computes="satellite_capital")
def satellite_capital_of_it_power(it_power: Megawatt, program_price: UsdPerKilowatt) -> Usd:
    """Chips, platform and launch in one, per IT power. Losses are in the life, which is the effective one."""
    return it_power * program_price


@formula(computes="operations_cost")
def operations_cost_of_it_power(it_power: Megawatt, operations_price_per_power: UsdPerYearPerWatt) -> UsdPerYear:
    """Stations, operations and fees per IT power."""
    return it_power * operations_price_per_power


@formula
def sunlit_fraction(annual_eclipse_fraction: Fraction) -> Fraction:
    """Share of the year in sunlight: what the source calls availability where no battery carries the load."""
    return 1.0 - annual_eclipse_fraction


@formula
def net_flux_of_one_face(net_radiator_flux: WattPerSquareMeter) -> WattPerSquareMeter:
    """Half of what both faces give off to the same sink."""
    return 0.5 * net_radiator_flux
