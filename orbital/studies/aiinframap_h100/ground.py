"""What the calculator prints: sums over its five years, nothing discounted."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Usd, UsdPerYear, Year


@formula
def period_total(total_cost: UsdPerYear, accelerator_life: Year) -> Usd:
    """All cost lines over the period, undiscounted."""
    return total_cost * accelerator_life


@formula
def electricity_total(electricity_cost: UsdPerYear, accelerator_life: Year) -> Usd:
    """Electricity over the period."""
    return electricity_cost * accelerator_life


@formula(computes="utilization")
def utilization_of_power(power_utilization: Fraction) -> Fraction:
    """The calculator has one utilization: of power and of peak FLOP alike."""
    return power_utilization
