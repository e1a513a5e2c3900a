"""What spacedc-mdao computes for the ground unlike our Model."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Constant, Fraction, Gpu, Megawatt, PerYear, Ratio, Usd, UsdPerGpuHour, UsdPerJoule, UsdPerYear

SHORT_YEAR = Constant(8760.0 / 8766.0, "", "the source counts 365.25 d of compute a year, and 8,760 h of electricity and accelerators")


@formula(computes="utilization")
def utilization_of_software_and_demand(sustained_fraction: Fraction, power_utilization: Fraction) -> Fraction:
    """Sustained over peak rate, times the share of time there is work."""
    return sustained_fraction * power_utilization


@formula(computes="electricity_cost")
def electricity_cost_of_short_year(mean_facility_power: Megawatt, electricity_price: UsdPerJoule) -> UsdPerYear:
    """Energy at the meter times its price, by years of 8,760 hours."""
    return mean_facility_power * electricity_price * SHORT_YEAR


@formula
def initial_capital(accelerator_capital: Usd, building_capital: Usd) -> Usd:
    """All that is paid before the first year."""
    return accelerator_capital + building_capital


@formula
def lifecycle_present_value(total_cost: UsdPerYear, building_capital_recovery_factor: PerYear) -> Usd:
    """Present value of all cost: the level yearly cost over the recovery factor that all assets share."""
    return total_cost / building_capital_recovery_factor


@formula
def cost_per_accelerator_hour(total_cost: UsdPerYear, accelerator_count: Gpu, compute_per_peak: Ratio) -> UsdPerGpuHour:
    """Cost per hour of an accelerator at its peak, by years of 8,760 hours."""
    return total_cost / (accelerator_count * compute_per_peak * SHORT_YEAR)
