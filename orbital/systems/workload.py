"""Useful work: FLOP of a token, and the share of time that interruptions leave. How fast tokens come is in `inference` and `training`.

A useful FLOP is a model FLOP: 2 N per token in inference, 6 N in training. Attention, recomputation and idle rounds do not count.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Byte,
    Constant,
    Count,
    FlopPerToken,
    Fraction,
    Gpu,
    Minute,
    Number,
    PerYearPerGpu,
    Ratio,
    Second,
)
from orbital.systems.reliability import checkpoint_waste, job_interruption_rate

FLOP_PER_PARAMETER_INFERENCE = Constant(2.0, "FLOP/token", "one multiply and one add per active parameter and token")
FLOP_PER_PARAMETER_TRAINING = Constant(6.0, "FLOP/token", "forward 2, backward 4: Kaplan et al. 2020, section 2.1")
LARGEST_FIRST_ORDER_WASTE = Constant(0.3, "", "Young's first order is then up to 0.045 low, half the waste squared")
NEWTON_STEPS = 7
"""From the start below, the residual is at rounding for checkpoints from 1e-14 to 1e3 of the time between interruptions."""
SMALLEST_SLOPE = 1e-300


# --- useful FLOP ---
@formula
def flop_per_token(active_parameters: Count) -> FlopPerToken:
    """Useful FLOP of one token through the model: 2 N_active (attention left out).

    Source: Kaplan et al. 2020, arXiv:2001.08361, section 2.1.
    """
    return FLOP_PER_PARAMETER_INFERENCE * active_parameters


@formula(computes="flop_per_token")
def flop_per_token_training(active_parameters: Count) -> FlopPerToken:
    """Useful FLOP of one training token: 6 N_active.

    Source: Kaplan et al. 2020, arXiv:2001.08361, section 2.1.
    """
    return FLOP_PER_PARAMETER_TRAINING * active_parameters


@formula
def weight_size(total_parameters: Count, parameter_size: Byte) -> Byte:
    """Memory of the model's weights."""
    return total_parameters * parameter_size


# --- goodput: what interruptions leave (never counted as permanent losses) ---
@formula
def goodput(interruption_rate: PerYearPerGpu, replica_accelerators: Gpu, interruption_recovery_time: Minute) -> Fraction:
    """Share of time a serving copy is not recovering: 1 / (1 + n lambda t).

    Mean time between interruptions of the copy is 1/(n lambda). Exact for alternating up and down times.
    """
    return 1.0 / (1.0 + interruption_rate * replica_accelerators * interruption_recovery_time)


def checkpoint_loss(checkpoint_share: Ratio) -> Ratio:
    """What checkpoints and work done again cost at the best interval, as a logarithm: u with u + exp(-u) - 1 = C/mu; the share left is exp(-u).

    Work and checkpoint of tau + C cost mu (exp((tau + C)/mu) - 1); the best tau is mu (1 - exp(-u)), in closed form mu (1 + W(-exp(-1 - C/mu)))
    with Lambert's W. Here by a fixed number of Newton steps from above, where u + exp(-u) is convex: no step can overshoot.

    Source: Daly 2006, Future Generation Computer Systems 22, 303 (hal-02514107), complete expectation.
    """
    u = checkpoint_share + np.sqrt(2.0 * checkpoint_share)
    for _ in range(NEWTON_STEPS):
        u = u - (u + np.expm1(-u) - checkpoint_share) / np.maximum(-np.expm1(-u), SMALLEST_SLOPE)
    return u


@formula(computes="goodput")
def goodput_training(interruption_rate: PerYearPerGpu, job_accelerators: Gpu, checkpoint_time: Second, interruption_recovery_time: Minute) -> Fraction:
    """Share of training time that advances the run, at the best checkpoint interval: exp(-R/mu) exp(-u), mu = 1/(n lambda).

    Exact for interruptions at a constant hazard that also strike checkpoints and recoveries, which then start again: the expected time of tau of
    work is mu exp(R/mu) (exp((tau + C)/mu) - 1). Never zero. u is `checkpoint_loss`.

    Source: Daly 2006, Future Generation Computer Systems 22, 303 (hal-02514107).
    """
    failures = job_interruption_rate(interruption_rate, job_accelerators)
    return np.exp(-interruption_recovery_time * failures - checkpoint_loss(checkpoint_time * failures))


class FirstOrderGoodput(NamedTuple):
    """Goodput of training to first order, and the waste that its validity hangs on."""

    goodput: Fraction
    first_order_waste: Ratio


@formula(alternative=True)
def goodput_training_first_order(
    interruption_rate: PerYearPerGpu, job_accelerators: Gpu, checkpoint_time: Second, interruption_recovery_time: Minute
) -> FirstOrderGoodput:
    """Share of training time that advances the run, to first order: 1 - sqrt(2 C/mu) - R/mu at Young's interval, 0 where that is negative.

    Low by at most half the square of the waste (0.02 at a waste of 0.24); says that a run stands still where the exact one still crawls.

    Source: Young 1974, Comm. ACM 17, 530; Daly 2006 (hal-02514107).
    """
    failures = job_interruption_rate(interruption_rate, job_accelerators)
    waste = checkpoint_waste(checkpoint_time, failures) + interruption_recovery_time * failures
    return FirstOrderGoodput(np.maximum(1.0 - waste, 0.0), waste)


@formula(
    validity="Young's first-order goodput is used where {first_order_waste} of the time is wasted, too much for a first order: it is low", guards="goodput"
)
def first_order_margin(first_order_waste: Ratio) -> Number:
    """Largest waste a first order is good for, less this one. Known only where the first-order formula is chosen."""
    return LARGEST_FIRST_ORDER_WASTE - first_order_waste


@formula(
    validity="recovery ({interruption_recovery_time}) takes longer than a run of {job_accelerators} goes between interruptions: "
    "goodput hangs on how recovery itself fails, which nobody has measured",
    guards="goodput",
)
def recovery_margin(interruption_rate: PerYearPerGpu, job_accelerators: Gpu, interruption_recovery_time: Minute) -> Number:
    """1 - R/mu. Below zero most recoveries are interrupted, and exp(-R/mu) rests on each starting from nothing at a constant hazard."""
    return 1.0 - interruption_recovery_time * job_interruption_rate(interruption_rate, job_accelerators)


@formula(constraint="the work never advances: interruptions ({interruption_rate}) come faster than it recovers; use a smaller job or recover faster")
def goodput_margin(goodput: Fraction) -> Number:
    """Goodput, which must be positive."""
    return np.where(goodput > 0.0, goodput, -1.0)


@formula(constraint="the run needs {job_accelerators} together; {active_accelerators} are at work: install more, or run a smaller job")
def job_margin(active_accelerators: Gpu, job_accelerators: Gpu) -> Number:
    """Working accelerators over those the run holds together, less one."""
    return active_accelerators / job_accelerators - 1.0
