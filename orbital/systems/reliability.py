"""Staying up without repair: interruptions cut goodput, permanent losses cut capacity. Each cause is counted once, in one of the two."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import geometric_sum, mean_decay
from orbital.core.units import (
    Count,
    Day,
    DosePerGpu,
    DosePerYear,
    Fraction,
    Gpu,
    Hour,
    Minute,
    PerSecond,
    PerYear,
    PerYearPerGpu,
    RatePerYear,
    Ratio,
    Real,
    Second,
    Year,
)


# --- interruptions: observed rates, jobs, checkpoints ---
def interruption_rate_from_counts(interruptions: Count, accelerators: Gpu, observed_time: Day) -> PerYearPerGpu:
    """Interruptions per accelerator and time, counted over a run: n / (N t). The same for servers or nodes, counted instead of accelerators.

    The relative error of a count is about 1/sqrt(n).

    Source: maximum likelihood of a Poisson process.
    """
    return interruptions / (accelerators * observed_time)


def job_interruption_rate(interruption_rate: PerYearPerGpu, job_accelerators: Gpu) -> PerSecond:
    """Interruptions per time of a job that any of its accelerators stops: N lambda."""
    return interruption_rate * job_accelerators


def mean_time_between_interruptions(job_interruption_rate: PerSecond) -> Hour:
    """Mean time from one interruption of a job to the next: mu = 1 / (N lambda)."""
    return 1.0 / job_interruption_rate


def checkpoint_interval(checkpoint_time: Second, job_interruption_rate: PerSecond) -> Second:
    """Time between checkpoints that wastes least: sqrt(2 C mu), mu the mean time between interruptions.

    First order: valid for C much below mu.

    Source: Young 1974, Comm. ACM 17, 530.
    """
    return np.sqrt(2.0 * checkpoint_time / job_interruption_rate)


def checkpoint_waste(checkpoint_time: Second, job_interruption_rate: PerSecond) -> Ratio:
    """Share of time lost to checkpoints and to work done again, at the best interval: C/tau + tau/(2 mu) = sqrt(2 C / mu). Recovery is extra.

    First order: valid for C much below mu.

    Source: Young 1974; Daly 2006.
    """
    return np.sqrt(2.0 * checkpoint_time * job_interruption_rate)


def training_time_ratio(job_interruption_rate: PerSecond, restart_time: Minute, checkpoint_time: Minute, checkpoint_interval: Minute) -> Fraction:
    """Expected productive over wall-clock time (ETTR) at a given interval: (1 - N r (u_0 + dt/2)) / (1 + w/dt), 0 where that is negative.

    Valid while a restart and an interval are short beside the time between interruptions; waiting in a queue left out.

    Source: Kokolis et al. 2025, arXiv:2410.21680.
    """
    lost = job_interruption_rate * (restart_time + checkpoint_interval / 2.0)
    return np.maximum(1.0 - lost, 0.0) / (1.0 + checkpoint_time / checkpoint_interval)


@formula
def radiation_interruption_rate(dose_rate: DosePerYear, dose_per_interruption: DosePerGpu) -> PerYearPerGpu:
    """Interruptions of a chip by radiation: dose rate over the dose per uncorrectable memory error.

    Source: Suncatcher v2, arXiv:2511.19468v2: 44 rad(Si) per uncorrectable HBM error under 67 MeV protons.
    """
    return dose_rate / dose_per_interruption


@formula
def interruption_rate(base_interruption_rate: PerYearPerGpu, radiation_interruption_rate: PerYearPerGpu) -> PerYearPerGpu:
    """Interruptions per accelerator and year from all causes: those known on the ground, and radiation."""
    return base_interruption_rate + radiation_interruption_rate


# --- permanent losses ---
@formula
def permanent_loss_rate(accelerator_loss_rate: PerYear, satellite_loss_rate: PerYear) -> PerYear:
    """Hazard of losing an accelerator's output for good: its own failure, or its satellite's. Independent hazards add."""
    return accelerator_loss_rate + satellite_loss_rate


@formula
def levelized_survival(permanent_loss_rate: PerYear, satellite_life: Year, satellite_discount_rate: RatePerYear, compounding_frequency: PerYear) -> Fraction:
    """Share of the launched accelerators at work, weighted over life as money is: sum v^k s_k / sum v^k over the periods.

    s_k is the mean survival within period k under hazard lambda, v the discount factor of a period. At rate 0 it is
    (1 - exp(-lambda T))/(lambda T). With this weight, price = levelized cost exactly when the net present value is zero.

    Source: definition of the levelized cost, sum C_t v^t / sum Q_t v^t.
    """
    decay = permanent_loss_rate / compounding_frequency
    discount = np.log1p(satellite_discount_rate / compounding_frequency)
    periods = satellite_life * compounding_frequency
    return mean_decay(decay) * geometric_sum(discount + decay, periods) / geometric_sum(discount, periods)


@formula(computes="levelized_survival")
def levelized_survival_undiscounted(permanent_loss_rate: PerYear, satellite_life: Year) -> Fraction:
    """Share of the launched accelerators at work, plain mean over life: (1 - exp(-lambda T))/(lambda T). For studies that do not discount output.

    Source: mean of a constant hazard's survival.
    """
    return mean_decay(permanent_loss_rate * satellite_life)


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

    Whole numbers 1 <= k <= n, all powered (hot), independent: units that fail together count as one.

    Source: binomial distribution; as the regularized incomplete beta function, DLMF 8.17.5.
    """
    from scipy.special import betainc

    enough: Real = betainc(needed, installed - needed + 1.0, unit_availability)
    return enough


# --- both ---
@formula
def delivered_fraction(
    goodput: Fraction,
    system_availability: Fraction,
    power_availability: Fraction,
    power_cap_factor: Fraction,
    launch_success_probability: Fraction,
    levelized_survival: Fraction,
) -> Fraction:
    """Share of the installed, working accelerators' time that is delivered over the life in orbit: the product of what each cause leaves."""
    return goodput * system_availability * power_availability * power_cap_factor * launch_success_probability * levelized_survival
