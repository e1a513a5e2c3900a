"""Present values and internal rates of return of dated payments: every real root, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbital.core.errors import InputError

Array = NDArray[np.float64]

ROUNDING = 1e-12
"""A present value below this share of what is added up in it is taken for zero."""


@dataclass(frozen=True, slots=True)
class InternalRates:
    """Every rate, above -100 % a period, at which payments are worth nothing, rising; empty with a `reason`. `per` says what the rates are of."""

    rates: tuple[float, ...]
    reason: str = ""
    per: str = "a period"

    def __repr__(self) -> str:
        if not self.rates:
            return f"no internal rate of return: {self.reason}"
        return f"internal rate of return {' and '.join(f'{100.0 * rate:.6g} %' for rate in self.rates)} {self.per}"


def net_present_value(rate: float, cash_flows: Sequence[float] | Array, times: Sequence[float] | Array | None = None) -> float:
    """What payments are worth at time 0: sum c_t (1 + rate)^-t, `rate` a period; without `times` they fall on 0, 1, 2 ...

    Raises `InputError` as `internal_rates_of_return` does, and for a rate not above -1.
    """
    flows, when = _payments(cash_flows, times)
    if not rate > -1.0 or not math.isfinite(rate):
        raise InputError(f"rate {rate!r}: a number above -1 a period is needed")
    return float(np.sum(flows * np.exp(-math.log1p(rate) * when)))


def internal_rates_of_return(cash_flows: Sequence[float] | Array, times: Sequence[float] | Array | None = None) -> InternalRates:
    """All rates a period, above -100 %, at which sum c_t (1 + rate)^-t = 0. Times in periods, any real numbers; 0, 1, 2 ... without.

    With x = ln(1 + rate) the sum is F(x) = sum c_t exp(-x t). Where F has m changes of sign, exp(tau x) F, with tau between the times of
    the first change, has a derivative of the same kind with m - 1. Between neighboring zeros of that derivative it is monotone and holds one
    zero at most, which Brent's method finds; so by induction none is missed, however close, and m bounds their number. A zero that touches
    without crossing (a double root) is one of the derivative's, taken where F is zero within rounding there, and given once. No polynomial
    is solved, so hundreds of periods and payments between periods are as safe as three.

    Raises `InputError` for no payments, NaN or infinity, and times that do not match.

    Source: Rolle's theorem; Descartes' rule for exponential sums, Polya and Szego, Problems and Theorems in Analysis II, part V, 77.
    """
    flows, when = _payments(cash_flows, times)
    order = np.argsort(when, kind="stable")
    when, place = np.unique(when[order], return_inverse=True)
    flows = np.asarray(np.bincount(place, weights=flows[order], minlength=len(when)), dtype=np.float64)
    kept = flows != 0.0
    flows, when = flows[kept], when[kept]
    if not len(flows):
        return InternalRates((), "every payment is zero: any rate would do")
    changes = int(np.count_nonzero(np.diff(np.sign(flows))))
    if not changes:
        return InternalRates((), f"all payments are {'received' if flows[0] > 0.0 else 'made'}: their value has one sign at every rate")
    when = when / (unit := float(when[-1] - when[0]))
    found = tuple(math.expm1(x / unit) for x in _zeros(flows, when - when[0]))
    if not found:
        return InternalRates((), f"payments change sign {changes} times, yet no rate above -100 % makes them worth nothing")
    return InternalRates(found)


def _payments(cash_flows: Sequence[float] | Array, times: Sequence[float] | Array | None) -> tuple[Array, Array]:
    try:
        flows = np.asarray(cash_flows, dtype=np.float64)
        when = np.arange(flows.size, dtype=np.float64) if times is None else np.asarray(times, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("cash flows: numbers are needed, one a payment") from None
    if flows.ndim != 1 or not flows.size:
        raise InputError("cash flows: one or more payments in a row are needed")
    if when.shape != flows.shape:
        raise InputError(f"cash flows: {flows.size} payments, but {when.size} times")
    for name, values in (("payment", flows), ("time", when)):
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size:
            raise InputError(f"cash flows: {name} {bad[0]} is {values[bad[0]]}; finite numbers are needed")
    return flows, when


def _zeros(flows: Array, when: Array) -> list[float]:
    """Every zero of sum c exp(-x t), rising; `when` rises, no payment is zero."""
    levels = []
    while (turns := np.flatnonzero(np.diff(np.sign(flows)))).size:
        flows = flows / np.abs(flows).max()
        levels.append(flows)
        flows = flows * (0.5 * (when[turns[0]] + when[turns[0] + 1]) - when)
    zeros: list[float] = []
    for flows in reversed(levels):
        zeros = _zeros_between(zeros, flows, when)
    return zeros


def _zeros_between(extremes: list[float], flows: Array, when: Array) -> list[float]:
    """The zeros of a sum that is monotone, but for a factor, between neighboring `extremes`."""
    from scipy.optimize import brentq

    low, high = _beyond(flows, when)
    ends = [low, *(x for x in extremes if low < x < high), high]
    sums = [_scaled(x, flows, when) for x in ends]
    signs = [0.0 if abs(total) <= ROUNDING * size else math.copysign(1.0, total) for total, size in sums]
    found = [x for x, sign in zip(ends, signs, strict=True) if sign == 0.0]
    for a, b, at_a, at_b in zip(ends, ends[1:], signs, signs[1:], strict=False):
        if at_a * at_b < 0.0:
            found.append(float(brentq(lambda x: _scaled(x, flows, when)[0], a, b, xtol=1e-15, rtol=8.9e-16, maxiter=500)))
    return sorted(found)


def _scaled(x: float, flows: Array, when: Array) -> tuple[float, float]:
    """The sum and the sum of sizes at x, both over the largest exponential: no overflow, and the same sign."""
    exponent = -x * when
    weights = np.exp(exponent - exponent.max())
    return math.fsum(flows * weights), float(np.sum(np.abs(flows) * weights))


def _beyond(flows: Array, when: Array) -> tuple[float, float]:
    """Bounds past which the last payment (low) or the first (high) outweighs all others together."""
    sizes = np.abs(flows)
    high = math.log(2.0 * sizes[1:].sum() / sizes[0]) / (when[1] - when[0])
    low = -math.log(2.0 * sizes[:-1].sum() / sizes[-1]) / (when[-1] - when[-2])
    return min(low, -1.0), max(high, 1.0)
