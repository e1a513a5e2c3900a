"""Carbon lines of the ground side, each in mass of CO2-equivalent per time, over the lives that money uses."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import CarbonKilogram, CarbonPerHeat, CarbonPerJoule, CarbonPerWatt, CarbonPerYear, Megawatt, Ratio, Year


@formula(computes="grid_carbon_intensity")
def grid_carbon_intensity_from_gas(gas_carbon_content: CarbonPerHeat, gas_heat_rate: Ratio) -> CarbonPerJoule:
    """Intensity of own gas generation, combustion alone: heat per electricity times carbon of the heat, both on the higher heating value."""
    return gas_carbon_content * gas_heat_rate


@formula
def accelerator_carbon(accelerator_carbon_stock: CarbonKilogram, accelerator_life: Year) -> CarbonPerYear:
    """Chips embodied, spread over their life on the ground."""
    return accelerator_carbon_stock / accelerator_life


@formula
def building_carbon(cluster_it_power: Megawatt, building_embodied_carbon: CarbonPerWatt, building_life: Year) -> CarbonPerYear:
    """Building and plant embodied, spread over a life that outlasts the chips."""
    return cluster_it_power * building_embodied_carbon / building_life


@formula
def electricity_carbon(mean_facility_power: Megawatt, grid_carbon_intensity: CarbonPerJoule) -> CarbonPerYear:
    """Energy at the meter times the intensity of the grid, on location, whatever certificates are bought."""
    return mean_facility_power * grid_carbon_intensity


@formula
def total_carbon(
    accelerator_carbon: CarbonPerYear, repair_carbon: CarbonPerYear, building_carbon: CarbonPerYear, electricity_carbon: CarbonPerYear
) -> CarbonPerYear:
    """All carbon lines of the ground side."""
    return accelerator_carbon + repair_carbon + building_carbon + electricity_carbon
