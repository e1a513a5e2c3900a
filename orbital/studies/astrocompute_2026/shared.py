"""What AstroCompute computes alike on both sides: a market by year, and what its pressure does to chips.

What its users can set is a given of the study; what is written into its code is a constant here. Years are steps there: a part of a year goes a
part of the way, so that whole years agree and a crossing between them can be solved for.
"""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along
from orbital.core.formula import formula
from orbital.core.units import (
    YEAR,
    CalendarYear,
    Constant,
    FlopPerJoule,
    Fraction,
    Megawatt,
    Month,
    Number,
    RatePerYear,
    Real,
    UsdPerJoule,
    YearlyRatio,
)

FIRST_YEAR = Constant(2026.0, "", "AstroCompute, physics.ts: its first year")
LATER_YEARS = np.arange(0.0, 44.0)
"""Years after the first one in which prices fall and chips improve: to 2070."""
USUAL_QUEUE = Constant(3.0 * 31_557_600.0, "s", "AstroCompute, market.ts: a queue of 36 months draws the usual share off the grid")
USUAL_PRICE = Constant(0.065 / 3.6e6, "USD/J", "AstroCompute, market.ts: 0.065 USD/kWh draws the usual share off the grid")
MOST_OFF_GRID = Constant(0.25, "", "AstroCompute, market.ts: stranded power is limited")
REACTOR_RAMP = Constant(8.0, "", "AstroCompute, market.ts: years until small reactors are mature")
EFFICIENCY_CEILING = Constant(1e14, "FLOP/J", "AstroCompute, physics.ts: 100,000 GFLOP/s per watt")
LEARNING_FADES = Constant(0.007, "", "AstroCompute, physics.ts: yearly gain lost each year")
LEAST_LEARNING = Constant(0.03, "", "AstroCompute, physics.ts: least yearly gain")


def part_done(time: Real, step: Real) -> Real:
    """How much of a year's step lies behind, 0 to 1."""
    return np.minimum(np.maximum(time - step, 0.0), 1.0)


def per_year(rate: Real, time: Real) -> Real:
    """What a yearly rate makes of one over counted years: (1 + r)^t."""
    return np.exp(time * np.log1p(rate))


def reactor_share(time: Real, small_reactor_year: Real) -> Real:
    """How mature small reactors are, 0 to 1."""
    return np.minimum(np.maximum(FIRST_YEAR + time - small_reactor_year, 0.0) / REACTOR_RAMP, 1.0)


def with_reactors(time: Real, small_reactor_year: Real, first: Real, mature: Real) -> Real:
    """One before there are small reactors, a factor with the first, another when they are mature."""
    then = first + (mature - first) * reactor_share(time, small_reactor_year)
    return np.where(FIRST_YEAR + time >= small_reactor_year, then, 1.0)


def demand_at(time: Real, first: Real, growth: Real, boost: Real) -> Real:
    """Demand: d (1 + g + b exp(-t/8))^t. The fading boost raises all years so far, not only those to come."""
    return first * per_year(growth * YEAR + boost * YEAR * np.exp(-time / 8.0), time)


def off_grid_at(time: Real, share: Real, growth: Real, queue: Real, price: Real) -> Real:
    """Share of new sites behind the meter: more with the queue and the price of the grid, and by year."""
    drawn = share * (queue / USUAL_QUEUE + price / USUAL_PRICE) / 2.0
    return np.minimum(drawn + growth * YEAR * time, MOST_OFF_GRID)


def supply_at(time: Real, first: Real, growth: Real, off_grid: Real, queue: Real, off_grid_delay: Real, small_reactor_year: Real) -> Real:
    """Ground sites: a straight line of yearly additions, on the grid after its queue, behind the meter after less; more with small reactors.

    A faster pace counts from the start, not from the year of the reactors.
    """
    yearly = growth * YEAR * first * with_reactors(time, small_reactor_year, 1.5, 2.5)
    on_grid = (1.0 - off_grid) * np.maximum(time - queue / YEAR, 0.0)
    return first + yearly * (on_grid + off_grid * np.maximum(time - off_grid_delay / YEAR, 0.0))


# --- time and market ---
@formula
def years_on(platform_year: CalendarYear) -> Number:
    """Years from 2026 on, counted."""
    return np.maximum(platform_year - FIRST_YEAR, 0.0)


@formula
def compute_demand(years_on: Number, first_demand: Megawatt, demand_growth: RatePerYear, early_demand_boost: RatePerYear) -> Megawatt:
    """Power of the compute that the world would buy."""
    return demand_at(years_on, first_demand, demand_growth, early_demand_boost)


@formula
def off_grid_share(
    years_on: Number, off_grid_fraction: Fraction, off_grid_growth: RatePerYear, grid_queue: Month, first_electricity_price: UsdPerJoule
) -> Fraction:
    """Share of new ground sites behind the meter."""
    return off_grid_at(years_on, off_grid_fraction, off_grid_growth, grid_queue, first_electricity_price)


@formula
def compute_supply(
    years_on: Number,
    first_supply: Megawatt,
    supply_growth: RatePerYear,
    off_grid_share: Fraction,
    grid_queue: Month,
    off_grid_delay: Month,
    small_reactor_year: CalendarYear,
) -> Megawatt:
    """Power of the ground sites there are. None in orbit."""
    return supply_at(years_on, first_supply, supply_growth, off_grid_share, grid_queue, off_grid_delay, small_reactor_year)


@formula
def market_pressure(
    first_demand: Megawatt,
    demand_growth: RatePerYear,
    early_demand_boost: RatePerYear,
    first_supply: Megawatt,
    supply_growth: RatePerYear,
    off_grid_fraction: Fraction,
    off_grid_growth: RatePerYear,
    grid_queue: Month,
    off_grid_delay: Month,
    first_electricity_price: UsdPerJoule,
    small_reactor_year: CalendarYear,
) -> YearlyRatio:
    """Demand over supply of each year, held in 0.2 to 2. Keeps the axis `year`, which is last."""
    share = off_grid_at(LATER_YEARS, along(off_grid_fraction), along(off_grid_growth), along(grid_queue), along(first_electricity_price))
    built = (along(grid_queue), along(off_grid_delay), along(small_reactor_year))
    supply = supply_at(LATER_YEARS, along(first_supply), along(supply_growth), share, *built)
    demand = demand_at(LATER_YEARS, along(first_demand), along(demand_growth), along(early_demand_boost))
    return np.minimum(np.maximum(demand / supply, 0.2), 2.0)


@formula
def silicon_efficiency(first_efficiency: FlopPerJoule, efficiency_gain: RatePerYear, market_pressure: YearlyRatio, years_on: Number) -> FlopPerJoule:
    """Peak FLOP per joule of a chip of the year: e <- e [1 + g (0.7 + 0.3 p) (1 - e / e_max)], year by year, g less by 0.7 points each year.

    The source calls it a learning rate; production does not enter but by the market's pressure.
    """
    efficiency = first_efficiency + 0.0 * years_on * first_efficiency
    for year in range(np.shape(market_pressure)[-1]):
        pressed = 0.7 + 0.3 * market_pressure[..., year]  # type: ignore[index]  # an axis, by its annotation
        headroom = np.maximum(1.0 - efficiency / EFFICIENCY_CEILING, 0.05)
        gain = np.maximum(efficiency_gain * YEAR - year * LEARNING_FADES, LEAST_LEARNING) * pressed * headroom
        efficiency = np.minimum(efficiency * per_year(gain, part_done(years_on, year)), EFFICIENCY_CEILING)
    return efficiency
