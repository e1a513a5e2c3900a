"""What the SemiAnalysis article computes for orbit beyond our Model."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import compounded
from orbital.core.units import (
    CalendarYear,
    Constant,
    Fraction,
    Gpu,
    Kelvin,
    Minute,
    MinutePerDay,
    Number,
    RatePerYear,
    UsdEach,
    UsdPerGpuHour,
    UsdPerWatt,
    UsdPerYear,
    Watt,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import DAY
from orbital.physics.thermal import fourth_power

LATER_YEAR = Constant(2032.0, "", "the article's second satellite")


@formula
def operations_cost_per_gpu_hour(operations_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """Operations per hour of each installed accelerator."""
    return operations_cost / accelerator_count


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


# --- its path of prices, rates and lives through the years ---
@formula(computes="satellite_price")
def satellite_price_on_path(
    satellite_it_power: Watt, first_satellite_price_per_watt: UsdPerWatt, price_path_decline_rate: RatePerYear, years_ahead: Year
) -> UsdEach:
    """A satellite without chips and launch: the price per IT watt of 2026, falling as the article's two satellites make it fall."""
    return satellite_it_power * first_satellite_price_per_watt * compounded(-price_path_decline_rate, years_ahead)


@formula(computes="satellite_launch_price")
def satellite_launch_price_on_path(
    satellite_it_power: Watt, first_launch_price_per_watt: UsdPerWatt, launch_path_decline_rate: RatePerYear, years_ahead: Year
) -> UsdEach:
    """Launch of a satellite: the price per IT watt of 2026, falling as the article's two satellites make it fall."""
    return satellite_it_power * first_launch_price_per_watt * compounded(-launch_path_decline_rate, years_ahead)


@formula(computes="satellite_life")
def satellite_life_on_path(start_year: CalendarYear, first_satellite_life: Year, later_satellite_life: Year) -> Year:
    """Life of what is not chips: 5 years, 10 from 2032 on."""
    return np.where(start_year >= LATER_YEAR, later_satellite_life, first_satellite_life)
