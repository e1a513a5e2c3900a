"""Sums and means of exponentials, safe at their limits, and of the powers of a learning curve."""

from __future__ import annotations

import numpy as np

from orbital.core.units import YEAR, Constant, Fraction, Ratio, Real

HALF_UNIT = Constant(0.5, "", "an amount of whole units starts half a unit before the first")
TINY = Constant(1e-300, "", "vanishes beside every number that counts, and keeps 0/0 at its limit")


def gone(x: Real) -> Real:
    """1 - exp(-x), exact for small x: what an exponential has lost over x."""
    return -np.expm1(-x)


def mean_decay(x: Real) -> Real:
    """(1 - exp(-x))/x, 1 at x = 0: the mean of exp(-t) over 0..x."""
    x = x + TINY
    return gone(x) / x


def geometric_sum(x: Real, terms: Real) -> Real:
    """1 + q + ... + q^(n-1) with q = exp(-x): (1 - q^n)/(1 - q), n at x = 0."""
    x = x + TINY
    return np.expm1(-x * terms) / np.expm1(-x)


def compounded(rate: Real, time: Real) -> Real:
    """What an effective annual rate makes of 1 over a time: (1 + r)^t."""
    return np.exp(np.log1p(rate * YEAR) * (time / YEAR))


def learning_exponent(learning_rate: Fraction) -> Real:
    """Exponent b of Wright's law from the cost that remains at each doubling: log2 of it, -0.32 at 0.8.

    Source: Wright 1936, Journal of the Aeronautical Sciences 3, 122.
    """
    exponent: Real = np.log2(learning_rate)
    return exponent


def learning_factor(units: Ratio, reference: Ratio, learning_rate: Fraction) -> Ratio:
    """Cost of the unit of a number (or at a cumulative amount) over that of the reference: (n / r)^b.

    Source: Wright 1936.
    """
    return np.exp(learning_exponent(learning_rate) * np.log(units / reference))


def mean_learning_factor(before: Real, count: Real, reference: Real, learning_rate: Real) -> Real:
    """Mean cost over an amount that follows another, over the cost at the reference: (1/n) integral of (k/r)^b from `before` to `before + n`.

    = ((a + n)^c - a^c) / (c n r^b) with c = 1 + b. Of whole units a is the number built less a half, so that each unit is its own middle: within
    a few percent of the sum from the first unit, within a thousandth from the tenth. Holds for rates well above a half, where c vanishes.

    Source: Wright 1936; the integral in place of the sum as in Teplitz, The Learning Curve Deskbook, 1991, and OrbitalDatacenterSim 5.2.
    """
    power = 1.0 + learning_exponent(learning_rate)
    grown = np.exp(power * np.log(1.0 + count / before)) - 1.0
    return learning_factor(before, reference, learning_rate) * grown / (power * count / before)
