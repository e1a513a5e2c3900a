"""What a side delivers over its life, and how much of it per watt and per peak."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    BytePerToken,
    Constant,
    Day,
    FlopPerJoule,
    FlopPerSecond,
    FlopPerSecondDifference,
    Fraction,
    Gpu,
    JoulePerToken,
    Megawatt,
    Number,
    Ratio,
    Token,
    TokenPerSecond,
    TokenPerSecondPerGpu,
)

LEAST_COMPUTE = Constant(1.0, "FLOP/s", "one useful FLOP a second: less counts as nothing")


@formula
def delivered_accelerators(active_accelerators: Gpu, delivered_fraction: Fraction) -> Gpu:
    """Working accelerators on average over life: a GPU-hour sold is an hour of one of these."""
    return active_accelerators * delivered_fraction


@formula(constraint="{active_accelerators} work and {delivered_accelerators} deliver, of {accelerator_count} installed: give no more than there are")
def working_accelerators_margin(accelerator_count: Gpu, active_accelerators: Gpu, delivered_accelerators: Gpu) -> Number:
    """Accelerators installed over those that work or deliver, less one, with a millionth for rounding."""
    return 1.000001 * accelerator_count / np.maximum(active_accelerators, delivered_accelerators) - 1.0


@formula
def delivered_compute(peak_compute: FlopPerSecond, utilization: Fraction, delivered_fraction: Fraction) -> FlopPerSecond:
    """Useful FLOP per second on average over life: peak x utilization x delivered share."""
    return peak_compute * utilization * delivered_fraction


@formula(constraint="nothing useful is delivered ({delivered_compute}): there is no cost of it")
def delivered_compute_margin(delivered_compute: FlopPerSecond) -> FlopPerSecondDifference:
    """Useful FLOP per second over the least that counts."""
    return delivered_compute - LEAST_COMPUTE


@formula
def delivered_tokens(delivered_accelerators: Gpu, tokens_per_accelerator: TokenPerSecondPerGpu) -> TokenPerSecond:
    """Tokens per second on average over life."""
    return delivered_accelerators * tokens_per_accelerator


@formula
def egress_rate(delivered_tokens: TokenPerSecond, wire_size_per_token: BytePerToken) -> BitPerSecond:
    """Bits per second that go to the users: tokens times their size on the wire, protocol included."""
    return delivered_tokens * wire_size_per_token


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
