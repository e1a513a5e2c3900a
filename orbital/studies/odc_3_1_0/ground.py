"""What odc computes for the ground unlike our Model."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Gpu,
    Megawatt,
    RatePerYear,
    Ratio,
    Usd,
    UsdDifference,
    UsdPerGpu,
    UsdPerJoule,
    UsdPerWatt,
    UsdPerYear,
    WattPerGpu,
    Year,
)
from orbital.studies.odc_3_1_0.sold import STUDY_YEAR, mid_year_sum, present_value_of_sales


@formula(computes="accelerator_count")
def accelerator_count_with_spares(demanded_capacity: Megawatt, accelerator_power: WattPerGpu, spare_fraction: Ratio) -> Gpu:
    """Accelerators installed: those that are sold, and spares beyond them."""
    return demanded_capacity / accelerator_power * (1.0 + spare_fraction)


@formula(computes="accelerator_price")
def accelerator_price_from_power(accelerator_power: WattPerGpu, accelerator_price_per_power: UsdPerWatt) -> UsdPerGpu:
    """Servers bought, by their power."""
    return accelerator_power * accelerator_price_per_power


@formula(computes="building_capital")
def building_capital_of_sold_power(demanded_capacity: Megawatt, building_price: UsdPerWatt) -> Usd:
    """Building for what is sold: spares need no room."""
    return demanded_capacity * building_price


@formula(computes="facility_power")
def facility_power_of_sold_power(demanded_capacity: Megawatt, power_usage_effectiveness: Ratio) -> Megawatt:
    """Power at the meter for what is sold: spares draw none."""
    return demanded_capacity * power_usage_effectiveness


@formula
def initial_capital(accelerator_capital: Usd, building_capital: Usd) -> Usd:
    """IT and building."""
    return accelerator_capital + building_capital


@formula(computes="delivered_fraction")
def delivered_fraction_after_overhead(system_availability: Fraction, compute_overhead: Fraction) -> Fraction:
    """Share of the sold capacity's time that is delivered."""
    return system_availability * (1.0 - compute_overhead)


@formula
def sold_power(demanded_capacity: Megawatt, power_utilization: Fraction, delivered_fraction: Fraction) -> Megawatt:
    """IT power sold on average."""
    return demanded_capacity * power_utilization * delivered_fraction


@formula
def levelized_cost_per_energy_sold(total_cost: UsdPerYear, sold_power: Megawatt) -> UsdPerJoule:
    """The source's headline: cost per kilowatt-hour of IT sold."""
    return total_cost / sold_power


@formula
def net_present_value(
    sold_power: Megawatt,
    initial_revenue: UsdPerJoule,
    revenue_decline: RatePerYear,
    accelerator_nominal_rate: RatePerYear,
    accelerator_life: Year,
    electricity_cost: UsdPerYear,
    maintenance_cost: UsdPerYear,
    building_cost: UsdPerYear,
    accelerator_capital: Usd,
) -> UsdDifference:
    """Sales at a price that falls, less operations and the building's annuity for the chips' life, less the chips at the start."""
    sales = present_value_of_sales(sold_power, initial_revenue, revenue_decline, accelerator_nominal_rate, accelerator_life)
    yearly = electricity_cost + maintenance_cost + building_cost
    running = yearly * STUDY_YEAR * mid_year_sum(accelerator_nominal_rate, 0.0 * revenue_decline, accelerator_life)
    return sales - running - accelerator_capital
