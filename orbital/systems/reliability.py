"""Staying up in orbit, without repair: interruptions cut goodput, permanent losses cut capacity. Each cause is counted once, in one of the two.

Causes of interruptions known on the ground stand in `interruptions`, fault domains and spares in `survival`: both sides share them. Here are radiation,
satellites, their launch and early death, and what all causes leave.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Count,
    Day,
    DosePerGpu,
    DosePerYear,
    Fraction,
    Gpu,
    Hour,
    Minute,
    Number,
    PerSecond,
    PerYear,
    PerYearPerGpu,
    RatePerYear,
    Ratio,
    Second,
    Year,
)
from orbital.systems.survival import survival_of_redundant_domains, survival_with_spares


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
def permanent_loss_rate(fault_domain_loss_rate: PerYear, satellite_loss_rate: PerYear) -> PerYear:
    """Hazard of losing an accelerator's output for good: with its fault domain, or with its satellite. Independent hazards add."""
    return fault_domain_loss_rate + satellite_loss_rate


@formula(constraint="a fault domain of {fault_domain_size} is larger than a satellite ({accelerators_per_satellite})", guards="fault_domain_loss_rate")
def fault_domain_margin(accelerators_per_satellite: Gpu, fault_domain_size: Gpu) -> Number:
    """Accelerators of a satellite over those of a fault domain, less one, with a millionth for rounding: chips apart do not die together."""
    return 1.000001 * accelerators_per_satellite / fault_domain_size - 1.0


@formula
def levelized_survival(
    permanent_loss_rate: PerYear,
    satellite_loss_rate: PerYear,
    spare_time: Year,
    satellite_life: Year,
    satellite_discount_rate: RatePerYear,
    compounding_frequency: PerYear,
) -> Fraction:
    """Share of the launched workers at work, weighted over life as money is: spares stand in for dead domains while they last, not for satellites.

    s(t) = min( 1, (1 + s) exp(-lambda t) ) exp(-mu t), lambda the hazard of a domain, mu of a satellite. Without spares and at rate 0 it is
    (1 - exp(-(lambda + mu) T)) / ((lambda + mu) T). With this weight, price = levelized cost exactly when the net present value is zero. A
    satellite's chips live as long as it does: a refresh of chips alone, as on the ground, is not to be had.

    Source: definition of the levelized cost, sum C_t v^t / sum Q_t v^t.
    """
    return survival_with_spares(satellite_loss_rate, permanent_loss_rate, spare_time, satellite_life, satellite_discount_rate, compounding_frequency)


@formula(computes="levelized_survival", opaque=True)
def levelized_survival_redundant_domains(
    fault_domain_loss_rate: PerYear,
    satellite_loss_rate: PerYear,
    spare_fraction: Ratio,
    scale_up_domain: Gpu,
    fault_domain_size: Gpu,
    satellite_life: Year,
    satellite_discount_rate: RatePerYear,
    compounding_frequency: PerYear,
) -> Fraction:
    """Share of the launched workers at work, where a scale-up domain delivers all or nothing: all while n / (1 + s) of its n units live.

    A unit is a fault domain: with 72 accelerators, a spare fraction of 0.125 and units of one, 64 must live. Spares serve their own domain alone.
    Without spares the first death in a domain ends it. Exact where n / (1 + s) is whole. Some 10 microseconds a row: not for a million draws.

    Source: DLMF 8.17.5; definition of the levelized cost.
    """
    units = np.maximum(scale_up_domain / fault_domain_size, 1.0)
    return survival_of_redundant_domains(
        units, spare_fraction, fault_domain_loss_rate, satellite_loss_rate, satellite_life, satellite_discount_rate, compounding_frequency
    )


# --- both ---
@formula
def delivered_fraction(
    goodput: Fraction,
    system_availability: Fraction,
    power_availability: Fraction,
    power_cap_factor: Fraction,
    launch_success_probability: Fraction,
    early_survival_probability: Fraction,
    levelized_survival: Fraction,
) -> Fraction:
    """Share of the installed, working accelerators' time that is delivered over the life in orbit: the product of what each cause leaves.

    A satellite lost at launch, in its first weeks or later is paid for and not replaced: its capacity is lost, its price is not charged twice.
    """
    up = goodput * system_availability * power_availability * power_cap_factor
    return up * launch_success_probability * early_survival_probability * levelized_survival
