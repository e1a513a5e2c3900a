"""What a side delivers over its life, and how much of it per watt and per peak."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    Day,
    FlopPerJoule,
    FlopPerSecond,
    Fraction,
    Gpu,
    JoulePerToken,
    Megawatt,
    Ratio,
    Token,
    TokenPerSecond,
    TokenPerSecondPerGpu,
)


@formula
def delivered_accelerators(active_accelerators: Gpu, delivered_fraction: Fraction) -> Gpu:
    """Working accelerators on average over life: a GPU-hour sold is an hour of one of these."""
    return active_accelerators * delivered_fraction


@formula
def delivered_compute(peak_compute: FlopPerSecond, utilization: Fraction, delivered_fraction: Fraction) -> FlopPerSecond:
    """Useful FLOP per second on average over life: peak x utilization x delivered share."""
    return peak_compute * utilization * delivered_fraction


@formula
def delivered_tokens(delivered_accelerators: Gpu, tokens_per_accelerator: TokenPerSecondPerGpu) -> TokenPerSecond:
    """Tokens per second on average over life."""
    return delivered_accelerators * tokens_per_accelerator


@formula
def compute_per_power(delivered_compute: FlopPerSecond, it_power: Megawatt) -> FlopPerJoule:
    """Useful FLOP per joule of installed IT power."""
    return delivered_compute / it_power


@formula
def compute_per_peak(delivered_compute: FlopPerSecond, peak_compute: FlopPerSecond) -> Ratio:
    """Useful over dense peak FLOP."""
    return delivered_compute / peak_compute


@formula
def energy_per_token(it_power: Megawatt, delivered_tokens: TokenPerSecond) -> JoulePerToken:
    """Installed IT power per delivered token."""
    return it_power / delivered_tokens


@formula
def training_time(training_tokens: Token, delivered_tokens: TokenPerSecond) -> Day:
    """Time to see all training tokens once with everything delivered put on one run."""
    return training_tokens / delivered_tokens
