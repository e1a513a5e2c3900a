"""What odc computes for the ground unlike our Model."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    Megawatt,
    RatePerYear,
    Ratio,
    Usd,
    UsdDifference,
    UsdPerJoule,
    UsdPerWatt,
    UsdPerYear,
    Year,
)
from orbital.studies.odc_3_1_0.shared import STUDY_YEAR, mid_year_sum, present_value_of_sales


@formula(computes="building_capital")
def building_capital_of_sold_power(demanded_capacity: Megawatt, building_price: UsdPerWatt) -> Usd:
    """Building for what is sold: spares need no room."""
    return demanded_capacity * building_price


@formula(computes="facility_power")
def facility_power_of_sold_power(demanded_capacity: Megawatt, power_usage_effectiveness: Ratio) -> Megawatt:
    """Power at the meter for what is sold: spares draw none."""
    return demanded_capacity * power_usage_effectiveness


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
