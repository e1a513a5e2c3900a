"""The ground side's power from servers to the meter, its building, and what it takes to run it: hands and water."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    CubicMeterPerJoule,
    CubicMeterPerSecond,
    Fraction,
    Gpu,
    Megawatt,
    PerMegawatt,
    PerYearPerGpu,
    Ratio,
    Usd,
    UsdPerJoule,
    UsdPerWatt,
    WattPerGpu,
)


@formula
def cluster_it_power(it_power: Megawatt, network_power_fraction: Ratio) -> Megawatt:
    """IT power with the scale-out network and storage beside the servers: P (1 + n). What a hall is built for.

    In orbit the links between satellites are in the bus overhead.
    """
    return it_power * (1.0 + network_power_fraction)


@formula
def facility_power(cluster_it_power: Megawatt, power_usage_effectiveness: Ratio) -> Megawatt:
    """Power at the meter with all IT at full work: IT x PUE."""
    return cluster_it_power * power_usage_effectiveness


@formula(computes="accelerator_count")
def accelerator_count_from_facility_power(
    facility_power: Megawatt, power_usage_effectiveness: Ratio, network_power_fraction: Ratio, accelerator_power: WattPerGpu
) -> Gpu:
    """Accelerators of a datacenter stated by its power at the meter: n = P / (PUE (1 + network) p)."""
    return facility_power / (power_usage_effectiveness * (1.0 + network_power_fraction) * accelerator_power)


@formula
def mean_facility_power(facility_power: Megawatt, power_utilization: Fraction, served_power_fraction: Fraction) -> Megawatt:
    """Power at the meter on average: chips draw less than their full power most of the time, and nothing where none is to be had."""
    return facility_power * power_utilization * served_power_fraction


@formula
def building_capital(cluster_it_power: Megawatt, building_price: UsdPerWatt) -> Usd:
    """Building, electrical and cooling plant: IT power times price per watt of IT."""
    return cluster_it_power * building_price


@formula
def site_staff(facility_power: Megawatt, staff_density: PerMegawatt) -> Ratio:
    """Full-time equivalents at the site: power at the meter times hands per megawatt."""
    return facility_power * staff_density


@formula
def water_use(mean_facility_power: Megawatt, power_usage_effectiveness: Ratio, water_usage_effectiveness: CubicMeterPerJoule) -> CubicMeterPerSecond:
    """Water the site takes: mean IT power times water per energy of IT (WUE, of the site alone, not of the power plants behind it).

    Source: The Green Grid, white paper 35, water usage effectiveness.
    """
    return mean_facility_power / power_usage_effectiveness * water_usage_effectiveness


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
