"""Electricity from a plant of one's own, beside the datacenter: fuel, and the plant's capital as an annuity on the energy the datacenter takes."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Hour, Number, PerYear, RatePerYear, Ratio, UsdPerJoule, UsdPerWatt, Year
from orbital.economics.finance import after_tax, capital_recovery_factor


@formula
def turbine_capital_recovery_factor(building_discount_rate: RatePerYear, turbine_life: Year, compounding_frequency: PerYear, tax_rate: Fraction) -> PerYear:
    """Yearly payment per dollar of gas turbines, financed like the building, depreciated in a straight line."""
    return after_tax(capital_recovery_factor(building_discount_rate, turbine_life, compounding_frequency), 1.0 / turbine_life, tax_rate)


@formula(computes="electricity_price")
def electricity_price_from_gas_and_turbines(
    gas_price: UsdPerJoule,
    gas_heat_rate: Ratio,
    turbine_price: UsdPerWatt,
    turbine_ratio: Ratio,
    turbine_capital_recovery_factor: PerYear,
    turbine_maintenance_rate: RatePerYear,
    power_utilization: Fraction,
    operating_escalation_factor: Number,
) -> UsdPerJoule:
    """Price of own gas generation with its plant: fuel, and annuity and upkeep of the turbines over the mean power drawn from them.

    c = h g + r p (CRF/e + m)/u, with r the turbines' nameplate over the full power at the meter, and u the mean over the full power. The
    annuity does not rise with operating prices: e is the factor by which `electricity_cost` raises the whole. The waiting for turbines is
    not in it.

    Source: the levelized cost of energy with fuel, e.g. Lazard LCOE+, methodology.
    """
    annuity = turbine_capital_recovery_factor / operating_escalation_factor
    return gas_price * gas_heat_rate + turbine_price * turbine_ratio * (annuity + turbine_maintenance_rate) / power_utilization


@formula
def solar_capital_recovery_factor(building_discount_rate: RatePerYear, solar_life: Year, compounding_frequency: PerYear, tax_rate: Fraction) -> PerYear:
    """Yearly payment per dollar of own panels, financed like the building, depreciated in a straight line."""
    return after_tax(capital_recovery_factor(building_discount_rate, solar_life, compounding_frequency), 1.0 / solar_life, tax_rate)


@formula
def storage_capital_recovery_factor(building_discount_rate: RatePerYear, storage_life: Year, compounding_frequency: PerYear, tax_rate: Fraction) -> PerYear:
    """Yearly payment per dollar of own batteries, financed like the building, depreciated in a straight line."""
    return after_tax(capital_recovery_factor(building_discount_rate, storage_life, compounding_frequency), 1.0 / storage_life, tax_rate)


@formula(computes="electricity_price")
def electricity_price_from_solar_and_battery(
    solar_price: UsdPerWatt,
    solar_ratio: Ratio,
    solar_capital_recovery_factor: PerYear,
    storage_price: UsdPerJoule,
    storage_time: Hour,
    storage_capital_recovery_factor: PerYear,
    solar_maintenance_rate: RatePerYear,
    solar_served_fraction: Fraction,
    operating_escalation_factor: Number,
) -> UsdPerJoule:
    """Price of power from own panels and batteries: their annuities and upkeep over the energy they serve.

    c = (r p (CRF_s/e + m) + h b (CRF_b/e + m)) / s, per watt of mean load: r panels' nameplate and h storage over that load, s the share of its
    energy that is served, e the factor by which `electricity_cost` raises the whole. What is not served is counted as had from elsewhere at this
    price, or stands the chips still with `served_power_fraction_by_own_sun`.

    Source: the levelized cost of energy, e.g. Lazard LCOE+, methodology.
    """
    panels = solar_ratio * solar_price * (solar_capital_recovery_factor / operating_escalation_factor + solar_maintenance_rate)
    batteries = storage_time * storage_price * (storage_capital_recovery_factor / operating_escalation_factor + solar_maintenance_rate)
    return (panels + batteries) / solar_served_fraction
