"""What space-data-center-model computes for the ground unlike our Model: a building by its metered power, land by the acre, a least crew."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Gpu, Megawatt, PerGpu, Ratio, Usd, UsdPerWatt, UsdPerYear, UsdPerYearPerWatt, Year


@formula(computes="building_capital")
def building_capital_of_facility(facility_power: Megawatt, building_price: UsdPerWatt) -> Usd:
    """Shell, power and cooling by the power at the meter, not by that of IT."""
    return facility_power * building_price


@formula(computes="site_staff")
def site_staff_of_chips(accelerator_count: Gpu, staff_per_accelerator: PerGpu, least_staff: Ratio) -> Ratio:
    """Hands by the number of chips, and never fewer than a least crew."""
    return np.maximum(accelerator_count * staff_per_accelerator, least_staff)


@formula
def land_cost(facility_power: Megawatt, land_price: UsdPerYearPerWatt) -> UsdPerYear:
    """Lease of the land by power at the meter."""
    return facility_power * land_price


@formula
def yearly_operations(
    electricity_cost: UsdPerYear, water_cost: UsdPerYear, staff_cost: UsdPerYear, building_maintenance_cost: UsdPerYear, land_cost: UsdPerYear
) -> UsdPerYear:
    """All that is paid each year."""
    return electricity_cost + water_cost + staff_cost + building_maintenance_cost + land_cost


@formula
def period_total(total_cost: UsdPerYear, building_life: Year) -> Usd:
    """Capital and operations over the study's period, undiscounted."""
    return total_cost * building_life
