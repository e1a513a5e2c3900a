"""Losses for good where nobody repairs: fault domains, spares, and what is left of a fleet through its life. The same on both sides.

A loss cuts capacity and is never paid for again: what dies is neither replaced nor refunded before the fleet is bought anew. On a serviced site it is
the other way round: what dies is replaced at a cost (`repair_cost`), and no capacity is lost.
"""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along
from orbital.core.formula import formula
from orbital.core.series import TINY, geometric_sum, gone, mean_decay
from orbital.core.units import ONE_YEAR_RATE, Constant, Count, Fraction, Gpu, PerYear, Ratio, Real, Year

ONE_ACCELERATOR = Constant(1.0, "GPU", "a hazard is that of one accelerator")
LEAST_HAZARD = Constant(1e-12 * ONE_YEAR_RATE, "1/s", "one loss in 10^12 years counts as none")
LIFE_PARTS = 96
"""Equal parts of a life over which a survival without closed form is summed."""


# --- hazards ---
@formula
def fault_domain_loss_rate(accelerator_loss_rate: PerYear, host_loss_rate: PerYear, fault_domain_size: Gpu, host_size: Gpu) -> PerYear:
    """Hazard that an accelerator stops for good because something in its fault domain died: m lambda_chip + max(m / h, 1) lambda_host.

    m accelerators stop together when one of them dies: 1 where software works around it, 4 a tray, 8 a server, 72 a rack-scale domain. h of them
    share a host, and all stop with it. The whole domain is taken to stop at the first death, so later ones in it count no more.

    Source: the earliest of independent constant hazards.
    """
    hosts = np.maximum(fault_domain_size / host_size, 1.0)
    return accelerator_loss_rate * (fault_domain_size / ONE_ACCELERATOR) + host_loss_rate * hosts


# --- spares ---
@formula
def spare_time(spare_fraction: Ratio, fault_domain_loss_rate: PerYear) -> Year:
    """Age at which the spares are used up: ln(1 + s) / lambda. Hot spares: under power from the start, they die as workers do.

    Fluid limit: many domains, and the first spare at hand takes over, on board or, where a domain fills a satellite, on another. Spares of a
    lost satellite are lost with it, and none makes up for it. All count in IT power, as what is hot must. Where no satellite lends to another the
    limit is high: by 0.05 % of the output with one spare among 72 chips, 0.3 % with six, 1.5 % with one among twelve (4.44 %/yr, 5 years).
    """
    return np.log1p(spare_fraction) / np.maximum(fault_domain_loss_rate, LEAST_HAZARD)


@formula(computes="spare_time")
def spare_time_cold(spare_fraction: Ratio, fault_domain_loss_rate: PerYear) -> Year:
    """Age at which cold spares are used up: s / lambda. Off until needed, they do not age; only workers die.

    IT power counts them all the same, so array and radiator are sized a little too large.
    """
    return spare_fraction / np.maximum(fault_domain_loss_rate, LEAST_HAZARD)


# --- what is left, weighted over life as money is ---
def survival_with_spares(early: Real, late: Real, spares_last: Real, life: Real, rate: Real, frequency: Real) -> Real:
    """Share of the workers at work over life: hazard `early` while the spares last, `late` after: sum v^k s_k / sum v^k over the periods.

    s_k is the mean of the share within period k, v the discount factor of a period. With x the age in periods at which the spares end, K the
    whole periods before, u = x - K, and W(y, n) what n full periods under the hazard y are worth at their start, the sum is that of full periods
    under the early hazard a, the period of the change, and full periods under the late hazard b:

        W(a, K) + (v e^-a)^K [ (1 - e^(-a u))/a + e^(-a u) (1 - e^(-b (1 - u)))/b + v e^(-a u - b (1 - u)) W(b, n - K - 1) ]

    Without spares it is W(b, n). Never above 1.

    Source: definition of the levelized cost, sum C_t v^t / sum Q_t v^t.
    """
    interest = rate / frequency + TINY
    discount, periods = np.log1p(interest), life * frequency
    first, then = early / frequency + TINY, late / frequency + TINY
    change = np.minimum(spares_last * frequency, periods)
    whole = np.floor(change)
    part = change - whole
    gone_before, gone_first, gone_then = gone((discount + first) * whole), gone(first * part), gone(then * (1.0 - part))
    left = 1.0 - gone_first
    during = gone_first / first + left * gone_then / then
    gone_after = gone((discount + then) * (periods - whole - 1.0))
    after = left * (1.0 - gone_then) / (1.0 + interest) * perpetual_work(then, interest) * gone_after
    worth = perpetual_work(first, interest) * gone_before + (1.0 - gone_before) * (during + after)
    return np.minimum(worth * interest / ((1.0 + interest) * gone(discount * periods)), 1.0)


