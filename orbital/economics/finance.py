"""Discount rates and capital recovery: nominal rates compounded a stated number of times a year, each asset with its own rate and life.

An asset that outlives another is bought less often; equal annuities make both comparable. Rate 0 gives straight lines.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import geometric_sum
from orbital.core.units import ONE_YEAR_RATE, YEAR, Month, Number, PerYear, RatePerYear, Real


def capital_recovery_factor(rate: Real, life: Real, frequency: Real) -> Real:
    """Yearly payment per unit of capital: f / sum_{k=1..n} (1 + r/f)^-k with n = f life; 1/life at rate 0.

    Source: Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2 (annuity).
    """
    discount = np.log1p(rate / frequency)
    return frequency * np.exp(discount) / geometric_sum(discount, life * frequency)


def real_rate(nominal: Real, inflation: Real) -> Real:
    """Real rate: (1 + r)/(1 + i) - 1, with both read as rates a year and the result compounded as the nominal rate would be.

    Source: Fisher's equation; Brealey, Myers and Allen, chapter 3.
    """
    return ((1.0 + nominal * YEAR) / (1.0 + inflation * YEAR) - 1.0) * ONE_YEAR_RATE


@formula
def accelerator_discount_rate(accelerator_nominal_rate: RatePerYear) -> RatePerYear:
    """Rate used for chips: nominal by default, so that costs are in nominal money."""
    return accelerator_nominal_rate


@formula(computes="accelerator_discount_rate")
def accelerator_discount_rate_real(accelerator_nominal_rate: RatePerYear, inflation_rate: RatePerYear) -> RatePerYear:
    """Rate used for chips in real money."""
    return real_rate(accelerator_nominal_rate, inflation_rate)


def growth_while_waiting(rate: Real, delay: Real, frequency: Real) -> Real:
    """Interest on a dollar spent `delay` before the first token: (1 + r/f)^(f delay) - 1."""
    return np.expm1(np.log1p(rate / frequency) * (delay * frequency))


@formula
def accelerator_waiting_factor(accelerator_discount_rate: RatePerYear, deployment_delay: Month, compounding_frequency: PerYear) -> Number:
    """Interest per dollar of chips from purchase to first token."""
    return growth_while_waiting(accelerator_discount_rate, deployment_delay, compounding_frequency)
