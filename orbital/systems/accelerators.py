"""How many chips, their IT power, their peak rate and what they cost to buy. The same relations on both sides."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    FlopPerSecond,
    FlopPerSecondPerGpu,
    Fraction,
    Gpu,
    Megawatt,
    Ratio,
    Usd,
    UsdPerGpu,
    WattPerGpu,
)


@formula
def accelerator_count(demanded_capacity: Megawatt, accelerator_power: WattPerGpu) -> Gpu:
    """Accelerators installed: demanded IT power over all-in server power per accelerator. Fractional in cost."""
    return demanded_capacity / accelerator_power


@formula
def it_power(accelerator_count: Gpu, accelerator_power: WattPerGpu) -> Megawatt:
    """IT power of all accelerators at full work (server basis: chip, host, memory, supply; without cooling)."""
    return accelerator_count * accelerator_power


@formula
def active_accelerators(accelerator_count: Gpu, spare_fraction: Ratio) -> Gpu:
    """Accelerators that work; the rest are spares bought beyond them: n / (1 + s)."""
    return accelerator_count / (1.0 + spare_fraction)


@formula
def peak_compute(active_accelerators: Gpu, peak_flop_rate: FlopPerSecondPerGpu) -> FlopPerSecond:
    """Dense peak of the working accelerators in the workload's precision."""
    return active_accelerators * peak_flop_rate


@formula
def accelerator_capital(accelerator_count: Gpu, accelerator_price: UsdPerGpu, cluster_network_fraction: Fraction) -> Usd:
    """Servers and the network between them: n price (1 + network share)."""
    return accelerator_count * accelerator_price * (1.0 + cluster_network_fraction)
