"""The ground side's building, power and upkeep."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Megawatt, PerYearPerGpu, Ratio, Usd, UsdPerJoule, UsdPerWatt


@formula
def facility_power(it_power: Megawatt, power_usage_effectiveness: Ratio) -> Megawatt:
    """Power at the meter with all IT at full work: IT x PUE."""
    return it_power * power_usage_effectiveness


@formula
def mean_facility_power(facility_power: Megawatt, power_utilization: Fraction, served_power_fraction: Fraction) -> Megawatt:
    """Power at the meter on average: chips draw less than their full power most of the time, and nothing where none is to be had."""
    return facility_power * power_utilization * served_power_fraction


@formula
def building_capital(it_power: Megawatt, building_price: UsdPerWatt) -> Usd:
    """Building, electrical and cooling plant: IT power times price per watt of IT."""
    return it_power * building_price


@formula(computes="electricity_price")
def electricity_price_from_gas(gas_price: UsdPerJoule, gas_heat_rate: Ratio) -> UsdPerJoule:
    """Price of own gas generation, fuel alone: heat per electricity times the price of heat, both on the higher heating value."""
    return gas_price * gas_heat_rate


@formula
def interruption_rate(base_interruption_rate: PerYearPerGpu) -> PerYearPerGpu:
    """Interruptions per accelerator and year on the ground, where the atmosphere keeps radiation out of the count."""
    return base_interruption_rate


@formula
def delivered_fraction(goodput: Fraction, system_availability: Fraction, served_power_fraction: Fraction) -> Fraction:
    """Share of the working accelerators' time that is delivered on the ground, where dead parts are replaced at a cost."""
    return goodput * system_availability * served_power_fraction
