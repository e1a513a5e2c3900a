"""Levelized cost of compute: the side's yearly cost over what it delivers in a year. The same on both sides."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    FlopPerSecond,
    FlopPerUsd,
    Fraction,
    Gpu,
    Megawatt,
    TokenPerSecond,
    UsdPerFlop,
    UsdPerGpuHour,
    UsdPerJoule,
    UsdPerToken,
    UsdPerYear,
)


@formula(headline=True)
def levelized_cost_per_pflop_hour(total_cost: UsdPerYear, delivered_compute: FlopPerSecond) -> UsdPerFlop:
    """Levelized cost of a useful FLOP, printed per PFLOP/s sustained for an hour.

    Source: LCOC = sum C_t v^t / sum Q_t v^t, both sides of the fraction as level yearly amounts.
    """
    return total_cost / delivered_compute


@formula(headline=True)
def levelized_cost_per_gpu_hour(total_cost: UsdPerYear, delivered_accelerators: Gpu) -> UsdPerGpuHour:
    """Levelized cost of an hour of one delivered accelerator."""
    return total_cost / delivered_accelerators


@formula(headline=True)
def levelized_cost_per_million_tokens(total_cost: UsdPerYear, delivered_tokens: TokenPerSecond) -> UsdPerToken:
    """Levelized cost of tokens (generated ones in inference, seen ones in training)."""
    return total_cost / delivered_tokens


@formula(headline=True)
def levelized_cost_per_it_energy(total_cost: UsdPerYear, it_power: Megawatt, delivered_fraction: Fraction) -> UsdPerJoule:
    """Levelized cost of IT power delivered to working chips: for studies that stop at the watt."""
    return total_cost / (it_power * delivered_fraction)


@formula(headline=True)
def compute_per_dollar(delivered_compute: FlopPerSecond, total_cost: UsdPerYear) -> FlopPerUsd:
    """Useful FLOP bought by a dollar."""
    return delivered_compute / total_cost
