"""What the SemiAnalysis article computes for orbit beyond our Model."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Gpu, Kelvin, Minute, MinutePerDay, Number, UsdEach, UsdPerGpuHour, UsdPerYear, WattPerSquareMeter
from orbital.physics.constants import DAY
from orbital.physics.thermal import fourth_power


@formula
def it_cost_per_gpu_hour(accelerator_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """Levelized IT cost per hour of each installed accelerator.

    Source: SemiAnalysis, section on levelized cost; monthly annuity over 16 accelerators x 730 h.
    """
    return accelerator_cost / accelerator_count


@formula
def operations_cost_per_gpu_hour(operations_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """Operations per hour of each installed accelerator."""
    return operations_cost / accelerator_count


@formula
def total_cost_per_gpu_hour(total_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """The article's TCO: total cost per hour of each installed accelerator, before availability and redundancy."""
    return total_cost / accelerator_count


@formula
def unstated_flux_factor(printed_radiator_flux: WattPerSquareMeter, net_radiator_flux: WattPerSquareMeter) -> Number:
    """The factor between the article's printed flux and the Stefan-Boltzmann value of its own inputs."""
    return printed_radiator_flux / net_radiator_flux


@formula
def hotter_flux_ratio(radiator_sink_temperature: Kelvin, hot_radiator_temperature: Kelvin, cold_radiator_temperature: Kelvin) -> Number:
    """How much more a radiator rejects at the hotter of two temperatures, same sink."""
    sink = fourth_power(radiator_sink_temperature)
    return (fourth_power(hot_radiator_temperature) - sink) / (fourth_power(cold_radiator_temperature) - sink)


@formula(computes="satellite_launch_price")
def satellite_launch_price_from_program_share(satellite_program_price: UsdEach, launch_share: Fraction) -> UsdEach:
    """Launch as the article's share of the whole program of one satellite."""
    return satellite_program_price * launch_share


@formula
def worst_day_eclipse(longest_eclipse: Minute, orbital_period: Minute) -> MinutePerDay:
    """Time in shadow on the year's worst day, when every orbit has the longest eclipse: t_e x (day / period), per day."""
    return longest_eclipse * (DAY / orbital_period) / DAY
