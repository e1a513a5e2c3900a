"""What spacedc-mdao computes alike on both sides, unlike our Models."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Constant, Fraction, Gpu, Ratio, UsdPerGpuHour, UsdPerYear

SHORT_YEAR = Constant(8760.0 / 8766.0, "", "the source counts 365.25 d of compute a year, and 8,760 h of electricity and accelerators")


@formula(computes="utilization")
def utilization_of_software_and_demand(sustained_fraction: Fraction, power_utilization: Fraction) -> Fraction:
    """Sustained over peak rate, times the share of time there is work."""
    return sustained_fraction * power_utilization


@formula
def cost_per_accelerator_hour(total_cost: UsdPerYear, accelerator_count: Gpu, compute_per_peak: Ratio) -> UsdPerGpuHour:
    """Cost per hour of an accelerator at its peak, by years of 8,760 hours."""
    return total_cost / (accelerator_count * compute_per_peak * SHORT_YEAR)