def survival_without_spares(hazard: Real, life: Real, rate: Real, frequency: Real) -> Real:
    """Share of the workers at work over life under one hazard: `survival_with_spares` where there are none, W(b, n) / sum v^k."""
    interest = rate / frequency + TINY
    discount, periods, each = np.log1p(interest), life * frequency, hazard / frequency + TINY
    worth = perpetual_work(each, interest) * gone((discount + each) * periods)
    return worth * interest / ((1.0 + interest) * gone(discount * periods))


def perpetual_work(hazard: Real, interest: Real) -> Real:
    """Worth of the share at work in all periods to come, from 1: m/(1 - v e^-y) with m = (1 - e^-y)/y the mean within a period, v = 1/(1 + i).

    The first n periods are worth W(y, n) = (1 - (v e^-y)^n) of it. Hazard y and interest i a period, above zero.
    """
    dead = gone(hazard)
    return dead / hazard * (1.0 + interest) / (interest + dead)


@formula(computes="levelized_survival")
def levelized_survival_undiscounted(permanent_loss_rate: PerYear, accelerator_service_life: Year) -> Fraction:
    """Share of the workers at work without repair, plain mean over their service: (1 - exp(-lambda T))/(lambda T). For studies that do not discount output.

    Spares extend nothing here.

    Source: mean of a constant hazard's survival.
    """
    return mean_decay(permanent_loss_rate * accelerator_service_life)


def survival_of_redundant_domains(units: Real, spare: Real, unit_hazard: Real, other_hazard: Real, life: Real, rate: Real, frequency: Real) -> Real:
    """Share of domains that hold at least n / (1 + s) of their n units, weighted over life as money is; what takes all of a domain multiplies it.

    The life is cut into equal parts, each weighted by the money due in it and taken at its middle: within 1e-4 while a unit's life is longer
    than a part's. Some 10 microseconds a row.

    Source: binomial distribution; as the regularized incomplete beta function, DLMF 8.17.5.
    """
    periods = life * frequency
    discount = along(np.log1p(rate / frequency))
    age = along(periods) * np.linspace(0.0, 1.0, LIFE_PARTS + 1)
    whole = np.floor(age)
    paid = geometric_sum(discount, whole) + (age - whole) * np.exp(-discount * whole)
    weight = np.diff(paid, axis=-1) / paid[..., -1:]
    middle = 0.5 * (age[..., 1:] + age[..., :-1])
    alive = np.exp(-along(unit_hazard / frequency) * middle)
    enough = redundant_availability(along(units / (1.0 + spare)), along(units), alive)
    left: Real = np.sum(weight * enough * np.exp(-along(other_hazard / frequency) * middle), axis=-1)
    return left


def launched_capacity_penalty(permanent_loss_rate: PerYear, satellite_life: Year) -> Ratio:
    """Accelerators to launch for each at work on the mean of life, without repair: lambda T / (1 - exp(-lambda T)), 1 without losses.

    Source: Turyshev 2026, arXiv:2604.27197 (second-hand); the inverse of `levelized_survival_undiscounted`.
    """
    return 1.0 / mean_decay(permanent_loss_rate * satellite_life)


def weibull_survival(age: Year, scale: Year, shape: Ratio) -> Fraction:
    """Share that survives to an age: exp(-(t/theta)^k). Shape below 1: early failures; 1: a constant hazard 1/theta; above 1: wear.

    Source: Castet and Saleh 2009, on 1,584 satellites (k about 0.45, second-hand).
    """
    return np.exp(-np.power(age / scale, shape))


def weibull_mean_life(scale: Year, shape: Ratio) -> Year:
    """Mean age at failure: theta Gamma(1 + 1/k). With shape far below 1 it is mostly the age of a few that last.

    Source: mean of the Weibull distribution.
    """
    from scipy.special import gamma

    life: Real = scale * gamma(1.0 + 1.0 / shape)
    return life


def redundant_availability(needed: Count, installed: Count, unit_availability: Fraction) -> Fraction:
    """Probability that at least k of n are at work: sum over j >= k of C(n, j) p^j (1 - p)^(n - j) = I_p(k, n - k + 1).

    Whole numbers 1 <= k <= n, all powered (hot), independent: units that fail together count as one. Between whole k it is smooth.

    Source: binomial distribution; as the regularized incomplete beta function, DLMF 8.17.5.
    """
    from scipy.special import betainc

    enough: Real = betainc(needed, installed - needed + 1.0, unit_availability)
    return enough
