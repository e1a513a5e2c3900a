"""What Epoch reports of a gigawatt data center beyond our Model: sums and shares of its cost lines."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Megawatt, Ratio, Usd, UsdPerWatt, UsdPerYear


@formula
def capital_per_it_power(cluster_capital: Usd, it_power: Megawatt) -> UsdPerWatt:
    """Capital per watt of IT."""
    return cluster_capital / it_power


@formula
def capital_per_facility_power(cluster_capital: Usd, facility_power: Megawatt) -> UsdPerWatt:
    """Capital per watt at the meter, at peak."""
    return cluster_capital / facility_power


@formula
def yearly_operations(electricity_cost: UsdPerYear, building_maintenance_cost: UsdPerYear) -> UsdPerYear:
    """Electricity and all other operations."""
    return electricity_cost + building_maintenance_cost


@formula
def electricity_share(electricity_cost: UsdPerYear, total_cost: UsdPerYear) -> Fraction:
    """Electricity in the yearly total."""
    return electricity_cost / total_cost


@formula
def cost_without_chips(building_cost: UsdPerYear, yearly_operations: UsdPerYear) -> UsdPerYear:
    """All that is not chips: what another place could save at most."""
    return building_cost + yearly_operations


@formula
def cost_without_chips_share(cost_without_chips: UsdPerYear, total_cost: UsdPerYear) -> Fraction:
    """The same, of the yearly total."""
    return cost_without_chips / total_cost


@formula
def facility_over_it(capital_per_it_power: UsdPerWatt, printed_capital_per_facility_power: UsdPerWatt) -> Ratio:
    """Peak power at the meter per watt of IT that makes the two printed figures one fact."""
    return capital_per_it_power / printed_capital_per_facility_power
