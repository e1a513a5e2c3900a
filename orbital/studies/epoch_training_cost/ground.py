"""What Epoch computes for a training run unlike our Model: chips amortized by the fall of their price, not by an annuity."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Constant,
    Day,
    Flop,
    FlopPerToken,
    Fraction,
    Gpu,
    GpuHour,
    PerYear,
    Ratio,
    Token,
    TokenPerSecondPerGpu,
    Usd,
    UsdPerYear,
    WattPerGpu,
    Year,
)

DECADE = Constant(2.302585092994046, "", "ln 10: prices fall by decimal orders of magnitude")


@formula(computes="cluster_network_fraction")
def cluster_network_fraction_from_share(interconnect_share: Fraction) -> Fraction:
    """Network per dollar of servers, from its share of the whole cluster: s / (1 - s)."""
    return interconnect_share / (1.0 - interconnect_share)


@formula(computes="accelerator_power")
def accelerator_power_from_server_multiple(accelerator_chip_power: WattPerGpu, server_power_multiple: Ratio) -> WattPerGpu:
    """Server power per accelerator: chip power times a multiple."""
    return accelerator_chip_power * server_power_multiple


@formula(computes="accelerator_cost")
def accelerator_cost_from_price_decline(accelerator_capital: Usd, price_decline: PerYear, price_age: Year) -> UsdPerYear:
    """What the cluster loses in price per time when training starts: C exp(-r a) r, r = k ln 10, a its age then.

    The source charges this first instant's loss for the whole run.

    Source: Epoch AI, training-cost-trends, cost_analysis_standalone.py, commit 263c40a1.
    """
    rate = DECADE * price_decline
    return accelerator_capital * np.exp(-rate * price_age) * rate


@formula
def accelerator_time(accelerator_count: Gpu, training_time: Day) -> GpuHour:
    """Chip-hours of the run by time and quantity."""
    return accelerator_count * training_time


@formula
def training_flop(training_tokens: Token, flop_per_token: FlopPerToken) -> Flop:
    """Useful FLOP of the run: 6 N D."""
    return training_tokens * flop_per_token


@formula
def accelerator_time_from_flop(training_tokens: Token, tokens_per_accelerator: TokenPerSecondPerGpu) -> GpuHour:
    """Chip-hours of the run by its arithmetic: 6 N D over utilization times peak."""
    return training_tokens / tokens_per_accelerator


@formula
def accelerator_time_ratio(accelerator_time: GpuHour, accelerator_time_from_flop: GpuHour) -> Ratio:
    """Chip-hours by time and quantity over those by arithmetic: restarts, evaluation, idle chips, and runs beside the last one."""
    return accelerator_time / accelerator_time_from_flop


@formula
def stated_time_ratio(stated_accelerator_time: GpuHour, accelerator_time_from_flop: GpuHour) -> Ratio:
    """Chip-hours as the developer states them over those by arithmetic."""
    return stated_accelerator_time / accelerator_time_from_flop


@formula
def run_hardware_cost(accelerator_cost: UsdPerYear, cluster_network_fraction: Fraction, training_time: Day) -> Usd:
    """Servers over the run."""
    return accelerator_cost / (1.0 + cluster_network_fraction) * training_time


@formula
def run_network_cost(accelerator_cost: UsdPerYear, cluster_network_fraction: Fraction, training_time: Day) -> Usd:
    """Network over the run."""
    return accelerator_cost * cluster_network_fraction / (1.0 + cluster_network_fraction) * training_time


@formula
def run_electricity_cost(electricity_cost: UsdPerYear, training_time: Day) -> Usd:
    """Electricity over the run."""
    return electricity_cost * training_time


@formula
def run_cost(total_cost: UsdPerYear, training_time: Day) -> Usd:
    """Hardware, network and electricity over the run: the figure published."""
    return total_cost * training_time


@formula
def stated_time_cost(total_cost: UsdPerYear, accelerator_count: Gpu, stated_accelerator_time: GpuHour) -> Usd:
    """The same for the chip-hours the developer states."""
    return total_cost / accelerator_count * stated_accelerator_time


@formula
def flop_time_cost(total_cost: UsdPerYear, accelerator_count: Gpu, accelerator_time_from_flop: GpuHour) -> Usd:
    """The same for the chip-hours that the arithmetic takes."""
    return total_cost / accelerator_count * accelerator_time_from_flop


@formula
def corrected_run_cost(accelerator_capital: Usd, price_decline: PerYear, price_age: Year, electricity_cost: UsdPerYear, training_time: Day) -> Usd:
    """With the loss of price integrated over the run: C [exp(-r a) - exp(-r (a + T))] and electricity."""
    rate = DECADE * price_decline
    lost = accelerator_capital * np.exp(-rate * price_age) * -np.expm1(-rate * training_time)
    return lost + electricity_cost * training_time
