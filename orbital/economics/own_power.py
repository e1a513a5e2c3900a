"""Electricity from a plant of one's own, beside the datacenter: fuel, and the plant's capital as an annuity on the energy the datacenter takes."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, PerYear, RatePerYear, Ratio, UsdPerJoule, UsdPerWatt, Year
from orbital.economics.finance import capital_recovery_factor


@formula
def turbine_capital_recovery_factor(building_discount_rate: RatePerYear, turbine_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly payment per dollar of gas turbines, financed like the building."""
    return capital_recovery_factor(building_discount_rate, turbine_life, compounding_frequency)


@formula(computes="electricity_price")
def electricity_price_from_gas_and_turbines(
    gas_price: UsdPerJoule,
    gas_heat_rate: Ratio,
    turbine_price: UsdPerWatt,
    turbine_ratio: Ratio,
    turbine_capital_recovery_factor: PerYear,
    building_maintenance_rate: RatePerYear,
    power_utilization: Fraction,
) -> UsdPerJoule:
    """Price of own gas generation with its plant: fuel, and annuity and upkeep of the turbines over the mean power drawn from them.

    c = h g + r p (CRF + m)/u, with r the turbines' nameplate over the full power at the meter, and u the mean over the full power. The waiting
    for turbines is not in it.

    Source: the levelized cost of energy with fuel, e.g. Lazard LCOE+, methodology.
    """
    return gas_price * gas_heat_rate + turbine_price * turbine_ratio * (turbine_capital_recovery_factor + building_maintenance_rate) / power_utilization
