"""What odc computes alike on both sides: chips with their spares, energy sold, revenue that falls, and the value of it all."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import geometric_sum
from orbital.core.units import Constant, Fraction, Gpu, Megawatt, Ratio, Real, UsdPerGpu, UsdPerJoule, UsdPerWatt, UsdPerYear, WattPerGpu

STUDY_YEAR = Constant(31_536_000.0, "s", "odc counts 8,760 h to the year")


def mid_year_sum(rate: Real, decline: Real, life: Real) -> Real:
    """Sum over whole years of (1 - decline)^t / (1 + rate)^t, price and discount both taken at t + 1/2."""
    discount = np.log1p(rate * STUDY_YEAR) - np.log1p(-decline * STUDY_YEAR)
    return np.exp(-discount / 2.0) * geometric_sum(discount, life / STUDY_YEAR)


def present_value_of_sales(sold: Real, price: Real, decline: Real, rate: Real, life: Real) -> Real:
    """Energy sold a year times a price that falls, discounted."""
    return sold * STUDY_YEAR * price * mid_year_sum(rate, decline, life)


@formula(computes="accelerator_count")
def accelerator_count_with_spares(demanded_capacity: Megawatt, accelerator_power: WattPerGpu, spare_fraction: Ratio) -> Gpu:
    """Accelerators installed: those that are sold, and spares beyond them."""
    return demanded_capacity / accelerator_power * (1.0 + spare_fraction)


@formula(computes="accelerator_price")
def accelerator_price_from_power(accelerator_power: WattPerGpu, accelerator_price_per_power: UsdPerWatt) -> UsdPerGpu:
    """Servers bought, by their power."""
    return accelerator_power * accelerator_price_per_power


@formula(computes="delivered_fraction")
def delivered_fraction_after_overhead(system_availability: Fraction, compute_overhead: Fraction) -> Fraction:
    """Share of the sold capacity's time that is delivered: availability, less what checks and copies take."""
    return system_availability * (1.0 - compute_overhead)


@formula
def sold_power(demanded_capacity: Megawatt, power_utilization: Fraction, delivered_fraction: Fraction) -> Megawatt:
    """IT power sold on average."""
    return demanded_capacity * power_utilization * delivered_fraction


@formula
def levelized_cost_per_energy_sold(total_cost: UsdPerYear, sold_power: Megawatt) -> UsdPerJoule:
    """The source's headline: cost per kilowatt-hour of IT sold."""
    return total_cost / sold_power
