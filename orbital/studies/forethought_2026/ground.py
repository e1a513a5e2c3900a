"""What Forethought computes for the ground beyond our Model: a kilowatt without a grid, from panels, batteries and what goes with them."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Hour, Megawatt, PerYear, Ratio, Usd, UsdPerJoule, UsdPerKilowatt, UsdPerKilowattHour, UsdPerWatt, Year


@formula
def own_power_capital(
    solar_ratio: Ratio, solar_price: UsdPerWatt, storage_time: Hour, storage_price: UsdPerKilowattHour, balance_price: UsdPerKilowatt
) -> UsdPerKilowatt:
    """Panels, batteries and the rest per continuous power: r p + h b + rest.

    Source: appendix D.
    """
    return solar_ratio * solar_price + storage_time * storage_price + balance_price


@formula(computes="electricity_price")
def electricity_price_from_own_power_capital(own_power_capital: UsdPerKilowatt, solar_capital_recovery_factor: PerYear) -> UsdPerJoule:
    """The same per energy: an annuity over the life, at rate 0 a straight line. No upkeep, and every hour is served."""
    return own_power_capital * solar_capital_recovery_factor


@formula
def solar_oversize(solar_ratio: Ratio, solar_capacity_factor: Fraction) -> Ratio:
    """Energy of the panels over that of the load."""
    return solar_ratio * solar_capacity_factor


@formula
def known_program_cost(demanded_capacity: Megawatt, it_capital: Usd, own_power_capital: UsdPerKilowatt, program_time: Year, building_life: Year) -> Usd:
    """Chips, and the program's share of a power plant that serves as long as the building: all of the total that the article gives inputs for."""
    return it_capital + demanded_capacity * own_power_capital * program_time / building_life
