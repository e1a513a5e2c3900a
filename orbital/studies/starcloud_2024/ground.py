"""What Starcloud computes for the ground beyond our Model: sums over ten years."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Count, CubicMeter, CubicMeterPerSecond, Megawatt, Ratio, Terawatthour, Usd, UsdPerJoule, UsdPerYear, Watt, Year


@formula
def period_energy(cluster_it_power: Megawatt, building_life: Year) -> Terawatthour:
    """Energy of the servers over the period."""
    return cluster_it_power * building_life


@formula
def energy_total(period_energy: Terawatthour, electricity_price: UsdPerJoule) -> Usd:
    """Energy of the servers over the period, without cooling."""
    return period_energy * electricity_price


@formula
def cooling_total(energy_total: Usd, power_usage_effectiveness: Ratio) -> Usd:
    """Energy of the chillers over the period."""
    return energy_total * (power_usage_effectiveness - 1.0)


@formula
def water_total(water_use: CubicMeterPerSecond, building_life: Year) -> CubicMeter:
    """Water over the period."""
    return water_use * building_life


@formula
def period_total(total_cost: UsdPerYear, building_life: Year) -> Usd:
    """All cost lines over the period."""
    return total_cost * building_life


@formula
def rack_power_total(rack_count: Count, rack_power: Watt) -> Megawatt:
    """Power of the racks that the source puts into its datacenter."""
    return rack_count * rack_power
