"""What AstroCompute computes for the ground: the cost of an H100's worth of chip for an hour, and the price at which scarcity sells it."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    YEAR,
    CalendarYear,
    Constant,
    FlopPerJoule,
    FlopPerSecond,
    Fraction,
    Gpu,
    Megawatt,
    Number,
    RatePerYear,
    Ratio,
    UsdPerFlop,
    UsdPerGpu,
    UsdPerGpuHour,
    UsdPerJoule,
    UsdPerYear,
    WattPerGpu,
)
from orbital.studies.astrocompute_2026.shared import FIRST_YEAR, per_year, reactor_share, with_reactors

SERVER_FACTOR = Constant(1.4, "", "AstroCompute, ground.ts: a server over its chips")
LEAST_CHIP_PRICE = Constant(1000.0, "USD/GPU", "AstroCompute, ground.ts")
LEAST_OVERHEAD = Constant(0.15 / 3600.0, "USD/s/GPU", "AstroCompute, ground.ts: real estate, 0.15 USD/h")
OVERHEAD_DECLINE = Constant(-0.04, "", "AstroCompute, ground.ts")
LEAST_EFFECTIVENESS = Constant(1.08, "", "AstroCompute, ground.ts")
EFFECTIVENESS_GAIN = Constant(0.01, "", "AstroCompute, ground.ts: less each year")


@formula
def site_efficiency(silicon_efficiency: FlopPerJoule, years_on: Number, small_reactor_year: CalendarYear) -> FlopPerJoule:
    """Peak FLOP per joule on the ground: up to 15 % more with small reactors, which the source says help cooling."""
    return silicon_efficiency * with_reactors(years_on, small_reactor_year, 1.0, 1.15)


@formula(computes="accelerator_power")
def accelerator_power_from_first_chip(first_accelerator_power: WattPerGpu, first_efficiency: FlopPerJoule, site_efficiency: FlopPerJoule) -> WattPerGpu:
    """Power of an H100's worth of chip, less as chips give more for a watt."""
    return first_accelerator_power * (first_efficiency / site_efficiency)


@formula(computes="accelerator_price")
def accelerator_price_falling_twice(
    first_accelerator_price: UsdPerGpu,
    first_network_price: UsdPerGpu,
    chip_price_decline: RatePerYear,
    years_on: Number,
    first_efficiency: FlopPerJoule,
    site_efficiency: FlopPerJoule,
    off_grid_share: Fraction,
    off_grid_capital_factor: Ratio,
) -> UsdPerGpu:
    """Price of an H100's worth of server and network: chips get cheaper by year, and each does more by efficiency."""
    fallen = per_year(-chip_price_decline * YEAR, years_on)
    server = SERVER_FACTOR * np.maximum(first_accelerator_price * fallen, LEAST_CHIP_PRICE)
    dearer = 1.0 + off_grid_share * (off_grid_capital_factor - 1.0)
    return (server + first_network_price * fallen) * (first_efficiency / site_efficiency) * dearer


@formula(computes="power_usage_effectiveness")
def power_usage_effectiveness_by_year(first_power_usage_effectiveness: Ratio, years_on: Number) -> Ratio:
    """Power usage effectiveness of the year."""
    return np.maximum(first_power_usage_effectiveness - EFFECTIVENESS_GAIN * years_on, LEAST_EFFECTIVENESS)


@formula(computes="electricity_price")
def electricity_price_blended(
    first_electricity_price: UsdPerJoule,
    electricity_price_growth: RatePerYear,
    off_grid_electricity_price: UsdPerJoule,
    off_grid_share: Fraction,
    years_on: Number,
    small_reactor_year: CalendarYear,
) -> UsdPerJoule:
    """Grid power that rises and stranded power that does not, by the share of *new* sites; 40 to 80 % less with small reactors."""
    grid = first_electricity_price * per_year(electricity_price_growth * YEAR, years_on)
    blended = grid * (1.0 - off_grid_share) + off_grid_electricity_price * off_grid_share
    return blended * with_reactors(years_on, small_reactor_year, 0.6, 0.2)


@formula
def other_operations_cost(accelerator_count: Gpu, first_overhead_price: UsdPerGpuHour, years_on: Number, power_utilization: Fraction) -> UsdPerYear:
    """Hosting: staff, building, network and the host's margin, for the time the site is up."""
    price = np.maximum(first_overhead_price * per_year(OVERHEAD_DECLINE, years_on), LEAST_OVERHEAD)
    return accelerator_count * price * power_utilization


@formula(computes="delivered_fraction")
def delivered_fraction_of_sold_hours(sold_fraction: Fraction, power_utilization: Fraction, years_on: Number, small_reactor_year: CalendarYear) -> Fraction:
    """Share of the hours that is sold, of those the site is up: ten points more with small reactors."""
    gained = 0.1 * np.where(FIRST_YEAR + years_on >= small_reactor_year, reactor_share(years_on, small_reactor_year), 0.0)
    return (sold_fraction + gained) * power_utilization


# --- the price of scarcity ---
@formula
def unmet_demand(compute_demand: Megawatt, compute_supply: Megawatt, years_on: Number, small_reactor_year: CalendarYear) -> Number:
    """Demand over what the sites serve, less one. With small reactors a site serves up to a fifth more."""
    served = compute_supply * with_reactors(years_on, small_reactor_year, 1.0, 1.2)
    return compute_demand / served - 1.0


@formula
def scarcity_premium(unmet_demand: Number) -> Ratio:
    """Price over cost: 0.6 where sites stand idle, 4 where half the demand is unmet, and beyond 4 + 2 log10 of the unmet over the met."""
    glut = np.where(unmet_demand <= -0.3, np.maximum(unmet_demand + 0.85, 0.6), 1.0 + 0.5 * unmet_demand)
    scarce = np.where(unmet_demand <= 0.3, 1.0 + 4.0 * unmet_demand, 2.2 + 2.5 * (unmet_demand - 0.3))
    short = 4.0 + 2.0 * np.log10(np.maximum(unmet_demand, 1.0))
    return np.where(unmet_demand <= 0.0, glut, np.where(unmet_demand <= 1.0, scarce, short))


@formula
def market_price(levelized_cost_per_gpu_hour: UsdPerGpuHour, scarcity_premium: Ratio) -> UsdPerGpuHour:
    """What an hour of an H100's worth is sold for."""
    return levelized_cost_per_gpu_hour * scarcity_premium


@formula(computes="levelized_cost_per_pflop_hour", headline=True)
def price_of_scarcity_as_cost(total_cost: UsdPerYear, delivered_compute: FlopPerSecond, scarcity_premium: Ratio) -> UsdPerFlop:
    """What the source's crossing year holds orbital *cost* against: the ground's price, its cost times the premium (T1)."""
    return total_cost / delivered_compute * scarcity_premium
