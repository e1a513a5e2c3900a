"""Sums and means of exponentials, safe at their limits."""

from __future__ import annotations

import numpy as np

from orbital.core.units import YEAR, Constant, Real

TINY = Constant(1e-300, "", "vanishes beside every number that counts, and keeps 0/0 at its limit")


def mean_decay(x: Real) -> Real:
    """(1 - exp(-x))/x, 1 at x = 0: the mean of exp(-t) over 0..x."""
    x = x + TINY
    return -np.expm1(-x) / x


def geometric_sum(x: Real, terms: Real) -> Real:
    """1 + q + ... + q^(n-1) with q = exp(-x): (1 - q^n)/(1 - q), n at x = 0."""
    x = x + TINY
    return np.expm1(-x * terms) / np.expm1(-x)


def compounded(rate: Real, time: Real) -> Real:
    """What an effective annual rate makes of 1 over a time: (1 + r)^t."""
    return np.exp(np.log1p(rate * YEAR) * (time / YEAR))
