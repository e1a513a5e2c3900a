"""What OrbitalDatacenterSim computes alike on both sides: whole racks, tokens by power, and ten years of buying anew brought to the start."""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along, sum_along
from orbital.core.formula import formula
from orbital.core.series import compounded
from orbital.core.units import (
    Fraction,
    Gpu,
    Megawatt,
    Number,
    PerYear,
    RatePerYear,
    Ratio,
    Real,
    TokenPerJoule,
    TokenPerSecondPerGpu,
    UsdPerToken,
    WattPerGpu,
    Year,
)
from orbital.economics.finance import capital_recovery_factor

COUNT = np.arange(1.0, 41.0)
"""Numbers of the renewals, and of the years: more than any horizon here has."""


def whole_racks(power: Real, accelerator_power: Real, rack: Real) -> Real:
    """Racks that a power takes, rounded up."""
    racks: Real = np.ceil(power / (accelerator_power * rack))
    return racks


def worth(rate: Real, time: Real) -> Real:
    """What a dollar of a later time is worth at the start: (1 + r)^-t."""
    return 1.0 / compounded(rate, time)


def refresh_times(interval: Real) -> Real:
    """Times of the first, second, ... renewal, along the last axis."""
    return along(interval) * COUNT


def worth_of_refreshes(rate: Real, interval: Real, horizon: Real) -> Real:
    """Worth per dollar of each renewal before the horizon, less the straight-line rest of its life at the horizon, along the last axis.

    w_k = v(k D) - max(0, k D + D - H)/D v(H), 0 from the horizon on.
    """
    time = refresh_times(interval)
    rest = np.maximum(time + along(interval) - along(horizon), 0.0 * time) / along(interval)
    net = worth(along(rate), time) - rest * worth(along(rate), along(horizon))
    counted: Real = np.where(time < along(horizon), net, 0.0)
    return counted


# --- what is installed and what it gives ---
@formula
def productive_accelerators(demanded_capacity: Megawatt, accelerator_power: WattPerGpu, rack_accelerators: Gpu) -> Gpu:
    """Accelerators of the racks that serve: as many whole racks as the target takes."""
    return whole_racks(demanded_capacity, accelerator_power, rack_accelerators) * rack_accelerators


@formula(computes="accelerator_count")
def accelerator_count_of_whole_racks(demanded_capacity: Megawatt, accelerator_power: WattPerGpu, rack_accelerators: Gpu, spare_fraction: Ratio) -> Gpu:
    """Accelerators installed: whole racks that serve, and whole spare racks beyond them."""
    serving = whole_racks(demanded_capacity, accelerator_power, rack_accelerators)
    return (serving + np.ceil(spare_fraction * serving)) * rack_accelerators


@formula(computes="active_accelerators")
def active_accelerators_of_serving_racks(productive_accelerators: Gpu) -> Gpu:
    """Spare racks never serve: no fail-over is in the source."""
    return productive_accelerators


@formula(computes="tokens_per_accelerator")
def tokens_per_accelerator_from_power(accelerator_power: WattPerGpu, token_rate_per_power: TokenPerJoule) -> TokenPerSecondPerGpu:
    """Tokens per second, stated by rack power."""
    return accelerator_power * token_rate_per_power


# --- money over the horizon ---
@formula
def horizon_recovery_factor(nominal_discount_rate: RatePerYear, planning_horizon: Year, compounding_frequency: PerYear) -> PerYear:
    """Level yearly payment over the horizon per dollar at its start."""
    return capital_recovery_factor(nominal_discount_rate, planning_horizon, compounding_frequency)


@formula
def refresh_worth(nominal_discount_rate: RatePerYear, renewal_interval: Year, planning_horizon: Year) -> Number:
    """Worth of all scheduled renewals, less their rests, per dollar of the first purchase."""
    return sum_along(worth_of_refreshes(nominal_discount_rate, renewal_interval, planning_horizon))


@formula
def throughput_span(levelized_cost_per_million_tokens: UsdPerToken, throughput_swing: Fraction) -> UsdPerToken:
    """The bar of the source's tornado: cost with less throughput, less cost with more: c [1/(1 - x) - 1/(1 + x)]."""
    return levelized_cost_per_million_tokens * (1.0 / (1.0 - throughput_swing) - 1.0 / (1.0 + throughput_swing))
