"""Staying up without repair: interruptions cut goodput, permanent losses cut capacity. Each cause is counted once, in one of the two."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import geometric_sum, mean_decay
from orbital.core.units import DosePerGpu, DosePerYear, Fraction, PerYear, PerYearPerGpu, RatePerYear, Year


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
